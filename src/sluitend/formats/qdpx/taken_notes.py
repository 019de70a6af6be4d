"""Notes on their way in: their words, what they belong to, and a source of their own for those that belong to nothing.

A note belongs to what names it (`NoteRef`), and to what a link ties it to: ATLAS.ti and others link their memos.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from sluitend.formats.documents import plain
from sluitend.formats.qdpx import texts
from sluitend.formats.qdpx.door import within
from sluitend.formats.qdpx.model import Code, Link, Project
from sluitend.formats.qdpx.package import Package
from sluitend.formats.qdpx.sources import Coding, Made, TextSource
from sluitend.formats.qdpx.taken_parts import Taken, Text
from sluitend.formats.qdpx.taken_texts import UNSEEN, values_of
from sluitend.formats.qdpx.told import Told

LOOSE: Final = "Losse notities"
_LOOSE_WORDS: Final = "Hier staan de notities uit het uitwisselbestand die bij geen code, bron of passage horen."


def linked(project: Project, without: Collection[str]) -> tuple[dict[str, list[str]], set[str]]:
    """The notes that a link ties to a code, a source, a passage or a coding, by the GUID of that thing; and the GUIDs
    of those links. `without`: links that are known to be something else.
    """
    notes = {one.guid for one in project.notes}
    things = {one.guid for some in (project.code_book, project.sources) for top in some for one in _things(top)}
    found: dict[str, list[str]] = defaultdict(list)
    used = set[str]()
    for link in project.links:
        ends = _ends(link, notes, things - notes) if link.guid not in without else None
        if ends is not None:
            found[ends[1]].append(ends[0])
            used.add(link.guid)
    return dict(found), used


def _things(top: object) -> Iterable[Code | Made | Coding]:
    own = (top,) if isinstance(top, (Code, Made)) else ()
    return [*own, *(one for one in within(top, object) if isinstance(one, (Code, Made, Coding)))]


def _ends(link: Link, notes: Collection[str], things: Collection[str]) -> tuple[str, str] | None:
    """The note and the thing, whichever way the link goes."""
    for note, thing in ((link.origin, link.target), (link.target, link.origin)):
        if note in notes and thing in things:
            return note or "", thing or ""
    return None


def taken_notes(found: Package, told: Told, ours: Collection[str]) -> dict[str, dict[str, Any]]:
    """The words of the notes by their GUIDs; `ours` repeat our sidecar and are left out."""
    notes: dict[str, dict[str, Any]] = {}
    variables = {one.guid: one.name for one in found.project.variables}
    for one in found.project.notes:
        if one.guid in ours:
            continue
        if one.guid in notes:
            told.lose("same_guid", name=one.name)
            continue
        _stays(one, told, variables)
        words = _words(one, found, told)
        if words:
            notes[one.guid] = {"name": one.name or "", "words": words, "user": one.creator, "created": one.created}
    _tell_named(found.project, notes, told)
    return notes


def _tell_named(project: Project, notes: Mapping[str, Mapping[str, Any]], told: Told) -> None:
    """What names a note and has no memos here: the project, and other notes."""
    called = {guid: one["name"] or one["words"] for guid, one in notes.items()}
    for guid in dict.fromkeys(project.note_refs):
        if guid in called:
            told.lose("note_of_project", name=called[guid])
    for one in project.notes:
        inside = within(one, object)
        named = [*one.notes, *(guid for part in inside for guid in getattr(part, "notes", ()))]
        for guid in dict.fromkeys(named):
            if guid in called:
                told.lose("note_of_note", name=called[guid], note=one.name or called.get(one.guid))


def _stays(one: TextSource, told: Told, variables: Mapping[str, str]) -> None:
    """What a memo here has no place for."""
    marked = sum(len(selection.codings) or 1 for selection in one.selections) + len(one.codings)
    if marked:
        told.lose("note_coded", name=one.name, count=marked)
    for variable, value, _guid in values_of(one.values, variables, told, one.name):
        told.lose("value", variable=variable, name=one.name, value=value)


def _words(one: TextSource, found: Package, told: Told) -> str:
    """Title, text and description under each other, and what stands beside parts of it; no title twice."""
    read = texts.text_of(one, found)
    text = read.text.translate(UNSEEN).strip() if read is not None else ""
    beside = [f"[{part.start}–{part.end}] {part.description}" for part in one.selections if part.description]
    said = [part.strip() for part in (text, one.description or "", *beside) if part.strip()]
    if not text and (one.plain_path or one.rich_path or not said):
        told.lose("note_in_word" if found.has(one.rich_path) else "note_lost", name=one.name or one.guid)
    title = " ".join((one.name or "").split())
    begins = bool(said) and " ".join(said[0].split()).startswith(title)
    head = [] if begins or not title else [title]
    return "\n".join([*head, "\n\n".join(said)] if said else head)


def belonging(taken: Taken) -> set[str]:
    """The notes that came with something."""
    of_texts = (
        notes
        for text in taken.sources
        for notes in (text.notes, *(one.notes for one in (*text.passages, *text.wordless)))
    )
    return {guid for notes in (*(one["notes"] for one in taken.codes), *of_texts) for guid in notes}


def loose(taken: Taken, told: Told) -> list[Text]:
    """A source that holds the notes which belong to nothing; none where there are no such notes.

    Memos go beside a source, and a name in one waits, as in any text, until a person releases it.
    """
    placed = belonging(taken)
    left = [guid for guid in taken.notes if guid not in placed]
    if not left:
        return []
    for guid in left:
        told.lose("note_loose", name=taken.notes[guid]["name"] or taken.notes[guid]["words"])
    made = Text(str(uuid5(NAMESPACE_URL, f"sluitend:loose notes {left[0]}")), LOOSE, _LOOSE_WORDS, notes=left)
    made.blocks = [one.to_json() for one in plain.read(_LOOSE_WORDS, "text/plain").blocks]
    return [made]
