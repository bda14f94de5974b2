"""The administration as its users have it: the service, the demo shop, and both browsers."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from demo import backend, processes
from demo.browsers import KINDS, BrowserMissingError, Kind
from demo.extension import configured_copy
from demo.page import Page
from demo.tour import WIDE, opened
from tests.admin.walker import PASSWORD, Sessions, Walker

ROLES = ("viewer", "steward", "author", "approver", "owner")
# Browsers connect before they have anything to ask. Where no proxy stands between, such a silent
# connection keeps a worker, which gives up after 30 s and answers 500: what the browser then takes
# for the answer to its next question. So there are workers for all of them, with patience.
SETTINGS = {
    "KOMPAS_INSECURE": "1",
    "KOMPAS_WORKERS": "8",
    "GUNICORN_CMD_ARGS": "--timeout 600",
}
SHOTS = Path(__file__).parents[2] / "build" / "admin"


@dataclass(frozen=True)
class Place:
    """Where it all is: the service, the shop, and the workspace's folder."""

    service: str
    shop: str
    workspace: Path

    def kompas(self, *arguments: str | Path) -> str:
        """Run a command on the workspace, as somebody at the server does."""
        return backend.kompas(self.workspace, *arguments)


@pytest.fixture(scope="package")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A published demo catalogue with a user of each role, whose name is the role's."""
    folder = tmp_path_factory.mktemp("admin")
    workspace = folder / "workspace"
    with ExitStack() as stack:
        shop, shop_url = backend.serve_shop(0, "da", folder / "shop.log")
        stack.callback(processes.stop, shop)
        backend.prepare(workspace, urlsplit(shop_url).netloc)
        for role in ROLES:
            command = [*backend.KOMPAS, "--workspace", str(workspace), "admin", "create", role]
            subprocess.run(
                [*command, "--role", role, "--password-stdin"],
                input=PASSWORD,
                text=True,
                check=True,
                capture_output=True,
            )
        service, service_url = backend.serve(workspace, 0, folder / "service.log", **SETTINGS)
        stack.callback(processes.stop, service)
        yield Place(service_url, shop_url, workspace)


@pytest.fixture(scope="package")
def pages(place: Place, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Kind, Page]]:
    """One page of each browser, with the extension, opened when it is first asked for."""
    folder = tmp_path_factory.mktemp("browsers")

    class Opened(dict[Kind, Page]):
        def __missing__(self, kind: Kind) -> Page:
            extension = configured_copy(
                folder / f"extension-{kind}", place.service, [place.shop], ports=kind == "chromium"
            )
            try:
                page = stack.enter_context(opened(kind, extension, folder / kind, "da"))
            except BrowserMissingError as error:
                pytest.fail(str(error))
            self[kind] = page
            return page

    with ExitStack() as stack:
        yield Opened()


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> Kind:
    """Each browser in turn."""
    return request.param


@pytest.fixture(scope="package")
def sessions() -> dict[Kind, Sessions]:
    """Who has signed in with which browser so far."""
    return {kind: {} for kind in KINDS}


@pytest.fixture
def walker(
    pages: dict[Kind, Page], kind: Kind, place: Place, sessions: dict[Kind, Sessions]
) -> Iterator[Walker]:
    """Somebody at a browser, not signed in; an error thrown in a page fails the test."""
    page = pages[kind]
    page.set_viewport(*WIDE)
    walking = Walker(page, place.service, SHOTS / kind, sessions[kind])
    walking.be_nobody()
    page.errors()
    yield walking
    assert page.errors() == []
