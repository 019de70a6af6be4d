"""Reads elements by their local names: the strict kind of a docx has other namespaces, with the same names in them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
# Properties, what says the same twice, and pictures: none of it is text of the paragraph.
PASSED_OVER = frozenset({"pPr", "rPr", "sectPr", "sdtPr", "Fallback", "drawing", "pict", "object", "instrText"})


def local(tag: str) -> str:
    """The name without its namespace."""
    return tag.rpartition("}")[2]


def attribute(element: ET.Element, name: str) -> str:
    """The attribute of this local name, or nothing."""
    return next((value for key, value in element.items() if local(key) == name), "")


def text_in(element: ET.Element) -> str | None:
    """What a child of a run says; None when it is no text."""
    name = local(element.tag)
    if name in ("t", "delText"):
        return element.text or ""
    return _SIGNS.get(name)


def text_of(element: ET.Element) -> str:
    """The whole text of a paragraph in which nothing is tracked."""
    return "".join(_texts(element))


def _texts(element: ET.Element) -> Iterator[str]:
    for child in element:
        text = text_in(child)
        if text is not None:
            yield text
        elif local(child.tag) not in PASSED_OVER:
            yield from _texts(child)


def moment(element: ET.Element) -> datetime | None:
    """The date that the word processor wrote down; None when it wrote none that is one."""
    try:
        found = datetime.fromisoformat(attribute(element, "date"))
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found
