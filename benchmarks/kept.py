"""Large databases for measurements: filled by a program of its own, and kept where SLUITEND_BENCH_FOLDER says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.test_processes import data_environment

ROOT = Path(__file__).parents[1]
FRAGMENTS = os.environ.get("SLUITEND_BENCH_FRAGMENTS", "100000")


def folder_of(tmp_path: Path, kind: str) -> Path:
    """Where the database of this kind lies, or will: it is filled once when it is kept."""
    folder = Path(os.environ.get("SLUITEND_BENCH_FOLDER") or tmp_path) / f"{kind}-{FRAGMENTS}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def told_by(program: str, folder: Path, place: dict[str, str]) -> dict[str, Any]:
    """What a program of `benchmarks` found out on that database, which it fills when that was not done."""
    environment = {**data_environment(folder / "data"), "PYTHONPATH": str(ROOT), **place}
    subprocess.run([sys.executable, "-m", "sluitend.work.prepare", "database"], env=environment, cwd=ROOT, check=True)
    command = [sys.executable, "-m", program, str(folder), FRAGMENTS]
    found: dict[str, Any] = json.loads(subprocess.check_output(command, env=environment, cwd=ROOT))
    return found
