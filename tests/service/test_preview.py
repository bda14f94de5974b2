"""A preview scores the published catalogue by rules that are not published, exactly."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from service import rulesets
from service.app import create_app
from service.config import Config
from service.openapi import specification
from service.publish.migration import OUTCOMES
from service.publish.pipeline import publish
from service.store.workspace import Workspace
from tests.service.test_snapshot import folder  # noqa: F401 - a fixture

TOKEN = {"Authorization": "Bearer hemmelig"}


def document(**weights: float) -> dict[str, Any]:
    """Return the default ruleset as JSON gives it, with weights of laptops' criteria changed."""
    found = json.loads(rulesets.load("default").canonical)
    for criterion in found["groups"]["laptop"]["criteria"]:
        criterion["weight"] = weights.get(criterion["id"], criterion["weight"])
    return found


@pytest.fixture
def client(published: Path):
    """Return a client of a service that lets administrators preview."""
    return create_app(Config(folder=published, admin_token="hemmelig")).test_client()


def ask(client, body: Any, headers: Any = TOKEN):
    return client.post("/api/v1/rulesets/preview", json=body, headers=headers)


def test_the_published_rules_change_nothing(client):
    """Before and after are the same, in the published shape, and every product is counted."""
    response = ask(client, {"document": document()})
    schema = {"$ref": "#/components/schemas/PreviewResponse"}
    components = {"components": specification()["components"]}
    Draft202012Validator(schema | components).validate(response.json)
    groups = {g["group"]: g for g in response.json["groups"]}
    assert {"laptop", "food"} <= set(groups)
    assert all(g["changed"] == 0 and g["before"] == g["after"] for g in groups.values())
    assert sum(g["products"] for g in groups.values()) == 218


def test_a_preview_says_what_publishing_those_rules_gives(client, folder: Path):  # noqa: F811
    """The histogram after is that of the snapshot that is published with them."""
    changed = document(ecolabel=1, energy=90)
    after = {g["group"]: g["after"] for g in ask(client, {"document": changed}).json["groups"]}
    with Workspace(folder) as workspace:
        publish(workspace, rulesets.ruleset_of_document(changed, "test"), folder)
        laptops = [p["id"] for p in workspace.rows("products") if p["group_id"] == "laptop"]
    served = create_app(Config(folder=folder)).test_client()
    grades = dict.fromkeys(OUTCOMES, 0)
    for product in laptops:
        item = served.get(f"/api/v1/products/{product}").json["item"]
        grades[item["grade"] or ("range" if item["range"] else "none")] += 1
    assert grades == after["laptop"]


def test_previews_in_a_row_do_not_remember_too_much(client):
    """There and back again: the first answer comes out again after another ruleset."""
    first = ask(client, {"document": document(energy=80)}).json
    other = ask(client, {"document": document(energy=1, ecolabel=90)}).json
    again = ask(client, {"document": document(energy=80)}).json
    assert first == again
    assert first["groups"] != other["groups"]


def test_a_changed_value_function_and_a_group_of_its_own_are_seen(client):
    """Points that were remembered for the old function do not stand in for the new one's."""
    strict = document()
    energy = next(c for c in strict["groups"]["laptop"]["criteria"] if c["id"] == "energy")
    energy["readings"][0]["value"] = {"kind": "linear", "best": 0.1, "worst": 0.2}
    strict["groups"]["food/fish"] = strict["groups"]["food"] | {
        "cuts": {"A": 99, "B": 98, "C": 97, "D": 96}
    }
    groups = {g["group"]: g for g in ask(client, {"document": strict}).json["groups"]}
    assert groups["laptop"]["changed"] > 0
    assert groups["food"]["changed"] > 0
    assert groups["monitor"]["changed"] == 0


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ([], 422, "unprocessable"),
        ({"document": 3}, 422, "ruleset"),
        ({"document": {}}, 422, "ruleset"),
        ({"document": document(energy=-1)}, 422, "ruleset"),
        ({"document": document(), "more": 1}, 422, "unprocessable"),
    ],
)
def test_a_document_with_a_fault_is_refused_with_its_place(client, body, status, code):
    """In the one shape of errors."""
    response = ask(client, body)
    assert (response.status_code, response.json["code"]) == (status, code)


def test_only_administrators_may_preview(client, published: Path):
    """No token, a wrong one, and a service that has none set."""
    assert ask(client, {"document": document()}, {}).status_code == 401
    wrong = {"Authorization": "Bearer forkert"}
    assert ask(client, {"document": document()}, wrong).status_code == 401
    off = create_app(Config(folder=published)).test_client()
    response = ask(off, {"document": document()})
    assert (response.status_code, response.json["code"]) == (403, "preview_off")
    assert "KOMPAS_ADMIN_TOKEN" in response.json["message"]


def test_the_schema_of_rulesets_is_published(client):
    """And the published ruleset fits it."""
    schema = client.get("/api/v1/rulesets/schema").json
    Draft202012Validator(schema).validate(document())
