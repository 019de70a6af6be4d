"""What a rule is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from sluitend.web.registry import Text

if TYPE_CHECKING:
    from sluitend.apps.reporting.checker.world import World


class Severity(StrEnum):
    ERROR = "error"  # what does not hold
    WARNING = "warning"  # what is weak, or will be noticed
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Standard:
    """Where a rule comes from; ``item`` is its number there."""

    source: str
    item: str

    def __str__(self) -> str:
        return f"{self.source}, {self.item}" if self.item else self.source


@dataclass(frozen=True, slots=True)
class Found:
    """One object that a rule has something to say about.

    ``label`` is what people call it, ``key`` tells it apart from every other object that the same rule may find, for
    ever: a waiver names it. Without a key the label is one. ``on`` are the objects on whose pages it is shown besides
    its own: ``S3``, ``H12`` for the chapter with that id.
    """

    label: Text
    url: str
    message: Text
    data: Mapping[str, str | int | Text] = field(default_factory=dict)
    key: str = ""
    on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One coded rule."""

    code: str
    severity: Severity
    title: Text
    why: Text
    standard: tuple[Standard, ...]
    how_to_mend: Text
    check: Callable[[World], Iterable[Found]]


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule found, with the rule."""

    rule: Rule
    found: Found

    @property
    def label(self) -> str:
        return str(self.found.label)

    @property
    def key(self) -> str:
        """With the rule's code it names this problem, also after a change elsewhere."""
        return self.found.key or self.label

    @property
    def url(self) -> str:
        return self.found.url

    @property
    def objects(self) -> tuple[str, ...]:
        """The objects on whose pages it is shown."""
        return (self.key.split()[0], *self.found.on)

    @property
    def sentence(self) -> str:
        """What is wrong with this object."""
        return str(self.found.message) % dict(self.found.data)
