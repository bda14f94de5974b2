"""Sorting a listing by score: on request, announced, and taken back exactly."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .parts import NAMES, Parts, item, listing

SORT = "Sortér efter score"
UNSORT = "Butikkens rækkefølge"


def order(parts: Parts) -> str:
    """Return the cards' numbers in the order of the DOM."""
    found: list[str] = parts.page.evaluate(
        "[...document.querySelectorAll('.card')].map(c => c.id.slice(1))"
    )
    return "".join(found)


def markup(parts: Parts) -> str:
    """Return the listing with all its white space."""
    return parts.page.locator("main").evaluate("main => main.innerHTML")


def said(parts: Parts) -> str:
    """Return what was last said aloud."""
    return parts.dock.get_by_role("status").inner_text()


def shown(parts: Parts, grades: str, html: str | None = None) -> None:
    """Open a listing with these grades."""
    parts.open(html or listing())
    parts.show(kind="listing", cards=parts.cards(grades))


def test_nothing_is_sorted_until_the_buyer_asks(parts: Parts) -> None:
    """The shop's order is what a page opens with."""
    shown(parts, "ECADB?")
    assert order(parts) == "012345"
    expect(parts.button(SORT)).to_be_visible()


def test_cards_come_best_first_with_the_unknown_last_and_the_dom_follows(parts: Parts) -> None:
    """Keyboard and screen reader meet them in the order that is seen."""
    shown(parts, "ECADB?")
    parts.button(SORT).click()
    assert order(parts) == "241305"
    assert said(parts) == "Sorteret efter kommunens indkøbsscore, bedste først"
    parts.page.locator("h1").click()
    parts.page.keyboard.press("Tab")
    expect(parts.page.locator("#c2 a")).to_be_focused()


def test_equal_cards_keep_the_shops_order_and_ranges_stand_by_their_middle(parts: Parts) -> None:
    """A stable order: by letter, then points, then as the shop had them."""
    parts.open(listing())
    cards = parts.cards("CCCC??")
    for at, score in enumerate((50, 70, 50)):
        cards[at]["item"]["score"] = score
    cards[3]["item"] |= {"grade": None, "range": ["A", "C"]}
    parts.show(kind="listing", cards=cards)
    parts.button(SORT).click()
    assert order(parts) == "310245"


def test_the_shops_order_comes_back_to_the_last_blank(parts: Parts) -> None:
    """Also what stands between the cards is where it was."""
    html = listing().replace(
        "<li class=card id=c3>", "<li class=ad>Annonce</li>\n <li class=card id=c3>"
    )
    shown(parts, "ECADB?", html)
    before = markup(parts)
    parts.button(SORT).click()
    assert order(parts) == "241305"
    assert parts.page.locator("li").nth(3).inner_text() == "Annonce"
    parts.button(UNSORT).click()
    assert markup(parts) == before
    assert said(parts) == "Varerne står igen i butikkens rækkefølge"
    expect(parts.button(SORT)).to_be_focused()


def test_the_end_of_the_view_restores_the_order(parts: Parts) -> None:
    """Nothing of ours is left behind."""
    shown(parts, "ECADB?")
    before = markup(parts)
    parts.button(SORT).click()
    parts.page.evaluate("kompas.end()")
    assert markup(parts) == before
    expect(parts.dock).to_have_count(0)


def test_cards_never_cross_from_one_parent_to_another(parts: Parts) -> None:
    """Each carousel is sorted by itself, and one with too few scores is left alone."""
    names = NAMES + NAMES
    split = listing(names).replace(
        "<li class=card id=c4>", "</ul><ul class=grid><li class=card id=c4>"
    )
    split = split.replace("<li class=card id=c8>", "</ul><ul class=grid><li class=card id=c8>")
    shown(parts, "DCBAABCDE???", split)
    parts.button(SORT).click()
    found = parts.page.evaluate(
        "[...document.querySelectorAll('ul')].map(u => [...u.children].map(c => +c.id.slice(1)))"
    )
    assert found == [[3, 2, 1, 0], [4, 5, 6, 7], [8, 9, 10, 11]]


def test_cards_in_wrappers_move_with_their_wrappers(parts: Parts) -> None:
    """The grid's cells are what is sorted."""
    html = (
        listing().replace("<li class=card", "<li><div class=card").replace("</li>", "</div></li>")
    )
    shown(parts, "ECADB?", html)
    parts.button(SORT).click()
    assert order(parts) == "241305"
    assert parts.page.locator("ul > li > .card").count() == 6


def test_a_badge_beside_its_card_moves_with_it_and_back(parts: Parts) -> None:
    """Cards that are links have their badges behind them, in the same parent."""
    html = listing().replace("</li>", "</li><indkobskompas-badge></indkobskompas-badge>")
    shown(parts, "ECADB?", html)
    before = markup(parts)
    pairs = (
        "[...document.querySelectorAll('indkobskompas-badge')].every("
        "(b, n) => b.previousElementSibling.id === `c${b.dataset.n}`)"
    )
    each = "document.querySelectorAll('indkobskompas-badge').forEach"
    parts.page.evaluate(f"{each}((badge, n) => {{ badge.dataset.n = n }})")
    parts.button(SORT).click()
    assert order(parts) == "241305"
    assert parts.page.evaluate(pairs)
    parts.button(UNSORT).click()
    assert parts.page.evaluate(pairs)
    parts.page.evaluate(f"{each}(badge => badge.removeAttribute('data-n'))")
    assert markup(parts) == before


