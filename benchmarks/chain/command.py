"""How much memory `sluitend chain` takes of a csv, as a process of its own from its start.

`python -m benchmarks.chain.command --events 17000000 --folder FOLDER` writes a csv there, asks, and takes it away.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv

from benchmarks.chain.generate import events

_PIECE = 1_000_000
_COLUMNS = ("--case", "case", "--activity", "activity", "--time", "time", "--resource", "resource")


def main() -> None:
    """The size of the file, seconds by the clock and of the processor, the largest resident set in GB."""
    options = argparse.ArgumentParser()
    options.add_argument("--events", type=int, default=1_000_000)
    options.add_argument("--folder", type=Path, required=True)
    given = options.parse_args()
    file = given.folder / "command.csv"
    try:
        _write(file, given.events)
        print(f"{file.stat().st_size / 1024**3:.2f} GB csv; {_asked(file)}")
    finally:
        file.unlink(missing_ok=True)


def _write(file: Path, number: int) -> None:
    """Pieces under each other, each with cases of its own."""
    for piece in range(-(-number // _PIECE)):
        table = events(min(_PIECE, number - piece * _PIECE), seed=piece)
        case = pa.array([f"{name}-{piece}" for name in table["case"].to_pylist()])
        table = table.set_column(0, "case", case)
        with file.open("ab") as out:
            pa_csv.write_csv(table, out, pa_csv.WriteOptions(include_header=not piece))


def _asked(file: Path) -> str:
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "sluitend.cli", "chain", file, *_COLUMNS, "--json"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    clock, used = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    processor, peak = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024**2
    return f"clock {clock:.0f} s, processor {processor:.0f} s, peak {peak:.2f} GB"


if __name__ == "__main__":
    main()
