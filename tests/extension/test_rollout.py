"""The files of docs/rollout/, tried in real browsers: install, settings and shops by policy."""

from __future__ import annotations

import json
import os
import subprocess
import threading
import time
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import expect

from demo.browsers import require
from demo.chromium import chromium, extension_id
from demo.firefox import Firefox

from .conftest import ROOT, Local
from .policies import chromium_with_policy, firefox_with_policy

EXAMPLES = ROOT / "docs" / "rollout"
BADGE = "indkobskompas-badge"
KEYS = json.loads((ROOT / "extension" / "managed-schema.json").read_text(encoding="utf-8"))


class Package(NamedTuple):
    """A package made for this run, where it is served, and what was fetched."""

    address: str
    id: str
    asked: list[str]


def _shop_origin(shop: Local) -> str:
    """Return the shop under another host than the service's: Firefox grants hosts, not ports."""
    return shop.origin.replace("127.0.0.1", "localhost")


@pytest.fixture(scope="module")
def package(
    shop_server: Local, service_server: Local, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Package]:
    """What `make package` makes for a municipality, on a web server of its own."""
    folder = tmp_path_factory.mktemp("package")
    asked: list[str] = []

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            asked.append(self.path.split("?")[0])

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    changes = {
        "KOMPAS_PACKAGE_URL": address,
        "KOMPAS_SHOPS": f"{_shop_origin(shop_server)} {service_server.origin}",
    }
    done = subprocess.run(
        ["node", "extension/package.mjs", str(folder)],
        cwd=ROOT,
        env={**os.environ, **changes},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = next(line for line in done.stdout.splitlines() if "id in Chrome and Edge" in line)
    yield Package(address, said.split()[-1], asked)
    server.shutdown()
    server.server_close()


def _filled_in(name: str, package: Package, service: Local, shop: Local) -> str:
    """Return an example file with this run's addresses, as an administrator would fill it in."""
    text = (EXAMPLES / name).read_text(encoding="utf-8")
    for placeholder, value in {
        "EXTENSION_ID": package.id,
        "https://intranet.example/indkobskompas/": package.address,
        "https://score.example.dk": service.origin,
        "SERVICE_TOKEN": "kommunens-token",
        "butik.example.dk": _shop_origin(shop).removeprefix("http://"),
        '"language": "auto"': '"language": "en"',
    }.items():
        text = text.replace(placeholder, value)
    assert "example" not in text
    return text


def _settings_in(document: object) -> Iterator[dict[str, object]]:
    """Yield every object of a policy document that holds the extension's own settings."""
    if isinstance(document, dict):
        if "service" in document:
            yield document
        for value in document.values():
            yield from _settings_in(value)


@pytest.mark.parametrize("name", ["chrome.json", "edge.json", "firefox-policies.json"])
def test_an_example_file_holds_every_setting_that_the_schema_knows(name: str) -> None:
    """Whoever edits the file sees all there is, and nothing else; `paused` is rarely wanted."""
    document = json.loads((EXAMPLES / name).read_text(encoding="utf-8"))
    [settings] = _settings_in(document)
    assert settings.keys() == KEYS["properties"].keys() - {"paused"}


@pytest.mark.parametrize("name", ["chrome.json", "edge.json"])
def test_chromium_is_given_all_by_policy(
    name: str, chromium_executable: Path, package: Package, shop, service, product_page, tmp_path
) -> None:
    """Installed from update.xml, its fields fixed, its shop granted, its token sent."""
    shop.pages["/vare/1"] = product_page
    policy = json.loads(_filled_in(name, package, service, shop))
    # Without this Chromium lets no developer tool, and so no test, near an extension of policy's.
    policy["DeveloperToolsAvailability"] = 1
    (tmp_path / "etc").mkdir()
    with (
        chromium_with_policy(chromium_executable, json.dumps(policy), tmp_path / "etc") as browser,
        chromium(browser, None, tmp_path / "profile") as context,
    ):
        assert extension_id(context) == package.id
        page = context.new_page()
        page.goto(f"chrome-extension://{package.id}/options.html")
        for label in ("Address", "Access token", "Language"):
            expect(page.get_by_label(label, exact=True)).to_be_disabled(timeout=15_000)
        expect(page.get_by_label("Address", exact=True)).to_have_value(service.origin)
        expect(page.get_by_text("Turned on by the municipality")).to_be_visible()
        managed = page.evaluate("chrome.storage.managed.get(null)")
        assert managed == next(_settings_in(policy))
        page.goto(f"{_shop_origin(shop)}/vare/1")
        expect(page.locator(BADGE)).to_have_count(1)
        # Naming a shop in the settings offers it; the grant itself is in the package.
        grants = context.service_workers[0].evaluate("chrome.permissions.getAll()")
        assert sorted(grants["origins"]) == [f"{service.origin}/*", f"{_shop_origin(shop)}/*"]
    assert service.seen[0]["headers"]["Authorization"] == "Bearer kommunens-token"
    assert {"/update.xml", "/indkobskompas-0.1.0.crx"} <= set(package.asked)
    assert not list(Path("/etc/chromium").glob("**/kompas*"))


def test_firefox_is_given_all_by_policy(
    package: Package, shop, service, product_page, tmp_path
) -> None:
    """Installed unsigned as ESR may, its shop granted, its settings there: no click made."""
    shop.pages["/vare/1"] = product_page
    policy = _filled_in("firefox-policies.json", package, service, shop)
    executable = firefox_with_policy(require("firefox"), policy, tmp_path)
    with Firefox(executable) as firefox:
        firefox.navigate(f"{_shop_origin(shop)}/vare/1")
        badges = f"document.querySelectorAll('{BADGE}').length"
        deadline = time.monotonic() + 30
        while firefox.evaluate(badges) == 0 and time.monotonic() < deadline:
            time.sleep(0.2)
        assert firefox.evaluate(badges) == 1, f"no badge in 30 s; asked: {package.asked}"
    assert service.seen[0]["headers"]["Authorization"] == "Bearer kommunens-token"
    assert service.seen[0]["headers"]["Accept-Language"] == "en"
    assert "/indkobskompas-0.1.0.xpi" in package.asked
