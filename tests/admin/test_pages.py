"""Every page of the administration: no fault by axe, no sideways scrolling, usable by keyboard."""

from __future__ import annotations

import pytest

from tests.admin.walker import Walker

PAGES = {
    "overview": "/admin/",
    "account": "/admin/account",
    "accessibility": "/admin/accessibility",
    "missing": "/admin/no-such-page",
    "rules": "/admin/rules",
    "rules-version": "/admin/rules/1",
    "rules-group": "/admin/rules/1/group/laptop",
    "rules-food": "/admin/rules/1/group/food",
    "rules-text": "/admin/rules/1/text",
    "rules-robustness": "/admin/rules/1/robustness?draws=50&spread=0.2",
    "rules-movers": "/admin/rules/1/movers",
    "catalogue": "/admin/catalogue?q=milk",
    "product": "/admin/catalogue/product/dell-latitude-9330",
    "uploads": "/admin/uploads/",
    "reviews": "/admin/reviews/",
    "gaps": "/admin/gaps/",
    "shops": "/admin/shops/",
    "audit": "/admin/audit/",
    "people": "/admin/people/",
    "tokens": "/admin/tokens/",
    "rules-story": "/admin/rules/1/product/dell-latitude-9330",
}
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TOO_WIDE = """[...document.querySelectorAll('*')]
  .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
  .map(e => e.outerHTML.slice(0, 80))"""
ZOOMED = (640, 450)  # a window of 1280 x 900 at 200 %
PHONE = (320, 640)
SETTLED = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))"
FOCUSED = "document.activeElement.textContent.trim()"


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_runs_out_sideways(walker: Walker, name: str) -> None:
    """On a phone, at double size, and wide, in one visit; axe looks at the page when it is wide."""
    walker.sign_in("owner")
    walker.page.set_viewport(*PHONE)
    walker.go(PAGES[name])
    assert "owner" in walker.text(".me")
    assert walker.value("location.pathname + location.search") == PAGES[name]
    for size in (PHONE, ZOOMED):
        walker.page.set_viewport(*size)
        walker.value(SETTLED)
        assert walker.value("innerWidth") == size[0]
        assert walker.value(OVERFLOW) <= 0, (size, walker.value(TOO_WIDE))
    walker.shoot(name)
    assert walker.faults() == []


def test_axe_finds_nothing_at_the_door(walker: Walker) -> None:
    walker.go("/admin/sign-in")
    walker.shoot("sign-in")
    assert walker.faults() == []


def test_the_first_tab_leads_past_the_menu(walker: Walker) -> None:
    walker.sign_in("viewer")
    walker.go("/admin/")
    walker.page.press("Tab")
    assert walker.value(FOCUSED) == "Gå til indholdet"
    walker.page.press("Enter")
    assert walker.value("document.activeElement.id") == "content"


def test_a_wrong_password_is_told_and_the_name_kept(walker: Walker) -> None:
    walker.go("/admin/sign-in")
    walker.fill("input[name=name]", "viewer")
    walker.fill("input[name=password]", "forkert")
    walker.submit("form.stack button")
    assert "passer ikke sammen" in walker.text(".problem")
    assert walker.value("document.querySelector('input[name=name]').value") == "viewer"


def test_who_signs_out_is_nobody_and_the_old_cookie_opens_nothing(walker: Walker) -> None:
    walker.go("/admin/audit/")
    walker.enter("viewer")
    assert walker.value("location.pathname") == "/admin/audit/"
    cookies = walker.page.cookies()
    walker.submit(".me button")
    assert walker.there("input[name=password]")
    walker.page.set_cookies(cookies)
    walker.go("/admin/")
    assert walker.value("location.pathname") == "/admin/sign-in"
    assert not walker.there(".me")
