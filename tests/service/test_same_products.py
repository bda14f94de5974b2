"""What two shops sell under one GTIN or part number is one product, whichever came first."""

from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from click.testing import CliRunner

from service import rulesets
from service.app import create_app
from service.cli import main
from service.config import Config
from service.importers.run import import_file
from service.loading.catalogue import load_catalogue
from service.loading.offers import load_demo, load_offers
from service.publish.pipeline import publish
from service.store import identities
from service.store.same import same_products
from service.store.workspace import Workspace
from tests.conftest import THOROUGH

OFFERS = "sku,path,gtin,brand,mpn,name_da,name_en,group,price_dkk,net_content,net_unit,demo\n"
FIGURES = "sku,attribute,value,low,high,unit,status,source\n"
CERTIFICATES = "sku,code,licence,valid_from,valid_to,source\n"
MILK, CHEESE, LAPTOP = "food/dairy/milk-semi", "food/dairy/cheese-sliced", "laptop"
GTIN, OTHER = "9524000000019", "9524000000026"
Shop = tuple[str, str, str, str]  # id, lines of offers, of figures, of certificates


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the shipped catalogue loaded, to be copied."""
    folder = tmp_path_factory.mktemp("shipped")
    with Workspace(folder) as workspace:
        load_catalogue(workspace)
    return folder


@pytest.fixture
def folders(shipped: Path, tmp_path: Path) -> Callable[[], Path]:
    """Return a function that makes a workspace with the shipped catalogue."""
    numbers = iter(range(100))
    return lambda: copytree(shipped, tmp_path / f"workspace{next(numbers)}")


def line(
    sku: str, gtin: str = GTIN, group: str = MILK, brand: str = "Engsø", mpn: str = "", **more: str
) -> str:
    """Return a line of offers."""
    price, demo = more.get("price", "10"), more.get("demo", "0")
    return f"{sku},/p/{sku},{gtin},{brand},{mpn},Vare {sku},,{group},{price},1,kg,{demo}\n"


def shop(name: str, offers: str, figures: str = "", certificates: str = "") -> Shop:
    """Return what a shop loads."""
    return name, offers, figures, certificates


def figure(sku: str, value: float, status: str = "supplier", width: float = 0.0) -> str:
    """Return a line of figures: kg CO2e per kg."""
    low, high = value - width, value + width
    return f"{sku},co2e_agribalyse,{value},{low},{high},kg CO2e/kg,{status},demo\n"


def load(folder: Path, *shops: Shop) -> list[str]:
    """Load shops one after the other as their files are; return what was told."""
    notes: list[str] = []
    with Workspace(folder) as workspace:
        for name, *texts in shops:
            files = []
            heads = {"offers": OFFERS, "figures": FIGURES, "labels": CERTIFICATES}
            for (part, head), text in zip(heads.items(), texts, strict=True):
                files.append(folder / f"{name}-{part}.csv")
                files[-1].write_text(head + text, "utf-8")
            load_offers(workspace, name, [f"{name}.example.dk"], *files, tell=notes.append)
    return notes


class Asked:
    """A published workspace that is asked as the extension asks."""

    def __init__(self, folder: Path) -> None:
        with Workspace(folder) as workspace:
            self.report = publish(workspace, rulesets.load("default"), folder)
        self.client = create_app(Config(folder=folder)).test_client()

    def __call__(self, shop_id: str, **item: str) -> Any:
        """Return the answer to one item on a page of a shop."""
        body = {"shop": f"{shop_id}.example.dk", "items": [{"ref": "x", **item}]}
        return self.client.post("/api/v1/scores", json=body).json["items"][0]

    def bytes(self) -> list[bytes]:
        """Return what the service will answer, to the byte."""
        files = sorted(self.report.path.iterdir())
        return [f.read_bytes() for f in files if f.name.startswith(("answers", "keys"))]


def test_a_gtin_of_two_shops_is_known_in_both_and_in_a_third(folders):
    """And what is offered instead is always the asking shop's own."""
    folder = folders()
    better = {name: line(f"{name}2", "", price="12") for name in "ab"}
    assert not load(
        folder,
        shop("a", line("a1") + better["a"], figure("a1", 3) + figure("a2", 0.3)),
        shop("b", line("b1", f"0{GTIN}", price="9") + better["b"], figure("b2", 0.4)),
        shop("c", line("c9", "")),
    )
    ask = Asked(folder)
    assert ask.report.ambiguous == 0
    known = {name: ask(name, gtin=GTIN) for name in ("a", "b", "c", "nowhere")}
    assert {a["match"]["rung"] for a in known.values()} == {"gtin"}
    assert len({a["product"]["id"] for a in known.values()}) == 1
    assert {a["score"] for a in known.values()} == {ask("b", sku="b1")["score"]}
    assert [x["path"] for x in known["a"]["alternatives"]] == ["/p/a2"]
    assert [x["path"] for x in known["b"]["alternatives"]] == ["/p/b2"]
    assert [x["price_difference"] for x in known["a"]["alternatives"]] == [2]
    assert [x["price_difference"] for x in known["b"]["alternatives"]] == [3]
    assert not known["c"]["alternatives"]
    assert ask("a", sku="b1")["product"] is None
    by_id = ask.client.get("/api/v1/products/b:b1").json["item"]
    assert by_id["product"] == known["a"]["product"]


