"""The front door to every source of events, and the command line before it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sluitend import cli
from sluitend.errors import InputError
from sluitend.formats import events, ocel
from tests.formats.corv_files import reported
from tests.formats.ijw_files import YOUTH, asked, assigned, hashed, message, started
from tests.formats.test_cbs_jeugd import HELPED, LAYOUT, csv, fixed
from tests.formats.test_ocel import FAMILIES


@pytest.fixture
def messages(tmp_path: Path) -> Path:
    """Two assignments, one of them started, and a request without one."""
    folder = tmp_path / "berichten"
    folder.mkdir()
    (folder / "1.xml").write_text(message(301, "2030-01-02", assigned(7, "2030-01-01")))
    (folder / "2.xml").write_text(message(301, "2030-01-02", assigned(8, "2030-01-03")))
    (folder / "3.xml").write_text(message(305, "2030-01-09", started(7, "2030-01-08")))
    (folder / "4.xml").write_text(message(315, "2030-01-09", asked("R1")))
    return folder


def test_another_column_may_be_the_case(messages: Path) -> None:
    """What has no assignment has no case then."""
    found = events.read(messages, "ijw", key=hashed, case="allocation", resource="municipality")

    assert len(set(found.table["case"].to_pylist())) == 2
    assert found.table.num_rows == 3
    assert set(found.table["resource"].to_pylist()) == {"GM9901"}
    with pytest.raises(InputError, match="no_column"):
        events.read(messages, "ijw", key=hashed, case="gezin")


def test_siblings_in_one_report_are_one_event_of_the_dossier(tmp_path: Path) -> None:
    (tmp_path / "1.xml").write_text(reported("F-1", "20300103", ("jeugdige", YOUTH), ("jeugdige", "999990020")))

    each = events.read(tmp_path, "corv", key=hashed)
    together = events.read(tmp_path, "corv", key=hashed, case="dossier")

    assert (each.table.num_rows, together.table.num_rows) == (2, 1)
    assert together.table["case"].to_pylist() == each.table["dossier"].to_pylist()[:1]


def test_every_kind_has_its_reader(tmp_path: Path) -> None:
    ocel.write(FAMILIES, tmp_path / "log.json")
    (tmp_path / "corv.xml").write_text(reported("F-1", "20300103", ("jeugdige", YOUTH)))
    kinds = {
        "cbs": events.read(fixed(tmp_path, HELPED), "cbs", key=hashed, layout=LAYOUT),
        "corv": events.read(tmp_path / "corv.xml", "corv", key=hashed, organisations=["Politie Fictief"]),
        "ocel": events.read(tmp_path / "log.json", "ocel", case="gezin"),
    }

    assert {kind: found.report["events"] for kind, found in kinds.items()} == {"cbs": 2, "corv": 1, "ocel": 1}
    assert all(found.table.column_names[:4] == ["case", "activity", "time", "resource"] for found in kinds.values())
    assert {*kinds, "ijw", "ijw-retour"} == set(events.KINDS)
    with pytest.raises(ValueError, match="kind"):
        events.read(tmp_path, "kind")


def test_messages_on_the_command_line(messages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (messages / "5.xml").write_text((messages / "3.xml").read_text())

    assert cli.main(["chain", str(messages), "--kind", "ijw", "--json"]) == 0

    out, err = capsys.readouterr()
    assert json.loads(out)["events"] == 4
    assert err.split() == ["1", "keer", "dezelfde", "berichtklasse", "nog", "eens;", "telt", "één", "keer"]


@pytest.mark.parametrize("kind", ["ijw", "ijw-retour", "corv", "cbs"])
@pytest.mark.parametrize("option", ["--store", "--to"])
def test_what_messages_tell_of_people_is_kept_by_prepare_only(
    messages: Path, capsys: pytest.CaptureFixture[str], kind: str, option: str
) -> None:
    kept = messages.parent / "bewaard.xes"

    assert cli.main(["chain", str(messages), "--kind", kind, option, str(kept)]) == 1

    told = capsys.readouterr().err
    assert told.startswith(f"Berichten en records van mensen worden niet bewaard met {option}.")
    assert not kept.exists()


def test_records_and_objects_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    layout = "\n".join(f"{name};{at};{length}" for name, (at, length) in LAYOUT.items())
    (tmp_path / "indeling.csv").write_text(layout)
    ocel.write(FAMILIES, tmp_path / "log.json")

    asked = ["chain", str(fixed(tmp_path, HELPED)), "--kind", "cbs", "--layout", str(tmp_path / "indeling.csv")]
    assert cli.main([*asked, "--json"]) == 0
    assert cli.main(["chain", str(tmp_path / "log.json"), "--kind", "ocel", "--case", "jeugdige", "--json"]) == 0

    first, second = capsys.readouterr().out.replace("}\n{", "}\0{").split("\0")
    assert (json.loads(first)["events"], json.loads(second)["events"]) == (2, 4)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (["--kind", "ijw"], "“levering.csv” kan niet als bericht worden gelezen: "),
        (["--kind", "ocel", "--case", "kind"], "Dit OCEL-bestand is beschadigd of afgebroken"),
        (["--kind", "cbs", "--time", "t"], "--time hoort alleen bij een logboek."),
    ],
)
def test_what_goes_wrong_is_one_dutch_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], given: list[str], sentence: str
) -> None:
    assert cli.main(["chain", str(csv(tmp_path, HELPED)), *given]) == 1

    err = capsys.readouterr().err
    assert err.startswith(sentence)
    assert HELPED["bsn"] not in err
