"""The API answers every request, good or bad, in its published shape."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from service.app import create_app
from service.config import Config
from service.openapi import specification
from tests.conftest import ROOT
from tests.service.conftest import HOST

MILK = {"ref": "milk", "gtin": "9524100001077"}
SPEC = specification()


def fits(schema: str, body: Any) -> None:
    """Check a body against one of the OpenAPI document's schemas."""
    document = {"$ref": f"#/components/schemas/{schema}", "components": SPEC["components"]}
    Draft202012Validator(document).validate(body)


def test_a_known_gtin_gets_a_grade_with_reasons_sources_and_alternatives(ask):
    """The whole answer for milk: score, figure, source, better milk in the same shop."""
    (answer,) = ask(MILK)
    assert answer["match"] == {"rung": "gtin", "confidence": "good"}
    assert answer["grade"] == "B"
    reason = answer["reasons"][0]
    assert (reason["value"], reason["unit"]) == (1.27, "kg CO2e/kg")
    assert reason["source"] == "Agribalyse 3.2 (2024)"
    assert sum(r["contribution"] for r in answer["reasons"]) == pytest.approx(
        answer["score"], abs=0.1 * len(answer["reasons"])
    )
    paths = [a["path"] for a in answer["alternatives"]]
    assert "/vare/havredrik" in paths
    assert all(a["price_difference"] is not None for a in answer["alternatives"])


def test_every_demo_offer_is_answered_in_the_published_shape_in_both_languages(client, ask):
    """OpenAPI says what comes; nothing else does."""
    with (ROOT / "service/catalogue/demo_offers.csv").open(encoding="utf-8") as file:
        skus = [line.split(",")[0] for line in file][1:]
    for language in ("da", "en"):
        response = client.post(
            "/api/v1/scores",
            json={"shop": HOST, "items": [{"ref": s, "sku": s} for s in skus]},
            headers={"Accept-Language": language},
        )
        fits("ScoreResponse", response.json)
        assert [i["ref"] for i in response.json["items"]] == skus
        assert {i["match"]["rung"] for i in response.json["items"]} == {"sku"}


@pytest.mark.parametrize(
    ("item", "rung"),
    [
        ({"gtin": "9524100001077"}, "gtin"),
        ({"gtin": "09524100001077"}, "gtin"),
        ({"sku": "fi-10101"}, "sku"),
        ({"path": "/vare/letmaelk/?utm=1"}, "url"),
        ({"gtin": "4006381333931", "sku": "FI-10101"}, "sku"),
        ({"gtin": "9524100001078", "path": "/vare/letmaelk"}, "url"),
        ({"name": "Letmælk"}, "group"),
    ],
)
def test_the_ladder_reports_the_first_rung_that_matched(ask, item: dict[str, str], rung: str):
    """A code that is unknown or wrong leaves the next rung to answer."""
    (answer,) = ask({"ref": "x"} | item)
    assert answer["match"]["rung"] == rung
    assert answer["product"]["group"] == "food/dairy/milk-semi"
    assert "error" not in answer


def test_a_match_by_group_gives_a_range_with_low_confidence(ask):
    """Never a single letter for what is known by its kind only."""
    (answer,) = ask({"ref": "x", "name": "letmælk"})
    assert answer["grade"] is None
    assert answer["range"] == ["A", "C"]
    assert answer["match"]["confidence"] == "low"


def test_alternatives_come_from_the_shop_that_asks_only(ask):
    """Another shop has none of these offers, so it gets the score and no swap."""
    (answer,) = ask(MILK, shop="other.example.dk")
    assert answer["grade"] == "B"
    assert answer["alternatives"] == []
    (answer,) = ask({"ref": "x", "sku": "FI-10101"}, shop="other.example.dk")
    assert answer["match"]["rung"] == "none"


def test_an_unknown_product_gets_a_calm_not_enough_data(ask):
    """No guess, and no error either."""
    (answer,) = ask({"ref": "x", "gtin": "4006381333931"})
    assert answer["match"] == {"rung": "none", "confidence": "none"}
    assert answer["grade"] is answer["range"] is answer["product"] is None
    assert answer["summary"].startswith("Ikke nok data")
    assert "error" not in answer


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ({"ref": "x", "gtin": "9524100001078"}, "gtin_check_digit"),
        ({"ref": "x", "gtin": "12"}, "gtin_length"),
        ({"ref": "x", "gtin": "<b>12</b>"}, "gtin_digits"),
        ({"ref": "x", "gtin": "\ud800"}, "gtin_digits"),
        ({"ref": "x", "gtin": 9524100001077}, "gtin_type"),
        ({"ref": "x", "name": "n" * 301}, "name_length"),
        ({"ref": "x", "price": "9,95"}, "price_type"),
        ({"ref": "x", "price": True}, "price_type"),
        ({"ref": "x", "user": "anna"}, "unknown_field"),
        ({"ref": "x"}, "no_identifier"),
        ({"ref": "", "gtin": "9524100001077"}, "ref"),
        ({"ref": 7, "gtin": "9524100001077"}, "ref"),
        ({"gtin": "9524100001077"}, "ref"),
        ("milk", "not_an_object"),
        (None, "not_an_object"),
    ],
)
def test_a_bad_item_is_answered_in_its_place_and_harms_no_other(ask, item: Any, code: str):
    """The good neighbours keep their scores."""
    first, bad, last = ask(MILK, item, MILK | {"ref": "again"})
    assert first["grade"] == last["grade"] == "B"
    assert bad["error"]["code"] == code
    assert bad["error"]["message"]
    fits("ScoredItem", bad)


def test_a_ref_that_stands_twice_is_answered_once(ask):
    """The second is told why."""
    one, two = ask(MILK, MILK)
    assert one["grade"] == "B"
    assert two["error"]["code"] == "ref_twice"


