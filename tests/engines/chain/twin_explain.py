"""Why one group takes longer than another, in fractions and by all orders of change: nothing of the engine in it."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from itertools import pairwise, permutations

from tests.engines.chain.twin import DAY, Event

Link = tuple[str | None, str | None]
Case = list[tuple[Link, Fraction]]  # every pass with its days


def cases(events: list[Event], column: int) -> dict[str, tuple[tuple[str, ...], Case]]:
    """Of every case its variant and its passes, of links between activities (1) or resources (3)."""
    found: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        found[event[0]].append(event)
    ordered = {case: sorted(rows, key=lambda row: row[2]) for case, rows in found.items()}
    return {
        case: (
            tuple(row[1] for row in rows),
            [((one[column], two[column]), Fraction(two[2] - one[2], DAY)) for one, two in pairwise(rows)],  # type: ignore[misc]
        )
        for case, rows in ordered.items()
    }


def mean(group: list[Case]) -> Fraction:
    return sum((days for case in group for _, days in case), Fraction()) / len(group)


def factors(group: list[Case], link: Link) -> list[Fraction | None]:
    """Share of cases that pass it, passes of each of those, days of a pass."""
    passing = [[days for other, days in case if other == link] for case in group]
    passing = [days for days in passing if days]
    passes = sum(len(days) for days in passing)
    if not passing:
        return [Fraction(), None, None]
    return [
        Fraction(len(passing), len(group)),
        Fraction(passes, len(passing)),
        sum((sum(days, Fraction()) for days in passing), Fraction()) / passes,
    ]


def contributions(old: list[Case], new: list[Case]) -> dict[Link, list[Fraction]]:
    """Of every link what its three factors add to the mean: the average over the orders in which they change."""
    links = {link for case in [*old, *new] for link, _ in case}
    return {link: _shapley(factors(old, link), factors(new, link)) for link in links}


def _shapley(old: list[Fraction | None], new: list[Fraction | None]) -> list[Fraction]:
    before = [two if one is None else one for one, two in zip(old, new, strict=True)]
    after = [one if two is None else two for one, two in zip(old, new, strict=True)]
    found = [Fraction()] * 3
    for order in permutations(range(3)):
        now = [one for one in before if one is not None]
        for place in order:
            product = now[0] * now[1] * now[2]
            changed = after[place]
            assert changed is not None
            now[place] = changed
            found[place] += (now[0] * now[1] * now[2] - product) / 6
    return found
