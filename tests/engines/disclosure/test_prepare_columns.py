"""Columns that are not what they are called or given as: names of a log's own, and dates of birth."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pyarrow.parquet as parquet
import pytest

from sluitend import cli
from tests.engines.disclosure.registration import BSNS, LOG, NAMES, prepare


def test_a_column_that_is_called_as_one_of_ours_is_never_taken_for_it(file: Path) -> None:
    """--keep case, where another column is the case: its own values go along, not the numbers of cases."""
    text = file.read_text().replace(";vorm;", ";case;", 1)
    file.write_text(text)

    code, folder = prepare(file, "--keep", "case")

    assert code == 0
    events = parquet.read_table(folder / "gebeurtenissen.parquet")
    assert set(events["case_"].to_pylist()) == {"ambulant", "dagbehandeling", "overig"}


def test_the_same_where_the_file_has_the_name_that_it_would_get_too(file: Path) -> None:
    """Of the columns `case_` and `case` beside the case, each goes along with its own values."""
    text = file.read_text().replace(";straat;", ";case_;", 1).replace(";vorm;", ";case;", 1)
    file.write_text(text)

    code, folder = prepare(file, "--keep", "case")

    assert code == 0
    events = parquet.read_table(folder / "gebeurtenissen.parquet")
    kinds = next(set(events[name].to_pylist()) for name in events.column_names if name.startswith("case_"))
    assert kinds == {"ambulant", "dagbehandeling", "overig"}


@pytest.mark.parametrize("name", ["registered", "age", "Municipality", "family"])
def test_an_attribute_with_a_name_that_is_written_for_something_else_is_refused(
    file: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    file.write_text(file.read_text().replace(";vorm;", f";{name};", 1))

    code, folder = prepare(file, "--keep", name)

    assert (code, folder.exists()) == (1, False)
    assert capsys.readouterr().err == (
        f"Een kolom die meegaat, kan niet “{name}” heten: die naam heeft in wat geschreven wordt al een betekenis. "
        "Geef de kolom in rij 1 een andere naam.\n"
    )


def test_a_name_of_ours_that_the_file_does_not_have_is_told_as_it_was_given(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert prepare(file, "--keep", "case")[0] == 1
    assert capsys.readouterr().err == "Er is geen kolom “case”. Kijk in rij 1 van het bestand hoe de kolom heet.\n"


BORN = (
    "Kolom “geboren” bevat geboortedatums. Laat de kolom weg, of geef haar op als --birth: dan komen er "
    "leeftijdsgroepen voor in de plaats.\n"
)
LONG_BEFORE = (
    "Kolom “dag” ligt in de meeste rijen meer dan een jaar voor de gebeurtenis, zoals geboortedatums: niets wordt "
    "vastgelegd voordat het gebeurt. Laat de kolom weg, of geef haar op als --birth als er geboortedatums in staan.\n"
)


@pytest.mark.parametrize(
    ("name", "options", "sentence"),
    [
        ("geboren", ["--time", "datum", "--registered", "geboren"], BORN),
        ("geboren", ["--time", "geboren"], BORN),
        ("geboren", ["--time", "geboren", "--registered", "datum"], BORN),
        ("dag", ["--time", "datum", "--registered", "dag"], LONG_BEFORE),
        ("dag", ["--time", "dag"], BORN.replace("geboren", "dag")),
    ],
)
@pytest.mark.parametrize("moment", ["day", "month"])
def test_a_date_of_birth_never_leaves_as_a_day_of_something_else(
    file: Path, capsys: pytest.CaptureFixture[str], name: str, options: list[str], sentence: str, moment: str
) -> None:
    """By the name of the column, and where that says nothing by how its days lie."""
    file.write_text(file.read_text().replace(";geboren;", f";{name};", 1))
    log = [*LOG[:4], *LOG[6:], *options, "--moment", moment]

    code = cli.main(["prepare", str(file), *log, "--out", str(file.parent / "uit")])

    assert (code, (file.parent / "uit").exists()) == (1, False)
    assert capsys.readouterr().err == sentence


def test_days_of_putting_on_record_leave_also_where_they_are_late_or_missing(file: Path) -> None:
    """Events of more than ten years, the last cases with one event, each put on record some weeks afterwards."""
    with file.open(encoding="utf-8") as opened:
        table = list(csv.DictReader(opened, delimiter=";"))
    for at, row in enumerate(table):
        day = date.fromisoformat(row["datum"]) + timedelta(365 * (BSNS.index(row["bsn"]) % 13 - 12))
        row["datum"], row["vorm"] = day.isoformat(), "" if at % 3 == 0 else (day + timedelta(at % 60)).isoformat()
    with file.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.DictWriter(opened, NAMES, delimiter=";")
        writer.writeheader()
        writer.writerows(table)

    code, folder = prepare(file, "--registered", "vorm")

    assert code == 0
    assert parquet.read_table(folder / "gebeurtenissen.parquet")["registered"].null_count > 10
