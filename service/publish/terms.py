"""The index by which texts are matched in the request path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from service.matching.devices import Family
from service.matching.text import family_term, group_terms, shipped_terms
from service.publish.catalogue import Catalogue, Row
from service.publish.subjects import Subjects
from service.store.snapshot_folder import TermRow


def terms(catalogue: Catalogue, refused: Iterable[Row]) -> Iterator[TermRow]:
    """Yield the rows of the index: words, groups, families, brands, and what was refused."""
    yield from shipped_terms()
    yield from group_terms(catalogue.groups.values())
    products = catalogue.products
    number = {product: row for row, product in enumerate(products.ids)}
    for key, product, rung in catalogue.identifiers:
        if rung == "family" and product in number:
            yield family_term(_family(key, products, number[product]))
    food = products.groups.where(lambda group: group.startswith("food"))
    identified = {number[p] for _, p, _ in catalogue.identifiers if p in number}
    rows = np.array(sorted(identified), dtype=np.int64)
    for brand in np.unique(products.brands.index[rows[~food[rows]]]).tolist():
        if products.brands.kinds[brand]:
            yield "brand", products.brands.kinds[brand], "", ""
    for row in refused:
        yield "refused", f"{row['shop_id']} {row['key']}", "", ""


def _family(key: str, products: Subjects, row: int) -> Family:
    def figure(attribute: str) -> float | None:
        found = products.evidence.get(attribute)
        value = float("nan") if found is None else float(found.interval.value[row])
        return None if value != value else value  # NaN is not itself

    origin = products[row].evidence.get("gwp_total")
    year = origin.year or None if origin else None
    return Family(key, products.ids[row], products.brands[row], year, figure("screen_size"))
