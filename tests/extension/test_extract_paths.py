"""Path patterns and adapters from outside: matched in bounded time, mended or refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

SETTINGS = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def tab(extract: Any, harness: Page) -> Page:
    """A page with the extraction code in it."""
    extract("<p>")
    return harness


def match(tab: Page, pattern: str, path: str) -> Any:
    """Return what a path holds by a pattern, or None."""
    return tab.evaluate("p => window.kompasPaths([p])[0]", [pattern, path])


@pytest.mark.parametrize(
    ("pattern", "path", "found"),
    [
        ("/vare/{sku}", "/vare/M-1001", {"sku": "M-1001"}),
        ("/vare/{sku}/", "/vare/M-1001", {"sku": "M-1001"}),
        ("/vare/{sku}", "/vare/M-1001/", {"sku": "M-1001"}),
        ("/p/*-{sku}.html", "/p/letmaelk-M1.html", {"sku": "M1"}),
        ("/p/*_{sku}", "/p/a_b", {"sku": "b"}),
        ("/**/{gtin}", "/dk/mejeri/9521234567899", {"gtin": "9521234567899"}),
        ("/**/p/{mpn}", "/p/LM-7", {"mpn": "LM-7"}),
        ("/**", "/", {}),
        ("/**/kurv", "/kurv", {}),
        ("/a/**/z", "/a/b/c/z", {}),
        ("/*/x", "/hvad-som-helst/x", {}),
        ("/søg", "/s%C3%B8g", {}),
        ("/vare/{sku}", "/vare/", None),
        ("/vare/{sku}", "/vare/a/b", None),
        ("/vare/{sku}", "/Vare/a", None),
        ("/p/{sku}-x", "/p/-x", None),
        ("/p/{sku}{mpn}", "/p/ab", None),
        ("/p/{id}", "/p/1", None),
        ("/p/{sku", "/p/1", None),
        ("p/*", "/p/1", None),
        ("/a**b", "/ab", None),
        ("/.*", "/vare", None),
    ],
)
def test_a_path_is_matched_segment_by_segment(tab, pattern, path, found) -> None:
    """Stars, double stars and captures; anything that is no pattern fits nothing."""
    assert match(tab, pattern, path) == found


word = st.text("ab-_.", min_size=1, max_size=6)


@SETTINGS
@given(before=st.lists(word, max_size=4), prefix=word, sku=st.text("0123456789", min_size=1))
def test_what_a_pattern_was_made_from_is_captured(tab, before, prefix, sku) -> None:
    """A path built after its pattern gives back exactly the identifier in it."""
    path = "/" + "/".join([*before, f"{prefix}{sku}.html"])
    assert match(tab, f"/**/{prefix}{{sku}}.html", path) == {"sku": sku}


@SETTINGS
@given(pattern=st.text("/*{}skua.-", max_size=40), path=st.text("/skua.-%2F", max_size=60))
def test_no_pattern_breaks_the_matcher(tab, pattern, path) -> None:
    """Whatever a service sends, the answer is none or non-empty captures."""
    found = match(tab, "/" + pattern, "/" + path)
    assert found is None or all(found.values())


def test_a_pattern_made_to_be_slow_is_not(tab) -> None:
    """Many stars against a long path; a power of them would not end before pytest's own limit."""
    assert match(tab, "/" + "*a" * 140 + "b", "/" + "a" * 290) is None
    assert match(tab, "/**" * 30 + "/x", "/a" * 39) is None


WHOLE = {
    "id": "butik",
    "name": "Butik",
    "hosts": ["butik.example"],
    "pages": {"product": {"match": "main.vare", "paths": ["/vare/{sku}"]}},
    "product": {"root": "main", "fields": {"gtin": "[data-ean]@data-ean"}},
    "listing": {"card": "li.vare", "fields": {"sku": "@data-nr"}},
    "lines": {"line": "tr.linje", "quantity": "input"},
    "add": "button.kob",
}


