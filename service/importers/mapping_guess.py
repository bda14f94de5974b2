"""Writes the mapping that is guessed for a file, for a person to correct and save."""

from __future__ import annotations

import json
from pathlib import Path

from service.importers.columns import guess
from service.importers.tabular import find_table


def write_mapping(file: Path) -> str:
    """Return a file's guessed mapping as TOML, to be read again by `read_mapping`.

    What is not certain stands as a comment: removing the "#" confirms it.

    Raises:
        KompasError: where no table is found in the file.
    """
    table = find_table(file, {}, {}, known=False)
    found = guess(table.headers)
    where = f"sheet {table.grid.sheet}, row" if table.grid.sheet else "line"
    rows = [f"# {_comment(f'{file.name}: header in {where} {table.header_row}')}", "[columns]"]
    rows += [f"{_key(column)} = {_quoted(header)}" for column, header in found.mapping.items()]
    if found.unsure:
        rows += ["# Not certain; remove the # where it is right:"]
        rows += [f"# {_key(column)} = {_quoted(h)}" for column, h in found.unsure.items()]
    if found.unknown:
        rows += ["# Not read: " + ", ".join(_quoted(h) for h in found.unknown)]
    rows += ["", "[options]"]
    rows += [f"decimal = {_quoted(table.mark)}" if table.mark else '# decimal = ","']
    rows += [f"sheet = {_quoted(table.grid.sheet)}"] if table.grid.sheet else []
    rows += ['# supplier = "…"', '# currency = "DKK"', '# complete = "ja"']
    return "\n".join(rows) + "\n"


def _quoted(text: str) -> str:
    # A JSON string is a TOML basic string, but for DEL, which TOML wants escaped.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _comment(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _key(column: str) -> str:
    return column if column.replace("_", "").isalnum() and column.isascii() else _quoted(column)
