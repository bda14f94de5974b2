"""One swap when something is put in the basket: when it is offered, and when not."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from .parts import HEAD, HOSTILE, Parts, better, item, listing

QUIET_MS = 1_100


def shop(parts: Parts, chosen: str = "D", html: str | None = None, **changes: Any) -> None:
    """Open a listing; its first card is graded `chosen`, and `changes` are its alternative's."""
    options = changes.pop("options", {})
    parts.open(html or listing(), **options)
    swaps = [better(**changes)]
    card = {"selector": "#c0", "item": item("Letmælk", chosen, alternatives=swaps)}
    parts.show(kind="listing", cards=[card])


def add(parts: Parts, button: str = "#c0 button") -> None:
    """Press the shop's button and wait until an offer would have come."""
    parts.page.locator(button).click()
    parts.page.wait_for_timeout(QUIET_MS)


def test_a_swap_is_offered_with_gain_and_price_difference(parts: Parts) -> None:
    """The card says what was chosen, what is better, by how much and what it costs."""
    per_unit = {"price_difference": 2.0, "price_difference_per_unit": -1.5, "unit": "l"}
    shop(parts, **per_unit)
    add(parts)
    card = parts.dock.get_by_role("region", name="Vil du bytte?")
    text = card.inner_text().replace("\u00a0", " ")
    assert "Du valgte Letmælk (D)." in text
    said = "Kærnemælk 1 l har B: +21 point, 1,50 kr. billigere pr. l, hele varen: 2,00 kr. dyrere."
    assert said in text
    assert said in parts.dock.get_by_role("status").inner_text().replace("\u00a0", " ")
    link = card.get_by_role("link", name="Se Kærnemælk 1 l")
    assert link.evaluate("a => a.href") == f"{parts.server.origin}/vare/kaernemaelk"
    assert parts.page.evaluate("window.added") == 1


def test_the_buyer_keeps_the_product_and_is_not_asked_again(parts: Parts) -> None:
    """A refusal is one press, and the same line is never offered twice."""
    shop(parts)
    add(parts)
    parts.dock.get_by_role("button", name="Behold Letmælk").click()
    expect(parts.dock).to_have_count(0)
    add(parts)
    expect(parts.dock).to_have_count(0)
    assert parts.page.evaluate("window.added") == 2


def test_the_card_takes_no_focus_and_is_reached_by_keyboard(parts: Parts) -> None:
    """Focus stays at the shop's button; Tab leads to the card from the end of the page."""
    shop(parts)
    parts.page.locator("#c0 button").focus()
    parts.page.keyboard.press("Enter")
    parts.page.wait_for_timeout(QUIET_MS)
    expect(parts.page.locator("#c0 button")).to_be_focused()
    parts.page.locator("#c5 button").focus()
    parts.page.keyboard.press("Tab")
    expect(parts.dock.get_by_role("link", name="Se Kærnemælk 1 l")).to_be_focused()
    parts.page.keyboard.press("Tab")
    expect(parts.dock.get_by_role("button", name="Behold Letmælk")).to_be_focused()
    parts.page.keyboard.press("Escape")
    expect(parts.dock).to_have_count(0)


def test_escape_in_the_page_closes_the_card_unless_the_shop_has_used_it(parts: Parts) -> None:
    """A shop that closes its own mini basket with Escape keeps that press to itself."""
    shop(parts)
    add(parts)
    parts.page.evaluate(
        "addEventListener('keydown', e => e.preventDefault(), {capture: true, once: true})"
    )
    parts.page.keyboard.press("Escape")
    expect(parts.dock).to_have_count(1)
    parts.page.keyboard.press("Escape")
    expect(parts.dock).to_have_count(0)


@pytest.mark.parametrize("grade", ["A", "B"])
def test_a_good_choice_is_left_alone(parts: Parts, grade: str) -> None:
    """A and B are good enough not to be asked about."""
    shop(parts, grade, grade="A")
    add(parts)
    expect(parts.dock).to_have_count(0)


