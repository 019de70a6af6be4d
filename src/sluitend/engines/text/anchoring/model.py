"""What comes of comparing two texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias


class Same(NamedTuple):
    """Equal stretches: ``length`` units from ``old`` in the old text and from ``new`` in the new one."""

    old: int
    new: int
    length: int

    @property
    def old_end(self) -> int:
        return self.old + self.length

    @property
    def new_end(self) -> int:
        return self.new + self.length


class Change(NamedTuple):
    """``[old_start, old_end)`` became ``[new_start, new_end)``; one of the two may be empty."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


@dataclass(frozen=True, slots=True)
class Placed:
    """The span stands in the new text, letter for letter, at ``[start, end)``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Changed:
    """The span does not stand there as it was; ``[start, end)`` is the nearest, for a person to judge."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Lost:
    """Nothing in the new text resembles the span."""


Placement: TypeAlias = Placed | Changed | Lost
