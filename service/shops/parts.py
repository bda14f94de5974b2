"""What the texts of an adapter may be: hosts, selectors, fields, path patterns, label words.

Each check takes a text and raises marshmallow's ValidationError, which says what is wrong and
what to write instead. What a shop's page makes of a selector is for the extension to see.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address

from cssselect import SelectorError, parse
from marshmallow import ValidationError

MAX_SELECTOR, MAX_HOST, MAX_PATH, MAX_WORD, MAX_NAME = 300, 253, 200, 60, 80
IDENTIFIERS = ("gtin", "mpn", "sku", "brand")

_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_ATTRIBUTE = re.compile(r"[A-Za-z_][A-Za-z0-9_:.-]{0,59}")
# A segment: characters of a URL's path, "*" and identifiers, and no two of these side by side.
_WILD = r"(?:\*|\{(?:sku|gtin|mpn)\})"
_PLAIN = r"[A-Za-z0-9._~!$&'()+,;=:@%-]"
_SEGMENT = re.compile(rf"\*\*|{_WILD}?(?:{_PLAIN}+{_WILD})*{_PLAIN}*")


def printable(text: str) -> None:
    """Refuse control characters, half characters, invisible ones and odd spaces."""
    if not text.isprintable():
        raise ValidationError("holds characters that cannot be seen. Write it with plain spaces.")
    if text != text.strip():
        raise ValidationError("has spaces at an end. Leave them out.")


def host(text: str) -> None:
    """Accept a host name or host:port, as a browser shows it."""
    name, colon, port = text.partition(":")
    labels = name.split(".")
    if "/" in text or not all(_LABEL.fullmatch(label) for label in labels):
        raise ValidationError(
            "is no host name. Write shop.example.dk: lower case, no https://, no path, "
            "and xn--… for a name with æ, ø or å."
        )
    if colon and not (port.isascii() and port.isdigit() and 0 < int(port[:6]) < 65536):
        raise ValidationError("has no port from 1 to 65535. Write shop.example.dk:8443.")
    if labels[-1].isdigit():
        try:
            IPv4Address(name)
        except ValueError:
            raise ValidationError("is no address. Write four numbers from 0 to 255.") from None
    elif len(labels) == 1 and name != "localhost":
        # A host stands for its subdomains too: "dk" would be every shop in Denmark.
        raise ValidationError("is no whole host name. Write shop.example.dk.")


def selector(text: str) -> None:
    """Accept a CSS selector; one that is too long is told of by its length alone."""
    if len(text) > MAX_SELECTOR:
        return
    printable(text)
    try:
        parse(text)
    except (SelectorError, RecursionError) as error:
        raise ValidationError(
            f"is no CSS selector: {error}. Close its brackets and quotes; "
            "write :not(.a):not(.b) for :not(.a, .b)."
        ) from None


def field(text: str) -> None:
    """Accept a CSS selector that may end in "@attribute", or "@attribute" of the part itself."""
    before, at, attribute = text.rpartition("@")
    if at and _ATTRIBUTE.fullmatch(attribute):
        printable(text)
        if before:
            selector(before)
    else:
        selector(text)


def path(text: str) -> None:
    """Accept a pattern of a pathname: /vare/*/{sku}."""
    segments = text.split("/")
    if segments[0] or not all(_SEGMENT.fullmatch(segment) for segment in segments[1:]):
        raise ValidationError(
            "is no path pattern. Begin with '/'; use * (part of a segment), ** (a whole segment, "
            "any number), {sku}, {gtin} or {mpn}, with a plain character between two of them."
        )
    if any(text.count(f"{{{name}}}") > 1 for name in IDENTIFIERS):
        raise ValidationError("names an identifier twice. Name each once.")
