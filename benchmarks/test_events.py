"""`make bench ARGS="-k test_events -s"`: reading in and asking a log of a million events; see `benchmarks.chain`."""

from __future__ import annotations

import subprocess
import sys


def test_events() -> None:
    subprocess.run([sys.executable, "-m", "benchmarks.chain", "--events", "1000000", "--rounds", "1"], check=True)
