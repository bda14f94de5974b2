"""A ruleset that extends another: how the child's document is merged into the parent's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scoring.canonical import shown
from scoring.errors import RulesetError

Table = Mapping[str, Any]
OWN = ("id", "version")


def inherit(parent: Table, child: Table) -> dict[str, Any]:
    """Return the child's document with all it does not say taken from the parent's.

    Tables merge key by key. Lists whose items all have an id merge by it: the parent's order
    first, new ones after; {id = "x", remove = true} drops one. Any other value of the child
    takes the parent's place, lists too, the golden cases among them.

    Raises:
        RulesetError: naming the place in the child's document.
    """
    for key in OWN:
        if key not in child:
            raise RulesetError(
                key, "is missing.", f"A ruleset that extends another has its own {key}: add it."
            )
    if child["id"] == parent.get("id"):
        raise RulesetError("id", f"{shown(child['id'])} is the parent's.", "Give it its own.")
    return _table(parent, child, "")


def by_id(value: Any) -> bool:
    """Tell whether a value is a list whose items all have an id; an empty list has no ids."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(item, Mapping) and isinstance(item.get("id"), str) for item in value)
    )


def _table(parent: Table, child: Table, place: str) -> dict[str, Any]:
    merged = dict(parent)
    for key, value in child.items():
        merged[key] = _value(parent.get(key), value, f"{place}.{key}" if place else key)
    return merged


def _value(old: Any, new: Any, place: str) -> Any:
    if isinstance(new, Mapping):
        return _table(old if isinstance(old, Mapping) else {}, new, place)
    if by_id(new):
        return _list(old if by_id(old) else [], new, place)
    return new


def _list(parent: list[Table], child: list[Table], place: str) -> list[Table]:
    merged = {item["id"]: item for item in parent}
    seen: set[str] = set()
    for i, item in enumerate(child):
        at, name = f"{place}[{i}]", item["id"]
        if name in seen:
            raise RulesetError(f"{at}.id", f"{shown(name)} stands twice.", "Name each once.")
        seen.add(name)
        if "remove" not in item:
            merged[name] = _table(merged.get(name, {}), item, at)
            continue
        if item["remove"] is not True or len(item) > 2:
            raise RulesetError(
                f"{at}.remove",
                f"{shown(item['remove'])} does not stand alone.",
                'Write {id = "…", remove = true} and nothing else.',
            )
        if name not in merged:
            raise RulesetError(
                f"{at}.id",
                f"{shown(name)} is not in the parent's, so it cannot be removed.",
                f"The parent has {', '.join(merged) or 'none'}.",
            )
        del merged[name]
    return list(merged.values())
