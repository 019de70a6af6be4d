"""`python -m benchmarks.chain.engines --events 1000000`: the same questions of DuckDB and of Spark on this machine.

Spark computes in a process of Java, so processor time is that of both. Java compiles while it runs: the first round of
a question is dearer than the ones after it, so both are told.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import psutil

from benchmarks.chain.generate import events
from benchmarks.chain.measures import Seconds
from sluitend.engines.chain import EventLog, Rules, Unit, Wait
from sluitend.engines.chain.steps import steps_of
from sluitend.formats import steps

UNTIL = date(2026, 1, 1)
ENGINES = ("duckdb", f"spark://local[{os.cpu_count()}]")
WAIT = Wait(("stap 1",), ("stap 7", "stap 9"), unit=Unit.WORKING_DAYS)
RULES = Rules(tuple(f"stap {number}" for number in range(0, 24, 3)), ("stap 1", "stap 4"), closes=("stap 23",))
QUESTIONS: Mapping[str, Callable[[EventLog], object]] = {
    "map": lambda log: log.process_map(),
    "performance": lambda log: log.performance(),
    "variants": lambda log: log.variants(),
    "throughput": lambda log: log.throughput(),
    "handovers": lambda log: log.handovers(),
    "waiting by municipality": lambda log: log.waiting(WAIT, until=UNTIL, norm=5, by="municipality"),
    "nobody's by municipality": lambda log: log.ownership(RULES, until=UNTIL, by="municipality"),
    "ping-pong": lambda log: log.ping_pongs(),
    "longest chains": lambda log: log.longest_chains(),
    "organisations": lambda log: log.organisations(),
}


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--events", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        steps.write(Path(folder) / "log", steps_of(events(chosen.events), ["municipality"]))
        for engine in ENGINES:
            _measure(Path(folder) / "log", engine, chosen.rounds)


def _measure(folder: Path, engine: str, rounds: int) -> None:
    print(f"{engine:<30}{'first':>18}{'later, least':>18}   (seconds by the clock, of the processor)", flush=True)
    began = _now()
    log = EventLog.stored(steps.read(folder), engine)
    print(f"{'  opening':<30}{_told(_since(began))}")
    for name, ask in QUESTIONS.items():
        taken = []
        for _round in range(rounds):
            began = _now()
            ask(log)
            taken.append(_since(began))
        later = min(taken[1:] or taken, key=lambda one: one.processor)
        print(f"  {name:<28}{_told(taken[0])}{_told(later)}", flush=True)
    print(f"  memory {_memory():.2f} GB")


def _processes() -> list[psutil.Process]:
    own = psutil.Process()
    return [own, *own.children(recursive=True)]


def _now() -> Seconds:
    spent = (one.cpu_times() for one in _processes())
    return Seconds(time.perf_counter(), sum(one.user + one.system for one in spent))


def _since(began: Seconds) -> Seconds:
    now = _now()
    return Seconds(now.clock - began.clock, now.processor - began.processor)


def _told(taken: Seconds) -> str:
    return f"{taken.clock:>10.2f}{taken.processor:>8.2f}"


def _memory() -> float:
    return sum(one.memory_info().rss for one in _processes()) / 1024**3


if __name__ == "__main__":
    main()
