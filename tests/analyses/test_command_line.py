"""`sluitend analyse`: the same figures of a file without a database as of a dataset."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sluitend import cli
from sluitend.apps.analyses import discovery
from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.formats import eventlog
from tests.analyses import planted
from tests.analyses.conftest import Accept
from tests.analyses.voices import World

ASKED = ["--start", planted.REPORT, "--end", planted.START, "--by", "gemeente", "--norm", "14"]
COLUMNS = ["--case", "case", "--activity", "activity", "--time", "time", "--resource", "resource"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "keten.parquet"
    eventlog.write(planted.table(), path)
    return path


def test_the_list_names_every_analysis(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["analyse", "--list"]) == 0
    printed = capsys.readouterr().out

    assert all(f"{one.key} " in printed and one.question in printed for one in discovery.analyses().values())


def test_what_an_analysis_asks_are_its_options(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["analyse", "wachten", "--help"])
    assert "--liberation-day" in capsys.readouterr().out


def test_a_file_is_asked_without_a_database(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No fixture gives this test a database: asking it would fail."""
    about = ["--file", str(file), *COLUMNS, "--attribute", "gemeente"]

    assert cli.main(["analyse", "wachten", *about, *ASKED]) == 0
    assert "Waterdam: van 20 casussen met een begin bereikten er 18 het einde" in capsys.readouterr().out
    assert cli.main(["analyse", "wachten", *about, "--start", "verzonnen", "--end", planted.START]) == 1
    assert capsys.readouterr().err == (
        "“verzonnen” bij “Het wachten begint met” staat niet in deze gegevens. Kies iets wat er wel in staat.\n"
    )
    assert cli.main(["analyse", "verzonnen", *about]) == 1
    assert "Er is geen analyse “verzonnen”" in capsys.readouterr().err


WRONG = """zaak;stap;datum;wie
1;melding;2024-01-02;Wijkteam
1;hulp;2024-02-02;Aanbieder
2;melding;2099-01-02;Wijkteam
3;melding;2024-01-02;Wijkteam
3;melding;2024-01-02;Wijkteam
3;hulp;2024-03-02;Aanbieder
"""
OF_WRONG = ["--case", "zaak", "--activity", "stap", "--time", "datum", "--resource", "wie"]


@pytest.mark.parametrize("kept", [False, True])
def test_nothing_is_counted_with_errors_that_nobody_let_pass(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kept: bool
) -> None:
    path = tmp_path / "keten.csv"
    path.write_text(WRONG)
    asked = ["analyse", "doorlooptijd", "--file", str(path), *OF_WRONG, "--json"]
    if kept:
        asked = ["chain", str(path), *OF_WRONG, "--json", "--store", str(tmp_path / "logboek")]

    assert cli.main(asked) == 1
    assert capsys.readouterr().err == (
        "“keten.csv” heeft fouten: rij 4: een datum die nog moet komen (future_time); rij 6: gelijk aan een eerdere "
        "rij in elke kolom die u koos (twice). Verbeter het bestand, of laat een fout door met een reden: --waive "
        "future_time=REDEN\n"
    )
    assert cli.main([*asked, "--waive", "future_time=Gepland."]) == 1
    assert "future_time" not in capsys.readouterr().err.partition("--waive")[0]
    assert cli.main([*asked, "--waive", "future_time=Gepland", "--waive", "twice= "]) == 1
    assert capsys.readouterr().err == "Zeg waarom fout “twice” mag blijven staan: --waive twice=REDEN\n"
    assert not (tmp_path / "logboek").exists()
    assert cli.main([*asked, "--waive", "future_time=Gepland", "--waive", "twice=Twee gesprekken"]) == 0
    out, err = capsys.readouterr()
    told = err.splitlines() if kept else json.loads(out)["caveats"][:2]
    assert told == [
        "Fout doorgelaten: rij 4: een datum die nog moet komen. Reden: Gepland.",
        "Fout doorgelaten: rij 6: gelijk aan een eerdere rij in elke kolom die u koos. Reden: Twee gesprekken.",
    ]


