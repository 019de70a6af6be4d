"""A fair division of texts over coders, the same from the same seed, so that it can be shown and repeated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from random import Random

FEWEST_TOGETHER = 2  # coders of a text that is coded more than once; a person can add others

Division = dict[int, tuple[int, ...]]


def divide(
    lengths: Mapping[int, int], coders: Sequence[int], share: int, seed: int, together: int = FEWEST_TOGETHER
) -> Division:
    """Which coders (ids) code which text (id), of texts with these lengths in characters.

    Of every hundred texts at least ``share``, drawn by chance, get ``together`` coders, or all there are. These come
    first, the longest first, so that every two coders meet about equally often; each other text then goes to whoever
    has least to read so far. Without coders nobody gets any.
    """
    if not coders:
        return dict.fromkeys(lengths, ())
    chance = Random(seed)  # noqa: S311 - a draw that can be repeated, not a secret
    order = chance.sample(sorted(coders), len(coders))
    shared = _drawn(chance, sorted(lengths), share) if len(coders) > 1 else set()
    work = _Work(order, min(together, len(order)))
    return {
        text: work.give(lengths[text], is_shared=text in shared)
        for text in sorted(lengths, key=lambda one: (one not in shared, -lengths[one], one))
    }


def _drawn(chance: Random, texts: Sequence[int], share: int) -> set[int]:
    return set(chance.sample(texts, -(-len(texts) * share // 100)))


class _Work:
    """Who has how much to read so far, and who met whom how often."""

    def __init__(self, order: Sequence[int], together: int) -> None:
        self._order, self._together = order, together
        self._load, self._met = dict.fromkeys(order, 0), Counter[frozenset[int]]()

    def give(self, length: int, *, is_shared: bool) -> tuple[int, ...]:
        chosen = self._group() if is_shared else [min(self._order, key=lambda one: self._load[one])]
        self._met.update(map(frozenset, combinations(chosen, 2)))
        for coder in chosen:
            self._load[coder] += length
        return tuple(sorted(chosen))

    def _group(self) -> list[int]:
        """Grown from each coder in turn, by whoever met the others least; the best of these. Of two that is the best
        there is, and of more it needs no look at every group.
        """
        return min((self._grown(first) for first in self._order), key=self._weight)

    def _grown(self, first: int) -> list[int]:
        group = [first]
        while len(group) < self._together:
            others = (one for one in self._order if one not in group)
            group.append(min(others, key=lambda one: self._weight([*group, one])))
        return group

    def _weight(self, group: Iterable[int]) -> tuple[int, int, int]:
        """How often the two who met most did, how often all, and what there is to read; then the order of chance."""
        members = list(group)
        met = [self._met[frozenset(pair)] for pair in combinations(members, 2)]
        return max(met), sum(met), sum(self._load[one] for one in members)
