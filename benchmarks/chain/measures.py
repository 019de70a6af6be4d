"""Time, memory and what a figure stands to, of one process at a time."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import NamedTuple


class Seconds(NamedTuple):
    """By the clock, and of the processor on all its cores: on a busy machine only the second says what was needed."""

    clock: float
    processor: float


def timed(name: str, act: Callable[[], object], rounds: int = 1) -> Seconds:
    """The middle of so many rounds, told at once."""
    clocks, processors = [], []
    for _ in range(rounds):
        clock, processor = time.perf_counter(), time.process_time()
        act()
        clocks.append(time.perf_counter() - clock)
        processors.append(time.process_time() - processor)
    taken = Seconds(median(clocks), median(processors))
    print(row(f"  {name}", taken), flush=True)
    return taken


def row(name: str, taken: Seconds, other: Seconds | None = None) -> str:
    ratio = "" if other is None else f"{taken.processor / other.processor:>9.1f}×"
    return f"{name:<56}{taken.clock:>9.2f}{taken.processor:>9.2f}{ratio}"


def peak() -> float:
    """Of this process so far, in GB: what was really in memory."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024**2
