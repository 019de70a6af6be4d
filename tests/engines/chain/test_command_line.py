"""`sluitend chain`: the same figures of a file and of what was stored of it, and one sentence when it goes wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sluitend import cli

CSV = "zaak;stap;datum;wie;plaats\nNA;a;2026-01-01;x;noord\nNA;b;2026-01-03;y;noord\n2;a;2026-01-02;x;zuid\n"
COLUMNS = ["--case", "zaak", "--activity", "stap", "--time", "datum", "--resource", "wie"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "logboek.csv"
    path.write_text(CSV)
    return path


def test_a_stored_log_says_what_the_file_says(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = file.parent / "map"

    assert cli.main(["chain", str(file), *COLUMNS, "--attribute", "plaats", "--store", str(folder), "--json"]) == 0
    of_file = json.loads(capsys.readouterr().out)
    assert cli.main(["chain", str(folder), "--json"]) == 0

    assert json.loads(capsys.readouterr().out) == of_file
    assert (of_file["events"], of_file["cases"], of_file["handovers"]) == (3, 2, 1)
    assert of_file["median_duration_days"] == 1


def test_what_goes_wrong_is_told(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = file.parent / "map"
    cli.main(["chain", str(file), *COLUMNS, "--store", str(folder)])
    capsys.readouterr()

    assert cli.main(["chain", str(file), *COLUMNS, "--store", str(folder)]) == 1
    assert capsys.readouterr().err == (
        "“map” bestaat al. Een logboek wordt één keer opgeslagen: kies een andere map.\n"
    )
    assert cli.main(["chain", str(file), *COLUMNS, "--attribute", "gezin"]) == 1
    assert "“gezin”" in capsys.readouterr().err
    (folder / "cases.parquet").unlink()
    assert cli.main(["chain", str(folder)]) == 1
    assert "“cases.parquet”" in capsys.readouterr().err
