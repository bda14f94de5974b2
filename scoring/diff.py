"""What differs between two rulesets' documents, place by place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from scoring.canonical import canonical_json

Kind = Literal["added", "removed", "changed"]
ITEM_KEYS = ("id", "name")  # criteria and caps have an id, golden cases a name


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    Attributes:
        place: such as groups.laptop.criteria[energy].weight; by id, else by number.
        old, new: the values as JSON has them; None where there is none.
    """

    place: str
    kind: Kind
    old: Any
    new: Any

    def text(self) -> str:
        """Return the difference in one line."""
        if self.kind == "changed":
            return f"{self.place}: {_json(self.old)} → {_json(self.new)}"
        return f"{self.place}: {self.kind} {_json(self.new if self.kind == 'added' else self.old)}"


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """Return what differs from the old document to the new, in the order of places.

    The order of keys does not count, nor that of items with an id.

    Raises:
        RulesetError: where one of them is no document.
    """
    return _tables("", *(json.loads(canonical_json(document)) for document in (old, new)))


def _tables(place: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    found: list[Change] = []
    for key in sorted(old.keys() | new.keys()):
        at = f"{place}.{key}" if place and not key.startswith("[") else f"{place}{key}"
        if key not in old:
            found.append(Change(at, "added", None, new[key]))
        elif key not in new:
            found.append(Change(at, "removed", old[key], None))
        else:
            found += _values(at, old[key], new[key])
    return found


def _values(place: str, old: Any, new: Any) -> list[Change]:
    if isinstance(old, dict) and isinstance(new, dict):
        return _tables(place, old, new)
    if _of_tables(old) and _of_tables(new):
        return _tables(place, *_keyed(old, new))
    same = old == new and isinstance(old, bool) == isinstance(new, bool)
    return [] if same else [Change(place, "changed", old, new)]


def _of_tables(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _keyed(*lists: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return lists as tables with keys [id], [name] or [number], whichever all items have."""
    for key in ITEM_KEYS:
        names = [[item.get(key) for item in items] for items in lists]
        if all(all(isinstance(n, str) for n in x) and len(set(x)) == len(x) for x in names):
            return [
                {f"[{name}]": item for name, item in zip(of, items, strict=True)}
                for of, items in zip(names, lists, strict=True)
            ]
    return [{f"[{i}]": item for i, item in enumerate(items)} for items in lists]


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 200 else f"{text[:200]}…"
