"""Who helps in a case on which days, one organisation beside another."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from sluitend.engines.chain.owners import Stretches, later, own_turns
from sluitend.engines.chain.reading import Arrays, Marks, parts, together, worked
from sluitend.engines.chain.steps import NONE
from sluitend.engines.chain.store import Store


@dataclass(frozen=True, slots=True)
class Helping:
    """Who does one of `starts` helps in that case from that day on, until he does one of `stops` there.

    With `takes_over` somebody helps as well, and everybody else's help in that case ends. One of `closes` ends all help
    in it, and so does a stop of which nobody knows who did it. Who starts again what goes on changes nothing. Help of
    somebody who is not known is not counted, though it takes over.
    """

    starts: tuple[str, ...]
    stops: tuple[str, ...] = ()
    takes_over: tuple[str, ...] = ()
    closes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        every = [name for one in fields(self) for name in {*getattr(self, one.name)}]
        if len({*every}) < len(every):
            raise ValueError("an activity starts help, takes it over, stops it or closes the case: one of these")


def help_of(store: Store, helping: Helping, now: int) -> Stretches:
    """The stretches of help in cases (`unit`) of resources (`whose`), before the day `now`. Some may touch."""
    marks = Marks(store, helping.starts, helping.takes_over, helping.stops, helping.closes)
    steps = store.steps.filter(store.steps["day"] < now)
    rows = parts(store, steps.filter(marks.condition(steps)), "activity", "resource", "day")
    return Stretches(**together(worked(rows, lambda part: _of_part(part, marks, now)), _NONE))


_NONE: Arrays = {name: np.zeros(0, np.int32) for name in ("unit", "whose", "day", "end")}


def _of_part(part: Arrays, marks: Marks, now: int) -> Arrays:
    """What somebody begins ends with what he does next, or when another takes over or the case closes."""
    starts, over, stops, closes = marks(part["activity"])
    acting = np.flatnonzero(starts | over | stops | closes)
    starts, over, stops, closes = (kind[acting] for kind in (starts, over, stops, closes))
    case, resource, day = (part[name][acting] for name in ("case", "resource", "day"))
    end = later(case, over | closes | (stops & (resource == NONE)))
    order, same = own_turns(case, resource)
    again = np.flatnonzero(same)
    end[order[again]] = np.minimum(end[order[again]], order[again + 1])
    rows = np.flatnonzero((starts | over) & (resource != NONE))
    ended = np.append(day, [now])[end[rows]]
    found = {"unit": case[rows], "whose": resource[rows], "day": day[rows], "end": ended}
    return {name: column.astype(np.int32, copy=False) for name, column in found.items()}
