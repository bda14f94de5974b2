"""From the items of a request to answers: check, make keys, two queries, best rung first."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from json.encoder import encode_basestring_ascii
from typing import Any, Literal

from scoring.errors import IdentifierError
from scoring.identifiers import gtin14, mpn_key, name_key, part_number_key, sku_key, url_key
from service.matching.text import TextMatcher
from service.publish.keys import said_key
from service.publish.texts import Language, say
from service.store.snapshot import Hit, Snapshot, line_of

Item = Mapping[str, Any]
LIMITS = {"gtin": 40, "brand": 200, "mpn": 200, "sku": 200, "path": 500, "name": 300}
NUMBERS = ("price", "quantity")
REF = re.compile(r"[\x21-\x7e]{1,64}")
_EMPTY = (
    '{"ref":%s,"match":{"rung":"none","confidence":"none"},%s'
    '"product":null,"grade":null,"range":null,"score":null,"low":null,"high":null,'
    '"coverage":0.0,"summary":%s,"counterfactual":null,"reasons":[],"labels":[],"notes":[],'
    '"facts":{"kg":null,"co2e":null,"co2e_basis":null,"organic":null},'
    '"alternatives":[]}'
)
UNKNOWN = b'{"rung":"none"}'
Fault = tuple[str, str]  # code, message
NO_OBJECT = ("not_an_object", "An item must be an object. Send {ref, gtin, …}.")
NO_REF = ("ref", "ref must be 1 to 64 printable ASCII characters without spaces.")


# What to look up for an item: its ref as JSON (its place where it has none that can be used),
# its keys, best rung first, and the fault to tell if none is found.
Plan = tuple[str, list[str], Fault | None]


def answers(
    snapshot: Snapshot,
    host: str,
    items: Sequence[Any],
    language: Literal["da", "en"],
    matches: list[bytes] | None = None,
) -> list[bytes]:
    """Return the JSON of one answer per item, in the items' order and with commas, in pieces.

    A bad item is answered in its place with the reason; it never harms the others. Into `matches`
    goes how each item was found, as JSON.
    """
    matches = [] if matches is None else matches
    shop = snapshot.hosts.get(host.lower(), "")
    seen: set[str] = set()
    plans = [_plan(i, item, shop, seen) for i, item in enumerate(items)]
    known = snapshot.find([key for _, keys, _ in plans for key in keys])
    _match_names(snapshot, shop, items, plans, known)
    line = line_of(shop)
    parts: list[bytes] = []
    for ref, keys, fault in plans:
        for key in keys:
            if key in known:
                match, answer = known[key]
                head = b',{"ref":%b,"match":%b,' % (ref.encode(), match)
                parts += (head, *snapshot.answer(answer, language, line), b"}")
                matches.append(match)
                break
        else:
            parts.append(b"," + _nothing(ref, fault, language))
            matches.append(UNKNOWN)
    parts[0] = parts[0][1:]  # the first comma; there is at least one item
    return parts


def _match_names(
    snapshot: Snapshot,
    shop: str,
    items: Sequence[Item],
    plans: Sequence[Plan],
    known: dict[str, Hit],
) -> None:
    """Look up what the names of otherwise unknown items mean; adds to plans and to known.

    What a person has refused for this shop's SKU or name is not matched again.
    """
    places = [
        i
        for i, (_, keys, _) in enumerate(plans)
        if keys and items[i].get("name") and not any(key in known for key in keys)
    ]
    if not places:
        return
    matcher = snapshot.derived.get("matcher")
    if matcher is None:
        matcher = snapshot.derived["matcher"] = TextMatcher(snapshot.terms())
    wanted: set[str] = set()
    for i in places:
        keys = plans[i][1]
        if any(f"{shop} {key}" in matcher.refused for key in keys):
            continue
        hits = matcher.hits(items[i]["name"], items[i].get("brand") or "")
        keys += [hit.key for hit in hits if hit.accepted]
        wanted.update(keys)
    known |= snapshot.find(sorted(wanted))


def _nothing(ref: str, fault: Fault | None, language: Language) -> bytes:
    error, summary = "", say("unknown", language)
    if fault is not None:
        code, message = fault
        error = f'"error":{json.dumps({"code": code, "message": message})},'
        summary = say("bad_item", language)
    return (_EMPTY % (ref, error, json.dumps(summary, ensure_ascii=False))).encode()


def _plan(place: int, item: Any, shop: str, seen: set[str]) -> Plan:
    ref = item.get("ref") if isinstance(item, dict) else None
    if not isinstance(ref, str) or not REF.fullmatch(ref):
        return f'"#{place}"', [], NO_REF if isinstance(item, dict) else NO_OBJECT
    ref_json = encode_basestring_ascii(ref)
    fault = _fault(item, ref, seen)
    if fault is not None:
        return ref_json, [], fault
    keys, fault = _keys(item, shop)
    if not keys and fault is None and not any(item.get(field) for field in LIMITS):
        fault = ("no_identifier", "The item has no gtin, mpn, sku, path or name. Send one.")
    return ref_json, keys, fault


def _keys(item: Item, shop: str) -> tuple[list[str], Fault | None]:
    """Return an item's keys, best rung first, and what is wrong with its GTIN."""
    get, fault = item.get, None
    keys: list[str | None] = []
    if gtin := get("gtin"):
        try:
            keys.append(f"gtin:{gtin14(gtin)}")
        except IdentifierError as error:
            fault = (error.code, f"{error.problem} {error.remedy}")
    brand = get("brand") or ""
    if mpn := get("mpn"):
        keys.append(mpn_key(brand, mpn))
    if shop:
        if sku := get("sku"):
            keys.append(sku_key(shop, sku))
        if path := get("path"):
            keys.append(url_key(shop, path))
    if mpn and brand.casefold().startswith("lenovo"):
        keys.append(f"machine:{part_number_key(mpn)[:4]}")
    if name := get("name"):
        names = [name_key(name), name_key(f"{brand} {name}") if brand else None]
        keys += [said_key(shop, key) for key in names if key and shop]
        keys += names
    return [key for key in keys if key], fault


def _fault(item: Item, ref: str, seen: set[str]) -> Fault | None:
    if ref in seen:
        return "ref_twice", f"ref '{ref}' stands twice. Give each item its own."
    seen.add(ref)
    for field, value in item.items():
        most = LIMITS.get(field)
        if most is not None:
            if type(value) is str:
                if len(value) > most:
                    return f"{field}_length", f"{field} is longer than {most} characters."
            elif value is not None:
                return f"{field}_type", f"{field} must be a text."
        elif field in NUMBERS:
            if value is not None and type(value) not in (int, float):
                return f"{field}_type", f"{field} must be a number."
        elif field != "ref":
            return "unknown_field", f"'{field[:40]}' is not a field of an item. Leave it out."
    return None
