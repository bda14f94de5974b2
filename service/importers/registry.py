"""Every source of data, one line each. A new source is a file beside this one and a line here."""

from __future__ import annotations

from importlib import import_module

from scoring.errors import KompasError
from service.importers.base import Source

# Modules that define SOURCE. The free forms come last: a file that an official format fits is
# said to be of that format.
MODULES = (
    "concito",
    "agribalyse",
    "boavizta",
    "eprel",
    "tco",
    "energystar",
    "repair_index",
    "openfoodfacts",
    "peppol_catalogue",
    "bmecat",
    "supplier_file",
)
SOURCES: tuple[Source, ...] = tuple(
    import_module(f"service.importers.{name}").SOURCE for name in MODULES
)


def source(name: str) -> Source:
    """Return a source by its id.

    Raises:
        KompasError: naming the sources that there are.
    """
    for found in SOURCES:
        if found.id == name:
            return found
    known = ", ".join(s.id for s in SOURCES)
    raise KompasError("SOURCE", f"'{name[:40]}' is no source.", f"There are: {known}.")
