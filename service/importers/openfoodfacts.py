"""Open Food Facts: the export of products as JSON lines or tab-separated CSV, gzip or plain.

Volunteers write it. It gives identity (GTIN, names, net content), labels and, where a product is
placed in Agribalyse, the product group; its category names are no route to a group.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scoring.errors import KompasError
from service.importers.base import (
    About,
    Certificate,
    Figure,
    Item,
    Reading,
    Record,
    Rejection,
    Sample,
    Source,
)
from service.importers.jsonfile import json_lines, text, texts
from service.importers.safe import csv_rows, open_bytes
from service.importers.values import fault, number, year

LABELS = {
    "en:eu-organic": "EU_ORGANIC_FARMING",
    "en:organic": "EU_ORGANIC_FARMING",  # in the EU the word is kept for certified goods
    "en:dk-oko": "DK_ECO",
    "da:ø-mærket": "DK_ECO",
    "da:statskontrolleret-økologisk": "DK_ECO",
    "en:krav": "KRAV_MARK",
    "en:debio": "DEBIO",
    "en:ab-agriculture-biologique": "AGRICULTURE_BIOLOGIQUE",
    "fr:ab-agriculture-biologique": "AGRICULTURE_BIOLOGIQUE",
    "de:eg-öko-verordnung": "EU_ORGANIC_FARMING",
    "en:demeter": "DEMETER_LABEL",
    "en:sustainable-seafood-msc": "MARINE_STEWARDSHIP_COUNCIL_LABEL",
    "en:msc": "MARINE_STEWARDSHIP_COUNCIL_LABEL",
    "en:responsible-aquaculture-asc": "AQUACULTURE_STEWARDSHIP_COUNCIL",
    "en:asc": "AQUACULTURE_STEWARDSHIP_COUNCIL",
    "en:fair-trade": "FAIR_TRADE_MARK",
    "en:fairtrade-international": "FAIR_TRADE_MARK",
    "en:max-havelaar": "FAIR_TRADE_MARK",
    "en:rainforest-alliance": "RAINFOREST_ALLIANCE",
    "en:utz-certified": "UTZ_CERTIFIED",
    "fr:label-rouge": "LABEL_ROUGE",
    "fr:bleu-blanc-coeur": "BLEU_BLANC_COEUR",
    "en:sustainable-palm-oil": "SUSTAINABLE_PALM_OIL_RSPO",
    "en:roundtable-on-sustainable-palm-oil": "SUSTAINABLE_PALM_OIL_RSPO",
    "en:keyhole": "NYCKELHALET",
}
CONTENT = {"g": ("net_content_kg", "kg"), "ml": ("net_content_l", "l")}
LARGEST = 1e6  # g or ml
CODES = ("agribalyse_food_code:en", "agribalyse_proxy_food_code:en", "ciqual_food_code:en")
SHOP_NUMBERS, SHOP_NUMBERS_8 = ("2", "02", "04"), ("0", "2")  # of 13 digits, and of 8
GTIN_13, GTIN_8 = 13, 8


class OpenFoodFacts:
    """Reads openfoodfacts-products.jsonl and en.openfoodfacts.org.products.csv."""

    id = "openfoodfacts"
    title = "Open Food Facts export (JSON lines or tab-separated CSV)"
    licence = "ODbL 1.0 and DbCL 1.0"

    def recognises(self, sample: Sample) -> bool:
        """Tell by the fields that its products have, or its columns."""
        head = sample.head.lstrip()
        if head.startswith(b"{"):
            return b'"code"' in head and (b'"_keywords"' in head or b"_tags" in head)
        return head.startswith(b"code\t") and b"\tproduct_name\t" in head

    def about(self, file: Path, reading: Reading) -> About:
        """Return the origin; its version is the file's own day unless the mapping gives one.

        A file may be a choice of products, so it withdraws nothing.
        """
        version = reading.options.get("version", "") or _day_of(file)
        return About(
            name="Open Food Facts",
            version=version,
            year=year(version),
            publisher="Open Food Facts",
            licence=self.licence,
            attribution="Open Food Facts (openfoodfacts.org), made available under the ODbL 1.0",
            url="https://world.openfoodfacts.org/data",
            complete=False,
        )

    def read(self, file: Path, reading: Reading) -> Iterator[Item]:
        """Yield a record a product."""
        with open_bytes(file) as stream:
            lines = stream.read(64).lstrip().startswith(b"{")
        if lines:
            for line, item in json_lines(file):
                yield from _product(f"line {line}", item)
            return
        for row in csv_rows(file, ("code", "product_name"), delimiter="\t", quoted=False):
            if isinstance(row, Rejection):
                yield row
            else:
                yield from _product(row.place, row.cells)


SOURCE: Source = OpenFoodFacts()


def _day_of(file: Path) -> str:
    try:
        return datetime.fromtimestamp(file.stat().st_mtime, UTC).date().isoformat()
    except (OSError, OverflowError, ValueError) as error:
        raise KompasError(file.name, f"cannot be read: {error}.", "Check its rights.") from None


def _product(place: str, item: Any) -> Iterator[Item]:
    if not isinstance(item, Mapping):
        reason = f"is no JSON: {item}." if isinstance(item, ValueError) else "is no product."
        yield Rejection(place, "", "", reason, "Download the file again.")
        return
    code = text(item, "code")
    name = text(item, "product_name_da") or text(item, "product_name")
    if not code or not name:
        yield Rejection(place, "code", code, "has no code or no name.", "Nothing to do.")
        return
    gtins: tuple[str, ...] = (code,)
    if _of_a_shop(code):
        gtins = ()
        yield fault(place, "code", code, "is a shop's own number.", "It identifies nothing else.")
    figures: list[Figure] = []
    for found in _content(place, item):
        if isinstance(found, Figure):
            figures.append(found)
        else:
            yield found
    tags = dict.fromkeys(texts(item, "labels_tags"))
    codes = dict.fromkeys(LABELS[tag.casefold()] for tag in tags if tag.casefold() in LABELS)
    yield Record(
        place=place,
        key=code,
        name_da=name,
        name_en=text(item, "product_name_en") or name,
        brand=next(iter(texts(item, "brands")), ""),
        codes=_codes(item),
        gtins=gtins,
        figures=tuple(figures),
        certificates=tuple(Certificate(code) for code in codes),
    )


def _of_a_shop(code: str) -> bool:
    """Tell whether a number is of those that GS1 keeps for use inside a shop."""
    if len(code) <= GTIN_8:
        return code.zfill(GTIN_8).startswith(SHOP_NUMBERS_8)
    return code.zfill(GTIN_13)[-GTIN_13:].startswith(SHOP_NUMBERS)


def _codes(item: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the Agribalyse codes under which volunteers placed the product."""
    found = item.get("categories_properties")
    properties = found if isinstance(found, Mapping) else {}
    return tuple(f"agribalyse:{text(properties, c)}" for c in CODES if text(properties, c))


def _content(place: str, item: Mapping[str, Any]) -> Iterator[Figure | Rejection]:
    cell = text(item, "product_quantity")
    if not cell:
        return
    amount, unit = number(cell), text(item, "product_quantity_unit").casefold() or "g"
    attribute = CONTENT.get(unit)
    if amount is None or not 0 < amount <= LARGEST or attribute is None:
        value = f"{cell} {unit}"
        yield fault(place, "product_quantity", value, "is no content.", "Give g or ml.")
        return
    yield Figure(attribute[0], amount / 1000, attribute[1], status="typical")
