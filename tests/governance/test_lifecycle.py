"""A version's way from draft to approval: conflicts, faults, reasons, the single administrator."""

from __future__ import annotations

import json
import multiprocessing
import threading
from datetime import date, timedelta
from pathlib import Path

import pytest

from scoring.errors import KompasError
from service import rulesets
from service.access import people
from service.governance import drafts, impact, lifecycle
from service.governance.conflicts import in_words
from service.governance.errors import (
    ConflictError,
    InvalidError,
    NotAllowedError,
    ReasonNeededError,
)
from service.governance.places import value_at, with_value, without
from service.store import audit, ruleset_versions
from service.store.workspace import Workspace
from tests.governance.conftest import ANNA, BO, CARL, approved_version

ENERGY = "groups.laptop.criteria[energy].weight"
HARD = {f"groups.laptop.cuts.{letter}": 99 - i for i, letter in enumerate("ABCD")}


def test_a_draft_of_what_is_published_has_the_next_free_name(workspace: Workspace) -> None:
    first = drafts.from_published(workspace, ANNA)
    second = drafts.from_published(workspace, ANNA)
    third = drafts.from_version(workspace, ANNA, second.id)
    assert [v.version for v in (first, second, third)] == ["2026.2", "2026.3", "2026.4"]
    assert (first.status, first.faults, first.authors) == ("draft", [], ("anna",))
    assert first.content | {"version": "2026.1"} == json.loads(rulesets.load("default").canonical)
    assert third.base == f"version:{second.id}"


def test_a_shipped_ruleset_that_was_never_published_keeps_its_name(workspace: Workspace) -> None:
    draft = drafts.from_shipped(workspace, ANNA, "default-concito")
    assert (draft.ruleset, draft.version) == ("default-concito", "2026.1")
    assert draft.hash == rulesets.load("default-concito").hash
    with pytest.raises(KompasError, match="no shipped ruleset"):
        drafts.from_shipped(workspace, ANNA, "../../etc/passwd")


def test_a_faulty_text_is_a_draft_that_tells_its_faults_and_cannot_be_submitted(
    workspace: Workspace,
) -> None:
    text = 'extends = "default"\nid = "mine"\nversion = "1"\n'
    text += "[groups.laptop.cuts]\nA = 10\n[groups.monitor]\nminimum_coverage = 7\n"
    draft = drafts.from_text(workspace, ANNA, text)
    assert [fault["place"] for fault in draft.faults] == [
        "groups.laptop.cuts.A",
        "groups.monitor.minimum_coverage",
    ]
    assert all(fault["problem"] and fault["remedy"] for fault in draft.faults)
    with pytest.raises(InvalidError) as caught:
        lifecycle.submit(workspace, ANNA, draft.id, draft.revision)
    assert len(caught.value.faults) == 2
    better = with_value(draft.content, "groups.laptop.cuts.A", 80)
    better = with_value(better, "groups.monitor.minimum_coverage", 0.5)
    saved = lifecycle.save(workspace, ANNA, draft.id, draft.revision, better)
    assert saved.faults == []
    assert lifecycle.submit(workspace, ANNA, saved.id, saved.revision).status == "in_review"


def test_a_document_of_any_shape_may_be_saved(workspace: Workspace) -> None:
    draft = drafts.from_published(workspace, ANNA)
    for document in ({}, {"id": 3}, {"groups": []}, {"groups": {"a": 1}}, {"cases": "x", "id": ""}):
        draft = lifecycle.save(workspace, ANNA, draft.id, draft.revision, document)
        assert draft.faults
        assert ruleset_versions.get(workspace, draft.id) == draft


def test_one_version_name_stands_for_one_content(workspace: Workspace) -> None:
    draft = drafts.from_published(workspace, ANNA)
    same_name = with_value(with_value(draft.content, ENERGY, 20), "version", "2026.1")
    saved = lifecycle.save(workspace, ANNA, draft.id, draft.revision, same_name)
    (fault,) = saved.faults
    assert fault["place"] == "version"
    assert "2026.2" in fault["remedy"]


