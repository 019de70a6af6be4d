"""What a reader wrote in a Word file that came back. Texts are as in the file; nothing of it is markup."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class ChangeKind(StrEnum):
    """What was done to the words."""

    INSERTED = "inserted"
    DELETED = "deleted"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to a comment."""

    author: str
    date: datetime | None
    text: str


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on `anchor`, with the words of the paragraph `before` and `after` it.

    All three are the words as they were sent: without what was inserted, with what was deleted. On words that were
    inserted, `anchor` is those words. It is empty when the comment stands at a point. The name of the author is what
    the word processor was told; `date` is what it wrote down (UTC, although Word writes its own clock).
    """

    anchor: str
    before: str
    after: str
    author: str
    date: datetime | None
    text: str
    replies: tuple[Reply, ...] = ()
    is_resolved: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A tracked change of `text`: its paragraph as it was sent, and as it reads when all changes are taken over.

    Of what was moved, the first is the paragraph that it came from and the second the one where it went.
    """

    kind: ChangeKind
    text: str
    paragraph_before: str
    paragraph_after: str
    author: str
    date: datetime | None


@dataclass(frozen=True, slots=True)
class Returned:
    """Everything that was written in the file, in the order of its text."""

    comments: tuple[Comment, ...]
    changes: tuple[Change, ...]

    def to_json(self) -> dict[str, Any]:
        """As plain data that ``json`` can write."""
        found: dict[str, Any] = asdict(self)
        for one in (*found["comments"], *found["changes"]):
            for written in (one, *one.get("replies", ())):
                written["date"] = written["date"] and written["date"].isoformat()
        return found

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Returned:
        """The inverse of ``to_json``."""
        return cls(tuple(map(_comment, data["comments"])), tuple(map(_change, data["changes"])))


def _comment(data: Mapping[str, Any]) -> Comment:
    replies = tuple(Reply(**_dated(one)) for one in data["replies"])
    return Comment(**_dated(data) | {"replies": replies})


def _change(data: Mapping[str, Any]) -> Change:
    return Change(**_dated(data) | {"kind": ChangeKind(data["kind"])})


def _dated(data: Mapping[str, Any]) -> dict[str, Any]:
    return {**data, "date": data["date"] and datetime.fromisoformat(data["date"])}
