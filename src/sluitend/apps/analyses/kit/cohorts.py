"""Groups of cases that are compared: by an attribute of the case, or before and from a day on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Self
from zoneinfo import ZoneInfo

from pydantic import model_validator

from sluitend.apps.analyses.kit import words
from sluitend.apps.analyses.kit.parameters import Parameters, attribute, day
from sluitend.errors import InputError

if TYPE_CHECKING:
    from sluitend.apps.analyses.kit.analysis import Inputs

MOST = 12  # groups that stand apart


class Compared(Parameters):
    """Those of an analysis that lays groups side by side."""

    by: str = attribute("Vergelijk per", "Een kenmerk van de casus, zoals de gemeente.")
    split: date | None = day("Vergelijk vóór en vanaf", "De dag waarop iets veranderde, zoals het begin van een pilot.")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.by and self.split:
            raise InputError("analyses.by_or_split", where="split")
        return self

    @property
    def compares(self) -> bool:
        """Whether groups are asked at all."""
        return bool(self.by or self.split)


@dataclass(frozen=True, slots=True)
class Cohort:
    """One of the groups: what it is called, and its cases."""

    name: str
    inputs: Inputs


def cohorts(inputs: Inputs, params: Compared) -> list[Cohort]:
    """The groups that have cases, which together are all cases: in the order of time, or of their names.

    Of an attribute with more values than `MOST` the smaller ones are one group: all groups together are then known to
    be all cases, and nobody needs to guess who was left out. For those who begin from a day on, days count from it.
    """
    logs = _before_and_from(inputs, params.split) if params.split else _by(inputs, params.by)
    return [Cohort(name, own) for name, own in logs if own.log.size]


def parts(inputs: Inputs, split: date, did: str) -> list[Cohort]:
    """Not cases are parted here, but days: those before one, and those from it on. `did`: what they are called. Who has
    cases before it only, or from it on, has one part. Raises InputError("analyses.split_outside")."""
    from sluitend.engines.chain.waiting import AFTER, BEFORE

    check_within(split, inputs.vocabulary.first, inputs.last_day)
    before = replace(inputs.grouped(lambda log: log.followed(split)), last_day=split - timedelta(days=1))
    found = ((BEFORE, before), (AFTER, replace(inputs, since=split)))
    return [Cohort(words.cohort(name, "", split, did), own) for name, own in found if own.log.size]


def check_within(split: date, first: date, last: date) -> None:
    """Raises InputError("analyses.split_outside") where no day lies before, or none from it on."""
    if not first < split <= last:
        raise InputError("analyses.split_outside", where="split", first=f"{first:%d-%m-%Y}", last=f"{last:%d-%m-%Y}")


def others(groups: int) -> str:
    """What the smaller groups together are called."""
    return f"overige ({groups} groepen)"  # two at least: one would stand apart itself


def _before_and_from(inputs: Inputs, split: date) -> Iterator[tuple[str, Inputs]]:
    """By the day of the first event of a case. Of those who begin from it on, days are counted from it."""
    from sluitend.engines.chain.waiting import AFTER, BEFORE

    log, vocabulary = inputs.log, inputs.vocabulary
    zone = ZoneInfo(log.coded.zone) if log.coded.zoned else None
    at = datetime(split.year, split.month, split.day, tzinfo=zone)
    first = max(vocabulary.first, min(split, inputs.last_day))
    yield words.cohort(BEFORE, "", split), inputs.grouped(lambda log: log.where(until=at))
    own = replace(vocabulary, first=first)
    later = inputs.grouped(lambda log: log.where(since=at))
    yield words.cohort(AFTER, "", split), replace(later, vocabulary=own)


def _by(inputs: Inputs, by: str) -> Iterator[tuple[str, Inputs]]:
    sizes = inputs.log.sizes(by)
    ranked = sorted(sizes, key=lambda value: (-sizes[value], value is None, value or ""))
    apart = ranked if len(ranked) <= MOST + 1 else ranked[:MOST]
    for value in sorted(apart, key=lambda one: (one is None, one or "")):
        yield words.cohort(value, by, None, taken=ranked), _of_values(inputs, by, [value])
    if rest := ranked[len(apart) :]:
        yield words.free(others(len(rest)), ranked), _of_values(inputs, by, rest)


def _of_values(inputs: Inputs, by: str, values: Sequence[str | None]) -> Inputs:
    return inputs.grouped(lambda log: log.of_values(by, values))
