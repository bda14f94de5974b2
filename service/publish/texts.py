"""What buyers read, in Danish and English. Plain, short, and without claims of "green"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Language = Literal["da", "en"]
LANGUAGES: tuple[Language, ...] = ("da", "en")

TEXTS: Mapping[str, Mapping[Language, str]] = {
    "score": {"da": "Score {grade}: {facts}.", "en": "Score {grade}: {facts}."},
    "range": {
        "da": "Score mellem {best} og {worst}: {facts}.",
        "en": "Score between {best} and {worst}: {facts}.",
    },
    "group_range": {
        "da": "Varer som denne ({group}) ligger typisk mellem {best} og {worst}.",
        "en": "Goods of this kind ({group}) typically lie between {best} and {worst}.",
    },
    "not_enough": {
        "da": "Ikke nok data til en score. Der mangler: {missing}.",
        "en": "Not enough data for a score. Missing: {missing}.",
    },
    "not_graded": {
        "da": "Varen får ikke en score. {why}",
        "en": "This product gets no score. {why}",
    },
    "unknown": {
        "da": "Ikke nok data: varen er ikke i kommunens katalog endnu.",
        "en": "Not enough data: the product is not in the municipality's catalogue yet.",
    },
    "bad_item": {
        "da": "Varen kan ikke slås op: butikkens oplysninger om den er ikke gyldige.",
        "en": "The product cannot be looked up: the shop's data about it are not valid.",
    },
    "organic_yes": {
        "da": "Tæller med i økologiprocenten.",
        "en": "Counts towards the organic share.",
    },
    "organic_no": {
        "da": "Tæller ikke med i økologiprocenten.",
        "en": "Does not count towards the organic share.",
    },
    "missing_cap": {
        "da": "Højst {best}, så længe vi ikke kender {criterion}.",
        "en": "{best} at most, as long as we do not know {criterion}.",
    },
    "expired": {
        "da": "{label} udløb {day} og tæller ikke med.",
        "en": "{label} expired on {day} and does not count.",
    },
    "equivalent": {
        "da": "Dokumentation svarende til {label}",
        "en": "Documentation equivalent to {label}",
    },
    "equivalent_fact": {
        "da": "den har dokumentation svarende til {labels}",
        "en": "it has documentation equivalent to {labels}",
    },
    "equivalent_issuer": {
        "da": "Vurderet af kommunen (udbudsloven § 46)",
        "en": "Judged by the municipality (Danish Public Procurement Act, section 46)",
    },
    "demo": {
        "da": "Opdigtet vare til demonstration.",
        "en": "Invented goods for demonstration.",
    },
    "by_figure": {
        "da": "{factor} gange lavere klimaaftryk pr. kg",
        "en": "{factor} times lower carbon footprint per kg",
    },
    "by_label": {
        "da": "{label}, og klimaaftrykket er ikke højere",
        "en": "{label}, and the footprint is no higher",
    },
    "by_score": {
        "da": "Score {grade} mod {own}, {points} point højere",
        "en": "Score {grade} against {own}, {points} points higher",
    },
    "less_sure": {"da": ". Tallene for den er mindre sikre", "en": ". Its figures are less sure"},
    "if_figure": {"da": "{grade}, hvis {fact}.", "en": "{grade} if {fact}."},
    "if_not": {
        "da": "{grade}, hvis dette ikke gjaldt: {fact}.",
        "en": "{grade} if this did not apply: {fact}.",
    },
    "if_valid": {
        "da": "{grade}, hvis {label} stadig var gyldigt (udløb {day}).",
        "en": "{grade} if {label} were still valid (expired on {day}).",
    },
    "at_most": {"da": "højst {value}", "en": "at most {value}"},
    "at_least": {"da": "mindst {value}", "en": "at least {value}"},
    "class_or_better": {"da": "{letter} eller bedre", "en": "{letter} or better"},
    "class_of": {"da": "{criterion}: klasse {letter}", "en": "{criterion}: class {letter}"},
    "label_of": {"da": "{criterion}: {labels}", "en": "{criterion}: {labels}"},
    "limit": {
        "da": "Loft over mærker og over 100 point",
        "en": "Limit on labels and on 100 points",
    },
    "unit_år": {"da": "år", "en": "years"},
    "unit_kWh/år": {"da": "kWh/år", "en": "kWh/year"},
    "unit_kg CO2e/år": {"da": "kg CO2e/år", "en": "kg CO2e/year"},
    "unit_af 10": {"da": "af 10", "en": "of 10"},
}

CLASS_UNIT = "klasse"
LETTERS = "ABCDEFG"


def letter(figure: float) -> str:
    """Return the class that a figure of CLASS_UNIT stands for: 1 is A."""
    return LETTERS[max(0, min(len(LETTERS) - 1, round(figure) - 1))]


def say(key: str, language: Language, **values: str) -> str:
    """Return a text with its values filled in."""
    return TEXTS[key][language].format(**values)


def unit(name: str, language: Language) -> str:
    """Return a unit in a language; units that are the same in both stand as they are."""
    known = TEXTS.get(f"unit_{name}")
    return known[language] if known else name


def number(value: float, language: Language) -> str:
    """Return a number with three significant digits and the language's decimal sign."""
    text = f"{value:.3g}" if 0.001 <= abs(value) < 1000 else f"{value:.0f}"
    return text.replace(".", ",") if language == "da" else text


def day(iso: str, language: Language) -> str:
    """Return a date as people write it: 30.6.2026 in Danish, 2026-06-30 in English."""
    year, month, date = iso.split("-")
    return f"{int(date)}.{int(month)}.{year}" if language == "da" else iso


def listed(parts: list[str], language: Language) -> str:
    """Return "a, b og c"."""
    joint = " og " if language == "da" else " and "
    return joint.join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def lower_first(text: str) -> str:
    """Return a text with its first letter in lower case, to stand inside a sentence."""
    return text[:1].lower() + text[1:]
