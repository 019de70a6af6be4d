"""What an import goes by: a project as plain data, with the words of its texts and the places of its passages in them.

Everything is known by its GUID. What did not come along is in `losses`, one thing each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

from sluitend.formats import transcripts
from sluitend.formats.documents import MAX_CHARACTERS, Document, plain
from sluitend.formats.qdpx import door, package, sidecar, texts
from sluitend.formats.qdpx.losses import few_alike, loss, of_left
from sluitend.formats.qdpx.model import Code, Project, Source
from sluitend.formats.qdpx.package import Package
from sluitend.formats.qdpx.sources import (
    AudioSource,
    Coding,
    PDFSource,
    PictureSource,
    TextSelection,
    TextSource,
    Transcript,
    Value,
    VideoSource,
)
from sluitend.formats.qdpx.taken_parts import PLACEHOLDER, Passage, Taken, Text

# What a text here never holds, in characters that keep its length: PostgreSQL takes no NUL, screens show none of these.
_UNSEEN: Final = {
    **dict.fromkeys([*range(0x09), *range(0x0E, 0x20), *range(0x7F, 0xA0), 0xFEFF, 0xFFFE, 0xFFFF], " "),
    **dict.fromkeys([0x0B, 0x0C, 0x85, 0x2028, 0x2029], "\n"),
    **dict.fromkeys(range(0xFDD0, 0xFDF0), " "),
}
_EMPTY: Final = re.compile(r"\s*")


def take(path: Path) -> Taken:
    """A .qdpx, .qde or .qdc. Raises InputError of ``package.opened``."""
    if path.suffix.lower() == ".qdc":
        book, left = package.code_book(path)
        project = Project(name=path.stem, origin=book.origin, code_book=(book,))
        return _Taking(Package(project, left, None, {})).all()
    with package.opened(path) as found:
        return _Taking(found).all()


class _Taking:
    """One project on its way in."""

    def __init__(self, found: Package) -> None:
        self._found = found
        self._project = found.project
        self._variables = {one.guid: one.name for one in found.project.variables}
        self._codes = {one.guid for one in door.within(found.project, Code)}
        self._seen = set[str]()
        self._used = set[str]()  # notes that belong somewhere
        self._ours = self._sidecar()
        self.losses = [of_left(one) for one in found.left]

    def all(self) -> Taken:
        project = self._project
        exchange = door.Exchange(project)
        taken = Taken(project.name, project.origin or "", exchange.figures)
        taken.users = [[one.guid, one.name or one.id or ""] for one in project.users]
        taken.codes = list(self._code_rows(project.codes, None))
        taken.sources = [text for one in project.sources for text in self._texts(one)]
        taken.notes = self._notes()
        taken.cases = [self._case(one) for one in project.cases]
        taken.sets = [asdict(one) for one in exchange.sets if one.guid not in self._ours["sets"]]
        self._rest()
        taken.sidecar = self._ours["all"]
        taken.losses = self.losses
        return taken

    def _lose(self, code: str, **data: str | int | None) -> None:
        self.losses.append(loss(code, **data))

    def _sidecar(self) -> dict[str, Any]:
        content = self._found.beside(sidecar.FILE, sidecar.MOST_BYTES)
        value = sidecar.read(content) if content is not None else None
        if value is None:
            self._broken = content is not None
            return {"all": None, "notes": set(), "links": set(), "sets": set()}
        self._broken = False
        told = value.model_dump(mode="json")
        return {"all": told, **{name: set(told[name]) for name in ("notes", "links", "sets")}}

    def _is_new(self, guid: str, name: str | None) -> bool:
        if guid in self._seen:
            self._lose("same_guid", name=name)
            return False
        self._seen.add(guid)
        return True

    def _code_rows(self, codes: Iterable[Code], parent: str | None) -> Iterator[dict[str, Any]]:
        for one in codes:
            if not self._is_new(one.guid, one.name):
                continue
            self._used |= set(one.notes)
            own = {"guid": one.guid, "parent": parent, "name": one.name, "is_codable": one.is_codable}
            yield {**own, "color": one.color, "description": one.description or "", "notes": list(one.notes)}
            yield from self._code_rows(one.codes, one.guid)

    def _texts(self, source: Source) -> Iterator[Text]:
        """One, but of a recording one for each transcript."""
        if not self._is_new(source.guid, source.name):
            return
        match source:
            case TextSource():
                if source.rich_path:
                    self._lose("no_layout", name=source.name)
                yield self._text(source, source, source.selections)
            case PDFSource():
                self._lose("no_pages", name=source.name)
                self._shapes(source, "part_of_page")
                yield self._represented(source, source.representation)
            case PictureSource():
                self._lose("no_picture", name=source.name)
                self._shapes(source, "part_of_picture")
                yield self._represented(source, source.text)
            case AudioSource() | VideoSource():
                self._lose("no_recording", name=source.name)
                self._shapes(source, "part_of_recording")
                yield from self._transcribed(source)

    def _shapes(self, source: PDFSource | PictureSource | AudioSource | VideoSource, code: str) -> None:
        for one in source.selections:
            self._used |= {*one.notes, *(note for coding in one.codings for note in coding.notes)}
            self._lose(code, source=source.name, count=len(one.codings))

    def _represented(self, source: PDFSource | PictureSource, inner: tuple[TextSource, ...]) -> Text:
        words = inner[0] if inner else TextSource(guid=source.guid, name=source.name)
        return self._text(source, words, words.selections, inner=inner)

    def _transcribed(self, source: AudioSource | VideoSource) -> Iterator[Text]:
        if len(source.transcripts) > 1:
            self._lose("second_text", name=source.name)
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
                self._lose(
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
        words = read.text.translate(_UNSEEN) if read is not None else None
        if words is not None and len(words) > MAX_CHARACTERS:
            self._lose("long_text", name=source.name)
            words = None
        elif words is None or _EMPTY.fullmatch(words):
            self._lose("no_text", name=source.name)
            words = None
        made = Text(guid or source.guid, source.name or holder.name or "", words, created=source.created)
        document = _with_turns(plain.read(words or PLACEHOLDER, "text/plain"))
        made.blocks = [one.to_json() for one in document.blocks]
        made.turns = [one.to_json() for one in document.turns]
        made.speakers = list(document.speakers)
        made.notes = [*source.notes, *(note for one in inner for note in one.notes)]
        made.values = list(self._values(source.values))
        made.written = source.description or ""
        self._used |= set(made.notes)
        if read is not None and words is not None:
            self._passages(made, read, [*selections])
        else:
            for one in selections:
                self._lost(made, one)
        self._whole(made, [*source.codings, *(one for two in inner for one in two.codings)])
        return made

    def _passages(self, made: Text, read: texts.Text, selections: list[TextSelection]) -> None:
        places = texts.placed(read, selections)
        if (
            selections
            and not places.sure
            and ("\r\n" in read.raw or read.marked or any(c > "\uffff" for c in read.raw))
        ):
            self._lose("positions_unsure", name=made.name)
        for one in selections:
            span = places.spans[one.guid]
            if not self._is_new(one.guid, one.name):
                continue
            if span is None:
                self._lost(made, one)
            elif _EMPTY.fullmatch((made.words or "")[span[0] : span[1]]):
                self._empty(made, one, span)
            else:
                made.passages.append(self._passage(made, one, *span))

    def _passage(self, made: Text, one: TextSelection, start: int, end: int) -> Passage:
        rows = self._codings(made, one.codings, start, end)
        notes = [*one.notes, *(note for coding in one.codings for note in coding.notes)]
        self._used |= set(notes)
        return Passage(one.guid, start, end, rows, notes, one.description or "", one.creator, one.created)

    def _codings(self, made: Text, codings: Iterable[Coding], start: int, end: int) -> list[dict[str, Any]]:
        rows = []
        for one in codings:
            for code in one.codes:
                if code in self._codes:
                    rows.append({"guid": one.guid, "code": code, "user": one.user, "created": one.created})
                else:
                    self._lose("code_unknown", source=made.name, start=start, end=end)
        return rows

    def _lost(self, made: Text, one: TextSelection) -> None:
        self._used |= {*one.notes, *(note for coding in one.codings for note in coding.notes)}
        told = {"name": one.name, "source": made.name, "start": one.start, "end": one.end}
        self._lose("passage_lost", **told, count=len(one.codings))

    def _empty(self, made: Text, one: TextSelection, span: tuple[int, int]) -> None:
        """A passage here has words; what somebody wrote beside it stays as a memo of the source."""
        self._lose("passage_empty", source=made.name, start=span[0], end=span[1], count=len(one.codings))
        names = {code.guid: code.name for code in door.within(self._project, Code)}
        put = ", ".join(names.get(code, "?") for coding in one.codings for code in coding.codes)
        said = "; ".join(filter(None, (put, one.description)))
        made.written = "\n".join(filter(None, (made.written, f"[{span[0]}–{span[1]}] {said}".rstrip())))
        made.notes += [*one.notes, *(note for coding in one.codings for note in coding.notes)]
        self._used |= set(made.notes)

    def _whole(self, made: Text, codings: list[Coding]) -> None:
        if not codings:
            return
        if made.words is None:
            for one in codings:
                self._lose("passage_lost", name=made.name, source=made.name, start=0, end="?", count=len(one.codes))
            return
        self._lose("whole_source", name=made.name)
        start = len(made.words) - len(made.words.lstrip())
        end = len(made.words.rstrip())
        notes = [note for one in codings for note in one.notes]
        self._used |= set(notes)
        made.passages.append(Passage(made.guid, start, end, self._codings(made, codings, start, end), notes))

    def _values(self, values: Iterable[Value]) -> Iterator[list[str]]:
        for one in values:
            told = (one.text, one.boolean, one.integer, one.float, one.date, one.date_time)
            value = next((word for word in told if word), "")
            for variable in one.variables:
                if value:
                    yield [self._variables.get(variable, "?"), value]

    def _notes(self) -> dict[str, dict[str, Any]]:
        """The words of the notes; those that repeat our sidecar are left out."""
        found: dict[str, dict[str, Any]] = {}
        for one in self._project.notes:
            read = texts.text_of(one, self._found)
            if one.guid in self._ours["notes"]:
                continue
            coded = sum(len(selection.codings) for selection in one.selections) + len(one.codings)
            if coded:
                self._lose("note_coded", name=one.name, count=coded)
            if read is None or not read.text.strip():
                words = (one.description or "").strip()
                if not words:
                    self._lose("note_lost", name=one.name or one.guid)
                    continue
            else:
                words = read.text.translate(_UNSEEN).strip()
            if one.guid not in self._used:
                self._lose("note_loose", name=one.name or words)
                continue
            found[one.guid] = {"name": one.name or "", "words": words, "user": one.creator, "created": one.created}
        return found

    def _case(self, one: Any) -> dict[str, Any]:
        if one.selections or one.codes:
            self._lose("case_selections", name=one.name, count=len(one.selections) + len(one.codes))
        values = list(self._values(one.values))
        return {"guid": one.guid, "name": one.name or "", "values": values, "sources": list(one.sources)}

    def _rest(self) -> None:
        """What the product has no place for, one by one."""
        project = self._project
        for link in project.links:
            if link.guid not in self._ours["links"]:
                self._lose("link", name=link.name)
        for graph in project.graphs:
            self._lose("graph", name=graph.name)
        if (project.description or "").strip() and self._ours["all"] is None:
            self._lose("project_words")
        if self._broken:
            self._lose("sidecar_broken")
        self.losses = few_alike(self.losses)


def _with_turns(document: Document) -> Document:
    """With who says what, when the text of a conversation can stay as it is: passages point into it."""
    found = transcripts.read(document)
    if found is None or found.text != document.text:
        return document
    return replace(document, blocks=found.blocks, turns=found.turns, speakers=found.speakers)
