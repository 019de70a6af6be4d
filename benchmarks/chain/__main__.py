"""`python -m benchmarks.chain --events 1000000`: reading in, classics and questions 2 to 8, as a table.

Each part is measured in a process of its own, so that a peak of memory is that of the part. The second column of
seconds is the processor's, on all cores; the ratio is of those. Beside reading in stands a plain sort of the same rows,
from the same file to a file (DuckDB, 4 GB); beside the questions the physical floor: DuckDB scans, groups and sorts the
same columns of the stored steps. `--peer` is a Python that has pm4py; it is asked the classics of the same file.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.chain import peer
from benchmarks.chain.measures import Seconds, row
from benchmarks.chain.parts import PARTS, SOURCE

_STANDS_TO = {"ingest": "plain sort", "classics": "floor", "questions": "floor", "network": "floor"}


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--events", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=3, help="of the questions; the middle counts")
    options.add_argument("--folder", help="a disk with room: 60 bytes an event, twice that while reading in")
    options.add_argument("--peer", help="a Python that has pm4py")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.folder) as name:
        folder = Path(name)
        found = {part: _measured(part, folder, chosen.events, chosen.rounds) for part in PARTS}
        print(f"\n{chosen.events:,} events; seconds by the clock and of the processor, ratio, peak in GB, load")
        _tell(found)
        if chosen.peer:
            _beside(chosen.peer, folder, found)


def _measured(part: str, folder: Path, number: int, rounds: int) -> dict[str, Any]:
    print(part, flush=True)
    command = [sys.executable, "-m", "benchmarks.chain.parts", part, str(folder), str(number), str(rounds)]
    subprocess.run(command, check=True)
    told: dict[str, Any] = json.loads((folder / f"{part}.json").read_text(encoding="utf-8"))
    return told


def _tell(found: dict[str, dict[str, Any]]) -> None:
    totals = {name: Seconds(*pair) for one in found.values() for name, pair in one["seconds"].items()}
    for part, one in found.items():
        for name in one["seconds"]:
            beside = totals[_STANDS_TO[part]] if part in _STANDS_TO else None
            print(f"{row(name, totals[name], beside):<84}{one['peak']:>8.2f}{one['load']:>7.1f}")


def _beside(python: str, folder: Path, found: dict[str, dict[str, Any]]) -> None:
    answer = folder / "peer.json"
    subprocess.run([python, peer.__file__, str(folder / SOURCE), str(answer)], check=True)
    told = json.loads(answer.read_text(encoding="utf-8"))
    ours = Seconds(*found["classics"]["seconds"]["five classics, all cases"])
    for name, pair in told["seconds"].items():
        print(row(f"  pm4py {name}", Seconds(*pair)))
    clock, processor = map(sum, zip(*told["seconds"].values(), strict=True))
    line = row(f"pm4py {told['version']}, to ours", Seconds(clock, processor), ours)
    print(f"{line:<84}{told['peak']:>8.2f}")


if __name__ == "__main__":
    main()
