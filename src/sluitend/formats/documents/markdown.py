"""Markdown: the raw text stays the text, so that a quote equals its source; only the lines are classified.

A classifier, not a parser (CommonMark 0.31 for what a line can be): whatever it does not recognise is a paragraph.
"""

from __future__ import annotations

import re
from dataclasses import replace

from sluitend.formats.documents.model import Block, BlockKind, Document

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}(#{1,6})(?=[ \t]|$)")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_ITEM = re.compile(r"([ \t]*)(?:[-*+•]|\d{1,9}[.)])[ \t]+\S")
_QUOTE = re.compile(r" {0,3}>")
_DELIMITER = re.compile(r"[ \t|:-]+$")
_NOTE = re.compile(r" {0,3}\[\^[^\]]+\]:")
_MARKS = re.compile(r"[*_`]+|\[([^\]]*)\]\([^)]*\)")
_YAML_KEY = re.compile(r"[\w-]+:(\s|$)")
_LONGEST_FRONT = 50
_LONGEST_TITLE = 300
# Lines of these kinds go on in the next line; the others are one line each.
_OPEN = {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTE, BlockKind.NOTE}


def read(text: str, media_type: str) -> Document:
    """The raw markdown with its blocks; the title is the first heading of level 1, without its marks."""
    scan = _Scan(text)
    scan.run()
    return Document(text, tuple(scan.blocks), media_type, scan.title)


class _Scan:
    """One pass over the lines; ``open`` tells that the last block may go on in the next line."""

    def __init__(self, text: str) -> None:
        self.blocks: list[Block] = []
        self.title: str | None = None
        self._text = text
        self._lines = text.split("\n")
        self._open = False
        self._fence = ""
        self._in_table = False
        self._indents: list[int] = []

    def run(self) -> None:
        position = 0
        first = self._front_matter()
        for index, line in enumerate(self._lines):
            if index >= first:
                self._line(line, position, index)
            position += len(line) + 1

    def _front_matter(self) -> int:
        """The YAML block at the very top, if there is one, is one block; the number of its lines."""
        if self._lines[0].rstrip() != "---" or not _YAML_KEY.match("".join(self._lines[1:2])):
            return 0
        for index, line in enumerate(self._lines[1:_LONGEST_FRONT], start=1):
            if line.rstrip() in ("---", "..."):
                self._new("\n".join(self._lines[: index + 1]), 0, BlockKind.CODE)
                return index + 1
        return 0

    def _line(self, line: str, position: int, index: int) -> None:
        if self._fence or _FENCE.match(line):
            self._code(line, position)
        elif not line.strip():
            self._open = self._in_table = False
        elif not self._single(line, position, index):
            self._running(line, position)

    def _code(self, line: str, position: int) -> None:
        fence = _FENCE.match(line)
        if not self._fence:
            self._fence = fence[1] if fence else ""
            self._new(line, position, BlockKind.CODE)
            return
        self._extend(line, position)
        if fence and fence[1].startswith(self._fence) and not line.strip(" `~"):
            self._fence, self._open = "", False

    def _single(self, line: str, position: int, index: int) -> bool:
        """Headings, rules and rows: lines that never run on."""
        if heading := _HEADING.match(line):
            self._heading(line[heading.end() :].rstrip("# \t"), position, line, len(heading[1]))
        elif self._is_underline(line):
            self._underlined(line, position)
        elif _RULE.match(line):
            self._open = False
        elif self._is_row(line, index):
            self._row(line, position)
        else:
            return False
        return True

    def _heading(self, words: str, position: int, line: str, level: int) -> None:
        self._new(line, position, BlockKind.HEADING, level)
        self._open = False
        self._indents = []
        if level == 1 and self.title is None:
            self.title = _MARKS.sub(lambda mark: mark[1] or "", words[:_LONGEST_TITLE]).strip() or None

    def _is_underline(self, line: str) -> bool:
        last = self.blocks[-1] if self._open else None
        return bool(last and last.kind is BlockKind.PARAGRAPH and _UNDERLINE.match(line))

    def _underlined(self, line: str, position: int) -> None:
        block = self.blocks.pop()
        words = self._text[block.start : block.end].replace("\n", " ")
        self._heading(words, block.start, "", 1 if "=" in line else 2)
        self._extend(line, position)

    def _is_row(self, line: str, index: int) -> bool:
        if self._in_table:
            return "|" in line
        below = self._lines[index + 1] if index + 1 < len(self._lines) else ""
        return "|" in line and "-" in below and bool(_DELIMITER.match(below)) and "|" in below

    def _row(self, line: str, position: int) -> None:
        is_delimiter = self._in_table and _DELIMITER.match(line)
        self._in_table, self._open = True, False
        if not is_delimiter:
            self._new(line, position, BlockKind.TABLE_ROW)
            self._open = False

    def _running(self, line: str, position: int) -> None:
        """Items, quotes, notes and paragraphs: they run on until a blank line or a line of another kind."""
        if item := _ITEM.match(line):
            self._new(line, position, BlockKind.LIST_ITEM, self._level(len(item[1].expandtabs(4))))
            return
        kind = BlockKind.QUOTE if _QUOTE.match(line) else BlockKind.NOTE if _NOTE.match(line) else None
        if self._open and (kind is None or kind is self.blocks[-1].kind is BlockKind.QUOTE):
            self._extend(line, position)
            return
        if kind is None and line[0] not in " \t":
            self._indents = []
        self._new(line, position, kind or BlockKind.PARAGRAPH)

    def _level(self, indent: int) -> int:
        while self._indents and self._indents[-1] > indent:
            self._indents.pop()
        if not self._indents or self._indents[-1] < indent:
            self._indents.append(indent)
        return len(self._indents)

    def _new(self, line: str, position: int, kind: BlockKind, level: int | None = None) -> None:
        self.blocks.append(Block(position, position + len(line), kind, level))
        self._open = kind in _OPEN

    def _extend(self, line: str, position: int) -> None:
        self.blocks[-1] = replace(self.blocks[-1], end=position + len(line))
