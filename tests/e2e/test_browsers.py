"""Finding browsers, and saying what to do where there are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from demo import browsers
from demo.browsers import BrowserMissingError, Kind


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine with no programs on its path; returns the folder of Playwright's downloads."""
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    for variable in browsers.VARIABLES.values():
        monkeypatch.delenv(variable, raising=False)
    return tmp_path


@pytest.mark.both
@pytest.mark.parametrize("kind", browsers.KINDS)
def test_both_browsers_are_on_this_machine(kind: Kind) -> None:
    """The tests need a Chromium and a Firefox; without them this run has not shown much."""
    assert any(digit in browsers.version(browsers.require(kind)) for digit in "0123456789")


@pytest.mark.parametrize("kind", browsers.KINDS)
def test_a_missing_browser_is_named_with_the_way_to_get_it(bare: Path, kind: Kind) -> None:
    """The message holds the command, and the variable that names an executable."""
    with pytest.raises(BrowserMissingError) as error:
        browsers.require(kind)
    assert "python -m demo.browsers install" in str(error.value)
    assert browsers.VARIABLES[kind] in str(error.value)


def test_a_wrong_choice_in_the_environment_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who names a browser does not get another one instead."""
    monkeypatch.setenv("KOMPAS_CHROMIUM", "/no/such/browser")
    with pytest.raises(BrowserMissingError, match="/no/such/browser"):
        browsers.find("chromium")


def test_the_newest_of_playwrights_downloads_is_taken(bare: Path) -> None:
    """Revision 1200 is newer than 999, though its name sorts before it."""
    for revision in ("999", "1200"):
        executable = bare / f"chromium-{revision}" / "chrome-linux64" / "chrome"
        executable.parent.mkdir(parents=True)
        executable.touch(mode=0o755)
    found = browsers.find("chromium")
    assert found is not None
    assert "chromium-1200" in str(found)


def test_installing_what_is_there_says_and_does_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A second `install` is silent and writes no log."""
    browsers.install(tmp_path / "log")
    assert (capsys.readouterr().out, (tmp_path / "log").exists()) == ("", False)