@pytest.mark.parametrize(
    "changes", [{"gain": 4.9}, {"gain": None}, {"grade": "D"}, {"grade": "E"}, {"grade": None}]
)
def test_a_small_or_uncertain_gain_is_not_offered(parts: Parts, changes: dict[str, Any]) -> None:
    """Less than five points, or no better letter, is not worth a question."""
    parts.open(listing())
    card = {"selector": "#c0", "item": item("Letmælk", "D", alternatives=[better() | changes])}
    parts.show(kind="listing", cards=[card])
    add(parts)
    expect(parts.dock).to_have_count(0)


def test_an_unknown_price_difference_is_said_to_be_unknown(parts: Parts) -> None:
    """Nobody swaps in the belief that it costs nothing."""
    shop(parts, price_difference=None)
    add(parts)
    assert "+21 point, prisforskellen kendes ikke." in parts.text()


def test_swaps_are_switched_off_by_the_setting(parts: Parts) -> None:
    """The parts are told not to offer any."""
    shop(parts, options={"swaps": False})
    add(parts)
    expect(parts.dock).to_have_count(0)


def test_a_page_cannot_press_for_the_buyer(parts: Parts) -> None:
    """A click made by a script is no choice."""
    shop(parts)
    parts.page.evaluate("document.querySelector('#c0 button').click()")
    parts.page.wait_for_timeout(QUIET_MS)
    expect(parts.dock).to_have_count(0)


def test_a_form_post_is_followed_by_the_offer_on_the_next_page(parts: Parts) -> None:
    """What was added is kept over the load of a page, shown there, and then cleared."""
    form = '<form action="/kurv"><button>Læg i kurv</button></form>'
    parts.open(f"{HEAD}<main><h1>Letmælk</h1>{form}</main>", "/vare")
    parts.server.pages["/kurv"] = f"{HEAD}<h1>Kurv</h1>"
    main = {"selector": "h1", "item": item("Letmælk", "E", alternatives=[better()])}
    parts.show(kind="product", main=main)
    parts.page.get_by_role("button", name="Læg i kurv").click()
    parts.page.wait_for_url("**/kurv?")
    parts.start()
    expect(parts.dock.get_by_role("region", name="Vil du bytte?")).to_be_visible()
    parts.page.goto(f"{parts.server.origin}/kurv")
    parts.start()
    parts.page.wait_for_timeout(QUIET_MS)
    expect(parts.dock).to_have_count(0)


def test_a_shop_that_is_slow_to_leave_is_waited_for(parts: Parts) -> None:
    """The offer is not spent on the page that is about to go."""
    form = '<form action="/kurv"><button>Læg i kurv</button></form>'
    parts.open(f"{HEAD}<main><h1>Letmælk</h1>{form}</main>", "/vare")
    parts.server.pages["/kurv"] = f"{HEAD}<h1>Kurv</h1>"
    main = {"selector": "h1", "item": item("Letmælk", "E", alternatives=[better()])}
    parts.show(kind="product", main=main)

    def late(route: Any) -> None:
        parts.page.wait_for_timeout(1_500)
        route.continue_()

    parts.page.route("**/kurv?", late)
    parts.page.get_by_role("button", name="Læg i kurv").click(no_wait_after=True)
    parts.page.wait_for_url("**/kurv?")
    parts.start()
    expect(parts.dock.get_by_role("region", name="Vil du bytte?")).to_be_visible()


ADDING = [
    "<button>Læg i kurv</button>",
    "<button>LÆG I INDKØBSKURV</button>",
    "<button>Tilføj til kurv</button>",
    "<button aria-label='Læg i kurv'><svg></svg></button>",
    "<input type=submit value='Køb nu'>",
    "<button>Bestil</button>",
    "<button>Add to basket</button>",
    "<a href='#' role=button>Add to cart</a>",
]
OTHERS = [
    "<button>Tilføj til favoritter</button>",
    "<button>Føj til indkøbsliste</button>",
    "<button>Fjern fra kurv</button>",
    "<button>Køb ind for 500 kr. og få fri fragt</button>",
    "<nav><button>Bestil</button></nav>",
    "<button>Læs mere</button>",
]


