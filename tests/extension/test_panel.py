"""The panel: what it tells, and how it is reached and left."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .conftest import ROOT

BADGE = "indkobskompas-badge"


@pytest.fixture
def product(page: Page, shop, service, product_page) -> Page:
    """A product page with its badge."""
    shop.pages["/vare/1"] = product_page
    page.goto(f"{shop.origin}/vare/1")
    expect(page.locator(BADGE)).to_have_count(1)
    return page


def opened(page: Page) -> str:
    """Open the panel with the mouse and return its text."""
    page.locator(f"{BADGE} button").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    return dialog.inner_text().replace("\u00a0", " ")


def test_the_panel_tells_the_whole_story(product: Page) -> None:
    """Grade, sentence, reasons with source, labels, certainty, alternatives and rules."""
    text = opened(product)
    for part in (
        "Økologisk letmælk 1 l",
        "Engsø · Mælk",
        "Opdigtet demovare",
        "Score B: klimaaftrykket er 1,2 kg CO2e pr. kg",
        "Kunne blive A, hvis klimaaftrykket er højst 1 kg CO2e.",
        "64 af 100 point (mellem 61 og 68)",
        "Klimaaftryk pr. kg",
        "1,2 kg CO2e/kg",
        "typisk værdi for varegruppen · Agribalyse 3.2 (2024)",
        "54,2 point",
        "-10 point",
        "Udstedt af Fødevarestyrelsen · Licens DK-ØKO-100",
        "Gælder til 31. december 2099",
        "Udløb 30. juni 2020 og tæller ikke med",
        "Tæller i økologiprocenten.",
        "God sikkerhed",
        "Varen er genkendt på sin stregkode (GTIN).",
        "Der er data for 100 % af det, der tæller med.",
        "1,50 kr. billigere pr. l · hele varen: 2,00 kr. dyrere · +21,5 point",
        "Regelsæt default 2026.1. Data fra 23. november 2026.",
    ):
        assert part in text


def test_the_scale_marks_the_grade_in_words_and_shape(product: Page) -> None:
    """A to E are all there, with this one raised and named."""
    opened(product)
    scale = product.get_by_role("img", name="På skalaen fra A (bedst) til E: B")
    assert scale.locator("[data-on]").all_inner_texts() == ["B"]
    assert scale.locator(".step").all_inner_texts() == list("ABCDE")


def test_an_alternative_leads_to_the_same_shop(product: Page, shop) -> None:
    """The link is the path that the service gave, in this shop."""
    opened(product)
    link = product.get_by_role("link", name="Havredrik naturel 1 l")
    assert link.evaluate("a => a.href") == f"{shop.origin}/vare/havredrik"


@pytest.mark.parametrize("key", ["Enter", " "])
def test_a_key_opens_the_panel_and_escape_gives_focus_back(product: Page, key: str) -> None:
    """The whole way there and back needs no mouse."""
    button = product.locator(f"{BADGE} button")
    button.focus()
    product.keyboard.press(key)
    expect(product.get_by_role("dialog")).to_be_visible()
    product.keyboard.press("Escape")
    expect(product.get_by_role("dialog")).to_have_count(0)
    expect(button).to_be_focused()


def test_focus_stays_in_the_open_panel(product: Page) -> None:
    """Tabbing on and on never reaches the shop behind it."""
    opened(product)
    for _ in range(8):
        product.keyboard.press("Tab")
        inside = product.evaluate("document.activeElement.localName")
        assert inside in ("indkobskompas-panel", "body")


def test_a_click_beside_the_panel_closes_it(product: Page) -> None:
    """The scrim is a way out too."""
    opened(product)
    product.mouse.click(40, 600)
    expect(product.get_by_role("dialog")).to_have_count(0)


def test_the_shops_shortcuts_do_not_hear_keys_pressed_in_the_panel(product: Page) -> None:
    """A shop that listens for letters is not set off."""
    product.evaluate("window.heard = 0; addEventListener('keydown', () => { window.heard += 1 })")
    opened(product)
    product.keyboard.press("k")
    assert product.evaluate("window.heard") == 0


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_panel_and_badge_pass_axe(product: Page, scheme: str, width: int) -> None:
    """No accessibility fault in what we add, light and dark, wide and narrow."""
    product.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    product.set_viewport_size({"width": width, "height": 740})
    product.add_script_tag(path=ROOT / "node_modules" / "axe-core" / "axe.min.js")
    run = "s => axe.run({include: [s]}).then(r => r.violations.map(v => [v.id, v.nodes[0].html]))"
    assert product.evaluate(run, BADGE) == []
    opened(product)
    assert product.evaluate(run, "indkobskompas-panel") == []


def test_the_panel_reflows_at_320_pixels(product: Page) -> None:
    """Nothing needs scrolling sideways, and the sheet stays within the window."""
    product.set_viewport_size({"width": 320, "height": 640})
    opened(product)
    dialog = product.get_by_role("dialog")
    assert dialog.evaluate("d => d.scrollWidth <= d.clientWidth")
    product.wait_for_timeout(300)
    box = dialog.bounding_box()
    assert box is not None
    assert box["x"] == 0
    assert box["width"] == 320
    assert box["y"] > 0
    assert box["y"] + box["height"] <= 641


def test_html_from_the_service_is_shown_as_text(
    page: Page, shop, service, answer_to, product_page
) -> None:
    """Markup in any field is text, and a foreign address is no link."""
    evil = "<img src=x onerror=\"document.title='ramt'\">"
    bad = {"product": {"id": "x", "name": evil}, "path": "//ond.example/x", "grade": "A"}
    worse = bad | {"path": "javascript:alert(1)"}
    shop.pages["/vare/1"] = product_page
    service.answer = lambda body: (
        200,
        answer_to(
            body,
            summary=evil,
            counterfactual={"grade": "A", "text": evil},
            product={"id": "x", "name": evil},
            notes=[evil],
            alternatives=[bad, worse, bad | {"path": "/\\ond.example"}],
        ),
    )
    page.goto(f"{shop.origin}/vare/1")
    assert evil in opened(page)
    assert page.locator("indkobskompas-panel img, indkobskompas-panel a").count() == 0
    assert page.title() == "Letmælk"
