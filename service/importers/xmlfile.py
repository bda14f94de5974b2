"""XML, element by element, without entities, document types or network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from scoring.errors import KompasError
from service.importers.safe import open_bytes, refuse


def elements(file: Path, *tags: str) -> Iterator[etree._Element]:
    """Yield each element of one of the tags ("{namespace}Name", "{*}Name") when it is whole.

    An element is emptied after use, with what stands before it, so that memory stays flat.

    Raises:
        KompasError: where the file is no well-formed XML or declares a document type.
    """
    with open_bytes(file) as stream:
        try:
            events = etree.iterparse(
                stream,
                events=("start", "end"),
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
            )
            wanted = {tag.removeprefix("{*}") for tag in tags}
            root_seen = False
            for event, element in events:
                if not root_seen:
                    root_seen = True
                    if element.getroottree().docinfo.internalDTD is not None:
                        raise refuse(
                            file, "declares an XML document type.", "Ask for a file without one."
                        )
                if event != "end" or not isinstance(element.tag, str):
                    continue
                if element.tag in wanted or local(element) in wanted:
                    yield element
                    element.clear()
                    parent = element.getparent()
                    while parent is not None and element.getprevious() is not None:
                        del parent[0]
        except etree.XMLSyntaxError as error:
            raise KompasError(
                f"{file.name}:{error.lineno or 1}",
                f"is no well-formed XML: {error.msg}.",
                "Ask the sender for a whole file.",
            ) from None


def local(element: etree._Element) -> str:
    """Return an element's name without namespace, and without a prefix that was never declared."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2]
