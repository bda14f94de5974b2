"""Variants: the identity follows the chosen one, and numbers of two are never mixed."""

from __future__ import annotations

import json
from typing import Any

import pytest

OLD, NEW = "9521000000018", "9521000000025"
OLD14, NEW14 = "09521000000018", "09521000000025"
H1 = "<h1>Kaffe</h1><button>Læg i kurv</button>"


def ld(**fields: object) -> str:
    """Return a product as JSON-LD."""
    text = json.dumps({"@type": "Product", "name": "Kaffe", "brand": "Risteriet", **fields})
    return f'<script type="application/ld+json">{text}</script>'


def main(extract: Any, html: str, url: str = "https://butik.example/vare/1") -> dict[str, str]:
    """Return the main product's identity without its name and path."""
    found = extract(H1 + html, url)["main"] or {}
    return {key: value for key, value in found.items() if key not in ("name", "path", "brand")}


CHOICES = [
    '<select><option data-sku="KB-1">½ kg<option selected data-sku="KB-2">1 kg</select>',
    '<input type="radio" name="v" data-sku="KB-1">'
    '<input type="radio" name="v" checked data-sku="KB-2">',
    '<div role="radio" aria-checked="false" data-sku="KB-1"></div>'
    '<div role="radio" aria-checked="true" data-sku="KB-2"></div>',
]


@pytest.mark.parametrize("choices", CHOICES, ids=["select", "radio", "aria"])
def test_the_old_variants_gtin_does_not_stay_with_the_new_number(extract, choices) -> None:
    """Structured data of the first variant is dropped once another one is chosen."""
    assert main(extract, ld(sku="KB-1", gtin13=OLD) + choices) == {"sku": "KB-2"}


@pytest.mark.parametrize("choices", CHOICES, ids=["select", "radio", "aria"])
def test_data_that_names_the_chosen_variant_is_kept(extract, choices) -> None:
    """A record with the chosen number is about the chosen variant."""
    assert main(extract, ld(sku="KB-2", gtin13=NEW) + choices) == {"sku": "KB-2", "gtin": NEW14}


def test_data_that_names_no_variant_is_in_doubt(extract) -> None:
    """A GTIN alone may be of any of them."""
    assert main(extract, ld(gtin13=OLD) + CHOICES[0]) == {"sku": "KB-2"}


def test_a_text_on_the_page_is_in_doubt_too(extract) -> None:
    """A table beside the choice may be of the first variant."""
    table = f"<table><tr><th>EAN</th><td>{OLD}</td></tr></table>"
    assert main(extract, CHOICES[0] + table) == {"sku": "KB-2"}


def test_the_chosen_variants_own_gtin_counts(extract) -> None:
    """What the option itself carries is the chosen variant's."""
    choices = (
        f'<select><option data-sku="KB-1" data-ean="{OLD}">½ kg'
        f'<option selected data-sku="KB-2" data-ean="{NEW}">1 kg</select>'
    )
    html = ld(sku="KB-1", gtin13=OLD) + choices
    assert main(extract, html) == {"sku": "KB-2", "gtin": NEW14}


def test_two_choices_that_disagree_name_no_variant(extract) -> None:
    """A colour and a size with different numbers: neither is the product's."""
    choices = CHOICES[0] + '<select><option selected data-sku="FARVE-9">Rød</select>'
    assert "sku" not in main(extract, choices)


def test_a_choice_in_a_related_card_is_not_the_pages(extract) -> None:
    """Cards may be chosen from as well."""
    card = (
        '<li class="product"><a href="/vare/{n}"><img alt="">Anden {n}</a><p>9 kr.</p>'
        '<select><option selected data-sku="R-{n}">1 kg</select></li>'
    )
    html = ld(sku="KB-1", gtin13=OLD) + "".join(card.format(n=n) for n in (7, 8, 9))
    assert main(extract, html) == {"sku": "KB-1", "gtin": OLD14}


OFFERS = [
    {"@type": "Offer", "sku": "KB-1", "gtin13": OLD, "url": "/vare/1?v=1", "price": "50"},
    {"@type": "Offer", "sku": "KB-2", "gtin13": NEW, "url": "/vare/1?v=2", "price": "90"},
]


def test_of_several_offers_the_one_at_this_address_is_the_product(extract) -> None:
    """Shops that list their variants as offers tell them apart by their addresses."""
    html = ld(sku="KB-1", gtin13=OLD, offers=OFFERS)
    url = "https://butik.example/vare/1?v=2"
    assert main(extract, html, url) == {"sku": "KB-2", "gtin": NEW14}


def test_of_several_offers_without_a_choice_none_is_taken(extract) -> None:
    """Two numbers make none."""
    assert main(extract, ld(offers=OFFERS)) == {}


def test_a_variants_address_is_known_with_tracking_and_last_slashes_in_it(extract) -> None:
    """What the address asks for beside the variant changes nothing."""
    variants = [
        {"@type": "Product", "sku": f"KB-{n}", "url": f"https://butik.example/kaffe-{n}"}
        for n in (1, 2)
    ]
    group = {"@type": "ProductGroup", "name": "Kaffe", "hasVariant": variants}
    html = f'<script type="application/ld+json">{json.dumps(group)}</script>'
    assert main(extract, html, "https://butik.example/kaffe-2/?utm_source=brev") == {"sku": "KB-2"}
