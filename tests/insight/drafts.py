"""Drafts as hypothesis draws them: the default rules with weights, cuts and functions changed."""

from typing import Any

from hypothesis import strategies as st

from scoring.diff import changes
from tests.insight.conftest import document


class Document(dict[str, Any]):
    """A ruleset's document, shown by what differs from the published one."""

    def __repr__(self) -> str:
        return "; ".join(change.text()[:80] for change in changes(document(), self))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Return a document that differs from the published one in some places, or in none."""
    found = Document(document())
    for name in draw(st.sets(st.sampled_from(sorted(found["groups"])), max_size=3)):
        group = found["groups"][name]
        if group["method"] == "weighted_mean":
            for criterion in group["criteria"]:
                criterion["weight"] = draw(st.integers(1, 100))
        if draw(st.booleans()):
            cuts = draw(st.lists(st.integers(1, 99), min_size=4, max_size=4, unique=True))
            group["cuts"] = dict(zip("ABCD", sorted(cuts, reverse=True), strict=True))
        if draw(st.booleans()):
            group["minimum_coverage"] = draw(st.integers(0, 10)) / 10
    if draw(st.booleans()):  # a group that had its parent's rules gets its own
        found["groups"]["food/fish"] = found["groups"]["food"] | {
            "cuts": {"A": 90, "B": 70, "C": 50, "D": 20}
        }
    if draw(st.booleans()):
        del found["groups"]["tablet"]
    return found
