"""The scoring service as a demo or a test needs it: its command line, and one that serves."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from demo import processes

CATALOGUE = Path(__file__).parent.parent / "service" / "catalogue"
KOMPAS = (sys.executable, "-c", "from service.cli import main; main()")


class KompasError(RuntimeError):
    """A `kompas` command failed; the message holds what it said."""


def kompas(workspace: Path, *arguments: str | Path) -> str:
    """Run one `kompas` command on a workspace folder and return its output.

    Raises KompasError where the command exits non-zero.
    """
    command = [*KOMPAS, "--workspace", str(workspace), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr or done.stdout).strip()
        raise KompasError(f"kompas {' '.join(map(str, arguments))}: {said}")
    return done.stdout


def prepare(workspace: Path, *shop_hosts: str) -> None:
    """Load the shipped catalogue and the demo shop's offers, and publish.

    `shop_hosts` are host[:port] names under which the demo shop is seen.
    """
    hosts = [part for host in shop_hosts for part in ("--shop-host", f"demo={host}")]
    kompas(workspace, "load", "--demo", *hosts)
    kompas(workspace, "publish")


def serve(
    workspace: Path, port: int, log: Path, **settings: str
) -> tuple[subprocess.Popen[bytes], str]:
    """Start the service under gunicorn; return its process and its address once it answers.

    `settings` are variables of its environment, such as KOMPAS_INSECURE="1".
    """
    command = [*KOMPAS, "--workspace", str(workspace), "serve", "--port", str(port)]
    process = processes.start(command, log, env=settings)
    try:
        return process, processes.wait_until_listening(process, log)
    except BaseException:
        processes.stop(process)
        raise


def serve_shop(port: int, language: str, log: Path) -> tuple[subprocess.Popen[bytes], str]:
    """Start the demo shop; return its process and its address once it answers."""
    command = [sys.executable, "-m", "demo.shop", "--port", str(port), "--language", language]
    process = processes.start(command, log, cwd=Path(__file__).parent.parent)
    try:
        return process, processes.wait_until_listening(process, log)
    except BaseException:
        processes.stop(process)
        raise
