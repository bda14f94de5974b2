"""Peers that we compare ourselves with: each in a venv of its own, made at first use.

A peer's requirements are pinned in <name>.txt; its venv is build/peers/<name>.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PINNED = Path(__file__).parent
VENVS = Path("build/peers")


class PeerError(RuntimeError):
    """A peer could not be installed; the message holds what pip said."""


def peer_python(name: str) -> str:
    """Return the Python of a peer's venv; it is made where its requirements have changed."""
    pinned, venv = PINNED / f"{name}.txt", VENVS / name
    python, stamp = venv / "bin" / "python", venv / "installed.txt"
    if stamp.exists() and stamp.read_bytes() == pinned.read_bytes():
        return str(python)
    print(f"bench: setting up {name} in {venv}", flush=True)
    _run(sys.executable, "-m", "venv", "--clear", str(venv))
    _run(str(python), "-m", "pip", "install", "--quiet", "-r", str(pinned))
    stamp.write_bytes(pinned.read_bytes())
    return str(python)


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise PeerError(f"{' '.join(command)}:\n{done.stdout}{done.stderr}")
