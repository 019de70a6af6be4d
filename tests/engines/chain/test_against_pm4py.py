"""The classics against pm4py where that is installed: an oracle, never a dependency (it is AGPL)."""

from __future__ import annotations

from statistics import median

import pytest

from benchmarks.chain.generate import DAY, events
from sluitend.engines.chain import EventLog

SECONDS = DAY / 1_000_000


def test_pairs_performance_variants_and_throughput() -> None:
    pm4py = pytest.importorskip("pm4py", reason="pm4py is not installed: an oracle, no dependency")
    table = events(20_000)
    names = ["case:concept:name", "concept:name", "time:timestamp", "org:resource", "municipality"]
    frame = table.rename_columns(names).to_pandas().astype({"case:concept:name": str, "concept:name": str})
    frame = pm4py.format_dataframe(frame.sort_values(["case:concept:name", "time:timestamp"], kind="stable"))

    log = EventLog(table)
    pairs = {(row["activity"], row["next_activity"]): row["count"] for row in log.pairs().to_pylist()}
    measured = {(row["activity"], row["next_activity"]): row for row in log.performance().to_pylist()}
    times, _starts, _ends = pm4py.discover_performance_dfg(frame)

    assert pairs == dict(pm4py.discover_dfg(frame)[0])
    assert log.summary().variants == len(pm4py.get_variants(frame))
    assert log.throughput()["p50_days"] == pytest.approx(median(pm4py.get_all_case_durations(frame)) / SECONDS)
    for kind in ("median", "mean"):
        assert {pair: row[f"{kind}_days"] for pair, row in measured.items()} == pytest.approx(
            {pair: found[kind] / SECONDS for pair, found in times.items()}, rel=1e-6, abs=1e-4
        )
