"""The basket's summary: what is added up, what is left out, and how it is shown."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from .parts import DOCK, HOSTILE, NAMES, Parts, basket, better, facts, item

TITLE = re.compile("Kurvens indkøbsscore")


def line(name: str = "Vare", **changes: Any) -> dict[str, Any]:
    """Return a line of 2 pieces at 10 kr., organic, 1 kg and 2 kg CO2e each."""
    return {
        "name": name,
        "grade": "B",
        "facts": facts(1.0, 2.0, True),
        "quantity": 2,
        "price": {"amount": 10, "currency": "DKK"},
        "total": None,
        "alternatives": [],
    } | changes


@pytest.fixture
def sums(parts: Parts):
    """Sum up lines as the extension does."""
    parts.open("<!doctype html><title>x</title>")

    def of(*lines: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = parts.page.evaluate("lines => kompas.sums(lines)", list(lines))
        return found

    return of


def test_footprints_are_multiplied_by_pieces_and_added_with_their_bounds(sums) -> None:
    """Two pieces of 2 kg and one of 3 kg make 7 kg, from 5.6 to 8.4."""
    found = sums(line(), line(quantity=1, facts=facts(1.0, 3.0, False)))
    (food,) = found["footprints"]
    assert food.pop("basis") == "food"
    assert food == pytest.approx({"low": 5.6, "value": 7.0, "high": 8.4})


def test_food_and_equipment_are_never_added_up(sums) -> None:
    """A kilo of beef until it is sold and a laptop over its lifetime stay apart."""
    laptop = facts(None, 300.0, None, "lifetime")
    found = sums(line(), line("Bærbar", quantity=1, facts=laptop))["footprints"]
    assert [(one["basis"], one["value"]) for one in found] == [("food", 4.0), ("lifetime", 300.0)]


def test_a_line_without_a_figure_is_named_and_not_guessed(sums) -> None:
    """It adds nothing to the footprint, and the summary can say which it was."""
    found = sums(line(), line("Salt", facts=facts(1.0, None, False)), line("Ukendt", facts=None))
    assert [one["value"] for one in found["footprints"]] == [4.0]
    assert found["without"] == ["Salt", "Ukendt"]


def test_nothing_at_all_is_known_of_an_unknown_basket(sums) -> None:
    """There is no footprint of zero and no organic share of nothing."""
    found = sums(line(facts=None, grade=None))
    assert found["footprints"] == []
    assert found["organic"] is None
    assert found["ungraded"] == 1


def test_a_line_without_a_price_is_left_out_of_the_kr_alone(sums) -> None:
    """Its weight still counts in the organic share by kg."""
    found = sums(line(), line(price=None, facts=facts(2.0, 1.0, False)))
    assert found["organic"]["kr"] == {"part": 2_000, "whole": 2_000, "missing": 1}
    assert found["organic"]["kg"] == {"part": 2, "whole": 6, "missing": 0}
    assert found["unpriced"] == 1


def test_the_lines_own_total_goes_before_price_times_pieces(sums) -> None:
    """A discount on the whole line is in the total."""
    found = sums(line(total={"amount": 15, "currency": "DKK"}))
    assert found["organic"]["kr"]["whole"] == 1_500


def test_amounts_in_another_currency_are_not_added(sums) -> None:
    """Euro and kroner make no sum."""
    found = sums(line(), line(price={"amount": 10, "currency": "EUR"}))
    assert found["organic"]["kr"]["whole"] == 2_000
    assert found["unpriced"] == 1


def test_only_food_counts_in_the_organic_share(sums) -> None:
    """A laptop is neither organic nor not."""
    found = sums(line(), line(facts=facts(2.0, 200.0, None)))
    assert found["percent"] == {"kg": 100, "kr": 100}


def test_lines_with_no_pieces_take_no_part(sums) -> None:
    """A list to order from holds what was not chosen."""
    found = sums(line(), line(quantity=0), line(quantity=1e9), line(quantity=-1))
    assert found["lines"] == 1


@pytest.mark.parametrize(
    ("organic", "other", "percent", "level"),
    [
        (299, 701, 29, None),
        (300, 700, 30, "bronze"),
        (599, 401, 59, "bronze"),
        (600, 400, 60, "silver"),
        (899, 101, 89, "silver"),
        (900, 100, 90, "gold"),
    ],
)
def test_a_level_is_reached_only_when_it_is(sums, organic, other, percent, level) -> None:
    """Shares are rounded down: 29.9 % is below bronze and is not shown as 30."""
    found = sums(
        line(quantity=1, facts=facts(organic, 1.0, True), price=None),
        line(quantity=1, facts=facts(other, 1.0, False), price=None),
    )
    assert found["percent"] == {"kg": percent, "kr": None}
    assert found["level"] == level


def test_the_better_of_kg_and_kr_decides_the_level(sums) -> None:
    """The label is given by either."""
    dear = line(quantity=1, facts=facts(1.0, 1.0, True), price={"amount": 90, "currency": None})
    cheap = line(quantity=1, facts=facts(9.0, 1.0, False), price={"amount": 10, "currency": None})
    assert sums(dear, cheap)["level"] == "gold"


def swaps(parts: Parts, *lines: dict[str, Any]) -> list[list[Any]]:
    """Return the best swaps as [from, to, øre]."""
    parts.open("<!doctype html><title>x</title>")
    found = parts.page.evaluate("lines => kompas.swaps(lines)", list(lines))
    return [[swap["from"], swap["to"], swap["cost"]] for swap in found]


def alternative(name: str, grade: str = "A", **changes: Any) -> dict[str, Any]:
    """Return an alternative as the extension has read it."""
    found = better(grade, **changes) | {"name": name}
    del found["product"]
    return found


def test_swaps_keep_within_the_baskets_price(parts: Parts) -> None:
    """A saving on one line pays for another, times its pieces."""
    cheap = line("a", alternatives=[alternative("x", price_difference=-1.0)])
    dear = line("b", alternatives=[alternative("y", price_difference=1.0)])
    dearer = line("c", quantity=3, alternatives=[alternative("z", price_difference=1.0)])
    assert swaps(parts, cheap, dear) == [["a", "x", -200], ["b", "y", 200]]
    assert swaps(parts, dearer) == []


def test_the_money_goes_where_most_is_spent(parts: Parts) -> None:
    """With room for one, points on a dear line count for more than as many on a cheap one."""
    saving = line("s", alternatives=[alternative("t", price_difference=-1.0)])
    small = line("a", alternatives=[alternative("x", gain=30, price_difference=1.0)])
    large = line(
        "b",
        price={"amount": 100, "currency": "DKK"},
        alternatives=[alternative("y", gain=20, price_difference=1.0)],
    )
    assert swaps(parts, saving, small, large) == [["s", "t", -200], ["b", "y", 200]]


def test_no_swap_is_shown_without_price_letter_or_gain(parts: Parts) -> None:
    """What cannot be compared is not proposed."""
    unknown = alternative("x", price=None, price_difference=None)
    for bad in (
        line("a", alternatives=[unknown]),
        line("a", price=None, alternatives=[alternative("x")]),
        line("a", alternatives=[alternative("x", "B")]),
        line("a", alternatives=[alternative("x", gain=None)]),
        line("a", alternatives=[alternative("x", gain=4.9)]),
        line("a", alternatives=[alternative("x", currency="EUR")]),
    ):
        assert swaps(parts, bad) == []


def shown(parts: Parts, **options: Any) -> str:
    """Show a whole basket, unfold its summary, and return its text."""
    html = options.pop("html", basket())
    parts.open(html, "/kurv", **options)
    parts.show(kind="basket", lines=lines())
    parts.dock.get_by_role("button", name=TITLE).click()
    return parts.text()


def lines() -> list[dict[str, Any]]:
    """Return six lines: five graded ones, of which one can be swapped, and an unknown one."""
    made = []
    for n, (name, grade) in enumerate(zip(NAMES, "CBEAC?", strict=True)):
        known = None
        if grade != "?":
            swap = [better("A", 22, price_difference=-0.5)] if grade == "E" else []
            known = item(name, grade, facts=facts(1.0, n + 1.0, n < 2), alternatives=swap)
        price = {"amount": 10.0, "currency": "DKK"}
        told = {"selector": f"#l{n}", "item": known, "name": name, "quantity": 2, "price": price}
        made.append(told)
    return made


def test_the_summary_tells_it_all_in_danish(parts: Parts) -> None:
    """Mix, footprint with its range, organic share with its level, and the swap."""
    text = shown(parts)
    for part in (
        "30 kg CO2e mellem 24 og 36",
        "Uden tal: Smør.",
        "i kg\n40 %",
        "i kr.\n40 %",
        "På bronze i denne kurv.",
        "over tre måneder",
        "1 bytte, i alt 1,00 kr. billigere",
        "Hakket oksekød\nByt til Kærnemælk 1 l (A)\n+22 point · 1,00 kr. billigere",
        "Regnet stk. for stk.",
    ):
        assert part in text
    mixes = [bar.get_attribute("aria-label") for bar in parts.dock.get_by_role("img").all()]
    assert mixes == [
        "Linjer efter score: 1 med A, 1 med B, 2 med C, 1 med E, 1 uden bogstav",
        "Linjer efter score: 2 med A, 1 med B, 2 med C, 1 uden bogstav",
    ]
    link = parts.dock.get_by_role("link", name="Kærnemælk 1 l")
    assert link.evaluate("a => a.href") == f"{parts.server.origin}/vare/kaernemaelk"


def test_the_summary_speaks_english(parts: Parts) -> None:
    """The other language says the same."""
    parts.open(basket(), language="en")
    parts.show(kind="basket", lines=lines())
    parts.dock.get_by_role("button", name="The basket's purchasing score").click()
    assert "At bronze in this basket." in parts.text()


def test_the_dock_is_a_small_bar_until_it_is_unfolded_and_stays_as_it_was_left(
    parts: Parts,
) -> None:
    """It takes no room in the page, and a later paint neither opens nor shuts it."""
    parts.open(basket())
    before = parts.page.locator("main").bounding_box()
    parts.show(kind="basket", lines=lines())
    toggle = parts.dock.get_by_role("button", name=TITLE)
    expect(toggle).to_have_attribute("aria-expanded", "false")
    box = parts.dock.locator(".bar").bounding_box()
    assert box is not None
    assert box["height"] < 60
    assert parts.page.locator("main").bounding_box() == before
    toggle.click()
    parts.show(kind="basket", lines=lines()[:4])
    expect(toggle).to_have_attribute("aria-expanded", "true")
    toggle.click()
    parts.show(kind="basket", lines=lines())
    expect(toggle).to_have_attribute("aria-expanded", "false")


def test_nothing_is_shown_where_no_line_is_known(parts: Parts) -> None:
    """A basket of unknown goods is left alone, and so is a page that has ended."""
    parts.open(basket())
    parts.show(kind="basket", lines=[one | {"item": None} for one in lines()])
    expect(parts.dock).to_have_count(0)
    parts.show(kind="basket", lines=lines())
    expect(parts.dock).to_have_count(1)
    parts.page.evaluate("kompas.end()")
    expect(parts.dock).to_have_count(0)


def test_a_new_quantity_is_summed_anew_and_focus_is_not_lost(parts: Parts) -> None:
    """A reader in the summary is put at its bar when what they read is replaced."""
    shown(parts)
    parts.dock.get_by_role("link", name="Kærnemælk 1 l").focus()
    parts.show(kind="basket", lines=[one | {"quantity": 4} for one in lines()])
    assert "60 kg CO2e" in parts.text()
    expect(parts.dock.get_by_role("button", name=TITLE)).to_be_focused()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_basket_passes_axe_folded_and_unfolded(parts: Parts, scheme: str, width: int) -> None:
    """No fault in light or dark, wide or narrow."""
    parts.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    parts.page.set_viewport_size({"width": width, "height": 740})
    parts.open(basket())
    parts.show(kind="basket", lines=lines())
    assert parts.faults() == []
    parts.dock.get_by_role("button", name=TITLE).click()
    assert parts.faults() == []


@pytest.mark.parametrize("width", [320, 390, 640])
def test_the_basket_reflows(parts: Parts, width: int) -> None:
    """Nothing needs scrolling sideways at the widths that 200 % zoom and telephones give."""
    parts.page.set_viewport_size({"width": width, "height": 640})
    shown(parts)
    body = parts.dock.locator(".body")
    assert body.evaluate("e => e.scrollWidth <= e.clientWidth")
    box = parts.dock.locator(".dock").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["y"] >= 0


@pytest.mark.parametrize("extra", [HOSTILE, "<script>document.dir='rtl'</script>"])
def test_the_pages_own_style_and_direction_do_not_reach_the_dock(parts: Parts, extra: str) -> None:
    """Hostile rules and a page from right to left leave it where and as it is."""
    shown(parts, html=basket(extra=extra))
    dock = parts.dock.locator(".dock")
    box, size = dock.bounding_box(), parts.page.viewport_size
    assert box is not None
    assert size is not None
    assert box["x"] + box["width"] == size["width"] - 16
    style = "e => [getComputedStyle(e).direction, getComputedStyle(e).fontSize]"
    assert dock.evaluate(style) == ["ltr", "14px"]
    assert parts.faults(DOCK) == []


def test_markup_in_names_is_text(parts: Parts) -> None:
    """A line named by a hostile page is shown as it is written."""
    evil = "<img src=x onerror=\"document.title='ramt'\">"
    parts.open(basket())
    told = lines()
    told[5]["name"] = evil
    parts.show(kind="basket", lines=told)
    parts.dock.get_by_role("button", name=TITLE).click()
    assert evil in parts.text()
    assert parts.page.title() == "Butik"
