"""Suppliers' files through the whole engine: in, scored, asked for, and in again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from service import rulesets
from service.cli import main
from service.publish.catalogue import read_catalogue
from service.publish.gaps import gaps
from service.store.workspace import Workspace
from service.template import GOODS, HEADER_ROW
from service.template_columns import columns
from tests.suppliers.conftest import FIXTURES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the shipped catalogue loaded."""
    assert kompas(tmp_path, "load").exit_code == 0
    return tmp_path


def kompas(folder: Path, *arguments: str | Path) -> Result:
    """Run the command line in a workspace."""
    return CliRunner().invoke(main, ["--workspace", str(folder), *map(str, arguments)])


def skus(folder: Path) -> dict[str, str]:
    """Return the shop's offers: SKU -> product."""
    with Workspace(folder) as workspace:
        return {o["sku"]: o["product_id"] for o in workspace.rows("offers")}


def test_a_price_list_is_imported_with_its_rejections(folder):
    """A wrong check digit costs the GTIN, not the row."""
    result = kompas(folder, "import", "supplier", FIXTURES / "prisliste.csv", "--shop", "butik")
    assert result.exit_code == 0, result.output
    assert set(skus(folder)) == {"1001", "1002", "2001"}
    assert "9524000000010" in result.output
    assert "check digit" in result.output


@pytest.mark.parametrize(
    ("source", "name", "offers"),
    [("peppol", "catalogue.xml", {"A-100", "B-200"}), ("bmecat", "bmecat.xml", {"FB-24"})],
)
def test_a_catalogue_is_imported(folder, source, name, offers):
    """And the same file again changes nothing."""
    for _ in range(2):
        result = kompas(folder, "import", source, FIXTURES / name, "--shop", "butik")
        assert result.exit_code == 0, result.output
        assert set(skus(folder)) == offers


@pytest.mark.parametrize(
    ("source", "name", "likely"),
    [("supplier", "catalogue.xml", "peppol"), ("peppol", "bmecat.xml", "bmecat"),
     ("bmecat", "prisliste.csv", "supplier")],
)  # fmt: skip
def test_a_file_of_another_source_is_refused_and_said_to_be_it(folder, source, name, likely):
    """Nothing is imported."""
    result = kompas(folder, "import", source, FIXTURES / name, "--shop", "butik")
    assert result.exit_code == 1
    assert f"kompas import {likely}" in result.output
    assert skus(folder) == {}


def test_two_suppliers_with_the_same_item_number_keep_their_own_products(folder, tmp_path):
    """An item number means something in its shop only."""
    (tmp_path / "a.csv").write_text("Varenr;Varenavn;Pris\n1;Ost;10,50\n", "utf-8")
    (tmp_path / "b.csv").write_text("Varenr;Varenavn;Pris\n1;Smør;20,50\n", "utf-8")
    for name in "ab":
        result = kompas(folder, "import", "supplier", tmp_path / f"{name}.csv", "--shop", name)
        assert result.exit_code == 0, result.output
    with Workspace(folder) as workspace:
        assert len({o["product_id"] for o in workspace.rows("offers")}) == 2


def test_a_data_request_that_comes_back_filled_in_closes_its_gap(folder, tmp_path):
    """Ask, fill in, import, ask again."""
    offer = "Varenr;Mærke;MPN;Varenavn;Varegruppe;Pris\n7;Fjeldbyte;FB-7;Bærbar;laptop;5000,00\n"
    (tmp_path / "o.csv").write_text(offer, "utf-8")
    assert (
        kompas(folder, "import", "supplier", tmp_path / "o.csv", "--shop", "butik").exit_code == 0
    )
    assert "energy" in missing(folder)
    result = kompas(folder, "gaps", "--requests", tmp_path)
    assert result.exit_code == 0, result.output
    [file] = tmp_path.glob("dataanmodning-*.xlsx")
    book = load_workbook(file)
    at = [c.id for c in columns("laptop")].index("tec") + 1
    book[GOODS].cell(HEADER_ROW + 3, at, "18,5")
    book.save(file)
    result = kompas(folder, "import", "supplier", file, "--shop", "butik")
    assert result.exit_code == 0, result.output
    assert "energy" not in missing(folder)
    with Workspace(folder) as workspace:
        assert [o["price"] for o in workspace.rows("offers")] == [5000]


def missing(folder: Path) -> set[str]:
    """Return the criteria that the default rules miss."""
    with Workspace(folder) as workspace:
        catalogue = read_catalogue(workspace, date.today())
    found = gaps(rulesets.load("default"), catalogue)
    return {found.questions[asked].criterion for asked in found.question.tolist()}
