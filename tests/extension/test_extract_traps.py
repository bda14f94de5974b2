"""The traps that real pages set: a wrong identity is worse than none."""

from __future__ import annotations

import json

EAN, GTIN14 = "9521234567899", "09521234567899"
H1 = "<h1>Letmælk</h1>"


def product(**fields: object) -> str:
    """Return a product as JSON-LD."""
    text = json.dumps({"@type": "Product", "name": "Letmælk", **fields})
    return f'<script type="application/ld+json">{text}</script>'


def main(extract, html: str) -> dict[str, str]:
    """Return the main product's identity without its name and path."""
    found = extract(H1 + html)["main"] or {}
    return {key: value for key, value in found.items() if key not in ("name", "path")}


def test_an_og_upc_that_holds_a_sku_is_no_gtin(extract) -> None:
    """Shops put their own number into og:upc, even one that passes the check digit."""
    for number in ("95210001", "123456", "952100018"):
        declared = '<meta property="og:type" content="product">'
        upc = f'<meta property="og:upc" content="{number}">'
        assert main(extract, declared + upc) == {}


def test_a_product_id_called_mpn_is_the_shops_number(extract) -> None:
    """productID="mpn:…" is known to hold the shop's item number."""
    assert main(extract, product(productID="mpn:925872")) == {"sku": "925872"}


def test_prefixes_are_taken_off_numbers(extract) -> None:
    """ "sku:" and "mpn:" before a value are no part of it."""
    assert main(extract, product(sku="sku:M-1", mpn="mpn:LM-7")) == {"sku": "M-1", "mpn": "LM-7"}


def test_gtin12_with_thirteen_digits_is_read_as_what_it_is(extract) -> None:
    """The check digit decides, not the property's name."""
    assert main(extract, product(gtin12=EAN)) == {"gtin": GTIN14}


def test_a_gtin_without_its_leading_zero_is_made_whole(extract) -> None:
    """gtin13 with 12 digits, and a UPC that lost its first zero, are the same number."""
    assert main(extract, product(gtin13="012345678905")) == {"gtin": "00012345678905"}
    assert main(extract, product(gtin13="12345678905")) == {"gtin": "00012345678905"}


def test_a_wrong_check_digit_gives_no_gtin(extract) -> None:
    """One wrong digit is somebody else's product."""
    assert main(extract, product(gtin13="9521234567890", sku="M-1")) == {"sku": "M-1"}


def test_a_upc_labelled_as_mpn_is_no_part_number(extract) -> None:
    """A bar code in the part number's place is dropped, not sent as a part number."""
    assert main(extract, product(mpn="012345678905")) == {}


def test_sources_that_name_different_gtins_cancel_one_another(extract) -> None:
    """JSON-LD of another variant than the visible one must not decide."""
    html = product(gtin13="9521000000018", sku="M-1") + f"<p>EAN: {EAN}</p>"
    assert main(extract, html) == {"sku": "M-1"}


def test_invisible_marks_around_values_are_removed(extract) -> None:
    """U+200E, soft hyphens and blanks do not reach the service."""
    assert main(extract, product(gtin13=f"\u200e{EAN}\u200e", brand="\u200eEng\u00adsø ")) == {
        "gtin": GTIN14,
        "brand": "Engsø",
    }


def test_empty_words_are_no_identifiers(extract) -> None:
    """N/A, null, a dash and zeros say that there is none."""
    assert main(extract, product(sku="N/A", mpn="null", brand="-", gtin="00000000")) == {}


def test_the_main_product_is_chosen_among_twelve_related_ones(extract) -> None:
    """Related products carry full data too; the page's own address tells the main one."""
    related = [
        product(name=f"Anden {n}", sku=f"R-{n}", url=f"https://butik.example/vare/{n + 10}")
        for n in range(12)
    ]
    own = product(sku="M-1", url="https://butik.example/vare/1")
    assert main(extract, "".join([*related[:6], own, *related[6:]])) == {"sku": "M-1"}


def test_related_products_inside_the_main_one_are_not_mixed_with_it(extract) -> None:
    """Items under isRelatedTo belong to it, their numbers do not."""
    html = """<div itemscope itemtype="https://schema.org/Product">
      <b itemprop="name">Letmælk</b><i itemprop="sku">M-1</i>
      <div itemprop="isRelatedTo" itemscope itemtype="https://schema.org/Product">
      <i itemprop="sku">R-9</i><i itemprop="gtin13">9521000000018</i></div></div>"""
    assert main(extract, html) == {"sku": "M-1"}


def test_a_single_product_that_lives_elsewhere_is_not_this_page(extract) -> None:
    """A featured product on a front page is not the page's own."""
    html = product(sku="F-1", url="https://butik.example/vare/77", name="Ugens vare")
    assert extract("<h1>Velkommen</h1>" + html, "https://butik.example/om")["main"] is None


