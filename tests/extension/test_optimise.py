"""The optimiser of swaps, held to plain enumeration and to a plain dynamic programme."""

from __future__ import annotations

import itertools
import random
import statistics
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from .parts import SCRIPT

Basket = list[list[dict[str, int]]]
Result = tuple[int, int, int]

costs = st.integers(-300, 300)
choices = st.builds(lambda cost, gain: {"cost": cost, "gain": gain}, costs, st.integers(0, 40))
small = st.lists(st.lists(choices, max_size=3), max_size=6)
# Equal worth per øre everywhere: the bound prunes nothing and only ties decide.
tied = st.lists(
    st.lists(costs.map(lambda cost: {"cost": cost, "gain": max(0, cost)}), max_size=3), max_size=6
)
large = st.lists(st.lists(choices, max_size=4), min_size=10, max_size=40)


@pytest.fixture(scope="session")
def bench(harness: Page) -> Page:
    """A tab with the optimiser in it."""
    harness.goto("about:blank")
    harness.add_script_tag(content=SCRIPT.read_text(encoding="utf-8"))
    return harness


def solved(bench: Page, baskets: list[Basket]) -> list[list[int | None]]:
    """Return what the extension chooses for each line of each basket."""
    found: list[list[int | None]] = bench.evaluate("baskets => kompas.optimise(baskets)", baskets)
    return found


def result(basket: Basket, chosen: list[int | None]) -> Result:
    """Return gain, swaps saved and money saved of a choice: the greater, the better."""
    picked = [line[at] for line, at in zip(basket, chosen, strict=True) if at is not None]
    return sum(p["gain"] for p in picked), -len(picked), -sum(p["cost"] for p in picked)


def enumerated(basket: Basket) -> Result:
    """Return the best result of all there are."""
    every = itertools.product(*([None, *range(len(line))] for line in basket))
    results = (result(basket, list(chosen)) for chosen in every)
    return max(one for one in results if one[2] >= 0)


def programmed(basket: Basket) -> Result:
    """Return the best result by keeping, for every cost there can be, the best way to it."""
    best: dict[int, tuple[int, int]] = {0: (0, 0)}
    for line in basket:
        after = dict(best)
        for (cost, (gain, swaps)), choice in itertools.product(best.items(), line):
            total = cost + choice["cost"]
            better = (gain + choice["gain"], swaps - 1)
            after[total] = max(after.get(total, better), better)
        best = after
    return max((*worth, -cost) for cost, worth in best.items() if cost <= 0)


slow = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@slow
@given(baskets=st.lists(small | tied, min_size=1, max_size=8))
def test_small_baskets_get_the_best_of_all_choices(bench: Page, baskets: list[Basket]) -> None:
    """Gain first, then few swaps, then the lowest price: as trying everything finds."""
    for basket, chosen in zip(baskets, solved(bench, baskets), strict=True):
        assert result(basket, chosen) == enumerated(basket)


@slow
@given(basket=large)
def test_large_baskets_get_what_a_plain_programme_finds(bench: Page, basket: Basket) -> None:
    """Pruning by a bound loses nothing."""
    [chosen] = solved(bench, [basket])
    assert result(basket, chosen) == programmed(basket)


def test_a_dear_swap_is_paid_for_by_a_cheap_one(bench: Page) -> None:
    """A swap of little gain that saves money makes room for a greater one."""
    basket = [[{"cost": -100, "gain": 1}], [{"cost": 100, "gain": 50}], [{"cost": 1, "gain": 9}]]
    assert solved(bench, [basket]) == [[0, 0, None]]


def test_no_swap_is_made_where_each_costs_more(bench: Page) -> None:
    """Within the same price means within the same price."""
    assert solved(bench, [[[{"cost": 1, "gain": 99}], []]]) == [[None, None]]


def realistic(seed: int) -> Basket:
    """Return 60 lines of 4 choices as a large order has them, gains times øre."""
    dice = random.Random(seed)
    basket = []
    for _ in range(60):
        amount = dice.randint(1_000, 300_000)
        line: list[dict[str, Any]] = []
        for _ in range(4):
            cost = round(amount * dice.uniform(-0.3, 0.4))
            line.append({"cost": cost, "gain": dice.randint(50, 600) * amount})
        basket.append(line)
    return basket


def test_sixty_lines_of_four_choices_take_less_than_20_ms(bench: Page) -> None:
    """The summary never holds the page up; the median of twenty baskets is what is held."""
    baskets = [realistic(seed) for seed in range(20)]
    times = bench.evaluate("baskets => kompas.time(baskets)", baskets)
    assert statistics.median(times) < 20


def test_a_basket_made_to_be_hard_holds_nothing_up(bench: Page) -> None:
    """Where gains follow prices to the øre the swaps still fit, and a second or two is the end."""
    dice = random.Random(7)
    basket: Basket = []
    for _ in range(60):
        amount = dice.randint(1_000, 300_000)
        costs = [round(amount * dice.uniform(-0.3, 0.4)) for _ in range(4)]
        basket.append([{"cost": cost, "gain": cost + amount} for cost in costs])
    [chosen] = solved(bench, [basket])
    gain, _, saved = result(basket, chosen)
    assert gain > 0
    assert saved >= 0
    [taken] = bench.evaluate("baskets => kompas.time(baskets)", [basket])
    assert taken < 3_000
