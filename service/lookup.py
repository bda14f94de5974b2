"""From the items of a request to answers: check, make keys, one query, best rung first."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from scoring.errors import IdentifierError
from scoring.identifiers import gtin14, mpn_key, name_key, part_number_key, sku_key, url_key
from service.matching.text import TextMatcher
from service.publish.texts import Language, say
from service.store.snapshot import Snapshot

Item = Mapping[str, Any]
LIMITS = {"gtin": 40, "brand": 200, "mpn": 200, "sku": 200, "path": 500, "name": 300}
NUMBERS = ("price", "quantity")
REF = re.compile(r"[\x21-\x7e]{1,64}")
_EMPTY = (
    '"product":null,"grade":null,"range":null,"score":null,"low":null,"high":null,'
    '"coverage":0.0,"summary":%s,"counterfactual":null,"reasons":[],"labels":[],"notes":[],'
    '"alternatives":[]'
)
Fault = tuple[str, str]  # code, message
Hit = tuple[bytes, int]  # the match as JSON, the number of the answer


def answers(
    snapshot: Snapshot, host: str, items: Sequence[Any], language: Literal["da", "en"]
) -> list[bytes]:
    """Return the JSON of one answer per item, in the items' order.

    A bad item is answered in its place with the reason; it never harms the others.
    """
    shop = snapshot.hosts.get(host.lower(), "")
    seen: set[str] = set()
    plans = [_plan(item, shop, seen) for item in items]
    known = snapshot.find([key for keys, _ in plans for key in keys])
    if any(item.get("name") for item, (keys, _) in zip(items, plans, strict=True) if keys):
        known |= _by_text(snapshot, shop, items, plans, known)
    hits = [next((known[key] for key in keys if key in known), None) for keys, _ in plans]
    found = snapshot.answers([*{hit[1] for hit in hits if hit}], language, shop)
    result = []
    for i, (item, hit) in enumerate(zip(items, hits, strict=True)):
        ref = json.dumps(_ref(item, i)).encode()
        if hit is None:
            result.append(_nothing(ref, plans[i][1], language))
        else:
            match, answer = hit
            result.append(b'{"ref":%b,"match":%b,%b}' % (ref, match, found[answer]))
    return result


def _by_text(
    snapshot: Snapshot,
    shop: str,
    items: Sequence[Item],
    plans: Sequence[tuple[list[str], Fault | None]],
    known: Mapping[str, Hit],
) -> dict[str, Hit]:
    """Look up what the names of otherwise unknown items mean; their keys are added to the plans.

    What a person has refused for this shop's SKU or name is not matched again.
    """
    places = [
        i
        for i, (keys, _) in enumerate(plans)
        if keys and items[i].get("name") and not any(key in known for key in keys)
    ]
    if not places:
        return {}
    matcher = snapshot.derived.get("matcher")
    if matcher is None:
        matcher = snapshot.derived["matcher"] = TextMatcher(snapshot.terms())
    wanted: set[str] = set()
    for i in places:
        keys = plans[i][0]
        if any(f"{shop} {key}" in matcher.refused for key in keys):
            continue
        hits = matcher.hits(items[i]["name"], items[i].get("brand") or "")
        keys += [hit.key for hit in hits if hit.accepted]
        wanted.update(keys)
    return snapshot.find(sorted(wanted))


def _nothing(ref: bytes, fault: Fault | None, language: Language) -> bytes:
    error = ""
    summary = say("unknown", language)
    if fault is not None:
        code, message = fault
        error = f'"error":{json.dumps({"code": code, "message": message})},'
        summary = say("bad_item", language)
    empty = _EMPTY % json.dumps(summary, ensure_ascii=False)
    match = '"match":{"rung":"none","confidence":"none"}'
    return b'{"ref":%b,%b}' % (ref, f"{match},{error}{empty}".encode())


def _ref(item: Any, index: int) -> str:
    """Return the item's own ref, or its place in the request where it has none that can be used."""
    ref = item.get("ref") if isinstance(item, dict) else None
    return ref if isinstance(ref, str) and REF.fullmatch(ref) else f"#{index}"


def _plan(item: Any, shop: str, seen: set[str]) -> tuple[list[str], Fault | None]:
    """Return the keys to look up, best rung first, and the fault to tell if none is found."""
    fault = _fault(item, seen)
    if fault is not None:
        return [], fault
    keys: list[str | None] = []
    if item.get("gtin"):
        try:
            keys.append(f"gtin:{gtin14(item['gtin'])}")
        except IdentifierError as error:
            fault = (error.code, f"{error.problem} {error.remedy}")
    brand, mpn, name = item.get("brand") or "", item.get("mpn") or "", item.get("name") or ""
    if mpn:
        keys.append(mpn_key(brand, mpn))
    if shop and item.get("sku"):
        keys.append(sku_key(shop, item["sku"]))
    if shop and item.get("path"):
        keys.append(url_key(shop, item["path"]))
    if mpn and brand.casefold().startswith("lenovo"):
        keys.append(f"machine:{part_number_key(mpn)[:4]}")
    if name:
        names = [name_key(name), name_key(f"{brand} {name}") if brand else None]
        keys += [f"said:{shop}|{key}" for key in names if key and shop] + names
    known = [key for key in keys if key]
    if not known and fault is None and not any(item.get(field) for field in LIMITS):
        fault = ("no_identifier", "The item has no gtin, mpn, sku, path or name. Send one.")
    return known, fault


def _fault(item: Any, seen: set[str]) -> Fault | None:
    if not isinstance(item, dict):
        return "not_an_object", "An item must be an object. Send {ref, gtin, …}."
    ref = item.get("ref")
    if not isinstance(ref, str) or not REF.fullmatch(ref):
        return "ref", "ref must be 1 to 64 printable ASCII characters without spaces."
    if ref in seen:
        return "ref_twice", f"ref '{ref}' stands twice. Give each item its own."
    seen.add(ref)
    for field, value in item.items():
        if field in LIMITS:
            if value is not None and not isinstance(value, str):
                return f"{field}_type", f"{field} must be a text."
            if value and len(value) > LIMITS[field]:
                return f"{field}_length", f"{field} is longer than {LIMITS[field]} characters."
        elif field in NUMBERS:
            if value is not None and (
                isinstance(value, bool) or not isinstance(value, int | float)
            ):
                return f"{field}_type", f"{field} must be a number."
        elif field != "ref":
            return "unknown_field", f"'{field[:40]}' is not a field of an item. Leave it out."
    return None
