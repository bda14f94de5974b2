"""Doubtful lines answered by keyboard, and an adapter tried on a pasted page."""

from __future__ import annotations

from pathlib import Path

import pytest

from demo.browsers import Kind
from tests.admin.conftest import Place
from tests.admin.walker import Walker

NAMES = ("Kyllingefilet med bacon og svinekød", "Havremælk ost", "Oksekød i tern m kartoffel")
# A page that runs scripts by every way it knows, and asks for things from elsewhere.
HOSTILE = """<!doctype html><base href="https://evil.example/"><title>Vare</title>
<script>parent.ran = 1; window.ran = 1</script><img src="{service}/pasted.png" onerror="ran = 1">
<svg onload="window.ran = 1"></svg><iframe srcdoc="<script>parent.ran = 1</script>"></iframe>
<link rel="stylesheet" href="{service}/pasted.css"><body onload="window.ran = 1">
<h1>Mælk &lt;img src=x onerror="window.ran = 1"&gt;</h1>
<script type="application/ld+json">{{"@type": "Product", "sku": "M-1", "gtin13": "9524100001077",
"name": "Mælk <img src=x onerror='window.ran = 1'>", "offers": {{"price": "12.50",
"priceCurrency": "DKK"}}}}</script>"""
ASKED = "performance.getEntriesByType('resource').filter(e => e.name.includes('pasted')).length"


@pytest.fixture
def doubtful(place: Place, kind: Kind, tmp_path: Path) -> None:
    """Have lines of each browser's own wait for a person."""
    lines = [f"{i},{kind}{i},{name},demo" for i, name in enumerate(NAMES)]
    file = tmp_path / "lines.csv"
    file.write_text("\n".join(["ref,sku,name,shop", *lines]), "utf-8")
    place.kompas("match", file)


def waiting(walker: Walker) -> str:
    """Return which line is shown."""
    return walker.text("#line")


def press(walker: Walker, key: str) -> None:
    """Press a key that leads to another page, and wait until that is there."""
    walker.page.evaluate("void (window.before = true)")
    walker.page.press(key)
    walker.page.wait_for("!window.before && document.readyState === 'complete'", 20)


@pytest.mark.usefixtures("doubtful")
def test_doubtful_lines_are_answered_by_keyboard(walker: Walker, place: Place) -> None:
    """A candidate by its number, none by 0, taken back by U, passed over by S; typing is typing."""
    walker.sign_in("steward")
    walker.go("/admin/reviews/")
    shown = [waiting(walker)]
    walker.shoot("reviews-waiting")
    assert walker.faults() == []
    press(walker, "1")
    shown.append(waiting(walker))
    press(walker, "0")
    shown.append(waiting(walker))
    assert sorted(shown) == sorted(NAMES)
    press(walker, "u")
    assert waiting(walker) == shown[1]
    press(walker, "s")
    assert waiting(walker) == shown[2]
    walker.page.evaluate("document.querySelector('input[name=q]').focus()")
    walker.page.press("1")
    assert walker.value("document.querySelector('input[name=q]').value") == "1"
    assert waiting(walker) == shown[2]
    left = place.kompas("review")
    assert shown[0] not in left
    assert shown[1] in left
    assert "2 waiting" in left
    for _ in range(2):
        walker.go("/admin/reviews/")
        press(walker, "0")
    assert "Ingen linjer venter" in walker.text()


def test_a_hostile_page_is_pasted_read_and_never_run(walker: Walker, place: Place) -> None:
    """What the extension would find is shown as text; no script runs, nothing is fetched."""
    walker.sign_in("steward")
    walker.go("/admin/shops/edit")
    walker.wait("form[data-paste]:not([hidden])")
    walker.fill("#page-url", "https://shop.example.dk/vare/maelk")
    walker.fill("#page-html", HOSTILE.format(service=place.service))
    walker.click("form[data-paste] button")
    walker.wait("[data-found] table")
    found = walker.text("[data-found]")
    assert "09524100001077" in found or "9524100001077" in found
    assert "M-1" in found
    assert "12.50 DKK" in found
    assert "onerror" in found, "markup in a name is shown as it was written"
    assert walker.value("window.ran") is None
    assert walker.value(ASKED) == 0
    walker.shoot("shops-pasted")
    assert walker.faults() == []


@pytest.mark.parametrize(
    ("document", "said"), [("{", "JSON"), ('{"id": "x"}', "adapter"), ("[]", "adapter")]
)
def test_an_adapter_that_is_none_is_told_at_the_test(
    walker: Walker, document: str, said: str
) -> None:
    walker.sign_in("steward")
    walker.go("/admin/shops/edit")
    walker.fill("#adapter-document", document)
    walker.fill("#page-url", "https://shop.example.dk/")
    walker.fill("#page-html", "<h1>Mælk</h1>")
    walker.click("form[data-paste] button")
    walker.wait("[data-found] .problem")
    assert said.lower() in walker.text("[data-found] .problem").lower()
