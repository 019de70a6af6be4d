"""`sluitend chain`: the same figures of a file and of what was stored of it, and one sentence when it goes wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sluitend import cli
from sluitend.formats import eventlog

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
        f"“{folder}” bestaat al. Een logboek wordt één keer opgeslagen: kies een andere map.\n"
    )
    assert cli.main(["chain", str(file), *COLUMNS, "--attribute", "gezin"]) == 1
    assert "“gezin”" in capsys.readouterr().err
    (folder / "cases.parquet").unlink()
    assert cli.main(["chain", str(folder)]) == 1
    assert "“cases.parquet”" in capsys.readouterr().err


@pytest.mark.parametrize("column", ["zaak", "wie", "plaats"])
def test_numbers_of_citizens_are_not_stored(file: Path, capsys: pytest.CaptureFixture[str], column: str) -> None:
    """By their values, whatever the column is called; who only asks for figures stores nothing."""
    rows = [f"z{row};a;2026-01-0{row % 9 + 1};w{row};p{row}" for row in range(12)]
    at = ["zaak", "stap", "datum", "wie", "plaats"].index(column)
    cells = [row.split(";") for row in rows]
    for cell, number in zip(cells, passing(12), strict=True):
        cell[at] = number
    file.write_text("\n".join(["zaak;stap;datum;wie;plaats", *(";".join(cell) for cell in cells)]))
    asked = ["chain", str(file), *COLUMNS, "--attribute", "plaats"]

    assert cli.main([*asked, "--store", str(file.parent / "map")]) == 1
    assert capsys.readouterr().err == (
        f"In de kolom “{column}” staan burgerservicenummers. Laat er andere nummers voor in de plaats zetten voordat u "
        "het logboek opslaat.\n"
    )
    assert not (file.parent / "map").exists()
    assert cli.main(asked) == 0


def passing(many: int) -> list[str]:
    """Numbers of nine digits that pass the eleven-test, of nobody: they begin with 999."""
    numbers = (str(number) for number in range(999_000_000, 999_001_000))
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    right = [one for one in numbers if sum(w * int(d) for w, d in zip(weights, one, strict=True)) % 11 == 0]
    return right[:many]


def test_a_place_that_cannot_be_is_told_before_the_file_is_read(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(eventlog, "read", lambda *_args, **_named: 1 / 0)
    missing = file.parent / "nergens"

    assert cli.main(["chain", str(file), *COLUMNS, "--store", str(missing / "map")]) == 1
    assert f"“{missing}” kan niet" in capsys.readouterr().err
    assert cli.main(["chain", str(file), *COLUMNS, "--store", str(file.parent)]) == 1
    assert f"“{file.parent}” bestaat al." in capsys.readouterr().err


def test_how_to_read_means_nothing_for_what_was_read(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = file.parent / "map"
    cli.main(["chain", str(file), *COLUMNS, "--store", str(folder)])
    capsys.readouterr()

    assert cli.main(["chain", str(folder), "--attribute", "plaats", "--store", str(file.parent / "nog")]) == 1

    assert capsys.readouterr().err == (
        f"“{folder}” is al opgeslagen, dus daar hoort geen --attribute, --store bij. Laat dat weg, of noem het "
        "bestand zelf.\n"
    )


def test_attributes_of_which_only_the_capitals_differ(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text("\n".join(line + (";Plaats" if not at else ";x") for at, line in enumerate(CSV.splitlines())))

    assert cli.main(["chain", str(file), *COLUMNS, "--attribute", "plaats", "--attribute", "Plaats"]) == 1

    assert capsys.readouterr().err == "Twee kolommen heten “plaats”. Geef elke kolom een eigen naam in rij 1.\n"


NAMES = ("case", "activity", "time", "resource")


@pytest.mark.parametrize("asked", ["--attribute", "--reason", "--family"])
@pytest.mark.parametrize("name", NAMES)
def test_a_column_that_is_called_as_one_of_the_log_is_never_taken_for_it(
    file: Path, capsys: pytest.CaptureFixture[str], name: str, asked: str
) -> None:
    """The file has such a column beside the one that was given; without --resource nothing was given for it at all."""
    file.write_text(CSV.replace("plaats", name))
    more = ["--to", str(file.parent / "log.csv")] if asked == "--family" else []
    columns = COLUMNS[:-2] if name == "resource" else COLUMNS

    assert cli.main(["chain", str(file), *columns, asked, name, *more]) == 1

    assert capsys.readouterr().err == (
        f"Een logboek heeft zelf een kolom “{name}”, dus kan een kenmerk of reden niet zo heten. Geef de kolom in "
        "rij 1 van het bestand een andere naam.\n"
    )
    assert not (file.parent / "log.csv").exists()


def test_a_column_that_was_given_under_its_own_name_says_something_of_the_case_too(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(CSV.replace("wie", "resource"))

    assert cli.main(["chain", str(file), *COLUMNS[:-1], "resource", "--attribute", "resource"]) == 0


@pytest.mark.parametrize("more", [[], COLUMNS, ["--store", "map"], [*COLUMNS, "--json"]])
def test_a_folder_without_a_log_is_not_said_to_be_stored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str]
) -> None:
    (tmp_path / "berichten").mkdir()
    (tmp_path / "berichten" / "about.json").write_text("{}")

    assert cli.main(["chain", str(tmp_path / "berichten"), *more]) == 1

    assert capsys.readouterr().err == (
        "“berichten” is een map zonder opgeslagen logboek. Noem een bestand, of een map die met --store is gemaakt; "
        "zeg van een map met berichten of records met --kind wat het zijn.\n"
    )


@pytest.mark.parametrize("kind", ["ijw", "ijw-retour", "corv", "cbs", "ocel"])
def test_a_stored_log_is_no_folder_of_messages(file: Path, capsys: pytest.CaptureFixture[str], kind: str) -> None:
    folder = file.parent / "map"
    cli.main(["chain", str(file), *COLUMNS, "--store", str(folder)])
    capsys.readouterr()

    assert cli.main(["chain", str(folder), "--kind", kind]) == 1
    assert capsys.readouterr().err == (
        f"“{folder}” is al opgeslagen, dus daar hoort geen --kind bij. Laat dat weg, of noem het bestand zelf.\n"
    )
    assert cli.main(["prepare", str(folder), "--kind", kind, "--out", str(file.parent / "uit")]) == 1
    assert capsys.readouterr().err == ("“map” is een opgeslagen logboek. Noem het bestand waaruit het is ingelezen.\n")
