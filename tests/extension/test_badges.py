"""Badges on pages: what is asked, where they stand, and that nothing moves."""

from __future__ import annotations

from playwright.sync_api import Page, expect

BADGE = "indkobskompas-badge"
CLS = """() => { window.shifts = 0; new PerformanceObserver(list => {
  for (const entry of list.getEntries()) window.shifts += entry.value;
}).observe({ type: "layout-shift", buffered: true }); }"""
# Read by the page itself, since Playwright's selectors would find our own buttons too.
BOXES = """selector => [...document.querySelectorAll(selector)].map(element => {
  const b = element.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; })"""
BOX = """element => { const b = element.getBoundingClientRect();
  return [b.left, b.top, b.right, b.bottom]; }"""


def test_every_card_gets_its_badge(page: Page, shop, service, listing_page) -> None:
    """Twelve cards, twelve badges, each a button with its name."""
    shop.pages["/"] = listing_page
    page.goto(shop.origin)
    expect(page.locator(BADGE)).to_have_count(12)
    expect(page.locator(f"{BADGE} button").first).to_have_attribute(
        "aria-label",
        "Kommunens indkøbsscore B, god sikkerhed. Vis begrundelse for Økologisk letmælk 1 l",
    )


def test_one_request_with_identifiers_alone_is_sent_per_page(
    page: Page, shop, service, listing_page
) -> None:
    """The shop's host and the cards' paths: no query, no name, no price, no cookie."""
    shop.pages["/"] = listing_page
    shop.headers["Set-Cookie"] = "session=hemmelig"
    page.goto(f"{shop.origin}/?q=hemmeligt#her")
    expect(page.locator(BADGE)).to_have_count(12)
    page.wait_for_timeout(800)
    [request] = service.seen
    assert request["body"] == {
        "shop": shop.host,
        "items": [{"ref": str(n), "path": f"/vare/{n}"} for n in range(1, 13)],
    }
    assert not {"Cookie", "Referer"} & request["headers"].keys()
    assert request["headers"]["Accept-Language"] == "da"


def test_a_product_page_sends_its_labelled_numbers(page: Page, shop, service, product_page) -> None:
    """What stands beside a label is sent, and what the page is called is not."""
    shop.pages["/vare/1"] = product_page
    page.goto(f"{shop.origin}/vare/1")
    expect(page.locator(BADGE)).to_have_count(1)
    assert service.seen[0]["body"]["items"] == [
        {"ref": "1", "gtin": "09521234567899", "sku": "M-1001", "path": "/vare/1"}
    ]


def test_grades_ranges_and_missing_data_look_different(
    page: Page, shop, service, scored, listing_page
) -> None:
    """A letter, two letters, or a question mark for missing data and unknown products."""
    shop.pages["/"] = listing_page
    group = {"rung": "group", "confidence": "low"}

    def answer(body):
        items = [scored(item["ref"], "E") for item in body["items"]]
        items[1] |= {"grade": None, "range": ["B", "D"], "match": group}
        items[2] |= {"grade": None}
        items[3] |= {
            "grade": None,
            "product": None,
            "match": {"rung": "none", "confidence": "none"},
        }
        ruleset = {"id": "default", "version": "1", "hash": "0" * 64}
        return 200, {"ruleset": ruleset, "data_as_of": "2026-11-23", "items": items}

    service.answer = answer
    page.goto(shop.origin)
    expect(page.locator(BADGE)).to_have_count(12)
    tiles = page.locator(f"{BADGE} .tile").all_inner_texts()
    assert [tile.strip() for tile in tiles[:5]] == ["E", "B–D", "?", "?", "E"]
    expect(page.locator(f"{BADGE} button").nth(1)).to_have_attribute(
        "aria-label",
        "Kommunens indkøbsscore B–D, lav sikkerhed. Vis begrundelse for Økologisk letmælk 1 l",
    )


