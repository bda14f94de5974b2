"""`python -m demo`: the demo that people start, and how it ends."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OUT = ROOT / "build" / "demo"
LINE = re.compile(r"^(\S.*?) +\|  (A|B|C|D|E|\?|[A-E]–[A-E]) +\|  (\S.*)$", re.MULTILINE)
MARK = "KOMPAS_DEMO_RUN"


class Run:
    """One demo in a process group of its own, as a terminal makes it, without a display."""

    def __init__(self, *options: str) -> None:
        """Start it, marked so that every process it starts can be told from others."""
        self.mark = f"{MARK}={uuid.uuid4()}"
        name, _, value = self.mark.partition("=")
        kept = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "demo", *options],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=kept | {name: value},
            start_new_session=True,
        )

    def alive(self) -> list[str]:
        """Return the command lines of all processes that descend from this run."""
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                if self.mark.encode() in (entry / "environ").read_bytes():
                    found.append((entry / "cmdline").read_bytes().replace(b"\0", b" ").decode())
            except OSError:
                continue  # It has ended meanwhile.
        return found

    def end(self, number: signal.Signals) -> str:
        """Send a signal as the terminal does, to the whole group; return what was printed."""
        os.killpg(self.process.pid, number)
        said, _ = self.process.communicate(timeout=30)
        return said


def eventually(true: Callable[[], bool], patience: float = 45.0) -> bool:
    """Whether something comes true within `patience` seconds."""
    deadline = time.monotonic() + patience
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_the_headless_demo_prints_a_line_for_every_badge() -> None:
    """At least twelve badges with product, grade or range and confidence, and screenshots."""
    run = Run("--headless")
    said, _ = run.process.communicate(timeout=90)
    assert run.process.returncode == 0, said
    assert len(LINE.findall(said)) >= 12
    shots = {shot.name for shot in OUT.glob("*.png")}
    pages = ("listing", "product", "panel")
    assert shots == {f"{page}-{width}.png" for page in pages for width in (390, 1280)}
    assert run.alive() == []


def test_ctrl_c_in_the_middle_of_the_headless_demo_leaves_nothing_running() -> None:
    """Browser, shop and service end with the demo, though each has a process group of its own."""
    run = Run("--headless")
    browsing = eventually(lambda: any("--user-data-dir" in line for line in run.alive()))
    run.end(signal.SIGINT)
    assert browsing
    assert run.process.returncode != 0
    assert eventually(lambda: run.alive() == [], 3), run.alive()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_without_a_display_the_demo_serves_and_says_how_to_look(number: signal.Signals) -> None:
    """It names the addresses and the folder to load, and a signal ends all of it."""
    run = Run()
    serving = eventually(lambda: any("gunicorn" in line for line in run.alive()))
    copies = eventually(lambda: (OUT / "extension-firefox" / "dist" / "defaults.json").exists())
    said = run.end(number)
    assert serving
    assert copies
    assert "Load unpacked" in said
    assert len(re.findall(r"http://127\.0\.0\.1:\d+", said)) == 2
    assert run.process.returncode == 0
    assert eventually(lambda: run.alive() == [], 3), run.alive()
