"""The columns of the supplier's workbook: headers in Danish and English, lists, an example."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scoring.errors import KompasError
from scoring.formulas import FORMULAS
from scoring.rules import inside
from service import rulesets
from service.importers import groups
from service.importers.units import ATTRIBUTES
from service.loading.catalogue import FOLDER
from service.loading.csvfile import lines

LABELS = 3  # labels that a row has room for
YES_NO = ("ja", "nej")
FOOD = "food"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the workbook.

    Attributes:
        id: the importer's column, which both headers must lead to.
        choices: name of its drop-down list, "" where it is free.
        example: what the example row shows.
        form: the cells' number format; "@" keeps GTINs and item numbers as text.
    """

    id: str
    da: str
    en: str
    example: str | float = ""
    choices: str = ""
    form: str = "General"
    width: int = 16


IDENTITY = (
    Column("sku", "Varenr.", "Item no.", "EKSEMPEL-1", form="@"),
    Column("gtin", "GTIN", "EAN", "5790000000012", form="@", width=18),
    Column("mpn", "Producentens varenr.", "MPN", "AB-123", form="@", width=20),
    Column("brand", "Mærke", "Brand", "Eksempelmærke"),
    Column("name", "Varenavn", "Product name", "Et eksempel: denne række læses ikke", width=38),
    Column("group", "Varegruppe", "Product group", choices="groups", width=34),
)
OFFER = (
    Column("price", "Pris ekskl. moms", "Price excl. VAT", 129.5, form="0.00"),
    Column("currency", "Valuta", "Currency", "DKK", choices="currencies", width=9),
    Column("path", "Link", "URL", "/vare/123", form="@", width=24),
)
CONTENT = (
    Column("content", "Indhold", "Net content", 1.5, form="0.###", width=10),
    Column("unit", "Enhed", "Unit", "kg", choices="units", width=9),
)
FIGURES = {
    "co2e_kg": Column("co2e_kg", "CO2e pr. kg (kg CO2e/kg)", "CO2e per kg", 0.85, width=24),
    "co2e_source": Column(
        "co2e_source", "Kilde til klimaaftryk", "Carbon footprint source", "Egen beregning",
        choices="databases", width=22,
    ),
    "palm_uncertified": Column(
        "palm_uncertified", "Palmeolie uden certifikat", "Uncertified palm oil", "nej",
        choices="yes_no", width=24,
    ),
    "tec": Column("tec", "Strømforbrug TEC (kWh/år)", "Energy use TEC (kWh/year)", 18.5, width=25),
    "energy_class": Column(
        "energy_class", "Energiklasse", "Energy class", "C", choices="classes", width=14
    ),
    "repair_index": Column(
        "repair_index", "Reparationsindeks", "Repairability index", 7.4, width=18
    ),
    "repair_class": Column(
        "repair_class", "Reparationsklasse", "Repairability class", "B", choices="classes_e",
        width=18,
    ),
    "warranty_years": Column("warranty_years", "Garanti (år)", "Warranty (years)", 3),
    "update_years": Column(
        "update_years", "Sikkerhedsopdateringer (år)", "Security updates (years)", 5, width=26
    ),
    "gwp_total": Column(
        "gwp_total", "Klimaaftryk i alt (kg CO2e)", "Total carbon footprint (kg CO2e)", 240,
        width=26,
    ),
    "gwp_use_ratio": Column(
        "gwp_use_ratio", "Andel i brug (%)", "Use phase share (%)", 17, width=16
    ),
    "recycled_content": Column(
        "recycled_content", "Genanvendt materiale (%)", "Recycled content (%)", 20, width=24
    ),
    "screen_size": Column("screen_size", "Skærmstørrelse (tommer)", "Screen size (inch)", 14,
                          width=24),
    "refurbished": Column(
        "refurbished", "Istandsat", "Refurbished", "nej", choices="yes_no", width=11
    ),
}  # fmt: skip


def columns(group: str = "") -> tuple[Column, ...]:
    """Return the columns for a product group and those below it, for all where it is "".

    Raises:
        KompasError: for a group that does not exist.
    """
    if group and group not in groups.ids():
        some = "food, laptop, desktop, monitor, smartphone, tablet, food/dairy"
        raise KompasError("--group", f"'{group[:60]}' is no product group.", f"Such as {some}.")
    wanted = figures_of(group)
    kept = [column for name, column in FIGURES.items() if name in wanted]
    content = CONTENT if not group or inside(group, (FOOD,)) else ()
    return (*IDENTITY, *OFFER, *content, *_labels(), *kept)


def figures_of(group: str) -> frozenset[str]:
    """Return the workbook's figures that the default rules read for a group, all for ""."""
    rules = rulesets.load(rulesets.DEFAULT)
    read: set[str] = set()
    for name, each in rules.groups.items():
        if group and each is not rules.rules_for(group):
            continue
        read |= each.attributes()
        read |= {i for derived in each.derived for i in FORMULAS[derived.formula].inputs}
        read |= {"co2e_kg", "co2e_source"} if name == FOOD else set()
    return frozenset(read) & frozenset(FIGURES)


def _labels() -> tuple[Column, ...]:
    found: list[Column] = []
    for n in range(1, LABELS + 1):
        example = ("Svanemærket", "5041 0001", "31-12-2027") if n == 1 else ("", "", "")
        found += [
            Column(f"labels_{n}", f"Mærkning {n}", f"Label {n}", example[0], "labels", width=24),
            Column(f"licence_{n}", f"Licensnr. {n}", f"Licence no. {n}", example[1], form="@"),
            Column(f"valid_to_{n}", f"Gyldig til {n}", f"Valid to {n}", example[2],
                   form="dd-mm-yyyy", width=13),
        ]  # fmt: skip
    return tuple(found)


def lists(group: str = "") -> Mapping[str, Sequence[str]]:
    """Return the drop-down lists by name: groups, labels, units and the like."""
    shown = [g for g in groups.ids() if not group or inside(g, (group,))]
    labels = []
    for line in lines(FOLDER / "labels.csv", ("name_da", "applies_to")):
        applies = tuple(line.several("applies_to"))
        if not group or inside(group, applies) or any(inside(a, (group,)) for a in applies):
            labels.append(line.need("name_da"))
    return {
        "groups": [f"{groups.ids()[g]} ({g})" for g in shown],
        "labels": labels,
        "units": ("kg", "g", "l", "cl", "ml", "stk"),
        "currencies": ("DKK", "EUR", "SEK", "NOK"),
        "yes_no": YES_NO,
        "classes": tuple("ABCDEFG"),
        "classes_e": tuple("ABCDE"),
        "databases": ("Egen beregning", "Den Store Klimadatabase (CONCITO)", "Agribalyse"),
    }


def unit_of(column: str) -> str:
    """Return the unit that a column's figures are kept in, "" for none."""
    spec = ATTRIBUTES.get("co2e_own" if column == "co2e_kg" else column)
    return spec.unit if spec else ""
