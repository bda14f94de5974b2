"""One workbook per supplier: the template with its goods filled in and what is missing marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from scoring.errors import KompasError
from scoring.rules import inside
from service.importers import groups
from service.importers.supplier_record import slug
from service.publish.catalogue import Catalogue, Row
from service.publish.gap_list import Gaps
from service.publish.gaps import current, supplier_of
from service.publish.subjects import Subject
from service.template import Prefilled, write_template
from service.template_columns import FIGURES

MOST_ROWS = 5_000  # goods in one workbook, the weightiest first; nobody fills in more


def write_requests(folder: Path, found: Gaps, catalogue: Catalogue) -> list[Path]:
    """Write a data request for every supplier that has gaps; return the files.

    Args:
        found: gaps of the catalogue; the goods stand in this order.

    Raises:
        KompasError: where the folder or a file cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KompasError(str(folder), f"cannot be made: {error}.", "Choose another.") from None
    offers: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for offer in current(catalogue.offers):
        offers[supplier_of(offer), offer["product_id"]].append(offer)
    numbers = _numbers(catalogue)
    files: list[Path] = []
    for supplier, asked in _by_supplier(found):
        subjects = [catalogue.products[product] for product in asked]
        rows = [
            _row(subject, offer, asked[subject.row], numbers.get(subject.id, {}))
            for subject in subjects
            for offer in offers[supplier, subject.id]
        ]
        file = _name(folder, supplier, files)
        write_template(file, _common([subject.group for subject in subjects]), rows[:MOST_ROWS])
        files.append(file)
    return files


def _by_supplier(found: Gaps) -> Iterator[tuple[str, dict[int, set[str]]]]:
    """Yield each supplier, and product -> the columns that are asked for, in the gaps' order.

    Of each supplier's goods the first MOST_ROWS.
    """
    _, first = np.unique(found.supplier.index, return_index=True)
    for supplier in [found.supplier[row] for row in np.sort(first).tolist()]:
        mine = found.take(found.of(supplier))
        products, first = np.unique(mine.product, return_index=True)
        goods = products[np.argsort(first)][:MOST_ROWS].tolist()
        asked: dict[int, set[str]] = {product: set() for product in goods}
        for product, question in zip(mine.product.tolist(), mine.question.tolist(), strict=True):
            if product in asked:
                asked[product].update(mine.questions[question].columns)
        yield supplier, asked


def _numbers(catalogue: Catalogue) -> dict[str, dict[str, str]]:
    """Return product -> its GTIN and part number, for the supplier to recognise it by."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for key, product, rung in catalogue.identifiers:
        value = key.partition(":")[2]
        if rung == "gtin":
            found[product].setdefault("gtin", value)
        elif rung == "mpn":
            found[product].setdefault("mpn", value.partition("|")[2].upper())
    return found


def _row(subject: Subject, offer: Row, asked: set[str], numbers: Mapping[str, str]) -> Prefilled:
    values: dict[str, str | float] = {
        **numbers,
        "sku": offer["sku"],
        "brand": subject.brand,
        "name": subject.names["da"],
        "group": f"{groups.ids().get(subject.group, subject.group)} ({subject.group})",
    }
    # An empty price would be read as "no price any more", so what is known goes out and back.
    known = {
        "price": offer["price"],
        "currency": offer["currency"] if offer["price"] is not None else None,
        "path": offer["path"],
        "content": offer["net_content"],
        "unit": {"pcs": "stk"}.get(offer["net_unit"], offer["net_unit"]),
    }
    values |= {column: value for column, value in known.items() if value not in (None, "")}
    held = {"co2e_kg" if a.startswith("co2e_") else a for a in subject.evidence}
    return Prefilled(
        {column: value for column, value in values.items() if value != ""},
        missing=frozenset(asked),
        held=frozenset(held & set(FIGURES)) - asked,
    )


def _common(found: Sequence[str]) -> str:
    """Return the top group that all products are in, "" where there are several."""
    tops = {group.split("/")[0] for group in found}
    top = tops.pop() if len(tops) == 1 else ""
    return top if top and inside(top, tuple(groups.ids())) else ""


def _name(folder: Path, supplier: str, taken: Sequence[Path]) -> Path:
    """Return a file for a supplier, whose name is foreign text and never used as a path."""
    stem = f"dataanmodning-{slug(supplier) or 'leverandoer'}"
    file, number = folder / f"{stem}.xlsx", 2
    while file in taken:
        file, number = folder / f"{stem}-{number}.xlsx", number + 1
    return file
