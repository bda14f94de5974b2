"""Which product group a record stands for or belongs to; a new leaf where there is none."""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from typing import Any

from scoring.identifiers import name_key
from service.importers.base import Record
from service.importers.checks import NAME, clean
from service.store.known import group_codes
from service.store.workspace import Workspace

PARENT = "food"


class Groups:
    """The workspace's groups by code and by name, with what an import adds to them."""

    def __init__(self, workspace: Workspace, source: str, origin: str) -> None:
        self._workspace, self._source, self._origin = workspace, source, origin
        self._ids: set[str] = workspace.keys("groups")
        self._codes = group_codes(workspace)
        self._names: dict[str, set[str]] = defaultdict(set)
        for row in workspace.rows("groups"):
            for key in row["names"].split("\n"):
                self._names[key].add(row["id"])
        self.new = 0
        self._groups: list[dict[str, Any]] = []
        self._new_codes: list[dict[str, Any]] = []

    def knows(self, group: str) -> bool:
        """Tell whether there is such a group."""
        return group in self._ids

    def by_code(self, codes: tuple[str, ...]) -> str:
        """Return the one group that a code leads to, "" where none does or several."""
        for code in codes:
            found = self._codes.get(code, set())
            if len(found) == 1:
                return next(iter(found))
        return ""

    def stand_for(self, record: Record) -> str:
        """Return the group that a group record is about: found by its code or name, or made."""
        own = f"{self._source}:{clean(record.key)}"
        codes = tuple(c for c in record.codes if c.startswith(f"{self._source}:"))
        group = self.by_code((own, *codes)) or self._by_name(record) or self._make(record)
        for code in dict.fromkeys((own, *record.codes)):
            if group not in self._codes[code]:
                self._codes[code].add(group)
                self._new_codes.append({"code": code, "group_id": group, "origin": self._origin})
        return group

    def _by_name(self, record: Record) -> str:
        for name in (record.name_da, record.name_en):
            found = self._names.get(name_key(name) or "", set())
            if len(found) == 1:
                return next(iter(found))
        return ""

    def _make(self, record: Record) -> str:
        slug = re.sub(r"[^a-z0-9]+", "-", record.key.casefold()).strip("-")[:60]
        group = f"{PARENT}/{self._source}/{slug}"
        if not slug or group in self._ids:  # two keys may look alike once they are ids
            group += f"-{zlib.crc32(record.key.encode('utf-8', 'replace')):08x}"
        name = clean(record.name_da or record.name_en or record.key, NAME)
        english = clean(record.name_en or record.name_da or record.key, NAME)
        # A name that leads to another group stays that group's: it must not become ambiguous.
        keys = {k for k in (name_key(name), name_key(english)) if k and not self._names.get(k)}
        for key in keys:
            self._names[key].add(group)
        self._ids.add(group)
        self.new += 1
        self._groups.append(
            {
                "id": group,
                "parent": PARENT,
                "name_da": name,
                "name_en": english,
                "use_group": "",
                "names": "\n".join(sorted(keys)),
            }
        )
        return group

    def flush(self) -> None:
        """Write what was added."""
        if self._groups:
            self._workspace.put("groups", self._groups)
        if self._new_codes:
            self._workspace.put("group_codes", self._new_codes)
        self._groups, self._new_codes = [], []
