"""How long irrCAC (GPL) takes for Fleiss' kappa, in a process of its own: seconds by the clock and of the processor."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path


def main(file: str, answer: str) -> None:
    """The file has `ratings` (coders × units) and how many `rounds` to take. Reading it does not count."""
    import pandas as pd
    from irrCAC.raw import CAC

    given = json.loads(Path(file).read_text("utf-8"))
    units = pd.DataFrame(given["ratings"]).T
    rounds, value = [], 0.0
    for _round in range(given["rounds"]):
        clock, processor = time.perf_counter(), time.process_time()
        value = float(CAC(units, digits=12).fleiss()["est"]["coefficient_value"])
        rounds.append((time.perf_counter() - clock, time.process_time() - processor))
    Path(answer).write_text(json.dumps({"rounds": rounds, "value": value}), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
