"""The supplier's workbook: fill it in, send it back, and it is read without a mapping."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from scoring.errors import KompasError
from service.importers.base import Certificate
from service.importers.columns import recognise
from service.template import GOODS, HEADER_ROW, LISTS, Prefilled, inert, write_template
from service.template_columns import columns, lists

GROUPS = ("", "laptop", "monitor", "smartphone", "food", "food/dairy")


def fill(file: Path, row: dict[str, object], group: str = "") -> None:
    """Fill in the first free row of a workbook, as a supplier would."""
    book = load_workbook(file)
    sheet = book[GOODS]
    for index, column in enumerate(columns(group), 1):
        if column.id in row:
            sheet.cell(HEADER_ROW + 3, index, row[column.id])
    book.save(file)


@pytest.mark.parametrize("group", GROUPS)
def test_an_unfilled_template_imports_as_nothing(read, tmp_path, group):
    """Titles, both headers and the example row are no products."""
    write_template(tmp_path / "t.xlsx", group)
    found = read(tmp_path / "t.xlsx")
    assert (found.records, found.rejections) == ([], [])


@pytest.mark.parametrize("group", GROUPS)
def test_every_header_leads_to_its_column_in_both_languages(group):
    """So that neither a mapping nor a special reader is needed."""
    for column in columns(group):
        assert recognise(column.da).column == column.id
        assert recognise(column.en).column == column.id


def test_a_filled_in_template_imports_whole(read, tmp_path):
    """Drop-down values, Danish dates and numbers, units from the headers."""
    write_template(tmp_path / "t.xlsx", "laptop")
    fill(
        tmp_path / "t.xlsx",
        {
            "sku": "0042", "gtin": "9524000000019", "mpn": "21HM-004", "brand": "Fjeldbyte",
            "name": 'Bærbar 14"', "group": "Bærbare computere (laptop)", "price": 5400.5,
            "currency": "DKK", "path": "/vare/42", "labels_1": "TCO Certified, generation 10",
            "licence_1": "T-1", "valid_to_1": date(2028, 1, 31), "labels_2": "EPEAT Gold",
            "tec": "18,5", "repair_class": "B", "warranty_years": 3, "gwp_use_ratio": 17,
            "gwp_total": 240, "recycled_content": 20, "screen_size": 14, "refurbished": "nej",
        },
        "laptop",
    )  # fmt: skip
    found = read(tmp_path / "t.xlsx")
    assert found.rejections == []
    assert (found.one.offer.sku, found.one.group) == ("0042", "laptop")
    assert found.one.certificates == (
        Certificate("TCO_DEVELOPMENT:10", "T-1", valid_to=date(2028, 1, 31)),
        Certificate("EPEAT_GOLD"),
    )
    assert found.figures() == {
        "tec": 18.5, "repair_class": 2, "warranty_years": 3, "gwp_use_ratio": pytest.approx(0.17),
        "gwp_total": 240, "recycled_content": 20, "screen_size": 14, "refurbished": 0,
    }  # fmt: skip


@pytest.mark.parametrize("group", GROUPS)
def test_every_choice_of_the_lists_is_understood(read, tmp_path, group):
    """A supplier who only uses drop-downs has no rejection."""
    choices = lists(group)
    for label in choices["labels"]:
        found = read(f"Varenr;Varenavn;Mærkning 1\n1;x;{label}\n")
        assert len(found.one.certificates) == 1, label
    for name in choices["groups"]:
        found = read(f'Varenr\tVarenavn\tVaregruppe\n1\tx\t"{name}"\n')
        assert f"({found.one.group})" in name
    for unit in choices["units"]:
        assert read(f"Varenr;Varenavn;Indhold;Enhed\n1;x;2;{unit}\n").one.offer.net_content


def test_the_columns_have_drop_downs_from_a_hidden_sheet(tmp_path):
    """Groups, labels, units and yes/no."""
    write_template(tmp_path / "t.xlsx", "food")
    book = load_workbook(tmp_path / "t.xlsx")
    assert book[LISTS].sheet_state == "hidden"
    rules = book[GOODS].data_validations.dataValidation
    assert len(rules) == sum(bool(c.choices) for c in columns("food"))
    assert all(str(rule.formula1).startswith(f"={LISTS}!$") for rule in rules)


def test_a_template_for_laptops_asks_for_nothing_about_food(tmp_path):
    """And the other way round."""
    laptop, food = ({c.id for c in columns(g)} for g in ("laptop", "food"))
    assert "tec" in laptop - food
    assert {"co2e_kg", "content"} <= food - laptop


@pytest.mark.parametrize("text", ["=1+1", "+45 12", "-SUM(A1)", '@cmd|"/C calc"', "\t=1", "\r=1"])
def test_no_text_of_others_becomes_a_formula(read, tmp_path, text):
    """It is inert in the workbook, and comes back as it was."""
    row = Prefilled({"sku": "1", "name": text, "group": text})
    write_template(tmp_path / "t.xlsx", "", [row])
    cells = [c for r in load_workbook(tmp_path / "t.xlsx")[GOODS].iter_rows() for c in r]
    assert all(c.data_type != "f" for c in cells)
    assert read(tmp_path / "t.xlsx").one.name_da == text.strip()


def test_control_characters_do_not_break_a_workbook(tmp_path):
    """XML cannot hold them."""
    write_template(tmp_path / "t.xlsx", "", [Prefilled({"sku": "a\x00\x0b\ud800b"})])
    assert inert("a\x00b") == "ab"


def test_an_unknown_group_is_refused():
    """With some that there are."""
    with pytest.raises(KompasError, match="laptop"):
        columns("bil")
