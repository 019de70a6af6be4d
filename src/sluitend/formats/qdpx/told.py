"""What was said of a project so far, on its way in: each thing that stays behind, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from sluitend.formats.qdpx.losses import Loss, loss


class Noted(Protocol):
    """What notes can stand beside."""

    @property
    def guid(self) -> str: ...
    @property
    def notes(self) -> tuple[str, ...]: ...


@dataclass(slots=True)
class Told:
    """What was said of a project so far: what is lost, which GUIDs were seen, and which notes links tie to what."""

    losses: list[Loss]
    linked: Mapping[str, list[str]] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def lose(self, code: str, **data: str | int | None) -> None:
        """Something that does not come along."""
        self.losses.append(loss(code, **data))

    def is_new(self, guid: str, name: str | None) -> bool:
        """Whether it is the first of its GUID; what is not stays behind."""
        if guid in self.seen:
            self.lose("same_guid", name=name)
            return False
        self.seen.add(guid)
        return True

    def notes_of(self, *things: Noted) -> list[str]:
        """The notes that these name, and those that a link ties to them, each once."""
        return list(dict.fromkeys(guid for one in things for guid in (*one.notes, *self.linked.get(one.guid, ()))))
