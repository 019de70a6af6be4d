"""The verdict of a norm on every spell, from the days on which it began, was answered or was broken off."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from sluitend.engines.chain.steps import EPOCH
from sluitend.engines.chain.waiting import Spells
from sluitend.engines.chain.workdays import Workdays

if TYPE_CHECKING:
    from sluitend.engines.chain.norms import Norm

Days = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


class Verdict(StrEnum):
    """What can be said of a norm in a case; from NO_TRIGGER on: no verdict, and why."""

    MET = "met"
    NOT_MET = "not_met"  # answered too late, or not answered while the term is over
    RUNNING = "running"  # not answered, and the term is not over
    NO_TRIGGER = "no_trigger"  # the case does not have what the term starts from
    ANSWERED_BEFORE = "answered_before"  # the answer came only before what the term starts from
    BROKEN_OFF = "broken_off"  # within the term something happened that made an answer pointless
    NOT_IN_FORCE = "not_in_force"  # the norm did not hold on the day on which the term would have begun
    NOT_RECORDED = "not_recorded"  # the log has none of the answers, or not the day that decides


VERDICTS = tuple(Verdict)
_FOLLOWED = (Verdict.MET, Verdict.NOT_MET, Verdict.RUNNING, Verdict.BROKEN_OFF)


class Judgement:
    """The verdict (its place in `VERDICTS`) of every spell, the last day of its term, which verdicts Kaplan and Meier
    use, and how long each took, so that it is beyond the term exactly when it is beyond the deadline: an answer on a
    free day comes after a term that ended on the working day before it, and within one that was extended."""

    def __init__(self, spells: Spells, norm: Norm, workdays: Workdays, recorded: Flags) -> None:
        self.spells = spells
        began = spells.start_day.astype(np.int64)
        self.deadline = _deadlines(norm, began, workdays)
        self._late = spells.last_day > self.deadline
        self.verdict = self._verdicts(_in_force(norm, began), recorded)
        self.followed = np.isin(self.verdict, [VERDICTS.index(one) for one in _FOLLOWED])
        self.length = np.where(
            self._late, np.maximum(spells.length, norm.length + 1), np.minimum(spells.length, norm.length)
        )

    def _verdicts(self, held: Flags, recorded: Flags) -> npt.NDArray[np.uint8]:
        """The first that applies."""
        spells = self.spells
        choices = (
            (spells.no_start, Verdict.NO_TRIGGER),
            (~held, Verdict.NOT_IN_FORCE),
            (~recorded, Verdict.NOT_RECORDED),
            (spells.end_before, Verdict.ANSWERED_BEFORE),
            (self._late, Verdict.NOT_MET),
            (spells.reached, Verdict.MET),
            (spells.stopped, Verdict.BROKEN_OFF),
        )
        places = [np.uint8(VERDICTS.index(verdict)) for _chosen, verdict in choices]
        found = np.select([chosen for chosen, _verdict in choices], places, np.uint8(VERDICTS.index(Verdict.RUNNING)))
        return found.astype(np.uint8, copy=False)


def _deadlines(norm: Norm, began: Days, workdays: Workdays) -> Days:
    """The last day of the term."""
    if norm.in_working_days:
        return workdays.after(began, norm.length)
    return Workdays().on_or_after(began + norm.length) if norm.extends else began + norm.length


def _in_force(norm: Norm, began: Days) -> Flags:
    """Whether the norm held on the day on which the term began."""
    held = np.ones(len(began), np.bool_)
    if norm.valid_from is not None:
        held &= began >= (norm.valid_from - EPOCH).days
    if norm.valid_until is not None:
        held &= began < (norm.valid_until - EPOCH).days
    return held
