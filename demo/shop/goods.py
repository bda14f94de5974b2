"""The demo shop's goods, read from the catalogue's demo_offers.csv."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Literal

Language = Literal["da", "en"]
Order = Literal["shop", "price", "price-down", "name"]
ORDERS: tuple[Order, ...] = ("shop", "price", "price-down", "name")


@dataclass(frozen=True)
class Offer:
    """One invented product at one price; prices are DKK without VAT for one piece."""

    sku: str
    path: str
    gtin: str
    brand: str
    mpn: str
    names: dict[str, str]
    descriptions: dict[str, str]
    group: str
    price: Decimal
    content: Decimal | None
    unit: str
    image: str
    category: str

    @property
    def unit_price(self) -> Decimal | None:
        """Price per kg or litre, or None for goods sold by the piece."""
        if self.unit not in ("kg", "l") or not self.content:
            return None
        return self.price / self.content


@dataclass(frozen=True)
class Goods:
    """All offers, in the file's order."""

    offers: tuple[Offer, ...]

    @cached_property
    def by_path(self) -> dict[str, Offer]:
        """Offers by the path of their product page."""
        return {offer.path: offer for offer in self.offers}

    @cached_property
    def by_sku(self) -> dict[str, Offer]:
        """Offers by the shop's own item number."""
        return {offer.sku: offer for offer in self.offers}

    @cached_property
    def categories(self) -> dict[str, list[Offer]]:
        """Offers by the shop's category, both in the file's order."""
        found: defaultdict[str, list[Offer]] = defaultdict(list)
        for offer in self.offers:
            found[offer.category].append(offer)
        return dict(found)

    def search(self, words: str, language: Language) -> list[Offer]:
        """Return the offers in which every word occurs, in whichever field."""
        wanted = words.casefold().split()
        return [offer for offer in self.offers if _holds(offer, wanted, language)]


def _holds(offer: Offer, words: Sequence[str], language: Language) -> bool:
    fields = (offer.names[language], offer.brand, offer.sku, offer.gtin, offer.mpn, offer.category)
    text = " ".join(fields).casefold()
    return all(word in text for word in words)


def ordered(offers: Iterable[Offer], order: str, language: Language) -> list[Offer]:
    """Return the offers by price, by name, or as they came for any other word."""
    if order == "name":
        return sorted(offers, key=lambda offer: offer.names[language].casefold())
    if order in ("price", "price-down"):
        return sorted(offers, key=lambda offer: offer.price, reverse=order == "price-down")
    return list(offers)


def load(file: Path) -> Goods:
    """Read demo_offers.csv. Raises OSError, KeyError or ValueError where it is not as agreed."""
    with file.open(encoding="utf-8", newline="") as stream:
        return Goods(tuple(_offer(row) for row in csv.DictReader(stream)))


def _offer(row: dict[str, str]) -> Offer:
    return Offer(
        sku=row["sku"],
        path=row["path"],
        gtin=row["gtin"],
        brand=row["brand"],
        mpn=row["mpn"],
        names={"da": row["name_da"], "en": row["name_en"]},
        descriptions={"da": row["description_da"], "en": row["description_en"]},
        group=row["group"],
        price=Decimal(row["price_dkk"]),
        content=Decimal(row["net_content"]) if row["net_content"] else None,
        unit=row["net_unit"],
        image=row["image"],
        category=row["category"],
    )
