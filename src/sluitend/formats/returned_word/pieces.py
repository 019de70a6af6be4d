"""A paragraph as pieces of text with what was done to them, and the marks between them, in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree as ET

from sluitend.formats.returned_word.xml import PASSED_OVER, attribute, local, moment, text_in

TRACKS = frozenset({"ins", "del", "moveFrom", "moveTo"})
_ADDED, _TAKEN = ("ins", "moveTo"), ("del", "moveFrom")
MARKS = frozenset(
    {"commentRangeStart", "commentRangeEnd", "commentReference", "moveFromRangeStart", "moveToRangeStart"}
)


@dataclass(frozen=True, slots=True)
class Track:
    """One change that the word processor kept track of."""

    kind: str
    author: str
    date: datetime | None


@dataclass(frozen=True, slots=True)
class Piece:
    """Text with the changes around it, the outermost first: what was inserted may have been deleted again."""

    text: str
    tracks: tuple[Track, ...] = ()

    @property
    def was_sent(self) -> bool:
        return not any(track.kind in _ADDED for track in self.tracks)

    @property
    def stays(self) -> bool:
        return not any(track.kind in _TAKEN for track in self.tracks)


@dataclass(frozen=True, slots=True)
class Mark:
    """The begin or the end of a comment or of something that was moved. `name` is that of its move."""

    kind: str
    identifier: str
    name: str


def mark(element: ET.Element) -> Mark:
    """One of MARKS."""
    return Mark(local(element.tag), attribute(element, "id"), attribute(element, "name"))


def pieces(element: ET.Element, tracks: tuple[Track, ...] = ()) -> Iterator[Piece | Mark]:
    """What stands in a paragraph, or in a part of one."""
    for child in element:
        name = local(child.tag)
        text = text_in(child)
        if text is not None:
            yield Piece(text, tracks)
        elif name in MARKS:
            yield mark(child)
        elif name in TRACKS:
            yield from pieces(child, (*tracks, Track(name, attribute(child, "author"), moment(child))))
        elif name not in PASSED_OVER:
            yield from pieces(child, tracks)
