"""`python -m benchmarks.chain --events 1000000`: ingest, classics and questions, in seconds by the clock and of the
processor, and the ratio of the second to what they stand to.

The physical floor is what DuckDB needs to scan, group and sort the same columns of the same files. pm4py is measured in
the same run when it is installed (it is AGPL, and nothing of the product needs it). Each figure is the middle of three
rounds; the peak of memory is of the whole process, with the generated log in it.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from statistics import median
from typing import NamedTuple

import duckdb
import numpy as np
import pyarrow as pa

from benchmarks.chain.generate import events
from sluitend.engines.chain import EventLog, Link, Open, Rules, Unit, Wait
from sluitend.engines.chain.steps import steps_of
from sluitend.formats import steps

UNTIL = date(2026, 1, 1)
PLACES = [f"GM{number}" for number in range(20, 40)]


class Seconds(NamedTuple):
    """By the clock, and of the processor on all its cores: on a busy machine only the second says what was needed."""

    clock: float
    processor: float


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--events", type=int, default=1_000_000)
    options.add_argument("--seed", type=int, default=5)
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    table = events(chosen.events, chosen.seed)
    print(f"{table.num_rows:,} events, {chosen.rounds} rounds, peak so far {_peak():.2f} GB")
    with tempfile.TemporaryDirectory() as folder:
        _measure(table, Path(folder) / "log", chosen.rounds)
    _peer(table, chosen.rounds)


def _measure(table: pa.Table, folder: Path, rounds: int) -> None:
    sort = _line("plain sort of the same rows", lambda: _sorted(table), 1)
    _line("ingest", lambda: steps.write(folder, steps_of(table, ["municipality"])), 1, sort)
    stored = steps.read(folder)
    floor = _floor(stored.steps, rounds)
    log = EventLog.stored(stored.steps, stored.cases, stored.values, zoned=stored.zoned, zone=stored.zone)
    _classics("all", log, rounds, floor)
    some = log.where(municipality=PLACES, since=datetime(2023, 6, 1), until=datetime(2025, 6, 1))  # noqa: DTZ001
    _classics("20 municipalities, 2 years", some, rounds, floor)
    _questions(log, rounds, floor)
    size = sum(path.stat().st_size for path in folder.iterdir()) / 1024**2
    print(f"{size:.0f} MB on disk, peak {_peak():.2f} GB")


def _classics(name: str, log: EventLog, rounds: int, floor: Seconds) -> None:
    asked = (log.pairs, log.performance, log.variants, log.throughput, log.handovers)
    total = _together(_line(f"  {ask.__name__}", ask, rounds) for ask in asked)
    print(_row(f"five classics: {name}", total, floor))


def _questions(log: EventLog, rounds: int, floor: Seconds) -> None:
    wait = Wait(("stap 1",), ("stap 7", "stap 9"), ("stap 3",))
    working = Wait(("stap 1",), ("stap 7", "stap 9"), unit=Unit.WORKING_DAYS)
    rules = Rules(tuple(f"stap {number}" for number in range(0, 24, 3)), ("stap 1", "stap 4"), closes=("stap 23",))
    asked: tuple[tuple[str, Callable[[], object]], ...] = (
        ("waiting, days, all", lambda: log.waiting(wait, until=UNTIL, norm=10)),
        (
            "waiting, working days, by municipality",
            lambda: log.waiting(working, until=UNTIL, norm=5, by="municipality"),
        ),
        ("nobody's, by municipality", lambda: log.ownership(rules, until=UNTIL, by="municipality")),
        ("ping-pong", log.ping_pongs),
        ("longest chains", log.longest_chains),
        ("organisations per case", log.organisations),
    )
    total = _together(_line(f"  {name}", ask, rounds) for name, ask in asked)
    print(_row("questions 2, 4 and 5", total, floor))
    _flow_and_networks(log, rounds, floor)


def _flow_and_networks(log: EventLog, rounds: int, floor: Seconds) -> None:
    open_, since = Open(closes=("stap 23",)), date(2023, 1, 1)
    link = Link(("stap 1",), ("stap 2",))
    one, other = (log.where(municipality=names) for names in (PLACES, [f"GM{number}" for number in range(40, 60)]))
    asked: tuple[tuple[str, Callable[[], object]], ...] = (
        ("flow by month and municipality", lambda: log.flow(open_, since=since, until=UNTIL, by="municipality")),
        ("a delay in one link", lambda: log.delay(link, 10, open_, since=since, until=UNTIL)),
        ("links between 20 municipalities and 20 others", lambda: one.explain(other)),
        ("network", log.network),
    )
    total = _together(_line(f"  {name}", ask, rounds) for name, ask in asked)
    print(_row("questions 7 and 8", total, floor))


def _sorted(table: pa.Table) -> object:
    case = table["case"].combine_chunks().indices.to_numpy()
    when = table["time"].combine_chunks().to_numpy().astype(np.int64)
    order = np.lexsort((when, case))
    return [column.take(pa.array(order)) for column in table.columns]


def _floor(path: Path, rounds: int) -> Seconds:
    connection = duckdb.connect()
    source = f"read_parquet('{path}')"
    columns = ("activity", "next_activity", "resource", "next_resource", "wait")
    scan = f"SELECT {', '.join(f'max({name})' for name in columns)} FROM {source}"
    group = f"SELECT activity, next_activity, count(*), sum(wait) FROM {source} GROUP BY 1, 2"
    sort = f"CREATE OR REPLACE TEMP TABLE sorted AS SELECT activity, wait FROM {source} ORDER BY 1, 2"
    found = [
        _line(f"  floor: {name}", lambda query=query: connection.execute(query).fetchall(), rounds)  # type: ignore[misc]
        for name, query in (("scan", scan), ("group by", group), ("sort", sort))
    ]
    print(_row("physical floor", _together(found)))
    return _together(found)


def _peer(table: pa.Table, rounds: int) -> None:
    try:
        import pm4py
    except ImportError:
        print("pm4py is not installed: no comparison")
        return
    names = {
        "case": "case:concept:name",
        "activity": "concept:name",
        "time": "time:timestamp",
        "resource": "org:resource",
    }
    frame = table.rename_columns([names.get(name, name) for name in table.column_names]).to_pandas()
    frame["org:resource"] = frame["org:resource"].astype(object).fillna("onbekend")  # it stops at what is missing
    frame = pm4py.format_dataframe(frame.astype({"case:concept:name": str, "concept:name": str}))
    asked = (
        pm4py.discover_dfg,
        pm4py.discover_performance_dfg,
        pm4py.get_variants,
        pm4py.get_all_case_durations,
        pm4py.discover_handover_of_work_network,
    )
    total = _together(_line(f"  pm4py {ask.__name__}", lambda ask=ask: ask(frame), 1) for ask in asked)  # type: ignore[misc]
    print(_row("five classics: pm4py", total))


def _line(name: str, act: Callable[[], object], rounds: int, other: Seconds | None = None) -> Seconds:
    clocks, processors = [], []
    for _ in range(rounds):
        clock, processor = time.perf_counter(), time.process_time()
        act()
        clocks.append(time.perf_counter() - clock)
        processors.append(time.process_time() - processor)
    taken = Seconds(median(clocks), median(processors))
    print(_row(name, taken, other), flush=True)
    return taken


def _row(name: str, taken: Seconds, other: Seconds | None = None) -> str:
    ratio = "" if other is None else f"{taken.processor / other.processor:>8.1f}×"
    return f"{name:<50}{taken.clock:>9.3f}{taken.processor:>9.3f}{ratio}"


def _together(many: Iterable[Seconds]) -> Seconds:
    clocks, processors = zip(*many, strict=True)
    return Seconds(sum(clocks), sum(processors))


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


if __name__ == "__main__":
    main()