@pytest.mark.parametrize("style", [".card{position:absolute}", ".card{order:2}"])
def test_a_page_that_places_its_cards_itself_is_not_sorted(parts: Parts, style: str) -> None:
    """Where eyes would not follow the DOM there is nothing to offer."""
    shown(parts, "ECADB?", listing(extra=f"<style>{style}</style>"))
    expect(parts.dock).to_have_count(0)


def test_two_scores_are_too_few_to_sort_by(parts: Parts) -> None:
    """They are seen at a glance."""
    shown(parts, "EC????")
    expect(parts.dock).to_have_count(0)


APPEND = """(ids) => { for (const id of ids) {
  const card = document.querySelector('.card').cloneNode(true); card.id = id;
  document.querySelector('ul').append(card); } }"""


def test_infinite_scroll_is_sorted_in_below_what_is_on_screen(parts: Parts) -> None:
    """Nothing in sight moves; the rest is in order; and the shop's order knows the newcomers."""
    parts.page.set_viewport_size({"width": 390, "height": 500})
    shown(parts, "ECADB?")
    parts.button(SORT).click()
    top = parts.page.evaluate(
        "[...document.querySelectorAll('.card')].filter(c => c.getBoundingClientRect().top < 500)"
        ".map(c => c.id.slice(1)).join('')"
    )
    parts.page.evaluate(APPEND, ["c6", "c7"])
    parts.show(kind="listing", cards=parts.cards("ECADB?DA"))
    after = order(parts)
    assert after.startswith(top)
    rest = "ECADB?DA"
    letters = [rest[int(card)] for card in after[len(top) :]]
    assert letters == sorted(letters, key="ABCDE?".index)
    parts.button(UNSORT).click()
    assert order(parts) == "01234567"


def test_a_card_put_among_others_finds_its_place_in_the_shops_order(parts: Parts) -> None:
    """It belongs behind the one that the shop put it behind."""
    shown(parts, "ECADB?")
    parts.button(SORT).click()
    parts.page.evaluate(
        "() => { const card = document.querySelector('#c0').cloneNode(true); card.id = 'c9';"
        "document.querySelector('#c1').after(card); }"
    )
    parts.show(kind="listing", cards=parts.cards("ECADB?"))
    parts.button(UNSORT).click()
    assert order(parts) == "0192345"


def test_a_shop_that_shows_its_list_anew_has_the_last_word(parts: Parts) -> None:
    """Sorting switches itself off and says so."""
    shown(parts, "ECADB?")
    parts.button(SORT).click()
    parts.page.evaluate(
        "() => { const u = document.querySelector('ul'); u.innerHTML = u.innerHTML }"
    )
    fresh = order(parts)
    parts.show(kind="listing", cards=parts.cards("ECADB?"))
    assert order(parts) == fresh
    assert said(parts).startswith("Butikken har vist varerne på ny.")
    expect(parts.button(SORT)).to_be_visible()


def test_a_shop_that_moves_its_cards_has_the_last_word_too(parts: Parts) -> None:
    """What a framework put back in its own order is not fought over."""
    shown(parts, "ECADB?")
    parts.button(SORT).click()
    parts.page.evaluate(
        "() => [0, 1, 2, 3, 4, 5].forEach(n => document.querySelector('ul').append("
        "document.querySelector(`#c${n}`)))"
    )
    parts.show(kind="listing", cards=parts.cards("ECADB?"))
    assert order(parts) == "012345"
    expect(parts.button(SORT)).to_be_visible()


def test_a_removed_card_is_not_missed(parts: Parts) -> None:
    """The others stay sorted and come back in order."""
    shown(parts, "ECADB?")
    parts.button(SORT).click()
    parts.page.evaluate("document.querySelector('#c1').remove()")
    parts.show(kind="listing", cards=[c for c in parts.cards("ECADB?") if c["selector"] != "#c1"])
    assert order(parts) == "24305"
    parts.button(UNSORT).click()
    assert order(parts) == "02345"


def test_a_quiet_paint_writes_nothing(parts: Parts) -> None:
    """Our own moving about never sets off another round."""
    shown(parts, "ECADB?")
    parts.button(SORT).click()
    parts.page.evaluate(
        "() => { window.writes = 0; new MutationObserver(r => { window.writes += r.length })"
        ".observe(document.body, {childList: true, subtree: true}) }"
    )
    parts.show(kind="listing", cards=parts.cards("ECADB?"))
    parts.page.wait_for_timeout(50)
    assert parts.page.evaluate("window.writes") == 0


def test_the_bar_folds_away_and_passes_axe(parts: Parts) -> None:
    """Folded, only the small mark is left."""
    shown(parts, "ECADB?")
    assert parts.faults() == []
    parts.button("Indkøbsscore").click()
    expect(parts.button(SORT)).to_be_hidden()
    assert parts.faults() == []


def test_two_thousand_cards_are_sorted_without_a_long_wait(parts: Parts) -> None:
    """A long listing is sorted in well under a second."""
    names = tuple(f"Vare {n}" for n in range(2_000))
    parts.open(listing(names))
    cards = [
        {"selector": f"#c{n}", "item": item(name, "EDCBA"[n % 5], reasons=[], labels=[])}
        for n, name in enumerate(names)
    ]
    parts.show(kind="listing", cards=cards)
    took = parts.page.evaluate(
        "() => { const b = document.querySelector('indkobskompas-dock').shadowRoot"
        ".querySelector('.action'); const t = performance.now(); b.click();"
        "return performance.now() - t }"
    )
    first = parts.page.locator(".card").first.get_attribute("id")
    assert first == "c4"
    assert took < 1_500
