"""What of a record can be used: texts cleaned, figures and certificates checked, or a rejection."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

from scoring.errors import EvidenceError
from scoring.evidence import STATUSES, check_interval
from scoring.identifiers import visible
from service.importers.base import About, Certificate, Figure, Record, Rejection

Row = dict[str, Any]
NAME, SHORT = 300, 200
LARGEST = 1e12  # no figure of a product is larger; a digit too many in a file may be
FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2150, 1, 1)


def clean(text: str, longest: int = SHORT) -> str:
    """Return a text without control characters and half characters, shortened, spaces single."""
    return " ".join(visible(text.replace("\n", " ").replace("\t", " ")).split())[:longest]


def _field(record: Record, column: str, value: str, reason: str, remedy: str) -> Rejection:
    return Rejection(record.place, column, clean(value), reason, remedy, whole=False)


def figure_row(record: Record, figure: Figure, subject: str, about: About) -> Row | Rejection:
    """Return a figure as a row of evidence, or why it is not one."""
    low = figure.value if figure.low is None else figure.low
    high = figure.value if figure.high is None else figure.high
    try:
        check_interval(figure.attribute, low, figure.value, high)
    except EvidenceError as error:
        return _field(record, figure.attribute, str(figure.value), error.problem, error.remedy)
    if max(abs(low), abs(high)) > LARGEST or figure.status not in STATUSES:
        return _field(
            record, figure.attribute, str(figure.value), "is out of reach.", "Check the unit."
        )
    days = _days(figure.valid_from, figure.valid_to)
    if days is None:
        return _field(
            record,
            figure.attribute,
            f"{figure.valid_from} to {figure.valid_to}",
            "is no period.",
            "Give the first day before the last.",
        )
    return {
        "subject": subject,
        "attribute": clean(figure.attribute, 60),
        "value": float(figure.value),
        "low": float(low),
        "high": float(high),
        "unit": clean(figure.unit, 40),
        "status": figure.status,
        "year": figure.year or about.year,
        "valid_from": days[0],
        "valid_to": days[1],
        "inherits": int(record.about == "group"),
    }


def label_row(
    record: Record, certificate: Certificate, product: str, known: set[str]
) -> Row | Rejection:
    """Return a certificate as a row of labels, or why it is not one."""
    if certificate.code not in known:
        return _field(
            record,
            "label",
            certificate.code,
            "is no label that the catalogue knows.",
            "Use a code of service/catalogue/labels.csv.",
        )
    days = _days(certificate.valid_from, certificate.valid_to)
    if days is None:
        return _field(
            record,
            "label",
            f"{certificate.code} {certificate.valid_from} to {certificate.valid_to}",
            "is no period.",
            "Give the first day before the last.",
        )
    return {
        "product_id": product,
        "code": certificate.code,
        "licence": clean(certificate.licence),
        "valid_from": days[0],
        "valid_to": days[1],
    }


def offer_row(record: Record, product: str, shop: str) -> Row | Rejection:
    """Return a record's offer as a row, or why it is not one."""
    offer = record.offer
    assert offer is not None  # the caller asks for records that have one
    sku, price, content = clean(offer.sku), offer.price, offer.net_content
    if not sku:
        return _field(record, "sku", offer.sku, "is empty.", "Give the shop's number.")
    if price is not None and not (math.isfinite(price) and 0 <= price < LARGEST):
        return _field(record, "price", str(price), "is no price.", "Give a number of at least 0.")
    if content is not None and not (math.isfinite(content) and 0 < content < LARGEST):
        return _field(record, "net_content", str(content), "is no content.", "Give kg, l or pcs.")
    return {
        "shop_id": shop,
        "sku": sku,
        "path": clean(offer.path, 500),
        "product_id": product,
        "price": None if price is None else float(price),
        "currency": clean(offer.currency, 3),
        "net_content": None if content is None else float(content),
        "net_unit": clean(offer.net_unit, 20),
        "supplier": clean(offer.supplier),
    }


def _days(first: date | None, last: date | None) -> tuple[str, str] | None:
    if any(day is not None and not FIRST_DAY <= day <= LAST_DAY for day in (first, last)):
        return None
    if first is not None and last is not None and first > last:
        return None
    return (first.isoformat() if first else ""), (last.isoformat() if last else "")
