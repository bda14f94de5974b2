"""What was changed, in words: each place of the shipped rulesets has some, and they read well."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.diff import changes
from service import rulesets
from service.governance.documents import kept, table
from service.governance.places import value_at, with_value, without
from service.governance.words import told, words
from tests.conftest import THOROUGH, some

DEFAULT = table(kept(rulesets.document("default")))


def leaves(value: Any, place: str = "") -> Iterator[str]:
    """Yield the places of all values and tables of a document, lists of tables by id."""
    if isinstance(value, dict):
        for key, inner in value.items():
            at = f"{place}.{key}" if place else key
            yield at
            yield from leaves(inner, at)
    elif isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        for i, item in enumerate(value):
            name = item.get("id", item.get("name"))
            at = f"{place}[{name if isinstance(name, str) else i}]"
            yield at
            yield from leaves(item, at)


def mutated(value: Any) -> Any:
    """Return a value of the same kind that differs."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, str):
        return f"{value}x"
    if isinstance(value, list):
        return value[1:] if len(value) > 1 else [*value, *value]
    return {}


def test_every_place_of_a_shipped_ruleset_has_words() -> None:
    """Changed, taken out and put in, in both languages; none falls back to the place itself."""
    kinds = {json.dumps(part): part for name in rulesets.shipped() for part in parts(name)}
    step = 1 if THOROUGH else 4
    assert sum(map(check_words, list(kinds.values())[::step])) > 500 / step


def parts(name: str) -> Iterator[dict[str, Any]]:
    """Yield a ruleset in parts, each group and case alone, so that changes are found fast."""
    whole = table(kept(rulesets.document(name)))
    yield {key: value for key, value in whole.items() if key not in ("groups", "cases")}
    yield from ({"cases": [case]} for case in whole["cases"])
    yield from ({"groups": {group: rules}} for group, rules in whole["groups"].items())


def check_words(document: dict[str, Any]) -> int:
    """Check all places of a document and return how many there are."""
    places = [place for place in leaves(document) if place not in ("groups", "cases", "id")]
    for place in places:
        if place.endswith((".id", ".name")) and place.count("["):
            continue  # another id is another thing: it is told as taken out and put in
        gone, other = (
            without(document, place),
            with_value(document, place, mutated(value_at(document, place))),
        )
        for old, new in ((document, other), (document, gone), (gone, document)):
            for change in changes(old, new):
                for language in ("da", "en"):
                    text = words(change, old, new, language)  # type: ignore[arg-type]
                    assert text != change.text(), (change, language)
                    assert "{" not in text.replace("{value}", "").replace('{"', ""), text
                    assert text[0].isupper() or text[0] in "„“", text
                    assert text.endswith(".")
    return len(places)


@pytest.mark.parametrize(
    ("place", "value", "da", "en"),
    [
        (
            "groups.laptop.criteria[energy].weight",
            20,
            "Vægten af energiforbrug i bærbare computere er sat op fra 15 (15 % af vægten)"
            " til 20 (19 % af vægten).",
            "The weight of energy use in laptops is raised from 15 (15 % of the weight)"
            " to 20 (19 % of the weight).",
        ),
        (
            "groups.laptop.cuts.A",
            72.5,
            "Grænsen for A i bærbare computere er sænket fra 75 til 72,5.",
            "The cut for A in laptops is lowered from 75 to 72.5.",
        ),
        (
            "groups.laptop.minimum_coverage",
            0.5,
            "Den andel af vægten, der skal være kendt for at give en karakter i bærbare computere"
            " er hævet fra 40 % til 50 %.",
            "The share of weight that must be known for a grade in laptops is raised"
            " from 40 % to 50 %.",
        ),
        (
            "groups.laptop.criteria[ecolabel].labels.classes[2].codes",
            ["EPEAT_SILVER", "SVANEN"],
            "Mærkerne, der giver 50 point for miljømærke (type I) i bærbare computere er ændret:"
            " SVANEN er kommet med.",
            "The labels that give 50 points for type I ecolabel in laptops changed: SVANEN added.",
        ),
        (
            "groups.food.base.readings[0].value.best",
            0.6,
            "Tallet, der giver 100 point for klimaaftryk pr. kg i fødevarer er hævet"
            " fra 0,552 til 0,6.",
            "The figure that gives 100 points for carbon footprint per kg in food is raised"
            " from 0.552 to 0.6.",
        ),
        (
            "valid_from",
            "2027-01-01",
            "Første gyldige dag er ændret fra 23.11.2026 til 1.1.2027.",
            "The first valid day changed from 2026-11-23 to 2027-01-01.",
        ),
        (
            "groups.laptop.criteria[energy].missing",
            "pessimistic",
            "Reglen for manglende oplysninger om energiforbrug i bærbare computere er sat til"
            " „pessimistic“.",
            "The rule for missing data on energy use in laptops: now “pessimistic”.",
        ),
    ],
)
def test_a_change_reads_as_a_colleague_would_write_it(
    place: str, value: Any, da: str, en: str
) -> None:
    new = with_value(DEFAULT, place, value)
    assert told(DEFAULT, new, "da") == [da]
    assert told(DEFAULT, new, "en") == [en]


def test_weights_that_sum_to_100_are_percent() -> None:
    new = with_value(DEFAULT, "groups.laptop.criteria[energy].weight", 20)
    new = with_value(new, "groups.laptop.criteria[carbon].weight", 10)
    assert told(DEFAULT, new, "da") == [
        "Vægten af klimaaftryk pr. år i bærbare computere er sat ned fra 15 til 10 %.",
        "Vægten af energiforbrug i bærbare computere er sat op fra 15 til 20 %.",
    ]


def test_whole_things_come_and_go() -> None:
    gone = without(DEFAULT, "groups.laptop.criteria[energy]")
    assert told(DEFAULT, gone, "da") == [
        "Kriteriet energiforbrug i bærbare computere er taget ud. Vægten var 15."
    ]
    assert told(gone, DEFAULT, "en") == [
        "The criterion energy use in laptops is new, with weight 15."
    ]
    assert told(DEFAULT, without(DEFAULT, "groups.tablet"), "da") == [
        "Varegruppen tablets er taget ud."
    ]


def test_what_has_no_words_is_told_by_its_place() -> None:
    assert told({}, {"odd": 1}, "da") == ["odd: added 1"]
    old, new = {"groups": {"x": {"cuts": {"A": 1}}}}, {"groups": {"x": {"cuts": {"A": 2}}}}
    assert told(old, new, "en") == ["groups.x.cuts.A: 1 → 2"]


@settings(max_examples=some(100))
@given(st.data())
def test_no_document_is_too_odd_for_words(data: st.DataObject) -> None:
    """Drafts may hold anything anywhere."""
    odd = st.sampled_from(
        [0, True, "", "x{y}", [], {}, [{}], {"da": 1}, [[1, 2]], [None], {"id": 3}]
    )
    places = list(leaves(DEFAULT))
    document = json.loads(json.dumps(DEFAULT))
    for place in data.draw(st.lists(st.sampled_from(places), min_size=1, max_size=3)):
        try:
            document = with_value(document, place, data.draw(odd))
        except Exception as error:  # an earlier one took the place away
            assert type(error).__name__ == "RulesetError"
    for language in ("da", "en"):
        for old, new in ((DEFAULT, document), (document, DEFAULT)):
            assert all(told(old, new, language))  # type: ignore[arg-type]
