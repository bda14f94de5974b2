"""Child processes that die with their whole group, so that nothing outlives a demo or a test."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

LISTENING = re.compile(r"listening on (http://[\w.:\[\]-]+)", re.IGNORECASE)


def start(
    command: Sequence[str | Path],
    log: Path,
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start `command` as leader of a process group of its own, all output appended to `log`.

    Its own group means that Ctrl-C in the terminal reaches the launcher only, which then stops
    its children in order. Raises OSError where the program cannot be started.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        return subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(env or {})},
            cwd=cwd,
            start_new_session=True,
        )


def stop(process: subprocess.Popen[bytes], patience: float = 5.0) -> None:
    """Ask the process's whole group to end, and end it by force after `patience` seconds."""
    _signal_group(process, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(patience)
    # Children may outlive a leader that has gone; the group's id is theirs until the last ends.
    _signal_group(process, signal.SIGKILL)
    process.wait()


def _signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return


def tail(log: Path, lines: int = 15) -> str:
    """Return the last `lines` lines of a log file, or a note that there are none."""
    if not log.exists():
        return "(no output)"
    text = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(text[-lines:]) or "(no output)"


class NotReadyError(RuntimeError):
    """A child process ended, or said nothing, before it was ready; the message holds its log."""


def wait_until_listening(
    process: subprocess.Popen[bytes], log: Path, patience: float = 30.0
) -> str:
    """Return the address in the child's line "listening on http://…", without a last slash.

    Raises NotReadyError when the child ends or `patience` seconds pass before that line.
    """
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        found = LISTENING.search(log.read_text(encoding="utf-8", errors="replace"))
        if found:
            return found[1]
        if process.poll() is not None:
            raise NotReadyError(f"{log.stem} ended with status {process.returncode}:\n{tail(log)}")
        time.sleep(0.03)
    raise NotReadyError(f"{log.stem} was not ready in {patience:.0f} s:\n{tail(log)}")
