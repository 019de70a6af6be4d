"""A vtt or srt file as a text to read: one paragraph a turn, without numbers and times of cues."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sluitend.errors import InputError
from sluitend.formats.documents import codes
from sluitend.formats.documents.builder import check_length
from sluitend.formats.documents.model import Document
from sluitend.formats.transcripts import compose, cues, evidence, labels, layouts
from sluitend.formats.transcripts.compose import Loose, Part, Said
from sluitend.formats.transcripts.cues import Cue, Voice
from sluitend.formats.transcripts.lines import Line

# Somebody who talks on gets a new paragraph at the end of a sentence after this many characters.
_PARAGRAPH = 500
_SENTENCE_END = re.compile(r".*[.?!…][\"'”’)]*", re.DOTALL)
_HEADER = re.compile(r"WEBVTT(?:[ \t\n]|$)")


def read(text: str, suffix: str, media_type: str) -> Document:
    """The document of a subtitle file (characters already decoded, LF).

    Raises InputError("formats.not_subtitles", "formats.no_text", "formats.too_many_blocks").
    """
    webvtt = suffix == ".vtt"
    found = cues.cues_of(text, webvtt=webvtt)
    if not found and not (webvtt and _HEADER.match(text)):
        raise InputError(codes.NOT_SUBTITLES, suffix=suffix)
    check_length(0, len(found))
    transcript = compose.written(_parts(found))
    return Document(
        transcript.text, transcript.blocks, media_type, turns=transcript.turns, speakers=transcript.speakers
    )


def _parts(found: list[Cue]) -> Iterable[Part]:
    pieces = [(cue.seconds, voice) for cue in found for voice in cues.voices_of(cue)]
    if any(voice.label for _, voice in pieces):
        return compose.joined(_voiced(pieces))
    lines = [Line(voice.words, number) for number, (_, voice) in enumerate(pieces)]
    marks = [mark for mark in evidence.marks_of(lines) if mark.words]
    return compose.joined(_labelled(pieces, lines, {mark.line: mark for mark in marks}))


def _voiced(pieces: list[tuple[float, Voice]]) -> Iterator[Part]:
    paragraphs = _Paragraphs()
    for seconds, voice in pieces:
        line = paragraphs.line(voice.words, voice.label or "")
        if voice.label:
            yield Said(voice.label, seconds, f"{voice.label}:", True, [line])
        else:  # said by somebody, and the file does not say by whom
            yield Loose([line])


def _labelled(pieces: list[tuple[float, Voice]], lines: list[Line], marks: dict[int, layouts.Mark]) -> Iterator[Part]:
    paragraphs = _Paragraphs()
    label = ""
    for number, (seconds, _) in enumerate(pieces):
        mark = marks.get(number)
        words = mark.words if mark else lines[number].text
        label = mark.label if mark else label
        line = paragraphs.line(words, label)
        yield Said(label, seconds, f"{label}:", True, [line]) if label else Loose([line])


class _Paragraphs:
    """Gives lines that follow each other the same number of a block, until a paragraph is long enough."""

    def __init__(self) -> None:
        self._block = 0
        self._length = 0
        self._label = ""
        self._last = ""

    def line(self, words: str, label: str) -> Line:
        ended = self._length > _PARAGRAPH and _SENTENCE_END.fullmatch(self._last)
        if ended or labels.key(label) != self._label:
            self._block, self._length = self._block + 1, 0
        self._length += len(words)
        self._label, self._last = labels.key(label), words
        return Line(words, self._block, flows=True)
