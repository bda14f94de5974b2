"""The package: what it may do, what it holds, and the words it must not use."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import zipfile
from pathlib import Path

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
    named += ["dist/picker.js"]
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


@pytest.mark.parametrize(
    "name", ["content.js", "background.js", "options.js", "popup.js", "picker.js"]
)
def test_the_built_scripts_make_no_markup_out_of_text(name: str) -> None:
    """Neither innerHTML nor its kin, nor code from strings."""
    script = (EXTENSION / "dist" / name).read_text(encoding="utf-8")
    bad = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"
    assert re.findall(bad, script) == []


def test_the_lock_names_no_host() -> None:
    """Packages come by name, from whichever registry a machine uses."""
    lock = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock


def packed(folder: Path, **environment: str) -> str:
    """Pack the built extension into `folder`, as `make package` does; return what was said."""
    done = subprocess.run(
        ["node", "extension/package.mjs", str(folder)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout if done.returncode == 0 else f"{done.returncode}: {done.stderr}"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package without anybody's address or shops."""
    folder = tmp_path_factory.mktemp("package")
    assert "id in Chrome and Edge" in packed(folder)
    return folder


STEM = f"indkobskompas-{MANIFEST['version']}"


def test_a_package_holds_what_a_browser_needs_and_nothing_else(package: Path) -> None:
    """No source, no tool; the version stands in the manifest alone."""
    names = zipfile.ZipFile(package / f"{STEM}.zip").namelist()
    built = {f"dist/{path.name}" for path in (EXTENSION / "dist").iterdir()}
    expected = built - {"dist/.built"}
    expected |= {"manifest.json", "managed-schema.json", "options.html", "popup.html"}
    expected |= {f"_locales/{code}/messages.json" for code in ("da", "en")}
    expected |= {f"icons/icon-{size}.png" for size in (16, 32, 48, 128)}
    assert names == sorted(expected)


def test_the_same_source_gives_the_same_bytes(package: Path, tmp_path: Path) -> None:
    """Whatever the clock and its zone say; the sums are those of the files."""
    packed(tmp_path, TZ="Pacific/Kiritimati")
    sums = (package / "SHA256SUMS").read_text(encoding="utf-8")
    assert (tmp_path / "SHA256SUMS").read_text(encoding="utf-8") == sums
    named = dict(reversed(line.split("  ")) for line in sums.splitlines())
    suffixes = [f"{STEM}.crx", f"{STEM}.xpi", f"{STEM}.zip", "update.xml", "updates.json"]
    assert sorted(named) == suffixes
    for name, said in named.items():
        assert hashlib.sha256((package / name).read_bytes()).hexdigest() == said


def test_an_address_and_shops_are_written_into_what_a_municipality_hands_out(
    tmp_path: Path,
) -> None:
    """Into the crx and xpi with their update manifests, and never into the stores' zip."""
    said = packed(
        tmp_path,
        KOMPAS_PACKAGE_URL="https://intranet.example.dk/kompas",
        KOMPAS_SHOPS="https://butik.example.dk https://score.example.dk:8443",
    )
    base = "https://intranet.example.dk/kompas/"
    manifests = {
        suffix: json.loads(zipfile.ZipFile(tmp_path / f"{STEM}.{suffix}").read("manifest.json"))
        for suffix in ("zip", "xpi", "crx")
    }
    assert manifests["zip"] == MANIFEST
    crx, xpi = manifests["crx"], manifests["xpi"]
    assert crx["update_url"] == f"{base}update.xml"
    assert crx["host_permissions"][1] == "https://score.example.dk:8443/*"
    assert xpi["host_permissions"] == ["https://butik.example.dk/*", "https://score.example.dk/*"]
    assert xpi["browser_specific_settings"]["gecko"]["update_url"] == f"{base}updates.json"
    assert f'codebase="{base}{STEM}.crx"' in (tmp_path / "update.xml").read_text(encoding="utf-8")
    assert said.split()[-1] in (tmp_path / "update.xml").read_text(encoding="utf-8")
    updates = json.loads((tmp_path / "updates.json").read_text(encoding="utf-8"))
    [update] = updates["addons"][MANIFEST["browser_specific_settings"]["gecko"]["id"]]["updates"]
    digest = hashlib.sha256((tmp_path / f"{STEM}.xpi").read_bytes()).hexdigest()
    assert update["update_link"] == f"{base}{STEM}.xpi"
    assert update["update_hash"] == f"sha256:{digest}"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KOMPAS_CRX_KEY", "/findes/ikke.pem"),
        ("KOMPAS_PACKAGE_URL", 'https://a.dk/" onload="'),
        ("KOMPAS_PACKAGE_URL", "ftp://a.dk"),
        ("KOMPAS_SHOPS", "https://*/"),
        ("KOMPAS_SHOPS", "butik.dk"),
    ],
)
def test_what_cannot_be_packed_is_said(tmp_path: Path, name: str, value: str) -> None:
    """The setting is named, and no file is left that might be handed out."""
    said = packed(tmp_path, **{name: value})
    assert said.startswith("1: package: ")
    assert name in said
    assert list(tmp_path.iterdir()) == []


def test_another_key_is_another_id(package: Path, tmp_path: Path) -> None:
    """The id comes from the key that is given, and is told."""
    key = tmp_path / "key.pem"
    script = (
        "const k = crypto.generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;"
        "process.stdout.write(k.export({ type: 'pkcs8', format: 'pem' }))"
    )
    made = subprocess.run(["node", "-e", script], capture_output=True, text=True, check=True)
    key.write_text(made.stdout, encoding="utf-8")
    (tmp_path / "out").mkdir()
    said = packed(tmp_path / "out", KOMPAS_CRX_KEY=str(key))
    mine = re.search(r'appid="([a-p]{32})"', (tmp_path / "out" / "update.xml").read_text("utf-8"))
    other = re.search(r'appid="([a-p]{32})"', (package / "update.xml").read_text("utf-8"))
    assert mine
    assert other
    assert mine[1] != other[1]
    assert mine[1] in said
    assert "build/crx-key.pem" not in said