def test_a_stale_save_is_told_who_changed_what_and_overwrites_nothing(workspace: Workspace) -> None:
    draft = drafts.from_published(workspace, ANNA)
    theirs = lifecycle.save(
        workspace, CARL, draft.id, draft.revision, with_value(draft.content, ENERGY, 20)
    )
    mine = with_value(draft.content, "groups.laptop.cuts.A", 78)
    with pytest.raises(ConflictError) as caught:
        lifecycle.save(workspace, ANNA, draft.id, draft.revision, mine)
    error = caught.value
    assert (error.seen, error.current) == (draft.revision, theirs)
    assert (error.current.changed_by, error.current.changed_at) == ("carl", theirs.changed_at)
    assert "carl" in str(error)
    assert [change.place for change in error.changes] == [ENERGY]
    (told,) = in_words(error, "da")
    assert told.startswith("Vægten af energiforbrug i bærbare computere er sat op fra 15")
    assert ruleset_versions.get(workspace, draft.id) == theirs


def test_the_same_document_saved_again_changes_nothing(workspace: Workspace) -> None:
    draft = drafts.from_published(workspace, ANNA)
    head = audit.head(workspace)
    assert lifecycle.save(workspace, CARL, draft.id, draft.revision, draft.content) == draft
    assert audit.head(workspace) == head


def _save(folder: Path, number: int, revision: int, weight: int) -> str:
    with Workspace(folder) as workspace:
        version = ruleset_versions.get(workspace, number)
        assert version is not None
        document = with_value(version.content, ENERGY, weight)
        try:
            lifecycle.save(workspace, ANNA, number, revision, document)
        except ConflictError:
            return "conflict"
        return "saved"


@pytest.mark.parametrize("how", ["threads", "processes"])
def test_of_many_who_save_at_the_same_time_one_wins(
    how: str, workspace: Workspace, folder: Path
) -> None:
    draft = drafts.from_published(workspace, ANNA)
    calls = [(folder, draft.id, draft.revision, 20 + i) for i in range(4)]
    if how == "processes":
        with multiprocessing.get_context("spawn").Pool(4) as pool:
            outcomes = pool.starmap(_save, calls)
    else:
        outcomes = []
        start = threading.Barrier(len(calls))

        def one(call: tuple[Path, int, int, int]) -> None:
            start.wait()
            outcomes.append(_save(*call))

        threads = [threading.Thread(target=one, args=(call,)) for call in calls]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(outcomes) == ["conflict"] * 3 + ["saved"]
    now = ruleset_versions.get(workspace, draft.id)
    assert now is not None
    assert now.revision == draft.revision + 1
    assert audit.verify(workspace) is None


def test_whoever_has_written_may_not_approve_even_after_it_was_sent_back(
    workspace: Workspace, folder: Path
) -> None:
    draft = drafts.from_published(workspace, ANNA)
    by_carl = with_value(draft.content, ENERGY, 16)
    saved = lifecycle.save(workspace, CARL, draft.id, draft.revision, by_carl)
    review = lifecycle.submit(workspace, ANNA, saved.id, saved.revision)
    back = lifecycle.send_back(workspace, BO, review.id, review.revision, "for højt")
    again = lifecycle.save(workspace, ANNA, back.id, back.revision, draft.content)
    review = lifecycle.submit(workspace, ANNA, again.id, again.revision)
    assert review.authors == ("anna", "carl")
    with pytest.raises(NotAllowedError, match="has written"):
        lifecycle.approve(workspace, folder, CARL, review.id, review.revision)
    done = lifecycle.approve(workspace, folder, BO, review.id, review.revision)
    assert (done.status, done.approver) == ("approved", "bo")
    assert next(audit.entries(workspace)).details["single_administrator"] is False


def test_a_single_administrator_may_approve_their_own_and_the_audit_says_so(
    workspace: Workspace, folder: Path
) -> None:
    people.create(workspace, "test", "dora", ("owner",), password="correct horse battery staple")
    with workspace.writing():
        workspace.connection.execute(
            "UPDATE users SET disabled_at = '2026-01-01' WHERE name IN ('bo', 'carl')"
        )
    dora = CARL.__class__("dora", ("owner",))
    draft = drafts.from_published(workspace, dora)
    review = lifecycle.submit(workspace, dora, draft.id, draft.revision)
    done = lifecycle.approve(workspace, folder, dora, review.id, review.revision)
    assert done.approver == "dora"
    entry = next(audit.entries(workspace))
    assert (entry.action, entry.details["single_administrator"]) == ("ruleset.approve", True)


