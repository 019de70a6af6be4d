"""Requests of providers, each a case: from messages, by the reader, to the verdict of the norm, counted here by hand.

2 January 2030 is a Wednesday: the fifth working day after it is Wednesday 9 January. Verdicts are asked at the end of
31 January.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow.parquet as parquet
import pytest

from sluitend import cli
from sluitend.engines.chain import EventLog
from sluitend.engines.chain.norm_table import STARTING_NORMS
from sluitend.formats import events
from tests.formats.ijw_files import YOUTH, answered, asked, assigned, change_asked, hashed, message, started

UNTIL = date(2030, 2, 1)


def verdicts(folder: Path, norm: str, *messages: str) -> dict[str, tuple[str, str]]:
    """Of every request, by its reference: the verdict, and the day of the answer."""
    for number, content in enumerate(messages):
        (folder / f"{number:03}.xml").write_text(content, encoding="utf-8")
    table = events.read(folder, "ijw", key=hashed, case="request").table
    found = EventLog(table, registered="registered").judged(
        next(one for one in STARTING_NORMS if one.key == norm), until=UNTIL
    )
    return {
        row["case"]: (row["verdict"], str(row["answer"] or ""))
        for row in sorted(found.cases.to_pylist(), key=lambda row: (row["verdict"], str(row["trigger"])))
    }


def request(reference: str) -> str:
    """Its case; what identifies it is a key, as the number of its youth is."""
    return hashed(f"verzoek GM9901|99000001|{reference}|{hashed(YOUTH)}")


def test_every_request_for_an_assignment_has_a_verdict_of_its_own(tmp_path: Path) -> None:
    """All of one youth. OP087: a later 301 repeats what stands, and that is no later answer."""
    kept = assigned(1, "2030-01-20", decided="2030-01-08", reference="R1")
    late = assigned(2, "2030-01-21", decided="2030-01-10", reference="R2")
    found = verdicts(
        tmp_path,
        "antwoord_toewijzing",
        *(message(315, "2030-01-02", asked(f"R{number}")) for number in (1, 2, 4, 5, 6)),
        message(315, "2030-01-30", asked("R3")),
        message(301, "2030-01-09", kept),
        message(301, "2030-01-10", kept + late),
        message(301, "2030-01-25", kept + late + assigned(9, "2030-01-22")),
        message(319, "2030-01-04", answered("R4", 1, "5"), youth=None),
        message(319, "2030-01-07", answered("R6", 2), youth=None),
    )

    assert found == {
        request("R1"): ("met", "2030-01-09"),
        request("R2"): ("not_met", "2030-01-10"),
        request("R3"): ("running", ""),
        request("R4"): ("met", "2030-01-04"),
        request("R5"): ("not_met", ""),
        request("R6"): ("met", "2030-01-07"),
    }


def test_requests_for_a_change_are_answered_by_the_version_that_names_them(tmp_path: Path) -> None:
    """An assignment of December that a request changes: its first version answers nothing, the changed one does. C1 is
    answered on the fifth working day, C2 is in investigation in time and decided on day 29, C3 is not answered, C4 is
    rejected and answered by a new product beside it that came later."""
    first = assigned(1, "2029-12-01", decided="2029-11-20", reference="R0")
    changed = assigned(1, "2029-12-01", decided="2030-01-08", reason="12", reference="C1")
    new = assigned(5, "2030-01-15", decided="2030-01-30", reference="C2")
    messages = (
        message(315, "2029-11-19", asked("R0")),
        message(301, "2029-11-20", first),
        *(message(317, "2030-01-02", change_asked(f"C{number}")) for number in (1, 2, 3, 4)),
        message(301, "2030-01-09", changed),
        message(319, "2030-01-09", answered("C2", 2), youth=None),
        message(301, "2030-01-31", changed + new),
        message(319, "2030-01-10", answered("C4", 1, "2"), youth=None),
    )

    (tmp_path / "besluit").mkdir()
    assert verdicts(tmp_path, "antwoord_wijziging", *messages) == {
        request("R0"): ("no_trigger", ""),
        request("C1"): ("met", "2030-01-09"),
        request("C2"): ("met", "2030-01-09"),
        request("C3"): ("not_met", ""),
        request("C4"): ("not_met", "2030-01-10"),
    }
    assert verdicts(tmp_path / "besluit", "besluit_wijziging", *messages) == {
        request("R0"): ("no_trigger", ""),
        request("C1"): ("met", "2030-01-09"),
        request("C2"): ("met", "2030-01-31"),
        request("C3"): ("running", ""),
        request("C4"): ("met", "2030-01-10"),
    }
    (tmp_path / "toewijzing").mkdir()
    assert verdicts(tmp_path / "toewijzing", "antwoord_toewijzing", *messages)[request("R0")] == ("met", "2029-11-20")


@pytest.mark.parametrize("reason", [None, "04"])
def test_a_request_that_an_older_assignment_was_changed_for_is_answered(tmp_path: Path, reason: str | None) -> None:
    """OP274 asks for a 301: that may prolong what stands. Also where the message gives no reason for it."""
    found = verdicts(
        tmp_path,
        "antwoord_toewijzing",
        message(301, "2029-12-01", assigned(1, "2029-12-01")),
        message(315, "2030-01-02", asked("R1")),
        message(301, "2030-01-08", assigned(1, "2029-12-01", decided="2030-01-08", reason=reason, reference="R1")),
    )

    assert found == {request("R1"): ("met", "2030-01-08")}


def test_two_youths_with_one_reference_are_two_requests(tmp_path: Path) -> None:
    """A reference has to be unique (TR347); where it is not, the assignment of one youth answers nothing of another."""
    found = verdicts(
        tmp_path,
        "antwoord_toewijzing",
        message(315, "2030-01-02", asked("R1")),
        message(315, "2030-01-02", asked("R1"), youth="999990020"),
        message(301, "2030-01-04", assigned(1, "2030-01-10", reference="R1")),
    )

    assert sorted(found.values()) == [("met", "2030-01-04"), ("not_met", "")]


def test_what_answers_no_request_has_none(tmp_path: Path) -> None:
    (tmp_path / "1.xml").write_text(message(301, "2030-01-04", assigned(1, "2030-01-10")), encoding="utf-8")
    (tmp_path / "2.xml").write_text(message(305, "2030-01-20", started(1, "2030-01-14")), encoding="utf-8")
    (tmp_path / "3.xml").write_text(message(315, "2030-01-02", asked("R1")), encoding="utf-8")

    rows = events.read(tmp_path, "ijw", key=hashed).table.to_pylist()

    assert [(row["activity"], row["request"]) for row in rows] == [
        ("Toewijzing gevraagd", request("R1")),
        ("Toegewezen", None),
        ("Gestart", None),
    ]


def test_prepared_requests_are_cases_with_the_day_of_their_answer(tmp_path: Path) -> None:
    """Twelve requests, each answered on the fifth working day."""
    (tmp_path / "berichten").mkdir()
    for number in range(12):
        name = tmp_path / "berichten" / f"{number}"
        answer = assigned(number + 1, "2030-01-20", reference=f"R{number}")
        name.with_suffix(".a.xml").write_text(message(315, "2030-01-02", asked(f"R{number}")), encoding="utf-8")
        name.with_suffix(".b.xml").write_text(message(301, "2030-01-09", answer), encoding="utf-8")

    named = ["--case", "request", "--registered", "registered", "--out", str(tmp_path / "uit")]
    assert cli.main(["prepare", str(tmp_path / "berichten"), "--kind", "ijw", *named]) == 0

    table = parquet.read_table(tmp_path / "uit" / "gebeurtenissen.parquet")
    assert len(set(table["case"].to_pylist())) == 12
    assert {str(day)[:10] for day in table["registered"].to_pylist()} == {"2030-01-02", "2030-01-09"}
    assert YOUTH not in str(table.to_pydict())


def test_the_norms_say_that_a_case_is_a_request() -> None:
    told = {one.key: one.found_in for one in STARTING_NORMS}

    for key in ("antwoord_toewijzing", "antwoord_wijziging", "besluit_wijziging"):
        assert "request" in told[key]
