"""Generic environmental claims are found in both languages, and what looks like one is not."""

import json
import re

import pytest

from scoring.claims import claims
from scoring.errors import RulesetError
from service.publish.texts import TEXTS
from tests.conftest import ROOT
from tests.scoring.rules_for_tests import ruleset


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Et grønt valg", "grønt"),
        ("GRØNNE INDKØB", "GRØNNE"),
        ("grøn teknologi", "grøn"),
        ("den grønneste", "grønneste"),
        ("miljøvenligt", "miljøvenligt"),
        ("miljø-venlig drift", "miljø-venlig"),
        ("klimavenlige retter", "klimavenlige"),
        ("klima\N{SOFT HYPHEN}neutral", "klimaneutral"),
        ("CO₂-neutral", "CO2-neutral"),
        ("CO2\N{NON-BREAKING HYPHEN}neutralt", "CO2-neutralt"),
        ("Bæredygtighed", "Bæredygtighed"),
        ("naturvenlig", "naturvenlig"),
        ("skånsom mod miljøet", "skånsom mod miljøet"),
        ("A green choice", "green"),
        ("Greener", "Greener"),
        ("green teams", "green"),
        ("Eco-friendly", "Eco-friendly"),
        ("environmentally friendly", "environmentally friendly"),
        ("climate-friendly", "climate-friendly"),
        ("climate neutral", "climate neutral"),
        ("carbon \n neutrality", "carbon neutrality"),
        ("co2 neutral", "co2 neutral"),
        ("sustainable", "sustainable"),
        ("nature-friendly", "nature-friendly"),
    ],
)
def test_a_generic_claim_is_found(text: str, found: str):
    """Whatever its case, hyphen or invisible characters."""
    assert claims(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "Grøntsager, grøntsagssuppe og grønlangkål fra Grønland",
        "grønne bønner, grøn te, grønne ærter og grøn peberfrugt",
        "Green-Score (Open Food Facts)",
        "greenhouse gas, green-house gases and evergreen trees in Greenland",
        "green beans, green tea and green lentils",
        "Miljømærke (type I)",
        "klimaaftrykket er 11 kg CO2e om året",
        "Økologisk mærket",
        "carbon footprint a year",
        "unsustained",
    ],
)
def test_a_food_a_name_or_a_measurement_is_no_claim(text: str):
    """Precise words, lest the linter be switched off."""
    assert claims(text) == []


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("name", {"da": "Grønne regler", "en": "Rules"}),
        ("groups__laptop__name", {"da": "Computere", "en": "Sustainable computers"}),
        ("groups__laptop__criteria__0__text", {"da": "Miljøvenlig", "en": "Energy"}),
        ("groups__laptop__criteria__0__readings__0__fact", {"da": "x", "en": "eco-friendly"}),
        ("groups__food__caps__0__text", {"da": "klimaneutral", "en": "x"}),
    ],
)
def test_a_rule_text_that_makes_a_claim_is_refused_by_place_and_word(place: str, value: object):
    """With the remedy."""
    with pytest.raises(RulesetError, match="banned by \\(EU\\) 2024/825") as caught:
        ruleset(**{place: value})
    assert caught.value.place.rpartition(".")[0] == re.sub(
        r"\.(\d+)", r"[\1]", place.replace("__", ".")
    )
    assert caught.value.remedy == "Say what was measured instead."


def test_the_texts_of_the_service_and_the_extension_make_none():
    """What buyers read in badges, panels, options and fragments."""
    texts = [text for both in TEXTS.values() for text in both.values()]
    texts += re.findall(
        r'"[^"\n]*"|`[^`]*`', (ROOT / "extension/src/ui/words.ts").read_text("utf-8")
    )
    for language in ("da", "en"):
        path = ROOT / "extension/_locales" / language / "messages.json"
        texts += [entry["message"] for entry in json.loads(path.read_text("utf-8")).values()]
    assert len(texts) > 100
    assert {text: claims(text) for text in texts if claims(text)} == {}
