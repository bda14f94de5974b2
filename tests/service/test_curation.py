"""Figures set by hand, withdrawals and equivalents: what they change, and what nobody loses."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from service import rulesets
from service.curation import decisions, equivalents
from service.curation.attributes import readable
from service.curation.problems import CurationError
from service.loading.catalogue import load_catalogue
from service.loading.offers import load_demo
from service.publish.catalogue import read_catalogue
from service.publish.pipeline import publish
from service.store import audit, hand
from service.store import equivalents as decided
from service.store.snapshot import open_snapshot
from service.store.workspace import FILE, Workspace

TODAY = date.today()
RULES = rulesets.load("default")
FORM = {
    "attribute": "warranty_years", "value": "5", "low": "", "high": "", "status": "measured",
    "source": "Garantibevis nr. 17", "year": str(TODAY.year), "valid_from": "", "valid_to": "",
    "reason": "Leverandøren har sendt beviset",
}  # fmt: skip
CLAIM = {
    "code": "TCO_DEVELOPMENT", "document": "Prøvningsrapport 2026-114", "reviewer": "Mette Holm",
    "expires_on": (TODAY + timedelta(days=30)).isoformat(), "reason": "Opfylder alle krav i TCO",
}  # fmt: skip


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("curation")
    with Workspace(folder) as workspace:
        load_catalogue(workspace)
        load_demo(workspace, ["shop.example.dk"])
    return folder


@pytest.fixture
def workspace(loaded: Path, tmp_path: Path) -> Iterator[Workspace]:
    """A workspace of its own; the audit holds after whatever was done to it."""
    shutil.copy(loaded / FILE, tmp_path / FILE)
    with Workspace(tmp_path) as opened:
        yield opened
        assert audit.verify(opened) is None


@pytest.fixture
def laptop(workspace: Workspace) -> str:
    """A laptop without a label that the demo shop sells."""
    sql = (
        "SELECT p.id FROM products p JOIN offers o ON o.product_id = p.id WHERE p.group_id ="
        " 'laptop' AND p.id NOT IN (SELECT product_id FROM labels) ORDER BY p.id"
    )
    return str(workspace.connection.execute(sql).fetchone()[0])


def figure(**more: str) -> decisions.Figure:
    return decisions.figure_of(FORM | more, readable(RULES, "laptop"), TODAY)


def counting(workspace: Workspace, product: str, attribute: str = "warranty_years") -> float | None:
    products = read_catalogue(workspace, TODAY).products
    row = list(products.ids).index(product)
    found = products.evidence.get(attribute)
    value = float("nan") if found is None else float(found.interval.value[row])
    return None if value != value else value


def answer(workspace: Workspace, product: str, day: date = TODAY, language: str = "da") -> Any:
    """Publish on a day and return what buyers are told of a product."""
    folder = workspace.path.parent
    publish(workspace, RULES, folder, day=day, valid_days=5000)
    snapshot = open_snapshot(folder)
    assert snapshot is not None
    key = workspace.connection.execute(
        "SELECT 'sku:' || shop_id || '|' || lower(sku) FROM offers WHERE product_id = ?", (product,)
    ).fetchone()[0]
    ((_, number),) = snapshot.find([key]).values()
    body, _ = snapshot.answer(number, language, b"")  # type: ignore[arg-type]
    return json.loads(b"{" + body + b"[]}")


def test_a_figure_set_by_hand_counts_and_says_where_it_comes_from(
    workspace: Workspace, laptop: str
) -> None:
    row = decisions.set_figure(workspace, "anna", laptop, 0, figure())
    assert counting(workspace, laptop) == 5.0
    kept = hand.row_of(workspace, "evidence", row, [laptop])
    assert kept is not None
    assert (kept["origin"], kept["set_who"]) == ("hand", "anna")
    entry = next(audit.entries(workspace))
    assert (entry.action, entry.subject) == ("evidence.set", laptop)
    assert entry.details["reason"] == FORM["reason"]
    reasons = answer(workspace, laptop)["reasons"]
    assert any("Garantibevis nr. 17" in (reason["source"] or "") for reason in reasons)


def test_a_second_figure_supersedes_the_first_and_keeps_it(
    workspace: Workspace, laptop: str
) -> None:
    first = decisions.set_figure(workspace, "anna", laptop, 0, figure())
    second = decisions.set_figure(workspace, "bo", laptop, 1, figure(value="2"))
    assert counting(workspace, laptop) == 2.0
    old = hand.row_of(workspace, "evidence", first, [laptop])
    assert old is not None
    assert old["superseded_by"] == second


def test_withdrawn_and_brought_back(workspace: Workspace, laptop: str) -> None:
    before = counting(workspace, laptop)
    row = decisions.set_figure(workspace, "anna", laptop, 0, figure())
    decisions.withdraw(workspace, "bo", laptop, 1, "evidence", row, "Beviset gælder en anden vare")
    assert counting(workspace, laptop) == before
    with pytest.raises(CurationError) as told:
        decisions.withdraw(workspace, "bo", laptop, 2, "evidence", row, "igen")
    assert told.value.code == "row_ended"
    decisions.restore(workspace, "bo", laptop, 2, "evidence", row, "Det gjorde det alligevel")
    assert counting(workspace, laptop) == 5.0
    with pytest.raises(CurationError) as told:
        decisions.restore(workspace, "bo", laptop, 3, "evidence", row, "igen")
    assert told.value.code == "row_stands"
    assert [e.action for e in audit.entries(workspace)] == [
        "evidence.restore",
        "evidence.withdraw",
        "evidence.set",
    ]


def test_a_withdrawn_row_stays_withdrawn_when_its_source_is_loaded_again(
    workspace: Workspace, laptop: str
) -> None:
    sql = "SELECT id, subject, attribute FROM evidence WHERE origin = 'shop:demo' ORDER BY id"
    row, product, attribute = workspace.connection.execute(sql).fetchone()
    products = hand.row_of(workspace, "evidence", row, [product])
    assert products is not None
    decisions.withdraw(workspace, "anna", product, 0, "evidence", row, "Tallet er forkert")
    wanted = counting(workspace, product, attribute)
    rows = workspace.connection.execute("SELECT count(*) FROM evidence").fetchone()
    for load in (load_demo, load_demo):
        load(workspace, ["shop.example.dk"])
        assert counting(workspace, product, attribute) == wanted
        assert workspace.connection.execute("SELECT count(*) FROM evidence").fetchone() == rows
    load_catalogue(workspace)
    assert counting(workspace, product, attribute) == wanted
    kept = workspace.connection.execute(
        "SELECT id FROM evidence WHERE subject = ? AND attribute = ? AND withdrawn_at IS NOT NULL",
        (product, attribute),
    ).fetchall()
    assert len(kept) == 1
    decisions.restore(workspace, "anna", product, 1, "evidence", kept[0][0], "Det var rigtigt")
    assert counting(workspace, product, attribute) != wanted


def test_two_stewards_never_overwrite_each_other_unseen(workspace: Workspace, laptop: str) -> None:
    decisions.set_figure(workspace, "anna", laptop, 0, figure())
    with pytest.raises(CurationError) as told:
        decisions.set_figure(workspace, "bo", laptop, 0, figure(value="1"))
    assert told.value.code == "changed"
    assert "anna" in told.value.said("da")
    assert counting(workspace, laptop) == 5.0
    assert sum(1 for _ in audit.entries(workspace)) == 1


def test_of_many_edits_at_once_one_is_kept(workspace: Workspace, laptop: str) -> None:
    folder, done = workspace.path.parent, list[str]()
    ready = threading.Barrier(6)

    def edit(name: str) -> None:
        with Workspace(folder) as mine:
            ready.wait()
            try:
                decisions.set_figure(mine, name, laptop, 0, figure())
            except CurationError as error:
                done.append(error.code)
            else:
                done.append("kept")

    threads = [threading.Thread(target=edit, args=(f"s{i}",)) for i in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == ["changed"] * 5 + ["kept"]
    rows = workspace.connection.execute("SELECT count(*) FROM evidence WHERE origin = 'hand'")
    assert rows.fetchone() == (1,)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("attribute", "price'; DROP TABLE evidence", "attribute"),
        ("attribute", "", "attribute"),
        ("value", "", "needed"),
        ("value", "<b>5</b>", "number"),
        ("value", "NaN", "number"),
        ("value", "5 år", "number"),
        ("value", "-1", "bounds"),
        ("value", "1e300", "bounds"),
        ("low", "6", "order"),
        ("high", "4", "order"),
        ("status", "sure", "status"),
        ("source", " ", "needed"),
        ("source", "x" * 5000, "too_long"),
        ("year", "2999", "year"),
        ("year", "²⁰²⁶", "year"),
        ("valid_from", "snart", "day"),
        ("valid_to", "1066-01-01", "day"),
        ("reason", "", "reason"),
        ("reason", "x" * 5000, "too_long"),
    ],
)
def test_bad_fields_are_named(field: str, value: str, code: str) -> None:
    with pytest.raises(CurationError) as told:
        figure(**{field: value})
    assert told.value.code == code
    assert told.value.field in (field, "value")
    for language in ("da", "en"):
        assert len(told.value.said(language)) < 300


def test_figures_are_read_as_danes_write_them() -> None:
    assert figure(value="2,5", low="2", high="3").value == 2.5
    assert figure(attribute="repair_class", value="b").value == 2.0
    assert figure(attribute="refurbished", value="Ja").value == 1.0
    with pytest.raises(CurationError, match="neither"):
        figure(attribute="refurbished", value="måske")
    with pytest.raises(CurationError, match="A to E"):
        figure(attribute="repair_class", value="F")


def claim(**more: str) -> equivalents.Claim:
    return equivalents.claim_of(CLAIM | more, {"TCO_DEVELOPMENT"}, TODAY)


def test_an_equivalent_counts_as_the_label_until_it_expires(
    workspace: Workspace, laptop: str
) -> None:
    before = answer(workspace, laptop)
    number = equivalents.grant(workspace, "anna", laptop, 0, claim(), TODAY)
    during = answer(workspace, laptop)
    assert during["score"] > before["score"]
    (label,) = during["labels"]
    assert label["name"] == "Dokumentation svarende til TCO Certified"
    assert label["licence"] == CLAIM["document"]
    assert "udbudsloven" in label["issuer"]
    assert label["valid_to"] == CLAIM["expires_on"]
    assert "mærket med" not in during["summary"]
    last = answer(workspace, laptop, TODAY + timedelta(days=30))
    assert last["score"] == during["score"]
    after = answer(workspace, laptop, TODAY + timedelta(days=31))
    assert (after["grade"], after["score"]) == (before["grade"], before["score"])
    assert any("Dokumentation svarende til TCO Certified udløb" in note for note in after["notes"])
    english = answer(workspace, laptop, language="en")
    assert english["labels"][0]["name"] == "Documentation equivalent to TCO Certified"
    equivalents.revoke(workspace, "bo", laptop, 1, number, "Rapporten gjaldt en anden model")
    revoked = answer(workspace, laptop)
    assert (revoked["score"], revoked["labels"]) == (before["score"], [])
    assert [e.action for e in audit.entries(workspace)] == ["equivalent.revoke", "equivalent.grant"]


def test_an_equivalent_changes_grades(workspace: Workspace) -> None:
    """Of all laptops without a label at least one is lifted to another grade."""
    sold = "SELECT product_id FROM offers"
    sql = f"SELECT id FROM products WHERE group_id = 'laptop' AND id IN ({sold})"
    products = [row[0] for row in workspace.connection.execute(sql)]
    before = dict.fromkeys(products, 0)
    folder = workspace.path.parent

    def grades() -> dict[str, str]:
        publish(workspace, RULES, folder, day=TODAY)
        snapshot = open_snapshot(folder)
        assert snapshot is not None
        answers = [
            json.loads(b"{" + snapshot.texts["da"][n][0] + b"[]}")
            for n in range(int(snapshot.meta["products"]))
        ]
        told = {a["product"]["id"]: a["grade"] or str(a["range"]) for a in answers}
        return {product: told[product] for product in before}

    first = grades()
    for product in products:
        equivalents.grant(workspace, "anna", product, 0, claim(), TODAY)
    assert grades() != first
    for each in products:
        (held,) = decided.of_products(workspace, [each])
        equivalents.revoke(workspace, "anna", each, 1, held.id, "Prøve")
    assert grades() == first


def test_the_same_label_twice_is_refused(workspace: Workspace, laptop: str) -> None:
    equivalents.grant(workspace, "anna", laptop, 0, claim(), TODAY)
    with pytest.raises(CurationError) as told:
        equivalents.grant(workspace, "anna", laptop, 1, claim(), TODAY)
    assert told.value.code == "twice"
    assert hand.revision(workspace, laptop) == 1


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("code", "MY_OWN", "label"),
        ("document", "", "needed"),
        ("document", "x" * 5000, "too_long"),
        ("reviewer", "", "needed"),
        ("reason", "", "reason"),
        ("expires_on", "", "needed"),
        ("expires_on", "aldrig", "day"),
        ("expires_on", TODAY.isoformat(), "expiry"),
        ("expires_on", (TODAY + timedelta(days=3 * 366 + 1)).isoformat(), "expiry"),
    ],
)
def test_bad_claims_are_named(field: str, value: str, code: str) -> None:
    with pytest.raises(CurationError) as told:
        claim(**{field: value})
    assert (told.value.field, told.value.code) == (field, code)


def test_three_years_is_the_most() -> None:
    assert equivalents.latest(date(2028, 2, 29)) == date(2031, 2, 28)
    assert claim(expires_on=equivalents.latest(TODAY).isoformat())


def test_what_does_not_exist_is_refused(workspace: Workspace, laptop: str) -> None:
    with pytest.raises(CurationError) as told:
        decisions.set_figure(workspace, "anna", "' OR 1=1 --", 0, figure())
    assert told.value.code == "no_product"
    with pytest.raises(CurationError) as told:
        decisions.withdraw(workspace, "anna", laptop, 0, "evidence", 10**9, "x")
    assert told.value.code == "no_row"
    assert hand.revision(workspace, laptop) == 0
    assert not list(audit.entries(workspace))
