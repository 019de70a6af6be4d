"""Other people's programs that compute the same, asked in a process that sees them; the product never does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
# Where `make oracle` puts them; SLUITEND_ORACLE names another folder that has them.
FOLDER = Path(os.environ.get("SLUITEND_ORACLE", ROOT / ".oracle"))


def ask(name: str, file: Path, script: str = "") -> Any:
    """What `tests/oracles/NAME_asked.py`, or another script there, makes of a file; the test is skipped where the
    program is not there."""
    if not (FOLDER / name).is_dir():
        pytest.skip(f"{name} is not here to compare with: `make oracle` installs it")
    answer = file.with_suffix(".answer")
    asked = Path(__file__).with_name(f"{script or name.lower() + '_asked'}.py")
    environment = {**os.environ, "PYTHONPATH": str(FOLDER), "MPLBACKEND": "agg"}
    done = subprocess.run(
        [sys.executable, asked, file, answer], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(answer.read_text("utf-8"))
