"""Who rests on whom, as pairs of labels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable


class Ties:
    """Pairs of labels, to be asked from both sides: `below` is what the other rests on."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._above: dict[str, list[str]] = defaultdict(list)
        self._below: dict[str, list[str]] = defaultdict(list)
        for below, above in dict.fromkeys(pairs):
            self._above[below].append(above)
            self._below[above].append(below)

    def above(self, label: str) -> list[str]:
        """What rests on it."""
        return self._above.get(label, [])

    @property
    def lower(self) -> list[str]:
        """Everything on which something rests, in the order of the pairs."""
        return list(self._above)

    @property
    def upper(self) -> list[str]:
        """Everything that rests on something, in the order of the pairs."""
        return list(self._below)

    def below(self, label: str) -> list[str]:
        """What it rests on."""
        return self._below.get(label, [])
