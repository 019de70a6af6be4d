"""What changed between two versions of a text, with what stands around it, to read on screen."""

from __future__ import annotations

from dataclasses import dataclass

from sluitend.apps.design.differences import Piece
from sluitend.engines.text.anchoring import Alignment, Change

SHOWN = 100
# Changes so near to each other are read together; around them stands as much.
_AROUND = 80
# Of a page that was taken out or put in, so much is shown.
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Difference:
    """Some changes that stand together, in the order of the text."""

    pieces: tuple[Piece, ...]


def differences(alignment: Alignment) -> list[Difference]:
    """Every group of changes; changed words are shown whole."""
    return [_shown(alignment, group) for group in _groups(alignment.changes)]


def _groups(changes: tuple[Change, ...]) -> list[list[Change]]:
    groups: list[list[Change]] = []
    for change in changes:
        if groups and change.new_start - groups[-1][-1].new_end <= _AROUND:
            groups[-1].append(change)
        else:
            groups.append([change])
    return groups


def _shown(alignment: Alignment, group: list[Change]) -> Difference:
    first = group[0]
    before = alignment.new[max(0, first.new_start - _AROUND) : first.new_start]
    pieces = [Piece("same", ("…" if first.new_start > _AROUND else "") + before)]
    at = first.new_start
    for change in group:
        pieces.append(Piece("same", alignment.new[at : change.new_start]))
        pieces.append(Piece("out", _short(alignment.old[change.old_start : change.old_end])))
        pieces.append(Piece("in", _short(alignment.new[change.new_start : change.new_end])))
        at = change.new_end
    rest = alignment.new[at : at + _AROUND]
    pieces.append(Piece("same", rest + ("…" if at + _AROUND < len(alignment.new) else "")))
    return Difference(tuple(piece for piece in pieces if piece.text))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]} […] {text[-_LONGEST // 2 :]}"
