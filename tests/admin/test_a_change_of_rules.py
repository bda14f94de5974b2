"""A change of rules from its first slider to the badge in the shop, and back again."""

from __future__ import annotations

import re
import shutil
import sqlite3
from pathlib import Path

import pytest

from demo import overlay
from demo.backend import KompasError, kompas
from demo.page import Page
from tests.admin.conftest import Place
from tests.admin.walker import Walker

SLIDER = "input[data-weight=energy]"
EFFECT = "document.querySelector('#effect .big')?.textContent ?? ''"


def badges(page: Page, place: Place) -> dict[str, str]:
    """Return what the badges of the shop's front page show, by path, once they are all there."""
    page.navigate(f"{place.shop}/")
    count = page.evaluate(overlay.CARDS)
    return {badge.path: badge.shown for badge in overlay.wait_for_badges(page, count)}


def draft(walker: Walker) -> str:
    """Make a draft of what is published, as the author; return its path."""
    walker.sign_in("author")
    walker.go("/admin/rules")
    walker.submit("button[value=published]")
    return str(walker.value("location.pathname"))


def wait_for_the_job(walker: Walker) -> None:
    """Wait until the page says that publishing has ended."""
    walker.wait(".job .good, .job .problem", 90)
    assert "Køberne ser det nye nu" in walker.text(".job")


@pytest.mark.both
def test_from_a_slider_to_the_badge_and_back(walker: Walker, place: Place) -> None:
    """An author moves a slider and submits, an approver publishes, badges change, and back."""
    before = badges(walker.page, place)
    path = draft(walker)
    walker.go(f"{path}/group/laptop")
    walker.wait("#effect .big")
    assert "Ingen varer skifter" in walker.text("#effect")
    walker.page.evaluate(f"document.querySelector('{SLIDER}').focus()")
    walker.page.press("End")
    walker.page.wait_for(f"/\\d+ af \\d+ varer skifter/.test({EFFECT})")
    walker.shoot("rules-group-effect")
    assert walker.there("#effect .matrix a")
    walker.submit("aside .primary")
    assert "Kladden er gemt" in walker.text()
    walker.go(path)
    assert "Vægten af energiforbrug i bærbare computere er sat op" in walker.text()
    walker.shoot("rules-version")
    walker.submit("button[value=submit]")
    assert not walker.there("button[value=approve]")  # not one's own
    walker.sign_in("approver")
    walker.go(path)
    walker.submit("button[value=approve]")
    assert "Begrundelse mangler" in walker.text(".problem")
    walker.fill("textarea[name=reason]", "Vi vil belønne lavt strømforbrug.")
    walker.submit("button[value=approve]")
    walker.submit("button[value=publish]")
    wait_for_the_job(walker)
    after = badges(walker.page, place)
    assert after.keys() == before.keys()
    assert after != before
    walker.go("/admin/rules")
    walker.value("void document.querySelector('details:has(.danger)').setAttribute('open', '')")
    walker.fill("details[open] input[name=reason]", "Det gamle var bedre.")
    walker.submit("details[open] button.danger")
    walker.page.wait_for("!document.querySelector('.job progress')", 90)
    assert badges(walker.page, place) == before


def test_the_audit_holds_and_tells_of_a_row_that_was_changed(place: Place, tmp_path: Path) -> None:
    """What the pages did is in the audit, and whoever alters it in the file is found out."""
    assert place.kompas("audit", "verify")
    with sqlite3.connect(place.workspace / "workspace.db") as database:
        copy = sqlite3.connect(tmp_path / "workspace.db")
        database.backup(copy)
    copy.execute("DROP TRIGGER audit_no_update")
    copy.execute("UPDATE audit SET actor = 'somebody' WHERE id = 3")
    copy.commit()
    copy.close()
    with pytest.raises(KompasError, match=r"\b3\b"):
        kompas(tmp_path, "audit", "verify")
    shutil.rmtree(tmp_path)


def test_two_tabs_never_overwrite_each_other_unseen(walker: Walker) -> None:
    """Who saves second is told what the first has changed, and has typed nothing in vain."""
    path = draft(walker)
    walker.go(f"{path}/group/laptop")
    first = walker.value("document.querySelector('.editor').outerHTML")
    walker.fill("input[data-weight-number=repair]", "25")
    walker.submit("aside .primary")
    revision = re.search(r'name="revision" value="(\d+)"', first)
    assert revision
    walker.value(f"void (document.querySelector('[name=revision]').value = {revision[1]})")
    walker.fill("input[data-weight-number=warranty]", "15")
    walker.submit("aside .primary")
    assert "author gemte en nyere udgave" in walker.text(".problem")
    assert "reparerbarhed" in walker.text(".problem").lower()
    assert walker.value("document.querySelector('[data-weight-number=warranty]').value") == "15"
    walker.submit("aside .primary")
    assert "Kladden er gemt" in walker.text()
    assert walker.value("document.querySelector('[data-weight-number=repair]').value") == "25"
    assert walker.value("document.querySelector('[data-weight-number=warranty]').value") == "15"


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("groups.laptop.cuts.A", "abc", "er ikke et tal"),
        ("groups.laptop.cuts.A", "10", "cuts"),
    ],
)
def test_a_bad_field_is_told_beside_the_preview(
    walker: Walker, field: str, value: str, told: str
) -> None:
    """Cuts that cross and letters for numbers change nothing and are named."""
    path = draft(walker)
    walker.go(f"{path}/group/laptop")
    walker.fill(f"input[name='{field}']", value)
    walker.page.wait_for(f"document.querySelector('#effect').innerText.includes({told!r})")


def test_what_was_typed_survives_a_session_that_ends(walker: Walker) -> None:
    """Signed out in another tab, the author is told, and nothing typed is gone."""
    path = draft(walker)
    walker.go(f"{path}/group/laptop")
    walker.value(
        "fetch('/admin/sign-out', {method: 'POST', body: new FormData(document.querySelector("
        "'.me form'))}).then(answer => answer.status)"
    )
    walker.forget("author")
    walker.fill("input[data-weight-number=energy]", "44")
    walker.wait("#told a")
    assert "står her stadig" in walker.text("#told")
    assert walker.value("document.querySelector('[data-weight-number=energy]').value") == "44"
    walker.submit("aside .primary")
    assert "Du var blevet logget ud" in walker.text()
    walker.fill("input[name=name]", "author")
    walker.fill("input[name=password]", "en hest med fire ben")
    walker.submit("form.stack button")
    walker.submit("main form button")
    walker.go(f"{path}/group/laptop")
    assert walker.value("document.querySelector('[data-weight-number=energy]').value") == "44"