def test_a_listing_of_unknown_products_is_left_as_it_was(
    page: Page, shop, service, answer_to, listing_page
) -> None:
    """Twelve question marks would help nobody."""
    shop.pages["/"] = listing_page
    none = {"product": None, "match": {"rung": "none", "confidence": "none"}}
    service.answer = lambda body: (200, answer_to(body, grade=None, **none))
    page.goto(shop.origin)
    page.wait_for_timeout(500)
    assert service.seen
    assert page.locator(BADGE).count() == 0


def test_badges_move_nothing_on_a_listing(page: Page, shop, service, listing_page) -> None:
    """The layout shift of the page is nought, and every card keeps its box."""
    shop.pages["/"] = listing_page
    service.delay = 0.3
    page.goto(shop.origin)
    page.evaluate(CLS)
    before = page.evaluate(BOXES, "li.card, h1, button")
    expect(page.locator(BADGE)).to_have_count(12)
    page.wait_for_timeout(100)
    assert page.evaluate(BOXES, "li.card, h1, button") == before
    assert page.evaluate("window.shifts") == 0


def test_a_badge_lies_on_the_picture_and_never_on_price_or_basket(
    page: Page, shop, service, listing_page
) -> None:
    """Inside its card's picture, wide and narrow."""
    shop.pages["/"] = listing_page
    page.goto(shop.origin)
    expect(page.locator(BADGE)).to_have_count(12)
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_timeout(150)
        badges = page.locator(f"{BADGE} button").evaluate_all(f"all => all.map({BOX})")
        pictures = page.evaluate(BOXES, "li.card svg")
        for (left, top, right, bottom), picture in zip(badges, pictures, strict=True):
            assert left >= picture[0]
            assert top >= picture[1]
            assert right <= picture[2]
            assert bottom <= picture[3]


def test_a_product_pages_badge_moves_nothing_and_covers_nothing(
    page: Page, shop, service, product_page
) -> None:
    """Wide and narrow it stands clear of title text, price and basket button."""
    shop.pages["/vare/1"] = product_page
    service.delay = 0.3
    for width in (1280, 360, 320):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{shop.origin}/vare/1")
        page.evaluate(CLS)
        expect(page.locator(BADGE)).to_have_count(1)
        page.wait_for_timeout(100)
        assert page.evaluate("window.shifts") == 0
        left, top, right, bottom = page.locator(f"{BADGE} button").evaluate(BOX)
        assert left >= 0
        assert right <= width
        for box in page.evaluate(BOXES, "main > p:not(:has(svg)), p > button, td"):
            assert right <= box[0] or left >= box[2] or bottom <= box[1] or top >= box[3]


def test_the_badge_stands_by_the_heading_that_names_the_product(
    page: Page, shop, service, product_page
) -> None:
    """A hidden logo heading and a shop's own heading are not the title."""
    named = '<meta property="og:type" content="product"><meta property="og:title" content="%s">'
    shop.pages["/vare/1"] = product_page.replace(
        "<main>", "<h1 hidden>Butik</h1><a href='/'><h1>Butikken</h1></a><main>"
    ).replace("<main>", named % "Økologisk letmælk 1 l" + "<main>")
    page.goto(f"{shop.origin}/vare/1")
    expect(page.locator(f"main h1 + {BADGE}")).to_have_count(1)


def test_a_page_without_room_gets_its_badge_in_the_windows_corner(
    page: Page, shop, service
) -> None:
    """A title as wide as the window and no picture: the badge waits in the corner."""
    shop.pages["/vare/1"] = (
        "<!doctype html><title>x</title><meta name=viewport content='width=device-width'>"
        "<h1 style='white-space:nowrap'>Økologisk letmælk til køkkenet</h1>"
        "<p>9 kr.</p><button>Køb</button><p>EAN: 9521234567899</p>"
    )
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{shop.origin}/vare/1")
    expect(page.locator(BADGE)).to_have_count(1)
    left, _, _, bottom = page.locator(f"{BADGE} button").evaluate(BOX)
    assert (left, bottom) == (16, 624)


