"""Words beside an object in the picture."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """What somebody should know of an object before leaning on it: a word, with a sign beside it."""

    text: str
    icon: str
    kind: str  # neutral, warning, danger
