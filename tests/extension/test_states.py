"""What a buyer sees when there is no score to see: calm words, and a shop that works."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

BADGE = "indkobskompas-badge"
SOON = "Scoren kan ikke hentes lige nu"


def told(page: Page) -> str:
    """Open the only badge's panel and return its text."""
    button = page.locator(f"{BADGE} button")
    expect(button).to_have_count(1)
    expect(button).to_have_attribute(
        "aria-label", "Kommunens indkøbsscore kan ikke vises lige nu. Vis hvorfor"
    )
    button.click()
    return page.get_by_role("dialog").inner_text()


ERROR = {"message": "", "errors": {}}


@pytest.mark.parametrize(
    ("answer", "title"),
    [
        (None, SOON),
        ((500, "<h1>Internal Server Error</h1>"), SOON),
        ((429, {"code": "busy"}), SOON),
        ((503, ERROR | {"code": "snapshot_expired"}), "Scoren er for gammel til at blive vist"),
        ((503, ERROR | {"code": "snapshot_missing"}), "Der er ingen score endnu"),
        ((401, ERROR | {"code": "unauthorized"}), "Der er ikke adgang til scoren"),
        ((422, ERROR | {"code": "unprocessable"}), "Scoren kan ikke hentes for denne side"),
        ((200, "<!doctype html><p>Log ind"), "Scoren kan ikke læses"),
        ((200, "[]"), "Scoren kan ikke læses"),
        ((200, '{"ruleset": 7, "items": {}}'), "Scoren kan ikke læses"),
        ((200, "x" * 5_000_000), "Scoren kan ikke læses"),
    ],
    ids=[
        "down",
        "500",
        "429",
        "expired",
        "missing",
        "refused",
        "rejected",
        "html",
        "array",
        "shape",
        "huge",
    ],
)
def test_a_failing_service_is_told_calmly(
    page: Page, shop, service, product_page, answer, title: str
) -> None:
    """One small badge on the product page says what is wrong and what to do."""
    shop.pages["/vare/1"] = product_page
    service.answer = (lambda body: answer) if answer else None
    page.goto(f"{shop.origin}/vare/1")
    assert title in told(page)


def test_a_service_that_takes_ten_seconds_is_given_up(
    page: Page, shop, service, product_page
) -> None:
    """Until then nothing is shown; afterwards the panel says that it was too slow."""
    shop.pages["/vare/1"] = product_page
    service.delay = 11
    page.goto(f"{shop.origin}/vare/1")
    page.wait_for_timeout(1_000)
    assert page.locator(BADGE).count() == 0
    page.wait_for_selector(BADGE, state="attached", timeout=12_000)
    assert "for længe om at svare" in told(page)


def test_a_listing_stays_as_it_was_when_the_service_fails(
    page: Page, shop, service, listing_page
) -> None:
    """Twelve grey badges would help nobody."""
    shop.pages["/"] = listing_page
    service.answer = None
    page.goto(shop.origin)
    page.wait_for_timeout(700)
    assert service.seen
    assert page.locator(BADGE).count() == 0


def test_items_that_make_no_sense_are_left_out_one_by_one(
    page: Page, shop, service, answer_to, listing_page
) -> None:
    """A wrong item among good ones costs only itself."""
    shop.pages["/"] = listing_page

    def answer(body):
        document = answer_to(body)
        document["items"][0] = "nonsense"
        document["items"][1]["match"] = None
        document["items"][2]["ref"] = 3
        document["items"][3]["grade"] = "Z"
        document["items"][4] |= {"grade": None, "range": ["D", "B"]}
        document["items"][5] |= {"reasons": [None, {"text": 5}], "labels": 7, "coverage": "all"}
        return 200, document

    service.answer = answer
    page.goto(shop.origin)
    expect(page.locator(BADGE)).to_have_count(9)
    tiles = [text.strip() for text in page.locator(f"{BADGE} .tile").all_inner_texts()]
    assert tiles == ["?", "?"] + ["B"] * 7


def test_a_product_nobody_knows_is_said_to_be_unknown(
    page: Page, shop, service, answer_to, product_page
) -> None:
    """On its own page, an unknown product gets a question mark and an explanation."""
    shop.pages["/vare/1"] = product_page
    unknown = {"product": None, "grade": None, "reasons": [], "labels": [], "alternatives": []}
    none = {"match": {"rung": "none", "confidence": "none"}, "score": None, "coverage": 0.0}
    said = {"summary": "Varen kendes ikke.", "notes": []}
    service.answer = lambda body: (200, answer_to(body, **unknown, **none, **said))
    page.goto(f"{shop.origin}/vare/1")
    page.locator(f"{BADGE} button").click()
    text = page.get_by_role("dialog").inner_text()
    assert "Ukendt vare" in text
    assert "Ikke nok data" in text
    assert "Varen findes ikke i kommunens katalog." in text
