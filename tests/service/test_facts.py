"""Facts: what one piece weighs, what it causes, and whether it counts as organic."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.table import EXACT, GROUP, Kinds
from scoring.values import Interval
from service import rulesets
from service.app import create_app
from service.config import Config
from service.loading.catalogue import load_catalogue
from service.loading.offers import load_offers
from service.publish.facts import facts, figure, rounded
from service.publish.judge import judge
from service.publish.pipeline import publish
from service.publish.subjects import Figures, Label, Origin, Subjects
from service.publish.weights import density, kilograms, stated_drained, without_liquid
from service.store.workspace import Workspace

RULES = rulesets.load("default")
NOTHING = {"kg": None, "co2e": None, "co2e_basis": None, "organic": None}
ROUNDING = 0.00501  # of three significant digits
HEADER = "sku,path,gtin,brand,mpn,name_da,name_en,group,price_dkk,net_content,net_unit,demo\n"


def told(
    group: str,
    evidence: dict[str, tuple[float, float, float]],
    kg: float = float("nan"),
    labels: tuple[str, ...] = (),
    rung: int = EXACT,
    rules: str = "default",
) -> dict[str, Any]:
    """Return the facts of one subject."""
    one = np.array(["x"], dtype=np.object_)
    subjects = Subjects(
        ids=one,
        names={"da": one, "en": one},
        brands=Kinds.of(["Lenovo"]),
        groups=Kinds.of([group]),
        rungs=np.array([rung], dtype=np.int8),
        demo=np.zeros(1, dtype=np.bool_),
        evidence={
            name: Figures(Interval.of(*(np.array([x]) for x in bounds)), np.zeros(1, np.int32))
            for name, bounds in evidence.items()
        },
        origins=(Origin("s", 2026, "measured", True),),
        labels={0: tuple(Label(code, "", None, None) for code in labels)} if labels else {},
        expired={},
    )
    (verdicts,) = judge(RULES if rules == "default" else rulesets.load(rules), subjects)
    (text,) = facts(verdicts, Interval.exact(np.array([kg])))
    result: dict[str, Any] = json.loads(text)
    return result


bounds = st.tuples(*[st.floats(0.001, 150)] * 3).map(lambda x: tuple(sorted(x)))


@given(bounds, st.floats(0.001, 5000))
def test_a_foods_footprint_lies_within_its_evidence_times_its_weight(per_kg, kg):
    """Low, value and high each, to three significant digits."""
    found = told("food/dairy/milk-semi", {"co2e_agribalyse": per_kg}, kg)
    assert found["kg"] == pytest.approx(kg, rel=ROUNDING)
    co2e = found["co2e"]
    assert co2e["low"] <= co2e["value"] <= co2e["high"]
    for name, figure_ in zip(("low", "value", "high"), per_kg, strict=True):
        assert co2e[name] == pytest.approx(figure_ * kg, rel=ROUNDING)


@given(
    bounds,
    st.tuples(*[st.floats(0, 1)] * 3).map(lambda x: tuple(sorted(x))),
    bounds,
)
def test_a_devices_footprint_is_that_of_its_lifetime_within_its_evidence(total, ratio, tec):
    """Embodied once, and five years of a laptop's use with 0.114 kg CO2e/kWh."""
    evidence = {"gwp_total": total, "gwp_use_ratio": ratio, "tec": tec}
    found = told("laptop", evidence)
    assert (found["kg"], found["organic"], found["co2e_basis"]) == (None, None, "lifetime")
    co2e = found["co2e"]
    assert co2e["low"] <= co2e["value"] <= co2e["high"]
    value = total[1] * (1 - ratio[1]) + 5 * 0.114 * tec[1]
    assert co2e["value"] == pytest.approx(value, rel=ROUNDING)
    error = 0.2 if total[0] == total[2] else 0  # a figure without bounds gets the usual error
    least = total[0] * (1 - error) * (1 - ratio[2]) + 5 * 0.114 * tec[0]
    most = total[2] * (1 + error) * (1 - ratio[0]) + 5 * 0.114 * tec[2]
    assert co2e["low"] >= least * (1 - ROUNDING)
    assert co2e["high"] <= most * (1 + ROUNDING)


def test_organic_says_what_the_note_says():
    """By the two labels that count in Denmark; others that earn points do not."""
    milk = {"co2e_agribalyse": (1.0, 1.0, 1.0)}
    for labels, counts in (
        (("DK_ECO",), True),
        (("EU_ORGANIC_FARMING",), True),
        (("KRAV_MARK",), False),
        ((), False),
    ):
        assert told("food/dairy/milk-semi", milk, 1, labels)["organic"] is counts