def test_markup_in_a_name_stays_text(ask):
    """It matches nothing and comes back nowhere."""
    (answer,) = ask({"ref": "x", "name": "<img src=x onerror=alert(1)>"})
    assert answer["match"]["rung"] == "none"
    assert "<img" not in json.dumps(answer)


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"shop": HOST, "items": [MILK] * 101}, 422, "items"),
        ({"shop": HOST, "items": []}, 422, "items"),
        ({"shop": HOST}, 422, "items"),
        ({"items": [MILK]}, 422, "shop"),
        ({"shop": 7, "items": [MILK]}, 422, "shop"),
        ({"shop": HOST, "items": [MILK], "user": "anna"}, 422, "user"),
        ([], 422, "_schema"),
        ("x", 422, "_schema"),
    ],
)
def test_a_bad_envelope_is_a_422_that_names_the_field(client, body: Any, status: int, field: str):
    """One shape of errors, field by field."""
    response = client.post("/api/v1/scores", json=body)
    assert response.status_code == status
    fits("ApiError", response.json)
    assert field in response.json["errors"]


@pytest.mark.parametrize("body", [b"", b"{", b'{"shop": "\xff"}', b"[" * 100_000])
def test_broken_json_is_a_400(client, body: bytes):
    """Even nesting that would exhaust the parser."""
    response = client.post("/api/v1/scores", data=body, content_type="application/json")
    assert response.status_code == 400
    fits("ApiError", response.json)


def test_a_body_of_five_megabytes_is_refused_unread(client):
    """413 in the one shape."""
    response = client.post("/api/v1/scores", data=b"x" * 5_000_000, content_type="application/json")
    assert response.status_code == 413
    fits("ApiError", response.json)


@pytest.mark.parametrize(("path", "status"), [("/nowhere", 404), ("/api/v1/scores", 405)])
def test_flasks_own_errors_have_the_one_shape(client, path: str, status: int):
    """A client needs one way to read errors."""
    response = client.get(path)
    assert response.status_code == status
    fits("ApiError", response.json)


def test_a_product_is_found_by_its_id_with_a_shops_alternatives(client):
    """Without a shop there are none to propose."""
    plain = client.get("/api/v1/products/demo:fi-10101").json
    fits("ProductResponse", plain)
    assert plain["item"]["alternatives"] == []
    in_shop = client.get(f"/api/v1/products/demo:fi-10101?shop={HOST}").json
    assert in_shop["item"]["alternatives"]
    missing = client.get("/api/v1/products/none")
    assert missing.status_code == 404
    fits("ApiError", missing.json)


def test_the_current_ruleset_is_given_in_full_under_its_hash(client):
    """Anyone can recompute the hash from the document."""
    body = client.get("/api/v1/rulesets/current").json
    fits("RulesetResponse", body)
    assert body["document"]["id"] == body["id"] == "default"
    from scoring.parse import ruleset_of

    assert ruleset_of(body["document"]).hash == body["hash"]


def test_texts_follow_the_language_that_is_asked_for(ask):
    """Danish is the default, English the other one."""
    assert ask(MILK, language="en")[0]["summary"].startswith("Score B: the carbon footprint is")
    assert ask(MILK, language="fr")[0]["summary"].startswith("Score B: klimaaftrykket er 1,27")


def test_the_openapi_document_is_valid_served_and_the_committed_one(client):
    """The extension's types are made from the committed file."""
    validate(SPEC)
    served = client.get("/api/v1/openapi.json").json
    assert served == SPEC
    assert json.loads((ROOT / "docs/openapi.json").read_text("utf-8")) == SPEC


def test_the_api_page_names_every_path_and_shape_and_allows_no_script(client):
    """It can be read without JavaScript."""
    response = client.get("/api/")
    for name in [*SPEC["paths"], *SPEC["components"]["schemas"]]:
        assert name in response.text
    assert "<script" not in response.text
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("chrome-extension://abcdefghijklmnopabcdefghijklmnop", True),
        ("moz-extension://0f0e0d0c-0b0a-4908-8706-050403020100", True),
        ("https://shop.example.dk", False),
        ("https://chrome-extension.example", False),
        ("null", False),
    ],
)
def test_only_extensions_may_call_from_a_browser_by_default(client, origin: str, allowed: bool):
    """A web page gets no permission to read scores."""
    response = client.post(
        "/api/v1/scores", json={"shop": HOST, "items": [MILK]}, headers={"Origin": origin}
    )
    assert (response.headers.get("Access-Control-Allow-Origin") == origin) is allowed


def test_a_token_is_demanded_where_one_is_set(published):
    """Missing and wrong tokens are told what to do; the right one passes."""
    client = create_app(Config(folder=published, token="hemmelig")).test_client()
    body = {"shop": HOST, "items": [MILK]}
    for header, status in (
        ("", 401),
        ("Bearer x", 401),
        ("hemmelig", 401),
        ("Bearer hemmelig", 200),
    ):
        response = client.post("/api/v1/scores", json=body, headers={"Authorization": header})
        assert response.status_code == status
    assert client.get("/healthz").status_code == 200


json_items = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)
fields = st.sampled_from(["ref", "gtin", "brand", "mpn", "sku", "path", "name", "price", "other"])


@given(
    st.lists(st.dictionaries(fields, json_items | st.text(max_size=40)) | json_items, min_size=1)
)
def test_no_item_whatever_it_holds_breaks_the_answer(app, items):
    """Every request with items is a 200 in the published shape, item by item."""
    response = app.test_client().post("/api/v1/scores", json={"shop": HOST, "items": items[:100]})
    assert response.status_code == 200
    fits("ScoreResponse", response.json)
