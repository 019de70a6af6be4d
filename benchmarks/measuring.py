"""Measure something a number of times, and say how it stands to its budget. Nothing fails on time: machines differ."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True, slots=True)
class Figure:
    """Seconds by the clock and seconds of processor time of every round. `note` is for what else is worth knowing.

    On a machine that is busy with other work the clock says more than the product takes; the processor's time does not.
    """

    name: str
    budget: float
    rounds: tuple[tuple[float, float], ...]
    note: str = ""

    @property
    def clock(self) -> list[float]:
        return [clock for clock, _processor in self.rounds]

    @property
    def processor(self) -> list[float]:
        return [processor for _clock, processor in self.rounds]

    @property
    def verdict(self) -> str:
        if p95(self.clock) <= self.budget:
            return "ok"
        return "OVER BUDGET" if p95(self.processor) > self.budget else "over budget by the clock only"


def p95(values: list[float]) -> float:
    """The value under which 95 of 100 stay, interpolated; of a single value, that value."""
    return quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]


def measure(
    name: str, budget: float, act: Callable[[], object], *, rounds: int, warm: int = 0, note: str = ""
) -> Figure:
    """Call `act` so often, after `warm` calls that do not count."""
    for _round in range(warm):
        act()
    return Figure(name, budget, tuple(_timed(act) for _round in range(rounds)), note)


def _timed(act: Callable[[], object]) -> tuple[float, float]:
    clock, processor = time.perf_counter(), _processor()
    act()
    return time.perf_counter() - clock, _processor() - processor


def _processor() -> float:
    """Of this process and of those that it started and that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def table(figures: Iterable[Figure]) -> str:
    """One line a figure, the slowest first; milliseconds. The least processor time is that of an undisturbed round."""
    head = ("", "median", "p95", "cpu least", "cpu p95", "budget", "", "")
    lines = [_line(one) for one in sorted(figures, key=lambda one: -p95(one.clock) / one.budget)]
    return "\n".join("{:<40}{:>8}{:>8}{:>12}{:>9}{:>8}  {:<29}{}".format(*line) for line in [head, *lines])


def _line(one: Figure) -> tuple[str, ...]:
    values = (median(one.clock), p95(one.clock), min(one.processor), p95(one.processor), one.budget)
    return (one.name, *(f"{1000 * value:.0f}" for value in values), one.verdict, one.note)
