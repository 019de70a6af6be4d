"""A turn of reading for meaning: how long it may take, and what it leaves for the next one."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from sluitend.work import runs

AT_ONCE = 16  # passages, at most: a second or so, after which whoever wants it stopped is heard


class Turn:
    """Ends by the clock, and as soon as other work waits.

    How fast the model is depends on everything else that runs, as it is last in line for the processor. So a turn
    begins with one passage, and asks for more at once only as long as these fit in what is left of its time.
    """

    def __init__(self, kind: str, seconds: float) -> None:
        self._kind, self._until = kind, monotonic() + seconds
        self._asked, self._pace, self._since = 0, 0.0, 0.0

    @property
    def is_over(self) -> bool:
        return monotonic() > self._until or runs.is_waited_for(self._kind)

    def ask(self) -> int:
        """How many passages to read now; `answered` tells how many there were."""
        self._since = monotonic()
        fitting = int((self._until - self._since) / self._pace) if self._pace else 1
        return max(1, min(AT_ONCE, 2 * self._asked or 1, fitting))

    def answered(self, passages: int) -> None:
        """They were read."""
        self._asked = passages
        self._pace = (monotonic() - self._since) / passages


@dataclass(slots=True)
class Begun:
    """The vectors of the first passages of a text whose turn ended; in the memory of this process only."""

    text: tuple[int, str, str]  # version, hash of its words, model
    vectors: list[Any] = field(default_factory=list)
    passages: int = 0

    def add(self, some: Any) -> None:
        self.vectors.append(some)
        self.passages += len(some)


_BEGUN: dict[int, Begun] = {}  # by evaluation: they take turns


def begun(evaluation_id: int, text: tuple[int, str, str]) -> Begun:
    """What an earlier turn left of this text in these words; what was left of another goes."""
    if (there := _BEGUN.get(evaluation_id)) is None or there.text != text:
        there = _BEGUN[evaluation_id] = Begun(text)
    return there


def leave_nothing(evaluation_id: int) -> None:
    """No vectors stay behind of a text that is written, or may not be read any more."""
    _BEGUN.pop(evaluation_id, None)
