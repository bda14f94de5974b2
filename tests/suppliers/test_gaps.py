"""Gaps: what evidence is missing, what it would settle, and the request that asks for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from service import rulesets
from service.cli import main
from service.data_requests import write_requests
from service.importers.base import Reading
from service.importers.supplier_file import SupplierFile
from service.loading.catalogue import load_catalogue
from service.loading.offers import load_offers
from service.publish.catalogue import Catalogue, read_catalogue
from service.publish.gap_list import Gap, Gaps, goods_of
from service.publish.gaps import gaps
from service.store.workspace import Workspace
from tests.suppliers.conftest import found_in

OFFERS = """sku,path,gtin,brand,mpn,name_da,name_en,group,price_dkk,net_content,net_unit,demo
L1,/l1,9524000000019,Fjeldbyte,AB-1,Bærbar uden noget,,laptop,5000,,,0
L2,/l2,,Fjeldbyte,AB-2,Bærbar med energi,,laptop,6000,,,0
L3,/l3,,Fjeldbyte,AB-3,=Bærbar med alt,,laptop,7000,,,0
M1,/m1,,Engsø,,Letmælk,,food/dairy/milk-semi,10,1,l,0
M2,/m2,,Engsø,,Letmælk med eget tal,,food/dairy/milk-semi,10,1,l,0
T1,/t1,,Engsø,,Mejeri uden tal,,food/dairy,10,1,kg,0
"""
EVIDENCE = """sku,attribute,value,low,high,unit,status,source
L2,tec,15,,,kWh/år,supplier,demo
L3,tec,15,,,kWh/år,supplier,demo
L3,repair_index,7.5,,,af 10,measured,demo
L3,warranty_years,3,,,år,supplier,demo
L3,recycled_content,30,,,%,supplier,demo
L3,gwp_total,240,,,kg CO2e,supplier,demo
L3,gwp_use_ratio,0.2,,,,supplier,demo
M2,co2e_agribalyse,1.2,,,kg CO2e/kg,supplier,demo
"""
LABELS = "sku,code,licence,valid_from,valid_to,source\nL3,TCO_DEVELOPMENT:10,T,,2099-01-01,demo\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace with six products of one shop."""
    folder = tmp_path_factory.mktemp("gaps")
    for name, text in (("offers", OFFERS), ("evidence", EVIDENCE), ("labels", LABELS)):
        (folder / f"{name}.csv").write_text(text, "utf-8")
    with Workspace(folder) as workspace:
        load_catalogue(workspace)
        files = (folder / f"{name}.csv" for name in ("offers", "evidence", "labels"))
        load_offers(workspace, "butik", ["butik.dk"], *files)
    return folder


@pytest.fixture(scope="module")
def catalogue(folder: Path) -> Catalogue:
    """Return the workspace's content."""
    with Workspace(folder) as workspace:
        return read_catalogue(workspace, date(2026, 11, 23))


@pytest.fixture(scope="module")
def columns(catalogue: Catalogue) -> Gaps:
    """Return all gaps by the default rules."""
    return gaps(rulesets.load("default"), catalogue)


@pytest.fixture(scope="module")
def found(columns: Gaps, catalogue: Catalogue) -> list[Gap]:
    """Return them one by one."""
    return columns.listed(goods_of(catalogue.products))


def now(catalogue: Catalogue, supplier: str = "") -> list[Gap]:
    """Return the gaps of a catalogue one by one."""
    found = gaps(rulesets.load("default"), catalogue, supplier)
    return found.listed(goods_of(catalogue.products))


def of(found: list[Gap], sku: str) -> dict[str, Gap]:
    """Return a product's gaps by criterion."""
    return {g.criterion: g for g in found if g.product == f"butik:{sku.lower()}"}


def test_a_product_without_evidence_lacks_every_criterion(found):
    """Each with the columns that would answer it."""
    mine = of(found, "L1")
    assert set(mine) == {"ecolabel", "repair", "warranty", "energy", "carbon", "materials"}
    assert mine["energy"].columns == ("tec",)
    assert mine["ecolabel"].columns == ("labels_1", "licence_1", "valid_to_1")
    assert set(mine["carbon"].columns) >= {"gwp_total", "gwp_use_ratio"}


def test_what_is_known_is_no_gap(found):
    """Energy is known of one, everything of another."""
    assert "energy" not in of(found, "L2")
    assert of(found, "L3") == {}


def test_the_heavier_criterion_settles_more(found):
    """An ecolabel is 30 of 100, a warranty 10."""
    mine = of(found, "L1")
    assert mine["ecolabel"].coverage == pytest.approx(0.30)
    assert mine["ecolabel"].grades > mine["warranty"].grades
    assert mine["ecolabel"].weight > mine["warranty"].weight


def test_doubt_is_never_more_than_the_scale(found):
    """Five grades have four steps between them."""
    assert all(0 <= g.grades <= 4 and 0 <= g.coverage <= 1 for g in found)


def test_food_with_its_kinds_figure_only_lacks_its_own(found):
    """The figure of its kind may be off by the rules' fallback factor."""
    gap = of(found, "M1")["climate"]
    assert gap.grades > 0
    assert gap.coverage == 0
    assert gap.columns == ("co2e_kg", "co2e_source")
    assert of(found, "M2") == {}


