"""The shipped rulesets, and loading: text, inheritance, errors that name the file."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

from scoring.canonical import check_depth, shown
from scoring.errors import RulesetError
from scoring.inherit import inherit
from scoring.parse import ruleset_of
from scoring.rules import Ruleset

MAX_BYTES = 10_000_000
MAX_LEVELS = 10  # of rulesets that extend each other
DEFAULT = "default"


def shipped() -> list[str]:
    """Return the ids of the rulesets that come with the product."""
    files = resources.files(__package__).iterdir()
    return sorted(f.name.removesuffix(".toml") for f in files if f.name.endswith(".toml"))


def load(name_or_path: str, day: date | None = None) -> Ruleset:
    """Return a ruleset by the id of a shipped one or by the path of a TOML file.

    Args:
        name_or_path: the id of a shipped one goes before a file of that name.
        day: the day for which dated parameters are resolved; None is today.

    Raises:
        RulesetError: naming the file, the place in it and the remedy.
    """
    return ruleset_of_document(document(name_or_path), name_or_path, day or date.today())


def ruleset_of_document(merged: Mapping[str, Any], name: str, day: date | None = None) -> Ruleset:
    """Return the ruleset of a document whose inheritance is resolved; errors name `name`."""
    try:
        return ruleset_of(merged, day)
    except RulesetError as error:
        raise _in_file(name, error) from None


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a ruleset's document with inheritance resolved."""
    text = (resources.files(__package__) / "schema.json").read_text("utf-8")
    result: dict[str, Any] = json.loads(text)
    return result


def document(name_or_path: str) -> dict[str, Any]:
    """Return a ruleset's document with all that it extends merged in.

    `extends` names a shipped ruleset, or a file by its path from the file that names it.

    Raises:
        RulesetError: naming the file, the place in it and the remedy.
    """
    chain = [_place(name_or_path, None)]
    documents = [_read(chain[0])]
    while "extends" in documents[-1]:
        at, parent = f"{chain[-1]}: extends", documents[-1].pop("extends")
        if not isinstance(parent, str) or not parent:
            raise RulesetError(at, f"{shown(parent)} is no ruleset.", "Name one by id or path.")
        found = _place(parent, chain[-1])
        if found in chain or (isinstance(found, Path) and found == Path(chain[0]).resolve()):
            route = " → ".join(str(place) for place in (*chain, found))
            raise RulesetError(at, f"{route} is a cycle.", "Break it.")
        if len(chain) == MAX_LEVELS:
            raise RulesetError(
                at, f"is a level over {MAX_LEVELS}.", "Merge some of the rulesets into one."
            )
        chain.append(found)
        documents.append(_read(found))
    merged = documents.pop()
    for name, own in zip(reversed(chain[:-1]), reversed(documents), strict=True):
        try:
            merged = inherit(merged, own)
        except RulesetError as error:
            raise _in_file(str(name), error) from None
    return merged


def _in_file(name: str, error: RulesetError) -> RulesetError:
    return RulesetError(f"{name}: {error.place}", error.problem, error.remedy)


def _place(name_or_path: str, child: str | Path | None) -> str | Path:
    """Return the id of a shipped ruleset, or the path of a file that is there."""
    if name_or_path in shipped():
        return name_or_path
    folder = child.parent if isinstance(child, Path) else Path()
    path = folder / name_or_path
    try:
        if path.exists():
            return path.resolve() if child else path
    except (OSError, ValueError):
        pass  # a name that no file can have
    raise RulesetError(
        f"{child}: extends" if child else name_or_path,
        f"{shown(name_or_path)} is neither a file nor a shipped ruleset.",
        f"Shipped: {', '.join(shipped())}; a path counts from {folder.resolve()}.",
    )


def table_of(text: str, place: str) -> dict[str, Any]:
    """Return the table that a TOML text holds; errors name the place it came from.

    Raises:
        RulesetError: where it is no TOML or nested too deep.
    """
    try:
        own = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RulesetError(place, f"is not TOML: {error}.", "Correct that line.") from None
    except RecursionError:
        raise RulesetError(place, "is nested too deep.", "Use fewer levels.") from None
    except ValueError as error:  # a whole number of thousands of digits
        raise RulesetError(place, f"cannot be read: {error}.", "Use finite numbers.") from None
    check_depth(own, place)
    return own


def _read(place: str | Path) -> dict[str, Any]:
    return table_of(_text(place), str(place))


def _text(place: str | Path) -> str:
    if isinstance(place, str):
        return (resources.files(__package__) / f"{place}.toml").read_text("utf-8")
    try:
        with place.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise RulesetError(str(place), f"is over {MAX_BYTES:,} bytes.", "Split the ruleset.")
        return data.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RulesetError(
            str(place), f"cannot be read: {error}.", "Save it as UTF-8 text."
        ) from None
