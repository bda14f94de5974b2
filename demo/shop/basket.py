"""The basket: item numbers and quantities in the visitor's own signed session cookie."""

from __future__ import annotations

from decimal import Decimal

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, session
from flask.typing import ResponseReturnValue

from demo.shop.goods import Goods, Language, Offer
from demo.shop.texts import say

MOST = 999
blueprint = Blueprint("basket", __name__, url_prefix="/kurv")


def _goods() -> Goods:
    goods: Goods = current_app.extensions["goods"]
    return goods


def _language() -> Language:
    language: Language = current_app.extensions["language"]
    return language


def contents() -> dict[str, int]:
    """Return the basket as {item number: quantity}; goods no longer sold are left out."""
    known = _goods().by_sku
    kept = session.get("basket", {})
    return {sku: quantity for sku, quantity in kept.items() if sku in known}


def count() -> int:
    """Return how many pieces are in the basket."""
    return sum(contents().values())


def _quantity(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > MOST:
        abort(400)
    return int(text)


def _offer(sku: str) -> Offer:
    return _goods().by_sku.get(sku) or abort(404)


@blueprint.get("")
def show() -> ResponseReturnValue:
    """Show the basket with quantities to change and a total."""
    lines = [(_offer(sku), quantity) for sku, quantity in contents().items()]
    total = sum((offer.price * quantity for offer, quantity in lines), Decimal(0))
    return render_template("basket.html", lines=lines, total=total)


@blueprint.post("/tilfoej")
def add() -> ResponseReturnValue:
    """Add a quantity (1 where none is given) of one item, and return to where it was added."""
    offer = _offer(request.form.get("sku", ""))
    basket = contents()
    wanted = basket.get(offer.sku, 0) + _quantity(request.form.get("quantity", "1"))
    if wanted:
        session["basket"] = basket | {offer.sku: min(wanted, MOST)}
        flash(say(_language(), "added", name=offer.names[_language()]))
    return redirect(offer.path)


@blueprint.post("/ret")
def change() -> ResponseReturnValue:
    """Set the quantities of all lines; 0 removes a line, and so does its own button."""
    removed = request.form.get("remove")
    changed = {
        sku: _quantity(request.form.get(f"quantity-{sku}", str(quantity)))
        for sku, quantity in contents().items()
        if sku != removed
    }
    session["basket"] = {sku: quantity for sku, quantity in changed.items() if quantity}
    return redirect("/kurv")