def product(parts: Parts, *buttons: str) -> None:
    """Open a product page that has these buttons, each in an element b0, b1, and so on."""
    divs = "".join(f"<div id=b{n}>{button}</div>" for n, button in enumerate(buttons))
    parts.open(f"{HEAD}<main><h1>Letmælk</h1>{divs}</main>")
    main = {"selector": "h1", "item": item("Letmælk", "D", alternatives=[better()])}
    parts.show(kind="product", main=main)


@pytest.mark.parametrize("button", ADDING)
def test_a_button_that_adds_is_told_by_its_words(parts: Parts, button: str) -> None:
    """Whatever element it is, and whichever way it is said."""
    product(parts, button)
    parts.page.locator("#b0 button, #b0 input, #b0 a").click()
    expect(parts.dock).to_have_count(1)


def test_a_button_that_does_not_add_to_the_basket_is_told_too(parts: Parts) -> None:
    """Adding to a list is not adding to a basket. All are pressed, and one wait is for all."""
    product(parts, *OTHERS, ADDING[0])
    for n in range(len(OTHERS)):
        parts.page.locator(f"#b{n} button").click()
    parts.page.wait_for_timeout(QUIET_MS)
    expect(parts.dock).to_have_count(0)
    add(parts, f"#b{len(OTHERS)} button")
    expect(parts.dock).to_have_count(1)


def test_an_adapter_names_a_button_without_words(parts: Parts) -> None:
    """Its selector is enough."""
    parts.open(f"{HEAD}<main><h1>Letmælk</h1><span class=plus>+</span></main>")
    main = {"selector": "h1", "item": item("Letmælk", "D", alternatives=[better()])}
    parts.show(kind="product", main=main, add=".plus")
    add(parts, ".plus")
    expect(parts.dock).to_have_count(1)


def test_a_basket_is_ordered_without_questions(parts: Parts) -> None:
    """In a basket the buyer has chosen; "Bestil" there sends the order."""
    parts.open(f"{HEAD}<table><tr id=l0><td>Letmælk<td><button>Bestil</button></table>")
    line = {"selector": "#l0", "item": item("Letmælk", "D", alternatives=[better()])}
    parts.show(kind="basket", lines=[line])
    add(parts, "#l0 button")
    expect(parts.dock.locator(".offer")).to_have_count(0)


def test_a_card_whose_score_is_unknown_is_not_the_pages_product(parts: Parts) -> None:
    """Adding a related product says nothing of the main one."""
    parts.open(listing())
    main = {"selector": "h1", "item": item("Letmælk", "D", alternatives=[better()])}
    parts.show(kind="product", main=main, cards=[{"selector": "#c0", "item": None}])
    add(parts)
    expect(parts.dock).to_have_count(0)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("extra", ["", HOSTILE])
def test_the_card_moves_nothing_passes_axe_and_fits(parts: Parts, extra: str, width: int) -> None:
    """No layout shift, no fault, within the window, whatever the page's own style."""
    parts.page.emulate_media(reduced_motion="reduce")
    parts.page.set_viewport_size({"width": width, "height": 740})
    shop(parts, html=listing(extra=extra))
    parts.page.evaluate(
        "window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach("
        "e => { window.shift += e.value })).observe({type: 'layout-shift', buffered: false})"
    )
    add(parts)
    expect(parts.dock.locator(".offer")).to_be_visible()
    box = parts.dock.locator(".offer").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["y"] + box["height"] <= 741
    assert parts.page.evaluate("window.shift") == 0
    assert parts.faults() == []
