"""What an author may write, as a tree: no raw code, no attributes, no pictures from elsewhere, only decent links."""

from __future__ import annotations

from typing import Any

from sluitend.formats.report import nodes
from sluitend.formats.report.nodes import Node

_SCHEMES = ("https://", "http://", "mailto:")
# Where the attributes of a node stand in its content.
_ATTRIBUTES = {"Header": 1, "Code": 0, "CodeBlock": 0, "Span": 0, "Div": 0, "Link": 0, "Table": 0, "Figure": 0}


def safe(node: Any) -> Any:
    """The node without what could act or lead astray; the reader's extensions keep most of it out already."""
    if isinstance(node, list):
        return [safe(one) for one in node]
    if not isinstance(node, dict) or "c" not in node:
        return node
    match node["t"]:
        case "RawInline":
            return nodes.span(nodes.text(node["c"][1]))
        case "RawBlock":
            return nodes.para(*nodes.text(node["c"][1]))
        case "Image":  # the words that stand for it
            return nodes.span(safe(node["c"][1]))
        case "Link" if not node["c"][2][0].startswith(_SCHEMES):
            return nodes.span(safe(node["c"][1]))
    return {**node, "c": _without_attributes(node["t"], safe(node["c"]))}


def _without_attributes(kind: str, content: Any) -> Any:
    place = _ATTRIBUTES.get(kind)
    if place is None:
        return content
    return [nodes.attributes() if index == place else one for index, one in enumerate(content)]


def without_dead_links(blocks: list[Node]) -> list[Node]:
    """Links within the document that lead to something in it; the words of the others stay as words."""
    there = set(_identifiers(blocks))
    return [_alive(block, there) for block in blocks]


def _alive(node: Any, there: set[str]) -> Any:
    if isinstance(node, list):
        return [_alive(one, there) for one in node]
    if not isinstance(node, dict) or "c" not in node:
        return node
    if node["t"] == "Link":
        target = node["c"][2][0]
        if target.startswith("#") and target[1:] not in there:
            return nodes.span(_alive(node["c"][1], there))
    return {**node, "c": _alive(node["c"], there)}


def _identifiers(node: Any) -> Any:
    if isinstance(node, list):
        for one in node:
            yield from _identifiers(one)
    elif isinstance(node, dict) and "c" in node:
        place = _ATTRIBUTES.get(node["t"])
        if place is not None and node["c"][place][0]:
            yield node["c"][place][0]
        yield from _identifiers(node["c"])