def test_of_a_mere_kind_of_food_nothing_is_said():
    """Neither what a piece weighs nor whether it is organic is known."""
    milk = {"co2e_agribalyse": (1.0, 1.0, 1.0)}
    assert told("food/dairy/milk-semi", milk, rung=GROUP) == NOTHING


def test_without_a_weight_or_a_figure_there_is_no_footprint():
    """A sum must not take nothing for zero."""
    milk = {"co2e_agribalyse": (1.0, 1.0, 1.0)}
    assert told("food/egg/egg", milk)["co2e"] is None
    assert told("food/egg/egg", {}, kg=2) == NOTHING | {"kg": 2, "organic": False}
    assert told("laptop", {"tec": (15, 15, 15)}) == NOTHING


def test_the_figure_is_that_of_the_rules_own_database():
    """Agribalyse's figure says nothing under CONCITO's rules, nor an index of other units."""
    figure_ = {"co2e_agribalyse": (1.0, 1.0, 1.0), "ef_mpt_per_kg": (0.1, 0.1, 0.1)}
    assert told("food/bread/rye", figure_, kg=2)["co2e"]["value"] == 2
    assert told("food/bread/rye", figure_, kg=2, rules="default-concito")["co2e"] is None
    assert told("food/bread/rye", figure_, kg=2, rules="green-score")["co2e"] is None


def test_a_refurbished_device_has_no_footprint():
    """What it still causes depends on a first life that nobody told us of."""
    evidence = {"gwp_total": (300.0, 300.0, 300.0), "gwp_use_ratio": (0.2, 0.2, 0.2)}
    assert told("laptop", evidence)["co2e"] is not None
    assert told("laptop", evidence | {"refurbished": (1, 1, 1)})["co2e"] is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"), (1, "1"), (1.0349, "1.03"), (0.0012345, "0.00123"), (1234, "1230"),
        (99.96, "100"), (123456.0, "123000"), (None, "null"), (float("nan"), "null"),
        (1e-9, "1e-09"),
    ],
)  # fmt: skip
def test_figures_are_short_json_of_three_significant_digits(value, text):
    """A column that was rounded first is worded as its figures are one by one."""
    assert figure(value) == text
    assert json.loads(text) is None or json.loads(text) == pytest.approx(value, rel=ROUNDING)
    if value is not None:
        assert [figure(x) for x in rounded(np.array([value, 7.0])).tolist()] == [text, "7"]


def test_litres_weigh_what_their_group_weighs_and_pieces_nothing_that_is_known():
    """The most specific group counts; a sauce may be anything."""
    groups = ["food/dairy/milk-semi", "food/drink/cordial", "food/fat/rapeseed-oil"]
    groups += ["food/sauce/ketchup", "food/egg/egg", "food/grain/oats"]
    kg = kilograms(
        np.array([1.0, 1, 10, 1, 30, 2.5]),
        Kinds.of(["l", "l", "l", "l", "pcs", "kg"]),
        Kinds.of(groups),
    )
    assert kg.value.tolist() == pytest.approx([1.03, 1.2, 9.2, np.nan, np.nan, 2.5], nan_ok=True)
    known = kg.known
    assert (kg.low[known] <= kg.value[known]).all()
    assert (kg.value[known] <= kg.high[known]).all()
    assert np.isnan(density("laptop")[1])
    assert np.isnan(density("")[1])


def test_a_stated_drained_weight_takes_the_place_of_the_net_one_where_it_can():
    """Not where the name's figure is another quantity: one tin of a case of six."""
    dry = stated_drained(
        ["Kikærter 850/480 g", "Majs 340 g (drænet 285 g)", "Bønner 6x400 g, drænet 240 g", "Ris"]
    )
    kg = without_liquid(Interval.exact(np.array([0.85, 0.34, 2.4, 1])), dry)
    assert kg.value.tolist() == pytest.approx([0.48, 0.285, 2.4, 1])


@pytest.mark.parametrize(
    ("sku", "expected"),
    [
        ("FI-10102", {"kg": 1.03, "co2e": {"low": 1.24, "value": 1.31, "high": 1.35},
                      "co2e_basis": "food", "organic": True}),
        ("FI-10140", {"kg": 1.5, "co2e": {"low": 3.3, "value": 3.3, "high": 3.3},
                      "co2e_basis": "food", "organic": False}),
        ("FI-10112", NOTHING | {"organic": True}),
        ("FI-10156", NOTHING | {"co2e": {"low": 158, "value": 188, "high": 218},
                                "co2e_basis": "lifetime"}),
        ("FI-10160", NOTHING),
    ],
)  # fmt: skip
def test_the_demo_shops_goods_have_their_facts(ask, sku: str, expected: dict[str, Any]):
    """Organic milk by the litre, drained chickpeas, eggs by the piece, a new and a used laptop."""
    (answer,) = ask({"ref": "x", "sku": sku})
    assert answer["facts"] == expected


