"""The rungs below GTIN, and what each may claim."""

from pathlib import Path

import pytest

from service import rulesets
from service.app import create_app
from service.config import Config
from service.loading.catalogue import load_catalogue
from service.loading.offers import load_offers
from service.publish.pipeline import publish
from service.store.workspace import Workspace

HEADER = "sku,path,gtin,brand,mpn,name_da,name_en,group,price_dkk,net_content,net_unit,demo\n"
GOOD_LAPTOP = [("tec", 14), ("repair_index", 8), ("warranty_years", 5)]


@pytest.fixture
def shop(tmp_path: Path):
    """Return a function that publishes offers of equally good laptops and returns a client."""

    def open_shop(*identities: str):
        offers = tmp_path / "offers.csv"
        evidence = tmp_path / "evidence.csv"
        offers.write_text(
            HEADER
            + "".join(
                f"{i},/p/{i},{who},Bærbar,Laptop,laptop,1,1,pcs,1\n"
                for i, who in enumerate(identities)
            ),
            "utf-8",
        )
        evidence.write_text(
            "sku,attribute,value,low,high,unit,status,source\n"
            + "".join(
                f"{i},{name},{value},,,,supplier,demo\n"
                for i in range(len(identities))
                for name, value in GOOD_LAPTOP
            ),
            "utf-8",
        )
        with Workspace(tmp_path) as workspace:
            load_catalogue(workspace)
            load_offers(workspace, "t", ["t.dk"], offers, evidence)
            publish(workspace, rulesets.load("default"), tmp_path)
        return create_app(Config(folder=tmp_path)).test_client()

    return open_shop


def ask(client, **item: str):
    body = {"shop": "t.dk", "items": [{"ref": "x"} | item]}
    return client.post("/api/v1/scores", json=body).json["items"][0]


def test_an_a_needs_a_gtin_or_a_part_number(shop):
    """The same evidence gives A with a number and B, with the reason, without one."""
    client = shop("9524000000019,Brand,", ",Brand,XYZ-100", ",Brand,")
    grades = [ask(client, sku=str(i))["grade"] for i in range(3)]
    assert grades == ["A", "A", "B"]
    assert any("GTIN" in note for note in ask(client, sku="2")["notes"])


def test_a_part_number_matches_with_its_brand_only(shop):
    """XYZ-100 of another brand is another product."""
    client = shop(",Brand,XYZ-100")
    assert ask(client, brand="BRAND", mpn="xyz 100")["match"]["rung"] == "mpn"
    assert ask(client, brand="Other", mpn="XYZ-100")["match"]["rung"] == "none"
    assert ask(client, mpn="XYZ-100")["match"]["rung"] == "none"


def test_a_lenovo_part_number_falls_back_to_its_machine_type(shop):
    """The first four characters name the model; confidence is medium at most, never an A."""
    client = shop(",Brand,XYZ-100")
    answer = ask(client, brand="Lenovo", mpn="20N2000RMX")
    assert answer["match"]["rung"] == "machine_type"
    assert answer["product"]["id"] == "lenovo-thinkpad-t490"
    assert ask(client, brand="Dell", mpn="20N2000RMX")["match"]["rung"] == "none"


def test_a_family_matches_with_its_generation_only(shop):
    """Gen 3 is known; Gen 9 of the same family is another machine."""
    client = shop(",Brand,XYZ-100")
    assert ask(client, brand="Dell", name="Latitude 5430")["match"]["rung"] == "family"
    assert ask(client, name="Dell Latitude 5430")["product"]["id"] == "dell-latitude-5430"
    assert ask(client, name="Dell Latitude 5431 Gen 9")["match"]["rung"] == "none"


def test_real_devices_with_carbon_and_energy_alone_get_no_letter_but_their_figures(shop):
    """30 % of the weight is known: not enough data, and the reasons are still told."""
    answer = ask(shop(",Brand,XYZ-100"), name="Dell Latitude 5430")
    assert answer["grade"] is answer["range"] is None
    assert answer["coverage"] == 0.3
    assert {r["criterion"] for r in answer["reasons"]} == {"carbon", "energy"}
    assert "miljømærke" in answer["summary"]
