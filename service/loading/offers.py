"""Loads a shop's offers with their evidence and labels, from CSV files of our own form.

A line describes a product as the shop knows it; `service.store.same` then tells which products of
several shops, of the catalogue and of imports are one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scoring.errors import IdentifierError, KompasError
from scoring.evidence import STATUSES
from scoring.identifiers import gtin14, mpn_key, visible
from service.loading.catalogue import FOLDER, evidence_row
from service.loading.csvfile import Line, lines
from service.store.hand import keep_withdrawn
from service.store.same import Contradiction, forget_shop, settle_same
from service.store.workspace import Workspace

Tell = Callable[[str], None]
Row = dict[str, Any]
DEVICE = "device:"  # an offer of a product that the catalogue has: "device:<its id>"


@dataclass
class Batch:
    """What one load puts in; `places` leads from an identifier and its product to its line."""

    products: list[Row] = field(default_factory=list)
    identifiers: list[Row] = field(default_factory=list)
    offers: list[Row] = field(default_factory=list)
    evidence: list[Row] = field(default_factory=list)
    labels: list[Row] = field(default_factory=list)
    places: dict[tuple[str, str], str] = field(default_factory=dict)


def load_demo(workspace: Workspace, hosts: Sequence[str], tell: Tell = lambda _: None) -> int:
    """Load the demo shop's invented goods, see `load_offers`; return the number of offers."""
    offers, evidence, labels = (
        FOLDER / f"demo_{part}.csv" for part in ("offers", "evidence", "labels")
    )
    return load_offers(workspace, "demo", hosts, offers, evidence, labels, tell)


def load_offers(
    workspace: Workspace,
    shop: str,
    hosts: Sequence[str],
    offers: Path,
    evidence: Path | None = None,
    labels: Path | None = None,
    tell: Tell = lambda _: None,
) -> int:
    """Load a shop's offers in one transaction, replacing its earlier ones; return how many.

    Args:
        shop: the shop's id, letters, digits and "-".
        hosts: host[:port] names under which buyers see the shop.
        offers, evidence, labels: CSV files with the columns of service/catalogue/demo_*.csv.
        tell: is told of each line whose GTIN or part number is another product's too, where the
            two contradict one another; such a product is known by what is the shop's own alone.

    Raises:
        KompasError: naming file, line, column, value and remedy; nothing is then loaded.
    """
    if not re.fullmatch(r"[a-z0-9-]{1,40}", shop):
        raise KompasError("shop", f"'{shop}' is no shop id.", "Use a-z, 0-9 and '-'.")
    origin = f"shop:{shop}"
    groups, devices = workspace.keys("groups"), _devices(workspace)
    batch, products, seen = Batch(), {}, set[str]()
    columns = ("sku", "path", "gtin", "brand", "mpn", "name_da", "name_en", "group", "price_dkk")
    for line in lines(offers, (*columns, "net_content", "net_unit", "demo")):
        sku = line.need("sku")
        if visible(sku).casefold() in seen:
            raise line.fail("sku", "It stands twice; give each offer its own.")
        seen.add(visible(sku).casefold())
        products[sku] = _product(line, shop, sku, origin, groups, devices, batch)
        batch.offers.append(_offer(line, shop, sku, products[sku], origin))
    sources, codes = workspace.keys("sources"), workspace.keys("label_types")
    if evidence is not None:
        _evidence(evidence, products, sources, origin, batch)
    if labels is not None:
        _labels(labels, products, sources, codes, origin, batch)
    with workspace.writing():
        forget_shop(workspace, shop)
        workspace.put("shops", [{"id": shop, "name": shop}])
        workspace.put("shop_hosts", [{"host": h.lower(), "shop_id": shop} for h in hosts])
        for table in ("products", "identifiers", "offers", "evidence", "labels"):
            workspace.put(table, getattr(batch, table))
        keep_withdrawn(workspace)
        contradictions = settle_same(workspace)
    for each in contradictions:
        for product in each.owners:
            if (each.key, product) in batch.places:
                tell(_note(batch.places[each.key, product], each))
    return len(batch.offers)


