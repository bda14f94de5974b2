"""A page with one of each chart, as the rule editor's templates write them, served on its own."""

from __future__ import annotations

import json
import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from service.admin.frame import HEADERS

STATIC = Path(__file__).parents[2] / "service" / "static"
TYPES = {"admin.css": "text/css", "admin.js": "text/javascript"}


def attribute(value: object) -> str:
    """Return a value as JSON within an attribute."""
    return json.dumps(value, ensure_ascii=False).replace("&", "&amp;").replace("'", "&#39;")


def hump(low: float, high: float, peak: float, *, log: bool = False, bins: int = 40) -> str:
    """Return a histogram with one hump, its peak a share of the way from low to high."""
    at = [i / bins for i in range(bins + 1)]
    edges = [low * (high / low) ** a if log else low + a * (high - low) for a in at]
    counts = [round(900 * math.exp(-(((a - peak) / 0.16) ** 2)) + 25 * (a > peak)) for a in at[:-1]]
    return attribute({"edges": edges, "counts": counts, "known": sum(counts), "unknown": 120})


def value(kind: str, name: str, fields: str, shape: str, **more: str) -> str:
    """Return the fieldset of one value function."""
    unit, objective = more.get("unit", "kWh/år"), more.get("objective", "min")
    sampled = f" data-sampled='{more['sampled']}'" if "sampled" in more else ""
    return f"""<section><h2>{name}</h2>
<fieldset class="value" id="{kind}" data-kind="{kind}" data-objective="{objective}"
 data-unit="{unit}"><legend class="hidden">{name}</legend><div class="row">{fields}</div>
<figure class="curve" data-histogram='{shape}'{sampled} aria-hidden="true"></figure>
<ul class="chart-key"><li class="curve-line">Point</li><li class="catalogue">Kataloget</li></ul>
</fieldset></section>"""


def number(label: str, value: float, attributes: str) -> str:
    """Return a labelled number."""
    return f'<label>{label} <input type="number" step="any" value="{value:g}" {attributes}></label>'


def ends(best: float, worst: float) -> str:
    """Return the fields of best and worst."""
    return number("Bedst (100 point)", best, "data-role=best name=best") + number(
        "Dårligst (0 point)", worst, "data-role=worst name=worst"
    )


def rows(*points: tuple[float, float]) -> str:
    """Return the fields of points."""
    return "".join(
        number(f"Værdi {i + 1}", x, f'data-point="{i}" data-axis=x')
        + number(f"Point {i + 1}", y, f'data-point="{i}" data-axis=y')
        for i, (x, y) in enumerate(points)
    )


def values() -> str:
    """Return a value function of each kind."""
    otherwise = number("Ellers", 0, "data-role=otherwise")
    sampled = attribute([[x, min(100, 20 + 0.9 * x)] for x in range(0, 101, 4)])
    return "".join(
        [
            value("linear", "Elforbrug", ends(40, 320), hump(20, 420, 0.35)),
            value("log", "Klimaaftryk", ends(30, 900), hump(12, 2400, 0.45, log=True), unit="kg"),
            value(
                "steps",
                "Støj",
                rows((25, 100), (32, 70), (40, 40)) + otherwise,
                hump(18, 60, 0.4),
                unit="dB",
            ),
            value(
                "points",
                "Garanti",
                rows((1, 0), (2, 35), (3, 75), (5, 100)),
                hump(0.5, 7, 0.3, bins=14),
                unit="år",
                objective="max",
            ),
            value(
                "table",
                "Reparationsindeks",
                rows((1, 5), (2, 30), (3, 60), (4, 100)),
                hump(0.5, 4.5, 0.5, bins=4),
                unit="klasse",
                objective="max",
            ),
            value(
                "formula",
                "Genanvendt",
                number("Hældning", 0.9, "name=slope"),
                hump(0, 100, 0.2),
                unit="%",
                objective="max",
                sampled=sampled,
            ),
        ]
    )


def cuts() -> str:
    """Return the cuts of the grades."""
    fields = "".join(
        number(letter, at, f'data-cut="{letter}" min=0 max=100')
        for letter, at in zip("ABCD", (80, 65, 50, 35), strict=True)
    )
    after, before = hump(0, 100, 0.58, bins=50), hump(0, 100, 0.5, bins=50)
    return f"""<section id="cuts"><h2>Karakterernes grænser</h2><fieldset class="cuts">
<legend class="hidden">Grænser</legend><div class="row">{fields}</div>
<p data-problem data-crossed="Grænserne skal falde: A &gt; B &gt; C &gt; D." role="status"></p>
<figure class="cuts-chart" data-histogram='{after}' data-before='{before}' aria-hidden="true">
</figure><ul class="chart-key"><li class="grades">Efter</li><li class="before">Før</li></ul>
</fieldset></section>"""


