"""Messages with their return messages as a log of the exchange, judged by OP090; and requests that came elsewhere."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from sluitend.engines.chain import STARTING_NORMS, EventLog, Norm
from sluitend.errors import InputError
from sluitend.formats import ijw
from sluitend.formats.messages import codes
from sluitend.formats.messages.table import Events
from tests.engines.chain.twin_norms import deadline
from tests.formats.ijw_files import MUNICIPALITY as PLACE
from tests.formats.ijw_files import PROVIDER, answered, asked, assigned, change_asked, hashed, message, started
from tests.formats.ijw_reading import read, told
from tests.formats.test_ijw_real import REAL, needs_real

UNTIL = date(2026, 7, 1)


def norm(key: str) -> Norm:
    (found,) = (one for one in STARTING_NORMS if one.key == key)
    return found


def returns(folder: Path, *messages: str, **options: object) -> Events:
    at = folder / "berichten"
    at.mkdir(exist_ok=True)
    for number, content in enumerate(messages):
        (at / f"{number:03}.xml").write_text(content, encoding="utf-8")
    return ijw.returns(at, **{"key": hashed, **options})  # type: ignore[arg-type]


def verdicts(events: Events, key: str) -> Counter[str]:
    found = EventLog(events.table).judged(norm(key), until=UNTIL)
    assert found.unknown == ()
    return Counter(found.cases["verdict"].to_pylist())


def test_a_message_and_its_return_message(tmp_path: Path) -> None:
    """Good Friday and Easter Monday lie between: three working days after Wednesday 1 April end on the 8th."""
    events = returns(
        tmp_path,
        message(301, "2026-04-01", assigned(7, "2026-04-01"), identification="A"),
        message(302, "2026-04-01", "", identification="A", returned="2026-04-08"),
        message(305, "2026-04-01", started(7, "2026-04-01"), identification="A"),
        message(306, "2026-04-01", "", identification="A", returned="2026-04-09"),
        message(315, "2026-04-02", asked("R1"), identification="B"),
    )

    rows = events.table.to_pylist()
    assert {(row["message"], row["activity"], f"{row['time']:%m-%d}", row["resource"]) for row in rows} == {
        ("JW301", "Bericht verzonden", "04-01", f"GM{PLACE}"), ("JW301", "Retourbericht verzonden", "04-08", PROVIDER),
        ("JW305", "Bericht verzonden", "04-01", PROVIDER), ("JW305", "Retourbericht verzonden", "04-09", f"GM{PLACE}"),
        ("JW315", "Bericht verzonden", "04-02", PROVIDER),
    }  # fmt: skip
    assert len({row["case"] for row in rows}) == 3
    assert verdicts(events, "retourbericht") == {"met": 1, "not_met": 2}
    assert events.report == {"messages": 5, "copies": 0, "returns_without_message": 0, "events": 5}


def test_a_return_message_alone_and_a_copy_are_counted_once_or_not(tmp_path: Path) -> None:
    sent = message(301, "2026-04-01", assigned(7, "2026-04-01"), identification="A")
    events = returns(
        tmp_path, sent, sent, message(306, "2026-04-01", "", identification="Z", returned="2026-04-02"),
        message(302, "2026-04-01", "", identification="A", returned="2026-04-03"),
        message(302, "2026-04-01", "", identification="A", returned="2026-04-02"),
        message(323, "2026-04-10", "", youth=None),
    )  # fmt: skip

    assert [f"{row:%m-%d}" for row in events.table["time"].to_pylist()] == ["04-01", "04-02"]
    assert events.report == {
        "messages": 5, "copies": 1, "returns_without_message": 1, "declarations": 1, "events": 2
    }  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_message_by_a_calendar_on_the_wall(tmp_path: Path, seed: int) -> None:
    """Days that meet, in a spring full of holidays; files in any order. Who is judged is the message."""
    chance = random.Random(seed)
    made, expected = [], Counter[str]()
    for number in range(60):
        sent = date(2026, 3, 20) + timedelta(days=chance.randint(0, 110))
        back = None if chance.random() < 0.3 else sent + timedelta(days=chance.randint(0, 9))
        if number == 0:  # one at least whose term is not over
            sent, back = UNTIL - timedelta(days=2), None
        made.append(message(305, f"{sent}", started(7, "2026-01-01"), identification=f"I{number}"))
        if back is not None:
            made.append(message(306, f"{sent}", "", identification=f"I{number}", returned=f"{back}"))
        if sent >= UNTIL:
            continue
        last = deadline(sent, 3, "working_days", extends=False)
        seen = back if back is not None and back < UNTIL else None
        over = (seen or UNTIL - timedelta(days=1)) > last
        expected["not_met" if over else "running" if seen is None else "met"] += 1
    chance.shuffle(made)

    assert verdicts(returns(tmp_path, *made), "retourbericht") == expected
    assert len(expected) == 3


def test_nothing_of_a_person_and_no_number_of_a_message_comes_out(tmp_path: Path) -> None:
    events = returns(tmp_path, message(301, "2026-04-01", assigned(712345, "2026-04-01"), identification="BERICHT9"))

    assert not any(secret in str(events.table.to_pylist()) for secret in ("999990019", "712345", "BERICHT9"))
    with pytest.raises(InputError) as caught:
        returns(tmp_path, key=None)
    assert caught.value.code == codes.NEEDS_KEY


@needs_real
def test_the_samples_of_the_standard() -> None:
    """Each return message among them is of a message of another date, that is not among them."""
    events = ijw.returns(REAL / "berichten", key=hashed)

    assert events.report == {
        "copies": 0, "messages": 12, "declarations": 2, "returns_without_message": 6, "events": 6
    }  # fmt: skip
    assert set(events.table["activity"].to_pylist()) == {"Bericht verzonden"}


@needs_real
def test_a_sample_with_the_return_message_that_belongs_to_it(tmp_path: Path) -> None:
    request = (REAL / "berichten" / "JW315.xml").read_text("utf-8")
    back = (REAL / "berichten" / "JW316.xml").read_text("utf-8")
    back = back.replace("Dagtekening>2023-07-15<", "Dagtekening>2026-04-01<").replace(">2023-07-16<", ">2026-04-08<")

    assert verdicts(returns(tmp_path, request, back), "retourbericht") == {"met": 1}


def test_a_request_that_came_to_the_wrong_municipality(tmp_path: Path) -> None:
    """Known by its answer only: a request that nobody answered, or that was rejected for another reason, is not."""
    events = read(
        tmp_path,
        message(315, "2026-03-02", asked("R1"), youth="999990019"),
        message(319, "2026-03-16", answered("R1", 1, "8"), youth=None),
        message(315, "2026-03-02", asked("R2"), youth="999990020"),
        message(319, "2026-03-17", answered("R2", 1, "8"), youth=None),
        message(315, "2026-03-02", asked("R3"), youth="999990032"),
        message(319, "2026-03-03", answered("R3", 1, "2"), youth=None),
        message(315, "2026-03-02", asked("R4"), youth="999990044"),
        message(317, "2026-03-02", change_asked("R5"), youth="999990056"),
        message(319, "2026-03-09", answered("R5", 1, "8"), youth=None),
    )

    assert verdicts(events, "woonplaatsbeginsel") == {"met": 1, "not_met": 1, "no_trigger": 3}
    first = [row for row in events.table.to_pylist() if row["case"] == hashed("999990019")]
    assert [(row["activity"], f"{row['time']:%m-%d}", row["resource"], row["message"]) for row in first] == [
        ("Toewijzing gevraagd", "03-02", PROVIDER, "JW315"),
        ("Verzoek bij verkeerde gemeente", "03-02", PROVIDER, "JW315"),
        ("Verzoek afgewezen", "03-16", f"GM{PLACE}", "JW319"),
        ("Doorverwezen naar juiste gemeente", "03-16", f"GM{PLACE}", "JW319"),
    ]
    assert len(told(events)) == 9 + 4


@needs_real
def test_the_sample_of_an_answer_with_the_request_that_it_answers(tmp_path: Path) -> None:
    """The sample rejects request 9003 of provider 65656055 since another municipality is responsible (OP359)."""
    answer = (REAL / "berichten" / "JW319.xml").read_text("utf-8")
    request = (REAL / "berichten" / "JW315.xml").read_text("utf-8")
    request = request.replace("40A12341234", "9003").replace("42420001", "65656055").replace("04-01<", "03-20<")

    events = read(tmp_path, request, answer)

    assert verdicts(events, "woonplaatsbeginsel") == {"met": 1}


@needs_real
def test_the_standard_says_that_such_an_answer_is_due_in_two_weeks() -> None:
    rule = (REAL / "bedrijfsregels" / "OP359.md").read_text("utf-8")

    assert "dient de gemeente dit binnen de wettelijke termijn van 2 weken af te wijzen" in rule
