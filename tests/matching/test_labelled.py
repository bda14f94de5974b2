"""How well titles are matched: precision, recall and coverage on the labelled lines."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from service.matching.ladder import Line, match_lines
from service.store.workspace import Workspace
from tests.matching.conftest import Case, cases


@dataclass(frozen=True)
class Figures:
    """Precision of what was matched, recall of what can be, and the share that was matched."""

    precision: float
    recall: float
    coverage: float


def measure(workspace: Workspace, chosen: list[Case]) -> Figures:
    lines = [Line(i, name=case.title) for i, case in enumerate(chosen)]
    matches = list(match_lines(workspace, lines))
    taken = [(m.subject, c) for m, c in zip(matches, chosen, strict=True) if m.rung != "none"]
    right = sum(subject in case.expected for subject, case in taken)
    there = [case for case in chosen if "none" not in case.expected]
    found = sum(
        m.subject in c.expected
        for m, c in zip(matches, chosen, strict=True)
        if "none" not in c.expected
    )
    return Figures(right / len(taken), found / len(there), len(taken) / len(chosen))


def test_the_labelled_set_is_large_and_hard_enough():
    """At least 300 lines, 80 of which must match nothing, both halves filled."""
    every = cases()
    assert len(every) >= 300
    assert sum(case.expected == {"none"} for case in every) >= 80
    assert len({case.title for case in every}) == len(every)
    assert 0.4 < sum(case.held_out for case in every) / len(every) < 0.6


def test_every_expected_subject_exists(workspace: Workspace):
    """A label that names no product or group would measure nothing."""
    known = workspace.keys("groups") | workspace.keys("products") | {"none"}
    assert not {e for case in cases() for e in case.expected} - known


@pytest.mark.parametrize("kinds", [("food", "none"), ("it",), ("food", "none", "it")])
@pytest.mark.parametrize("held_out", [False, True])
def test_titles_are_matched_with_precision_above_recall(
    workspace: Workspace, kinds: tuple[str, ...], held_out: bool
):
    """The floors lie a little under what docs/performance.md reports."""
    chosen = [c for c in cases() if c.held_out is held_out and c.kind in kinds]
    figures = measure(workspace, chosen)
    print(kinds, held_out, figures)
    assert figures.precision >= 0.97
    assert figures.recall >= 0.95
    assert figures.coverage >= 0.3
