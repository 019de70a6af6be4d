"""What was counted in texts while they were held out, and the measures that follow from counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counted:
    """Passages; to how many people gave a code, the computer would have, and both; and the same of the answer that is
    most frequent elsewhere.
    """

    passages: int = 0
    given: int = 0
    said: int = 0
    both: int = 0
    usual: int = 0
    usual_both: int = 0

    def __add__(self, other: Counted) -> Counted:
        return Counted(
            self.passages + other.passages,
            self.given + other.given,
            self.said + other.said,
            self.both + other.both,
            self.usual + other.usual,
            self.usual_both + other.usual_both,
        )


@dataclass(frozen=True, slots=True)
class Measured:
    """F1 of the computer, of the most frequent answer, and of always yes; None where nothing was given or said."""

    computer: float | None
    usual: float | None
    always: float | None


def f1(given: int, said: int, both: int) -> float | None:
    """Twice what both said by what each said; None when neither said anything."""
    return 2 * both / (given + said) if given + said else None


def micro(counted: Sequence[Counted]) -> Measured:
    """Over all passages and codes together: a code that is given often weighs more."""
    whole = sum(counted, Counted())
    return Measured(
        f1(whole.given, whole.said, whole.both),
        f1(whole.given, whole.usual, whole.usual_both),
        f1(whole.given, whole.passages, whole.given) if whole.given else None,
    )


def macro(by_code: Sequence[Counted]) -> Measured:
    """The mean over codes: each weighs as much. A code with nothing to find nor said has no F1, and no part in it."""
    measured = [micro([one]) for one in by_code]
    return Measured(*(_mean([getattr(one, name) for one in measured]) for name in ("computer", "usual", "always")))


def _mean(values: Sequence[float | None]) -> float | None:
    known = [one for one in values if one is not None]
    return sum(known) / len(known) if known else None
