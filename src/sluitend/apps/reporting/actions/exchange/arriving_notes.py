"""Notes of a file as memos, beside whatever names them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sluitend.apps.coding.actions.memos import MAX_LENGTH
from sluitend.apps.people.models import User
from sluitend.apps.reporting.actions.exchange.note_keys import Home, NoteKeys
from sluitend.formats.qdpx.losses import Loss, loss
from sluitend.formats.qdpx.taken_parts import Taken

Row = dict[str, Any]


class Notes:
    """Those of one file. `told`: by the GUID of a memo its words, and the name of what it is beside."""

    def __init__(self, taken: Taken, coder: Callable[[str | None], User], keys: NoteKeys, losses: list[Loss]) -> None:
        self._notes, self._coder, self.keys, self._losses = taken.notes, coder, keys, losses
        self._cut: set[str] = set()
        self._at_passages: set[str] = set()
        self.told: dict[str, tuple[str, str]] = {}

    def at(self, home: Home, notes: Iterable[str], name: str) -> list[Row]:
        """The memos of a thing with this name."""
        found = {self.keys.of(guid, home): self._notes[guid] for guid in notes if guid in self._notes}
        if home[0] == "passage":  # another passage on the same words may have brought them
            found = {key: one for key, one in found.items() if key not in self._at_passages}
            self._at_passages |= set(found)
        return [self.row(key, one["words"], one["user"], one["created"], name) for key, one in found.items()]

    def row(self, key: str, words: str, user: str | None, at: str | None, name: str) -> Row:
        """A memo, cut to what one may hold."""
        if len(words) > MAX_LENGTH and key not in self._cut:
            self._cut.add(key)
            self._losses.append(loss("memo_cut", name=name))
        self.told.setdefault(key, (words[:MAX_LENGTH], name))
        return {"key": key, "author": self._coder(user).pk, "text": words[:MAX_LENGTH], "at": at}