def test_of_a_file_without_rows_an_error_says_how_often_it_is_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "keten.csv").write_text(WRONG)
    log = eventlog.read(tmp_path / "keten.csv", case="zaak", activity="stap", time="datum", resource="wie")
    eventlog.write(log, tmp_path / "keten.xes")

    assert cli.main(["analyse", "doorlooptijd", "--file", str(tmp_path / "keten.xes")]) == 1

    told = capsys.readouterr().err
    assert "1 keer een datum die nog moet komen (future_time)" in told
    assert "rij " not in told.partition(": ")[2].partition("een datum")[0]


NAMED = """zaak;stap;datum;registered;since;until;self
1;melding;2024-01-02;ja;s1;u1;x
1;hulp;2024-02-02;ja;s1;u1;x
2;melding;2024-01-02;nee;s2;u1;x
3;melding;2024-03-02;nee;s2;u2;x
"""


def test_an_attribute_may_be_called_as_what_means_a_day_elsewhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`registered` holds no days here."""
    (tmp_path / "keten.csv").write_text(NAMED)
    about = ["analyse", "doorlooptijd", "--file", str(tmp_path / "keten.csv"), *OF_WRONG[:-2], "--json"]

    assert cli.main([*about, "--attribute", "registered", "--only", "registered=nee"]) == 0

    assert json.loads(capsys.readouterr().out)["n"] == 2


@pytest.mark.parametrize(
    ("only", "days", "many"),
    [
        (["since=s2"], [], 2),
        (["since=s2", "until=u2"], [], 1),
        (["since=s2"], ["--until", "2024-01-31"], 1),
        (["until=u1", "self=x"], ["--since", "2024-01-01", "--until", "2024-01-31"], 2),
    ],
)
def test_an_attribute_and_a_period_of_one_name_are_both_chosen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], only: list[str], days: list[str], many: int
) -> None:
    (tmp_path / "keten.csv").write_text(NAMED)
    about = ["--file", str(tmp_path / "keten.csv"), *OF_WRONG[:-2]]
    chosen = [part for one in only for part in ("--only", one)]
    along = [part for name in ("since", "until", "self") for part in ("--attribute", name)]

    assert cli.main(["analyse", "doorlooptijd", *about, *along, *chosen, *days, "--json"]) == 0

    assert json.loads(capsys.readouterr().out)["n"] == many


def test_groups_of_an_attribute_that_is_called_as_a_period_are_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "keten.csv").write_text(NAMED)
    about = ["--file", str(tmp_path / "keten.csv"), *OF_WRONG[:-2], "--attribute", "until", "--group", "until=u1"]

    assert cli.main(["analyse", "welke-schakel", *about, "--json"]) == 0

    assert json.loads(capsys.readouterr().out)["n"] == 3


def test_a_folder_is_a_stored_log_or_none(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """How to read a file means nothing for a log that was read; another folder is not said to be one."""
    folder, other = file.parent / "map", file.parent / "leeg"
    other.mkdir()
    cli.main(["chain", str(file), *COLUMNS, "--attribute", "gemeente", "--store", str(folder)])
    capsys.readouterr()

    assert cli.main(["analyse", "doorlooptijd", "--file", str(folder), "--attribute", "kind"]) == 1
    assert cli.main(["analyse", "doorlooptijd", "--file", str(other), *COLUMNS]) == 1
    assert cli.main(["analyse", "procesgrafiek-reeks", "--file", str(other)]) == 1
    assert capsys.readouterr().err.splitlines() == [
        f"“{folder}” is al opgeslagen, dus daar hoort geen --attribute bij. Laat dat weg, of noem het bestand zelf.",
        "“leeg” bevat geen opgeslagen logboek. Kies de map die bij het inlezen is gemaakt.",
        "“leeg” is een map. Noem een bestand daarin.",
    ]
    assert cli.main(["analyse", "doorlooptijd", "--file", str(folder)]) == 0


def test_organisations_are_chosen_and_compared(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    about = ["analyse", "wachten", "--file", str(file), *COLUMNS, "--start", planted.REPORT, "--end", planted.START]

    assert cli.main([*about, "--by", "laatste organisatie"]) == 0
    assert f"{planted.HELP}: van 36 casussen met een begin bereikten er 36 het einde" in capsys.readouterr().out
    assert cli.main([*about, "--involved", planted.HELP, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["n"] == 36
    assert cli.main([*about, "--only", f"laatste organisatie={planted.TEAM}", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["n"] == 4
    assert cli.main([*about, "--involved", "verzonnen"]) == 1
    assert "“verzonnen” bij “Betrokken organisatie” staat niet in deze gegevens." in capsys.readouterr().err


def test_closed_days_are_no_working_days_of_a_wait(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Help starts ten or thirty days after the first of a month; the 8th and the 9th of every month are closed."""
    about = ["analyse", "wachten", "--file", str(file), *COLUMNS, "--start", planted.REPORT, "--end", planted.START]
    months = [f"0{month}-2025" for month in range(1, 7)]
    closed = [part for month in months for part in ("--closed", f"08-{month} t/m 09-{month}: studiedagen (fictief)")]

    medians = []
    for more in ([], closed):
        assert cli.main([*about, "--unit", "working_days", "--json", *more]) == 0
        result = json.loads(capsys.readouterr().out)
        (table,) = (one for one in result["tables"] if one["key"] == "cohorts")
        medians.append(table["rows"][0][[one["key"] for one in table["columns"]].index("median")])
    assert cli.main([*about, "--closed", "kerst"]) == 1

    assert "“kerst” is geen gesloten dag." in capsys.readouterr().err
    assert medians[1] < medians[0]
    assert any("08-01-2025 t/m 09-01-2025 (studiedagen (fictief))" in one for one in result["caveats"])


