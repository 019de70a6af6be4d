"""What tests of preparing share."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.engines.disclosure.registration import NAMES, rows


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "registratie.csv"
    with path.open("w", newline="") as opened:
        csv.writer(opened, delimiter=";").writerows([NAMES, *rows()])
    return path
