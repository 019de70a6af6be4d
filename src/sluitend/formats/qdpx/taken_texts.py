"""Texts on their way in: their words, the places of passages in them, and what of both cannot come along."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from sluitend.formats import transcripts
from sluitend.formats.documents import MAX_CHARACTERS, Document, plain
from sluitend.formats.qdpx import door, texts
from sluitend.formats.qdpx.members import is_outside
from sluitend.formats.qdpx.model import Code, Source
from sluitend.formats.qdpx.package import Package
from sluitend.formats.qdpx.sources import (
    AudioSource,
    Coding,
    PDFSelection,
    PDFSource,
    PictureSource,
    TextSelection,
    TextSource,
    Transcript,
    Value,
    VideoSource,
)
from sluitend.formats.qdpx.taken_parts import PLACEHOLDER, Passage, Text
from sluitend.formats.qdpx.told import Told

# What a text here never holds, in characters that keep its length: PostgreSQL takes no NUL, screens show none of these.
UNSEEN: Final = {
    **dict.fromkeys([*range(0x09), *range(0x0E, 0x20), *range(0x7F, 0xA0), 0xFEFF, 0xFFFE, 0xFFFF], " "),
    **dict.fromkeys([0x0B, 0x0C, 0x85, 0x2028, 0x2029], "\n"),
    **dict.fromkeys(range(0xFDD0, 0xFDF0), " "),
}
_EMPTY: Final = re.compile(r"\s*")


class TextsTaken:
    """The sources of one project as texts. `is_ours`: it is known what positions count."""

    def __init__(self, found: Package, told: Told, *, is_ours: bool) -> None:
        self._found, self._told, self._is_ours = found, told, is_ours
        self.variables = {one.guid: one.name for one in found.project.variables}
        self._codes = {one.guid: one.name for one in door.within(found.project, Code)}

    def of(self, source: Source) -> Iterator[Text]:
        """One, but of a recording one for each transcript."""
        if not self._told.is_new(source.guid, source.name):
            return
        match source:
            case TextSource():
                if source.rich_path:
                    self._told.lose("no_layout", name=source.name)
                yield self._text(source, source, source.selections)
            case PDFSource():
                self._told.lose("no_pages", name=source.name)
                yield self._with_shapes(source, "part_of_page", self._represented(source, source.representation))
            case PictureSource():
                self._told.lose("no_picture", name=source.name)
                yield self._with_shapes(source, "part_of_picture", self._represented(source, source.text))
            case AudioSource() | VideoSource():
                self._told.lose("no_recording", name=source.name)
                first, *more = self._transcribed(source)
                yield self._with_shapes(source, "part_of_recording", first)
                yield from more

    def _with_shapes(
        self, source: PDFSource | PictureSource | AudioSource | VideoSource, code: str, made: Text
    ) -> Text:
        """With what was written beside parts that have no place here, as far as no passage of the text has it."""
        placed = {note for one in made.passages for note in one.notes}
        for one in source.selections:
            words = one.representation if isinstance(one, PDFSelection) else ()
            codings = [*one.codings, *(coding for two in words for coding in two.codings)]
            self._part(source, code, words, len(codings))
            made.add_notes([note for note in self._told.notes_of(one, *words, *codings) if note not in placed])
            for two in (one, *words):
                if two.description:
                    made.write(f"[{two.name or '…'}] {two.description}")
            for passage in (inner for holder in words for inner in holder.selections):
                self._lost(made, passage)
        return made

    def _part(self, source: Source, code: str, words: Iterable[TextSource], count: int) -> None:
        """With its words, where the file says them: by these somebody finds the place."""
        read = [texts.text_of(one, self._found) for one in words]
        said = " ".join(one.text for one in read if one is not None).strip()
        if said:
            self._told.lose("part_with_words", source=source.name, words=said, count=count)
        else:
            self._told.lose(code, source=source.name, count=count)

    def _beside(self, one: door.Selection) -> list[str]:
        return self._told.notes_of(one, *one.codings)

    def _represented(self, source: PDFSource | PictureSource, inner: tuple[TextSource, ...]) -> Text:
        words = inner[0] if inner else TextSource(guid=source.guid, name=source.name)
        made = self._text(source, words, words.selections, inner=inner)
        for one in (selection for two in inner[1:] for selection in two.selections):
            self._lost(made, one)
        return made

    def _transcribed(self, source: AudioSource | VideoSource) -> Iterator[Text]:
        for one in source.transcripts:
            if one.points:
                self._told.lose("transcript_times", name=source.name, count=len(one.points))
        if len(source.transcripts) > 1:
            self._told.lose("second_text", name=source.name)
        if not source.transcripts:
            yield self._text(source, TextSource(guid=source.guid, name=source.name), ())
        for number, one in enumerate(source.transcripts):
            yield self._text(source, one, self._synced(source, one), guid=source.guid if number == 0 else one.guid)

    def _synced(self, source: AudioSource | VideoSource, transcript: Transcript) -> list[TextSelection]:
        """The passages of a transcript go from one point of it to another."""
        at = {one.guid: one.position for one in transcript.points}
        found = []
        for one in transcript.selections:
            start, end = at.get(one.from_point or ""), at.get(one.to_point or "")
            if start is None or end is None:
                self._told.lose(
                    "passage_lost", name=one.name, source=source.name, start="?", end="?", count=len(one.codings)
                )
                continue
            same = {name: getattr(one, name) for name in ("guid", "name", "creator", "created", "description")}
            found.append(TextSelection(**same, codings=one.codings, notes=one.notes, start=start, end=end))
        return found

    def _text(
        self,
        source: Source,
        holder: TextSource | Transcript,
        selections: Iterable[TextSelection],
        *,
        inner: tuple[TextSource, ...] = (),
        guid: str = "",
    ) -> Text:
        read = texts.text_of(holder, self._found)
        words = read.text.translate(UNSEEN) if read is not None else None
        if words is not None and len(words) > MAX_CHARACTERS:
            self._told.lose("long_text", name=source.name)
            words = None
        elif words is None or _EMPTY.fullmatch(words):
            self._told.lose(self._where_text_is(source, holder), name=source.name)
            words = None
        made = Text(guid or source.guid, source.name or holder.name or "", words, created=source.created)
        document = _with_turns(plain.read(words or PLACEHOLDER, "text/plain"))
        made.blocks = [one.to_json() for one in document.blocks]
        made.turns = [one.to_json() for one in document.turns]
        made.speakers = list(document.speakers)
        made.notes = self._told.notes_of(source, holder, *inner)
        made.values = list(
            values_of(
                (*source.values, *(one for two in inner for one in two.values)), self.variables, self._told, made.name
            )
        )
        made.written = source.description or ""
        self._held(made, source, holder)
        if read is not None and words is not None:
            self._passages(made, read, [*selections])
        else:
            for one in selections:
                self._lost(made, one)
        self._whole(made, [*source.codings, *(one for two in inner for one in two.codings)])
        return made

    def _where_text_is(self, source: Source, holder: TextSource | Transcript) -> str:
        """Why a text does not come: it may stand in the file all the same, in a way that is not read here."""
        if self._found.has(holder.rich_path):
            return "text_in_word"
        if isinstance(source, PDFSource) and self._found.has(source.path):
            return "text_in_pdf"
        if self._found.has(holder.plain_path):
            return "text_unreadable"
        pages = source.path if isinstance(source, PDFSource) else None
        return "text_outside" if any(map(is_outside, (holder.plain_path, holder.rich_path, pages))) else "no_text"

    def _held(self, made: Text, source: Source, holder: TextSource | Transcript) -> None:
        """What is told of the words of a picture, a PDF or a recording, beside what is told of the thing itself."""
        if holder is source:
            return
        if holder.description:
            made.write(holder.description)
        if holder.name and holder.name != made.name:
            self._told.lose("text_name", name=holder.name, source=made.name)

    def _passages(self, made: Text, read: texts.Text, selections: list[TextSelection]) -> None:
        selections = [one for one in selections if self._told.is_new(one.guid, one.name)]
        places = texts.placed(read, selections)
        unsure = {} if self._is_ours else places.unsure
        if unsure and not places.sure:
            self._told.lose("positions_unsure", name=made.name)
        for one in selections:
            span = places.spans[one.guid]
            if span is None:
                self._lost(made, one)
            elif _EMPTY.fullmatch((made.words or "")[span[0] : span[1]]):
                self._empty(made, one, span)
            else:
                made.passages.append(self._passage(made, one, *span))
            if span is not None and one.guid in unsure:
                self._doubt(made, one, span, unsure[one.guid])

    def _doubt(self, made: Text, one: TextSelection, span: texts.Span, elsewhere: list[texts.Span]) -> None:
        """What nothing in the file settles, a person looks at: a passage on other words is a wrong coding."""
        start, end = span
        others = ", ".join(f"{first}–{last}" for first, last in elsewhere)
        name = one.name or (made.words or "")[start:end]
        self._told.lose("passage_unsure", name=name, source=made.name, start=start, end=end, others=others)

    def _passage(self, made: Text, one: TextSelection, start: int, end: int) -> Passage:
        rows = self._codings(made, one.codings, start, end)
        return Passage(one.guid, start, end, rows, self._beside(one), one.description or "", one.creator, one.created)

    def _codings(self, made: Text, codings: Iterable[Coding], start: int, end: int) -> list[dict[str, Any]]:
        rows = []
        for one in codings:
            for code in one.codes:
                if code in self._codes:
                    rows.append({"guid": one.guid, "code": code, "user": one.user, "created": one.created})
                else:
                    self._told.lose("code_unknown", source=made.name, start=start, end=end)
        return rows

    def _lost(self, made: Text, one: TextSelection) -> None:
        """What somebody wrote beside it stays, as a memo of the source."""
        made.add_notes(self._beside(one))
        if one.description:
            made.write(f"[{one.start}–{one.end}] {one.description}")
        told = {"name": one.name, "source": made.name, "start": one.start, "end": one.end}
        self._told.lose("passage_lost", **told, count=len(one.codings))

    def _empty(self, made: Text, one: TextSelection, span: tuple[int, int]) -> None:
        """A passage here has words: it becomes a memo of the source, which keeps its place, codes and notes."""
        self._told.lose("passage_empty", source=made.name, start=span[0], end=span[1], count=len(one.codings))
        passage = self._passage(made, one, *span)
        put = ", ".join(self._codes.get(code, "?") for coding in one.codings for code in coding.codes)
        said = "; ".join(filter(None, (put, passage.words)))
        passage.words = f"[{span[0]}–{span[1]}] {said}".rstrip()
        made.wordless.append(passage)

    def _whole(self, made: Text, codings: list[Coding]) -> None:
        if not codings:
            return
        if made.words is None:
            made.add_notes(self._told.notes_of(*codings))
            for one in codings:
                self._told.lose(
                    "passage_lost", name=made.name, source=made.name, start=0, end="?", count=len(one.codes)
                )
            return
        self._told.lose("whole_source", name=made.name)
        start = len(made.words) - len(made.words.lstrip())
        end = len(made.words.rstrip())
        notes = self._told.notes_of(*codings)
        made.passages.append(Passage(made.guid, start, end, self._codings(made, codings, start, end), notes))


def values_of(
    values: Iterable[Value], variables: Mapping[str, str], told: Told, name: str | None
) -> Iterator[list[str]]:
    """What is told of something: name of the variable, value, GUID of the variable. One without a value is told."""
    for one in values:
        words = (one.text, one.boolean, one.integer, one.float, one.date, one.date_time)
        value = next((word for word in words if word), "")
        for variable in one.variables or ("",):
            if value:
                yield [variables.get(variable, "?"), value, variable]
            else:
                told.lose("value_empty", variable=variables.get(variable), name=name)


def _with_turns(document: Document) -> Document:
    """With who says what, when the text of a conversation can stay as it is: passages point into it."""
    found = transcripts.read(document)
    if found is None or found.text != document.text:
        return document
    return replace(document, blocks=found.blocks, turns=found.turns, speakers=found.speakers)
