"""Every law of scoring is tried on 1,000 examples, or on as many as KOMPAS_EXAMPLES says.

Other folders keep the suite's profile: the number is given to the tests that stand here only.
They are the same at every run, for a test that fails now and then is believed by nobody;
KOMPAS_NEW_EXAMPLES=1 draws new ones.
"""

import os
from pathlib import Path

import pytest
from hypothesis import is_hypothesis_test, settings

from tests.conftest import EXAMPLES

HERE = Path(__file__).parent
settings.register_profile(
    "scoring",
    parent=settings.get_profile("suite"),
    max_examples=EXAMPLES,
    derandomize="KOMPAS_NEW_EXAMPLES" not in os.environ,
)
done: set[object] = set()  # pytest may run more than once in a process


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each property test of this folder the folder's profile, once."""
    profile = settings.get_profile("scoring")
    for item in items:
        if HERE in item.path.parents and isinstance(item, pytest.Function):
            test = item.function
            if is_hypothesis_test(test) and test not in done:
                done.add(profile(test))
