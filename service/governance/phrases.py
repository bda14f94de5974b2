"""The sentences that tell a change, and values as people write them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from scoring.diff import Change
from service.publish import texts
from service.publish.texts import Language

LONGEST = 160  # characters of a value in a sentence
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
SENTENCES: Mapping[str, Mapping[Language, str]] = {
    "raised": {
        "da": "{what} er hævet fra {old} til {new}.",
        "en": "{what} is raised from {old} to {new}.",
    },
    "lowered": {
        "da": "{what} er sænket fra {old} til {new}.",
        "en": "{what} is lowered from {old} to {new}.",
    },
    "up": {
        "da": "{what} er sat op fra {old} til {new}.",
        "en": "{what} is raised from {old} to {new}.",
    },
    "down": {
        "da": "{what} er sat ned fra {old} til {new}.",
        "en": "{what} is lowered from {old} to {new}.",
    },
    "changed": {
        "da": "{what} er ændret fra {old} til {new}.",
        "en": "{what} changed from {old} to {new}.",
    },
    "on": {"da": "{what} er slået til.", "en": "{what} is turned on."},
    "off": {"da": "{what} er slået fra.", "en": "{what} is turned off."},
    "list": {"da": "{what} er ændret: {parts}.", "en": "{what} changed: {parts}."},
    "with": {"da": "{items} er kommet med", "en": "{items} added"},
    "without": {"da": "{items} er taget ud", "en": "{items} removed"},
    "order": {"da": "rækkefølgen er en anden", "en": "the order is another"},
    "set": {"da": "{what} er sat til {new}.", "en": "{what}: now {new}."},
    "unset": {"da": "{what} er fjernet. Før: {old}.", "en": "{what}: removed, before {old}."},
    "new": {"da": "{what} er kommet til.", "en": "{what} is new."},
    "new_weight": {
        "da": "{what} er kommet til med vægten {new}.",
        "en": "{what} is new, with weight {new}.",
    },
    "gone": {"da": "{what} er taget ud.", "en": "{what} is removed."},
    "gone_weight": {
        "da": "{what} er taget ud. Vægten var {old}.",
        "en": "{what} is removed. Its weight was {old}.",
    },
    "parameter": {"da": "tallet „{name}“", "en": "the number “{name}”"},
    "yes": {"da": "ja", "en": "yes"},
    "no": {"da": "nej", "en": "no"},
    "nothing": {"da": "ingen", "en": "none"},
    "share": {"da": "{value} ({share} % af vægten)", "en": "{value} ({share} % of the weight)"},
}


class Phrases:
    """The sentences of one language."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def weight(self, what: str, change: Change, old_sum: float, new_sum: float) -> str:
        """Tell a weight: in percent where the weights sum to 100, else with its share."""
        if not (_number(change.old) and _number(change.new)):
            return self.sentence(what, change)
        percent = old_sum == new_sum == 100
        way = "up" if change.new > change.old else "down"
        if percent:
            return self._say(
                way, what=what, old=self.value(change.old), new=f"{self.value(change.new)} %"
            )
        old, new = self._share(change.old, old_sum), self._share(change.new, new_sum)
        return self._say(way, what=what, old=old, new=new)

    def whole(self, what: str, change: Change) -> str:
        """Tell that a criterion, a group or another thing of a list has come or gone."""
        key = "new" if change.kind == "added" else "gone"
        item = change.new if change.kind == "added" else change.old
        weight = item.get("weight") if isinstance(item, Mapping) else None
        if weight is None:
            return self._say(key, what=what)
        return self._say(f"{key}_weight", what=what, new=self.value(weight), old=self.value(weight))

    def sentence(self, what: str, change: Change, *, percent: bool = False) -> str:
        """Tell any other change."""
        old, new = change.old, change.new
        if isinstance(new, bool) and not _number(old) and change.kind != "removed":
            return self._say("on" if new else "off", what=what)
        if change.kind == "added":
            return self._say("set", what=what, new=self.value(new, percent=percent))
        if change.kind == "removed":
            return self._say("unset", what=what, old=self.value(old, percent=percent))
        if _texts(old) and _texts(new):
            return self._say("list", what=what, parts=self._parts(old, new))
        key = "changed"
        if _number(old) and _number(new):
            key = "raised" if new > old else "lowered"
        values = {"old": self.value(old, percent=percent), "new": self.value(new, percent=percent)}
        return self._say(key, what=what, **values)

    def value(self, value: Any, *, percent: bool = False) -> str:
        """Return a value as people write it."""
        if isinstance(value, bool):
            return self._say("yes" if value else "no")
        if _number(value):
            text = f"{100 * value if percent else value:.10g}"
            text = text.replace(".", ",") if self._language == "da" else text
            return f"{text} %" if percent else text
        if isinstance(value, str):
            if ISO_DAY.fullmatch(value):
                return texts.day(value, self._language)
            short = value if len(value) <= LONGEST else f"{value[:LONGEST]}…"
            return f"„{short}“" if self._language == "da" else f"“{short}”"
        if isinstance(value, Mapping) and set(value) == {"parameter"}:
            return self._say("parameter", name=str(value["parameter"]))
        if isinstance(value, list) and value:
            if all(isinstance(row, list) and len(row) == 2 for row in value):
                return "; ".join(f"{self.value(x)} → {self.value(y)}" for x, y in value)
            if not any(isinstance(item, Mapping | list) for item in value):
                return ", ".join(self.value(item) for item in value)
        if not value:
            return self._say("nothing")
        text = json.dumps(value, ensure_ascii=False)
        return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"

    def _share(self, value: float, total: float) -> str:
        if total <= 0:
            return self.value(value)
        return self._say(
            "share", value=self.value(value), share=self.value(round(100 * value / total))
        )

    def _parts(self, old: list[str], new: list[str]) -> str:
        parts = []
        for key, items in (
            ("with", [x for x in new if x not in old]),
            ("without", [x for x in old if x not in new]),
        ):
            if items:
                parts.append(self._say(key, items=texts.listed(items, self._language)))
        return ", ".join(parts) or self._say("order")

    def _say(self, key: str, **values: str) -> str:
        return SENTENCES[key][self._language].format(**values)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
