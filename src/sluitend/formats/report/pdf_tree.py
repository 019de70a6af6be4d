"""The document tree as `report.typ` takes it: plain data, headings without gaps, and places that exist once.

What typst cannot set is settled here: characters that no font has are named by their number, nesting that is deeper
than a page can show is laid flat (its words stay), and a link that leads nowhere becomes its words.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sluitend.formats.report.nodes import Node
from sluitend.formats.report.pictures import fitting
from sluitend.formats.report.tree import plain_text
from sluitend.formats.report.widths import by_content

Item = dict[str, Any] | str

DEEPEST = 9
LEVELS = 6
FEW_ROWS, FEW_LINES, HALF_A_PAGE = 8, 12, 24  # of a table, of a row and of a page, that are not parted over two pages
LINE = 100  # characters over the page, as a table has them
TOGETHER = {
    "s-finding",
    "s-conclusion",
    "s-recommendation",
    "s-explained",
}  # classes of what stays on one page where it can
STYLES = {"Bronvermelding", "Toelichting", "Uitspraak", "Vraag"}
_IMAGES = {"data:image/png;base64": "png", "data:image/jpeg;base64": "jpg", "data:image/svg+xml;base64": "svg"}
_WRAPPED = {
    "Emph": "em", "Strong": "strong", "Subscript": "sub", "Superscript": "super", "Strikeout": "strike",
    "Underline": "underline", "SmallCaps": "caps",
}  # fmt: skip
PAGE_BREAK = 'w:type="page"'  # as nodes.page_break writes it
_QUOTES = {"SingleQuote": ("‘", "’"), "DoubleQuote": ("“", "”")}


@dataclass
class Tree:
    """Makes the tree of one report; `images` are the files that it needs, by name. `shown` is asked for every text."""

    shown: Callable[[str], str]
    targets: frozenset[str]
    images: dict[str, bytes] = field(default_factory=dict)
    _open_levels: list[int] = field(default_factory=list)
    placed: set[str] = field(default_factory=set)

    def blocks(self, nodes: Iterable[Node], depth: int = 0, *, is_top: bool = True) -> list[Item]:
        return [item for node in nodes for item in self._block(node, depth, is_top)]

    def _block(self, node: Node, depth: int, is_top: bool) -> list[Item]:
        if depth > DEEPEST:
            return [{"k": "p", "c": self.words(plain_text(node))}]
        if node["t"] == "Header":
            return self._heading(node["c"], is_top)
        if node["t"] == "Div":
            return self._div(node["c"], depth, is_top)
        return _BLOCKS[node["t"]](self, node.get("c"), depth)

    def _paragraph(self, content: list[Node], kind: str) -> list[Item]:
        inside = self.inlines(content)
        return [{"k": kind, "c": inside}] if inside else []

    def _lines(self, content: list[list[Node]]) -> list[Item]:
        lines = [item for line in content for item in [{"k": "br"}, *self.inlines(line)]]
        return [{"k": "p", "c": lines[1:]}]

    def _within(self, content: list[Node], depth: int) -> list[Item]:
        """Blocks that stand in another block."""
        return self.blocks(content, depth + 1, is_top=False)

    def _heading(self, content: list[Any], is_top: bool) -> list[Item]:
        """In a quote or a list a heading would break the order of the headings: there it is a bold line."""
        level, (identifier, *_rest), words = content
        if not is_top:
            return [*self._place([identifier]), {"k": "p", "c": [{"k": "strong", "c": self.inlines(words)}]}]
        inside = self.inlines(words)
        if not inside:
            return []
        return [{"k": "h", "level": self._level(level), "id": self._new(identifier), "c": inside}]

    def _level(self, level: int) -> int:
        while self._open_levels and self._open_levels[-1] >= level:
            self._open_levels.pop()
        self._open_levels.append(level)
        return min(LEVELS, len(self._open_levels))

    def _bullets(self, content: list[list[Node]], depth: int) -> list[Item]:
        return [{"k": "list", "items": [self._within(item, depth) for item in content]}]

    def _numbered(self, content: list[Any], depth: int) -> list[Item]:
        (start, _style, _delimiter), items = content
        return [{"k": "enum", "start": start, "items": [self._within(item, depth) for item in items]}]

    def _terms(self, content: list[Any], depth: int) -> list[Item]:
        items = [[self.inlines(term), [self._within(one, depth) for one in meanings]] for term, meanings in content]
        return [{"k": "terms", "items": items}]

    def _div(self, content: list[Any], depth: int, is_top: bool) -> list[Item]:
        attributes, inside = content
        style = dict(attributes[2]).get("custom-style", "")
        if style not in STYLES:
            blocks = self.blocks(inside, depth, is_top=is_top)
            return [*self._place(attributes), *(_together(blocks) if TOGETHER & set(attributes[1]) else blocks)]
        return [
            *self._place(attributes),
            {"k": "styled", "style": style, "c": self.blocks(inside, depth + 1, is_top=False)},
        ]

    def _table(self, content: list[Any], depth: int) -> list[Item]:
        attributes, caption, columns, head, bodies, foot = content
        given = [one[1].get("c", 0) for one in columns]
        rows = [row for body in bodies for row in [*body[2], *body[3]]] + foot[1]
        widths = given if all(given) else by_content([*head[1], *rows], len(given))
        named = [row for row in head[1] if any(plain_text(cell[4]).strip() for cell in row[1])]
        table = {
            "k": "table",
            "caption": [item for block in caption[1] for item in self.inlines(block["c"])],
            "widths": widths,
            "head": [self._row(row, depth) for row in named],
            "rows": [self._row(row, depth, whole=_height(row, widths) <= FEW_LINES) for row in rows],
            "together": len(rows) <= FEW_ROWS and sum(_height(row, widths) for row in rows) <= HALF_A_PAGE,
        }
        return [*self._place(attributes), table]

    def _row(self, row: list[Any], depth: int, *, whole: bool = True) -> list[Item]:
        return [
            {"down": down, "across": across, "whole": whole, "c": self.blocks(blocks, depth + 1, is_top=False)}
            for _attributes, _alignment, down, across, blocks in row[1]
        ]

    def inlines(self, nodes: Iterable[Node], depth: int = 0) -> list[Item]:
        return _joined(item for node in nodes for item in self._inline(node, depth))

    def words(self, text: str) -> list[Item]:
        """Text with its line ends."""
        lines = self.shown(text).split("\n")
        parts: list[Item] = []
        for number, line in enumerate(lines):
            parts += [{"k": "br"}] if number else []
            parts += [line] if line else []
        return parts

    def _inline(self, node: Node, depth: int) -> list[Item]:
        kind, content = node["t"], node.get("c")
        if depth > DEEPEST:
            return self.words(plain_text(node))
        if kind in _WRAPPED:
            return [{"k": _WRAPPED[kind], "c": self.inlines(content or [], depth + 1)}]
        return _INLINES[kind](self, content, depth)

    def _quoted(self, content: list[Any], depth: int) -> list[Item]:
        first, last = _QUOTES[content[0]["t"]]
        return [first, *self.inlines(content[1], depth), last]

    def _run_on(self, blocks: list[Node], depth: int) -> list[Item]:
        """Paragraphs behind each other, with a line end between: the text of a note begins beside its number."""
        items = self.blocks(blocks, depth + 1, is_top=False)
        parts: list[Item] = []
        for item in items:
            is_paragraph = isinstance(item, dict) and item["k"] in ("p", "plain")
            parts += [{"k": "br"}] if parts else []
            parts += item["c"] if is_paragraph else [item]  # type: ignore[index]
        return parts

    def _link(self, content: list[Any], depth: int) -> list[Item]:
        attributes, words, (target, _title) = content
        inside = self.inlines(words, depth + 1)
        leads = target[1:] in self.targets if target.startswith("#") else bool(target)
        if not (leads and inside):
            return [*self._place(attributes), *inside]
        return [*self._place(attributes), {"k": "link", "to": target, "c": inside}]

    def _image(self, content: list[Any], depth: int) -> list[Item]:
        """A picture that comes with the tree; of any other, the words that stand for it."""
        _attributes, words, (target, _title) = content
        start, _, data = target.partition(",")
        alt = self.shown(plain_text(words)).strip()
        suffix = _IMAGES.get(start)
        if suffix is None or not alt:
            return self.inlines(words, depth + 1)
        try:
            picture = base64.b64decode(data, validate=True)
        except binascii.Error:
            return self.inlines(words, depth + 1)
        name = f"image{len(self.images) + 1}.{suffix}"
        self.images[name] = picture
        share = fitting(picture.decode(errors="replace")) if suffix == "svg" else 1.0
        return [{"k": "image", "path": name, "alt": alt, **({"wide": round(100 * share, 1)} if share < 1 else {})}]

    def _place(self, attributes: list[Any]) -> list[Item]:
        identifier = self._new(attributes[0])
        return [{"k": "anchor", "id": identifier}] if identifier else []

    def _new(self, identifier: str) -> str:
        """The identifier the first time that it is met and when a link leads to it; typst allows a label once."""
        if identifier not in self.targets or identifier in self.placed:
            return ""
        self.placed.add(identifier)
        return identifier


def targets_in(node: Any) -> Iterator[str]:
    """The identifiers to which links within the document lead."""
    if isinstance(node, list):
        for one in node:
            yield from targets_in(one)
    elif isinstance(node, dict):
        if node.get("t") == "Link" and node["c"][2][0].startswith("#"):
            yield node["c"][2][0][1:]
        yield from targets_in(node.get("c"))


def without_lost_links(node: Any, placed: set[str]) -> Any:
    """The items, with the words of a link in the place of a link to what is not there."""
    if isinstance(node, list):
        return [part for one in node for part in _kept(one, placed)]
    if isinstance(node, dict):
        return {key: without_lost_links(value, placed) for key, value in node.items()}
    return node


def _kept(item: Any, placed: set[str]) -> list[Any]:
    kept = without_lost_links(item, placed)
    if (
        isinstance(item, dict)
        and item.get("k") == "link"
        and item["to"].startswith("#")
        and item["to"][1:] not in placed
    ):
        return list(kept["c"])
    return [kept]


def _height(row: list[Any], widths: list[float]) -> int:
    """About how many lines a row of a table takes."""
    cells = zip(row[1], widths, strict=False)
    return 1 + max((int(len(plain_text(cell[4])) / (LINE * width)) for cell, width in cells), default=0)


def _together(blocks: list[Item]) -> list[Item]:
    """Paragraphs that stay with what follows them: what it rests on is not left alone at the top of a page."""
    words = ({"k": "kept", "c": one} if isinstance(one, dict) and one["k"] == "p" else one for one in blocks[:-1])
    return [*words, *blocks[-1:]]


def _joined(items: Iterable[Item]) -> list[Item]:
    """Neighbouring texts as one: a line of a page is set from tens of words."""
    joined: list[Item] = []
    for item in items:
        if isinstance(item, str) and joined and isinstance(joined[-1], str):
            joined[-1] += item
        else:
            joined.append(item)
    return joined


# What a node of pandoc's becomes: from its content and how deep it lies.
_BLOCKS: dict[str, Callable[[Tree, Any, int], list[Item]]] = {
    "Para": lambda tree, content, _depth: tree._paragraph(content, "p"),
    "Plain": lambda tree, content, _depth: tree._paragraph(content, "plain"),
    "LineBlock": lambda tree, content, _depth: tree._lines(content),
    "CodeBlock": lambda tree, content, _depth: [{"k": "pre", "text": tree.shown(content[1])}],
    "BlockQuote": lambda tree, content, depth: [{"k": "quote", "c": tree._within(content, depth)}],
    "BulletList": Tree._bullets,
    "OrderedList": Tree._numbered,
    "DefinitionList": Tree._terms,
    "Table": Tree._table,
    "Figure": lambda tree, content, depth: tree._within(content[2], depth),
    "HorizontalRule": lambda _tree, _content, _depth: [{"k": "rule"}],
    "RawBlock": lambda _tree, content, _depth: [{"k": "break"}] if PAGE_BREAK in content[1] else [],
}
_INLINES: dict[str, Callable[[Tree, Any, int], list[Item]]] = {
    "Str": lambda tree, content, _depth: tree.words(content),
    "Space": lambda _tree, _content, _depth: [" "],
    "SoftBreak": lambda _tree, _content, _depth: [" "],
    "LineBreak": lambda _tree, _content, _depth: [{"k": "br"}],
    "Quoted": Tree._quoted,
    "Cite": lambda tree, content, depth: tree.inlines(content[1], depth),
    "Code": lambda tree, content, _depth: [{"k": "code", "text": tree.shown(content[1])}],
    "Math": lambda tree, content, _depth: tree.words(content[1]),
    "Span": lambda tree, content, depth: [*tree._place(content[0]), *tree.inlines(content[1], depth)],
    "Link": Tree._link,
    "Image": Tree._image,
    "Note": lambda tree, content, depth: [{"k": "note", "c": tree._run_on(content, depth)}],
    "RawInline": lambda _tree, _content, _depth: [],  # for another kind of file
}
