"""Runs every check and every test, and ends in one line that counts them all.

`python -m tests.everything` is what `make test` calls; `--checks` leaves the tests out.
A run without a browser test in each of Chromium and Firefox is a failed run.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).parent.parent
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
# Each is one pytest. One more runs at a time than there are cores, for browsers are waited for at
# times; those that take longest come first.
LANES = {
    "shops": ["tests/e2e", "tests/admin"],
    "extension": ["tests/extension"],
    "service": ["tests/service", "tests/insight", "tests/catalogue"],
}
LANES["rest"] = ["tests", *(f"--ignore={folder}" for lane in LANES.values() for folder in lane)]

Counts = tuple[int, int, int]  # passed, failed, skipped


def run_checks() -> Counts:
    """Run the checks one after the other."""
    results = [run_check(name, command) for name, command in CHECKS.items()]
    return results.count(True), results.count(False), 0


def run_check(name: str, command: list[str]) -> bool:
    """Run one check; print its output only where it fails."""
    start = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    passed = done.returncode == 0
    print(f"{'ok' if passed else 'FAILED':8}{name} ({time.monotonic() - start:.1f} s)", flush=True)
    if not passed:
        print(done.stdout + done.stderr, flush=True)
    return passed


def report(lane: str) -> Path:
    """Return where a lane's pytest writes what became of each test."""
    return BUILD / f"tests-{lane}.xml"


def run_lane(name: str) -> Counts:
    """Run a lane's pytest, printing what it says below the lane's name."""
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
    for line in lane.stdout or ():
        print(f"{name:10}{line}", end="", flush=True)
    code = lane.wait()
    outcomes = [{child.tag for child in case} for case in cases(name)]
    failed = sum(bool(one & {"failure", "error"}) for one in outcomes)
    skipped = sum("skipped" in one for one in outcomes)
    if code != 0 and not failed:
        print(f"FAILED  pytest ended with {code} ({name})")
        return len(outcomes) - skipped, 1, skipped
    return len(outcomes) - failed - skipped, failed, skipped


def cases(lane: str) -> Iterable[ElementTree.Element]:
    """Return what a lane's report says of each test."""
    found = report(lane)
    return list(ElementTree.parse(found).iter("testcase")) if found.exists() else []


def unseen() -> list[str]:
    """Return the browsers in which no test has passed."""
    passed = [case for lane in LANES for case in cases(lane) if not {c.tag for c in case}]
    titles = [f"{case.get('classname')} {case.get('name')}".lower() for case in passed]
    return [browser for browser in BROWSERS if not any(browser in title for title in titles)]


def main() -> int:
    """Run all of it; the exit code is 0 only where nothing failed."""
    lanes = [] if "--checks" in sys.argv else list(LANES)
    with ThreadPoolExecutor((os.cpu_count() or 1) + 1) as cores:
        running = [cores.submit(run_lane, name) for name in lanes[:2]]
        running.append(cores.submit(run_checks))
        running += [cores.submit(run_lane, name) for name in lanes[2:]]
        results = [one.result() for one in running]
    passed, failed, skipped = (sum(counts) for counts in zip(*results, strict=True))
    for browser in unseen() if lanes else []:
        print(f"FAILED  no end-to-end test passed in {browser}")
        failed += 1
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