def test_the_only_marked_up_product_may_be_a_related_card(extract) -> None:
    """A page that declares a product by Open Graph is not the one card it marks up."""
    html = """<meta property="og:type" content="product">
      <meta property="product:retailer_item_id" content="M-1">
      <ul><li itemscope itemtype="https://schema.org/Product">%s<b itemprop="name">Andet</b>
      <meta itemprop="sku" content="R-2"></li></ul>"""
    for link in ('<a itemprop="url" href="/vare/2">Andet</a>', "<i>Uden link</i>"):
        assert main(extract, html % link) == {"sku": "M-1"}


def test_several_products_without_addresses_give_none(extract) -> None:
    """Where nothing tells which is the main one, none is guessed."""
    html = product(sku="A-1", name="Et") + product(sku="B-2", name="To")
    assert extract("<h1>Tilbud</h1>" + html)["main"] is None


def test_a_hundred_json_ld_blocks_hide_no_product(extract) -> None:
    """A hundred blocks of other things come before it."""
    noise = '<script type="application/ld+json">{"@type":"Review","reviewBody":"x"}</script>' * 100
    assert main(extract, noise + product(sku="M-1")) == {"sku": "M-1"}


def test_ten_megabytes_of_json_ld_are_left_alone(extract, harness) -> None:
    """A block that no honest shop writes is not parsed; the others are, at once."""
    big = json.dumps({"@type": "Product", "sku": "BIG-1", "x": "y" * 10_000_000})
    html = f'<script type="application/ld+json">{big}</script>' + product(sku="M-1")
    assert main(extract, html) == {"sku": "M-1"}
    assert spent(harness) < 100


def test_many_megabytes_of_json_ld_in_blocks_are_bounded(extract, harness) -> None:
    """Ten blocks of a megabyte: some are read, the page is not held up, the labels still count."""
    things = [{"@type": "Thing", "name": f"t{n}", "x": "y" * 300} for n in range(2_500)]
    block = f'<script type="application/ld+json">{json.dumps(things)}</script>'
    assert main(extract, block * 10 + "<button>Køb</button><p>Varenr.: M-1</p>") == {"sku": "M-1"}
    assert spent(harness) < 500


def spent(harness) -> float:
    """Return the milliseconds of one reading of the page at hand, the best of five."""
    took: float = harness.evaluate(
        """() => Math.min(...[1, 2, 3, 4, 5].map(() => { const began = performance.now();
          window.kompasExtract("https://butik.example/vare/1"); return performance.now() - began;
        }))"""
    )
    return took


def test_json_ld_nested_a_thousand_deep_is_harmless(extract) -> None:
    """Depth is bounded, and the product beside it is still read."""
    deep = '{"@type":"Thing","a":' * 1000 + "1" + "}" * 1000
    html = f'<script type="application/ld+json">{deep}</script>' + product(sku="M-1")
    assert main(extract, html) == {"sku": "M-1"}


def test_a_polluted_object_prototype_adds_nothing(extract, harness) -> None:
    """Values a page hangs on Object.prototype are nobody's own."""
    evil = """<script>Object.prototype.gtin13 = "9521000000018";
      Object.prototype["@type"] = "Product"; Object.prototype["@graph"] = [];
      Object.prototype.hosts = ["butik.example"];</script>"""
    try:
        assert main(extract, evil + product(sku="M-1")) == {"sku": "M-1"}
    finally:
        harness.goto("about:blank")


def test_a_proto_key_in_json_ld_changes_nothing(extract) -> None:
    """__proto__ and constructor are plain, unread keys."""
    evil = '{"@type":"Product","__proto__":{"sku":"X-1"},"constructor":{"a":1},"mpn":"LM-7"}'
    html = f'<script type="application/ld+json">{evil}</script>'
    assert main(extract, html) == {"mpn": "LM-7"}


def test_form_fields_that_shadow_dom_methods_do_not_break_reading(extract) -> None:
    """A form may hold fields named querySelectorAll, getAttribute and children."""
    names = ("querySelectorAll", "getAttribute", "matches", "closest", "textContent", "children")
    fields = "".join(f'<input name="{name}">' for name in names)
    html = f"<form>{fields}<p>EAN: {EAN}</p><button>Læg i kurv</button></form>"
    assert main(extract, f"<img name='querySelectorAll'>{html}") == {"gtin": GTIN14}


def test_html_in_a_name_stays_text(extract) -> None:
    """Markup in a value is carried as the text it is, and never as a number."""
    found = extract(H1 + product(name="<img src=x onerror=alert(1)>", sku="<b>M-1</b>"))["main"]
    assert found == {"name": "<img src=x onerror=alert(1)>", "path": "/vare/1"}


