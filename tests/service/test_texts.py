"""What buyers read: complete in both languages, and free of claims that the law bans."""

import string

import pytest

from scoring.claims import claims
from scoring.rules import Text
from service import rulesets
from service.publish.texts import TEXTS, day, listed, number


def rule_texts() -> list[str]:
    texts: list[Text | None] = []
    for name in rulesets.shipped():
        for group in rulesets.load(name).groups.values():
            texts.append(group.name)
            texts += [cap.text for cap in group.caps]
            for criterion in group.all_criteria():
                texts.append(criterion.text)
                texts += [reading.fact for reading in criterion.readings]
                texts += [criterion.labels.fact] if criterion.labels else []
    return [getattr(t, language) for t in texts if t for language in ("da", "en")]


def test_no_text_makes_a_banned_claim():
    """(EU) 2024/825: it is the municipality's purchasing score, and nothing is called green."""
    texts = rule_texts() + [text for both in TEXTS.values() for text in both.values()]
    assert len(texts) > 100
    assert [text for text in texts if claims(text)] == []


@pytest.mark.parametrize("text", ["Et grønt valg", "Eco-friendly", "klimaneutral drift", "greener"])
def test_the_linter_itself_finds_claims(text: str):
    """A test that cannot fail is none."""
    assert claims(text)


def test_both_languages_use_the_same_values():
    """A translation that forgets {grade} would say nothing."""
    for key, both in TEXTS.items():
        da, en = (
            {name for _, name, _, _ in string.Formatter().parse(both[language]) if name}
            for language in ("da", "en")
        )
        assert da == en, key


@pytest.mark.parametrize(
    ("value", "da", "en"),
    [
        (1.27, "1,27", "1.27"),
        (24.75, "24,8", "24.8"),
        (1234.5, "1234", "1234"),
        (0, "0", "0"),
        (100, "100", "100"),
    ],
)
def test_numbers_have_three_digits_and_the_languages_sign(value: float, da: str, en: str):
    """1,27 in Danish, 1.27 in English."""
    assert (number(value, "da"), number(value, "en")) == (da, en)


def test_dates_and_lists_read_as_people_write_them():
    """30.6.2026 and "a, b og c"."""
    assert day("2026-06-30", "da") == "30.6.2026"
    assert listed(["a", "b", "c"], "da") == "a, b og c"
    assert listed(["a"], "en") == "a"
    assert listed([], "en") == ""
