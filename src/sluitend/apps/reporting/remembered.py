"""What was made of an evaluation is kept in memory until somebody writes something.

The mark is read before the making: what somebody writes meanwhile may be in what is kept, and then the next reader,
with a newer mark, has it made again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from sluitend.apps.people.queries import Mark, mark_of

T = TypeVar("T")


class Remembered(Generic[T]):
    """The newest of each variant of each evaluation, at most `most` together: quotes are among it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, tuple[Mark | None, T]] = OrderedDict()
        self._lock = Lock()

    def get(self, evaluation_id: int, variant: Hashable, make: Callable[[], T]) -> T:
        """What is kept, when nothing was written since; else what `make` makes."""
        mark = mark_of(evaluation_id)
        key = (evaluation_id, variant)
        kept = self._kept.get(key)
        if kept is None or kept[0] != mark:
            kept = (mark, make())
            self._keep(key, kept)
        return kept[1]

    def _keep(self, key: Hashable, kept: tuple[Mark | None, T]) -> None:
        with self._lock:
            self._kept[key] = kept
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
