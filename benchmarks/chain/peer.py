"""The five classics by pm4py, by an interpreter that has it: it is AGPL, and nothing of the product needs it."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

NAMES = {
    "case": "case:concept:name",
    "activity": "concept:name",
    "time": "time:timestamp",
    "resource": "org:resource",
}


def main(file: str, answer: str) -> None:
    """The seconds of each, and the peak in GB, as JSON."""
    import pandas as pd
    import pm4py

    frame = pd.read_parquet(file).rename(columns=NAMES)
    frame["org:resource"] = frame["org:resource"].astype(object).fillna("onbekend")  # it stops at what is missing
    frame = pm4py.format_dataframe(frame.astype({"case:concept:name": str, "concept:name": str}))
    asked = (
        pm4py.discover_dfg,
        pm4py.discover_performance_dfg,
        pm4py.get_variants,
        pm4py.get_all_case_durations,
        pm4py.discover_handover_of_work_network,
    )
    found = {}
    for ask in asked:
        clock, processor = time.perf_counter(), time.process_time()
        ask(frame)
        found[ask.__name__] = (time.perf_counter() - clock, time.process_time() - processor)
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    peak = int(next(line for line in status if line.startswith("VmHWM")).split()[1]) / 1024**2
    told = {"version": pm4py.__version__, "seconds": found, "peak": peak}
    Path(answer).write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
