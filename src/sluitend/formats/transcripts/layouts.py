"""How programs and people write down who says what. Each layout finds the lines on which somebody begins.

What the programs write was looked up in their own sources and in files that they made:
Teams "Name   0:12" with the words below it, and before 2023 "0:0:2.440 --> 0:0:5.100", name, words;
aTrain "SPEAKER_00" with lines "[00:00:05] - words" below it; f4 "I: words #00:12:03-4#";
Amberscript "Spreker 1 00:12:03" or "Name | 00:00:12" with the words below it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sluitend.formats.documents.model import BlockKind
from sluitend.formats.transcripts import labels, times
from sluitend.formats.transcripts.labels import LABEL
from sluitend.formats.transcripts.lines import Line
from sluitend.formats.transcripts.times import CLOCK, CODE

_SPOKEN_IN = frozenset(BlockKind) - {BlockKind.HEADING, BlockKind.NOTE, BlockKind.CODE}


@dataclass(frozen=True, slots=True)
class Mark:
    """Here somebody begins to speak: lines ``[line, line + height)`` hold ``head``, and perhaps the first words."""

    line: int
    label: str
    seconds: float | None
    head: str  # label and time code, as people see them
    words: str = ""
    height: int = 1

    @property
    def key(self) -> str:
        return labels.key(self.label)


Layout = Callable[[Sequence[Line]], Iterator[Mark]]

_PREFIX = re.compile(
    rf"(?:(?P<before>{CODE})\s*(?:[-–|]\s*)?)?(?P<label>{LABEL})\s*(?:[-–|,]?\s*(?P<after>{CODE}))?\s*:(?=\s|$)\s*"
    rf"(?:(?P<inner>\[{CLOCK}\]|\({CLOCK}\)|{times.F4})\s*(?:[-–]\s+)?)?(?P<words>.*)"
)
_HEADLINE = re.compile(
    rf"(?:(?P<before>{CODE})\s*(?:[-–|]\s*)?)?(?P<label>{LABEL})\s*(?:[-–|,]?\s*(?P<after>{CODE}))?\s*:?"
)
_ROW = re.compile(rf"(?:(?P<before>{CODE}) \| )?(?P<label>{LABEL}):? \| (?:(?P<after>{CODE}) \| )?(?P<words>[^|]*)")
_ARROW = re.compile(r"(?P<start>\d{1,2}:\d{1,2}:\d{1,2}(?:[.,]\d{1,7})?) --> \d{1,2}:\d{1,2}:\d{1,2}(?:[.,]\d{1,7})?")


def prefix(lines: Sequence[Line]) -> Iterator[Mark]:
    """The label stands before the words: "R1: words", "[00:12:03] Name: words", "Name (00:12): words"."""
    for number, line in enumerate(lines):
        match = _PREFIX.fullmatch(line.text) if line.kind in _SPOKEN_IN else None
        if match and labels.is_possible(label := match["label"].strip()):
            code = match["before"] or match["after"] or match["inner"]
            head = line.text[: match.start("inner" if match["inner"] else "words")].rstrip()
            yield Mark(number, label, times.seconds(code) if code else None, head, match["words"])


def row(lines: Sequence[Line]) -> Iterator[Mark]:
    """A table with a row a turn: "R1 | words", "00:12:03 | R1 | words"."""
    for number, line in enumerate(lines):
        match = _ROW.fullmatch(line.text) if line.kind is BlockKind.TABLE_ROW else None
        if match and labels.is_possible(label := match["label"].strip(" :")):
            code = match["before"] or match["after"]
            head = line.text[: match.start("words")].rstrip()
            yield Mark(number, label, times.seconds(code) if code else None, head, match["words"])


def headline(lines: Sequence[Line]) -> Iterator[Mark]:
    """Label and time stand on a line of their own: "Name 0:12", "Name | 00:00:12", "[00:12:03] Name"."""
    for number, line in enumerate(lines):
        match = _HEADLINE.fullmatch(line.text) if line.kind is not BlockKind.NOTE else None
        if (
            match
            and (code := match["before"] or match["after"])
            and labels.is_possible(label := match["label"].strip())
        ):
            yield Mark(number, label, times.seconds(code), line.text)


def alone(lines: Sequence[Line]) -> Iterator[Mark]:
    """A label of speech recognition stands on a line of its own; times, if any, stand before the words."""
    for number, line in enumerate(lines):
        if labels.is_machine(line.text):
            below = lines[number + 1].text if number + 1 < len(lines) else ""
            yield Mark(number, line.text, times.leading(below), line.text)


def arrow(lines: Sequence[Line]) -> Iterator[Mark]:
    """From when till when, then a line with the label, then the words."""
    for number, line in enumerate(lines[:-1]):
        match = _ARROW.fullmatch(line.text)
        label = lines[number + 1].text
        if match and labels.is_possible(label):
            yield Mark(number, label, times.seconds(match["start"]), label, height=2)


ALL: tuple[Layout, ...] = (arrow, headline, alone, row, prefix)
