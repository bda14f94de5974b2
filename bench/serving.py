"""Serving scores, as shares of bare Flask and beside boaviztapi, in alternating rounds.

Run: .venv/bin/python -m bench serving.
Bare Flask answers GET with a constant under the same gunicorn settings, as in the field notes.
boaviztapi scores one laptop of its defaults in its shortest form (verbose=false), under uvicorn
with uvloop, httptools and two workers: its plain server waits 40 ms for an answer's second packet.
All get 16 connections; wrk takes its time from the same two cores.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import ExitStack

from bench import servers
from bench.bigcatalogue import ROWS, bigcatalogue
from bench.load import Load, press
from bench.pages import bodies, published
from bench.rows import Row, row
from bench.servers import Server

ROUNDS = 5
SECONDS = 3.0
SHARES = {1: 0.80, 24: 0.50, 50: 0.38}  # items a request -> goal
MOST = max(SHARES)
SCORES, CONSTANT, LAPTOP = "/api/v1/scores", "/", "/v1/terminal/laptop?verbose=false"
Pair = tuple[Load, Load]  # ours, the other's


def run(rows: int = ROWS, rounds: int = ROUNDS, seconds: float = SECONDS) -> dict[str, Row]:
    """Return the bench's rows of serving."""
    folder = published(bigcatalogue(rows))
    pages = {size: bodies(folder, size) for size in SHARES}
    with ExitStack() as stack:
        bare = stack.enter_context(servers.bare_flask())
        ours = stack.enter_context(servers.kompas(folder))
        peer = stack.enter_context(servers.boaviztapi())
        press(bare.url + CONSTANT, bare.group, seconds=1)  # to warm up
        press(peer.url + LAPTOP, peer.group, seconds=1)
        for page in pages.values():
            press(ours.url + SCORES, ours.group, page, 1)
        pairs, beside = _rounds(bare, ours, peer, pages, rounds, seconds)
    return shares(pairs) | against(beside)


def _rounds(
    bare: Server,
    ours: Server,
    peer: Server,
    pages: Mapping[int, Sequence[bytes]],
    rounds: int,
    seconds: float,
) -> tuple[dict[int, list[Pair]], list[Pair]]:
    """Return the pairs with bare Flask by size, and those with boaviztapi.

    Which of a pair comes first changes from round to round.
    """
    pairs: dict[int, list[Pair]] = defaultdict(list)
    beside: list[Pair] = []
    for turn in range(rounds):
        for size, page in pages.items():
            floor = None
            if turn % 2 == 0:
                floor = press(bare.url + CONSTANT, bare.group, (), seconds)
            own = press(ours.url + SCORES, ours.group, page, seconds)
            floor = floor or press(bare.url + CONSTANT, bare.group, (), seconds)
            pairs[size].append((own, floor))
        beside.append((pairs[MOST][-1][0], press(peer.url + LAPTOP, peer.group, (), seconds)))
    return pairs, beside


def shares(pairs: Mapping[int, Sequence[Pair]]) -> dict[str, Row]:
    """Return the rows that compare with bare Flask."""
    found = {
        f"serve_share_{size}": row(
            [own.rps / floor.rps for own, floor in pairs[size]],
            f"of bare Flask's requests/s, {size} items",
            goal,
        )
        for size, goal in SHARES.items()
    }
    most, floors = pairs[MOST], [floor for some in pairs.values() for _, floor in some]
    loads = [load for some in pairs.values() for pair in some for load in pair]
    return found | {
        "p99_ratio_50": row([o.p99_ms / f.p99_ms for o, f in most], "x bare Flask's p99", 3.0),
        "serve_rps_50": row([o.rps for o, _ in most], f"requests/s, {MOST} items"),
        "serve_p99_ms_50": row([o.p99_ms for o, _ in most], f"ms, {MOST} items"),
        "bare_rps": row([f.rps for f in floors], "requests/s"),
        "bare_p99_ms": row([f.p99_ms for f in floors], "ms"),
        **{
            f"serve_cpu_us_{size}": row(
                [own.cpu_us for own, _ in pairs[size]], f"us of CPU a request, {size} items"
            )
            for size in SHARES
        },
        "bare_cpu_us": row([f.cpu_us for f in floors], "us of CPU a request"),
        "load_client_share": row([x.client_share for x in loads], "wrk's CPU of the server's"),
    }


def against(pairs: Sequence[Pair]) -> dict[str, Row]:
    """Return the rows that compare with boaviztapi, which answers one item a request."""
    rates = [own.rps / peer.rps for own, peer in pairs]
    tails = [own.p99_ms / peer.p99_ms for own, peer in pairs]
    return {
        "vs_boaviztapi_rps": row(rates, f"x its requests/s, {MOST} items against one", 1.2),
        "vs_boaviztapi_items": row([MOST * r for r in rates], "x its items/s", 60.0),
        "vs_boaviztapi_p99": row(tails, "x its p99", 0.5),
        "boaviztapi_rps": row([peer.rps for _, peer in pairs], "requests/s"),
        "boaviztapi_p99_ms": row([peer.p99_ms for _, peer in pairs], "ms"),
    }
