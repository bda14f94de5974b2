"""Which product a record is about, and what of a record can be used."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from service import rulesets
from service.importers import job
from service.importers.base import (
    Certificate,
    Figure,
)
from service.publish.pipeline import publish
from service.store.workspace import Workspace
from tests.importers.conftest import figures
from tests.importers.told import GTIN, OTHER, product, screen, tec


def test_a_record_finds_its_product_by_gtin_then_part_number_then_family(
    tell, workspace: Workspace
):
    """And only then is a new product made."""
    first = product("a", gtins=(GTIN,), part_numbers=("FT-100",), family="Fjordtek Book 14 G2")
    tell(first, version="1")
    by_gtin = product("x", gtins=(f"0{GTIN}",), figures=(tec(1),))
    by_number = product("y", part_numbers=("ft 100",), figures=(Figure("screen_size", 14, "″"),))
    by_family = product("z", family="fjordtek book 14 g2", figures=(Figure("update_years", 5, ""),))
    report = tell(by_gtin, by_number, by_family, product("w"), complete=False)
    assert report.products == 1
    assert figures(workspace, "told:a") == {"tec": 1, "screen_size": 14, "update_years": 5}


def test_a_family_of_another_product_group_is_no_match(tell):
    """A monitor with a laptop's name is not that laptop."""
    tell(product("a", family="Fjordtek Book 14"))
    report = tell(product("b", family="Fjordtek Book 14", group="monitor"), complete=False)
    assert report.products == 1


def test_an_identifier_that_is_anothers_is_refused_and_stays_where_it_was(
    tell, workspace: Workspace
):
    """No file can take a product's identity from it, nor make it ambiguous."""
    tell(product("a", gtins=(GTIN,)), product("b", gtins=(OTHER,)), complete=False)
    report = tell(product("c", gtins=(GTIN, OTHER)), complete=False)
    assert [(r.column, r.value) for r in report.first_fields] == [("gtin", f"0{OTHER}")]
    owners = {r["key"]: r["product_id"] for r in workspace.rows("identifiers")}
    assert (owners[f"gtin:0{GTIN}"], owners[f"gtin:0{OTHER}"]) == ("told:a", "told:b")


def test_a_bad_gtin_is_left_out_and_the_rest_is_taken(tell, workspace: Workspace):
    """With the digit that it should end in."""
    report = tell(product(gtins=("5700000000099",), figures=(tec(15),)))
    assert (report.taken, report.fields) == (1, 1)
    assert "check digit should be" in report.first_fields[0].reason
    assert figures(workspace, "told:a") == {"tec": 15}


def test_an_identifier_that_a_new_version_no_longer_gives_is_forgotten(tell, workspace: Workspace):
    """A corrected GTIN stops leading to the product."""
    tell(product(gtins=(GTIN,)))
    tell(product(gtins=(OTHER,)))
    keys = {r["key"] for r in workspace.rows("identifiers") if r["product_id"] == "told:a"}
    assert keys == {f"gtin:0{OTHER}"}


def test_two_rows_about_one_thing_give_an_interval_that_covers_both(tell, workspace: Workspace):
    """Of one year both are true; of two years the newer counts."""
    same = {"gtins": (GTIN,)}
    tell(
        product("a", figures=(tec(15, year=2025), screen(14, 2024)), **same),
        product("b", figures=(tec(18, year=2025), screen(15, 2026)), **same),
    )
    found = {r["attribute"]: r for r in workspace.rows("evidence") if r["subject"] == "told:a"}
    assert (found["tec"]["low"], found["tec"]["value"], found["tec"]["high"]) == (15, 15, 18)
    assert found["screen_size"]["value"] == 15


def test_a_key_that_stands_twice_is_rejected_the_second_time(tell):
    """Also where the two are far apart in the file."""
    many = [product(f"n{i}", group="") for i in range(job.CHUNK)]
    report = tell(product("a"), replace(product("a"), place="line 2"), *many, product("n7"))
    assert (report.read, report.rejected) == (job.CHUNK + 3, 2)


@pytest.mark.parametrize(
    "figure",
    [tec(float("nan")), tec(float("inf")), tec(5, low=6), tec(1e13), tec(1, status="guessed")],
)
def test_a_figure_that_cannot_be_is_left_out(tell, workspace: Workspace, figure: Figure):
    """Not finite, not in its interval, or out of reach."""
    report = tell(product(figures=(figure, Figure("screen_size", 14, "″"))))
    assert report.fields == 1
    assert figures(workspace, "told:a") == {"screen_size": 14}


def test_labels_that_nobody_knows_and_periods_that_are_none_are_left_out(tell):
    """With the code, and the days."""
    late, early = date(2027, 1, 1), date(2026, 1, 1)
    report = tell(
        product(
            certificates=(
                Certificate("MADE_UP"),
                Certificate("SVANEN", "1", late, early),
                Certificate("SVANEN", "2", date(1, 1, 1), late),
            )
        )
    )
    assert (report.fields, report.added) == (3, 0)


def test_a_group_that_is_not_known_leaves_the_product_without_one(tell, workspace, folder):
    """Such a product is not scored, and publishing copes with it."""
    report = tell(product("a", group="boat", gtins=(GTIN,)), product("b", group="", family="B 2"))
    assert report.first_fields[0].value == "boat"
    published = publish(workspace, rulesets.load("default"), folder)
    assert published.products > 0


def test_hostile_text_is_stored_without_control_characters(tell, workspace: Workspace):
    """Half characters of JSON, zero bytes, direction marks, endless names."""
    tell(product("k\ud800\x00ey\u200e", name_da="N\x00\ud83d" + "x" * 5_000, brand="B\u202eR"))
    row = next(r for r in workspace.rows("products") if r["origin"].startswith("import:told"))
    assert (row["id"], row["brand"], len(row["name_da"])) == ("told:key", "BR", 300)
