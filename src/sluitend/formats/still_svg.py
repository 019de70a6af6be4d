"""Whether a drawing (SVG) from elsewhere is only a drawing: it runs nothing and fetches nothing.

What may stand in it is listed, not what may not: ways to fetch are added to browsers, not to our drawings.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

_MOST: Final = 20_000_000  # characters
_SPACE: Final = "{http://www.w3.org/2000/svg}"
# What Vega draws, and our own drawings.
_ELEMENTS: Final = frozenset(
    f"{_SPACE}{name}"
    for name in (
        *("svg", "g", "defs", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
        *("text", "tspan", "image", "use", "clipPath", "linearGradient", "radialGradient", "stop"),
    )
)
_PLACES: Final = frozenset(
    (
        *("x", "y", "x1", "y1", "x2", "y2", "dx", "dy", "cx", "cy", "fx", "fy", "r", "rx", "ry", "width", "height"),
        *("d", "points", "transform", "viewBox", "preserveAspectRatio", "offset", "gradientUnits", "gradientTransform"),
    )
)
_LOOKS: Final = frozenset(
    (
        *("fill", "fill-opacity", "fill-rule", "opacity", "display", "visibility", "overflow", "style", "class", "id"),
        *("stroke", "stroke-opacity", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit"),
        *("stroke-dasharray", "stroke-dashoffset", "stop-color", "stop-opacity", "paint-order", "pointer-events"),
        *("clip-path", "clip-rule", "font-family", "font-size", "font-style", "font-variant", "font-weight"),
        *("text-anchor", "dominant-baseline", "direction", "dir", "version", "cursor", "color"),
    )
)
_TOLD: Final = frozenset(("role", "data-main", "aria-hidden", "aria-label", "aria-roledescription"))  # only words
_POINTING: Final = frozenset(("href", "{http://www.w3.org/1999/xlink}href"))
_WITHIN: Final = ("#", "data:image/png;", "data:image/jpeg;")
# Of what is written as a call in a style or a place, only these; an address only within the drawing.
_CALL: Final = re.compile(r"([\w-]*)\s*\(")
_CALLS: Final = frozenset(
    ("rgb", "rgba", "hsl", "hsla", "translate", "rotate", "scale", "matrix", "skewX", "skewY", "url")
)
_ELSEWHERE: Final = re.compile(r"[\\@]|/\*|url\(\s*(?!#|'#|\"#)", re.IGNORECASE)


def is_still(svg: str) -> bool:
    """False for what is no drawing at all, and for one with an entity, a script, an event or an address."""
    if len(svg) > _MOST:
        return False
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(svg.encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return False
    if root.getroottree().docinfo.doctype or root.tag != f"{_SPACE}svg":
        return False
    beside = (*root.itersiblings(preceding=True), *root.itersiblings())
    return all(_is_harmless(one) for one in (*beside, *root.iter()))


def _is_harmless(one: etree._Element) -> bool:
    if not isinstance(one.tag, str):  # a comment, or an instruction to who reads it
        return bool(one.tag is etree.Comment)
    return one.tag in _ELEMENTS and all(_is_quiet(str(name), str(value)) for name, value in one.attrib.items())


def _is_quiet(name: str, value: str) -> bool:
    if name in _TOLD:
        return True
    if name in _POINTING:
        return value.startswith(_WITHIN)
    return name in _PLACES | _LOOKS and not _ELSEWHERE.search(value) and {*_CALL.findall(value)} <= _CALLS
