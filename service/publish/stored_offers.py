"""Offers as they are stored beside a snapshot: who sells what, and what stands on which shelf."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring.errors import KompasError
from scoring.table import Kinds
from scoring.values import Array
from service.publish.catalogue import Catalogue
from service.publish.subjects import Index
from service.publish.swaps import content_of, per_unit
from service.store.columns_file import COLUMNS, packed, read_columns, unpacked

PREFIX = "offer"
TEXTS = ("shop_id", "supplier", "net_unit")


def arrays_of_offers(catalogue: Catalogue) -> dict[str, NDArray[Any]]:
    """Return what is stored of offers, by product and then as they were loaded."""
    sold = catalogue.sold.astype(np.int32)
    order = np.argsort(sold, kind="stable")
    order = order[sold[order] >= 0]  # not those whose product is gone
    offers = [catalogue.offers[i] for i in order.tolist()]
    groups = catalogue.groups
    # A product may have no group, or one that is not known.
    uses = [
        (groups[g]["use_group"] if g in groups else "") or g
        for g in catalogue.products.groups.kinds
    ]
    arrays: dict[str, NDArray[Any]] = {
        "product": sold[order],
        "price": np.array([o["price"] for o in offers], dtype=np.float64),
        "content": content_of(offers),
        "agreement": Kinds.of([o["agreement"] for o in offers]).index,
        "uses": Kinds.of(uses).index,
    }
    for name in TEXTS:
        kinds = Kinds.of([o[name] or "" for o in offers])
        arrays[name] = kinds.index
        arrays[f"{name}s"] = packed([" ".join(kind.split()) for kind in kinds.kinds])
    return {f"{PREFIX}:{name}": array for name, array in arrays.items()}


@dataclass(frozen=True, slots=True)
class StoredOffers:
    """The offers of a stored catalogue's products, product by product; shape (n,) each.

    Attributes:
        product: the product's row.
        unit_price: per kg, litre or piece, the whole price without a content; NaN where unknown.
        content, unit: how much one is; NaN and "" where unknown.
        shelf: equal for offers of one use group in one shop under one agreement.
    """

    product: Index
    shop: Kinds
    supplier: Kinds
    unit_price: Array
    content: Array
    unit: Kinds
    shelf: Index

    def __len__(self) -> int:
        return len(self.product)

    @staticmethod
    def beside(snapshot: Path, groups: Kinds) -> StoredOffers:
        """Return the offers stored beside a snapshot, given its products' groups.

        Raises:
            KompasError: where there are none, as an earlier release wrote none.
        """
        a = read_columns(snapshot, f"{PREFIX}:")
        if not a:
            raise KompasError(
                str(snapshot / COLUMNS), "holds no offers.", "Publish once more: `kompas publish`."
            )
        of = {name.partition(":")[2]: array for name, array in a.items()}
        shop, supplier, unit = (Kinds(tuple(unpacked(of[f"{name}s"])), of[name]) for name in TEXTS)
        product, uses = of["product"].astype(np.int64), of["uses"].astype(np.int64)
        use = uses[groups.index[product]] if len(product) else product
        agreements = int(of["agreement"].max(initial=0)) + 1
        place = shop.index * np.int64(agreements) + of["agreement"]
        return StoredOffers(
            product,
            shop,
            supplier,
            per_unit(of["price"], of["content"]),
            of["content"],
            unit,
            place * (int(uses.max(initial=0)) + 1) + use,
        )
