"""`python -m bench`: runs every measurement, prints a table, writes build/bench.json."""

from __future__ import annotations

import json
from pathlib import Path

from bench import imports, matching

TARGET = Path("build/bench.json")


def main() -> None:
    """Run one after the other: two cores are too few for two measurements at once."""
    found = matching.run() | imports.run()
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(found, indent=1), encoding="utf-8")
    print(f"{'name':22}{'value':>12}  {'goal':>8}  unit")
    for name, row in found.items():
        goal = "" if row["goal"] is None else f"{row['goal']:g}"
        print(f"{name:22}{row['value']:12.3f}  {goal:>8}  {row['unit']}")
    print(f"written to {TARGET}")


if __name__ == "__main__":
    main()
