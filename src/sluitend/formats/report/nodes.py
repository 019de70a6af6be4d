"""Makes nodes of pandoc's document tree (pandoc-types 1.23). Text goes in as it is; nothing is parsed."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Sequence
from typing import Any

Node = dict[str, Any]
_IDS = re.compile(r"""(\bid=["']|\burl\(["']?#|\bhref=["']#|\baria-labelledby=["'])([\w-])""")


def attributes(identifier: str = "", classes: Sequence[str] = (), **pairs: str) -> list[Any]:
    return [identifier, list(classes), [[name.replace("_", "-"), value] for name, value in pairs.items()]]


def text(value: str) -> list[Node]:
    """The text literally: spaces stay as they are, a line end becomes a hard line break."""
    nodes: list[Node] = []
    for number, line in enumerate(value.split("\n")):
        if number:
            nodes.append({"t": "LineBreak"})
        if line:
            nodes.append({"t": "Str", "c": line})
    return nodes


VERBATIM = "s-verbatim"  # white space counts here; the style sheets say `white-space: pre-wrap`


def verbatim(value: str) -> Node:
    """Words that must come out to the character, spaces and line ends included."""
    return span(text(value), classes=[VERBATIM])


def paragraphs(value: str) -> list[Node]:
    """Plain text that somebody typed in a form: blank lines part paragraphs, nothing in it is markup."""
    parts = [part.strip("\n") for part in value.replace("\r\n", "\n").split("\n\n")]
    return [para(*text(part)) for part in parts if part.strip()]


def para(*inlines: Node) -> Node:
    return {"t": "Para", "c": list(inlines)}


def plain(*inlines: Node) -> Node:
    return {"t": "Plain", "c": list(inlines)}


def strong(*inlines: Node) -> Node:
    return {"t": "Strong", "c": list(inlines)}


def emph(*inlines: Node) -> Node:
    return {"t": "Emph", "c": list(inlines)}


def span(inlines: Iterable[Node], identifier: str = "", classes: Sequence[str] = (), **pairs: str) -> Node:
    return {"t": "Span", "c": [attributes(identifier, classes, **pairs), list(inlines)]}


def div(blocks: Iterable[Node], identifier: str = "", classes: Sequence[str] = (), **pairs: str) -> Node:
    return {"t": "Div", "c": [attributes(identifier, classes, **pairs), list(blocks)]}


def link(inlines: Iterable[Node], target: str, classes: Sequence[str] = (), title: str = "") -> Node:
    return {"t": "Link", "c": [attributes("", classes), list(inlines), [target, title]]}


def heading(level: int, inlines: Iterable[Node], identifier: str = "", classes: Sequence[str] = ()) -> Node:
    return {"t": "Header", "c": [level, attributes(identifier, classes), list(inlines)]}


def quote(*blocks: Node) -> Node:
    return {"t": "BlockQuote", "c": list(blocks)}


def bullets(items: Iterable[Sequence[Node]]) -> Node:
    """A list; each item is a sequence of blocks."""
    return {"t": "BulletList", "c": [list(item) for item in items]}


DRAWN = "s-drawn"  # a drawing of ours, whose file stands in the tree


def drawing(svg: str, alt: str) -> Node:
    """A paragraph that is a drawing; `alt` are the words that stand for it."""
    target = f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
    return para({"t": "Image", "c": [attributes("", [DRAWN]), text(alt), [target, ""]]})


def with_own_ids(svg: str, before: str) -> str:
    """The drawing with its identifiers, and what leads to them, made its own: several stand in one page."""
    return _IDS.sub(lambda found: f"{found[1]}{before}{found[2]}", svg)


def page_break() -> Node:
    """A new page in Word; nothing elsewhere."""
    return {"t": "RawBlock", "c": ["openxml", '<w:p><w:r><w:br w:type="page"/></w:r></w:p>']}


def table(head: Sequence[str], rows: Iterable[Sequence[Sequence[Node]]], caption: str, widths: Sequence[float]) -> Node:
    """A table with a caption and one row of headings; a cell is a sequence of blocks, widths are shares of 1."""
    columns = [[{"t": "AlignDefault"}, {"t": "ColWidth", "c": width}] for width in widths]
    none = attributes()
    header = [none, [[none, [_cell([plain(*text(name))]) for name in head]]]]
    body = [none, 0, [], [[none, [_cell(cell) for cell in row]] for row in rows]]
    return {
        "t": "Table",
        "c": [none, [None, [plain(*text(caption))] if caption else []], columns, header, [body], [none, []]],
    }


def _cell(blocks: Sequence[Node]) -> list[Any]:
    return [attributes(), {"t": "AlignDefault"}, 1, 1, list(blocks)]