def test_many_changed_grades_demand_a_reason_which_the_audit_keeps(
    workspace: Workspace, folder: Path
) -> None:
    with pytest.raises(ReasonNeededError) as caught:
        approved_version(workspace, folder, dict(HARD), reason="  ")
    (group,) = caught.value.impact.over
    assert group.group == "laptop"
    assert group.share > 0.2
    review = ruleset_versions.listed(workspace, "in_review")[0]
    done = lifecycle.approve(workspace, folder, BO, review.id, review.revision, "Byrådet, 3.11.")
    assert done.reason == "Byrådet, 3.11."
    entry = next(audit.entries(workspace))
    assert entry.details["reason"] == "Byrådet, 3.11."
    assert entry.details["impact"]["over"] == ["laptop"]
    (figures,) = [g for g in entry.details["impact"]["groups"] if g["group"] == "laptop"]
    assert figures == {"group": "laptop", "products": group.products, "changed": group.changed}
    soon = lifecycle.schedule(workspace, folder, BO, done.id, done.revision, date.max)
    assert soon.reason == "Byrådet, 3.11."  # it was written, and need not be again


def test_the_tripwire_can_be_set_by_an_owner(workspace: Workspace, folder: Path) -> None:
    assert impact.threshold(workspace) == 20
    lifecycle.set_tripwire(workspace, CARL, 100)
    assert approved_version(workspace, folder, dict(HARD), reason="").status == "approved"
    lifecycle.set_tripwire(workspace, CARL, 0)
    with pytest.raises(ReasonNeededError):
        approved_version(workspace, folder, {"groups.food.cuts.A": 90}, reason="")
    for bad in (-1, 101, float("nan"), True):
        with pytest.raises(KompasError, match="bounds"):
            lifecycle.set_tripwire(workspace, CARL, bad)


def test_a_past_day_is_refused(workspace: Workspace, folder: Path) -> None:
    done = approved_version(workspace, folder, {ENERGY: 16})
    yesterday = date.today() - timedelta(days=1)
    with pytest.raises(KompasError, match="past"):
        lifecycle.schedule(workspace, folder, BO, done.id, done.revision, yesterday)


def test_comments_are_kept_in_order_and_change_no_revision(workspace: Workspace) -> None:
    draft = drafts.from_published(workspace, ANNA)
    for actor, text in ((ANNA, "Hvorfor 15?"), (BO, "  <b>Fordi</b>  ")):
        lifecycle.comment(workspace, actor, draft.id, text)
    told = [(c.author, c.text) for c in ruleset_versions.comments(workspace, draft.id)]
    assert told == [("anna", "Hvorfor 15?"), ("bo", "<b>Fordi</b>")]
    assert ruleset_versions.get(workspace, draft.id) == draft
    for bad in ("", "  ", "x" * 10_001):
        with pytest.raises(KompasError):
            lifecycle.comment(workspace, ANNA, draft.id, bad)


def test_golden_cases_that_break_are_told_to_the_reviewer(workspace: Workspace) -> None:
    draft = drafts.from_published(workspace, ANNA)
    saved = lifecycle.save(
        workspace, ANNA, draft.id, draft.revision, with_value(draft.content, ENERGY, 90)
    )
    lifecycle.submit(workspace, ANNA, saved.id, saved.revision)
    assert next(audit.entries(workspace)).details["broken_cases"]


def test_places_lead_to_single_values() -> None:
    document = rulesets.document("default")
    changed = with_value(document, ENERGY, 16)
    assert (value_at(changed, ENERGY), value_at(document, ENERGY)) == (16, 15)
    steps = "groups.laptop.criteria[repair].readings[0].value.steps[0][1]"
    assert value_at(with_value(document, steps, 90), steps) == 90
    new = with_value(document, "groups.laptop.criteria[energy].missing", "pessimistic")
    assert value_at(new, "groups.laptop.criteria[energy].missing") == "pessimistic"
    assert without(new, "groups.laptop.criteria[energy].missing") == document
    odd = {"groups": {"a.b": {"c[d]": 1}, "a": {"b": 2}}}
    assert value_at(odd, "groups.a.b.c[d]") == 1
    for bad, hint in (
        ("groups.laptop.criteria[enery].weight", "energy"),
        ("groups.laptop.criteria[energy].weight.x", "nothing"),
        ("groups.laptop.criteria[9].weight", "There is"),
        ("", "Write"),
        ("x" * 3_000, "Write"),
        ("groups.laptop.a b", "There is"),
    ):
        with pytest.raises(KompasError) as caught:
            with_value(document, bad, 1)
        assert hint in caught.value.remedy, bad
    with pytest.raises(KompasError, match="no value"):
        with_value(document, ENERGY, None)