def _devices(workspace: Workspace) -> set[str]:
    return {p["id"] for p in workspace.rows("products") if p["origin"] == "catalogue"}


def _product(
    line: Line,
    shop: str,
    sku: str,
    origin: str,
    groups: set[str],
    devices: set[str],
    batch: Batch,
) -> str:
    """Return the offer's product id; add the product to the batch where it is new."""
    group = line.need("group")
    product = f"{shop}:{visible(sku).casefold()}"
    if group.startswith(DEVICE):
        product = group.removeprefix(DEVICE)
        if product not in devices:
            raise line.fail("group", "No such device in the catalogue; see devices.csv.")
    else:
        batch.products.append(
            {
                "id": product,
                "group_id": line.known("group", groups),
                "brand": line.text("brand"),
                "name_da": line.need("name_da"),
                "name_en": line.text("name_en") or line.need("name_da"),
                "demo": line.whole("demo"),
                "origin": origin,
            }
        )
    keys: dict[str, str] = {}
    if line.text("gtin"):
        try:
            keys[f"gtin:{gtin14(line.text('gtin'))}"] = "gtin"
        except IdentifierError as error:
            raise KompasError(f"{line.place}, gtin", error.problem, error.remedy) from None
    number = mpn_key(line.text("brand"), line.text("mpn")) if line.text("mpn") else None
    if number:
        keys[number] = "mpn"
    for key, rung in keys.items():
        batch.places.setdefault((key, product), line.place)
        batch.identifiers.append(
            {"key": key, "product_id": product, "rung": rung, "origin": origin}
        )
    return product


def _note(place: str, found: Contradiction) -> str:
    """Return what is told of a line whose identifier joins nothing."""
    kind, _, number = found.key.partition(":")
    name = "GTIN" if kind == "gtin" else "brand and part number"
    one, other = (f"'{value}' ({product})" for product, value in found.values)
    problem = f"the {name} {number.replace('|', ' ')} has {one} and {other}, so it counts nowhere."
    return str(KompasError(f"{place}, {found.column}", problem, "Correct whichever is wrong."))


def _offer(line: Line, shop: str, sku: str, product: str, origin: str) -> Row:
    path = line.need("path")
    if not path.startswith("/") or path.startswith("//"):
        raise line.fail("path", "Write the path in the shop, /vare/123 for instance.")
    price = line.number("price_dkk")
    if price is not None and price < 0:
        raise line.fail("price_dkk", "A price is not below 0.")
    return {
        "shop_id": shop,
        "sku": sku,
        "path": path,
        "product_id": product,
        "price": price,
        "currency": "DKK",
        "net_content": line.number("net_content"),
        "net_unit": line.text("net_unit"),
        "agreement": line.text("agreement"),
        "origin": origin,
    }


def _evidence(
    file: Path, products: dict[str, str], sources: set[str], origin: str, batch: Batch
) -> None:
    columns = ("sku", "attribute", "value", "low", "high", "unit", "status", "source")
    for line in lines(file, columns):
        product = products[line.known("sku", set(products))]
        line.known("source", sources)
        line.known("status", set(STATUSES))
        row = evidence_row(line, product, line.need("attribute"), line.interval(), origin)
        batch.evidence.append(row)


def _labels(
    file: Path,
    products: dict[str, str],
    sources: set[str],
    codes: set[str],
    origin: str,
    batch: Batch,
) -> None:
    for line in lines(file, ("sku", "code", "licence", "valid_from", "valid_to", "source")):
        batch.labels.append(
            {
                "product_id": products[line.known("sku", set(products))],
                "code": line.known("code", codes),
                "licence": line.text("licence"),
                "valid_from": line.day("valid_from"),
                "valid_to": line.day("valid_to"),
                "source": line.known("source", sources),
                "origin": origin,
            }
        )
