"""Gathers the tracked changes of a text, paragraph by paragraph."""

from __future__ import annotations

from dataclasses import dataclass, field

from sluitend.formats.returned_word.model import Change, ChangeKind
from sluitend.formats.returned_word.pieces import Mark, Piece, Track

MAX_PARAGRAPH = 5_000
_KINDS = {"ins": ChangeKind.INSERTED, "del": ChangeKind.DELETED}
_STARTS = {"moveFromRangeStart": "moveFrom", "moveToRangeStart": "moveTo"}


@dataclass
class _Stretch:
    """Neighbouring pieces with the same change; a word processor cuts text up as it likes."""

    track: Track
    name: str  # of the move
    parts: list[str] = field(default_factory=list)


@dataclass
class _End:
    """One end of a move: what left, or what came."""

    text: str = ""
    before: str = ""
    after: str = ""


@dataclass
class _Move:
    """Words that went from one place to another, as far as both ends are in the text."""

    track: Track
    ends: dict[str, _End] = field(default_factory=dict)

    def change(self) -> Change:
        gone, come = self.ends.get("moveFrom"), self.ends.get("moveTo")
        if gone and come:
            return self._made(ChangeKind.MOVED, come.text, gone.before, come.after)
        end = gone or come
        assert end is not None
        return self._made(ChangeKind.DELETED if gone else ChangeKind.INSERTED, end.text, end.before, end.after)

    def _made(self, kind: ChangeKind, text: str, before: str, after: str) -> Change:
        return Change(kind, text, before, after, self.track.author, self.track.date)


@dataclass
class Changes:
    """Follows the text and keeps what was done to it."""

    _found: list[Change | _Move] = field(default_factory=list)
    _moves: dict[str, _Move] = field(default_factory=dict)
    _name: dict[str, str] = field(default_factory=dict)  # of the move that is under way, by its end
    _pieces: list[tuple[Piece, dict[str, str]]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self._found)

    def mark(self, mark: Mark) -> None:
        if mark.kind in _STARTS:
            self._name = {**self._name, _STARTS[mark.kind]: mark.name}

    def text(self, piece: Piece) -> None:
        self._pieces.append((piece, self._name))

    def end_paragraph(self) -> None:
        if any(piece.tracks for piece, _name in self._pieces):
            before = "".join(piece.text for piece, _name in self._pieces if piece.was_sent)[:MAX_PARAGRAPH]
            after = "".join(piece.text for piece, _name in self._pieces if piece.stays)[:MAX_PARAGRAPH]
            for stretch in self._stretches():
                self._keep(stretch, before, after)
        self._pieces = []

    def _stretches(self) -> list[_Stretch]:
        """What one person did to words that follow on each other, in the order in which each began."""
        begun: list[_Stretch] = []
        open_now: dict[tuple[str, str, str], _Stretch] = {}
        for piece, names in self._pieces:
            here: dict[tuple[str, str, str], _Stretch] = {}
            for track in piece.tracks:
                key = (track.kind, track.author, names.get(track.kind, ""))
                stretch = open_now.get(key)
                if stretch is None:
                    stretch = _Stretch(track, key[2])
                    begun.append(stretch)
                stretch.parts.append(piece.text)
                here[key] = stretch
            open_now = here
        return begun

    def _keep(self, stretch: _Stretch, before: str, after: str) -> None:
        track, text = stretch.track, "".join(stretch.parts)
        if track.kind in _KINDS:
            self._found.append(Change(_KINDS[track.kind], text, before, after, track.author, track.date))
            return
        move = self._moves.get(stretch.name)
        if move is None:
            move = _Move(track)
            self._found.append(move)
            if stretch.name:  # without a name nothing says what belongs together
                self._moves[stretch.name] = move
        end = move.ends.setdefault(track.kind, _End(before=before, after=after))
        end.text = f"{end.text}\n{text}" if end.text else text

    def result(self) -> tuple[Change, ...]:
        return tuple(one.change() if isinstance(one, _Move) else one for one in self._found)
