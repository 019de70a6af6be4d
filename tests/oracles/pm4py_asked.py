"""The classics of a csv by pm4py (AGPL), in a process of its own: counts of pairs, their times, variants, durations."""

from __future__ import annotations

import json
import sys
from pathlib import Path

NAMES = {"case": "case:concept:name", "activity": "concept:name", "time": "time:timestamp", "resource": "org:resource"}


def main(file: str, answer: str) -> None:
    """Columns case, activity, time and resource; events at the same moment stay in the order of the rows."""
    import pandas as pd
    import pm4py

    frame = pd.read_csv(file, dtype=str, usecols=list(NAMES), keep_default_na=False, na_values=[""])
    frame = frame.rename(columns=NAMES)
    frame["time:timestamp"] = pd.to_datetime(frame["time:timestamp"], format="ISO8601")
    frame = pm4py.format_dataframe(frame.sort_values(["case:concept:name", "time:timestamp"], kind="stable"))
    times, _starts, _ends = pm4py.discover_performance_dfg(frame)
    told = {
        "version": pm4py.__version__,
        "pairs": [[*pair, count] for pair, count in pm4py.discover_dfg(frame)[0].items()],
        "seconds": [[*pair, found["median"], found["mean"]] for pair, found in times.items()],
        "variants": len(pm4py.get_variants(frame)),
        "durations": list(pm4py.get_all_case_durations(frame)),
    }
    Path(answer).write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
