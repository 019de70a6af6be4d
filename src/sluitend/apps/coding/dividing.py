"""A fair division of texts over coders, the same from the same seed, so that it can be shown and repeated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from random import Random

TOGETHER = 2  # coders of a text that is coded more than once; a person can add others

Division = dict[int, tuple[int, ...]]


def divide(lengths: Mapping[int, int], coders: Sequence[int], share: int, seed: int) -> Division:
    """Which coders (ids) code which text (id), of texts with these lengths in characters.

    Of every hundred texts at least ``share``, drawn by chance, get two coders. Then each text, the longest first, goes
    to whoever has least to read so far; of pairs, to those who were together least. Without coders nobody gets any.
    """
    if not coders:
        return dict.fromkeys(lengths, ())
    chance = Random(seed)  # noqa: S311 - a draw that can be repeated, not a secret
    order = chance.sample(sorted(coders), len(coders))
    twice = _drawn(chance, sorted(lengths), share) if len(coders) > 1 else set()
    load, pairs = dict.fromkeys(order, 0), dict.fromkeys(map(frozenset, combinations(order, TOGETHER)), 0)
    found: Division = {}
    for text in sorted(lengths, key=lambda one: (-lengths[one], one)):
        chosen = _pair(order, load, pairs) if text in twice else (min(order, key=lambda one: load[one]),)
        for coder in chosen:
            load[coder] += lengths[text]
        found[text] = tuple(sorted(chosen))
    return found


def _drawn(chance: Random, texts: Sequence[int], share: int) -> set[int]:
    return set(chance.sample(texts, -(-len(texts) * share // 100)))


def _pair(order: Sequence[int], load: Mapping[int, int], pairs: dict[frozenset[int], int]) -> tuple[int, ...]:
    """The two with least to read; the pair that was together least where that makes no difference."""
    places = {coder: place for place, coder in enumerate(order)}

    def weight(pair: frozenset[int]) -> tuple[int, int, list[int]]:
        return (sum(load[one] for one in pair), pairs[pair], sorted(places[one] for one in pair))

    chosen = min(pairs, key=weight)
    pairs[chosen] += 1
    return tuple(chosen)
