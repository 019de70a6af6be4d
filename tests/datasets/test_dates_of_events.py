"""Which columns of dates are of the events and which of birth: planted logs, all fictitious."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from sluitend import cli
from sluitend.errors import InputError
from sluitend.work import events_process

STEPS = ("Melding", "Intake", "Start hulp", "Einde")
HEAD = ("zaak", "stap", "dag", "vastgelegd", "moment", "kenmerkdag")


def rows(written: Callable[[date], str] = date.isoformat) -> list[list[str]]:
    """Events over more than twelve years, put on record within two months, for some cases; and two dates of a case:
    of birth, 0 to 18 years before its first event, and that of a sister or brother born within half a year of it."""
    chance = random.Random(29)
    found = []
    for case in range(200):
        day = date(2014, 1, 6) + timedelta(chance.randrange(4_600))
        born = day - timedelta(chance.randrange(18 * 365))
        other = born + timedelta(chance.randrange(180))
        for step in STEPS[: chance.randint(1, 4)]:
            recorded = day + timedelta(chance.randrange(60))
            told = ("" if case < 60 else written(recorded), written(born), written(other))
            found.append([f"z{case}", step, written(day), *told])
            day += timedelta(chance.randrange(90))
    return found


def signs(folder: Path, made: list[list[str]], *names: str) -> dict[str, str]:
    """What each of these columns is taken for."""
    path = folder / "keten.csv"
    places = [HEAD.index(name) for name in ("zaak", "stap", *names)]
    with path.open("w", newline="") as opened:
        csv.writer(opened).writerows([[row[place] for place in places] for row in [list(HEAD), *made]])
    return {one["name"]: one["sign"] for one in events_process.columns(path)["columns"] if one["sign"]}


@pytest.mark.parametrize("written", [date.isoformat, lambda day: f"{day:%d-%m-%Y}"])
def test_dates_of_recording_are_those_of_events(tmp_path: Path, written: Callable[[date], str]) -> None:
    assert signs(tmp_path, rows(written), "dag", "vastgelegd") == {}
    assert signs(tmp_path, rows(written), "vastgelegd", "dag") == {}


def test_a_date_of_birth_is_found_under_an_innocent_name(tmp_path: Path) -> None:
    assert signs(tmp_path, rows(), "dag", "moment") == {"moment": "birth_date"}
    assert signs(tmp_path, rows(), "moment", "vastgelegd", "dag") == {"moment": "birth_date"}


def test_births_close_to_each_other_are_no_events(tmp_path: Path) -> None:
    found = signs(tmp_path, rows(), "kenmerkdag", "dag", "moment", "vastgelegd")

    assert found == {"kenmerkdag": "birth_date", "moment": "birth_date"}


def test_one_date_that_cannot_be_read_spares_and_condemns_nothing(tmp_path: Path) -> None:
    made = rows()
    made[7][HEAD.index("dag")] = "onbekend"
    made[9][HEAD.index("moment")] = "2O14-03-01"

    assert signs(tmp_path, made, "dag", "vastgelegd", "moment") == {"moment": "birth_date"}


def test_a_name_that_says_birth_is_believed(tmp_path: Path) -> None:
    made = [["zaak", "stap", "dag", "geboortedatum"], *([*row[:3], row[2]] for row in rows())]
    with (tmp_path / "keten.csv").open("w", newline="") as opened:
        csv.writer(opened).writerows(made)

    found = {one["name"]: one["sign"] for one in events_process.columns(tmp_path / "keten.csv")["columns"]}

    assert (found["dag"], found["geboortedatum"]) == ("", "birth_date")


def test_what_prepare_writes_is_let_in(tmp_path: Path) -> None:
    with (tmp_path / "bron.csv").open("w", newline="") as opened:
        csv.writer(opened).writerows([HEAD[:4], *(row[:4] for row in rows())])
    log = ["--case", "zaak", "--activity", "stap", "--time", "dag", "--registered", "vastgelegd"]

    assert cli.main(["prepare", str(tmp_path / "bron.csv"), *log, "--out", str(tmp_path / "uit")]) == 0

    found = events_process.columns(tmp_path / "uit" / "gebeurtenissen.parquet")["columns"]
    assert {one["name"]: one["sign"] for one in found if one["dates"]} == {"time": "", "registered": ""}
    assert not any(one["sign"] for one in found)


@pytest.mark.parametrize("names", [["Wijk", "wijk"], ["case", "case (kenmerk)"]])
def test_two_attributes_that_get_one_name_are_one_too_many(tmp_path: Path, names: list[str]) -> None:
    """In a question the one would give the values of the other: capitals are not told apart there, and what is called
    as a column of a log gets another name."""
    with (tmp_path / "keten.csv").open("w", newline="") as opened:
        csv.writer(opened).writerows([["zaak", "stap", "dag", *names], ["1", "Melding", "2024-01-01", "A", "B"]])
    wanted = {"case": "zaak", "activity": "stap", "time": "dag", "resource": None, "registered": None, "missing": []}
    wanted |= {"today": "2025-01-01", "known": {}, "attributes": names}

    with pytest.raises(InputError) as refused:
        events_process.prepare(tmp_path / "keten.csv", wanted, tmp_path / "uit")

    assert (refused.value.code, refused.value.data) == ("eventlog.same_column", {"column": names[1]})
