"""The overlay on a listing in Chromium: how soon badges are painted and what they cost the page.

Run: .venv/bin/python -m bench overlay. The extension asks a real local service. The same page is
loaded in a browser without the extension too, for what the page costs by itself.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page

from bench import servers, shop_pages
from bench.rows import Row, row
from demo import backend, browsers
from demo.chromium import ChromiumPage, chromium, service_worker
from demo.cpu import Cost, content_cpu
from demo.extension import configured_copy

LOADS = 20
WARM_UPS = 3
SETTLE_MS = 700  # longer than a batch of the extension's, so that late work is counted
WATCH = """
window.shift = 0;
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) window.shift += entry.value;
}).observe({type: 'layout-shift', buffered: true});
window.badgesPainted = new Promise(done => {
  const look = () => {
    const placed = [...document.querySelectorAll('indkobskompas-badge')].filter(
      host => host.shadowRoot?.querySelector('[data-placed]'));
    // They are placed in the step of a frame that ends in its painting, and this comes after it.
    if (placed.length < 24) setTimeout(look, 4);
    else done(performance.now() - window.cardsAt);
  };
  setTimeout(look, 4);
});
"""


def run(loads: int = LOADS) -> dict[str, Row]:
    """Return the overlay's rows."""
    with tempfile.TemporaryDirectory() as folder, shop_pages.serving() as shop:
        workspace = Path(folder) / "workspace"
        backend.prepare(workspace, shop.host)
        with servers.kompas(workspace) as service:
            package = configured_copy(Path(folder) / "package", service.url, [shop.url])
            with _page(Path(folder) / "with", package) as page:
                painted, shifts = _paints(page, f"{shop.url}/24", loads)
                costs = [_cost(page, f"{shop.url}/24") for _ in range(loads)]
                scripts = [_script_time(page, f"{shop.url}/24") for _ in range(loads)]
                moved = [_first_move(page, f"{shop.url}/24") for _ in range(max(3, loads // 4))]
                scans = [_cost(page, f"{shop.url}/2000") for _ in range(max(3, loads // 4))]
        with _page(Path(folder) / "without", None) as page:
            bare = [_shift(page, f"{shop.url}/24") for _ in range(3)]
    return {
        "badge_p95_ms": row([_p95(painted)], f"ms, 24 cards, p95 of {loads} loads", 100),
        "badge_median_ms": row(painted, "ms, 24 cards in the DOM to badges painted"),
        "badge_cls": row(shifts, "layout shift of the page with badges", 0),
        "page_cls": row(bare, "layout shift of the page alone"),
        "content_cpu_ms": row(
            [cost.total for cost in costs], "ms of main thread a load, 24 cards", 2
        ),
        "script_thread_ms": row(scripts, "ms of thread time in scripts, the watch included"),
        "first_move_cpu_ms": row(
            [cost.total for cost in moved], "ms of main thread at the buyer's first move"
        ),
        "scan_2000_cards_ms": row(
            [scan.longest for scan in scans], "ms, the extension's longest part of a task", 50
        ),
    }


@contextmanager
def _page(profile: Path, package: Path | None) -> Iterator[Page]:
    """A tab of a new Chromium, with the extension or with an empty one in its place."""
    if package is None:
        package = profile.parent / "nothing"
        package.mkdir()
        manifest = '{"manifest_version": 3, "name": "nothing", "version": "1"}'
        (package / "manifest.json").write_text(manifest, encoding="utf-8")
        ours = False
    else:
        ours = True
    with chromium(browsers.require("chromium"), package, profile, keeps=True) as context:
        if ours:
            service_worker(context)
        context.add_init_script(WATCH)
        yield context.pages[0]
    shutil.rmtree(profile, ignore_errors=True)


def _paints(page: Page, url: str, loads: int) -> tuple[list[float], list[float]]:
    painted, shifts = [], []
    for turn in range(WARM_UPS + loads):
        page.goto(url)
        taken = float(page.evaluate("badgesPainted"))
        page.wait_for_timeout(SETTLE_MS)
        if turn >= WARM_UPS:
            painted.append(taken)
            shifts.append(float(page.evaluate("shift")))
    return painted, shifts


def _cost(page: Page, url: str) -> Cost:
    def visit() -> None:
        page.goto(url)
        page.evaluate("badgesPainted")
        page.wait_for_timeout(SETTLE_MS)

    page.goto("about:blank")
    return content_cpu(ChromiumPage(page), visit)


def _script_time(page: Page, url: str) -> float:
    """Thread time in scripts of all worlds, in ms; what follows an `await` is partly left out."""
    page.goto("about:blank")
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def total() -> float:
        found = session.send("Performance.getMetrics")["metrics"]
        return 1000 * next(float(m["value"]) for m in found if m["name"] == "ScriptDuration")

    before = total()
    page.goto(url)
    page.wait_for_timeout(SETTLE_MS)
    spent = total() - before
    session.detach()
    return spent


def _first_move(page: Page, url: str) -> Cost:
    """The cost of what comes with the buyer's first move: panel, swap, sorting, comparison."""

    def move() -> None:
        page.mouse.move(200, 200)
        page.mouse.move(210, 210)
        page.wait_for_selector("indkobskompas-dock", state="attached")
        page.wait_for_timeout(SETTLE_MS)

    page.goto(url)
    page.evaluate("badgesPainted")
    page.wait_for_timeout(SETTLE_MS)
    return content_cpu(ChromiumPage(page), move)


def _shift(page: Page, url: str) -> float:
    page.goto(url)
    page.wait_for_timeout(SETTLE_MS)
    return float(page.evaluate("shift"))


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20, method="inclusive")[-1]
