"""Whether a drawing (SVG) from elsewhere is only a drawing: it runs nothing and fetches nothing."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

_MOST: Final = 20_000_000  # characters
_ACTING: Final = frozenset(
    {"script", "foreignObject", "iframe", "object", "embed", "handler", "listener", "a", "animate", "animateMotion"}
    | {"animateTransform", "set", "link", "meta", "audio", "video"}
)
_FETCHING: Final = re.compile(r"@import|url\(\s*['\"]?(?!#)|expression\(|javascript:", re.IGNORECASE)
_WITHIN: Final = ("#", "data:image/png;", "data:image/jpeg;")


def is_still(svg: str) -> bool:
    """False for what is no drawing at all, and for one with an entity, a script, an event or an address."""
    if len(svg) > _MOST:
        return False
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(svg.encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return False
    if root.getroottree().docinfo.doctype or _local(root) != "svg":
        return False
    return all(_is_harmless(one) for one in root.iter())


def _is_harmless(one: etree._Element) -> bool:
    if not isinstance(one.tag, str):  # a comment, or an instruction to who reads it
        return bool(one.tag is etree.Comment)
    if _local(one) in _ACTING:
        return False
    if _local(one) == "style" and _FETCHING.search(one.text or ""):
        return False
    return all(_is_quiet(etree.QName(name).localname, str(value)) for name, value in one.attrib.items())


def _is_quiet(name: str, value: str) -> bool:
    if name.lower().startswith("on"):
        return False
    if name == "href":
        return value.startswith(_WITHIN)
    return not _FETCHING.search(value)


def _local(one: etree._Element) -> str:
    return str(etree.QName(one).localname)
