"""`python -m bench [PART ...]`: measures all parts or those named, prints a table of rows.

Writes build/bench.json: {name: {value, goal, unit, runs}}. A run of some parts keeps the rows that
the file has of others. Exits with 1 where a part could not be measured; a goal that is missed is
said in the table and fails nothing.
"""

from __future__ import annotations

import argparse
import json
import traceback
from collections.abc import Callable
from pathlib import Path

from bench import (
    adminpages,
    imports,
    insight,
    matching,
    overlay,
    preview,
    publishing,
    scoring,
    serving,
    swapping,
)
from bench.rows import Row, printed, verdict

TARGET = Path("build/bench.json")
PARTS: dict[str, Callable[[], dict[str, Row]]] = {
    "matching": matching.run,
    "imports": imports.run,
    "scoring": scoring.run,
    "publishing": publishing.run,
    "serving": serving.run,
    "preview": preview.run,
    "insight": insight.run,
    "adminpages": adminpages.run,
    "swapping": swapping.run,
    "overlay": overlay.run,
}


def main() -> int:
    """Run one after the other: two cores are too few for two measurements at once."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}")
    chosen = parser.parse_args().parts or list(PARTS)
    unknown = sorted(set(chosen) - set(PARTS))
    if unknown:
        parser.error(f"no part {', '.join(unknown)}; there are {', '.join(PARTS)}")
    kept: dict[str, Row] = {}
    if set(chosen) != set(PARTS) and TARGET.exists():
        kept = json.loads(TARGET.read_text("utf-8"))
    found: dict[str, Row] = {}
    failed = []
    for part in chosen:
        print(f"bench: {part}", flush=True)
        try:
            found |= PARTS[part]()
        except Exception:  # the other parts are still worth measuring
            traceback.print_exc()
            failed.append(part)
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(kept | found, indent=1), encoding="utf-8")
    print(f"\n{'name':28}{'median':>10}  {'spread':17}{'goal':>9}  {'':17}  unit")
    for name, row in found.items():
        print(printed(name, row))
    goals = [verdict(name, row) for name, row in found.items() if row["goal"] is not None]
    print(f"\n{goals.count('met')} of {len(goals)} goals met; written to {TARGET}")
    if failed:
        print(f"not measured: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
