"""Comparing products side by side, and the panel they are picked in."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import Locator, expect

from .parts import HOSTILE, NAMES, Parts, better, item, listing

COMPARE = "indkobskompas-compare"
OPENER = "#c0 button"


def listed(parts: Parts, path: str = "/", **options: str) -> None:
    """Open a listing of six products, whose second lacks a criterion that the others have."""
    parts.open(listing(), path, **options)
    cards = parts.cards("CADBE?", alternatives=[better("A")])
    cards[1]["item"]["reasons"] = cards[1]["item"]["reasons"][1:]
    parts.show(kind="listing", cards=cards)


def pick(parts: Parts, *at: int) -> str:
    """Pick products in their panels; return what the last one said."""
    said = ""
    for n in at:
        parts.page.evaluate("([n, o]) => kompas.panel(n, o)", [n, OPENER])
        panel = parts.page.get_by_role("dialog")
        panel.get_by_role("button", name="Sammenlign").click()
        said = panel.get_by_role("status").inner_text()
        parts.page.keyboard.press("Escape")
    return said


def opened(parts: Parts, count: int) -> Locator:
    """Open the comparison of so many products."""
    parts.button(f"Sammenlign ({count})").click()
    dialog = parts.page.get_by_role("dialog", name="Sammenligning af varer")
    expect(dialog).to_be_visible()
    return dialog


def row(dialog: Locator, name: str) -> list[str]:
    """Return the cells of a row by its heading."""
    found = dialog.get_by_role("row").filter(has=dialog.page.get_by_role("rowheader", name=name))
    return [text.replace("\u00a0", " ") for text in found.get_by_role("cell").all_inner_texts()]


def test_products_are_picked_in_the_panel_and_stand_side_by_side(parts: Parts) -> None:
    """Grade, points, criteria in line, labels with dates, price and alternative."""
    listed(parts)
    assert pick(parts, 0, 1) == "Havredrik er med i sammenligningen (2 af 4)."
    dialog = opened(parts, 2)
    heads = dialog.get_by_role("columnheader").all_inner_texts()
    assert [head.split("\n")[0] for head in heads] == ["Letmælk", "Havredrik"]
    assert row(dialog, "Score") == ["C", "A"]
    assert row(dialog, "Klimaaftryk pr. kg") == ["1,2 kg CO2e/kg\n54,2 point", "–"]
    assert row(dialog, "Palmeolie uden certifikat") == ["–\n-10 point"] * 2
    assert "Gælder til 31. december 2099" in row(dialog, "Mærker")[0]
    assert "Udløb 30. juni 2020 og tæller ikke med" in row(dialog, "Mærker")[0]
    assert row(dialog, "Pris på siden") == ["10,00 kr.", "11,00 kr."]
    assert "A: Kærnemælk 1 l" in row(dialog, "Bedre alternativ")[0]


def test_a_product_is_compared_with_others_not_with_itself(parts: Parts) -> None:
    """A second pick of the same one says so."""
    listed(parts)
    assert pick(parts, 0, 0) == "Varen er allerede med i sammenligningen."
    expect(parts.button("Sammenlign (1)")).to_be_visible()


def test_a_fifth_product_is_told_that_there_is_no_room(parts: Parts) -> None:
    """Four is what can be read; the way on is said."""
    listed(parts)
    said = pick(parts, 0, 1, 2, 3, 4)
    assert said == "Der er plads til fire varer. Fjern en fra sammenligningen først."
    expect(parts.button("Sammenlign (4)")).to_be_visible()


def test_products_are_taken_out_one_by_one_until_none_is_left(parts: Parts) -> None:
    """Focus is never lost, removal is said aloud, and an empty table says what to do."""
    listed(parts)
    pick(parts, 0, 1)
    dialog = opened(parts, 2)
    dialog.get_by_role("button", name="Fjern Letmælk").click()
    expect(dialog.get_by_role("columnheader")).to_have_count(1)
    assert dialog.get_by_role("status").inner_text() == "Letmælk er fjernet fra sammenligningen"
    expect(dialog.get_by_role("heading", name="Sammenligning af varer")).to_be_focused()
    dialog.get_by_role("button", name="Fjern Havredrik").click()
    assert "Der er ingen varer at sammenligne." in dialog.inner_text()
    assert parts.faults(COMPARE) == []
    parts.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_focus_goes_in_stays_in_and_comes_back(parts: Parts) -> None:
    """The whole way there and back by keyboard."""
    listed(parts)
    pick(parts, 0, 1)
    button = parts.button("Sammenlign (2)")
    button.focus()
    parts.page.keyboard.press("Enter")
    for _ in range(10):
        parts.page.keyboard.press("Tab")
        assert parts.page.evaluate("document.activeElement.localName") in (COMPARE, "body")
    parts.page.keyboard.press("Escape")
    expect(button).to_be_focused()


def test_the_comparison_is_kept_from_page_to_page(parts: Parts) -> None:
    """What was picked on one page stands beside what is picked on the next, with its price."""
    listed(parts)
    pick(parts, 0)
    listed(parts, "/side-2")
    expect(parts.button("Sammenlign (1)")).to_be_visible()
    pick(parts, 1)
    assert row(opened(parts, 2), "Pris på siden") == ["10,00 kr.", "11,00 kr."]


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1280)])
def test_comparison_and_panel_pass_axe(parts: Parts, scheme: str, width: int) -> None:
    """No fault, light and narrow, dark and wide, under a page's hostile style."""
    parts.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    parts.page.set_viewport_size({"width": width, "height": 740})
    parts.open(listing(extra=HOSTILE))
    parts.show(kind="listing", cards=parts.cards("CADB?E"), stale=True)
    pick(parts, 0, 1, 2, 3)
    opened(parts, 4)
    assert parts.faults(COMPARE) == []
    parts.page.keyboard.press("Escape")
    parts.page.evaluate("o => kompas.panel(0, o)", OPENER)
    assert parts.faults("indkobskompas-panel") == []