LAPTOPS = {"group": LAPTOP, "brand": "HP", "mpn": "6F6Y1EA#ABY"}
IN_ANY_ORDER = (
    shop(
        "a",
        line("1", brand="") + line("2", OTHER, CHEESE) + line("3", "", **LAPTOPS),
        figure("1", 2, width=0.5) + "3,tec,20,18,22,kWh,supplier,demo\n",
        "1,DK_ECO,X,2026-01-01,2030-01-01,demo\n1,NYCKELHALET,,,,demo\n",
    ),
    shop(
        "b",
        line("1") + line("2", OTHER, MILK) + line("3", "4006381333931", **LAPTOPS),
        figure("1", 1, width=0.5) + "3,tec,30,28,32,kWh,supplier,demo\n",
        "1,DK_ECO,X,2025-01-01,2031-01-01,demo\n",
    ),
    shop("c", line("1") + line("2", OTHER, MILK), figure("1", 4, "typical")),
)


def test_the_order_of_loading_and_loading_again_change_no_answer(folders):
    """Equal standing, blank brands and a contradiction too: the snapshots agree to the byte."""
    told = []
    for order in list(permutations(IN_ANY_ORDER))[:: 1 if THOROUGH else 5]:
        folder = folders()
        load(folder, *order)
        told.append(Asked(folder).bytes())
    load(folder, IN_ANY_ORDER[1], IN_ANY_ORDER[1])
    with Workspace(folder) as workspace:
        load_catalogue(workspace)
    told.append(Asked(folder).bytes())
    assert all(each == told[0] for each in told)
    ask = Asked(folder)
    answer = ask("c", gtin=GTIN)
    assert answer["product"]["brand"] == "Engsø"
    assert [(x["code"], x["valid_to"]) for x in answer["labels"]] == [
        ("DK_ECO", "2031-01-01"),
        ("NYCKELHALET", None),
    ]
    assert ask("c", gtin=OTHER)["product"] is None
    assert ask("c", mpn="6f6y1ea aby", brand="hp")["match"]["rung"] == "mpn"


@pytest.mark.parametrize("first", ["a", "b"])
def test_a_figure_of_better_standing_counts_whoever_loads_it(folders, first):
    """A measured figure stays when a typical one comes later, and comes in when it was first."""
    folder = folders()
    shops = [
        shop("a", line("1"), figure("1", 5, "typical")),
        shop("b", line("1"), figure("1", 1, "measured")),
    ]
    load(folder, *sorted(shops, key=lambda each: each[0] != first))
    assert Asked(folder)("a", sku="1")["facts"]["co2e"]["value"] == 1


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (line("2", group=CHEESE), ("group", MILK, CHEESE)),
        (line("2", brand="Havrelund"), ("brand", "Engsø", "Havrelund")),
    ],
)
def test_a_contradiction_joins_nothing_and_is_told_with_its_line(folders, other, said):
    """Place, both values and the remedy; each shop still knows its own."""
    folder = folders()
    assert not load(folder, shop("a", line("1")))
    (note,) = load(folder, shop("b", line("9", "") + other))
    column, mine, theirs = said
    assert note.startswith(f"b-offers.csv:3, {column}: ")
    assert all(text in note for text in (GTIN, f"'{mine}' (a:1)", f"'{theirs}' (b:2)", "Correct"))
    ask = Asked(folder)
    assert ask("a", gtin=GTIN)["product"] is None
    assert ask("a", sku="1")["product"]["id"] == "a:1"
    assert ask("b", sku="2", gtin=GTIN)["product"]["id"] == "b:2"
    assert not load(folder, shop("b", line("2")))
    assert Asked(folder)("b", gtin=GTIN)["product"]["id"] == "a:1"


def test_a_brand_with_its_company_form_is_the_same_brand(folders):
    """As part numbers have it already."""
    assert not load(
        folders(), shop("a", line("1", brand="HP")), shop("b", line("1", brand="HP Inc."))
    )


def test_a_part_number_joins_only_what_has_no_other_gtin(folders):
    """Two models of a family that a shop gives one part number stay two, known by their GTINs."""
    folder = folders()
    laptop = {"group": LAPTOP, "brand": "HP", "mpn": "EliteBook"}
    notes = load(folder, shop("a", line("1", **laptop) + line("2", OTHER, **laptop)))
    assert [note.split(":")[:2] for note in notes] == [
        ["a-offers.csv", "2, gtin"],
        ["a-offers.csv", "3, gtin"],
    ]
    ask = Asked(folder)
    assert ask("a", gtin=GTIN)["product"]["id"] == "a:1"
    assert ask("a", gtin=OTHER)["product"]["id"] == "a:2"
    assert ask("a", brand="HP", mpn="EliteBook")["product"] is None


