"""Walks pandoc's tree to text with blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sluitend.formats.documents.builder import TextBuilder
from sluitend.formats.documents.model import BlockKind

Node = dict[str, Any]

# Where the inlines stand in the content of an inline element that has some; others have no text of their own.
_WRAPPERS = {
    **dict.fromkeys(("Emph", "Underline", "Strong", "Strikeout", "Superscript", "Subscript", "SmallCaps"), None),
    **dict.fromkeys(("Span", "Link", "Cite"), 1),
}
_QUOTES = {"DoubleQuote": "“{}”", "SingleQuote": "‘{}’"}
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
# Paragraph styles that pandoc takes out of the text of a docx; they stand at its beginning, in this order.
_FRONT = (
    ("title", BlockKind.HEADING, 1),
    ("subtitle", BlockKind.PARAGRAPH, None),
    ("author", BlockKind.PARAGRAPH, None),
    ("date", BlockKind.PARAGRAPH, None),
    ("abstract", BlockKind.PARAGRAPH, None),
)


def write(tree: Node, builder: TextBuilder) -> str | None:
    """Add the whole tree to the builder; the title (the document's own, else the heading that it begins with)."""
    walk = _Walk(builder)
    walk.front(tree["meta"])
    walk.blocks(tree["blocks"])
    walk.notes()
    return walk.title


class _Walk:
    """One pass over a tree: which kind the text is of, how deep the lists are, and the footnotes met."""

    def __init__(self, builder: TextBuilder) -> None:
        self.title: str | None = None
        self._builder = builder
        self._kind = BlockKind.PARAGRAPH
        self._depth = 0
        self._prefix = ""
        self._notes: list[list[Node]] = []
        self._visit: dict[str, Callable[[Any], None]] = {
            "Plain": self._paragraph,
            "Para": self._paragraph,
            "LineBlock": lambda lines: self._add(self._kind, "\n".join(map(self.inline, lines))),
            "CodeBlock": lambda content: self._add(BlockKind.CODE, content[1]),
            "BlockQuote": self._quote,
            "OrderedList": lambda content: self._list(content[1], _numbers(*content[0])),
            "BulletList": lambda items: self._list(items, lambda _: "• "),
            "DefinitionList": self._definitions,
            "Header": self._header,
            "Table": self._table,
            "Figure": self._figure,
            "Div": lambda content: self.blocks(content[1]),
        }

    def front(self, meta: Node) -> None:
        for name, kind, level in _FRONT:
            for text in self._meta(meta.get(name)):
                self._builder.add(text, kind, level=level)
                if name == "title":
                    self.title = text

    def _meta(self, value: Node | None) -> list[str]:
        match value:
            case {"t": "MetaInlines", "c": content}:
                return [self.inline(content)]
            case {"t": "MetaBlocks", "c": content}:
                return [self._flat(content)]
            case {"t": "MetaList", "c": values}:
                return [text for each in values for text in self._meta(each)]
            case {"t": "MetaString", "c": text}:
                return [text]
        return []

    def blocks(self, nodes: Iterable[Node]) -> None:
        for node in nodes:
            visit = self._visit.get(node["t"])
            if visit:
                visit(node.get("c"))

    def notes(self) -> None:
        """The footnotes, numbered, after the text; a note in a note comes at the end of them."""
        for number, content in enumerate(self._notes, start=1):
            self._builder.add(f"[{number}] {self._flat(content)}", BlockKind.NOTE)

    def inline(self, nodes: Iterable[Any]) -> str:
        return "".join(node if isinstance(node, str) else self._element(node) for node in nodes)

    def _element(self, node: Node) -> str:
        kind, content = node["t"], node.get("c")
        if kind in _WRAPPERS:
            where = _WRAPPERS[kind]
            return self.inline(content if where is None else content[where])  # type: ignore[index, arg-type]
        match node:
            case {"t": "Quoted", "c": [{"t": marks}, inner]}:
                return _QUOTES[marks].format(self.inline(inner))
            case {"t": "Code" | "Math", "c": [_, text]}:
                return str(text)
            case {"t": "Note", "c": inner}:
                self._notes.append(inner)
                return f"[{len(self._notes)}]"
        return ""

    def _add(self, kind: BlockKind, text: str) -> None:
        prefix, self._prefix = self._prefix, ""
        if prefix and text.strip():
            kind, text = BlockKind.LIST_ITEM, prefix + text.strip()
        level = self._depth if kind is BlockKind.LIST_ITEM else None
        self._builder.add(text, kind, level=level)

    def _paragraph(self, inlines: list[Any]) -> None:
        self._add(self._kind, self.inline(inlines))

    def _quote(self, nodes: list[Node]) -> None:
        # Word's indented paragraphs arrive as quotes too; inside a list they are just its next paragraph.
        before, self._kind = self._kind, BlockKind.QUOTE if not self._depth else self._kind
        self.blocks(nodes)
        self._kind = before

    def _list(self, items: list[list[Node]], prefix: Callable[[int], str]) -> None:
        self._depth += 1
        for index, item in enumerate(items):
            self._prefix = prefix(index)
            self.blocks(item)
        self._prefix = ""
        self._depth -= 1

    def _definitions(self, pairs: list[Any]) -> None:
        for term, definitions in pairs:
            self._add(self._kind, self.inline(term))
            for definition in definitions:
                self.blocks(definition)

    def _header(self, content: list[Any]) -> None:
        level, _, inlines = content
        text, self._prefix = self._prefix + self.inline(inlines).strip(), ""
        if self.title is None and self._builder.is_empty:
            self.title = text
        self._builder.add(text, BlockKind.HEADING, level=level)

    def _figure(self, content: list[Any]) -> None:
        _, (_, caption), nodes = content
        self.blocks(nodes)
        self.blocks(caption)

    def _table(self, content: list[Any]) -> None:
        _, (_, caption), columns, head, bodies, foot = content
        self.blocks(caption)
        rows = [*head[1], *(row for body in bodies for part in body[2:] for row in part), *foot[1]]
        for _, cells in rows:
            if len(columns) == 1:  # a frame around text, not a table
                self.blocks(node for cell in cells for node in cell[4])
            else:
                self._row([self._flat(cell[4]) for cell in cells])

    def _row(self, cells: list[str]) -> None:
        if any(cells):
            self._add(BlockKind.TABLE_ROW, " | ".join(cells))

    def _flat(self, nodes: Iterable[Node]) -> str:
        """Blocks as one line: the text of a cell or a note."""
        inner = TextBuilder()
        walk = _Walk(inner)
        walk._notes = self._notes
        walk.blocks(nodes)
        return " ".join(inner.lines())


def _numbers(start: int, style: Node, delimiter: Node) -> Callable[[int], str]:
    form = {"OneParen": "{}) ", "TwoParens": "({}) "}.get(delimiter["t"], "{}. ")
    return lambda index: form.format(_number(start + index, style["t"]))


def _number(value: int, style: str) -> str:
    if style.endswith("Alpha") and 1 <= value <= 26:
        text = chr(ord("a") + value - 1)
    elif style.endswith("Roman"):
        text = _roman(value)
    else:
        return str(value)
    return text.upper() if style.startswith("Upper") else text


def _roman(value: int) -> str:
    text = ""
    for size, letters in _ROMAN:
        count, value = divmod(value, size)
        text += letters * count
    return text
