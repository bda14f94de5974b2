"""How product pages state their identifiers: differently by category, as shops do.

All five ways occur, so that whoever looks at the shop with the extension sees each extractor
at work. Listing cards never hold a GTIN; in some categories they are microdata items, and the
pages of a category and of search results carry an ItemList.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from demo.shop.goods import Language, Offer

Style = Literal["json-ld", "graph", "microdata", "rdfa", "open-graph", "list"]

STYLES: dict[str, Style] = {
    "Mejeri": "json-ld",
    "Kød": "json-ld",
    "Fisk": "microdata",
    "Frugt og grønt": "microdata",
    "Kolonial": "rdfa",
    "Brød": "open-graph",
    "Drikkevarer": "list",
    "Bærbare": "graph",
    "Skærme": "microdata",
    "Telefoner": "list",
    "Tablets": "rdfa",
    "Stationære": "open-graph",
}
CARDS_WITH_MICRODATA = frozenset({"Fisk", "Brød", "Skærme"})


def style_of(offer: Offer) -> Style:
    """Return how the offer's page states its identifiers; labelled text where nothing is set."""
    return STYLES.get(offer.category, "list")


def json_ld(offer: Offer, language: Language, shop: str) -> dict[str, Any] | None:
    """Return schema.org JSON-LD for the offer's page, or None where its style has none."""
    style = style_of(offer)
    if style not in ("json-ld", "graph"):
        return None
    product: dict[str, Any] = {
        "@type": "Product",
        "name": offer.names[language],
        "description": offer.descriptions[language],
        "sku": offer.sku,
        "brand": {"@type": "Brand", "name": offer.brand},
        "offers": {
            "@type": "Offer",
            "price": str(offer.price),
            "priceCurrency": "DKK",
            "availability": "https://schema.org/InStock",
        },
    }
    if offer.gtin:
        product["gtin13"] = offer.gtin
    if offer.mpn:
        product["mpn"] = offer.mpn
    if style == "json-ld":
        return {"@context": "https://schema.org/", **product}
    trail = {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": 1, "name": shop, "item": "/"},
            {"@type": "ListItem", "position": 2, "name": offer.category},
        ],
    }
    return {"@context": "https://schema.org", "@graph": [trail, product]}


def item_list(offers: Sequence[Offer], language: Language) -> dict[str, Any]:
    """Return the schema.org ItemList of a listing: positions, addresses and names alone."""
    return {
        "@context": "https://schema.org",
        "@type": "ItemList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "url": offer.path,
                "name": offer.names[language],
            }
            for position, offer in enumerate(offers, 1)
        ],
    }
