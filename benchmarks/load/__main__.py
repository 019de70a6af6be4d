"""`make load`: fifty people code for ten minutes against a real installation; ends with a table.

`make load ARGS="--people 20 --seconds 60"` for less. docs/performance.md has the budgets and what was measured.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path
from statistics import quantiles

from benchmarks.load.running import Outcome, run
from benchmarks.load.visitor import Timing

BUDGETS = {"p95": 0.3, "p99": 1.0, "max": 3.0}  # seconds, of all requests together
OTHER_WORK = 0.5  # processes that wait for a processor, at the start


def main(arguments: list[str]) -> int:
    """Zero when nothing was lost; the figures are for people to judge."""
    parser = argparse.ArgumentParser(prog="make load", description=__doc__)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--think", type=float, default=2)
    parser.add_argument("--texts", type=int, default=20)
    parser.add_argument("--codings", type=int, default=150, help="on each text before they begin")
    chosen = parser.parse_args(arguments)
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="sluitend-load-") as folder:
        outcome = run(Path(folder), **vars(chosen))
    busy = " (busy with other work)" if load > OTHER_WORK else ""
    sys.stdout.write(f"{chosen.people} people, {chosen.seconds:.0f} s, think time {chosen.think:.1f} s; ")
    sys.stdout.write(f"load of the machine before: {load:.1f}{busy}\n\n{table(outcome)}\n")
    return 1 if outcome.faults else 0


def table(outcome: Outcome) -> str:
    """One line for each kind of request, milliseconds; then what the server used, and what went wrong."""
    kinds = sorted({timing.kind for timing in outcome.timings})
    lines = [("", "requests", "p50", "p95", "p99", "max", "")]
    lines += [_line(kind, [one for one in outcome.timings if one.kind == kind]) for kind in kinds]
    lines.append(_line("all", outcome.timings, BUDGETS))
    count = len(outcome.timings)
    used = (
        f"{count / outcome.seconds:.1f} requests/s; processor of the server {1000 * outcome.processor / count:.1f} ms"
    )
    refused = ", ".join(f"{code} {times}" for code, times in Counter(outcome.refusals).most_common()) or "none"
    rest = [f"{used} a request", f"codings stored: {outcome.codings}", f"refused with a sentence: {refused}"]
    rest += [f"LOST OR WRONG: {len(outcome.faults)}", *outcome.faults[:20]] if outcome.faults else ["lost or wrong: 0"]
    return "\n".join([*("{:<20}{:>9}{:>8}{:>8}{:>8}{:>8}  {}".format(*line) for line in lines), "", *rest])


def _line(kind: str, timings: list[Timing], budgets: dict[str, float] | None = None) -> tuple[str, ...]:
    seconds = sorted(one.seconds for one in timings)
    cuts = quantiles(seconds, n=100, method="inclusive") if len(seconds) > 1 else seconds * 99
    found = {"p50": cuts[49], "p95": cuts[94], "p99": cuts[98], "max": seconds[-1]}
    over = [name for name, budget in (budgets or {}).items() if found[name] > budget]
    verdict = "" if budgets is None else f"OVER BUDGET: {', '.join(over)}" if over else "ok"
    return (kind, str(len(seconds)), *(f"{1000 * value:.0f}" for value in found.values()), verdict)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
