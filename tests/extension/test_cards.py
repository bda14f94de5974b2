"""Listings: the cards, and the path that each leads to."""

from __future__ import annotations

import json

IMG = '<img src="/x.jpg" alt="">'
URL = "https://butik.example/varer"


def card(n: int, extra: str = "", tag: str = "li", query: str = "") -> str:
    """Return one card with picture, link and price."""
    return (
        f'<{tag} class="card"><a href="/vare/{n}{query}">{IMG}</a>'
        f'<h3><a href="/vare/{n}{query}">Vare {n}</a></h3><p>{n},95 kr.</p>{extra}</{tag}>'
    )


def paths(found: dict) -> list[str]:
    """Return the cards' paths in order."""
    return [card["path"] for card in found["cards"]]


def test_repeated_elements_with_picture_price_and_link_are_cards(extract) -> None:
    """A listing without any structured data is read by its shape."""
    html = f"<h1>Varer</h1><ul>{''.join(card(n) for n in range(1, 7))}</ul>"
    found = extract(html, URL)
    assert found["main"] is None
    assert found["cards"][0] == {"path": "/vare/1", "name": "Vare 1"}
    assert paths(found) == [f"/vare/{n}" for n in range(1, 7)]


def test_a_cards_path_holds_no_query_or_fragment(extract) -> None:
    """Search words and tracking never become part of an identity."""
    html = "".join(card(n, query=f"?q=hemmeligt&pos={n}#top") for n in range(1, 5))
    assert paths(extract(f"<ul>{html}</ul>", URL)) == [f"/vare/{n}" for n in range(1, 5)]


def test_shelves_of_two_give_a_card_for_each_product_and_none_for_the_shelf(extract) -> None:
    """Three like sections hold six products; a section is no product."""
    shelves = "".join(
        f"<section class='shelf'><h2>Hylde</h2><ul>{card(n)}{card(n + 1)}</ul></section>"
        for n in (1, 3, 5)
    )
    assert paths(extract(shelves, URL)) == [f"/vare/{n}" for n in range(1, 7)]


def test_a_search_with_one_hit_is_read_where_the_shop_calls_it_a_product(extract) -> None:
    """Nothing stands beside it, so its class must say what it is; a mere box is left alone."""
    assert paths(extract(f"<ul>{card(1)}</ul>", URL)) == ["/vare/1"]
    box = card(1).replace('class="card"', 'class="box"')
    assert paths(extract(f"<ul>{box}</ul>", URL)) == []


def test_menus_category_tiles_and_articles_are_no_cards(extract) -> None:
    """Without a price, or inside a menu, a picture with a link is no product."""
    tiles = "".join(f'<li><a href="/k/{n}">{IMG}Kategori</a></li>' for n in range(6))
    menu = f"<nav><ul>{''.join(card(n) for n in range(6))}</ul></nav>"
    assert paths(extract(f"{menu}<ul>{tiles}</ul>", URL)) == []


def test_links_to_other_shops_are_no_cards(extract) -> None:
    """Only products of this shop are asked about."""
    html = "".join(card(n).replace('"/vare', '"https://anden.example/vare') for n in range(6))
    assert paths(extract(f"<ul>{html}</ul>", URL)) == []


def test_paths_that_say_nothing_are_left_out(extract) -> None:
    """ "/product.php?id=1" is the same path for every product."""
    html = "".join(card(n).replace(f"/vare/{n}", f"/product.php?id={n}") for n in range(6))
    assert paths(extract(f"<ul>{html}</ul>", URL)) == []


def test_microdata_in_a_card_gives_it_identifiers(extract) -> None:
    """Each card's own numbers stay with that card."""
    html = "".join(
        f'<li itemscope itemtype="https://schema.org/Product"><a itemprop="url" href="/vare/{n}">'
        f'<b itemprop="name">Vare {n}</b></a><meta itemprop="sku" content="M-{n}"></li>'
        for n in range(1, 4)
    )
    assert extract(f"<h1>Varer</h1><ul>{html}</ul>", URL)["cards"] == [
        {"sku": f"M-{n}", "path": f"/vare/{n}", "name": f"Vare {n}"} for n in range(1, 4)
    ]


def test_an_item_list_points_out_its_cards(extract) -> None:
    """Links named by an ItemList are cards even without a price; others are not."""
    entries = [{"@type": "ListItem", "url": f"https://butik.example/vare/{n}"} for n in (1, 2)]
    script = json.dumps({"@type": "ItemList", "itemListElement": entries})
    html = "".join(f'<li><a href="/vare/{n}">Vare {n}</a></li>' for n in (1, 2, 3))
    page = f'<script type="application/ld+json">{script}</script><ul>{html}</ul>'
    assert paths(extract(page, URL)) == ["/vare/1", "/vare/2"]


def test_identifiers_from_a_list_of_products_reach_their_cards(extract) -> None:
    """JSON-LD products with addresses are joined to the links that lead there."""
    items = [
        {"@type": "Product", "sku": f"M-{n}", "url": f"/vare/{n}", "name": f"Vare {n}"}
        for n in (1, 2, 3)
    ]
    script = f'<script type="application/ld+json">{json.dumps(items)}</script>'
    cards = extract(script + f"<ul>{''.join(card(n) for n in (1, 2, 3))}</ul>", URL)["cards"]
    assert [found.get("sku") for found in cards] == ["M-1", "M-2", "M-3"]


def test_cards_that_are_links_themselves_are_found(extract) -> None:
    """A card may be one big link."""
    html = "".join(f'<a class="c" href="/vare/{n}">{IMG}<b>Vare</b> {n} kr.</a>' for n in range(4))
    assert paths(extract(f"<div>{html}</div>", URL)) == [f"/vare/{n}" for n in range(4)]


def test_a_product_page_keeps_its_own_number_apart_from_its_cards(extract) -> None:
    """Labelled numbers inside related cards are not the main product's."""
    related = "".join(card(n, f"<p>Varenr.: R-{n}</p>") for n in range(2, 8))
    html = f"<h1>Mælk</h1><button>Læg i kurv</button><p>Varenr.: M-1</p><ul>{related}</ul>"
    found = extract(html, "https://butik.example/vare/1")
    assert found["main"] == {"sku": "M-1", "path": "/vare/1", "name": "Mælk"}
    assert paths(found) == [f"/vare/{n}" for n in range(2, 8)]


def test_a_listing_with_numbers_in_its_cards_has_no_main_product(extract) -> None:
    """A category page is never taken for a product page."""
    html = "".join(card(n, f"<p>EAN: 95210000000{n}</p><button>Køb</button>") for n in range(1, 7))
    assert extract(f"<h1>Mejeri</h1><ul>{html}</ul>", URL)["main"] is None