def test_food_without_any_figure_lacks_the_whole_score(found):
    """Nothing can be said of it."""
    gap = of(found, "T1")["climate"]
    assert (gap.grades, gap.coverage) == (4, 1)


def test_the_list_is_ranked_by_offers_and_doubt(catalogue, found):
    """A product that is offered ten times comes before one that is offered once."""
    assert [g.weight for g in found] == sorted((g.weight for g in found), reverse=True)
    more = [{**o, "sku": f"x{n}"} for n in range(9) for o in catalogue.offers if o["sku"] == "L2"]
    ranked = now(replace(catalogue, offers=[*catalogue.offers, *more]))
    assert ranked[0].product == "butik:l2"
    assert ranked[0].offers == 10


def test_offers_belong_to_their_supplier_where_it_is_known(catalogue):
    """Else to the shop; withdrawn offers belong to nobody."""
    offers = [{**o, "supplier": "Engsø" if o["sku"] == "T1" else ""} for o in catalogue.offers]
    offers = [{**o, "withdrawn_by": 1} if o["sku"] == "L1" else o for o in offers]
    changed = replace(catalogue, offers=offers)
    assert {g.product for g in now(changed, "engsø")} == {"butik:t1"}
    assert "butik:l1" not in {g.product for g in now(changed)}


def test_a_product_that_two_sell_is_a_gap_of_each(catalogue):
    """Each with its own offers; what weighs the same stands by supplier, product and criterion."""
    more = [{**o, "sku": f"{o['sku']}-{n}", "supplier": "Nord"}
            for n in range(2) for o in catalogue.offers if o["sku"] in ("L1", "L2")]  # fmt: skip
    ranked = now(replace(catalogue, offers=[*catalogue.offers, *more]))
    assert {(g.supplier, g.offers) for g in ranked if g.product == "butik:l1"} == {
        ("butik", 1), ("Nord", 2)
    }  # fmt: skip
    keys = [(-g.weight, g.supplier, g.product, g.criterion) for g in ranked]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


def test_a_catalogue_that_nobody_sells_has_no_gaps(catalogue, tmp_path):
    """Nor anything to ask for."""
    unsold = replace(catalogue, offers=[])
    found = gaps(rulesets.load("default"), unsold)
    assert len(found) == 0
    assert len(found.of("butik")) == 0
    assert write_requests(tmp_path, found, unsold) == []


def test_a_data_request_is_the_template_with_the_goods_filled_in(catalogue, columns, tmp_path):
    """It imports as it is, and keeps price and content as they were."""
    [file] = write_requests(tmp_path, columns, catalogue)
    items = found_in(SupplierFile(), file, Reading(shop="butik"))
    assert items.rejections == []
    assert {r.offer.sku for r in items.records} == {"L1", "L2", "M1", "T1"}
    milk = next(r for r in items.records if r.offer.sku == "M1")
    assert (milk.group, milk.offer.price, milk.offer.net_content, milk.offer.net_unit) == (
        "food/dairy/milk-semi", 10, 1, "l"
    )  # fmt: skip
    laptop = next(r for r in items.records if r.offer.sku == "L1")
    assert (laptop.gtins, laptop.part_numbers) == (("09524000000019",), ("AB1",))


def test_what_others_measured_does_not_go_out_to_come_back_as_the_suppliers_word(
    catalogue, columns, tmp_path
):
    """Held figures are grey and empty, missing ones yellow and empty."""
    [file] = write_requests(tmp_path, columns, catalogue)
    items = found_in(SupplierFile(), file, Reading(shop="butik"))
    assert all(not r.figures and not r.certificates for r in items.records)


@pytest.mark.parametrize("name", ["../../etc/passwd", "=cmd()", "", "Ærø A/S", "CON", "x" * 300])
def test_a_suppliers_name_is_never_a_path(catalogue, tmp_path, name):
    """Its letters and digits are all that the file's name takes."""
    offers = [{**o, "supplier": name} for o in catalogue.offers]
    changed = replace(catalogue, offers=offers)
    mine = gaps(rulesets.load("default"), changed)
    for file in write_requests(tmp_path, mine, changed):
        assert file.parent == tmp_path
        assert file.name.startswith("dataanmodning-")


def test_the_commands_print_gaps_and_write_requests_and_templates(folder, tmp_path):
    """As a data steward uses them."""
    runner = CliRunner()
    result = runner.invoke(
        main,
        ["--workspace", str(folder), "gaps", "--limit", "3", "--requests", str(tmp_path)],
        catch_exceptions=False,
    )
    assert result.exit_code == 0
    assert "Mejeri uden tal: Klimaaftryk pr. kg" in result.output
    assert (tmp_path / "dataanmodning-butik.xlsx").exists()
    result = runner.invoke(main, ["template", str(tmp_path / "t.xlsx"), "--group", "laptop"])
    assert result.exit_code == 0
    result = runner.invoke(main, ["mapping", str(tmp_path / "t.xlsx")])
    assert 'sku = "Varenr."' in result.output
