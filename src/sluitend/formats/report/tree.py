"""Markdown to a document tree, and what a tree says as plain text."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from sluitend.formats.report import nodes, pandoc
from sluitend.formats.report.nodes import Node
from sluitend.formats.report.safe import safe

WRITING_HELP = "Schrijfhulp:"
API_VERSION = [1, 23, 1, 1]


def parse(markdown: str) -> list[Node]:
    """The blocks of a section, with nothing in them that acts. Raises InputError("formats.report_too_large")."""
    blocks: list[Node] = json.loads(_parsed(markdown))
    return blocks


@lru_cache(maxsize=256)  # a page of the editor reads the same sections again and again, and pandoc takes a moment
def _parsed(markdown: str) -> str:
    tree = json.loads(pandoc.run(["--from", pandoc.MARKDOWN, "--to", "json"], markdown.encode("utf-8")))
    return json.dumps([_framed(block) for block in safe(tree["blocks"])])


def _framed(block: Node) -> Node:
    """A table that an author typed can be scrolled on a small screen, by keyboard too; its head names it."""
    if block["t"] != "Table":
        return block
    rows = block["c"][3][1]
    head = ", ".join(plain_text(cell[-1]) for _attributes, cells in rows for cell in cells)
    return nodes.div([block], classes=["s-table-region"], role="region", tabindex="0", aria_label=head or "Tabel")


def document(blocks: list[Node], **metadata: str) -> bytes:
    """A whole document, as JSON for pandoc."""
    meta = {key: {"t": "MetaInlines", "c": [{"t": "Str", "c": value}]} for key, value in metadata.items() if value}
    return json.dumps({"pandoc-api-version": API_VERSION, "meta": meta, "blocks": blocks}).encode("utf-8")


def plain_text(node: Any) -> str:
    """What a node says, words and spaces only."""
    if isinstance(node, list):
        return "".join(plain_text(one) for one in node)
    if not isinstance(node, dict):
        return ""
    match node["t"]:
        case "Str":
            return str(node["c"])
        case "Space" | "SoftBreak":
            return " "
        case "LineBreak":
            return "\n"
        case "Code" | "CodeBlock":
            return str(node["c"][1])
    return plain_text(node.get("c", []))


def nested_headings(blocks: list[Node], top: int) -> list[Node]:
    """The blocks with headings from level `top`, and no level left out: `#` then `###` becomes 2 then 3."""
    open_levels: list[int] = []
    nested = []
    for block in blocks:
        if block["t"] == "Header":
            level, *rest = block["c"]
            while open_levels and open_levels[-1] >= level:
                open_levels.pop()
            open_levels.append(level)
            block = {"t": "Header", "c": [min(6, top - 1 + len(open_levels)), *rest]}
        nested.append(block)
    return nested


def is_writing_help(block: Node) -> bool:
    """Whether the block is advice to the author, which no report should hold."""
    return block["t"] == "BlockQuote" and plain_text(block).lstrip().startswith(WRITING_HELP)


def without_writing_help(blocks: list[Node]) -> list[Node]:
    return [block for block in blocks if not is_writing_help(block)]


def writing_help_in(blocks: list[Node]) -> int:
    """How many pieces of advice still stand in the text."""
    return sum(is_writing_help(block) for block in blocks)
