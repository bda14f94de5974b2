"""The package: what it may do, what it holds, and the words it must not use."""

from __future__ import annotations

import json
import re

import pytest

from .conftest import ROOT

EXTENSION = ROOT / "extension"
MANIFEST = json.loads((EXTENSION / "manifest.json").read_text(encoding="utf-8"))
SOURCES = [
    *EXTENSION.glob("src/**/*.ts"),
    *EXTENSION.glob("_locales/**/*.json"),
    *EXTENSION.glob("*.html"),
]
# The law on green claims: these may not be said of a product without proof.
CLAIMS = re.compile(
    r"\bgrøn|\bgreen|miljøvenlig|klimavenlig|klimaneutral|bæredygtig|sustainab|eco-?friendly"
    r"|climate-neutral",
    re.IGNORECASE,
)


def test_no_host_is_granted_from_the_start() -> None:
    """Shops are granted one by one, and no script runs anywhere before."""
    assert "host_permissions" not in MANIFEST
    assert "content_scripts" not in MANIFEST
    assert MANIFEST["optional_host_permissions"] == ["https://*/*", "http://*/*"]


def test_permissions_are_the_fewest() -> None:
    """Settings, scripts in granted shops, and the tab whose button is pressed."""
    assert sorted(MANIFEST["permissions"]) == ["activeTab", "scripting", "storage"]


def test_every_file_that_the_manifest_names_is_there() -> None:
    """After a build, nothing the browsers look for is missing."""
    named = [*MANIFEST["icons"].values(), MANIFEST["action"]["default_popup"]]
    named += [MANIFEST["background"]["service_worker"], MANIFEST["options_ui"]["page"]]
    named += [MANIFEST["storage"]["managed_schema"], "dist/content.js", "dist/pages.css"]
    assert [name for name in named if not (EXTENSION / name).is_file()] == []


def test_both_languages_have_the_same_manifest_texts() -> None:
    """Danish is the default, English has every text too."""
    texts = [
        json.loads((EXTENSION / "_locales" / code / "messages.json").read_text(encoding="utf-8"))
        for code in ("da", "en")
    ]
    assert MANIFEST["default_locale"] == "da"
    assert texts[0].keys() == texts[1].keys()


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_no_source_claims_more_than_the_law_allows(path) -> None:
    """The score is the municipality's purchasing score, and nothing is called by other names."""
    assert CLAIMS.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("name", ["content.js", "background.js", "options.js", "popup.js"])
def test_the_built_scripts_make_no_markup_out_of_text(name: str) -> None:
    """Neither innerHTML nor its kin, nor code from strings."""
    script = (EXTENSION / "dist" / name).read_text(encoding="utf-8")
    bad = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"
    assert re.findall(bad, script) == []


def test_the_lock_names_no_host() -> None:
    """Packages come by name, from whichever registry a machine uses."""
    lock = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
