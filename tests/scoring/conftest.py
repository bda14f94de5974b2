"""Every law of scoring is tried on 1,000 examples, or on as many as KOMPAS_EXAMPLES says.

Other folders keep the suite's profile: the number is given to the tests that stand here only.
"""

import os
from pathlib import Path

import pytest
from hypothesis import is_hypothesis_test, settings

settings.register_profile(
    "scoring",
    parent=settings.get_profile("suite"),
    max_examples=int(os.environ.get("KOMPAS_EXAMPLES", "1000")),
)
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each property test of this folder the folder's profile."""
    profile = settings.get_profile("scoring")
    done: set[object] = set()
    for item in items:
        if HERE in item.path.parents and isinstance(item, pytest.Function):
            test = item.function
            if is_hypothesis_test(test) and test not in done:
                done.add(profile(test))
