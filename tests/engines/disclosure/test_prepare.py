"""`sluitend prepare`: what leaves, what is refused, and that nothing personal is told. All people are fictief."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

import sluitend
from sluitend import cli
from sluitend.engines.disclosure import preparing
from sluitend.engines.disclosure.columns import recognise
from sluitend.engines.disclosure.kinds import Kind
from sluitend.errors import InputError
from sluitend.formats import eventlog
from tests.engines.disclosure.registration import BSNS, LOG, MORE, NAMES, everything, is_clean, prepare, rows


def test_only_keys_and_rough_values_leave(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, folder = prepare(file, *MORE)

    assert code == 0
    assert sorted(path.name for path in folder.iterdir()) == ["gebeurtenissen.parquet", "rapport.json", "rapport.txt"]
    events = parquet.read_table(folder / "gebeurtenissen.parquet")
    assert set(events.column_names) == {
        *("case", "activity", "time", "resource", "family", "age", "municipality", "medewerker", "vorm"),
    }
    assert events.num_rows == len(rows())
    assert {len(key) for name in ("case", "family", "medewerker") for key in events[name].to_pylist()} == {32}
    assert set(events["vorm"].to_pylist()) == {"ambulant", "dagbehandeling", "overig"}
    assert set(events["age"].to_pylist()) <= {"4-11", "12-17", "overig"}
    assert len(set(events["family"].to_pylist())) == 30
    text = everything(folder, capsys)
    assert is_clean(text)
    assert "anoniem" not in text
    assert "gepseudonimiseerd" in text


def test_the_order_in_a_case_stays_and_the_file_is_read_as_a_log(file: Path) -> None:
    """Also of events on one day; and the order of cases says nothing of the order in the file."""
    _, folder = prepare(file, "--key", str(file.parent / "sleutel"), "--context", "proef", "--moment", "month")

    log = eventlog.read(
        folder / "gebeurtenissen.parquet", case="case", activity="activity", time="time", resource="resource"
    )
    lines: dict[str, list[str]] = {}
    for case, activity in zip(log["case"].to_pylist(), log["activity"].to_pylist(), strict=True):
        lines.setdefault(case, []).append(activity)
    assert all(line == ["Melding", "Intake", "Start hulp", "Einde"][: len(line)] for line in lines.values())
    assert len(lines) == 60
    assert list(lines) == sorted(lines)
    assert {moment.day for moment in log["time"].to_pylist()} == {1}


def test_deliveries_are_joined_by_the_same_key_and_context_alone(file: Path) -> None:
    key = ["--key", str(file.parent / "sleutel")]
    folders = [
        prepare(file, *options, out=f"uit{number}")[1]
        for number, options in enumerate([
            [*key, "--context", "a"], [*key, "--context", "a"], [*key, "--context", "b"], key, key, [],
        ])
    ]  # fmt: skip
    cases = [frozenset(parquet.read_table(one / "gebeurtenissen.parquet")["case"].to_pylist()) for one in folders]

    assert cases[0] == cases[1]
    assert not any(one & other for at, one in enumerate(cases[1:]) for other in cases[at + 2 :])
    assert json.loads((folders[0] / "rapport.json").read_text())["linkable"] is True
    assert json.loads((folders[3] / "rapport.json").read_text())["linkable"] is False


def test_a_new_key_is_for_this_user_alone_and_never_travels_along(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = file.parent / "sleutel"
    _, folder = prepare(file, "--key", str(key), "--context", "proef")

    assert key.stat().st_mode & 0o777 == 0o600
    secret = key.read_text().split()[1]
    assert secret not in everything(folder, capsys)
    key.chmod(0o644)
    assert prepare(file, "--key", str(key), out="uit2")[0] == 1
    assert prepare(file, "--key", str(file.parent / "uit3" / "sleutel"), out="uit3")[0] == 1
    key.chmod(0o600)
    key.write_text("geheim")
    assert prepare(file, "--key", str(key), out="uit4")[0] == 1
    assert capsys.readouterr().err.splitlines() == [
        "De sleutel “sleutel” is op deze machine ook voor anderen te lezen. Maak haar alleen voor uzelf leesbaar, "
        "bijvoorbeeld met: chmod 600 BESTAND",
        "De sleutel zou met de gegevens meereizen. Kies voor --key een plek buiten de map achter --out.",
        "Het bestand achter --key bevat geen sleutel. Kies het bestand dat eerder is gemaakt, of een nieuwe naam.",
    ]
    assert [path.name for path in file.parent.glob("*uit*")] == ["uit"]


REFUSED = {
    "bsn": "Kolom “bsn” bevat burgerservicenummers (BSN). Laat de kolom weg, of geef haar op als --case, --family of "
    "--person: dan komen er sleutels voor in de plaats.",
    "naam": "Kolom “naam” bevat namen van mensen. Laat de kolom weg, neem de organisatie, of geef haar op als "
    "--person: dan komen er sleutels voor in de plaats.",
    "geboren": "Kolom “geboren” bevat geboortedatums. Laat de kolom weg, of geef haar op als --birth: dan komen er "
    "leeftijdsgroepen voor in de plaats.",
    "straat": "Kolom “straat” bevat adressen. Laat de kolom weg en geef de gemeente op.",
    "opmerking": "Kolom “opmerking” bevat vrije tekst, en daarin kan van alles over iedereen staan. Laat de kolom weg, "
    "of neem een kolom met vaste keuzes.",
    "mail": "Kolom “mail” bevat e-mailadressen. Laat de kolom weg, of geef haar op als --person.",
}


def test_what_still_identifies_is_refused_all_at_once_and_nothing_is_written(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep = [word for name in REFUSED if name != "bsn" for word in ("--keep", name)]

    log = ["--case", "gezin", "--activity", "stap", "--time", "datum", "--resource", "bsn"]
    code = cli.main(["prepare", str(file), *log, *keep, "--out", str(file.parent / "uit")])

    told = capsys.readouterr()
    assert (code, told.out) == (1, "")
    assert told.err.splitlines() == list(REFUSED.values())
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_a_file_without_names_of_columns_does_not_tell_its_first_row(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = file.read_text().splitlines()
    file.write_text("\n".join(lines[1:]))
    assert prepare(file)[0] == 1
    file.write_text("\n".join([lines[1].replace("Melding", "stap"), *lines[2:]]))
    assert (
        cli.main(["prepare", str(file), "--case", BSNS[0], "--activity", "stap", "--time", "geen", "--out", "x"]) == 1
    )
    first = lines[1].split(";")
    twice = ";".join([*first[:1], *first[:1], *first[2:]])
    file.write_text("\n".join([twice, *lines[2:]]))
    assert prepare(file)[0] == 1
    named = ";".join(["bsn", "Quirina Zonnewever", *NAMES[2:]])
    file.write_text("\n".join([named, *lines[1:]]))
    assert prepare(file)[0] == 1

    assert capsys.readouterr().err.splitlines() == [
        "Er is geen kolom “bsn”. Kijk in rij 1 van het bestand hoe de kolom heet.",
        "Er is geen kolom “geen”. Kijk in rij 1 van het bestand hoe de kolom heet.",
        "Twee kolommen heten hetzelfde. Geef elke kolom in rij 1 een eigen naam.",
        "De naam van een kolom lijkt op een persoonsgegeven. Zet de namen van de kolommen in rij 1 en de eerste "
        "gebeurtenis in rij 2.",
    ]


def test_a_fault_that_nobody_foresaw_tells_no_value(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(table: pa.Table, *_: object) -> None:
        raise ValueError(f"cannot read {table['case'][0]}")

    monkeypatch.setattr(preparing, "prepare", broken)
    code, folder = prepare(file, "--key", str(file.parent / "sleutel"))

    told = capsys.readouterr().err
    assert (code, is_clean(told)) == (1, True)
    assert told.startswith("Er ging iets mis dat niet was voorzien (ValueError, cli_prepare.py:")
    assert not folder.exists()
    assert [path.name for path in file.parent.iterdir()] == [file.name]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (
            ["--keep", "gezin", "--family", "gezin"],
            "U gaf kolom “gezin” op voor twee dingen. Geef elke kolom één keer op.",
        ),
        (["--keep", "regio"], "Er is geen kolom “regio”. Kijk in rij 1 van het bestand hoe de kolom heet."),
        (
            ["--least", "61"],
            "Er zijn 60 casussen, minder dan de 61 die een waarde moet hebben om geschreven te worden. Breng een "
            "langere periode of meer casussen in.",
        ),
        (["--birth", "naam"], "De datum in rij 2 bestaat niet"),
    ],
)
def test_what_can_be_mended_is_told(
    file: Path, capsys: pytest.CaptureFixture[str], more: list[str], sentence: str
) -> None:
    code, folder = prepare(file, *more)

    told = capsys.readouterr().err.strip()
    assert (code, folder.exists(), is_clean(told)) == (1, False, True)
    assert told.startswith(sentence)


def test_a_folder_is_no_log(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "berichten").mkdir()

    assert prepare(tmp_path / "berichten")[0] == 1

    assert capsys.readouterr().err == (
        "“berichten” is een map. Noem een bestand, of zeg met --kind welke berichten of records in de map staan.\n"
    )


def test_an_earlier_folder_is_left_alone(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (file.parent / "uit").mkdir()

    assert prepare(file)[0] == 1
    assert capsys.readouterr().err == "“uit” bestaat al. Kies een andere map voor --out.\n"
    assert [*(file.parent / "uit").iterdir()] == []


def test_a_place_that_is_not_there_is_refused_before_the_file_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert prepare(tmp_path / "weg.csv", out="map/uit")[0] == 1
    assert prepare(tmp_path / "weg.csv", "--key", str(tmp_path / "kluis" / "sleutel"))[0] == 1
    assert prepare(tmp_path / "weg.csv")[0] == 1

    assert capsys.readouterr().err.splitlines() == [
        f"“{tmp_path / name}” kan niet gelezen of geschreven worden. Kijk of het er is en of u er rechten voor hebt."
        for name in ("map", "kluis", "weg.csv")
    ]


def test_tables_alone_have_no_rows_of_anybody_and_no_small_numbers(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, folder = prepare(file, *MORE, "--aggregate")

    assert code == 0
    assert sorted(path.name for path in folder.iterdir()) == ["instroom.csv", "rapport.txt", "stappen.csv"]
    for name in ("instroom.csv", "stappen.csv"):
        with (folder / name).open(encoding="utf-8-sig") as opened:
            told = [row["casussen"] for row in csv.DictReader(opened, delimiter=";")]
        assert any(told)
        assert all(one == "" or (int(one) >= 10 and int(one) % 5 == 0) for one in told)
    assert is_clean(everything(folder, capsys))


def test_a_spreadsheet_takes_nothing_of_the_counts_for_a_formula(file: Path) -> None:
    sly = '=HYPERLINK("https://voorbeeld.invalid")'
    text = file.read_text().replace(";Melding;", f';"{sly.replace(chr(34), chr(34) * 2)}";')
    file.write_text(text)

    _, folder = prepare(file, *MORE, "--aggregate")

    with (folder / "stappen.csv").open(encoding="utf-8-sig") as opened:
        told = {cell for row in csv.reader(opened, delimiter=";") for cell in row}
    assert f"'{sly}" in told
    assert not any(one.startswith("=") for one in told)
    with (folder / "instroom.csv").open(encoding="utf-8-sig") as opened:
        medians = {row["mediaan_dagen"] for row in csv.DictReader(opened, delimiter=";")}
    assert any(one.replace(",", "").isdecimal() for one in medians)


def test_csv_is_written_on_request_and_dates_stay_dates(file: Path) -> None:
    _, folder = prepare(file, "--registered", "datum2", "--format", "csv", out="mis")
    assert not folder.exists()

    _, folder = prepare(file, "--format", "csv")

    with (folder / "gebeurtenissen.csv").open() as opened:
        times = {row["time"] for row in csv.DictReader(opened)}
    assert times <= {(date(2024, 1, 1) + timedelta(day)).isoformat() for day in range(800)}


def test_the_command_works_where_django_is_absent(file: Path) -> None:
    script = (
        "import sys\nfor name in ('django', 'sluitend.apps', 'sluitend.config'): sys.modules[name] = None\n"
        "from sluitend import cli\nsys.exit(cli.main(sys.argv[1:]))"
    )
    source = str(Path(sluitend.__file__).parents[1])

    done = subprocess.run(
        [sys.executable, "-c", script, "prepare", str(file), *LOG, "--out", str(file.parent / "uit")],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": source},
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert "60 casussen" in done.stdout


def test_what_was_prepared_holds_nothing_that_another_door_refuses(file: Path) -> None:
    _, folder = prepare(file, *MORE, "--least", "3")

    assert {one.kind for one in recognise(parquet.read_table(folder / "gebeurtenissen.parquet"))} <= {Kind.KEY}


@pytest.mark.parametrize("keep", [("Wijk", "wijk"), ("Age",)])
def test_no_two_columns_of_what_is_written_differ_in_capitals_only(keep: tuple[str, ...]) -> None:
    """What answers questions does not tell capitals apart, and would give the values of the one for the other."""
    table = pa.table({name: ["x"] for name in ("case", "activity", "time", "resource", *keep)})

    with pytest.raises(InputError) as refused:
        preparing._check(table, preparing.Choices(keep=keep))

    assert (refused.value.code, refused.value.data) == ("disclosure.used_twice", {"column": keep[0]})
