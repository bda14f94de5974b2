"""Shops and adapters: every fault told, every change kept, a reason for what is removed."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from service import rulesets
from service.app import create_app
from service.config import Config
from service.publish.pipeline import publish
from service.publish.shop_counts import Count, listed
from service.shops import keeping
from service.store import audit
from service.store.snapshot import open_snapshot
from service.store.workspace import Workspace
from tests.service.visitor import post, sign_in

ADAPTER = {
    "id": "prisme",
    "name": "Prisme",
    "hosts": ["prisme.example.dk"],
    "product": {"name": "h1", "fields": {"sku": ".nr"}},
}
NASTY = "<script>alert(1)</script>' OR 1=1; --" + "x" * 5_000


@pytest.fixture
def folder(loaded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(loaded, tmp_path / "workspace"))


@pytest.fixture
def client(folder: Path) -> Iterator[FlaskClient]:
    with create_app(Config(folder=folder, insecure=True)).test_client() as found:
        sign_in(found, "sten")
        yield found


def adapters(folder: Path) -> list[dict[str, Any]]:
    with Workspace(folder) as workspace:
        return keeping.every(workspace)


def test_shops_stand_there_before_they_are_counted(client: FlaskClient) -> None:
    page = client.get("/admin/shops/").get_data(as_text=True)
    assert "shop.example.dk" in page
    assert "ikke talt endnu" in page
    assert " %" not in page
    assert "Ingen er tilføjet" in page


def test_shops_tell_what_the_last_publish_counted(client: FlaskClient, folder: Path) -> None:
    with Workspace(folder) as workspace:
        publish(workspace, rulesets.load("default"), folder)
        (count,) = (shop.count for shop in listed(workspace, meta(folder)))
        assert count is not None
        with workspace.writing():
            workspace.put("shops", [{"id": "new", "name": "Ny butik"}])
            workspace.connection.execute("DELETE FROM offers")
    page = client.get("/admin/shops/").get_data(as_text=True)
    assert re.search(r"fra den seneste udgivelse, \d\d\.\d\d\.\d{4} \d\d\.\d\d;", page)
    assert f'<td class="number">{count.offers}</td>' in page
    assert f"{100 * count.documented // count.offers} %" in page
    assert re.search(r"Ny butik.*–<br>.*tælles ved næste udgivelse", page)


def test_what_is_counted_is_what_the_workspace_holds(folder: Path) -> None:
    """Shops without offers too; an offer whose product is gone is an offer of nothing known."""
    with Workspace(folder) as workspace:
        with workspace.writing():
            workspace.put("shops", [{"id": "empty", "name": "Tom"}])
            one = workspace.rows("offers")[0]
            workspace.put("offers", [one | {"sku": "gone", "product_id": "gone"}])
        publish(workspace, rulesets.load("default"), folder)
        empty, demo = sorted(listed(workspace, meta(folder)), key=lambda s: s.id != "empty")
        offers = [offer["product_id"] for offer in workspace.rows("offers")]
        known = {p["id"] for p in workspace.rows("products") if p["group_id"]}
        own = {row["subject"] for row in workspace.rows("evidence")}
        own |= {row["product_id"] for row in workspace.rows("labels")}
    assert empty.count == Count(0, 0, 0)
    assert demo.count == Count(
        len(offers), sum(p in known for p in offers), sum(p in own for p in offers)
    )
    assert demo.count.grouped == demo.count.offers - 1
    assert 0 < demo.count.documented < demo.count.grouped


def meta(folder: Path) -> Mapping[str, str]:
    snapshot = open_snapshot(folder)
    assert snapshot is not None
    return snapshot.meta


def test_an_adapter_is_added_replaced_removed_and_restored(
    client: FlaskClient, folder: Path
) -> None:
    added = post(client, "/admin/shops/edit", document=json.dumps(ADAPTER))
    assert added.status_code == 303
    file = (BytesIO(json.dumps(ADAPTER | {"name": "Prisme 2"}).encode()), "x.json")
    assert post(client, "/admin/shops/edit", document="", file=file).status_code == 303
    assert adapters(folder)[0]["name"] == "Prisme 2"
    page = client.get("/admin/shops/edit?adapter=prisme").get_data(as_text=True)
    assert "Prisme 2" in page
    assert "extract.js" in page
    again = post(client, "/admin/shops/edit", document=json.dumps(ADAPTER | {"name": "Prisme 2"}))
    assert "intet er ændret" in again.get_data(as_text=True)
    gone = "/admin/shops/adapters/prisme/remove"
    assert post(client, gone, reason=" ").status_code == 422
    assert post(client, gone, reason="Butikken er lukket " + NASTY).status_code == 303
    assert adapters(folder) == []
    assert "fjernet" in client.get("/admin/shops/").get_data(as_text=True)
    assert post(client, gone, reason="en gang til").status_code == 422
    assert post(client, "/admin/shops/adapters/prisme/restore", number="1").status_code == 303
    assert adapters(folder)[0]["name"] == "Prisme"
    with Workspace(folder) as workspace:
        entries = list(audit.entries(workspace, action="adapter"))
        assert audit.verify(workspace) is None
    assert [e.action for e in entries] == [
        "adapter.restore",
        "adapter.remove",
        "adapter.put",
        "adapter.put",
    ]
    assert entries[1].details["reason"].startswith("Butikken er lukket")
    assert {e.actor for e in entries} == {"sten"}
    page = client.get("/admin/shops/adapters/prisme").get_data(as_text=True)
    assert page.count("<details>") == 3


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "Skriv et dokument"),
        ("{", "er ikke JSON"),
        (NASTY, "er ikke JSON"),
        ("[" * 20_000, "er ikke JSON"),
        (json.dumps(ADAPTER | {"id": NASTY}), "id"),
        (json.dumps(ADAPTER | {"hosts": ["https://x/"], "detect": "[["}), "hosts[0]"),
        ('{"id": "a", "id": "b"}', "to gange"),
        (" " * 40_000 + "{}", "over 32.768 bytes"),
    ],
)
def test_every_fault_is_told_and_nothing_saved(
    client: FlaskClient, folder: Path, text: str, told: str
) -> None:
    answer = post(client, "/admin/shops/edit", document=text)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert told in page
    assert "<script>alert" not in page
    assert adapters(folder) == []


def test_several_faults_are_all_told(client: FlaskClient) -> None:
    bad = ADAPTER | {"hosts": ["https://x/", "dk"], "detect": "[["}
    page = post(client, "/admin/shops/edit", document=json.dumps(bad)).get_data(as_text=True)
    assert page.count("<li><strong>JSON: ") == 3
    assert "https://x/" in page  # what was written stands there still


def test_a_host_belongs_to_one_adapter(client: FlaskClient, folder: Path) -> None:
    post(client, "/admin/shops/edit", document=json.dumps(ADAPTER))
    other = json.dumps(ADAPTER | {"id": "anden"})
    answer = post(client, "/admin/shops/edit", document=other)
    assert answer.status_code == 422
    assert "prisme.example.dk" in answer.get_data(as_text=True)
    assert len(adapters(folder)) == 1


@pytest.mark.parametrize("name", ["x", NASTY, "%2e%2e", "' OR 1=1"])
def test_an_adapter_that_is_none_is_missing(client: FlaskClient, name: str) -> None:
    for address in (f"/admin/shops/adapters/{name}", f"/admin/shops/edit?adapter={name}"):
        assert client.get(address).status_code == 404
    for tail in ("restore", "remove"):
        answer = post(client, f"/admin/shops/adapters/{name}/{tail}")
        assert answer.status_code in (404, 405)  # a name with a slash is no address of ours


@pytest.mark.parametrize("number", ["", "x", "0", "99", "-1", str(10**30)])
def test_a_version_that_is_none_is_not_restored(client: FlaskClient, number: str) -> None:
    post(client, "/admin/shops/edit", document=json.dumps(ADAPTER))
    address = "/admin/shops/adapters/prisme/restore"
    assert post(client, address, number=number).status_code == 422


def test_who_only_reads_sees_but_changes_nothing(folder: Path) -> None:
    with create_app(Config(folder=folder, insecure=True)).test_client() as viewer:
        sign_in(viewer, "vera")
        assert viewer.get("/admin/shops/").status_code == 200
        assert viewer.get("/admin/shops/edit").status_code == 403
        answer = post(viewer, "/admin/shops/edit", document=json.dumps(ADAPTER))
        assert answer.status_code == 403
    assert adapters(folder) == []
