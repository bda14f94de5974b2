"""Servers under load: each a process group of its own on a free port, and always ended."""

from __future__ import annotations

import os
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.peers import peer_python
from demo import processes

LOGS = Path("build/bench/logs")
WORKERS = "2"
PATIENCE = 60.0  # seconds; boaviztapi reads its data as it starts


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its address without a last slash, and its process group."""

    url: str
    group: int


@contextmanager
def bare_flask() -> Iterator[Server]:
    """Run the constant Flask application."""
    with _gunicorn("bare", "bench.bare:app", "/") as server:
        yield server


@contextmanager
def kompas(folder: Path, **settings: str) -> Iterator[Server]:
    """Run our service on a workspace's folder, with more settings of its environment."""
    workspace = str(folder.resolve())
    with _gunicorn(
        "kompas", "service.wsgi:app", "/healthz", KOMPAS_WORKSPACE=workspace, **settings
    ) as server:
        yield server


@contextmanager
def boaviztapi() -> Iterator[Server]:
    """Run boaviztapi with as many workers, under the server that it is made for."""
    command = [peer_python("boaviztapi"), "-m", "uvicorn", "boaviztapi.main:app"]
    command += ["--workers", WORKERS, "--log-level", "warning", "--no-access-log"]
    port = _free_port()
    with _serving("boaviztapi", [*command, "--port", str(port)], port, "/v1/utils/version") as s:
        yield s


@contextmanager
def _gunicorn(name: str, app: str, probe: str, **settings: str) -> Iterator[Server]:
    """Run a WSGI application under the service's own gunicorn configuration."""
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", "--config", "python:service.gunicorn_conf"]
    command += ["--bind", f"127.0.0.1:{port}", app]
    with _serving(name, command, port, probe, **settings) as server:
        yield server


@contextmanager
def _serving(
    name: str, command: Sequence[str], port: int, probe: str, **settings: str
) -> Iterator[Server]:
    log = LOGS / f"{name}.log"
    log.unlink(missing_ok=True)
    process = processes.start(command, log, env=os.environ | settings)
    try:
        url = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + PATIENCE
        while not _answers(url + probe):
            if process.poll() is not None or time.monotonic() > deadline:
                raise processes.NotReadyError(f"{name} does not answer:\n{processes.tail(log)}")
            time.sleep(0.05)
        yield Server(url, process.pid)
    finally:
        processes.stop(process)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310 (our own address)
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
