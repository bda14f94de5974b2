"""All shops, the service, and both browsers, each started once and stopped after the last test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from demo.browsers import KINDS, BrowserMissingError, Kind
from demo.extension import configured_copy
from demo.page import Page
from demo.tour import WIDE, opened
from tests.e2e import world as worlds
from tests.e2e.world import Shop, World

# Where nothing is installed yet, the first test waits for the shops' packages too.
STARTING = 500  # seconds
SHOTS = Path(__file__).parents[2] / "build" / "e2e"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give whichever test comes first the time that starting the world takes."""
    for item in items:
        if "world" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.timeout(STARTING))


@pytest.fixture(scope="package")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The shops and the service; the extension is pointed at the recorder before the service."""
    with ExitStack() as stack:
        yield worlds.start(tmp_path_factory.mktemp("world"), stack)


class Browsers:
    """Browsers by kind and language, opened when first asked for."""

    def __init__(self, world: World, folder: Path, stack: ExitStack) -> None:
        """Keep what opening needs."""
        self._world, self._folder, self._stack = world, folder, stack
        self._pages: dict[tuple[Kind, str, bool], Page] = {}
        self._away: set[Page] = set()

    def page(self, kind: Kind, language: str = "da", *, keeps: bool = False) -> Page:
        """Return the page of a browser; a browser that is not on this machine fails the test."""
        wanted = (kind, language, keeps and kind == "chromium")
        if wanted not in self._pages:
            origins = [shop.url for shop in self._world.shops.values()]
            name = "-".join(map(str, wanted))
            extension = configured_copy(
                self._folder / f"extension-{name}",
                self._world.recorder.url,
                origins,
                language,
                ports=kind == "chromium",
            )
            profile = self._folder / f"profile-{name}"
            try:
                page = self._stack.enter_context(
                    opened(kind, extension, profile, language, keeps=keeps)
                )
            except BrowserMissingError as error:
                pytest.fail(str(error))
            self._pages[wanted] = page
        page = self._pages[wanted]
        page.set_viewport(*WIDE)
        self._away.add(page)
        return page

    def leave(self) -> None:
        """Leave the pages that are open: what one of them still asks belongs to its own test."""
        while self._away:
            self._away.pop().navigate("about:blank")
        self._world.recorder.forget()


@pytest.fixture(scope="package")
def browsers(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browsers]:
    """All browsers of the run."""
    with ExitStack() as stack:
        yield Browsers(world, tmp_path_factory.mktemp("browsers"), stack)


@pytest.fixture(autouse=True)
def left(request: pytest.FixtureRequest) -> Iterator[None]:
    """After each test no page is open that could still ask, and what was asked is forgotten."""
    yield
    if "browsers" in request.fixturenames:
        request.getfixturevalue("browsers").leave()


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> Kind:
    """Each browser in turn."""
    return request.param


@pytest.fixture(params=("demo", "oscar"))
def shop(request: pytest.FixtureRequest, world: World) -> Shop:
    """Each shop in turn."""
    return world.shops[request.param]


@pytest.fixture
def page(browsers: Browsers, kind: Kind) -> Page:
    """A Danish-speaking browser in which nothing has been sent yet."""
    return browsers.page(kind)
