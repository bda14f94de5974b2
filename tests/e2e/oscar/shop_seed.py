"""Fills an empty Oscar shop from goods.csv, and writes the offers file that the service loads."""

import csv
from decimal import Decimal
from pathlib import Path

from django.core.files.base import ContentFile
from django.db import transaction
from oscar.core.loading import get_class, get_model
from shop_images import draw

GOODS = Path(__file__).parent / "goods.csv"
ATTRIBUTES = {"brand": "Mærke", "mpn": "Producentens varenr."}

Product = get_model("catalogue", "Product")
ProductClass = get_model("catalogue", "ProductClass")
ProductAttribute = get_model("catalogue", "ProductAttribute")
ProductCategory = get_model("catalogue", "ProductCategory")
ProductImage = get_model("catalogue", "ProductImage")
Partner = get_model("partner", "Partner")
StockRecord = get_model("partner", "StockRecord")


@transaction.atomic
def seed(offers: Path) -> int:
    """Create all products and write `offers`: goods.csv with the path of each product's page.

    Returns the number of products.
    """
    create_category = _category_maker()
    get_model("address", "Country").objects.create(
        iso_3166_1_a2="DK", printable_name="Danmark", is_shipping_country=True
    )
    partner = Partner.objects.create(name="Leverandør")
    classes = {name: _product_class(name) for name in ("Fødevare", "Udstyr")}
    with GOODS.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        kind = "Fødevare" if row["group"].startswith("food/") else "Udstyr"
        product = Product(
            title=row["name_da"],
            upc=row["gtin"] or None,
            description=row["description_da"],
            product_class=classes[kind],
        )
        for code in ATTRIBUTES:
            if row[code]:
                setattr(product.attr, code, row[code])
        product.save()
        ProductCategory.objects.create(product=product, category=create_category(row["category"]))
        image = ProductImage(product=product)
        image.original.save(f"{row['sku']}.png", ContentFile(draw(row["name_da"])))
        StockRecord.objects.create(
            product=product,
            partner=partner,
            partner_sku=row["sku"],
            price=Decimal(row["price_dkk"]),
            price_currency="DKK",
            num_in_stock=500,
        )
        row["path"] = product.get_absolute_url()
    with offers.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return len(rows)


def _category_maker():
    create = get_class("catalogue.categories", "create_from_breadcrumbs")
    known = {}
    return lambda name: known.get(name) or known.setdefault(name, create(name))


def _product_class(name):
    made = ProductClass.objects.create(name=name, track_stock=True, requires_shipping=True)
    for code, label in ATTRIBUTES.items():
        ProductAttribute.objects.create(product_class=made, name=label, code=code, type="text")
    return made
