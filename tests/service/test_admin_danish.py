"""Errors in Danish: complete, without anything dead, safe with whatever is filled in."""

from __future__ import annotations

import string
from collections.abc import Iterator
from functools import cache
from itertools import chain
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.admin import danish as module
from service.admin.danish import danish, table
from service.shops.files import AdapterError, checked
from tests.service.texts_of_errors import ROOT, faults_of_adapters, made, read

LEFT_OUT = {  # path: why no administrator reads its errors in /admin
    "service/cli.py": "the command line",
    "service/commands/": "the command line",
    "service/scorefile.py": "the command line: kompas score",
    "service/matching/linesfile.py": "the command line: kompas match",
    "service/insight/explain.py": "the command line: kompas explain",
    "service/store/as_of.py": "the command line: kompas explain",
    "service/template_columns.py": "the command line: the group of kompas template",
    "service/loading/": "the command line; /admin loads only the files that are shipped",
    "service/api.py": "the API",
    "service/preview_api.py": "the API",
    "service/metrics.py": "the API",
    "service/config.py": "the start of the service",
    "service/access/secret.py": "the start of the service",
    "service/access/oidc.py": "the start of the service",
}
BY_HAND = {  # texts that are put together of others, which are seen where they come from
    "service/admin/uploads.py": "another error, with the sender's name for the file",
    "service/importers/labels.py": "what an entry of a list was refused for",
    "service/shops/files.py": "marshmallow's messages: see faults_of_adapters",
}
OWN_WORDS = (  # a conflict, which pages tell in words of their own
    "after you opened it",
    "Look at what is there now",
)
PLACES = {  # of rows: "{}" and more may follow
    "line {}": "service/importers/grids.py",
    "sheet {}, row {}": "service/importers/grids.py",
    "object {}": "service/importers/energystar.py",
}


def modules() -> Iterator[str]:
    files = chain.from_iterable((ROOT / top).rglob("*.py") for top in ("scoring", "service"))
    names = sorted(str(file.relative_to(ROOT)) for file in files)
    return (name for name in names if not name.startswith(tuple(LEFT_OUT)))


@cache
def sources() -> dict[str, str]:
    """Return every template that has words -> where it is raised."""
    found: dict[str, str] = {}
    for name in modules():
        of = read(ROOT / name)
        seen = [(where, told or set()) for where, told in made(of)]
        seen += faults_of_adapters(of) if name.startswith("service/shops/") else ()
        for where, told in seen:
            found |= {text: where for text in told if any(c.isalpha() for c in _words_of(text))}
    return {
        text: where for text, where in found.items() if not any(said in text for said in OWN_WORDS)
    }


def _served_by(text: str) -> tuple[str, str, str]:
    """Return the lines that tell a text; a value before it, and its quotes, may be left to it."""
    return text, f"{{}} {text}", text.replace("'{}' ", "{} ", 1)


def _words_of(text: str) -> str:
    return "".join(fixed for fixed, *_ in string.Formatter().parse(text))


def entries() -> dict[str, str]:
    """Return the table's lines, those that are about errors."""
    return {
        english: told
        for group, lines in table().items()
        if group not in ("words", "places")
        for english, told in lines.items()
    }


def test_every_text_of_an_error_has_danish() -> None:
    """A text that administrators can meet stands in the table, with the value before it or not."""
    known = entries().keys()
    missing = [
        f"{where}: {text}"
        for text, where in sources().items()
        if known.isdisjoint(_served_by(text))
    ]
    assert missing == []


def test_every_line_of_the_table_is_a_text_of_some_error() -> None:
    used = set(chain.from_iterable(map(_served_by, sources())))
    assert [english for english in entries() if english not in used] == []
    for place, path in PLACES.items():
        assert place.split("{}")[0] in (ROOT / path).read_text("utf-8")
    assert table()["places"].keys() == PLACES.keys()


