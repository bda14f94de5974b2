"""The shop's pages: catalogue, product and about."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue

from demo.shop import markup
from demo.shop.goods import ORDERS, Goods, Language, ordered
from demo.shop.texts import category_name, say

ON_FRONT_PAGE = 4
RELATED = 4
blueprint = Blueprint("shop", __name__)


def _goods() -> Goods:
    goods: Goods = current_app.extensions["goods"]
    return goods


def _language() -> Language:
    language: Language = current_app.extensions["language"]
    return language


@blueprint.get("/")
def catalogue() -> ResponseReturnValue:
    """Show a few goods of every category, or a list where something was asked for."""
    asked = {key: request.args.get(key, "").strip()[:80] for key in ("q", "category", "brand")}
    order = request.args.get("order", "")
    goods = _goods()
    if not any(asked.values()) and order not in ORDERS:
        return render_template("front.html", shown=ON_FRONT_PAGE)
    if asked["category"] and asked["category"] not in goods.categories:
        abort(404)
    found = [
        offer
        for offer in goods.search(asked["q"], _language())
        if asked["category"] in ("", offer.category)
    ]
    brands = sorted({offer.brand for offer in found})
    found = [offer for offer in found if asked["brand"] in ("", offer.brand)]
    title = category_name(_language(), asked["category"]) or say(_language(), "all_goods")
    offers = ordered(found, order, _language())
    return render_template(
        "listing.html",
        title=title,
        offers=offers,
        brands=brands,
        asked=asked,
        order=order,
        item_list=markup.item_list(offers, _language()),
    )


@blueprint.get("/om")
def about() -> ResponseReturnValue:
    """Say what the shop is and is not."""
    return render_template("about.html")


@blueprint.get("/<path:anything>")
def product(anything: str) -> ResponseReturnValue:
    """Show the product whose page has this path."""
    offer = _goods().by_path.get(f"/{anything}") or abort(404)
    siblings = [other for other in _goods().categories[offer.category] if other is not offer]
    return render_template(
        "product.html",
        offer=offer,
        style=markup.style_of(offer),
        json_ld=markup.json_ld(offer, _language(), say(_language(), "shop")),
        related=siblings[:RELATED],
    )
