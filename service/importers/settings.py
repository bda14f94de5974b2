"""The mapping file: how a file's columns are named, and a source's settings (TOML or JSON)."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scoring.errors import KompasError
from service.importers.base import Reading

LARGEST = 1_000_000  # bytes
TABLES = ("columns", "options")
EXAMPLE = 'Write [columns] gtin = "EAN-nr." and [options] version = "1.2", for instance.'


def read_mapping(file: Path) -> Reading:
    """Return what a mapping file says: tables `columns` and `options` of texts.

    Raises:
        KompasError: naming the file, the key and the remedy.
    """
    try:
        if file.stat().st_size > LARGEST:
            raise KompasError(file.name, f"is over {LARGEST:,} bytes.", EXAMPLE)
        text = file.read_text("utf-8-sig")
        is_json = text.lstrip().startswith("{")
        found: Any = json.loads(text) if is_json else tomllib.loads(text)
    except (OSError, ValueError, RecursionError) as error:
        raise KompasError(file.name, f"is no TOML or JSON: {str(error)[:120]}.", EXAMPLE) from None
    for table in found if isinstance(found, dict) else ():
        if table not in TABLES:
            raise KompasError(f"{file.name}: {table}", "is no table of a mapping.", EXAMPLE)
    columns, options = (_texts(file, found, table) for table in TABLES)
    return Reading(mapping=columns, options=options)


def _texts(file: Path, found: Any, table: str) -> Mapping[str, str]:
    values = found.get(table, {}) if isinstance(found, dict) else None
    if not isinstance(values, dict):
        raise KompasError(f"{file.name}: {table}", "is no table.", EXAMPLE)
    for key, value in values.items():
        if not isinstance(value, str | int | float) or isinstance(value, bool):
            raise KompasError(f"{file.name}: {table}.{key}", "is no text.", EXAMPLE)
    return {str(key): str(value) for key, value in values.items()}
