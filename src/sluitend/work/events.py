"""Reads an event log in a process of its own, with bounded memory and time, so that a file can harm nothing.

Unlike a document (``work.limits``) it may be large, and what comes of it does not fit in an answer: the process writes
the coded steps into a folder that the caller made, for as long as it takes to seal them.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sluitend.work import limits
from sluitend.work.limits import Limits

LIMITS = Limits(memory_bytes=8 * 1024**3, cpu_seconds=900, wall_seconds=1200, answer_bytes=16 * 1024**2)
OBJECTS = (".jsonocel", ".json")  # OCEL 2.0: of which object a case is made, is chosen
SUFFIXES = (".csv", ".csv.gz", ".xlsx", ".parquet", ".xes", ".xes.gz", *OBJECTS)
_PROCESS = "sluitend.work.events_process"
_ASKED, STEPS = "asked.json", "steps"


def suffix_of(filename: str) -> str:
    """What kind of file it is by its name; empty for what is none of these."""
    return next((one for one in sorted(SUFFIXES, key=len, reverse=True) if filename.lower().endswith(one)), "")


def columns(path: Path, wanted: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """See ``events_process.columns``. Raises InputError of ``formats.eventlog.codes``, of ``events``, or at a limit."""
    with tempfile.TemporaryDirectory(prefix="sluitend-asked-") as folder:
        asked = Path(folder) / _ASKED
        asked.write_text(json.dumps(wanted or {}), encoding="utf-8")
        more = (f"--asked={asked}",)
        found: dict[str, Any] = limits.asked(_PROCESS, path, suffix="", name="log", more=more, limits=LIMITS)
    return found


def prepare(path: Path, wanted: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """See ``events_process.prepare``; the steps are in the folder ``steps`` of this empty folder. Raises as above."""
    asked = folder / _ASKED
    asked.write_text(json.dumps(wanted), encoding="utf-8")
    more = (f"--asked={asked}", f"--out={folder / STEPS}")
    try:
        found: dict[str, Any] = limits.asked(_PROCESS, path, suffix="", name="log", more=more, limits=LIMITS)
    finally:
        asked.unlink()
    return found