WEIGHTS = {"energy": ("Energi", 40), "climate": ("Klimaaftryk", 30), "repair": ("Reparation", 20)}
WEIGHTS |= {"noise": ("Støj", 10), "label": ("Mærker", 0)}


def weights() -> str:
    """Return the weights of five criteria."""
    lines = "".join(
        f"""<div class="weight" data-name="{name}"><span id="w-{key}">{name}</span>
<input type="range" min="0" max="100" value="{w}" data-weight="{key}" aria-labelledby="w-{key}">
<input type="number" min="0" step="any" value="{w}" name="w-{key}" data-weight-number="{key}"
 aria-labelledby="w-{key}"><output data-share="{key}">{w} %</output></div>"""
        for key, (name, w) in WEIGHTS.items()
    )
    return f"""<section><h2>Vægte</h2><div class="weights" data-sum-word="Sum"
 data-zero="Alle vægte er 0, så intet tæller. Giv mindst ét kriterium vægt.">
<p><output data-sum>Sum 100</output></p>{lines}</div></section>"""


MATRIX = [[82, 14, 2, 0, 0], [11, 120, 31, 4, 0], [0, 22, 210, 48, 6], [0, 1, 30, 95, 22]]
MATRIX += [[0, 0, 2, 18, 61]]


def preview() -> str:
    """Return the charts of the preview."""
    before = [sum(row) for row in MATRIX]
    after = [sum(column) for column in zip(*MATRIX, strict=True)]
    pairs = "".join(
        f'<tr data-grade="{g}"><th><span class="grade" data-grade="{g}">{g}</span></th>'
        f'<td class="number">{b}</td><td class="number" data-before="{b}" data-after="{a}">{a}</td>'
        '<td class="bar"></td></tr>'
        for g, b, a in zip("ABCDE", before, after, strict=True)
    )
    cells = "".join(
        f"<tr><th>{g}</th>" + "".join(f'<td class="number">{n}</td>' for n in row) + "</tr>"
        for g, row in zip("ABCDE", MATRIX, strict=True)
    )
    names = ["Vægt: Energi", "Vægt: Klimaaftryk", "Grænse B", "Vægt: Støj"]
    tornado = [
        {"name": n, "down": d, "up": u}
        for n, d, u in zip(names, (0.18, 0.07, 0.05, 0.01), (0.12, 0.1, 0.02, 0), strict=True)
    ]
    head = "".join(f"<th>{g}</th>" for g in "ABCDE")
    return f"""<section><h2>Karakterer før og efter</h2><table class="bars"><thead><tr><th>Karakter
</th><th class="number">Før</th><th class="number">Efter</th><td></td></tr></thead>
<tbody>{pairs}</tbody></table></section>
<section><h2>Hvem flytter sig</h2><div class="scroll"><table><thead><tr><td>Før</td>{head}</tr>
</thead>
<tbody>{cells}</tbody></table><figure class="migration" data-matrix='{attribute(MATRIX)}'
 data-names='{attribute(list("ABCDE"))}' aria-hidden="true"></figure></div></section>
<section><h2>Hvad betyder mest</h2><figure class="tornado" data-bars='{attribute(tornado)}'
 aria-hidden="true"></figure></section>"""


def html() -> str:
    """Return the whole page."""
    return f"""<!doctype html><html lang="da"><head><meta charset="utf-8"><title>Diagrammer</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="htmx-config" content='{{"includeIndicatorStyles":false,"allowEval":false}}'>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/admin.css"><script src="/admin.js" defer></script></head>
<body class="ik"><main id="content"><h1>Diagrammer</h1>{weights()}{values()}{cuts()}{preview()}
<button id="again" hx-get="/part" hx-target="#cuts" hx-swap="outerHTML">Hent igen</button>
</main></body></html>"""


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        name = self.path.strip("/").split("?")[0]
        if name in TYPES:
            body, kind = (STATIC / name).read_bytes(), TYPES[name]
        elif name in {"", "part"}:
            body, kind = (cuts() if name else html()).encode(), "text/html; charset=utf-8"
        else:
            self.send_error(404)
            return
        self.send_response(200)
        for header, content in HEADERS.items():
            self.send_header(header, content)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(port: int = 0) -> Iterator[str]:
    """Serve the page with the headers of the administration; yields its address."""
    server = ThreadingHTTPServer(("127.0.0.1", port), _Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
