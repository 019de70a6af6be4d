"""Text boxes of Word: their text is set after the paragraph to which they are anchored.

Pandoc (3.9) gives the text of a box *instead of* that of the paragraph around it, or drops the box; either way words
would be lost unseen. So the XML is cut and pasted, by byte offsets, before pandoc reads it.
"""

from __future__ import annotations

import re
from xml.parsers import expat

_BOX = b"txbxContent"
_TAG_END = re.compile(rb"(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
# A box in a box is moved in the next round; Word allows hardly any nesting.
_ROUNDS = 8

Span = tuple[int, int]


def unboxed(part: bytes) -> bytes:
    """The same part without text boxes; well-formed XML in UTF-8, anything else is returned as it is."""
    if part.startswith((b"\xff\xfe", b"\xfe\xff")):
        return part
    for _ in range(_ROUNDS):
        if _BOX not in part:
            break
        part = _Boxes(part).moved()
    return part


class _Boxes:
    """Finds the outermost boxes, the paragraphs around them, and the fallbacks that say everything twice."""

    def __init__(self, part: bytes) -> None:
        self._part = part
        self._cuts: list[Span] = []
        self._pastes: list[tuple[int, Span]] = []
        self._waiting: list[Span] = []
        self._paragraphs = self._outside = 0
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.Parse(part, True)

    def _start(self, name: str, _attributes: object) -> None:
        prefix, _, local = name.rpartition(":")
        if self._outside:
            self._outside += 1
        elif local in ("Fallback", "txbxContent"):
            self._outside, self._begin = 1, self._parser.CurrentByteIndex
        elif local == "p" and prefix == "w":
            self._paragraphs += 1

    def _end(self, name: str) -> None:
        here = self._parser.CurrentByteIndex
        if self._outside:
            self._outside -= 1
            if not self._outside:
                self._cut(name, here)
        elif name == "w:p":
            self._paragraphs -= 1
            if not self._paragraphs:
                self._pastes += [(self._after_tag(here), span) for span in self._waiting]
                self._waiting = []

    def _cut(self, name: str, here: int) -> None:
        self._cuts.append((self._begin, self._after_tag(here)))
        inside = (self._after_tag(self._begin), here)
        if name.endswith("txbxContent") and inside[0] < inside[1]:
            self._waiting.append(inside)

    def _after_tag(self, begin: int) -> int:
        match = _TAG_END.match(self._part, begin)
        return match.end() if match else begin

    def moved(self) -> bytes:
        out: list[bytes] = []
        position = 0
        edits = [*((begin, end, b"") for begin, end in self._cuts)]
        edits += [(at, at, self._part[span[0] : span[1]]) for at, span in self._pastes]
        for begin, end, text in sorted(edits, key=lambda edit: edit[:2]):
            out += [self._part[position:begin], text]
            position = end
        return b"".join([*out, self._part[position:]])
