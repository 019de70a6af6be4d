"""Who says to work with whom: a short questionnaire, in which organisations say something of each other.

The ladder of intensity runs from knowing each other by way of cooperating and coordinating to working as one; compare
Frey et al. (American Journal of Evaluation 27, 2006), who have five steps. An answer that is missing is not known; it
is never a "no".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeVar

import pyarrow as pa


class Intensity(IntEnum):
    """How closely one works with another, by its own account."""

    NONE = 0
    AWARENESS = 1
    COOPERATION = 2
    COORDINATION = 3
    INTEGRATION = 4


@dataclass(frozen=True, slots=True)
class Answer:
    """What one respondent of an organisation says of another organisation; None: no answer. `trust` and `value` (what
    the other is worth to one's own work) are on any scale, the same in all answers. `group` is the subregion or the
    moment that the answer speaks of; None: all of them."""

    organisation: str
    about: str
    intensity: int | None
    trust: float | None = None
    value: float | None = None
    group: str | None = None

    def __post_init__(self) -> None:
        if self.organisation == self.about:
            raise ValueError("an organisation says nothing of itself here")
        if self.intensity is not None and self.intensity not in range(len(Intensity)):
            raise ValueError("intensity is a step of the ladder, from 0 to 4")


@dataclass(frozen=True, slots=True)
class Tie:
    """What an organisation says of another. With several respondents the lower median of their steps: at least half of
    them say this much or less, and at least half this much or more; of trust and value the mean. None: nobody said."""

    respondents: int
    answered: int
    intensity: int | None
    trust: float | None
    value: float | None


@dataclass(frozen=True, slots=True)
class Regard:
    """How much trust and value answers speak of: the mean of those that say it (None: none does), and how many do."""

    trust: float | None
    trust_answers: int
    value: float | None
    value_answers: int


@dataclass(frozen=True, slots=True)
class Perceived:
    """`ties` by (organisation, about). `density`: of the ordered pairs with an answer, the share in which one says at
    least `said_from`; `confirmed`: of the pairs in which one says so and the other answered too, the share in which the
    other says so as well; None where there is nothing to take a share of. `silent`: who is spoken of but answered
    nothing. `between`: of every two (in the order of their names) what either says of the other; `of`: of every
    organisation what others say of it."""

    ties: Mapping[tuple[str, str], Tie]
    said_from: Intensity
    density: float | None
    confirmed: float | None
    silent: tuple[str, ...]
    between: Mapping[tuple[str, str], Regard]
    of: Mapping[str, Regard]


def answers_of(table: pa.Table) -> list[Answer]:
    """From a table with the columns organisation, about and intensity, and where it has them trust, value and group.

    Raises KeyError for a column that is missing, and ValueError as `Answer` does.
    """
    needed, optional = ("organisation", "about", "intensity"), ("trust", "value", "group")
    names = [*needed, *(name for name in optional if name in table.column_names)]
    return [Answer(**row) for row in table.select(names).to_pylist()]


def perceived(answers: Iterable[Answer], *, said_from: Intensity = Intensity.COOPERATION) -> Perceived:
    """The network that organisations describe; of answers about one group, or all."""
    given: dict[tuple[str, str], list[Answer]] = defaultdict(list)
    for answer in answers:
        given[answer.organisation, answer.about].append(answer)
    ties = {pair: _tie(some) for pair, some in sorted(given.items())}
    says = {pair: tie.intensity >= said_from for pair, tie in ties.items() if tie.intensity is not None}
    answered = [says[two, one] for (one, two), yes in says.items() if yes and (two, one) in says]
    spoken, speaking = {two for _one, two in ties}, {one for one, _two in says}
    silent = tuple(sorted(spoken - speaking))
    every = [one for some in given.values() for one in some]
    between = _regards(every, lambda one: (min(one.organisation, one.about), max(one.organisation, one.about)))
    of = _regards(every, lambda one: one.about)
    return Perceived(ties, said_from, _share(says.values()), _share(answered), silent, between, of)


Key = TypeVar("Key", str, tuple[str, str])


def _regards(answers: Iterable[Answer], key: Callable[[Answer], Key]) -> dict[Key, Regard]:
    """Each answer counts once, also where one of the two has more respondents."""
    given: dict[Key, list[Answer]] = defaultdict(list)
    for answer in answers:
        given[key(answer)].append(answer)
    return {one: _regard(some) for one, some in sorted(given.items())}


def _regard(answers: Sequence[Answer]) -> Regard:
    trust = [one.trust for one in answers if one.trust is not None]
    value = [one.value for one in answers if one.value is not None]
    return Regard(_mean(trust), len(trust), _mean(value), len(value))


def _tie(answers: Sequence[Answer]) -> Tie:
    steps = sorted(answer.intensity for answer in answers if answer.intensity is not None)
    return Tie(
        respondents=len(answers),
        answered=len(steps),
        intensity=steps[(len(steps) - 1) // 2] if steps else None,
        trust=_mean([answer.trust for answer in answers]),
        value=_mean([answer.value for answer in answers]),
    )


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _share(said: Iterable[bool]) -> float | None:
    counted = list(said)
    return sum(counted) / len(counted) if counted else None