def guard(tab: Page, value: Any) -> Any:
    """Return an adapter as the guard lets it through."""
    return tab.evaluate("a => window.kompasAdapter(a)", value)


def test_a_whole_adapter_passes_unchanged(tab) -> None:
    """Nothing that is well-formed is lost."""
    assert guard(tab, WHOLE) == WHOLE


@pytest.mark.parametrize(
    "value",
    [
        None,
        1,
        "x",
        [],
        {},
        {"id": "x"},
        {"name": "X"},
        {**WHOLE, "id": "X/../y"},
        {**WHOLE, "id": 7},
        {**WHOLE, "name": "x" * 500},
    ],
)
def test_an_adapter_without_id_or_name_is_none(tab, value) -> None:
    """What cannot be named cannot be used."""
    assert guard(tab, value) is None


@pytest.mark.parametrize(
    ("change", "lost"),
    [
        ({"add": "button:::"}, "add"),
        ({"add": "x" * 400}, "add"),
        ({"detect": ["a"]}, "detect"),
        ({"lines": {"quantity": "input"}}, "lines"),
        ({"listing": {"card": "li[", "link": "a"}}, "listing"),
        ({"pages": {"product": {"match": "main", "paths": ["vare"]}}}, "pages"),
        ({"pages": {"product": {"match": "main[", "paths": ["/vare"]}}}, "pages"),
        ({"pages": {"forside": {"match": "main"}}}, "pages"),
        ({"product": "main"}, "product"),
    ],
)
def test_what_is_wrong_in_an_adapter_is_left_out(tab, change, lost) -> None:
    """The rest still says something true of the shop; half a page sign would not."""
    kept = {key: value for key, value in WHOLE.items() if key != lost}
    assert guard(tab, {**WHOLE, **change}) == kept


def test_unknown_keys_and_odd_hosts_are_left_out(tab) -> None:
    """Nothing travels along that nobody reads."""
    odd = {**WHOLE, "script": "alert(1)", "hosts": ["butik.example", "*", "https://x", 7, "a b"]}
    assert guard(tab, odd) == WHOLE


def test_inherited_properties_are_nobodys(tab) -> None:
    """A polluted prototype gives an adapter nothing."""
    found = tab.evaluate(
        """() => { Object.prototype.detect = "body"; Object.prototype.name = "X";
          try { return [window.kompasAdapter({ id: "x" }),
                        Object.hasOwn(window.kompasAdapter({ id: "x", name: "Y" }), "detect")]; }
          finally { delete Object.prototype.detect; delete Object.prototype.name; } }"""
    )
    assert found == [None, False]


def test_the_services_adapter_comes_before_the_packaged_one(extract, tab) -> None:
    """An administrator can repair a shop without a release."""
    extract('<body class="single-product woocommerce"><main class="vare"><h1>Vare</h1>')
    url = "https://butik.example/vare/M-1001"
    assert tab.evaluate("u => window.kompasRead(u)", url)["adapter"] == "woocommerce"
    found = tab.evaluate("([u, a]) => window.kompasRead(u, a)", [url, [WHOLE]])
    assert found["adapter"] == "butik"
    assert found["main"]["identity"] == {
        "sku": "M-1001",
        "path": "/vare/M-1001",
        "name": "Vare",
    }


def test_paths_give_identifiers_to_links_as_well(extract, tab) -> None:
    """A listing that holds only links gets numbers from where they lead."""
    links = "".join(f'<li><a href="/vare/M-{n}">Vare {n}</a></li>' for n in range(1, 4))
    extract(f"<h1>Varer</h1><ul>{links}<li><a href='/om'>Om os</a></li></ul>")
    adapter = {**WHOLE, "listing": None}
    found = tab.evaluate(
        "([u, a]) => window.kompasRead(u, a)", ["https://butik.example/varer", [adapter]]
    )
    assert [card["identity"] for card in found["cards"]] == [
        {"sku": f"M-{n}", "path": f"/vare/M-{n}", "name": f"Vare {n}"} for n in range(1, 4)
    ]
