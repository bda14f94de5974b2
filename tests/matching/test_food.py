"""Food titles: the head decides, states are kept apart, brands and amounts are passed over."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.matching.food import FoodMatcher
from service.matching.text import ACCEPTED, TextMatcher
from service.matching.vocabulary import Vocabulary, stem


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("HK. OKSEKØD 8-12%", "meat/beef-mince-10"),
        ("ØKO. LETMÆLK", "dairy/milk-semi"),
        ("KYLL.BRYST", "meat/chicken-breast"),
        ("GULERØDDER VASK.", "vegetable/carrot"),
        ("LEVERPOSTEJ GROV", "meat/liver-paste"),
        ("lever postej", "meat/liver-paste"),
        ("Kyllingebrystfilet", "meat/chicken-breast"),
        ("Mælkechokolade", "tropical/chocolate-milk"),
        ("Chokolademælk", "dairy/milk-cocoa"),
    ],
)
def test_wholesalers_words_reach_their_group(group, title: str, wanted: str):
    """Abbreviations, capitals, compounds in one word or two."""
    assert group(title) == wanted


@pytest.mark.parametrize(
    "title",
    [
        "Kyllingepostej", "Kartoffelmel", "Kartoffelskræller", "Hindbærsnitter", "Ostehøvl",
        "Sauce til torsk", "Krydderi til kylling", "Vegansk bacon", "Likør, kaffe med fløde",
        "Kylling tikka masala",
    ],
)  # fmt: skip
def test_another_head_is_other_goods(group, title: str):
    """A word of food in the name makes it no such food."""
    assert group(title) is None


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Broccoli 500 g", "vegetable/broccoli"),
        ("Broccoli frost 2,5 kg", "vegetable/broccoli-frozen"),
        ("Kikærter tørrede", "legume/chickpeas-dry"),
        ("Kikærter i lage", "legume/chickpeas-canned"),
        ("Kikærter", None),
        ("Abrikoser", "fruit/apricot"),
        ("Abrikoser tørrede", "fruit/apricot-dried"),
        ("Abrikoser på dåse", "fruit/apricot-canned"),
        ("Tun i vand", "fish/tuna-brine"),
        ("Jordbær frost", None),
        ("Soltørrede tomater", None),
    ],
)
def test_fresh_frozen_dried_and_canned_are_kept_apart(group, title: str, wanted: str | None):
    """What the title does not tell is not guessed, and a state without a group matches none."""
    assert group(title) == wanted


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Hakket oksekød 4-7 %", "meat/beef-mince-5"),
        ("Hakket oksekød 15-18 %", "meat/beef-mince-15"),
        ("Fløde 38 %", "dairy/cream-38"),
        ("Fløde 13 %", "dairy/cream-light"),
        ("Creme fraiche 38 %", None),
    ],
)
def test_percentages_choose_between_groups(group, title: str, wanted: str | None):
    """Fat that no group has matches none."""
    assert group(title) == wanted


def test_the_stated_brand_is_no_part_of_the_goods(group):
    """An unknown maker's name does not count against its goods."""
    assert group("Zorbatroniks rapsolie", "Zorbatroniks") == "fat/rapeseed-oil"
    assert group("zorba troniks rapsolie") is None


def test_what_is_left_out_does_not_count(group):
    """Cola without sugar is no cola, and skin that is not there is no skin."""
    assert group("Cola uden sukker 1,5 l") == "drink/cola-zero"
    assert group("Kyllingebryst u/skind") == "meat/chicken-breast"


@given(
    st.sampled_from(["2,5 kg", "6x1 L", "10 stk. à 500 g", "ØKO", "dansk", "kl. 1", "1/2 L"]),
    st.booleans(),
)
def test_amounts_and_case_change_nothing(group, noise: str, loud: bool):
    """Neither before nor after the goods."""
    title = f"{noise} Gulerødder {noise}"
    assert group(title.upper() if loud else title) == "vegetable/carrot"


@given(st.text(max_size=400), st.text(max_size=30))
def test_any_text_is_read_without_an_error(text: TextMatcher, name: str, brand: str):
    """Points lie between 0 and 100, best first."""
    scores = [hit.score for hit in text.hits(name, brand)]
    assert all(0 <= score <= 100 for score in scores)


def test_a_hostile_title_costs_little(text: TextMatcher):
    """300 characters of anything; backtracking would not end before pytest's own limit."""
    for title in ("æ" * 300, "ost" * 100, "a-" * 150, "m/u/" * 75, "1-2% " * 60, "k." * 150):
        assert all(0 <= hit.score <= 100 for hit in text.hits(title, ""))


def test_a_phrase_in_two_groups_is_left_to_a_person():
    """Two groups that nothing tells apart are both doubtful."""
    matcher = FoodMatcher([], [("ost", "a", 1), ("ost", "b", 1)], {})
    assert all(found.score < ACCEPTED for found in matcher.match("ost"))


def test_compounds_fall_into_known_parts_only():
    """A part nobody knows leaves the whole word unknown."""
    words = Vocabulary([], ["kylling", "bryst", "filet"])
    assert words.split("kyllingebrystfilet") == tuple(map(stem, ("kylling", "bryst", "filet")))
    assert words.split("kyllingexyz") is None
    assert stem("tomater") == stem("tomaten") == stem("tomat")
