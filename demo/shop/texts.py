"""What the demo shop says, in Danish and English, and how it writes numbers."""

from __future__ import annotations

from decimal import Decimal

from demo.shop.goods import Language

TEXTS: dict[str, tuple[str, str]] = {
    "shop": ("Fællesindkøb", "Joint purchasing"),
    "shop_kind": ("demobutik", "demo shop"),
    "demo_line": ("Demobutik: opdigtede varer", "Demo shop: invented goods"),
    "skip": ("Gå til indhold", "Skip to content"),
    "search": ("Søg", "Search"),
    "search_label": ("Søg efter varer", "Search for goods"),
    "search_hint": ("Varenavn, mærke eller varenr.", "Product, brand or item no."),
    "categories": ("Varegrupper", "Categories"),
    "all_goods": ("Alle varer", "All goods"),
    "front_title": ("Varekatalog", "Catalogue"),
    "front_lead": (
        "Rammeaftalens sortiment til køkkener, skoler, plejehjem og kontorer.",
        "The framework agreement's goods for kitchens, schools, care homes and offices.",
    ),
    "see_all": ("Se alle {count} i {category}", "See all {count} in {category}"),
    "results": ("{count} varer", "{count} products"),
    "one_result": ("1 vare", "1 product"),
    "no_results": (
        "Ingen varer passer. Prøv færre ord, eller vælg en varegruppe.",
        "Nothing matches. Try fewer words, or choose a category.",
    ),
    "brand": ("Mærke", "Brand"),
    "all_brands": ("Alle mærker", "All brands"),
    "order": ("Sortér efter", "Sort by"),
    "order_shop": ("Butikkens rækkefølge", "The shop's order"),
    "order_price": ("Laveste pris", "Lowest price"),
    "order_price-down": ("Højeste pris", "Highest price"),
    "order_name": ("Navn", "Name"),
    "apply": ("Vis", "Show"),
    "ex_vat": ("ekskl. moms", "excl. VAT"),
    "add": ("Læg i kurv", "Add to basket"),
    "add_named": ("Læg i kurv: {name}", "Add to basket: {name}"),
    "quantity": ("Antal", "Quantity"),
    "quantity_of": ("Antal af {name}", "Quantity of {name}"),
    "delivery": ("På lager. Leveres på 1-2 hverdage.", "In stock. Delivered in 1-2 working days."),
    "facts": ("Varedata", "Product data"),
    "content": ("Indhold", "Contents"),
    "related": ("Andre varer i {category}", "Other goods in {category}"),
    "sku": ("Varenr.", "Item no."),
    "mpn": ("Producentens varenr.", "Part number"),
    "gtin": ("EAN", "EAN"),
    "pieces": ("stk.", "pcs"),
    "basket": ("Kurv", "Basket"),
    "basket_of": ("Kurv, {count} varer", "Basket, {count} items"),
    "basket_empty": ("Kurven er tom.", "The basket is empty."),
    "back": ("Tilbage til varekataloget", "Back to the catalogue"),
    "product": ("Vare", "Product"),
    "price": ("Pris", "Price"),
    "sum": ("I alt", "Total"),
    "change": ("Opdater antal", "Update quantities"),
    "remove": ("Fjern", "Remove"),
    "remove_named": ("Fjern {name}", "Remove {name}"),
    "added": ("Lagt i kurven: {name}", "Added to the basket: {name}"),
    "no_order": (
        "Butikken er en demonstration; der kan ikke bestilles noget.",
        "The shop is a demonstration; nothing can be ordered.",
    ),
    "about": ("Om butikken", "About the shop"),
    "about_1": (
        "Fællesindkøb er en opdigtet butik. Det er varer, mærker, priser og certifikatnumre også, "
        "og stregkoderne hører til GS1's demonstrationsserie 952.",
        "Joint purchasing is an invented shop. Goods, brands, prices and certificate numbers are "
        "made up for the occasion, and the bar codes belong to GS1's demonstration series 952.",
    ),
    "about_2": (
        "Butikken kender ikke noget til Indkøbskompas. Den viser sine varer som andre webbutikker "
        "og angiver varenumre på forskellige måder fra varegruppe til varegruppe.",
        "The shop knows nothing of Indkøbskompas. It shows goods as most web shops do, and states "
        "its identifiers in different ways from category to category.",
    ),
    "about_3": (
        "Kurven virker, men gemmes kun i din egen browser. Intet kan bestilles.",
        "The basket works, but is kept in your own browser only. Nothing can be ordered.",
    ),
    "missing_title": ("Siden findes ikke", "There is no such page"),
    "missing": (
        "Varen kan være taget ud af sortimentet.",
        "The product may have left the catalogue.",
    ),
    "bad_title": ("Det kunne butikken ikke forstå", "The shop could not understand that"),
    "bad": (
        "Antal skal være et helt tal fra 0 til 999.",
        "A quantity must be a whole number from 0 to 999.",
    ),
}
CATEGORIES: dict[str, str] = {
    "Mejeri": "Dairy",
    "Kød": "Meat",
    "Fisk": "Fish",
    "Frugt og grønt": "Fruit and vegetables",
    "Kolonial": "Groceries",
    "Brød": "Bread",
    "Drikkevarer": "Drinks",
    "Bærbare": "Laptops",
    "Skærme": "Monitors",
    "Telefoner": "Phones",
    "Tablets": "Tablets",
    "Stationære": "Desktops",
}


def say(language: Language, key: str, **values: object) -> str:
    """Return a text with its values filled in. Raises KeyError for an unknown key."""
    danish, english = TEXTS[key]
    return (danish if language == "da" else english).format(**values)


def category_name(language: Language, category: str) -> str:
    """Return the category's name in the language; Danish where no translation is known."""
    return category if language == "da" else CATEGORIES.get(category, category)


def number(language: Language, value: Decimal, decimals: int = 2) -> str:
    """Write a number as the language does: 1.234,50 in Danish, 1,234.50 in English."""
    text = f"{value:,.{decimals}f}"
    return text.translate(str.maketrans(",.", ".,")) if language == "da" else text


def amount(language: Language, value: Decimal) -> str:
    """Write a quantity without needless decimals: 1,5 or 12."""
    whole, _, rest = number(language, value, 3).rpartition("," if language == "da" else ".")
    return f"{whole}{',' if language == 'da' else '.'}{rest.rstrip('0')}" if int(rest) else whole


def money(language: Language, value: Decimal) -> str:
    """Write an amount of DKK: "12,50 kr." in Danish, "DKK 12.50" in English."""
    text = number(language, value)
    return f"{text} kr." if language == "da" else f"DKK {text}"