@pytest.mark.django_db
def test_coded_texts_are_asked_without_a_dataset(
    evaluation: Evaluation, researcher: User, leader: User, capsys: pytest.CaptureFixture[str]
) -> None:
    about = ["--as", researcher.email, "analyse", "codes-per-groep"]
    assert cli.main([*about, "--by", "perspective"]) == 1
    assert "Er is nog niets gecodeerd waarnaar u kunt vragen." in capsys.readouterr().err
    World(evaluation, leader).speak({"cliënten": (6, 2), "gemeente": (3, 0)})

    assert cli.main([*about, "--codes", "Wachten", "--by", "perspective"]) == 0

    assert "cliënten: 2 van de 6 respondenten" in capsys.readouterr().out
    assert AnalysisResult.objects.get().version is None
    with pytest.raises(SystemExit):
        cli.main([*about, "--dataset", "D1"])


@pytest.mark.django_db
def test_a_dataset_gives_what_its_file_gives_and_the_result_is_kept(
    file: Path, accept: Accept, researcher: User, capsys: pytest.CaptureFixture[str]
) -> None:
    accept()
    who = ["--as", researcher.email, "analyse", "wachten"]

    assert cli.main([*who, "--dataset", "D1", *ASKED, "--json"]) == 0
    of_dataset = json.loads(capsys.readouterr().out)
    cli.main(["analyse", "wachten", "--file", str(file), *COLUMNS, "--attribute", "gemeente", *ASKED, "--json"])
    assert json.loads(capsys.readouterr().out) == of_dataset
    assert AnalysisResult.objects.get().n == 40  # as it may be told: the exact one lies sealed
    assert cli.main([*who, "--dataset", "9", *ASKED]) == 1
    assert "D9" in capsys.readouterr().err
