"""Full-text search: two hundred questions of a million fragments (SLUITEND_BENCH_FRAGMENTS, else a tenth of that)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg

from benchmarks.kept import FRAGMENTS, folder_of, told_by
from benchmarks.measuring import Figure, p95
from tools.postgres import server

BUDGET = 0.05
BUFFERS = "2GB"  # the guide advises a quarter of the memory of the machine; by itself PostgreSQL takes 128 MB


def test_sqlite(tmp_path: Path, figures: list[Figure]) -> None:
    figures.append(_measured("search, SQLite", folder_of(tmp_path, "sqlite"), {}))


def test_postgresql(tmp_path: Path, figures: list[Figure]) -> None:
    folder = folder_of(tmp_path, "postgresql")
    with server(folder) as place, psycopg.connect(place["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f"ALTER SYSTEM SET shared_buffers = '{BUFFERS}'")  # from its next start
    with server(folder) as place:
        figures.append(_measured("search, PostgreSQL", folder, place))


def _measured(name: str, folder: Path, place: dict[str, str]) -> Figure:
    found = told_by("benchmarks.search_set", folder, place)
    slow = sorted(found["rounds"], key=lambda one: -one[1])[:8]
    print(name, FRAGMENTS, f"built in {found['built']:.0f} s", *slow, sep="\n  ")
    rounds = tuple((clock, processor) for _asked, clock, processor in found["rounds"])
    return Figure(name, BUDGET, rounds, f"{FRAGMENTS} fragments; p95 of each round {_each(found)}")


def _each(found: dict[str, Any]) -> str:
    clocks, size = [clock for _asked, clock, _processor in found["rounds"]], len(found["questions"])
    return ", ".join(f"{1000 * p95(clocks[at : at + size]):.0f}" for at in range(0, len(clocks), size))