def test_facts_are_the_same_in_both_languages_and_never_missing(ask):
    """An unknown product and a bad item have facts too, all null."""
    items = [{"ref": "a", "sku": "FI-10101"}, {"ref": "b", "gtin": "4006381333931"}]
    items.append({"ref": "c", "name": "Letmælk"})
    danish, english = (ask(*items, "bad", language=x) for x in ("da", "en"))
    assert [a["facts"] for a in danish] == [a["facts"] for a in english]
    assert [a["facts"] for a in danish[1:]] == [NOTHING] * 3


def test_an_alternatives_weight_and_footprint_are_those_of_its_own_answer(ask):
    """So a swap's saving is the difference of two answers."""
    for sku in ("FI-10113", "FI-10154"):
        (answer,) = ask({"ref": "x", "sku": sku})
        assert answer["alternatives"]
        for alternative in answer["alternatives"]:
            (own,) = ask({"ref": "x", "path": alternative["path"]})
            assert alternative["kg"] == own["facts"]["kg"]
            assert alternative["co2e"] == own["facts"]["co2e"]["value"]


def test_the_facts_of_all_demo_goods_cost_few_bytes(published: Path):
    """Under 110 bytes an answer, of some two thousand."""
    from service.store.snapshot import open_snapshot

    snapshot = open_snapshot(published)
    assert snapshot is not None
    answers = snapshot.texts["da"]
    told_ = [answers[i][0].split(b',"facts":')[1] for i in range(len(answers))]
    assert sum(map(len, told_)) / len(told_) < 110 + len(b',"alternatives":')


def published_offers(folder: Path, *shops: str) -> Any:
    """Publish one shop a text of offers (all but the header), and return what answers of it."""
    with Workspace(folder) as workspace:
        load_catalogue(workspace)
        for i, lines in enumerate(shops):
            file = folder / "offers.csv"
            file.write_text(HEADER + lines, "utf-8")
            load_offers(workspace, f"s{i}", [f"s{i}.example.dk"], file)
        with workspace.writing():  # what one shop calls its own, two sell
            offers = workspace.rows("offers")
            workspace.put("offers", [o | {"product_id": offers[0]["product_id"]} for o in offers])
        publish(workspace, RULES, folder)
    client = create_app(Config(folder=folder)).test_client()

    def ask(shop: str, sku: str) -> Any:
        body = {"shop": f"{shop}.example.dk", "items": [{"ref": "x", "sku": sku}]}
        return client.post("/api/v1/scores", json=body).json["items"][0]["facts"]["kg"]

    return ask


def milk(sku: str, content: str, gtin: str = "") -> str:
    """Return a line of offers."""
    return f"{sku},/{sku},{gtin},Engsø,,Letmælk,,food/dairy/milk-semi,10,{content},0\n"


def test_a_second_offer_of_a_product_in_one_shop_has_its_own_weight(tmp_path: Path):
    """A carton and a case of ten."""
    ask = published_offers(tmp_path, milk("a", "1,kg") + milk("b", "10,kg"))
    assert (ask("s0", "a"), ask("s0", "b")) == (1, 10)


@pytest.mark.parametrize(("other", "kg"), [("1,kg", 1), (",", 1), ("10,kg", None), ("30,pcs", 1)])
def test_where_two_shops_differ_a_products_weight_is_not_known(tmp_path, other, kg):
    """What one of them does not say is no difference."""
    ask = published_offers(tmp_path, milk("a", "1,kg"), milk("b", other))
    assert (ask("s0", "a"), ask("s1", "b")) == (kg, kg)


def test_a_products_own_net_content_stands_in_for_a_shops(tmp_path: Path):
    """Open Food Facts knows it where the shop does not say."""
    ask = published_offers(tmp_path, milk("a", ","))
    assert ask("s0", "a") is None
    with Workspace(tmp_path) as workspace:
        row = dict(workspace.rows("evidence")[0])
        product = workspace.rows("offers")[0]["product_id"]
        own = {"subject": product, "attribute": "net_content_l", "unit": "l", "id": None}
        own |= dict.fromkeys(("value", "low", "high"), 0.5)
        with workspace.writing():
            workspace.put("evidence", [row | own])
        publish(workspace, RULES, tmp_path)
    assert ask("s0", "a") == 0.515