def test_a_shop_that_drops_its_line_takes_only_its_own_with_it(folders):
    """The other shop's buyers still find the product, without the figure that is gone."""
    folder = folders()
    load(
        folder,
        shop("a", line("1"), figure("1", 1)),
        shop("b", line("1"), figure("1", 5, "typical")),
    )
    assert Asked(folder)("b", gtin=GTIN)["facts"]["co2e"]["value"] == 1
    load(folder, shop("a", line("2", "")))
    answer = Asked(folder)("b", gtin=GTIN)
    assert (answer["product"]["id"], answer["facts"]["co2e"]["value"]) == ("b:1", 5)


def test_two_lines_of_one_shop_with_one_gtin_are_one_product(folders):
    """A carton and a case: the GTIN is known, and each offer keeps its price."""
    folder = folders()
    load(folder, shop("a", line("1") + line("2", price="90")))
    ask = Asked(folder)
    assert ask.report.ambiguous == 0
    assert {ask("a", sku=sku)["product"]["id"] for sku in "12"} == {"a:1"}
    with Workspace(folder) as workspace:
        assert [(o["sku"], o["price"]) for o in workspace.rows("offers")] == [("1", 10), ("2", 90)]


def test_a_shops_part_number_leads_to_the_catalogues_device(folders):
    """The shop need not name the device; another group is told and joins nothing."""
    folder = folders()
    brand, number, device = "samsung", "sm a127f", "samsung-galaxy-a12"
    assert not load(folder, shop("a", line("1", "", "smartphone", brand, number)))
    assert Asked(folder)("a", sku="1")["product"]["id"] == device
    (note,) = load(folder, shop("a", line("1", "", MILK, brand, number)))
    assert f"'smartphone' ({device})" in note
    assert Asked(folder)("a", sku="1")["product"]["id"] == "a:1"


@pytest.mark.parametrize("first", ["import", "load"])
def test_what_an_import_knows_is_the_shops_product_too(folders, first):
    """Before or after; what it knows stays when the shop whose product it hangs on drops it."""
    folder = folders()
    file = folder / "prisliste.csv"
    file.write_text(
        f"Varenr.;GTIN;Varetekst;Mærke;Varegruppe;Mærkninger\n"
        f"77;{GTIN};Letmælk;Engsø;{MILK};Ø-mærket\n",
        "utf-8",
    )

    def imported() -> None:
        with Workspace(folder) as workspace:
            report = import_file(workspace, "supplier", file, shop="s")
            assert report.taken == 1

    if first == "import":
        imported()
    load(folder, shop("a", line("1")))
    if first == "load":
        imported()
    load(folder, shop("aa", line("1")))
    load(folder, shop("a", line("2", "")))
    ask = Asked(folder)
    assert ask.report.ambiguous == 0
    answer = ask("aa", gtin=GTIN)
    assert ask("aa", sku="1")["product"] == answer["product"]
    assert [label["code"] for label in answer["labels"]] == ["DK_ECO"]
    with Workspace(folder) as workspace:
        key = f"gtin:0{GTIN}"
        assert len(identities.by_keys(workspace, [key])[key]) == 1
        assert same_products(workspace)["aa:1"] == answer["product"]["id"]
        for name, sku in (("aa", "1"), ("s", "77")):
            assert identities.by_skus(workspace, name, [sku])[sku] == answer["product"]["id"]
        assert "aa:1" not in {product for product, _, _ in identities.titles(workspace)}


def test_what_the_demo_shop_sells_too_is_marked_as_invented(folders):
    """Whichever is loaded first, for figures of the demo count for it."""
    for demo_first in (True, False):
        folder = folders()
        mine = shop("a", line("1", "9524100001077"))
        with Workspace(folder) as workspace:
            if demo_first:
                load_demo(workspace, ["demo.example.dk"])
        load(folder, mine)
        with Workspace(folder) as workspace:
            if not demo_first:
                load_demo(workspace, ["demo.example.dk"])
        answer = Asked(folder)("a", gtin="9524100001077")
        assert (answer["product"]["id"], answer["product"]["demo"]) == ("a:1", True)


def test_the_command_tells_a_contradiction_and_loads_the_rest(folders, tmp_path: Path):
    """On standard error, so that the count stays alone on standard output."""
    folder = folders()
    load(folder, shop("a", line("1")))
    file = tmp_path / "mine.csv"
    file.write_text(OFFERS + line("1", group=CHEESE) + line("2", ""), "utf-8")
    arguments = ["--workspace", str(folder), "load-offers", str(file), "--shop", "b"]
    result = CliRunner().invoke(main, arguments)
    assert (result.exit_code, result.stdout) == (0, "loaded 2 offers of b\n")
    assert result.stderr.startswith("note: mine.csv:2, group: the GTIN 09524000000019 has ")
