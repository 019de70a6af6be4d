"""Messages all the way: from files through the reader and the log to what a norm says of the case."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sluitend.engines.chain import STARTING_NORMS, EventLog
from sluitend.formats import ijw
from tests.formats.ijw_files import answered, asked, assigned, hashed, message, started, stopped

UNTIL = date(2026, 7, 1)
# Five working days after Monday 2 March 2026 end on the 9th, after Monday the 16th on the 23rd.
BEFORE = message(301, "2026-02-27", assigned(7, "2026-03-02"))
AFTERWARDS = message(301, "2026-03-16", assigned(7, "2026-03-02"))
START = message(305, "2026-03-04", started(7, "2026-03-02"))
PAUSE = message(307, "2026-04-08", stopped(7, "2026-03-02", "2026-04-07", reason="20"))
SENT = message(301, "2026-04-01", assigned(7, "2026-04-01"), identification="A")
OTHER = message(301, "2026-02-27", assigned(8, "2026-03-02"))  # another assignment of the same youth


@pytest.mark.parametrize(
    ("key", "verdict", "messages"),
    [
        ("retourbericht", "met", [SENT, message(302, "2026-04-01", "", identification="A", returned="2026-04-08")]),
        ("retourbericht", "not_met", [SENT, message(302, "2026-04-01", "", identification="A", returned="2026-04-09")]),
        ("startbericht", "met", [BEFORE, message(305, "2026-03-09", started(7, "2026-03-02"))]),
        ("startbericht", "not_met", [BEFORE, message(305, "2026-03-10", started(7, "2026-03-02"))]),
        ("startbericht", "met", [AFTERWARDS, message(305, "2026-03-23", started(7, "2026-03-02"))]),
        ("startbericht", "not_met", [AFTERWARDS, message(305, "2026-03-24", started(7, "2026-03-02"))]),
        ("startbericht", "not_recorded", [AFTERWARDS, OTHER, message(305, "2026-03-23", started(7, "2026-03-02"))]),
        ("startbericht", "not_met", [  # the second start in time does not answer for the first
            BEFORE, OTHER, message(305, "2026-04-28", started(7, "2026-03-02")),
            message(305, "2026-03-05", started(8, "2026-03-05")),
        ]),
        ("stopbericht", "met", [BEFORE, START, message(307, "2026-04-08", stopped(7, "2026-03-02", "2026-04-01"))]),
        ("stopbericht", "not_met", [BEFORE, START, message(307, "2026-04-13", stopped(7, "2026-03-02", "2026-04-01"))]),
        ("stopbericht", "met", [
            BEFORE, START, PAUSE, message(307, "2026-05-06", stopped(7, "2026-03-02", "2026-04-30")),
        ]),
        ("stopbericht", "not_recorded", [
            BEFORE, START, PAUSE, message(307, "2026-05-29", stopped(7, "2026-03-02", "2026-04-07")),
        ]),
        ("stopbericht_tijdelijk", "met", [BEFORE, START, PAUSE]),
        ("stopbericht_tijdelijk", "not_met", [
            BEFORE, START, message(307, "2026-04-15", stopped(7, "2026-03-02", "2026-04-07", reason="20")),
        ]),
        ("woonplaatsbeginsel", "met", [
            message(315, "2026-03-02", asked("R1")), message(319, "2026-03-16", answered("R1", 1, "8"), youth=None),
        ]),
        ("woonplaatsbeginsel", "not_met", [
            message(315, "2026-03-02", asked("R1")), message(319, "2026-03-17", answered("R1", 1, "8"), youth=None),
        ]),
    ],
)  # fmt: skip
def test_from_the_messages_to_the_verdict(tmp_path: Path, key: str, verdict: str, messages: list[str]) -> None:
    """Days are counted by hand: Good Friday (3 April), Easter Monday, 27 April and 5 May are free."""
    for number, content in enumerate(messages):
        (tmp_path / f"{number}.xml").write_text(content, encoding="utf-8")
    (norm,) = (one for one in STARTING_NORMS if one.key == key)
    read = ijw.returns if key == "retourbericht" else ijw.read

    found = EventLog(read(tmp_path, key=hashed).table, registered=_registered(key)).judged(norm, until=UNTIL)

    assert found.cases["verdict"].to_pylist() == [verdict]


def _registered(key: str) -> str | None:
    return None if key == "retourbericht" else "registered"
