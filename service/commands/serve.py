"""kompas serve: the service under gunicorn."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import click

from scoring.errors import KompasError


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8600, show_default=True, help="0 takes a free one.")
@click.pass_obj
def serve(folder: Path, host: str, port: int) -> None:
    """Serve the API under gunicorn until Ctrl-C."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as error:
            raise KompasError(
                f"{host}:{port}", f"cannot be used: {error}.", "Choose another port."
            ) from None
        listener.listen(1024)
        os.set_inheritable(listener.fileno(), True)
        address = f"http://{host}:{listener.getsockname()[1]}"
        environment = os.environ | {"KOMPAS_WORKSPACE": str(folder.resolve())}
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            "--config",
            "python:service.gunicorn_conf",
            "--bind",
            f"fd://{listener.fileno()}",
            "service.wsgi:app",
        ]
        click.echo(f"listening on {address}")  # the socket queues until the workers are up
        sys.stdout.flush()
        os.execve(sys.executable, command, environment)  # noqa: S606
