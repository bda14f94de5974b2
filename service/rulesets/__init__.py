"""The shipped rulesets, and loading: text, inheritance, errors that name the file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from scoring.errors import KompasError, RulesetError
from scoring.parse import ruleset_of
from scoring.rules import Ruleset

MAX_BYTES = 10_000_000
DEFAULT = "default"


def shipped() -> list[str]:
    """Return the ids of the rulesets that come with the product."""
    files = resources.files(__package__).iterdir()
    return sorted(f.name.removesuffix(".toml") for f in files if f.name.endswith(".toml"))


def load(name_or_path: str) -> Ruleset:
    """Return a ruleset by the id of a shipped one or by the path of a TOML file.

    Raises:
        RulesetError: naming the file, the place in it and the remedy.
    """
    return ruleset_of_document(document(name_or_path), name_or_path)


def ruleset_of_document(merged: Mapping[str, Any], name: str) -> Ruleset:
    """Return the ruleset of a document whose inheritance is resolved; errors name `name`."""
    try:
        return ruleset_of(merged)
    except RulesetError as error:
        raise RulesetError(f"{name}: {error.place}", error.problem, error.remedy) from None


def document(name_or_path: str, children: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return a ruleset's document with what it extends merged in, key by key.

    Tables merge; any other value of the child takes the parent's place, lists too.
    """
    text = _text(name_or_path)
    try:
        own = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RulesetError(name_or_path, f"is not TOML: {error}.", "Correct that line.") from None
    parent = own.pop("extends", None)
    if parent is None:
        return own
    if not isinstance(parent, str):
        raise RulesetError(f"{name_or_path}: extends", f"{parent!r} is no id.", "Name a ruleset.")
    if parent in (*children, name_or_path):
        chain = " → ".join((*children, name_or_path, parent))
        raise RulesetError(f"{name_or_path}: extends", f"{chain} is a cycle.", "Break it.")
    return _merge(document(parent, (*children, name_or_path)), own)


def _merge(parent: Mapping[str, Any], child: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(parent)
    for key, value in child.items():
        old = merged.get(key)
        both = isinstance(old, dict) and isinstance(value, dict)
        merged[key] = _merge(old, value) if both and isinstance(old, dict) else value
    return merged


def _text(name_or_path: str) -> str:
    if name_or_path in shipped():
        return (resources.files(__package__) / f"{name_or_path}.toml").read_text("utf-8")
    path = Path(name_or_path)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise KompasError(str(path), f"is over {MAX_BYTES:,} bytes.", "Split the ruleset.")
        return path.read_text("utf-8")
    except FileNotFoundError:
        known = ", ".join(shipped())
        raise RulesetError(
            name_or_path, "is neither a file nor a shipped ruleset.", f"Shipped: {known}."
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise RulesetError(name_or_path, f"cannot be read: {error}.", "Save it as UTF-8.") from None
