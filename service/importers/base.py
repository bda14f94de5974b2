"""What every source of data is made of: records in, rejections with a remedy, one Protocol.

A source reads one official format and yields records and rejections, lazily, in the file's order;
it writes nothing and knows no SQL. `service.importers.run` does all of the writing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal, Protocol

from scoring.evidence import Status

Mapped = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a record: low <= value <= high in `unit`; year 0 is the source's own year."""

    attribute: str
    value: float
    unit: str
    low: float | None = None
    high: float | None = None
    status: Status = "supplier"
    valid_from: date | None = None
    valid_to: date | None = None
    year: int = 0


@dataclass(frozen=True, slots=True)
class Certificate:
    """One label of a record by its code (service/catalogue/labels.csv), with its dates."""

    code: str
    licence: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class ShopOffer:
    """The record's offer in a shop; price in `currency` excluding VAT for the whole pack."""

    sku: str
    path: str = ""
    price: float | None = None
    currency: str = "DKK"
    net_content: float | None = None
    net_unit: str = ""
    supplier: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a source: what it is about, and what is known of it.

    Attributes:
        place: where in the file, "line 12" or "sheet DK, row 4", for the report.
        key: the source's own stable id of the thing, unique in the source ("2259410").
        about: "product", or "group" for a food that stands for a kind of goods.
        group: the product group where known ("laptop", "food/fish"), else "".
        codes: codes of the kind of goods as "scheme:code", such as "agribalyse:19646" or
            "gpc:10006191". A group record is found by its own source's scheme only; a product
            gets its group by any code that leads to one group alone.
        gtins: as they stand in the file; the engine checks them and rejects bad ones.
        part_numbers: manufacturer's numbers, matched together with `brand`.
        family: brand + exact family and generation, "" where ambiguous.
    """

    place: str
    key: str
    about: Literal["product", "group"] = "product"
    name_da: str = ""
    name_en: str = ""
    brand: str = ""
    group: str = ""
    codes: tuple[str, ...] = ()
    gtins: tuple[str, ...] = ()
    part_numbers: tuple[str, ...] = ()
    family: str = ""
    figures: tuple[Figure, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    offer: ShopOffer | None = None


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row, or one field of it, that was not taken; `whole` tells which."""

    place: str
    column: str
    value: str
    reason: str
    remedy: str
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Sample:
    """What a file looks like.

    Attributes:
        head: its first bytes, unpacked where the file is gzip.
        members: for ZIP (XLSX too) the names inside, which are never used as paths.
        inner: for a ZIP that is no workbook, the first bytes of its first member.
        sheets: for a workbook, sheet name -> the texts of its first row.
    """

    head: bytes
    members: tuple[str, ...] = ()
    inner: bytes = b""
    sheets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is to be read.

    Attributes:
        mapping: our column name -> the file's, for sources with free columns.
        shop: the shop that offers belong to, "" where none.
        options: source-specific settings from the mapping file.
    """

    mapping: Mapped = field(default_factory=dict)
    shop: str = ""
    options: Mapped = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class About:
    """A source's origin, carried into every piece of its evidence.

    Attributes:
        version: with the source's id it names the evidence's source, "concito-1.2".
        part: which part of the source the file is about ("displays"), "" for all of it.
        complete: whether the file holds that part in full, so that what it no longer has is
            withdrawn.
    """

    name: str
    version: str
    year: int
    publisher: str
    licence: str
    attribution: str
    url: str
    part: str = ""
    complete: bool = True


Item = Record | Rejection


class Source(Protocol):
    """One source: a file in service/importers/, a registry line, a test, a fixture of our own."""

    id: str
    title: str

    def recognises(self, sample: Sample) -> bool:
        """Tell, from content and never from the name, whether a file is this source's."""

    def about(self, file: Path, reading: Reading) -> About:
        """Return the source's origin, its version read from the file where the file says it."""

    def read(self, file: Path, reading: Reading) -> Iterator[Item]:
        """Yield the file's records and rejections; memory stays flat whatever its size.

        Raises:
            KompasError: where the file as a whole cannot be read.
        """