def test_a_narrow_comparison_scrolls_beside_its_headings(parts: Parts) -> None:
    """The row's name stays in sight, and the dialog itself stays in the window."""
    parts.page.set_viewport_size({"width": 390, "height": 740})
    listed(parts)
    pick(parts, 0, 1, 2, 3)
    dialog = opened(parts, 4)
    scroll = dialog.get_by_role("region")
    assert scroll.evaluate("e => e.scrollWidth > e.clientWidth")
    scroll.evaluate("e => e.scrollTo(9999, 0)")
    head = dialog.get_by_role("rowheader", name="Point").bounding_box()
    assert head is not None
    assert head["x"] == 0
    box = dialog.bounding_box()
    assert box is not None
    assert box["width"] <= 390


def test_the_view_that_ends_takes_dialog_panel_and_dock_away(parts: Parts) -> None:
    """Nothing of ours outlives the page view."""
    listed(parts)
    pick(parts, 0)
    opened(parts, 1)
    parts.page.evaluate("kompas.end()")
    for tag in (COMPARE, "indkobskompas-panel", "indkobskompas-dock"):
        expect(parts.page.locator(tag)).to_have_count(0)


def told(parts: Parts, at: float) -> str:
    """Return the panel's text for an answer remembered since `at`."""
    parts.open(listing())
    parts.show(kind="listing", cards=parts.cards("C"), stale=True, at=at * 1_000)
    parts.page.evaluate("o => kompas.panel(0, o)", OPENER)
    return parts.page.get_by_role("dialog").inner_text()


def test_the_panel_says_how_old_a_remembered_answer_is(parts: Parts) -> None:
    """Today, yesterday, or a date, always with the time."""
    now = parts.page.evaluate("Date.now() / 1000")
    noon = dt.datetime.fromtimestamp(now).replace(hour=0, minute=5)
    assert "Scoren er fra i dag kl. 00.05." in told(parts, noon.timestamp())
    yesterday = noon - dt.timedelta(days=1)
    assert "Tjenesten kan ikke nås. Scoren er fra i går kl. 00.05." in told(
        parts, yesterday.timestamp()
    )
    old = dt.datetime(2026, 3, 9, 14, 5)
    assert "Scoren er fra 9. marts 2026 kl. 14.05." in told(parts, old.timestamp())


def test_contrast_is_handed_on_to_all_parts(parts: Parts) -> None:
    """The attribute that the style sheets read stands on every root."""
    listed(parts, contrast="more")
    pick(parts, 0)
    opened(parts, 1)
    marked = "[data-contrast='more'].ik"
    expect(parts.dock.locator(marked)).to_have_count(1)
    expect(parts.page.locator(COMPARE).locator(marked)).to_have_count(1)
    parts.page.keyboard.press("Escape")
    parts.page.evaluate("o => kompas.panel(0, o)", OPENER)
    expect(parts.page.locator("indkobskompas-panel").locator(marked)).to_have_count(1)


def test_print_shows_the_comparison_alone(parts: Parts) -> None:
    """The dock and the buttons are not printed, and nothing is cut off."""
    listed(parts)
    pick(parts, 0, 1, 2, 3)
    dialog = opened(parts, 4)
    parts.page.emulate_media(media="print")
    table, box = dialog.get_by_role("table").bounding_box(), dialog.bounding_box()
    assert table is not None
    assert box is not None
    assert table["y"] + table["height"] <= box["y"] + box["height"]
    assert table["width"] <= box["width"] == 1280
    expect(dialog.get_by_role("button", name="Fjern alle")).to_be_hidden()
    expect(parts.dock.locator(".dock")).to_be_hidden()
    parts.page.emulate_media(media="screen")


def test_names_with_markup_are_compared_as_text(parts: Parts) -> None:
    """Nothing that the service says becomes an element."""
    evil = "<img src=x onerror=\"document.title='ramt'\">"
    parts.open(listing())
    bad = better("A", path="javascript:alert(1)")
    card = {"selector": "#c0", "item": item(evil, "C", alternatives=[bad])}
    parts.show(kind="listing", cards=[card, *parts.cards(NAMES[0][:0])])
    pick(parts, 0)
    dialog = opened(parts, 1)
    assert evil in dialog.inner_text()
    assert dialog.locator("img").count() == 0
    assert dialog.get_by_role("link").count() == 0
    assert parts.page.title() == "Butik"
