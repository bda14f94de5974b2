"""Which drawing a product gets: by its group where a closer one is drawn, else by its icon key."""

from __future__ import annotations

import zlib
from functools import cache
from pathlib import Path

from demo.shop.goods import Offer

DRAWINGS = Path(__file__).parent / "templates" / "icons"
HUES = 6
BY_GROUP: dict[str, str] = {
    "food/dairy/yoghurt-plain": "yoghurt",
    "food/dairy/soy-yoghurt": "yoghurt",
    "food/dairy/soy-drink": "carton",
    "food/dairy/oat-drink": "carton",
    "food/fat/butter-salted": "butter",
    "food/fat/plant-spread-60": "tub",
    "food/meat/chicken-breast": "chicken",
    "food/meat/ham-cooked": "ham",
    "food/meat/liver-paste": "meal",
    "food/legume/hummus": "tub",
    "food/legume/tofu": "tofu",
    "food/legume/falafel": "bag",
    "food/legume/plant-mince": "bag",
    "food/legume/lentils-red-dry": "pasta",
    "food/fish/salmon": "salmon",
    "food/fish/mackerel-tomato": "tin",
    "food/vegetable/white-cabbage": "cabbage",
    "food/vegetable/tomato": "tomato",
    "food/vegetable/green-beans-air": "beans",
    "food/vegetable/green-beans-frozen": "bag",
    "food/potato/potato": "potato",
    "food/tropical/banana": "banana",
    "food/tropical/tea": "tea",
    "food/tropical/chocolate-spread": "jar",
    "food/grain/pasta": "pasta",
    "food/sweet/biscuits": "biscuits",
    "food/meal/lasagne-vegetable": "meal",
    "food/drink/apple-juice": "drink",
    "food/drink/cola-zero": "bottle",
}


@cache
def drawn() -> frozenset[str]:
    """Return the names of all drawings."""
    return frozenset(file.stem for file in DRAWINGS.glob("*.svg"))


def drawing(offer: Offer) -> str:
    """Return the template of the product's drawing; a plain box where none is drawn for it."""
    name = BY_GROUP.get(offer.group, offer.image)
    return f"icons/{name if name in drawn() else 'box'}.svg"


def hue(offer: Offer) -> int:
    """Choose the colour of the drawing's label by brand, always the same for the same brand."""
    return zlib.crc32(offer.brand.encode()) % HUES
