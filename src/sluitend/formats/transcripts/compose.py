"""Writes a conversation down: what belongs to nobody stays as it was, turns of one speaker are joined.

Labels and the times with them stay in the text, before the turn. Time codes among the words go: a turn knows when it
begins, and nobody said them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sluitend.formats.documents import clean
from sluitend.formats.documents.builder import TextBuilder
from sluitend.formats.documents.model import BlockKind, Turn
from sluitend.formats.transcripts import labels, times
from sluitend.formats.transcripts.layouts import Mark
from sluitend.formats.transcripts.lines import Line
from sluitend.formats.transcripts.model import Transcript

_NOT_SAID = frozenset({BlockKind.HEADING, BlockKind.NOTE})
# What Teams adds by itself.
_NOTICE = re.compile(
    r".{1,80} (?:(?:started|stopped) transcription|heeft de transcriptie (?:gestart|gestopt|gestopt\.)|"
    r"is gestart met transcriberen|is gestopt met transcriberen)"
)


@dataclass(slots=True)
class Loose:
    """Lines that nobody says."""

    lines: list[Line]


@dataclass(slots=True)
class Said:
    """What one speaker says without a break; ``inline`` tells whether the words begin behind the label."""

    label: str
    seconds: float | None
    head: str
    inline: bool
    lines: list[Line] = field(default_factory=list)


Part = Loose | Said


def parts_of(lines: Sequence[Line], marks: Iterable[Mark]) -> list[Part]:
    """The lines, dealt out over the speakers by the marks; successive turns of one speaker are one."""
    return joined(_parts(lines, {mark.line: mark for mark in marks}))


def _parts(lines: Sequence[Line], marks: dict[int, Mark]) -> Iterator[Part]:
    said: Said | None = None
    before: float | None = None  # f4 writes the time behind a paragraph: it is when the next one begins
    skip = 0
    for number, line in enumerate(lines):
        if mark := marks.get(number):
            if said is not None:
                yield said
            said = Said(mark.label, mark.seconds if mark.seconds is not None else before, mark.head, bool(mark.words))
            skip = number + mark.height
            if mark.words:
                _say(said, Line(mark.words, line.block, line.kind, line.level, line.page))
        elif said is None or _is_not_said(line):
            if said is not None:
                yield said
                said = Said(said.label, None, "", True)  # who spoke goes on behind it
            yield Loose([line])
        elif number >= skip:
            _say(said, line)
        before = times.trailing(line.text) or before
    if said is not None:
        yield said


def _is_not_said(line: Line) -> bool:
    return line.kind in _NOT_SAID or bool(_NOTICE.fullmatch(line.text))


def _say(said: Said, line: Line) -> None:
    if words := times.without(line.text):
        said.lines.append(Line(words, line.block, line.kind, line.level, line.page))


def joined(parts: Iterable[Part]) -> list[Part]:
    """Neighbours of one kind, and of one speaker, as one part; the label and time of the first stay."""
    kept: list[Part] = []
    for part in parts:
        if kept and _goes_on(kept[-1], part):
            kept[-1].lines += part.lines
        elif isinstance(part, Loose) or part.lines or part.head:
            kept.append(part)
    return kept


def _goes_on(last: Part, part: Part) -> bool:
    if isinstance(last, Said) and isinstance(part, Said):
        return labels.key(last.label) == labels.key(part.label)
    return isinstance(last, Loose) and isinstance(part, Loose)


class _Writer:
    """A text with the turns in it, as it grows."""

    def __init__(self) -> None:
        self._builder = TextBuilder()
        self._turns: list[Turn] = []
        self._speakers: dict[str, int] = {}
        self._shown: list[str] = []

    def write(self, part: Part) -> None:
        if isinstance(part, Said):
            self._said(part)
        else:
            for lines in _paragraphs(part.lines):
                self._add(_piece(lines), lines[0])

    def _said(self, said: Said) -> None:
        paragraphs = [lines for lines in _paragraphs(said.lines) if _piece(lines)]
        if not paragraphs:
            if said.head:
                self._add(said.head, Line(said.head, -1))
            return
        head = clean.piece(said.head)
        first = _piece(paragraphs[0])
        separator = (" " if said.inline else "\n") if head else ""
        start = self._add(f"{head}{separator}{first}", paragraphs[0][0]) + len(head) + len(separator)
        for lines in paragraphs[1:]:
            self._add(_piece(lines), lines[0])
        self._turns.append(Turn(start, self._builder.length, self._speaker(said.label), said.seconds))

    def _add(self, text: str, like: Line) -> int:
        """Where the text begins."""
        self._builder.add(text, like.kind, level=like.level, page=like.page)
        return self._builder.length - len(clean.piece(text))

    def _speaker(self, label: str) -> int:
        number = self._speakers.setdefault(labels.key(label), len(self._shown))
        if number == len(self._shown):
            self._shown.append(clean.piece(label))
        return number

    def transcript(self) -> Transcript:
        document = self._builder.document(media_type="", title=None)
        return Transcript(document.text, document.blocks, tuple(self._turns), tuple(self._shown))


def _piece(lines: list[Line]) -> str:
    text = lines[0].text
    for line in lines[1:]:
        text += (" " if line.flows else "\n") + line.text
    return clean.piece(text)


def _paragraphs(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines of one block, and of one kind, are one paragraph."""
    found: list[list[Line]] = []
    for line in lines:
        if found and found[-1][-1].block == line.block:
            found[-1].append(line)
        else:
            found.append([line])
    return found


def written(parts: Iterable[Part]) -> Transcript:
    """The transcript of these parts. Raises InputError("formats.no_text", "formats.too_long")."""
    writer = _Writer()
    for part in parts:
        writer.write(part)
    return writer.transcript()
