"""A provider of identity and the service, both as processes of their own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from lxml import html

from service.access import people
from service.store.workspace import Workspace

ROOT = Path(__file__).parents[3]
PASSWORD = "en hest med fire ben"
ROLES = "KOMPAS_EJER=owner;KOMPAS_LAES=viewer;KOMPAS_REGLER=author,approver"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def running(command: list[str], settings: dict[str, str] | None = None) -> Iterator[str]:
    """Run a process; the first line that it prints is given."""
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | (settings or {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


@dataclass
class World:
    """Where the two are, and the service's folder."""

    service: str
    provider: str
    folder: Path

    def spoil(self, what: str) -> None:
        """Make the provider sign wrong tokens; "" ends it."""
        requests.post(f"{self.provider}/spoil?what={what}", timeout=10).raise_for_status()

    def roles(self, person: str, roles: str) -> None:
        """Give one of the provider's people other roles."""
        address = f"{self.provider}/person?id={person}&roles={roles}"
        requests.post(address, timeout=10).raise_for_status()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("oidc")
    with Workspace(folder) as workspace:
        people.create(workspace, "test", "lokal", ["owner"], password=PASSWORD)
    provider = f"http://127.0.0.1:{(port := free_port())}"
    settings = {
        "KOMPAS_INSECURE": "1",
        "KOMPAS_WORKERS": "2",
        "KOMPAS_SIGN_IN_RATE": "1000/minute",
        "KOMPAS_OIDC_ISSUER": provider,
        "KOMPAS_OIDC_CLIENT_ID": "kompas",
        "KOMPAS_OIDC_CLIENT_SECRET": "a secret of the test",
        "KOMPAS_OIDC_NAME": "Kommunens login",
        "KOMPAS_OIDC_ROLES": ROLES,
    }
    kompas = [sys.executable, "-m", "service.cli", "--workspace", str(folder)]
    node = str(ROOT / ".venv" / "bin" / "node")
    script = str(Path(__file__).with_name("provider.mjs"))
    with running([*kompas, "serve", "--port", "0"], settings) as said:
        address = said.removeprefix("listening on ")
        with running([node, script, str(port), address]) as ready:
            assert ready == "ready", ready
            yield World(address, provider, folder)


class Browser:
    """Follows links and sends forms, as a browser does, with its cookies."""

    def __init__(self, world: World) -> None:
        self.world, self.session = world, requests.Session()

    def get(self, path: str, **more: object) -> requests.Response:
        """Follow a link of the service."""
        return self.session.get(self.world.service + path, timeout=20, **more)  # type: ignore[arg-type]

    def submit_main(self, page: requests.Response) -> requests.Response:
        """Send the form of a page's content, as signing out is a form of its head."""
        return self.submit(page, place=-1)

    def submit(self, page: requests.Response, place: int = 0, **fields: str) -> requests.Response:
        """Send the first form of a page with some fields filled in."""
        form = html.fromstring(page.text, base_url=page.url).forms[place]
        values = dict(form.form_values()) | fields
        action = requests.compat.urljoin(page.url, form.action or page.url)
        return self.session.request(form.method, action, data=values, timeout=20)

    def sign_in(self, person: str, start: str = "/admin/oidc/start") -> requests.Response:
        """Go through the provider's door as somebody; return the page at the end."""
        return self.through(self.get(start), person)

    def through(self, page: requests.Response, person: str) -> requests.Response:
        """Fill in the provider's pages until they lead back."""
        for _ in range(4):
            if urlsplit(page.url).netloc != urlsplit(self.world.provider).netloc:
                return page
            fields = {"login": person, "password": "x"} if 'name="login"' in page.text else {}
            page = self.submit(page, **fields)
        pytest.fail(page.text)


@pytest.fixture
def browser(world: World) -> Iterator[Browser]:
    yield Browser(world)
    world.spoil("")
