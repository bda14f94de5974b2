"""The catalogue's search: what is typed finds what it says, and nothing typed breaks it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from service.cli import main
from service.curation.search import FACETS, PAGE, Results, in_step, match_of, search
from service.loading.catalogue import load_catalogue
from service.loading.offers import load_demo
from service.store import search as index
from service.store.snapshot import open_snapshot
from service.store.workspace import FILE, Workspace


@pytest.fixture(scope="module")
def shared(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("search")
    with Workspace(published) as workspace:
        workspace.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(published / FILE, folder / FILE)
    with Workspace(folder) as opened:
        yield opened


def ids(results: Results) -> list[str]:
    return [each.id for each in results.found]


def asked(workspace: Workspace, text: str = "", page: int = 1, **wanted: Any) -> Results:
    return search(workspace, None, text, wanted, page)


def test_all_that_is_known_of_a_product_leads_to_it(shared: Workspace) -> None:
    rows = shared.connection.execute(
        "SELECT p.id, p.name_da, p.brand, o.sku, (SELECT key FROM identifiers i"
        "   WHERE i.product_id = p.id AND rung = 'gtin') FROM products p"
        " JOIN offers o ON o.product_id = p.id ORDER BY p.id"
    ).fetchall()
    for product, name, brand, sku, gtin in rows:
        for text in filter(None, (product, name, f"{brand} {name}", sku, (gtin or "")[5:])):
            assert product in ids(asked(shared, text)), (product, text)
        if gtin:
            assert product in ids(asked(shared, gtin[5:].lstrip("0")))
            assert ids(asked(shared, gtin[5:-1])), "the beginning of a GTIN is enough"


def test_part_numbers_are_found_in_one_and_in_parts(shared: Workspace) -> None:
    key, product = shared.connection.execute(
        "SELECT key, product_id FROM identifiers WHERE rung = 'mpn' AND length(key) > 15"
    ).fetchone()
    number = key.split("|")[1]
    for text in (
        number,
        number.upper(),
        f"{number[:3]}-{number[3:]}",
        f"{number[:4]}/{number[4:]}",
    ):
        assert product in ids(asked(shared, text)), text


def test_counts_say_what_each_facet_would_leave(shared: Workspace) -> None:
    everything = asked(shared)
    total = shared.connection.execute("SELECT count(*) FROM products").fetchone()[0]
    assert everything.total == total
    for facet in FACETS:
        for choice in everything.facets[facet]:
            wanted: dict[str, Any] = {facet: choice.value}
            left = asked(shared, "", **wanted)
            assert left.total == choice.count, (facet, choice)
            assert any(c.chosen for c in left.facets[facet])
    both = asked(shared, "", group="laptop", brand="Lenovo")
    sql = "SELECT count(*) FROM products WHERE group_id = 'laptop' AND brand = 'Lenovo'"
    assert both.total == shared.connection.execute(sql).fetchone()[0] > 0


def test_pages_hold_everything_once(shared: Workspace) -> None:
    choices: list[dict[str, Any]] = [{}, {"group": "laptop"}, {"known": "yes"}]
    for wanted in choices:
        first = asked(shared, **wanted)
        seen = [i for n in range(1, first.pages + 1) for i in ids(asked(shared, page=n, **wanted))]
        assert len(seen) == len(set(seen)) == first.total
    assert asked(shared, page=10**9).page == asked(shared).pages
    assert asked(shared, page=-5).page == 1
    assert len(asked(shared).found) == PAGE


@given(text=st.text(max_size=200))
def test_nothing_typed_breaks_the_query(shared: Workspace, text: str) -> None:
    results = asked(shared, text)
    assert 0 <= len(results.found) <= PAGE
    assert len(results.found) == min(PAGE, results.total)


WORDS = st.sampled_from(
    ["lenovo", "AND", "OR", "NOT", "NEAR(", ")", "(", '"', '""', "*", "^", "-", "+", ":", "words:",
     "{words}", "''", ";", "\0", "lap*", "thinkpad", "1", "DROP TABLE products", "\ud7ff", "𞤀"]
)  # fmt: skip


@given(words=st.lists(WORDS, max_size=20), joint=st.sampled_from([" ", "", "\t", "\0"]))
def test_the_grammar_of_fts5_means_nothing(shared: Workspace, words: list[str], joint: str) -> None:
    results = asked(shared, joint.join(words))
    assert len(results.found) == min(PAGE, results.total)


@given(st.text(max_size=60), st.sampled_from(FACETS))
def test_hostile_facets_find_nothing(shared: Workspace, value: str, facet: str) -> None:
    known = {choice.value for choice in asked(shared).facets[facet]}
    if value and value not in known and facet not in ("known", "group", "brand", "label"):
        chosen: dict[str, Any] = {facet: value}
        assert asked(shared, "", **chosen).total == 0


def test_only_marks_are_no_query() -> None:
    assert match_of('"*()^-:') == ""
    assert match_of("") == ""


def test_a_single_letter_among_parts_is_a_word_of_its_own() -> None:
    """What begins with it is a good part of all products, and takes as long to look through."""
    assert match_of("Q7-B") == '(("Q7"* AND "B") OR ("Q7B"*))'
    assert match_of("B") == '(("B"*))'


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(tmp_path) as opened:
        load_catalogue(opened)
        load_demo(opened, ["shop.example.dk"])
        yield opened


def _indexed(workspace: Workspace) -> list[tuple[object, ...]]:
    sql = (
        "SELECT s.product_id, t.words, k.group_id, k.brand, k.shops, k.labels, k.known"
        " FROM searched s JOIN search_kinds k ON k.id = s.kind"
        " JOIN search_texts t ON t.id = s.id ORDER BY s.product_id"
    )
    return workspace.connection.execute(sql).fetchall()


def test_the_index_keeps_step_with_every_change(fresh: Workspace) -> None:
    in_step(fresh, None)
    sku, product = fresh.connection.execute("SELECT sku, product_id FROM offers").fetchone()
    for sql in (
        "UPDATE products SET name_da = 'Zebravogn' WHERE id = :p",
        "INSERT OR REPLACE INTO offers"
        " (shop_id, sku, path, product_id, supplier, agreement, origin)"
        " SELECT shop_id, sku, path, 'other', '', '', origin FROM offers WHERE sku = :s",
        "INSERT OR REPLACE INTO products SELECT id, group_id, 'Zebrafirma', name_da, name_en, demo,"
        " origin FROM products WHERE id = :p",
        "DELETE FROM evidence WHERE subject = :p",
        "DELETE FROM labels",
        "DELETE FROM products WHERE id = :p",
    ):
        with fresh.writing():
            fresh.connection.execute(sql, {"p": product, "s": sku})
        in_step(fresh, None)
        kept = _indexed(fresh)
        with fresh.writing():
            fresh.connection.execute("INSERT OR IGNORE INTO search_changed SELECT id FROM products")
        in_step(fresh, None)
        assert _indexed(fresh) == kept, sql
        fresh.connection.execute(
            "INSERT INTO search_words (search_words) VALUES ('integrity-check')"
        )
    assert asked(fresh, "zebravogn").total == 0


def test_after_a_publish_nobody_waits_for_the_index(
    fresh: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "BATCH", 50)
    folder = fresh.path.parent
    done = CliRunner().invoke(main, ["--workspace", str(folder), "publish"])
    assert done.exit_code == 0, done.output
    snapshot = open_snapshot(folder)
    assert snapshot is not None
    assert index.pending(fresh) == 0
    assert index.state(fresh, "snapshot") == snapshot.hash
    assert search(fresh, snapshot, "", {"grade": "A"}, 1).total > 0


def test_loading_again_leaves_the_index_as_it_was(fresh: Workspace) -> None:
    in_step(fresh, None)
    before = _indexed(fresh)
    load_catalogue(fresh)
    load_demo(fresh, ["shop.example.dk"])
    in_step(fresh, None)
    assert _indexed(fresh) == before


def test_grades_are_those_that_are_published(published: Path, shared: Workspace) -> None:
    snapshot = open_snapshot(published)
    assert snapshot is not None
    results = search(shared, snapshot, "", {}, 1)
    counts = {choice.value: choice.count for choice in results.facets["grade"]}
    assert sum(counts.values()) == results.total
    assert {"A", "B", "C"} <= set(counts)
    for grade in counts:
        found = search(shared, snapshot, "", {"grade": grade}, 1)
        assert found.total == counts[grade]
    assert index.state(shared, "snapshot") == snapshot.hash
    in_step(shared, None)
