"""Finishes what pandoc wrote: contents to read before Word has counted the pages, and rows that stay whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from xml.sax.saxutils import escape, quoteattr

from sluitend.formats.report.nodes import Node
from sluitend.formats.report.tree import plain_text

_DEPTH = 2
_FIELD = re.compile(
    r"<w:p><w:r>(<w:fldChar [^>]*begin.*?separate\" />)(<w:fldChar [^>]*end\" />)</w:r></w:p>", re.DOTALL
)
# A paragraph right behind a table, or behind the last item of a list: its style knows of no room there.
_MARKS = r"(?:\s*<w:bookmark(?:Start|End)[^>]*/>)*\s*"
_BEHIND = r"((?:</w:tbl>|</w:numPr>(?:(?!</w:p>).)*</w:p>)%s<w:p>\s*<w:pPr>\s*<w:pStyle w:val=\"%s\" ?/>)(\s*</w:pPr>)"
_ROOM = '<w:spacing w:before="180"/>'


def finished(blocks: list[Node], styles: Mapping[str, str]) -> Callable[[str], str]:
    """A change to document.xml: the headings as links in the field, no row of a table over two pages, room behind it.

    `styles` gives the identifier of a style by its name.
    """
    entries = "".join(_entries(blocks, styles))

    def change(document: str) -> str:
        whole = document.replace("<w:tr><w:tc>", "<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc>")
        for name in ("body text", "first paragraph"):
            style = re.escape(styles.get(name, ""))
            whole = re.sub(_BEHIND % (_MARKS, style), rf"\1{_ROOM}\2", whole, flags=re.DOTALL)
        return _FIELD.sub(lambda field: _field(field, entries), whole, count=1)

    return change


def _field(found: re.Match[str], entries: str) -> str:
    return f"<w:p><w:r>{found[1]}</w:r></w:p>{entries}<w:p><w:r>{found[2]}</w:r></w:p>"


def _entries(blocks: list[Node], styles: Mapping[str, str]) -> list[str]:
    headings = [block["c"] for block in blocks if block["t"] == "Header" and block["c"][0] <= _DEPTH]
    return [
        _entry(styles.get(f"toc {level}", f"TOC{level}"), identifier[0], plain_text(inlines))
        for level, identifier, inlines in headings
    ]


def _entry(style: str, identifier: str, text: str) -> str:
    words = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    link = f"<w:hyperlink w:anchor={quoteattr(identifier)}>{words}</w:hyperlink>" if identifier else words
    return f"<w:p><w:pPr><w:pStyle w:val={quoteattr(style)}/></w:pPr>{link}</w:p>"