def test_identifiers_of_five_thousand_characters_are_none(extract) -> None:
    """Nobody's number is that long, wherever it stands."""
    long = "A1" * 2_500
    html = product(sku=long, mpn=long, gtin13="9" * 5_000, brand=long) + f"<p>EAN: {long}</p>"
    assert main(extract, html) == {}
    assert "brand" not in extract(H1 + html)["main"]


def test_a_script_address_in_an_offer_leads_nowhere(extract) -> None:
    """javascript: and data: are no pages of the shop, in data and in links."""
    for scheme in ("javascript:alert(1)//", "data:text/html,", "vbscript:x//"):
        html = product(sku="M-1", url=f"{scheme}/vare/1", offers={"url": f"{scheme}/vare/2"})
        assert main(extract, html) == {"sku": "M-1"}
        card = f'<li class="product"><a href="{scheme}/vare/9"><img alt="">X</a><p>9 kr.</p></li>'
        assert extract(f"<ul>{card * 4}</ul>")["cards"] == []


def test_microdata_that_refers_to_itself_is_read_once(extract) -> None:
    """itemref loops end; the product and its own numbers remain."""
    html = """<div id="a" itemscope itemtype="https://schema.org/Product" itemref="a b">
      <b itemprop="name">Letmælk</b><i itemprop="sku">M-1</i></div>
      <div id="b" itemscope itemtype="https://schema.org/Offer" itemprop="offers" itemref="a c">
      <i itemprop="price">9</i></div>
      <div id="c" itemscope itemtype="https://schema.org/Thing" itemprop="x" itemref="b c"></div>"""
    assert main(extract, html) == {"sku": "M-1"}


def test_a_document_whose_methods_are_shadowed_is_still_read(extract) -> None:
    """Images and forms may be named like the document's own methods and properties."""
    names = ("createTreeWalker", "querySelector", "querySelectorAll", "getElementById", "body",
             "documentElement", "ownerDocument", "contains")  # fmt: skip
    images = "".join(f'<img name="{name}">' for name in names)
    fields = "".join(
        f'<input name="{name}">'
        for name in ("localName", "nextElementSibling", "parentElement", "nextSibling", "classList",
                     "ownerDocument", "childNodes", "getRootNode", "contains", "tagName")
    )  # fmt: skip
    html = f"{images}<form>{fields}<p>EAN: {EAN}</p><button>Læg i kurv</button></form>"
    assert main(extract, html) == {"gtin": GTIN14}
    cards = "".join(
        f'<form class="product">{fields}<a href="/vare/{n}"><img alt="">Vare {n}</a>9 kr.</form>'
        for n in range(7, 11)
    )
    assert [card["path"] for card in extract(images + cards)["cards"]] == [
        f"/vare/{n}" for n in range(7, 11)
    ]


def test_polluted_prototypes_give_no_price_line_or_adapter(extract, harness) -> None:
    """Pages may hang anything on Object.prototype; nothing of it becomes data."""
    evil = """<script>Object.assign(Object.prototype, {price: "9", offers: [{price: 1}],
      pages: {basket: {match: "body"}}, lines: {line: "p"}, detect: "body", sku: "X-1"})</script>"""
    try:
        extract(evil + H1 + product(sku="M-1"))
        found = harness.evaluate("() => window.kompasRead('https://butik.example/vare/1')")
        assert found["kind"] == "product"
        assert found["main"]["price"] is None
        assert found["main"]["identity"]["sku"] == "M-1"
    finally:
        harness.goto("about:blank")


def test_a_page_of_two_thousand_cards_is_read_in_slices(extract, harness) -> None:
    """No piece of work is long, and the whole is what is read at once."""
    cards = "".join(
        f'<li class="card"><a href="/vare/{n}"><img alt=""></a><h3><a href="/vare/{n}">Vare {n}</a>'
        f"</h3><p>{n},95 kr.</p><button>Køb</button></li>"
        for n in range(2_000)
    )
    whole = extract(f"<h1>Varer</h1><ul>{cards}</ul>", "https://butik.example/varer")
    assert len(whole["cards"]) == 2_000
    sliced = harness.evaluate("() => window.kompasSliced('https://butik.example/varer')")
    assert [card["identity"] for card in sliced["found"]["cards"]] == whole["cards"]
    assert sliced["pauses"] > 2
    # The same pieces of work each time: the best of each is the work without the machine's others.
    runs = [
        harness.evaluate("() => window.kompasSteps('https://butik.example/varer')")
        for _ in range(6)
    ]
    assert max(min(times) for times in zip(*runs, strict=True)) < 25
