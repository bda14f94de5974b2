"""Gaps beside a snapshot: what the workspace gives, row for row, read again without it."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from openpyxl import load_workbook

from scoring.errors import KompasError
from service import data_requests, rulesets
from service.data_requests import write_requests
from service.loading.offers import load_offers
from service.publish.catalogue import Catalogue, read_catalogue
from service.publish.gap_list import Gap, Goods, goods_of
from service.publish.gaps import gaps
from service.publish.pipeline import publish
from service.publish.stored_gaps import StoredGaps
from service.store.columns_file import (
    COLUMNS,
    mapped_columns,
    packed,
    picked,
    read_columns,
    write_columns,
)
from service.store.snapshot_folder import point_back
from service.store.workspace import Workspace

HEAD = "sku,path,gtin,brand,mpn,name_da,name_en,group,price_dkk,net_content,net_unit,demo\n"
OFFERS = HEAD + (
    "1,/1,9524100001077,Engsø,,Letmælk,,food/dairy/milk-semi,10,1,l,0\n"
    "2,/2,,Engsø,,Skæreost,,food/dairy,30,1,kg,0\n"
    "3,/3,,Fjeldbyte,AB-1,Bærbar,,laptop,5000,,,0\n"
)
NO_FIGURES = "sku,attribute,value,low,high,unit,status,source\n"
NO_LABELS = "sku,code,licence,valid_from,valid_to,source\n"


@pytest.fixture(scope="module")
def folder(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the demo with a second shop, which shares a GTIN with the first, published."""
    place = tmp_path_factory.mktemp("stored")
    copy = Path(shutil.copytree(published, place / "workspace", symlinks=True))
    texts = {"offers": OFFERS, "evidence": NO_FIGURES, "labels": NO_LABELS}
    for name, text in texts.items():
        (place / f"{name}.csv").write_text(text, "utf-8")
    with Workspace(copy) as workspace:
        load_offers(workspace, "nord", ["nord.dk"], *(place / f"{name}.csv" for name in texts))
        publish(workspace, rulesets.load("default"), copy)
    return copy


@pytest.fixture(scope="module")
def catalogue(folder: Path) -> Catalogue:
    with Workspace(folder) as workspace:
        return read_catalogue(workspace, date.today())


@pytest.fixture(scope="module")
def now(catalogue: Catalogue) -> list[Gap]:
    """Return what the workspace's gaps are."""
    return gaps(rulesets.load("default"), catalogue).listed(goods_of(catalogue.products))


def beside(folder: Path) -> StoredGaps:
    found = StoredGaps.beside((folder / "snapshot").resolve())
    assert found is not None
    return found


def listed(stored: StoredGaps, rows: Any, names: dict[str, str]) -> list[Gap]:
    def goods(product: int) -> Goods:
        (name,) = stored.ids(np.array([product]))
        return Goods(name, names[name], stored.group[product])

    return stored.gaps.take(rows).listed(goods)


def test_what_is_stored_is_what_the_workspace_gives(
    folder: Path, catalogue: Catalogue, now: list[Gap]
) -> None:
    """Every value of every gap, in the same order; the demo has food and IT, two suppliers."""
    names = dict(zip(catalogue.products.ids, catalogue.products.names["da"], strict=True))
    stored = beside(folder)
    assert listed(stored, stored.rows(), names) == now
    assert {gap.supplier for gap in now} == {"demo", "nord"}
    assert len({gap.columns for gap in now}) > 5


def test_suppliers_come_with_their_totals_the_weightiest_first(
    folder: Path, now: list[Gap]
) -> None:
    stored = beside(folder)
    for name, (count, products, weight) in stored.suppliers.items():
        mine = [gap for gap in now if gap.supplier == name]
        assert (count, products) == (len(mine), len({gap.product for gap in mine}))
        assert weight == pytest.approx(sum(gap.weight for gap in mine))
    weights = [weight for *_, weight in stored.suppliers.values()]
    assert weights == sorted(weights, reverse=True)
    assert set(stored.groups) == {gap.group for gap in now}


@pytest.mark.parametrize("supplier", ["", "demo", "nord", "nobody"])
@pytest.mark.parametrize("group", ["", "food", "food/dairy", "laptop", "foo"])
def test_filters_leave_what_they_name(
    folder: Path, catalogue: Catalogue, now: list[Gap], supplier: str, group: str
) -> None:
    stored = beside(folder)
    names = dict(zip(catalogue.products.ids, catalogue.products.names["da"], strict=True))
    assert listed(stored, stored.rows(supplier, group), names) == [
        gap
        for gap in now
        if supplier in ("", gap.supplier)
        and f"{gap.group}/".startswith(f"{group}/" if group else "")
    ]


