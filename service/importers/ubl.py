"""Short ways to read XML elements by local names, whatever prefix their namespace has."""

from __future__ import annotations

from lxml import etree

from scoring.identifiers import visible
from service.importers.xmlfile import local

LONGEST = 2000  # characters of a text


def children(element: etree._Element, path: str) -> list[etree._Element]:
    """Return the elements at a path of local names, such as "Price/PriceAmount"."""
    here = [element]
    for name in path.split("/"):
        here = [
            child
            for parent in here
            for child in parent
            if isinstance(child.tag, str) and local(child) == name
        ]
    return here


def first(element: etree._Element, path: str) -> etree._Element | None:
    """Return the first element at a path, below any party or wrapper where it is not direct."""
    found = children(element, path)
    if found:
        return found[0]
    name = path.split("/", 1)
    deeper = element.iter(f"{{*}}{name[0]}") if name[0] in WRAPPED else iter(())
    for candidate in deeper:
        below = [candidate] if len(name) == 1 else children(candidate, name[1])
        if below:
            return below[0]
    return None


WRAPPED = ("PartyName", "RegistrationName")  # these stand at several depths below a party


def text(element: etree._Element, path: str) -> str:
    """Return the text at a path, "" where there is none."""
    found = first(element, path)
    return tidy(found.text) if found is not None else ""


def all_texts(element: etree._Element, path: str) -> list[str]:
    """Return the texts at a path that are not empty."""
    return [t for child in children(element, path) if (t := tidy(child.text))]


def tidy(value: str | None) -> str:
    """Return a text with single spaces, cut at a length that no field of ours needs."""
    return " ".join(visible((value or "")[:LONGEST].replace("\n", " ").replace("\t", " ")).split())
