"""What counts as a small number, and what is said of it. Apart from `tables`, since it loads nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

CAVEAT: Final = (
    "Aantallen onder de 10 staan er niet, en zoveel andere als nodig is om ze niet te kunnen uitrekenen. De rest is "
    "afgerond op vijftallen; afgeronde delen tellen niet op tot het afgeronde totaal."
)


@dataclass(frozen=True, slots=True)
class Rule:
    """What is too small, how it is rounded, whether a zero is told, and what the rows of totals are called."""

    least: int = 10
    base: int = 5
    zeros: bool = False
    total: str = "Totaal"
