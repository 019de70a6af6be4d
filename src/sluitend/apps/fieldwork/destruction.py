"""What is destroyed in one go, and what it leaves in the statement: kinds, numbers, counts and hashes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was destroyed. `spans` are offsets in code points; without any, the whole of it went."""

    kind: str
    object: str = ""
    count: int = 1
    sha256: str = ""
    spans: Spans = ()

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Line:
        spans = tuple((start, end) for start, end in data["spans"])
        return cls(data["kind"], data["object"], data["count"], data["sha256"], spans)


@dataclass(slots=True)
class Destruction:
    """Goes along the rooms. `replay` holds the lines of the ledger when a restored database has to forget again."""

    evaluation_id: int
    reason: str = "withdrawn"  # or "retention"; the rooms have the same words for it
    # Numbers of the sources that are withdrawn; None for all that the respondent said.
    scope: frozenset[int] | None = None
    replay: tuple[Line, ...] | None = None
    lines: list[Line] = field(default_factory=list)
    # Id of a source version -> the spans that went; an empty tuple when its whole text went.
    texts: dict[int, Spans] = field(default_factory=dict)
    # The words themselves, as long as it lasts: where they were copied by hand, lower rooms find them by these.
    words: list[str] = field(default_factory=list)

    def note(self, kind: str, *, object: str = "", count: int = 1, sha256: str = "", spans: Spans = ()) -> None:
        """Add a line to the statement; nothing is added for nothing, and what has no name is counted in one line."""
        line = Line(kind, object, count, sha256, spans)
        before = [one for one in self.lines if (one.kind, one.object) == (kind, "")]
        if before:
            self.lines.remove(before[0])
            line = replace(line, count=count + before[0].count)
        if line.count:
            self.lines.append(line)
