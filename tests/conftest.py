"""What all tests share."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# Deterministic examples: a run that fails once fails again, and CI shows what a developer saw.
settings.register_profile("suite", derandomize=True, deadline=None, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))

# How thoroughly: 1,000 is all of it; `make test` asks for less, so that it ends in ten minutes.
EXAMPLES = int(os.environ.get("KOMPAS_EXAMPLES", "1000"))


def some(examples: int) -> int:
    """Return how many of so many examples to try: a third where less than all is asked for."""
    return examples if EXAMPLES >= 1000 else max(5, examples // 3)


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
