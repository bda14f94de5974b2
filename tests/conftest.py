"""What all tests share."""

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher, profiles
from flask import Flask
from hypothesis import settings
from jinja2 import FileSystemBytecodeCache

from demo.browsers import KINDS
from service.access import passwords

# Of the hundreds of thousands of objects that a run holds few are garbage: looking at all of them
# as often as Python does by itself takes a tenth of the processor's time.
gc.set_threshold(100_000, 50, 100)

# Deterministic examples: a run that fails once fails again, and CI shows what a developer saw.
settings.register_profile("suite", derandomize=True, deadline=None, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))

# How thoroughly: 1,000 is all of it; `make test` asks for less, so that it ends in ten minutes.
EXAMPLES = int(os.environ.get("KOMPAS_EXAMPLES", "1000"))
THOROUGH = EXAMPLES >= 1000


def some(examples: int) -> int:
    """Return how many of so many examples to try, where less than all is asked for."""
    return examples if THOROUGH else max(5, examples * EXAMPLES // 1000)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where less than all is asked for, try each thing in one of the two browsers, by turns.

    What is marked `both` is tried in both: the overlay's accessibility, and the longest ways.
    """
    if THOROUGH:
        return
    turns: dict[Path, list[str]] = {}  # file → its tests, but for the browser
    left = []
    for item in items:
        params = dict(getattr(getattr(item, "callspec", None), "params", {}))
        kind = params.pop("kind", None)
        if kind not in KINDS or item.get_closest_marker("both"):
            continue
        name = str(getattr(item, "originalname", ""))
        test = f"{name} {sorted(params.items(), key=str)}"
        others = turns.setdefault(item.path, [])
        if test not in others:
            others.append(test)
        turn = others.index(test) + len(name)  # no shop has the same browser everywhere
        if KINDS.index(kind) != turn % len(KINDS):
            left.append(item)
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item not in left]


ROOT = Path(__file__).parent.parent
ORIGINALS = Path(os.environ.get("KOMPAS_ORIGINALS", ROOT.parent / "shared" / "data"))


@pytest.fixture(scope="session")
def original() -> Callable[[str], Path]:
    """Return a function that finds a real file by its path, or skips the test.

    The real files are not part of the project (licences, size); they are looked for beside it,
    or in the folder that KOMPAS_ORIGINALS names.
    """

    def find(path: str) -> Path:
        file = ORIGINALS / path
        if not file.exists():
            pytest.skip(f"the original {path} is not at hand (see KOMPAS_ORIGINALS)")
        return file

    return find


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Hash passwords with argon2's cheapest parameters in the tests' own process.

    Each of hundreds of sign-ins would take a third of a second. Services that tests start, and
    tests/service/test_passwords.py, have the real ones.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", PasswordHasher.from_parameters(profiles.CHEAPEST))
        yield


@pytest.fixture(scope="session", autouse=True)
def kept_templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Compile each template once, not once for each service that a test makes."""
    cache = FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_options", {"bytecode_cache": cache})
        yield
