"""`make extract`: what is read of a saved page, printed for whoever writes an adapter."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from demo import extract

from .conftest import ROOT

SHOPS = ROOT / "extension" / "shops"
URL = "https://butik.example/vare/1"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command as make does, without make's set-up."""
    command = [str(ROOT / ".venv" / "bin" / "python"), "-m", "demo.extract", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_saved_product_page_is_printed_for_people() -> None:
    """Kind, adapter, main product with its identifiers, and the cards."""
    done = run(str(SHOPS / "magento.product.html"), "https://butik.example/skaerm-24.html")
    assert (done.returncode, done.stderr) == (0, "")
    for part in (
        "kind     product",
        "adapter  magento",
        'Skærm 24" sort',
        "gtin 09521234567899 · brand Nordsyn · mpn NS24-BLK · sku SK-24-B · price 1249.50 DKK",
        "1 card\n  /kabel-hdmi.html  HDMI-kabel 2 m",
    ):
        assert part in done.stdout


def test_lines_are_printed_with_quantity_and_amounts() -> None:
    """A basket's lines say how many and at what price."""
    done = run(str(SHOPS / "magento.basket.html"), "https://butik.example/checkout/cart/")
    assert "2 pieces · price 1249.50 DKK · total 2499.00 DKK" in done.stdout


def test_an_adapter_from_a_file_comes_before_the_packaged_ones(tmp_path: Path) -> None:
    """Whoever writes an adapter sees what it does at once."""
    adapter = tmp_path / "mine.json"
    adapter.write_text(
        json.dumps({"id": "mine", "name": "Min", "hosts": ["butik.example"], "product": {}}),
        encoding="utf-8",
    )
    page = str(SHOPS / "magento.product.html")
    done = run(page, "https://butik.example/skaerm-24.html", "--adapter", str(adapter))
    assert "adapter  mine" in done.stdout


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="iso-8859-1">', "iso-8859-1"),
        ('<meta http-equiv="content-type" content="text/html; charset=windows-1252">', "cp1252"),
        ('<meta charset="utf-8">', "utf-8"),
        ("", "utf-8"),
    ],
)
def test_letters_are_read_as_a_browser_reads_them(tmp_path: Path, head: str, encoding: str) -> None:
    """The page's own word counts; a page without one that is UTF-8 is read as UTF-8."""
    page = tmp_path / "side.html"
    html = f"<!doctype html>{head}<h1>Rødgrød</h1><button>Læg i kurv</button><p>Varenr.: R-1</p>"
    page.write_bytes(html.encode(encoding))
    found = extract.read(page, URL)
    assert found["main"]["identity"] == {"sku": "R-1", "name": "Rødgrød", "path": "/vare/1"}


def test_the_pages_own_scripts_do_not_run(tmp_path: Path) -> None:
    """A saved page is looked at, not executed."""
    page = tmp_path / "side.html"
    page.write_text(
        "<h1>Vare</h1><button>Køb</button><p>Varenr.: R-1</p>"
        "<script>document.querySelector('p').textContent = 'Varenr.: ONDT-1'</script>",
        encoding="utf-8",
    )
    assert extract.read(page, URL)["main"]["identity"]["sku"] == "R-1"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["missing.html", URL], "missing.html: No such file or directory"),
        ([str(SHOPS / "oscar.product.html"), "butik"], "“butik” is no web address"),
        ([str(SHOPS / "oscar.product.html"), "file:///etc/passwd"], "is no web address"),
        ([str(SHOPS / "oscar.product.html"), URL, "--adapter", "README.md"], "is no JSON"),
        ([str(SHOPS / "oscar.product.html"), URL, "--adapter", "package.json"], "No id or name"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_line(arguments: list[str], said: str) -> None:
    """A missing file, a bad address and a bad adapter end with a sentence and the code 2."""
    done = run(*arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
