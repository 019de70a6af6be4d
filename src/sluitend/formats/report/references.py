"""References in a report's text: `[[B4]]` points at an object, `{{conclusies}}` alone in a paragraph fills itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from sluitend.formats.report import nodes
from sluitend.formats.report.nodes import Node
from sluitend.formats.report.tree import plain_text

# No number here comes near nine digits; a longer one would be no whole number to the database.
REFERENCE = re.compile(r"\[\[([A-Z]{1,2})([0-9]{1,9}(?:\.[0-9]{1,9})*)\]\]")
DIRECTIVE = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")
_TEXTS = frozenset({"Para", "Plain"})
_LITERAL = frozenset({"Code", "CodeBlock", "Link"})  # a link within a link would be none


@dataclass(frozen=True, slots=True)
class Reference:
    """What the author pointed at: a label such as B4, or the words of a directive."""

    text: str
    is_directive: bool = False

    @property
    def letter(self) -> str:
        """``AF`` of ``AF3``: which kind of object it points at."""
        return self.text.rstrip("0123456789.")

    def __str__(self) -> str:
        return f"{{{{{self.text}}}}}" if self.is_directive else f"[[{self.text}]]"


class Filler(Protocol):
    """Gives the nodes for a reference; None when there is nothing by that name."""

    def inline(self, label: str) -> list[Node] | None:
        """In a sentence."""
        ...

    def block(self, label: str) -> list[Node] | None:
        """Alone in a paragraph."""
        ...

    def directive(self, words: list[str]) -> list[Node] | None:
        """A part that fills itself, alone in a paragraph."""
        ...


def fill(blocks: list[Node], filler: Filler) -> tuple[list[Node], list[Reference]]:
    """The blocks with their references filled in, and the references that point at nothing (they stay visible)."""
    lost: list[Reference] = []
    return list(_blocks(blocks, filler, lost)), lost


def references_in(blocks: list[Node]) -> list[Reference]:
    """All references, in order of appearance."""
    collector = _Collector()
    fill(blocks, collector)
    return collector.found


class _Collector:
    """A filler that fills nothing in and remembers what it was asked."""

    def __init__(self) -> None:
        self.found: list[Reference] = []

    def inline(self, label: str) -> list[Node]:
        self.found.append(Reference(label))
        return []

    block = inline

    def directive(self, words: list[str]) -> list[Node]:
        self.found.append(Reference(" ".join(words), is_directive=True))
        return []


def _blocks(blocks: list[Node], filler: Filler, lost: list[Reference]) -> Iterator[Node]:
    for block in blocks:
        alone = _alone(block)
        if alone is None:
            yield _within(block, filler, lost)
            continue
        filled = filler.directive(alone.text.split()) if alone.is_directive else filler.block(alone.text)
        if filled is None:
            lost.append(alone)
            yield nodes.para(_mark(alone))
        else:
            yield from filled


def _alone(block: Node) -> Reference | None:
    """The reference that makes up the whole paragraph, if one does."""
    if block["t"] not in _TEXTS or any(one["t"] not in {"Str", "Space", "SoftBreak"} for one in block["c"]):
        return None
    text = plain_text(block).strip()
    if found := DIRECTIVE.fullmatch(text):
        return Reference(" ".join(found[1].split()), is_directive=True)
    # In a tight list or a table cell a reference stands among others: it is a word there, no block.
    if block["t"] == "Para" and (found := REFERENCE.fullmatch(text)):
        return Reference(found[1] + found[2])
    return None


def _within(node: Any, filler: Filler, lost: list[Reference]) -> Any:
    """The node with references in its texts filled in; lists of blocks inside it (quotes, cells) are walked too."""
    if isinstance(node, list):
        if node and all(isinstance(one, dict) and one.get("t") in _BLOCKS for one in node):
            return list(_blocks(node, filler, lost))
        filled: list[Any] = []
        for one in node:
            if isinstance(one, dict) and one.get("t") == "Str":
                filled.extend(_inlines(one, filler, lost))
            else:
                filled.append(_within(one, filler, lost))
        return filled
    if isinstance(node, dict) and node.get("t") not in _LITERAL and "c" in node and node["t"] != "Str":
        return {**node, "c": _within(node["c"], filler, lost)}
    return node


def _inlines(node: Node, filler: Filler, lost: list[Reference]) -> Iterator[Node]:
    """A word, split around the references in it."""
    word, position = str(node["c"]), 0
    for found in REFERENCE.finditer(word):
        if found.start() > position:
            yield {"t": "Str", "c": word[position : found.start()]}
        reference = Reference(found[1] + found[2])
        filled = filler.inline(reference.text)
        if filled is None:
            lost.append(reference)
            yield _mark(reference)
        else:
            yield from filled
        position = found.end()
    if position < len(word):
        yield {"t": "Str", "c": word[position:]}


def _mark(reference: Reference) -> Node:
    return nodes.span(nodes.text(str(reference)), classes=["s-lost-reference"])


_BLOCKS = frozenset(
    {
        "Plain", "Para", "LineBlock", "CodeBlock", "RawBlock", "BlockQuote", "OrderedList", "BulletList",
        "DefinitionList", "Header", "HorizontalRule", "Table", "Figure", "Div",
    }
)  # fmt: skip
