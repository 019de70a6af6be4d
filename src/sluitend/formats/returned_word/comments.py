"""Gathers the comments: which words each is about, and who answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sluitend.formats.returned_word.model import Comment
from sluitend.formats.returned_word.parts import Note
from sluitend.formats.returned_word.pieces import Mark, Piece

CONTEXT = 300
MAX_ANCHOR = 5_000
DEEPEST = 500  # answers to answers


@dataclass
class _Place:
    """Where a comment stands; texts grow while its range is open."""

    before: str
    position: int = 0  # how many pieces of text stand before it
    after: str = ""
    sent: str = ""
    added: str = ""

    def take(self, piece: Piece) -> None:
        if piece.was_sent:
            self.sent = (self.sent + piece.text)[:MAX_ANCHOR]
        else:
            self.added = (self.added + piece.text)[:MAX_ANCHOR]

    @property
    def anchor(self) -> str:
        return self.sent.strip("\n") or self.added.strip("\n")


@dataclass
class Comments:
    """Follows the text and keeps what each comment is about."""

    notes: Sequence[Note]
    _places: dict[str, _Place] = field(default_factory=dict)
    _open: dict[str, _Place] = field(default_factory=dict)
    _closed_here: list[tuple[_Place, int]] = field(default_factory=list)
    _sent: str = ""  # of this paragraph, so far
    _texts: int = 0

    def begin_paragraph(self) -> None:
        self._sent, self._closed_here = "", []
        for place in self._open.values():
            place.sent += "\n" if place.sent else ""

    def text(self, piece: Piece) -> None:
        self._texts += 1
        self._sent += piece.text if piece.was_sent else ""
        for place in self._open.values():
            place.take(piece)

    def mark(self, mark: Mark) -> None:
        match mark.kind:
            case "commentRangeStart" if mark.identifier not in self._places:
                self._open[mark.identifier] = self._begin(mark.identifier)
            case "commentRangeEnd" if mark.identifier in self._open:
                self._closed_here.append((self._open.pop(mark.identifier), len(self._sent)))
            case "commentReference" if mark.identifier not in self._places:
                self._closed_here.append((self._begin(mark.identifier), len(self._sent)))

    def _begin(self, identifier: str) -> _Place:
        place = self._places[identifier] = _Place(self._sent[-CONTEXT:], self._texts)
        return place

    def end_paragraph(self) -> None:
        for place, position in self._closed_here:
            place.after = self._sent[position : position + CONTEXT]
        self._sent, self._closed_here = "", []

    def result(self) -> tuple[Comment, ...]:
        """In the order of the text; comments that stand nowhere in it come last."""
        notes = {note.identifier: note for note in self.notes}
        order = sorted(notes, key=lambda one: self._places[one].position if one in self._places else self._texts + 1)
        replies: dict[str, list[Note]] = {}
        for note in self.notes:
            replies.setdefault(_root(note, notes), []).append(note)
        return tuple(
            self._comment(notes[one], replies[one]) for one in order if one in replies and _is_root(one, notes)
        )

    def _comment(self, note: Note, thread: list[Note]) -> Comment:
        place = self._places.get(note.identifier, _Place(""))
        answers = tuple(one.as_reply for one in thread if one is not note)
        return Comment(
            place.anchor, place.before, place.after, note.author, note.date, note.text, answers, note.is_resolved
        )


def _root(note: Note, notes: dict[str, Note]) -> str:
    """The comment that began the conversation; in a circle, which a damaged file may hold, the comment itself."""
    seen = {note.identifier}
    here = note
    while here.parent is not None and here.parent in notes and len(seen) < DEEPEST:
        if here.parent in seen:
            return note.identifier
        seen.add(here.parent)
        here = notes[here.parent]
    return here.identifier


def _is_root(identifier: str, notes: dict[str, Note]) -> bool:
    return _root(notes[identifier], notes) == identifier
