"""Actions, queries, search and tasks behave the same on PostgreSQL: the same tests run on it once more."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FRAME = ("runs", "orphans", "database")
PAGES = re.compile(r"view|page|form|browser|api")  # what is shown is the same on both
NOT_AGAIN = "not browser and not sqlite and not postgres and not fresh"
PARTS = 3  # side by side, and each well within the time after which a test counts as hanging


def _files() -> list[str]:
    """The tests of every room, without those of pages, and of the frame what meets the database."""
    rooms = [folder.name for folder in (ROOT / "src" / "sluitend" / "apps").glob("*/") if folder.name[0] != "_"]
    paths = [path for room in rooms for path in (ROOT / "tests" / room).glob("test_*.py")]
    paths = [path for path in paths if not PAGES.search(path.stem)]
    return sorted(map(str, [*paths, *(ROOT / "tests" / "frame" / f"test_{name}.py" for name in FRAME)]))


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="this run is on PostgreSQL already")
@pytest.mark.parametrize("part", range(PARTS))
def test_the_same_tests_pass_on_postgresql(part: int) -> None:
    files = _files()[part::PARTS]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("SLUITEND_", "PYTEST_"))}
    pytest_again = [sys.executable, "-m", "pytest", "-q", "-p", "tests.frame.only_database", "-m", NOT_AGAIN, *files]

    done = subprocess.run(
        [sys.executable, "-m", "tools.postgres", *pytest_again],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
