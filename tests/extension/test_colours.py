"""Colours, worked out from tokens.css: contrast, and grades told apart by every kind of eye."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from coloraide import Color

from .conftest import ROOT

TOKENS = (ROOT / "extension" / "src" / "ui" / "tokens.css").read_text(encoding="utf-8")
DOCUMENT = ROOT / "docs" / "design-system.md"
GRADES = "abcde"
SCHEMES = ("light", "dark")
LOOKS = [(scheme, more) for more in (False, True) for scheme in SCHEMES]
DECLARATION = re.compile(r"--ik-([\w-]+):\s*([^;]+);")
PAIR = re.compile(r"light-dark\((#\w+), (#\w+)\)")


def block(selector: str) -> dict[str, str]:
    """Return the declarations of the first block with this selector, by token."""
    _, _, rest = TOKENS.partition(f"{selector} {{")
    assert rest, selector
    return dict(DECLARATION.findall(rest.split("}")[0]))


PLAIN = block(":root,\n.ik")
CHOSEN = block('.ik[data-contrast="more"]')
ASKED = block("@media (prefers-contrast: more) {\n  :root,\n  .ik")


def colour(token: str, scheme: str, more: bool = False) -> str:
    """Return a token's colour as hex digits."""
    value = (PLAIN | CHOSEN if more else PLAIN)[token]
    pair = PAIR.fullmatch(value)
    return pair[1 + SCHEMES.index(scheme)] if pair else value


def contrast(one: str, other: str) -> float:
    """Return the WCAG 2 contrast of two colours, from 1 to 21."""
    ratio: float = Color(one).contrast(other)
    return ratio


def test_high_contrast_is_the_same_by_choice_and_by_system() -> None:
    """Both blocks of tokens.css hold the same tokens, each known from the first block."""
    assert CHOSEN == ASKED
    assert CHOSEN.keys() <= PLAIN.keys()


@pytest.mark.parametrize(("scheme", "more"), LOOKS)
def test_letters_are_read_on_every_grade(scheme: str, more: bool) -> None:
    """4.5 on each fill, and 7 in high contrast."""
    for grade in GRADES:
        on, fill = colour(f"on-{grade}", scheme, more), colour(grade, scheme, more)
        assert contrast(on, fill) >= (7 if more else 4.5), grade


@pytest.mark.parametrize(("scheme", "more"), LOOKS)
def test_text_is_read_on_every_ground(scheme: str, more: bool) -> None:
    """4.5 for text, secondary text, links and warnings; 7 in high contrast."""
    for ground in ("surface", "raised"):
        for text in ("text", "muted", "accent", "warn"):
            ratio = contrast(colour(text, scheme, more), colour(ground, scheme, more))
            assert ratio >= (7 if more else 4.5), (text, ground)
    on_accent = contrast(colour("on-accent", scheme, more), colour("accent", scheme, more))
    assert on_accent >= (7 if more else 4.5)


@pytest.mark.parametrize(("scheme", "more"), LOOKS)
def test_edges_are_seen_on_the_surface(scheme: str, more: bool) -> None:
    """3 for a grade's edge, a field's border and the focus ring."""
    for token in (*(f"edge-{grade}" for grade in GRADES), "line-strong", "accent"):
        ratio = contrast(colour(token, scheme, more), colour("surface", scheme, more))
        assert ratio >= 3, token


@pytest.mark.parametrize("page", ["#ffffff", "#000000", "#808080"])
@pytest.mark.parametrize(("scheme", "more"), LOOKS)
def test_a_badge_is_seen_on_any_page(scheme: str, more: bool, page: str) -> None:
    """3 on a white page, a black one and one between: by its ring, or by the surface inside it."""
    ring = contrast(colour("ring", scheme, more), page)
    surface = contrast(colour("surface", scheme, more), page)
    assert max(ring, surface) >= 3


@pytest.mark.parametrize("more", [False, True])
@pytest.mark.parametrize("eye", ["protan", "deutan", "tritan"])
def test_neighbouring_grades_are_told_apart_by_colour_blind_eyes(eye: str, more: bool) -> None:
    """At least 12 by CIEDE2000, where 2.3 is just seen, with one kind of cone missing."""
    seen = [Color(colour(grade, "light", more)).filter(eye, method="machado") for grade in GRADES]
    for one, other in pairwise(seen):
        assert one.delta_e(other, method="2000") >= 12


@pytest.mark.parametrize("eye", ["protan", "deutan", "tritan"])
def test_no_two_grades_are_one_colour_to_colour_blind_eyes(eye: str) -> None:
    """Also the far apart, good and bad, differ by 6 or more; steps and letters do the rest."""
    seen = [Color(colour(grade, "light")).filter(eye, method="machado") for grade in GRADES]
    for number, one in enumerate(seen):
        for other in seen[number + 1 :]:
            assert one.delta_e(other, method="2000") >= 6


def test_no_style_sheet_but_the_tokens_names_a_colour() -> None:
    """White and black on paper, and the black of a mask, are none."""
    for path in (ROOT / "extension" / "src").glob("**/*.css"):
        if path.name == "tokens.css":
            continue
        found = re.findall(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl)a?\(", path.read_text("utf-8"))
        assert set(found) <= {"#fff", "#000"}, path.name


def table() -> str:
    """Return the table of contrasts as the document has it."""
    pairs = [
        *((f"on-{grade}", grade) for grade in GRADES),
        *((f"edge-{grade}", "surface") for grade in GRADES),
        *((token, "surface") for token in ("text", "muted", "accent", "warn", "line-strong")),
        ("muted", "raised"),
        ("on-accent", "accent"),
    ]
    heads = [f"{scheme}{', more' if more else ''}" for scheme, more in LOOKS]
    lines = [f"| on | of | {' | '.join(heads)} |", f"| --- | --- |{' ---: |' * len(heads)}"]
    for front, back in pairs:
        ratios = [
            f"{contrast(colour(front, scheme, more), colour(back, scheme, more)):.1f}"
            for scheme, more in LOOKS
        ]
        lines.append(f"| `{back}` | `{front}` | {' | '.join(ratios)} |")
    return "\n".join(lines)


def test_the_documents_table_is_what_the_tokens_give() -> None:
    """No ratio in docs/design-system.md is written by hand."""
    found = re.search(r"<!-- contrasts -->\n(.*?)\n<!-- end -->", DOCUMENT.read_text("utf-8"), re.S)
    assert found is not None
    assert found[1].strip() == table(), f"put this between the marks:\n{table()}"
