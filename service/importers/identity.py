"""Which product a record is about: GTIN, brand and part number, family, else a new one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from scoring.errors import IdentifierError
from scoring.identifiers import brand_key, gtin14, mpn_key, name_key, part_number_key
from service.importers.base import Record, Rejection
from service.importers.checks import NAME, clean
from service.importers.grouping import Groups
from service.store import known
from service.store.workspace import Workspace

MACHINE_TYPE = 4  # characters of a Lenovo part number that name the machine type
LADDER = ("gtin", "mpn", "family")
Key = tuple[str, str]  # key, rung


def _keys(record: Record) -> Iterator[Key | Rejection]:
    """Yield a record's identifiers as keys, and a rejection for each that cannot be one."""
    for text in record.gtins:
        try:
            yield f"gtin:{gtin14(text)}", "gtin"
        except IdentifierError as error:
            problem, remedy = error.problem, error.remedy
            yield Rejection(record.place, "gtin", clean(text), problem, remedy, whole=False)
    lenovo = brand_key(record.brand) == "lenovo"
    for number in record.part_numbers:
        plain = part_number_key(number)
        key = mpn_key(record.brand, number)
        if lenovo and len(plain) == MACHINE_TYPE:
            yield f"machine:{plain}", "machine_type"
        elif key is not None:
            yield key, "mpn"
    family = name_key(clean(record.family, NAME))
    if family:
        yield family, "family"


class Products:
    """Finds or makes the products of a file's records, a chunk at a time."""

    def __init__(self, workspace: Workspace, groups: Groups, source: str, shop: str) -> None:
        self._workspace, self._groups, self._source, self._shop = workspace, groups, source, shop
        self.origin = f"import:{source}|{shop}"
        self.new = 0

    def find(self, records: Sequence[Record], number: int) -> tuple[list[str], list[Rejection]]:
        """Return each record's product id, and what was wrong with identifiers."""
        faults: list[Rejection] = []
        keys: list[list[Key]] = []
        for record in records:
            found: list[Key] = []
            for pair in _keys(record):
                if isinstance(pair, Rejection):
                    faults.append(pair)
                elif pair not in found:
                    found.append(pair)
            keys.append(found)
        self._owners = known.owners(self._workspace, {k for found in keys for k, _ in found})
        wanted = {p for owners in self._owners.values() for p in owners}
        own_ids = [self._own_id(r) for r in records]
        self._rows = known.products(self._workspace, wanted | set(own_ids))
        self._changed: dict[str, dict[str, Any]] = {}
        identifiers: list[dict[str, Any]] = []
        products = []
        for index, record in enumerate(records):
            group, fault = self._group(record)
            if fault is not None:
                faults.append(fault)
            product = self._match(record, keys[index], group) or own_ids[index]
            self._describe(record, product, group)
            for key, rung in keys[index]:
                if self._free(key, rung, product):
                    self._owners[key].add(product)
                    identifiers.append(
                        {
                            "key": key,
                            "product_id": product,
                            "rung": rung,
                            "origin": self.origin,
                            "import_id": number,
                        }
                    )
                elif rung in ("gtin", "mpn"):
                    faults.append(self._taken(record, key, product))
            products.append(product)
        known.put_products(self._workspace, self._changed.values())
        known.put_identifiers(self._workspace, identifiers)
        return products, faults

    def _own_id(self, record: Record) -> str:
        shop = f"{self._shop}:" if self._shop else ""
        return f"{self._source}:{shop}{clean(record.key)}"

    def _match(self, record: Record, keys: Iterable[Key], group: str) -> str | None:
        """Return the product that the best rung leads to; a key of several products says nothing.

        A machine type leads to a product only where no family is told, for several families
        may share one.
        """
        rungs = LADDER if record.family else (*LADDER, "machine_type")
        for wanted in rungs:
            for key, rung in keys:
                owners = self._owners[key] if rung == wanted else set()
                if len(owners) != 1:
                    continue
                (product,) = owners
                row = self._rows.get(product)
                other = row is not None and group and row["group_id"] not in ("", group)
                if row is not None and not (other and rung in ("family", "machine_type")):
                    return product
        return None

    def _free(self, key: str, rung: str, product: str) -> bool:
        """Tell whether a key may be given to a product.

        What identifies another product already stays with it. Machine types are shared by
        nature; only a shop's file may not claim one that is in use.
        """
        others = self._owners[key] - {product}
        return not others or (rung == "machine_type" and not self._shop)

    def _taken(self, record: Record, key: str, product: str) -> Rejection:
        other = min(self._owners[key] - {product})
        return Rejection(
            record.place,
            "gtin" if key.startswith("gtin:") else "part number",
            key.partition(":")[2],
            f"identifies {other} already.",
            "Correct whichever of the two is wrong.",
            whole=False,
        )

    def _group(self, record: Record) -> tuple[str, Rejection | None]:
        if not record.group or self._groups.knows(record.group):
            return record.group or self._groups.by_code(record.codes), None
        return "", Rejection(
            record.place,
            "group",
            clean(record.group),
            "is no product group that the workspace knows.",
            "Use the id of a group, or load the catalogue first (kompas load).",
            whole=False,
        )

    def _describe(self, record: Record, product: str, group: str) -> None:
        """Make a product, or bring its own source's words up to date; fill in what was blank."""
        row = self._rows.get(product)
        name = clean(record.name_da or record.name_en or record.key, NAME)
        words = {
            "brand": clean(record.brand),
            "name_da": name,
            "name_en": clean(record.name_en or name, NAME),
            "group_id": group,
        }
        if row is None:
            self.new += 1
            new = {"id": product, **words, "origin": self.origin}
        elif row["origin"] == self.origin:
            new = row | {k: v or row[k] for k, v in words.items()}
        else:
            new = row | {k: row[k] or words[k] for k in ("brand", "group_id")}
        if new != row:
            self._rows[product] = new
            self._changed[product] = new | {"demo": 0}
