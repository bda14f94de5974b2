"""Runs every check and every test, and ends in one line that counts them all.

`python -m tests.everything` is what `make test` calls; `--checks` leaves the tests out.
A run without a browser test in each of Chromium and Firefox is a failed run.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from threading import Thread
from xml.etree import ElementTree

ROOT = Path(__file__).parent.parent
Lane = tuple[subprocess.Popen[str], Thread]  # its pytest, and what prints
BUILD = ROOT / "build"
CHECKS = {
    "ruff check": ["ruff", "check", "--quiet", "."],
    "ruff format": ["ruff", "format", "--check", "--quiet", "."],
    "mypy": ["mypy", "--no-error-summary"],
    "import-linter": ["lint-imports"],
    "biome": ["npm", "run", "--silent", "lint"],
    "tsc": ["npm", "run", "--silent", "typecheck"],
    "web-ext lint": ["npm", "run", "--silent", "lint:ext"],
}
BROWSERS = ("chromium", "firefox")
EXAMPLES = "50"  # of each law of scoring; pytest alone takes 1,000, and each page in each browser
LANES = {  # run side by side: what drives a browser waits half of its time; checks come with them
    "shops": ["tests/e2e", "tests/admin"],
    "extension": ["tests/extension"],
    "plain": ["-n", "2", "tests", *(f"--ignore=tests/{x}" for x in ("e2e", "admin", "extension"))],
}


def report(lane: str) -> Path:
    """Return where a lane's pytest writes what became of each test."""
    return BUILD / f"tests-{lane}.xml"


def run_check(name: str, command: list[str]) -> bool:
    """Run one check; print its output only where it fails."""
    start = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    passed = done.returncode == 0
    print(f"{'ok' if passed else 'FAILED':8}{name} ({time.monotonic() - start:.1f} s)", flush=True)
    if not passed:
        print(done.stdout + done.stderr, flush=True)
    return passed


def start_lane(name: str) -> Lane:
    """Start a lane's pytest, and a thread that prints what it says below the lane's name."""
    BUILD.mkdir(exist_ok=True)
    report(name).unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "--quiet", f"--junitxml={report(name)}"]
    lane = subprocess.Popen(
        [*command, *LANES[name]],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={"KOMPAS_EXAMPLES": EXAMPLES, **os.environ},
    )

    def tell() -> None:
        for line in lane.stdout or ():
            print(f"{name:10}{line}", end="", flush=True)

    said = Thread(target=tell)
    said.start()
    return lane, said


def counted(lanes: Mapping[str, Lane]) -> tuple[int, int, int]:
    """Wait for all lanes; return how many tests passed, failed and were skipped."""
    passed = failed = skipped = 0
    seen: set[str] = set()
    for name, (lane, said) in lanes.items():
        code = lane.wait()
        said.join()
        before = failed
        found = report(name)
        for case in ElementTree.parse(found).iter("testcase") if found.exists() else ():
            outcomes = {child.tag for child in case}
            if outcomes & {"failure", "error"}:
                failed += 1
            elif "skipped" in outcomes:
                skipped += 1
            else:
                passed += 1
                title = f"{case.get('classname')} {case.get('name')}".lower()
                seen |= {browser for browser in BROWSERS if browser in title}
        if code != 0 and failed == before:
            print(f"FAILED  pytest ended with {code} ({name})")
            failed += 1
    for browser in BROWSERS:
        if browser not in seen:
            print(f"FAILED  no end-to-end test passed in {browser}")
            failed += 1
    return passed, failed, skipped


def main() -> int:
    """Run all of it; the exit code is 0 only where nothing failed."""
    first = [] if "--checks" in sys.argv else [name for name in LANES if name != "plain"]
    lanes = {name: start_lane(name) for name in first}
    results = [run_check(name, command) for name, command in CHECKS.items()]
    passed, failed, skipped = results.count(True), results.count(False), 0
    if lanes:
        more = counted(lanes | {"plain": start_lane("plain")})
        passed, failed, skipped = passed + more[0], failed + more[1], more[2]
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