def test_cards_added_later_are_asked_about_in_one_more_request(
    page: Page, shop, service, listing_page
) -> None:
    """Endless scrolling adds badges, and asks about the new cards alone."""
    shop.pages["/"] = listing_page
    page.goto(shop.origin)
    expect(page.locator(BADGE)).to_have_count(12)
    page.evaluate(
        """() => { for (const n of [13, 14]) { const card = document.querySelector("li.card")
          .cloneNode(true); card.querySelector("indkobskompas-badge")?.remove();
          for (const a of card.querySelectorAll("a")) a.href = `/vare/${n}`;
          document.querySelector("ul").append(card); } }"""
    )
    expect(page.locator(BADGE)).to_have_count(14)
    assert [len(request["body"]["items"]) for request in service.seen] == [12, 2]


def test_of_250_cards_those_near_the_screen_are_asked_about_as_the_buyer_scrolls(
    page: Page, shop, service, listing_page
) -> None:
    """The rest costs nothing until it comes near; no request holds more than the service allows."""
    start, end = listing_page.split("<ul>")
    card = end.split("</li>")[0]
    cards = "".join(f"{card}</li>".replace("/vare/1", f"/vare/{n}") for n in range(250))
    shop.pages["/"] = f"{start}<ul>{cards}</ul></main>"
    page.goto(shop.origin)
    expect(page.locator(f"{BADGE} button").first).to_be_visible()
    first = service.seen[0]["body"]["items"]
    assert first[0]["path"] == "/vare/0"
    assert len(first) < 100
    for place in range(10, 251, 10):
        page.locator("li.card").nth(min(place, 249)).scroll_into_view_if_needed()
    expect(page.locator(BADGE)).to_have_count(250, timeout=15_000)
    sizes = [len(request["body"]["items"]) for request in service.seen]
    assert sum(sizes) == 250
    assert max(sizes) <= 100


def test_a_single_page_shop_gets_new_badges_when_it_moves_on(
    page: Page, shop, service, product_page, listing_page
) -> None:
    """A change of address without a load ends one page view and starts the next."""
    shop.pages["/vare/maelk"] = product_page
    page.goto(f"{shop.origin}/vare/maelk")
    expect(page.locator(BADGE)).to_have_count(1)
    body = listing_page.split("<main>")[1]
    page.evaluate(
        """html => { history.pushState({}, "", "/varer");
          document.querySelector("main").innerHTML = html; }""",
        body,
    )
    expect(page.locator(BADGE)).to_have_count(12)
    assert all("gtin" not in item for item in service.seen[-1]["body"]["items"])


def test_a_slow_single_page_shop_never_has_its_last_products_number_sent_for_the_next(
    page: Page, shop, service, product_page
) -> None:
    """The address changes first and the numbers later: what is asked is the new number."""
    shop.pages["/vare/1"] = product_page
    page.goto(f"{shop.origin}/vare/1")
    expect(page.locator(BADGE)).to_have_count(1)
    page.evaluate(
        """() => { history.pushState({}, "", "/vare/2"); setTimeout(() => {
          document.querySelector("td").textContent = "9521000000018";
          document.querySelector("h1").replaceWith(Object.assign(
            document.createElement("h1"), {textContent: "Havredrik"})); }, 700); }"""
    )
    expect(page.locator(BADGE)).to_have_count(0)
    expect(page.locator(BADGE)).to_have_count(1)
    page.wait_for_timeout(300)
    asked = [item for request in service.seen for item in request["body"]["items"]]
    assert [(item["gtin"], item["path"]) for item in asked] == [
        ("09521234567899", "/vare/1"),
        ("09521000000018", "/vare/2"),
    ]


def test_a_badge_inside_a_clickable_card_does_not_follow_its_link(
    page: Page, shop, service, listing_page
) -> None:
    """A card that is one big link keeps its address when the badge is pressed."""
    cards = "".join(
        f'<a class="c" href="/vare/{n}"><svg width="200" height="100"></svg>Vare {n}, 9 kr.</a>'
        for n in range(4)
    )
    shop.pages["/"] = f"<!doctype html><title>x</title><h1>V</h1><div>{cards}</div>"
    page.goto(shop.origin)
    expect(page.locator(BADGE)).to_have_count(4)
    assert page.locator(f"a {BADGE}").count() == 0
    page.locator(f"{BADGE} button").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert page.url == f"{shop.origin}/"
