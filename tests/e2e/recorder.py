"""A reverse proxy between extension and service that writes down what is sent, or is not there."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "server", "date"}
BATCH = 0.4  # seconds; the extension waits for 0.5, and clocks and networks are not exact


@dataclass(frozen=True)
class Sent:
    """One request as it came from the browser."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    at: float  # seconds of a clock that only goes on

    @property
    def json(self) -> dict[str, Any]:
        """The body, read as JSON."""
        return json.loads(self.body)


class Recorder:
    """Listens on a port of its own and forwards to `service`, an origin such as http://host:1."""

    def __init__(self, service: str) -> None:
        """Start listening on a free port of 127.0.0.1."""
        self._service = urlsplit(service).netloc
        self._sent: list[Sent] = []
        self._open = threading.Event()
        self._open.set()
        self._server = self._listen(0)
        self.port = self._server.server_port
        self.url = f"http://127.0.0.1:{self.port}"

    def scores(self) -> list[Sent]:
        """Return the questions asked since the last `forget`; preflights are none."""
        return [sent for sent in list(self._sent) if sent.method == "POST"]

    def everything(self) -> list[Sent]:
        """Return all requests since the last `forget`: questions, preflights, adapters."""
        return list(self._sent)

    def forget(self) -> None:
        """Forget what was sent so far."""
        self._sent.clear()

    @contextmanager
    def down(self) -> Iterator[None]:
        """While this lasts nobody listens on the port."""
        self.stop()
        try:
            yield
        finally:
            self._server = self._listen(self.port)

    @contextmanager
    def holding(self) -> Iterator[None]:
        """While this lasts questions are taken and answers kept back."""
        self._open.clear()
        try:
            yield
        finally:
            self._open.set()

    def stop(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()

    def _listen(self, port: int) -> ThreadingHTTPServer:
        recorder = self

        class Handler(BaseHTTPRequestHandler):
            def handle_any(self) -> None:
                """Write the request down, pass it on, and pass the answer back."""
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                headers = dict(self.headers.items())
                recorder._sent.append(
                    Sent(self.command, self.path, headers, body, time.monotonic())
                )
                recorder._open.wait(9)
                service = http.client.HTTPConnection(recorder._service, timeout=20)
                try:
                    service.request(self.command, self.path, body, headers)
                    answer = service.getresponse()
                    data = answer.read()
                finally:
                    service.close()
                self.send_response(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() not in HOP_BY_HOP:
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(data)))
                with suppress(ConnectionError):  # A page that was left waits for no answer.
                    self.end_headers()
                    self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        for method in ("GET", "POST", "OPTIONS"):
            setattr(Handler, f"do_{method}", Handler.handle_any)
        server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        return server


def gaps(sent: list[Sent]) -> list[float]:
    """Return the seconds between questions of one page view that came too close to one another."""
    found = [later.at - earlier.at for earlier, later in pairwise(sent)]
    return [gap for gap in found if gap < BATCH]


def settled(recorder: Recorder, quiet: float = 0.6) -> list[Sent]:
    """Return the questions once none has come for `quiet` seconds, longer than a batch waits."""
    while True:
        before = len(recorder.scores())
        time.sleep(quiet)
        if len(recorder.scores()) == before:
            return recorder.scores()
