"""Loading: all or nothing, and every fault named by file, line and column."""

from pathlib import Path

import pytest

from scoring.errors import KompasError
from service.loading.catalogue import load_catalogue
from service.loading.offers import load_offers
from service.store.workspace import Workspace

HEADER = "sku,path,gtin,brand,mpn,name_da,name_en,group,price_dkk,net_content,net_unit,demo\n"
GOOD = "1,/p/1,9524000000019,Brand,,Mælk,Milk,food/dairy/milk-semi,9.95,1,l,1\n"


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the shipped catalogue loaded."""
    folder = tmp_path_factory.mktemp("loaded")
    with Workspace(folder) as workspace:
        load_catalogue(workspace)
    return folder


@pytest.fixture
def load(catalogue: Path, tmp_path: Path):
    """Return a function that loads offers from texts and returns the workspace's offers."""

    def run(offers: str, evidence: str | None = None, labels: str | None = None):
        files: list[Path | None] = []
        for name, text in (("offers", offers), ("evidence", evidence), ("labels", labels)):
            path = tmp_path / f"{name}.csv"
            if text is not None:
                path.write_text(text, encoding="utf-8")
            files.append(path if text is not None else None)
        assert files[0] is not None
        with Workspace(catalogue) as workspace:
            try:
                load_offers(workspace, "t", ["t.dk"], files[0], files[1], files[2])
            finally:
                run.offers = workspace.rows("offers")
        return run.offers

    return run


def test_offers_evidence_and_labels_are_loaded_together(load, catalogue):
    """One good row of each."""
    offers = load(
        HEADER + GOOD,
        "sku,attribute,value,low,high,unit,status,source\n1,co2e_agribalyse,2,1,3,kg,supplier,demo\n",
        "sku,code,licence,valid_from,valid_to,source\n1,DK_ECO,X,2026-01-01,,demo\n",
    )
    assert [o["sku"] for o in offers] == ["1"]
    with Workspace(catalogue) as workspace:
        assert [r["value"] for r in workspace.rows("evidence") if r["subject"] == "t:1"] == [2]
        assert [r["code"] for r in workspace.rows("labels") if r["product_id"] == "t:1"] == [
            "DK_ECO"
        ]


def test_loading_again_replaces_what_the_shop_had(load):
    """An offer that is no longer in the file is no longer there."""
    load(HEADER + GOOD + GOOD.replace("1,/p/1,9524000000019", "2,/p/2,"))
    assert [o["sku"] for o in load(HEADER + GOOD)] == ["1"]


@pytest.mark.parametrize(
    ("row", "place"),
    [
        (GOOD.replace("9524000000019", "9524000000010"), "offers.csv:3, gtin"),
        (GOOD.replace("food/dairy/milk-semi", "food/dairy/none"), "offers.csv:3, group"),
        (GOOD.replace("food/dairy/milk-semi", "device:none"), "offers.csv:3, group"),
        (GOOD.replace("/p/1", "https://evil.example"), "offers.csv:3, path"),
        (GOOD.replace("/p/1", "//evil.example"), "offers.csv:3, path"),
        (GOOD.replace("9.95", '"9,95"'), "offers.csv:3, price_dkk"),
        (GOOD.replace("9.95", "-1"), "offers.csv:3, price_dkk"),
        (GOOD.replace("9.95", "inf"), "offers.csv:3, price_dkk"),
        (GOOD.replace("Mælk", ""), "offers.csv:3, name_da"),
        (GOOD.replace("1,/p/1", ",/p/1"), "offers.csv:3, sku"),
        (GOOD, "offers.csv:3, sku"),
        ("1,2,3\n", "offers.csv:3"),
        (GOOD.strip() + ",more\n", "offers.csv:3"),
    ],
)
def test_one_bad_line_is_named_and_nothing_is_loaded(load, row: str, place: str):
    """The file's good lines stay out too: all or nothing."""
    load(HEADER + GOOD)
    first = GOOD.replace("1,/p/1,9524000000019", "9,/p/9,")
    if place.endswith("sku") and row == GOOD:
        first = GOOD
    elif row.startswith("1,/p/1"):
        row = row.replace("1,/p/1", "8,/p/8", 1)
    with pytest.raises(KompasError) as caught:
        load(HEADER + first + row)
    assert caught.value.place == place
    assert caught.value.remedy
    assert [o["sku"] for o in load.offers] == ["1"]


@pytest.mark.parametrize(
    ("evidence", "place"),
    [
        ("9,tec,1,,,kWh,supplier,demo", "evidence.csv:2, sku"),
        ("1,tec,,,,kWh,supplier,demo", "evidence.csv:2, value"),
        ("1,tec,5,6,7,kWh,supplier,demo", "evidence.csv:2"),
        ("1,tec,5,,,kWh,rumour,demo", "evidence.csv:2, status"),
        ("1,tec,5,,,kWh,supplier,nobody", "evidence.csv:2, source"),
        ("1,tec,nan,,,kWh,supplier,demo", "evidence.csv:2, value"),
    ],
)
def test_bad_evidence_is_named(load, evidence: str, place: str):
    """By file, line and column."""
    with pytest.raises(KompasError) as caught:
        load(HEADER + GOOD, f"sku,attribute,value,low,high,unit,status,source\n{evidence}\n")
    assert caught.value.place == place


@pytest.mark.parametrize(
    ("label", "place"),
    [
        ("1,NO_SUCH,,,,demo", "labels.csv:2, code"),
        ("1,DK_ECO,,31.12.2026,,demo", "labels.csv:2, valid_from"),
    ],
)
def test_bad_labels_are_named(load, label: str, place: str):
    """By file, line and column."""
    with pytest.raises(KompasError) as caught:
        load(HEADER + GOOD, None, f"sku,code,licence,valid_from,valid_to,source\n{label}\n")
    assert caught.value.place == place


def test_a_missing_column_and_a_wrong_encoding_are_told(load, tmp_path, catalogue):
    """Before any row is read."""
    with pytest.raises(KompasError, match="has no column"):
        load("sku,path\n1,/p\n")
    file = tmp_path / "latin.csv"
    file.write_bytes((HEADER + GOOD).encode("iso-8859-1"))
    with Workspace(catalogue) as workspace, pytest.raises(KompasError, match="UTF-8"):
        load_offers(workspace, "t", [], file)


def test_a_shop_id_with_other_characters_is_refused(catalogue, tmp_path):
    """It becomes part of keys and product ids."""
    with Workspace(catalogue) as workspace, pytest.raises(KompasError, match="no shop id"):
        load_offers(workspace, "a|b", [], tmp_path / "none.csv")
