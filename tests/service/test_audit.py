"""The audit: added to, chained, and found out where somebody has touched it."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.store import audit
from service.store.workspace import FILE, Workspace
from tests.conftest import some

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    with Workspace(tmp_path) as opened:
        with opened.writing():
            for number in range(5):
                audit.record(opened, "anna", "ruleset.save", f"default/{number}", {"n": number})
            audit.record(opened, "bo", "user.create", "carl_x", {"æ": "ø"})
        yield opened


def tamper(workspace: Workspace, sql: str, *values: object) -> None:
    """Do what somebody with the file can do: the triggers are no obstacle to them."""
    with sqlite3.connect(workspace.path) as other:
        other.execute("DROP TRIGGER IF EXISTS audit_no_update")
        other.execute("DROP TRIGGER IF EXISTS audit_no_delete")
        other.execute(sql, values)
    other.close()


def test_a_chain_that_nobody_touched_holds(workspace: Workspace) -> None:
    assert audit.verify(workspace) is None
    assert audit.verify(workspace, audit.head(workspace)) is None


@pytest.mark.parametrize("column", ["at", "actor", "action", "subject", "details", "hash"])
@pytest.mark.parametrize("number", [1, 3, 6])
def test_a_changed_row_is_found(workspace: Workspace, column: str, number: int) -> None:
    tamper(workspace, f"UPDATE audit SET {column} = {column} || ' ' WHERE id = ?", number)
    assert audit.verify(workspace) == audit.Fault(number, "changed")


@pytest.mark.parametrize("number", [1, 3, 5])
def test_a_missing_row_is_found(workspace: Workspace, number: int) -> None:
    tamper(workspace, "DELETE FROM audit WHERE id = ?", number)
    assert audit.verify(workspace) == audit.Fault(number, "missing")


def test_a_removed_row_whose_followers_were_renumbered_is_found(workspace: Workspace) -> None:
    tamper(workspace, "DELETE FROM audit WHERE id = 2")
    for number in (3, 4, 5, 6):
        tamper(workspace, "UPDATE audit SET id = id - 1 WHERE id = ?", number)
    assert audit.verify(workspace) == audit.Fault(2, "changed")


def test_a_cut_off_end_is_found_by_who_kept_a_hash(workspace: Workspace) -> None:
    kept = audit.head(workspace)
    tamper(workspace, "DELETE FROM audit WHERE id = 6")
    assert audit.verify(workspace) is None
    assert audit.verify(workspace, kept) == audit.Fault(5, "head")


@pytest.mark.parametrize("sql", ["UPDATE audit SET actor = 'x'", "DELETE FROM audit"])
def test_the_workspace_itself_lets_nobody_change_a_row(workspace: Workspace, sql: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="only ever added to"):
        workspace.connection.execute(sql)


def test_what_fails_leaves_no_row(workspace: Workspace) -> None:
    before = audit.head(workspace)

    def fail() -> None:
        with workspace.writing():
            audit.record(workspace, "anna", "ruleset.save", "x")
            raise ValueError("half-way")

    with pytest.raises(ValueError, match="half-way"):
        fail()
    assert audit.head(workspace) == before
    assert audit.verify(workspace) is None


def test_rows_are_filtered_newest_first(workspace: Workspace) -> None:
    def ids(**wanted: object) -> list[int]:
        return [entry.id for entry in audit.entries(workspace, **wanted)]  # type: ignore[arg-type]

    assert ids() == [6, 5, 4, 3, 2, 1]
    assert ids(actor="bo") == [6]
    assert ids(action="ruleset", limit=2) == [5, 4]
    assert ids(action="rule") == []
    assert ids(subject="l_x") == [6]
    assert ids(subject="%") == []
    assert ids(before=3) == [2, 1]
    assert ids(since="2999-01-01") == []
    assert ids(until="2999-01-01", actor="anna") == [5, 4, 3, 2, 1]
    assert next(audit.entries(workspace)).details == {"æ": "ø"}


@settings(max_examples=some(40))
@given(st.lists(st.tuples(TEXT, TEXT, TEXT, st.dictionaries(TEXT, TEXT, max_size=3)), max_size=5))
def test_any_texts_are_kept_and_chained(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str, dict[str, str]]]
) -> None:
    with Workspace(tmp_path_factory.mktemp("audit")) as workspace:
        with workspace.writing():
            for actor, action, subject, details in rows:
                audit.record(workspace, actor, action, subject, details)
        assert audit.verify(workspace) is None
        found = [(e.actor, e.action, e.subject, e.details) for e in audit.entries(workspace)]
        assert found == rows[::-1]
    assert FILE == "workspace.db"


def test_many_who_write_at_once_make_one_chain(tmp_path: Path) -> None:
    def write(actor: str) -> None:
        with Workspace(tmp_path) as workspace:
            for number in range(25):
                with workspace.writing():
                    audit.head(workspace)  # what was read is still so when it is written
                    audit.record(workspace, actor, "user.change", str(number))

    with Workspace(tmp_path):
        pass
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, "abcd"))
    with Workspace(tmp_path) as workspace:
        assert audit.count(workspace) == 100
        assert audit.verify(workspace) is None
