"""Structured data: JSON-LD, microdata, RDFa and Open Graph, as shops write them."""

from __future__ import annotations

import json

import pytest

GTIN = "9521234567899"
GTIN14 = "09521234567899"
MILK = {
    "@type": "Product",
    "name": "Letmælk",
    "gtin13": GTIN,
    "sku": "M-1",
    "mpn": "LM1000",
    "brand": {"@type": "Brand", "name": "Engsø"},
}


def ld(*blocks: object) -> str:
    """Return script elements with JSON-LD."""
    texts = (block if isinstance(block, str) else json.dumps(block) for block in blocks)
    return "".join(f'<script type="application/ld+json">{text}</script>' for text in texts)


@pytest.mark.parametrize(
    "block",
    [
        {"@context": "https://schema.org", **MILK},
        [{"@type": "BreadcrumbList"}, MILK],
        {"@context": "https://schema.org", "@graph": [{"@type": "WebSite"}, MILK]},
        {"@type": "WebPage", "mainEntity": MILK},
        {**MILK, "@type": ["Product", "Thing"]},
        {"@type": "https://schema.org/Product", **{k: v for k, v in MILK.items() if k[0] != "@"}},
        {**MILK, "gtin13": int(GTIN)},
    ],
    ids=["plain", "array", "graph", "webpage", "types", "full type", "number"],
)
def test_a_product_is_read_from_every_form_of_json_ld(extract, block) -> None:
    """The forms that schema.org allows give one and the same identity."""
    assert extract(ld(block) + "<h1>Letmælk</h1>")["main"] == {
        "gtin": GTIN14,
        "brand": "Engsø",
        "mpn": "LM1000",
        "sku": "M-1",
        "name": "Letmælk",
        "path": "/vare/1",
    }


@pytest.mark.parametrize(
    "text",
    [
        f'{{"@type":"Product","gtin13":"{GTIN}",}}',
        f'<!-- {{"@type":"Product","gtin13":"{GTIN}"}} -->',
        f'//<![CDATA[\n{{"@type":"Product","gtin13":"{GTIN}"}}\n//]]>',
        f'{{"@type":"Product","description":"to\nlinjer\tog tab","gtin13":"{GTIN}"}}',
        f'{{"@type":"Product","name":"Skærm 24" sort","gtin13":"{GTIN}"}}',
        f'{{"@type":"Product", /* vare */ "gtin13":"{GTIN}"}};',
        f"{{&quot;@type&quot;:&quot;Product&quot;,&quot;gtin13&quot;:&quot;{GTIN}&quot;}}",
        f'{{"@type":"Product","name":"C:\\vare","gtin13":"{GTIN}"}}',
    ],
    ids=["comma", "comment", "cdata", "newline", "quote", "js comment", "entities", "backslash"],
)
def test_json_ld_with_the_usual_faults_is_mended(extract, text) -> None:
    """Almost-JSON that shops publish is read as it was meant."""
    assert extract(ld(text))["main"]["gtin"] == GTIN14


def test_json_ld_beyond_mending_is_ignored(extract) -> None:
    """A block that is no JSON at all says nothing, and the next is still read."""
    assert extract(ld("function(){", "{{{", MILK))["main"]["gtin"] == GTIN14


def test_the_variant_of_this_page_is_chosen_from_a_product_group(extract) -> None:
    """Of a group's variants, the one whose address is this page is the product."""
    variants = [
        {"@type": "Product", "gtin13": "9521000000018", "url": "/vare/1?v=a"},
        {"@type": "Product", "gtin13": "9521000000025", "url": "/vare/1?v=b"},
    ]
    group = {"@type": "ProductGroup", "brand": "Engsø", "hasVariant": variants}
    found = extract(ld(group), "https://butik.example/vare/1?v=b")["main"]
    assert (found["gtin"], found["brand"]) == ("09521000000025", "Engsø")


def test_a_product_group_without_a_chosen_variant_gives_no_gtin(extract) -> None:
    """Where nothing tells the variants apart, none of their numbers is taken."""
    variants = [
        {"@type": "Product", "gtin13": "9521000000018", "sku": "a1"},
        {"@type": "Product", "gtin13": "9521000000025", "sku": "b2"},
    ]
    group = {"@type": "ProductGroup", "name": "Vare", "hasVariant": variants}
    assert extract(ld(group) + "<h1>Vare</h1>")["main"] == {"name": "Vare", "path": "/vare/1"}


def test_an_offers_number_is_used_where_the_product_has_none(extract) -> None:
    """GTIN and SKU may stand on the offer instead of the product."""
    product = {"@type": "Product", "offers": [{"@type": "Offer", "sku": "M-1", "gtin": GTIN}]}
    found = extract(ld(product))["main"]
    assert (found["gtin"], found["sku"]) == (GTIN14, "M-1")


def test_microdata_is_read_with_nested_brand_offer_and_itemref(extract) -> None:
    """Nested items, meta elements and properties referred to by id all count."""
    html = f"""<div itemscope itemtype="https://schema.org/Product" itemref="tal">
      <h1 itemprop="name">Letmælk</h1>
      <span itemprop="brand" itemscope itemtype="https://schema.org/Brand">
        <b itemprop="name">Engsø</b></span>
      <div itemprop="offers" itemscope itemtype="https://schema.org/Offer">
        <meta itemprop="sku" content="M-1"></div></div>
      <p id="tal">EAN: <span itemprop="gtin13">{GTIN}</span></p>"""
    assert extract(html)["main"] == {
        "gtin": GTIN14,
        "brand": "Engsø",
        "sku": "M-1",
        "name": "Letmælk",
        "path": "/vare/1",
    }


@pytest.mark.parametrize(
    "attributes", ['vocab="https://schema.org/" typeof="Product"', 'typeof="schema:Product"']
)
def test_rdfa_is_read_with_vocabulary_or_prefix(extract, attributes) -> None:
    """Both ways of saying that a term is schema.org's are understood."""
    prefix = "schema:" if "schema:" in attributes else ""
    html = f"""<div {attributes}><h1 property="{prefix}name">Letmælk</h1>
      <span property="{prefix}gtin13">{GTIN}</span>
      <meta property="{prefix}sku" content="M-1"></div>"""
    found = extract(html)["main"]
    assert (found["gtin"], found["sku"], found["name"]) == (GTIN14, "M-1", "Letmælk")


def test_open_graph_gives_identity_to_a_page_that_declares_a_product(extract) -> None:
    """product:* properties count where og:type says that this is a product."""
    html = f"""<meta property="og:type" content="product">
      <meta property="product:ean" content="{GTIN}">
      <meta property="product:brand" content="Engsø">
      <meta property="product:retailer_item_id" content="M-1"><h1>Letmælk</h1>"""
    found = extract(html)["main"]
    assert (found["gtin"], found["brand"], found["sku"]) == (GTIN14, "Engsø", "M-1")
