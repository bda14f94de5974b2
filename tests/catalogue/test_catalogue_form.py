"""Every shipped file has its columns, unique ids and known sources."""

import re
from collections import Counter

import pytest

COLUMNS = {
    "sources": "id,name,version,year,publisher,licence,attribution,url,notes",
    "food_groups": "id,parent,name_da,name_en,use_group,synonyms_da,agribalyse_code,"
    "co2e_agribalyse,dqr,state,source,year,status,notes",
    "devices": "id,group,brand,model,family_key,part_numbers,gtin,screen_inch,gwp_total_kg,"
    "gwp_use_ratio,gwp_error_ratio,tec_kwh,lifetime_years,energy_class,repair_class,"
    "update_years,report_date,source,source_url,year,status,notes",
    "device_classes": "group,name_da,name_en,attribute,value,low,high,unit,source,year,"
    "status,notes",
    "labels": "code,name_da,name_en,issuer,kind,applies_to,url,notes",
    "demo_offers": "sku,path,gtin,brand,mpn,name_da,name_en,description_da,description_en,"
    "group,price_dkk,net_content,net_unit,image,category,demo",
    "demo_evidence": "sku,attribute,value,low,high,unit,status,source,notes",
    "demo_labels": "sku,code,licence,valid_from,valid_to,source",
}
KEYS = {
    "sources": ("id",),
    "food_groups": ("id",),
    "devices": ("id",),
    "device_classes": ("group", "attribute"),
    "labels": ("code",),
    "demo_offers": ("sku",),
    "demo_evidence": ("sku", "attribute"),
    "demo_labels": ("sku", "code"),
}
# What the law keeps out of texts that buyers see; "Grønne bønner" is a bean, not a claim.
CLAIMS = re.compile(
    r"miljøvenlig|klimaneutral|klimavenlig|bæredygtig|grønnere|grønt valg"
    r"|eco-friendly|climate[- ]neutral|greener|sustainable choice",
    re.IGNORECASE,
)


@pytest.mark.parametrize("name", COLUMNS)
def test_a_file_has_exactly_its_columns(name, catalogue):
    """The loader reads columns by name, and none is there by accident."""
    assert list(catalogue(name)[0]) == COLUMNS[name].split(",")


@pytest.mark.parametrize("name", KEYS)
def test_no_key_stands_twice(name, catalogue):
    """Ids are unique within their file."""
    seen = Counter(tuple(row[c] for c in KEYS[name]) for row in catalogue(name))
    assert [key for key, times in seen.items() if times > 1] == []


@pytest.mark.parametrize("name", COLUMNS)
def test_no_field_has_stray_space(name, catalogue):
    """Fields carry no leading, trailing or doubled spaces and no line breaks."""
    stray = [v for row in catalogue(name) for v in row.values() if v != " ".join(v.split())]
    assert stray == []


@pytest.mark.parametrize(
    "name", ["food_groups", "devices", "device_classes", "demo_evidence", "demo_labels"]
)
def test_every_source_is_declared(name, catalogue):
    """A figure's source is a row of sources.csv."""
    sources = {row["id"] for row in catalogue("sources")}
    assert {row["source"] for row in catalogue(name)} - {""} <= sources


@pytest.mark.parametrize("name", ["food_groups", "device_classes", "devices", "demo_evidence"])
def test_every_status_is_one_of_the_four(name, catalogue):
    """Evidence is measured, supplier, typical or assumed."""
    statuses = {row["status"] for row in catalogue(name)} - {""}
    assert statuses <= {"measured", "supplier", "typical", "assumed"}


@pytest.mark.parametrize("name", ["food_groups", "labels", "device_classes", "demo_offers"])
def test_no_text_makes_a_generic_claim(name, catalogue):
    """Names and descriptions hold no generic environmental claim, Danish or English."""
    texts = [v for row in catalogue(name) for c, v in row.items() if c.endswith(("_da", "_en"))]
    assert [text for text in texts if CLAIMS.search(text)] == []
