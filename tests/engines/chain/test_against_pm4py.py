"""The classics against pm4py where that is installed apart: an oracle, never a dependency (it is AGPL)."""

from __future__ import annotations

from pathlib import Path
from statistics import median

import pyarrow.csv as pa_csv
import pytest

from benchmarks.chain.generate import DAY, events
from sluitend.engines.chain import EventLog
from tests import oracles

SECONDS = DAY / 1_000_000


def test_pairs_performance_variants_and_throughput(tmp_path: Path) -> None:
    table = events(20_000)
    pa_csv.write_csv(table, tmp_path / "log.csv")

    log = EventLog(table)
    told = oracles.ask("pm4py", tmp_path / "log.csv")

    pairs = {(row["activity"], row["next_activity"]): row["count"] for row in log.pairs().to_pylist()}
    assert pairs == {(one, two): count for one, two, count in told["pairs"]}
    assert log.summary().variants == told["variants"]
    assert log.throughput()["p50_days"] == pytest.approx(median(told["durations"]) / SECONDS)
    measured = {(row["activity"], row["next_activity"]): row for row in log.performance().to_pylist()}
    for at, kind in ((2, "median"), (3, "mean")):
        assert {pair: row[f"{kind}_days"] for pair, row in measured.items()} == pytest.approx(
            {(row[0], row[1]): row[at] / SECONDS for row in told["seconds"]}, rel=1e-6, abs=1e-4
        )