@pytest.mark.parametrize("supplier", ["demo", "nord"])
@pytest.mark.parametrize("most", [2, 5_000])
def test_a_request_of_the_goods_alone_is_that_of_the_whole_catalogue(
    folder: Path, catalogue: Catalogue, tmp_path: Path, supplier: str, most: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Cell by cell, colours too; nord's milk is the demo shop's product, with its figures."""
    monkeypatch.setattr(data_requests, "MOST_ROWS", most)
    goods = beside(folder).goods_of(supplier, most)
    assert 0 < len(goods) <= most
    with Workspace(folder) as workspace:
        some = read_catalogue(workspace, date.today(), only=goods)
    assert len(some.products) == len(goods) < len(catalogue.products)
    rules = rulesets.load("default")
    books = []
    for each in (some, catalogue):
        found = gaps(rules, each, supplier)
        (file,) = write_requests(tmp_path / str(len(books)), found, each)
        books.append(cells(file))
    assert books[0] == books[1]


def cells(file: Path) -> list[Any]:
    sheets = load_workbook(file).worksheets
    return [
        [(cell.coordinate, cell.value, cell.fill.fgColor.rgb) for row in sheet for cell in row]
        for sheet in sheets
    ]


def test_the_goods_that_are_read_are_as_in_the_whole_catalogue(
    folder: Path, catalogue: Catalogue
) -> None:
    """A product by the id of either shop that sells it."""
    row = next(r for r in range(len(catalogue.products)) if len(offers_of(catalogue, r)) > 1)
    product = catalogue.products[row]
    ids = [product.id, *(own for own, other in catalogue.same.items() if other == product.id)]
    assert len(ids) > 1
    for one in ids:
        with Workspace(folder) as workspace:
            some = read_catalogue(workspace, date.today(), only=[one])
        assert [p._replace(row=row) for p in some.products] == [product]
        assert list(some.offers) == offers_of(catalogue, row)
        assert some.identifiers == [i for i in catalogue.identifiers if i[1] == product.id]


def offers_of(catalogue: Catalogue, row: int) -> list[Any]:
    return [o for o in catalogue.offers if o["product_id"] == catalogue.products.ids[row]]


def test_no_goods_are_an_empty_catalogue(folder: Path) -> None:
    with Workspace(folder) as workspace:
        some = read_catalogue(workspace, date.today(), only=[])
    assert (len(some.products), len(some.offers)) == (0, 0)


def test_a_snapshot_that_is_put_back_brings_its_own_gaps(folder: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "copy", symlinks=True))
    before = len(beside(copy).gaps)
    with Workspace(copy) as workspace:
        publish(workspace, rulesets.load("default-concito"), copy)
    assert len(beside(copy).gaps) != before
    assert point_back(copy, rulesets.load("default").hash, date.today().isoformat())
    assert len(beside(copy).gaps) == before


def test_the_same_catalogue_is_stored_as_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "copy", symlinks=True))
    before = (copy / "snapshot" / COLUMNS).read_bytes()
    with Workspace(copy) as workspace:
        path = publish(workspace, rulesets.load("default"), copy, valid_days=9).path
    assert path.name != (folder / "snapshot").resolve().name
    assert (path / COLUMNS).read_bytes() == before


def test_a_catalogue_that_nobody_sells_stores_no_gaps(folder: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "copy", symlinks=True))
    with Workspace(copy) as workspace:
        with workspace.writing():
            workspace.connection.execute("DELETE FROM offers")
        publish(workspace, rulesets.load("default"), copy)
    stored = beside(copy)
    assert (len(stored.gaps), stored.suppliers, stored.groups) == (0, {}, [])
    assert len(stored.rows("demo", "food")) == 0


def test_mapped_arrays_are_those_that_are_read(folder: Path, tmp_path: Path) -> None:
    write_columns(tmp_path / COLUMNS, {"gap:none": np.zeros(0), "æ": np.arange(3, dtype=np.int8)})
    for snapshot in ((folder / "snapshot").resolve(), tmp_path):
        read, mapped = read_columns(snapshot), mapped_columns(snapshot, "")
        assert read.keys() == mapped.keys()
        for name, array in read.items():
            assert array.dtype == mapped[name].dtype
            assert array.tobytes() == mapped[name].tobytes()


@pytest.mark.parametrize("damage", [b"", b"no archive", None])
def test_columns_that_cannot_be_read_say_so(tmp_path: Path, damage: bytes | None) -> None:
    if damage is not None:
        (tmp_path / COLUMNS).write_bytes(damage)
    with pytest.raises(KompasError, match="Publish once more"):
        mapped_columns(tmp_path, "gap:")


def test_some_texts_are_picked_in_the_order_asked_for() -> None:
    texts = ["a", "", "ø", "last"]
    assert picked(packed(texts), np.array([3, 0, 2, 1])) == ["last", "a", "ø", ""]
    assert picked(packed(texts), np.zeros(0, dtype=np.int64)) == []
