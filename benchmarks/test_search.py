"""Full-text search: two hundred questions of a million fragments (SLUITEND_BENCH_FRAGMENTS, else a tenth of that)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from benchmarks.measuring import Figure
from benchmarks.test_processes import data_environment
from tools.postgres import server

ROOT = Path(__file__).parents[1]
FRAGMENTS = os.environ.get("SLUITEND_BENCH_FRAGMENTS", "100000")
BUDGET = 0.05


def test_sqlite(tmp_path: Path, figures: list[Figure]) -> None:
    figures.append(_measured("search, SQLite", tmp_path, {}))


def test_postgresql(tmp_path: Path, figures: list[Figure]) -> None:
    with server() as place:
        figures.append(_measured("search, PostgreSQL", tmp_path, place))


def _measured(name: str, folder: Path, place: dict[str, str]) -> Figure:
    environment = {**data_environment(folder / "data"), "PYTHONPATH": str(ROOT), **place}
    subprocess.run([sys.executable, "-m", "sluitend.work.prepare", "database"], env=environment, cwd=ROOT, check=True)
    told = subprocess.check_output(
        [sys.executable, "-m", "benchmarks.search_set", FRAGMENTS], env=environment, cwd=ROOT
    )
    found = json.loads(told)
    slow = sorted(found["rounds"], key=lambda one: -one[1])[:8]
    print(name, found["fragments"], f"built in {found['built']:.0f} s", *slow, sep="\n  ")
    rounds = tuple((clock, processor) for _asked, clock, processor in found["rounds"])
    return Figure(name, BUDGET, rounds, f"{found['fragments']} fragments, built in {found['built']:.0f} s")
