"""Every law of scoring is tried on 1,000 examples, or on as many as KOMPAS_EXAMPLES says.

Other folders keep the suite's profile: the number is given to the tests that stand here only.
The examples are new ones at each run, unless their number is set: mutants must meet the same.
"""

import os
from pathlib import Path

import pytest
from hypothesis import is_hypothesis_test, settings

HERE = Path(__file__).parent
EXAMPLES = os.environ.get("KOMPAS_EXAMPLES")
settings.register_profile(
    "scoring",
    parent=settings.get_profile("suite"),
    max_examples=int(EXAMPLES or 1000),
    derandomize=EXAMPLES is not None,
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
