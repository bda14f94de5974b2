"""Load on an HTTP server by wrk: rate, latencies, and the CPU time that a request costs.

Sync workers close each connection, so wrk connects anew for every request, as behind no proxy.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SCRIPT = Path(__file__).parent / "post.lua"
CONNECTIONS = 16
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Load:
    """What one run of wrk found.

    Attributes:
        cpu_us: CPU time of the server's processes for one request, in microseconds.
        client_share: wrk's CPU time as a share of the server's.
    """

    rps: float
    p50_ms: float
    p99_ms: float
    cpu_us: float
    client_share: float


class LoadError(RuntimeError):
    """wrk is missing, or an answer was not what was asked for; the run counts for nothing."""


def press(
    url: str,
    group: int,
    bodies: Sequence[bytes] = (),
    seconds: float = 3.0,
    connections: int = CONNECTIONS,
) -> Load:
    """Load a URL for some seconds: POST the bodies in turn, or GET where there are none.

    Args:
        group: the server's process group, whose CPU time is counted.

    Raises:
        LoadError: at the first answer that is no success and at any socket error.
    """
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as file:
        file.write(b"\n".join(bodies))
        file.flush()
        command = [wrk(), "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s"]
        command += ["--timeout", "10s", "-s", str(SCRIPT), url]
        command += ["--", file.name] if bodies else []
        served, own = cpu_seconds(group), _children()
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        served, own = cpu_seconds(group) - served, _children() - own
    if done.returncode:
        raise LoadError(f"wrk ended with {done.returncode}: {done.stderr or done.stdout}")
    found = json.loads(done.stdout.strip().splitlines()[-1])
    if found["bad_status"] or found["socket"] or not found["requests"]:
        raise LoadError(f"{url}: {done.stdout}")
    return Load(
        rps=found["requests"] / found["seconds"],
        p50_ms=found["p50_ms"],
        p99_ms=found["p99_ms"],
        cpu_us=1e6 * served / found["requests"],
        client_share=own / max(served, 1 / TICKS),
    )


def wrk() -> str:
    """Return the path of wrk; as root on Debian it is installed where it is missing."""
    found = shutil.which("wrk")
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "install", "-qq", "-y", "wrk"], capture_output=True, check=False)
        found = shutil.which("wrk")
    if found is None:
        raise LoadError("wrk is missing. Install it: apt-get update && apt-get install wrk")
    return found


def cpu_seconds(group: int) -> float:
    """Return the CPU time so far of all processes of a group."""
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text("ascii", errors="replace").rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        if int(fields[2]) == group:
            total += int(fields[11]) + int(fields[12])  # user and system
    return total / TICKS


def _children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
