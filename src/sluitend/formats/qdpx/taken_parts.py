"""A project on its way in as plain data, as JSON can write it: what ``taken`` makes and an import goes by.

Everything is known by its GUID.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from sluitend.formats.qdpx.losses import Loss

PLACEHOLDER: Final = "De tekst van deze bron kwam niet mee met het uitwisselbestand."
# What stands in sources that came in before: some of them had their text in the file, as a Word document or a PDF.
FORMER_PLACEHOLDER: Final = "De tekst van deze bron stond niet in het uitwisselbestand."


@dataclass(slots=True)
class Passage:
    """A span of a text, with the codes that people put on it and the notes beside it."""

    guid: str
    start: int
    end: int
    codings: list[dict[str, Any]]
    notes: list[str]
    words: str = ""
    user: str | None = None
    created: str | None = None


@dataclass(slots=True)
class Text:
    """A source. `words` is None for a placeholder; then nothing has a place in it."""

    guid: str
    name: str
    words: str | None
    blocks: list[list[Any]] = field(default_factory=list)
    turns: list[list[Any]] = field(default_factory=list)
    speakers: list[str] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    wordless: list[Passage] = field(default_factory=list)  # a place between characters, or white space
    notes: list[str] = field(default_factory=list)
    values: list[list[str]] = field(default_factory=list)  # name of the variable, value, GUID of the variable
    written: str = ""  # what was said of it, or of a passage without words
    created: str | None = None

    def add_notes(self, more: Iterable[str]) -> None:
        """Those that do not stand beside it yet."""
        self.notes += [one for one in dict.fromkeys(more) if one not in self.notes]

    def write(self, words: str) -> None:
        """Goes into the memo that says what was written of a source."""
        self.written = "\n".join(filter(None, (self.written, words)))


@dataclass(slots=True)
class Taken:
    """All of it, as JSON can write it."""

    name: str
    origin: str
    figures: dict[str, int]
    users: list[list[str]] = field(default_factory=list)  # guid, name
    codes: list[dict[str, Any]] = field(default_factory=list)  # each behind its parent
    sources: list[Text] = field(default_factory=list)
    cases: list[dict[str, Any]] = field(default_factory=list)
    variables: list[list[str]] = field(default_factory=list)  # guid, name, type
    sets: list[dict[str, Any]] = field(default_factory=list)
    links: list[dict[str, Any]] = field(default_factory=list)
    notes: dict[str, dict[str, Any]] = field(default_factory=dict)
    losses: list[Loss] = field(default_factory=list)
    sidecar: dict[str, Any] | None = None
    behind: list[str] = field(default_factory=list)  # what the export says that it left behind

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "losses": [one.to_json() for one in self.losses]}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Taken:
        losses = [Loss.from_json(one) for one in data["losses"]]
        sources = [
            Text(
                **{**one, **{name: [Passage(**row) for row in one.get(name, ())] for name in ("passages", "wordless")}}
            )
            for one in data["sources"]
        ]
        return cls(**{**data, "losses": losses, "sources": sources})
