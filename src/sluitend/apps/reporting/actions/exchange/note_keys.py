"""By what GUIDs a note stands here: a memo lies beside one thing, and elsewhere several things may name one note.

It becomes a memo at each of them. One has the GUID of the note, each other a GUID that is made of the note and the
thing: so this file and every newer one find all of them again, in whatever order they are named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from sluitend.apps.coding.models import Code, Memo
from sluitend.apps.design.models import Evaluation
from sluitend.apps.reporting.actions.exchange import guids, placing
from sluitend.apps.reporting.models import ExchangeKind
from sluitend.apps.sources.models import SourceVersion
from sluitend.formats.qdpx.taken_parts import Taken, Text

Home = tuple[str, str]  # “code”, “source” or “passage”, and its GUID; what has no words is told beside its source


@dataclass(frozen=True, slots=True)
class Here:
    """What of a file is here by now, by GUID."""

    codes: Mapping[str, Code]
    versions: Mapping[str, SourceVersion]  # of its texts, but those that stay away


class NoteKeys:
    """Of one file."""

    def __init__(self, evaluation: Evaluation, taken: Taken, here: Here) -> None:
        self._known = guids.known(evaluation, ExchangeKind.NOTE)
        self._first = {guid: first for text in taken.sources for guid, first in _first(text).items()}
        several = {note: homes for note, homes in _homes(taken, here).items() if len(homes) > 1}
        self._owner: dict[str, Home] = {note: homes[0] for note, homes in several.items()}
        self._waiting: dict[str, Home] = {}
        if several:
            self._waiting = dict(_waiting(here.versions))
            ids = {self._known[note] for note in several if note in self._known}
            standing = _standing(evaluation, here, ids)
            for note, homes in several.items():
                stands = standing.get(self._known.get(note, 0), set()) | {self._waiting.get(note)}
                self._owner[note] = next((one for one in homes if one in stands), homes[0])

    def of(self, note: str, home: Home) -> str:
        """That of the note itself, or of its memo at this thing beside those at others."""
        own = str(uuid5(NAMESPACE_URL, f"sluitend:note {note} at {home[0]} {home[1]}"))
        is_own = own in self._known or own in self._waiting or self._owner.get(note, home) != home
        return own if is_own else note

    def passage(self, guid: str) -> Home:
        """Passages on the same words are one passage here: the notes of all are at home in the first."""
        return "passage", self._first[guid]


def _homes(taken: Taken, here: Here) -> Mapping[str, list[Home]]:
    """The things that name each note, in the order of the file."""
    found: dict[str, dict[Home, None]] = defaultdict(dict)
    for code in taken.codes:
        for note in code["notes"]:
            found[note]["code", code["guid"]] = None
    for text in (one for one in taken.sources if one.guid in here.versions):
        for home, notes in _of_text(text):
            for note in notes:
                found[note][home] = None
    return {note: list(homes) for note, homes in found.items()}


def _of_text(text: Text) -> Iterator[tuple[Home, Collection[str]]]:
    for one in text.wordless:
        yield ("source", text.guid), one.notes
    yield ("source", text.guid), text.notes
    first = _first(text)
    for one in text.passages:
        yield ("passage", first[one.guid]), one.notes


def _first(text: Text) -> dict[str, str]:
    """By the GUID of a passage that of the first one on the same words."""
    at: dict[tuple[int, int], str] = {}
    return {one.guid: at.setdefault((one.start, one.end), one.guid) for one in text.passages}


def _waiting(versions: Mapping[str, SourceVersion]) -> Iterator[tuple[str, Home]]:
    """The memos that wait with these texts, by their GUIDs."""
    for guid, version in versions.items():
        waiting = placing.opened(placing.of_text(version))
        beside = (waiting.memos, *(one["memos"] for one in waiting.wordless))
        yield from ((memo["key"], ("source", guid)) for some in beside for memo in some)
        for one in waiting.passages:
            yield from ((memo["key"], ("passage", one["key"])) for memo in one["memos"])


def _standing(evaluation: Evaluation, here: Here, ids: Collection[int]) -> Mapping[int, set[Home]]:
    """By the id of a memo the thing that it lies beside, under every GUID of that."""
    names: dict[tuple[str, int], set[Home]] = defaultdict(set)
    for guid, code in here.codes.items():
        names["code", code.pk].add(("code", guid))
    for guid, version in here.versions.items():
        names["source", version.source_id].add(("source", guid))
    for guid, pk in guids.known(evaluation, ExchangeKind.SELECTION).items():
        names["passage", pk].add(("passage", guid))
    rows = Memo.objects.filter(evaluation=evaluation, pk__in=ids).values_list("pk", "code", "source", "fragment")
    found = ((pk, zip(("code", "source", "passage"), ends, strict=True)) for pk, *ends in rows)
    return {pk: set[Home]().union(*(names[kind, end] for kind, end in ends if end is not None)) for pk, ends in found}
