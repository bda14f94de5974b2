"""The copy of the extension that already knows its service and its shops."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from demo.extension import ExtensionNotBuiltError, configured_copy, match_pattern

SERVICE, SHOP = "http://127.0.0.1:8600", "http://127.0.0.1:8081"


def test_the_copy_is_granted_its_shop_and_its_service_alone(tmp_path: Path) -> None:
    """The manifest grants two origins, and the defaults name service and language."""
    copy = configured_copy(tmp_path / "copy", SERVICE, [SHOP], "en")
    manifest = json.loads((copy / "manifest.json").read_text())
    defaults = json.loads((copy / "dist" / "defaults.json").read_text())
    assert manifest["host_permissions"] == [f"{SHOP}/*", f"{SERVICE}/*"]
    assert defaults == {"service": SERVICE, "language": "en"}


def test_the_copy_holds_no_sources(tmp_path: Path) -> None:
    """Nothing goes along that a browser does not need."""
    copy = configured_copy(tmp_path / "copy", SERVICE, [SHOP])
    assert list(copy.rglob("*.ts")) == []
    assert list(copy.rglob("*.mjs")) == []


def test_the_extension_itself_is_left_as_it_is(tmp_path: Path) -> None:
    """The repository's own manifest grants no host, before and after."""
    configured_copy(tmp_path / "copy", SERVICE, [SHOP])
    manifest = Path(__file__).parents[2] / "extension" / "manifest.json"
    assert "host_permissions" not in json.loads(manifest.read_text())


def test_firefox_gets_patterns_without_ports() -> None:
    """Firefox knows no ports in match patterns."""
    assert match_pattern(SHOP, ports=False) == "http://127.0.0.1/*"


def test_an_extension_that_is_not_built_is_an_error_with_the_remedy(tmp_path: Path) -> None:
    """Without dist/ there is nothing to copy, and the message names the command."""
    with pytest.raises(ExtensionNotBuiltError, match="make setup"):
        configured_copy(tmp_path / "copy", SERVICE, [SHOP], source=tmp_path)
