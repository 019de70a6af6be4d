"""What is measured, each in a process of its own: `python -m benchmarks.chain.parts PART FOLDER EVENTS ROUNDS`.

A part prints what it measures and writes its totals to `PART.json` in the folder.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as parquet

from benchmarks.chain.generate import events
from benchmarks.chain.measures import Seconds, peak, timed
from sluitend.engines.chain import EventLog, Kind, Leaving, Link, Norm, Open, Rules, Source, TermUnit, Unit, Wait
from sluitend.engines.chain.spilling import Columns, spilled
from sluitend.formats import steps

UNTIL, SINCE = date(2026, 1, 1), date(2023, 1, 1)
PLACES, OTHERS = [f"GM{number}" for number in range(20, 40)], [f"GM{number}" for number in range(40, 60)]
SOURCE, STORED = "events.parquet", "log"
MEMORY = "4GB"  # of the sort beside which reading in is measured
Asked = Mapping[str, Callable[[], object]]
Totals = dict[str, Seconds]


def generate(folder: Path, number: int, rounds: int) -> Totals:
    """The log as text, as any system would give it, in an order that helps nobody."""
    table = events(number)
    plain = pa.schema([(one.name, one.type if one.name == "time" else pa.string()) for one in table.schema])
    with parquet.ParquetWriter(folder / SOURCE, plain) as writer:
        for batch in table.to_batches(1 << 20):
            writer.write_table(pa.Table.from_batches([batch]).cast(plain))
    return {}


def sort(folder: Path, number: int, rounds: int) -> Totals:
    """The same rows by case and time, from the same file to a file."""
    connection = duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": str(folder / "sort")})
    ordered = f"SELECT * FROM read_parquet('{folder / SOURCE}') ORDER BY \"case\", time"
    query = f"COPY ({ordered}) TO '{folder / 'sorted.parquet'}' (FORMAT parquet, COMPRESSION lz4)"
    return {"plain sort": timed("plain sort of the same rows", lambda: connection.execute(query))}


def ingest(folder: Path, number: int, rounds: int) -> Totals:
    def store() -> None:
        part = folder / "part"
        part.mkdir()
        steps.write(folder / STORED, spilled(folder / SOURCE, part, Columns(attributes=["municipality"])))

    return {"ingest": timed("ingest", store)}


def floor(folder: Path, number: int, rounds: int) -> Totals:
    """What DuckDB needs to scan, group and sort the same columns of the stored steps."""
    connection = duckdb.connect()
    source = f"read_parquet('{folder / STORED / 'steps.parquet'}')"
    columns = ("activity", "next_activity", "resource", "next_resource", "wait")
    queries = {
        "scan": f"SELECT {', '.join(f'sum({name})' for name in columns)} FROM {source}",
        "group": f"SELECT activity, next_activity, count(*), sum(wait) FROM {source} GROUP BY 1, 2",
        "sort": f"CREATE OR REPLACE TEMP TABLE sorted AS SELECT activity, wait FROM {source} ORDER BY 1, 2",
    }
    asked = {name: lambda query=query: connection.execute(query).fetchall() for name, query in queries.items()}
    return {"floor": _together(asked, rounds)}


def classics(folder: Path, number: int, rounds: int) -> Totals:
    log = _log(folder)
    some = log.where(municipality=PLACES, since=datetime(2023, 6, 1), until=datetime(2025, 6, 1))  # noqa: DTZ001
    return {
        "five classics, all cases": _together(_five(log), rounds),
        "five classics, 20 municipalities and 2 years": _together(_five(some), rounds),
    }


def questions(folder: Path, number: int, rounds: int) -> Totals:
    """2 to 7 of the issue, one of each kind."""
    log = _log(folder)
    wait = Wait(("stap 1",), ("stap 7", "stap 9"), ("stap 3",), unit=Unit.WORKING_DAYS)
    norm = Norm(
        "n", "n", ("stap 1",), ("stap 7",), "n", 14, TermUnit.DAYS, Kind.LAW, Source("generated", "benchmarks.chain")
    )
    rules = Rules(tuple(f"stap {number}" for number in range(0, 24, 3)), ("stap 1", "stap 4"), closes=("stap 23",))
    leaving = Leaving(("stap 23",), opens=("stap 0",))
    open_, link = Open(closes=("stap 23",)), Link(("stap 1",), ("stap 2",))
    one, other = (log.where(municipality=names) for names in (PLACES, OTHERS))
    by = "municipality"
    asked: Asked = {
        "2 waiting, working days, by municipality": lambda: log.waiting(wait, until=UNTIL, norm=5, by=by),
        "3 a norm, by municipality": lambda: log.judged(norm, until=UNTIL, by=by),
        "4 nobody's, by municipality": lambda: log.ownership(rules, until=UNTIL, by=by),
        "5 ping-pong": log.ping_pongs,
        "5 longest chains": log.longest_chains,
        "5 organisations per case": log.organisations,
        "6 back again, by municipality": lambda: log.returns(leaving, until=UNTIL, by=by),
        "6 endings": lambda: log.endings({"stap 23": "as planned", "stap 22": "early"}, until=UNTIL),
        "7 flow by month and municipality": lambda: log.flow(open_, since=SINCE, until=UNTIL, by=by),
        "7 a delay in one link": lambda: log.delay(link, 10, open_, since=SINCE, until=UNTIL),
        "7 links between 20 municipalities and 20 others": lambda: one.explain(other),
    }
    return {"questions 2 to 7": _together(asked, rounds)}


def network(folder: Path, number: int, rounds: int) -> Totals:
    return {"question 8, the network": timed("network", _log(folder).network, rounds)}


PARTS: Mapping[str, Callable[[Path, int, int], Totals]] = {
    one.__name__: one for one in (generate, sort, ingest, floor, classics, questions, network)
}


def _log(folder: Path) -> EventLog:
    return EventLog.stored(steps.read(folder / STORED))


def _five(log: EventLog) -> Asked:
    return {ask.__name__: ask for ask in (log.pairs, log.performance, log.variants, log.throughput, log.handovers)}


def _together(asked: Asked, rounds: int) -> Seconds:
    clocks, processors = zip(*(timed(name, ask, rounds) for name, ask in asked.items()), strict=True)
    return Seconds(sum(clocks), sum(processors))


def main(part: str, place: str, number: str, rounds: str) -> None:
    """Measure one part."""
    folder = Path(place)
    totals = PARTS[part](folder, int(number), int(rounds))
    told = {"seconds": totals, "peak": peak(), "load": os.getloadavg()[0]}
    (folder / f"{part}.json").write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