def test_every_text_that_cannot_be_seen_is_looked_after_by_hand() -> None:
    unseen = {
        where.split(":")[0] for m in modules() for where, t in made(read(ROOT / m)) if t is None
    }
    assert unseen == BY_HAND.keys()
    assert all((ROOT / path).exists() for path in (*LEFT_OUT, *BY_HAND))


def test_the_table_is_well_formed() -> None:
    """What is filled in is told once each; what begins with the value does so in both."""
    fields = string.Formatter().parse
    for english, told in entries().items():
        asked = [name for _, name, _, _ in fields(english) if name is not None]
        given_back = [name for _, name, _, _ in fields(told) if name is not None]
        assert len(given_back) <= len(asked), english
        assert told.startswith("{} ") or not english.startswith("{} "), english
        assert "—" not in told
        assert (english[-1] in ".?" and told[-1] in ".?") or "kompas import" in english, english


@given(st.text() | st.sampled_from(list(entries())))
def test_any_text_is_told_and_breaks_nothing(text: str) -> None:
    assert isinstance(danish(text), str)
    assert danish(f"{text}\u0000") == f"{text}\u0000"  # nothing ends so


FILLINGS = st.lists(st.text("ø{}0<€%\n", max_size=30), min_size=6, max_size=6)


@given(st.sampled_from(sorted(entries().items())), FILLINGS)
def test_what_is_filled_in_comes_back_as_it_was(line: tuple[str, str], values: list[str]) -> None:
    english, told = line
    assert danish(english.format(*values)) == told.format(*map(module._Value, values))


@pytest.mark.parametrize("part", ["' is not '", " is no table.", "{} ", "\\", "x"])
def test_a_hostile_value_does_not_stall_it(part: str) -> None:
    """A hundred thousand of whatever is looked for come back, and so does what stands after."""
    value = part * 100_000
    assert danish(f"{value} is no number.") == f"{value} er ikke et tal."
    assert danish(value + "!") == value + "!"


@pytest.mark.parametrize(
    ("english", "told"),
    [
        ("is no number.", "er ikke et tal."),
        ("'<b>' is no number.", "'<b>' er ikke et tal."),
        ("has 1,234,567 characters.", "har 1.234.567 tegn."),
        ("is a PDF, no table.", "er en PDF og ikke en tabel."),
        ("Did you mean 'Svanen' (SVANEN)?", "Mente du 'Svanen' (SVANEN)?"),
        (
            "is published, so it cannot be changed by 'save'.",
            "har status 'Gælder nu', så 'Gem' kan ikke bruges.",
        ),
        ("It must be draft or in_review.", "Status skal være 'Kladde' eller 'Til gennemsyn'."),
        ("sheet Priser, row 7, gtin", "ark Priser, række 7, gtin"),
        ("what nobody wrote.", "what nobody wrote."),
    ],
)
def test_examples(english: str, told: str) -> None:
    assert danish(english) == told


WRONG: tuple[Any, ...] = (None, 5, "", "x" * 999, "\u200b", [], {}, [None], [5], [""], {"zz": 1})


def test_every_fault_of_an_adapter_has_danish() -> None:
    """Marshmallow's own messages would be among them, where the schema left them in."""
    keys = ("id", "name", "hosts", "detect", "pages", "product", "listing", "lines", "add", "zz")
    inner = ("match", "paths", "product", "fields", "labels", "variant", "card", "line", "gtin")
    documents = [*WRONG, *({key: wrong} for key in keys for wrong in WRONG)]
    documents += [{k: {i: w}} for k in keys[4:8] for i in inner for w in WRONG]
    documents += [{"product": {k: {i: w}}} for k in ("labels", "fields", "variant") for i in inner
                  for w in WRONG]  # fmt: skip
    for document in documents:
        with pytest.raises(AdapterError) as error:
            checked(document, "adapter")
        for fault in error.value.faults:
            for text in (fault.problem, fault.remedy):
                assert danish(text) != text, text
