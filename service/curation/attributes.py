"""What figures of a product the rules read: the list that a steward sets one from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scoring.figures import MOST
from scoring.formulas import FORMULAS
from scoring.rules import GroupRules, Ruleset
from scoring.units import unit_key
from service.importers.units import ATTRIBUTES
from service.importers.units import Attribute as Spec
from service.publish.texts import CLASS_UNIT
from service.template_columns import FIGURES

NAMES = {
    "memory": ("Hukommelse", "Memory"),
    "gwp_error_ratio": ("Usikkerhed på klimaaftryk", "Carbon footprint uncertainty"),
    "carbon_per_year": ("Klimaaftryk pr. år i brug", "Carbon footprint per year of use"),
    "co2e_agribalyse": ("Klimaaftryk pr. kg (Agribalyse)", "CO2e per kg (Agribalyse)"),
    "co2e_concito": ("Klimaaftryk pr. kg (CONCITO)", "CO2e per kg (CONCITO)"),
    "co2e_own": ("Klimaaftryk pr. kg (egen beregning)", "CO2e per kg (own calculation)"),
    "packaging_loss": ("Emballage, tab af point", "Packaging, points lost"),
}


@dataclass(frozen=True, slots=True)
class Readable:
    """An attribute that the rules read: what it is called, and what can be written of it.

    Attributes:
        texts: language -> its name.
    """

    id: str
    texts: Mapping[str, str]
    spec: Spec


def readable(ruleset: Ruleset, group: str) -> list[Readable]:
    """Return what the rules of a product group read from evidence, by Danish name."""
    rules = ruleset.rules_for(group)
    if rules is None:
        return []
    wanted = set(rules.attributes())
    for derived in rules.derived:
        wanted.update(FORMULAS[derived.formula].inputs)
    found = [Readable(name, texts_of(name, rules), _spec(name, rules)) for name in wanted]
    return sorted(found, key=lambda each: each.texts["da"].casefold())


def texts_of(attribute: str, rules: GroupRules | None) -> Mapping[str, str]:
    """Return what an attribute is called in both languages."""
    if attribute in NAMES:
        da, en = NAMES[attribute]
        return {"da": da, "en": en}
    if attribute in FIGURES:
        column = FIGURES[attribute]
        return {"da": column.da.split(" (")[0], "en": column.en.split(" (")[0]}
    for criterion in rules.all_criteria() if rules else ():
        if any(reading.attribute == attribute for reading in criterion.readings):
            return {"da": criterion.text.da, "en": criterion.text.en}
    plain = attribute.replace("_", " ")
    return {"da": plain, "en": plain}


def _spec(attribute: str, rules: GroupRules) -> Spec:
    if attribute in ATTRIBUTES:
        return ATTRIBUTES[attribute]
    unit = rules.units().get(attribute, "")
    if unit == CLASS_UNIT:
        return Spec(attribute, unit, {}, 1, 7, "", "class")
    return Spec(attribute, unit, {}, 0, 1 if unit_key(unit) == "1" else MOST, "")
