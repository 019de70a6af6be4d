"""iJw messages as events: what the standard's rules make of them is written here first, by hand."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sluitend.engines.chain import EventLog
from sluitend.formats import eventlog
from sluitend.formats.messages import codes
from tests.formats.ijw_files import (
    ACCEPTED,
    YOUTH,
    answered,
    asked,
    assigned,
    change_asked,
    hashed,
    message,
    started,
    stopped,
    tags,
)
from tests.formats.ijw_reading import read, refusal, told

REFUSED = ACCEPTED.replace("0200", "9019")


LIFE = (
    message(315, "2030-01-08", asked("R1", "02")),
    message(319, "2030-01-10", answered("R1", 2), youth=None),
    message(301, "2030-02-01", assigned(7, "2030-01-20", decided="2030-01-15", reference="R1")),
    message(305, "2030-03-01", started(7, "2030-02-04")),
    message(307, "2030-04-01", stopped(7, "2030-02-04", "2030-03-01", "20")),
    message(305, "2030-04-02", started(7, "2030-03-20")),
    message(307, "2030-06-01", stopped(7, "2030-03-20", "2030-05-31", "32")),
    message(317, "2030-04-20", change_asked("R2")),
    message(319, "2030-04-25", answered("R2", 1, "8"), youth=None),
)
TOLD = [
    ("01-08", "Toewijzing gevraagd"),
    ("01-10", "Verzoek in onderzoek"),
    ("01-20", "Toegewezen"),
    ("02-04", "Gestart"),
    ("03-01", "Tijdelijk gestopt"),
    ("03-20", "Gestart"),
    ("04-20", "Wijziging gevraagd"),
    ("04-25", "Verzoek afgewezen"),
    ("05-31", "Gestopt"),
]


def test_a_whole_life_of_messages(tmp_path: Path) -> None:
    events = read(tmp_path, *LIFE)

    assert told(events) == TOLD
    table = events.table
    assert set(table["case"].to_pylist()) == {hashed(YOUTH)}
    assert table["reason"].to_pylist() == [
        *(None, None, None, None, "Levering is tijdelijk beëindigd", None),
        *("Verandering cliëntsituatie", "Woonplaatsbeginsel", "Voortijdig afgesloten, door cliënt"),
    ]
    # What followed from the general practitioner's referral says so; the request for a change has none.
    assert table["referrer"].to_pylist() == ["Huisarts"] * 6 + [None, None, "Huisarts"]
    assert set(table["municipality"].to_pylist()) == {"GM9901"}
    assert set(table["category"].to_pylist()) == {"Jeugdhulp ambulant"}
    assert [one[0] for one in table["resource"].to_pylist()] == list("9GG9999G9")
    assert str(table["registered"][2].as_py()) == "2030-02-01"
    assert table["message"].to_pylist()[:3] == ["JW315", "JW319", "JW301"]
    assert table.schema.field("time").metadata == {eventlog.DAY_ONLY: b"1"}
    assert events.report == {"messages": 9, "copies": 0, "repeated": 0, "removed": 0, "events": 9}


@st.composite
def lives(draw: st.DrawFn) -> list[str]:
    """Messages of two youths: any starts, stops and removals, with few dates, so that they meet."""
    days = st.integers(1, 4).map(lambda day: f"2030-01-0{day}")
    made = []
    for number in range(draw(st.integers(1, 9))):
        youth, begin, sent = draw(st.sampled_from([YOUTH, "999990020"])), draw(days), draw(days)
        status = draw(st.sampled_from([1, 1, 3, 2]))
        start = started(draw(st.integers(1, 2)), begin, status)
        stop = stopped(1, begin, draw(days), draw(st.sampled_from(["20", "31"])), status)
        number_of, body = draw(st.sampled_from([(305, start), (307, stop)]))
        made.append(message(number_of, sent, body, youth=youth, identification=f"I{number}"))
    return [*made, message(315, "2030-01-01", asked("R1"))]


@settings(max_examples=25, deadline=None)
@given(made=lives(), data=st.data())
def test_no_order_of_any_messages_means_anything(
    tmp_path_factory: pytest.TempPathFactory, made: list[str], data: st.DataObject
) -> None:
    mixed = data.draw(st.permutations(made))

    assert read(tmp_path_factory.mktemp("a"), *made).table.equals(read(tmp_path_factory.mktemp("b"), *mixed).table)


@settings(max_examples=60, deadline=None)
@given(statuses=st.lists(st.tuples(st.integers(1, 5), st.sampled_from([1, 3])), max_size=6))
def test_removal_is_what_plain_counting_makes_of_it(
    tmp_path_factory: pytest.TempPathFactory, statuses: list[tuple[int, int]]
) -> None:
    """A start that is sent and taken back on days of its own: what stands after the last day, day by day."""
    stands, owed = 0, 0
    for day in range(1, 6):
        given_, taken = statuses.count((day, 1)), statuses.count((day, 3))
        kept = max(given_ - owed, 0)
        owed = max(owed - given_, 0)
        stands = kept or stands
        for _ in range(taken):
            owed, stands = (owed, stands - 1 if kept > 1 else 0) if stands else (owed + 1, 0)
            kept -= 1
    made = [message(305, f"2030-03-0{day}", started(7, "2030-02-04", status)) for day, status in statuses]

    events = read(tmp_path_factory.mktemp("a"), *made, message(315, "2030-01-01", asked("R1")))

    assert [what for _, what in told(events)].count("Gestart") == min(stands, 1)


def test_the_order_and_the_names_of_files_mean_nothing(tmp_path: Path) -> None:
    """OP080; with copies of some messages in between."""
    expected = read(tmp_path, *LIFE)
    for seed in range(4):
        mixed = [*LIFE, *LIFE[2:5]]
        random.Random(seed).shuffle(mixed)
        (tmp_path / str(seed)).mkdir()

        found = read(tmp_path / str(seed), *mixed)

        assert found.table.equals(expected.table)
        assert found.report["copies"] == 3


def test_it_is_a_log_that_the_chain_reads(tmp_path: Path) -> None:
    log = EventLog(read(tmp_path, *LIFE).table, attributes=["municipality"], registered="registered")

    assert (log.summary().events, log.summary().cases) == (9, 1)


@pytest.mark.parametrize(
    ("deliveries", "left"),
    [
        ([("02-04", 1)], ["02-04"]),
        ([("02-04", 1), ("02-04", 3)], []),
        ([("02-04", 1), ("02-04", 3), ("02-06", 1)], ["02-06"]),  # a correction
        ([("02-04", 1), ("02-04", 3), ("02-04", 1)], ["02-04"]),  # taken back, and given again
        ([("02-04", 1), ("02-04", 1), ("02-04", 3)], []),  # a removal takes all earlier ones
        ([("02-04", 3), ("02-04", 1)], []),  # sent with dates the other way round
        ([("02-04", 1), ("02-05", 3)], ["02-04"]),  # another key
        ([("02-04", 1), ("02-04", 2)], ["02-04"]),  # not allowed since 3.0, still one start
        ([("02-04", 9)], ["02-04"]),
    ],
)
def test_status_three_removes(tmp_path: Path, deliveries: list[tuple[str, int]], left: list[str]) -> None:
    messages = [
        message(305, f"2030-03-{day:02}", started(7, f"2030-{begin}", status))
        for day, (begin, status) in enumerate(deliveries, start=1)
    ]
    events = read(tmp_path, *reversed(messages), message(315, "2030-01-01", asked("R1")))

    assert [day for day, what in told(events) if what == "Gestart"] == left
    assert events.report["removed"] == len(deliveries) - len(left)


def test_a_stop_that_was_removed_leaves_the_other_stop(tmp_path: Path) -> None:
    events = read(
        tmp_path,
        message(307, "2030-03-01", stopped(7, "2030-01-01", "2030-02-01", "20")),
        message(307, "2030-03-02", stopped(7, "2030-01-01", "2030-02-20", "31")),
        message(307, "2030-03-03", stopped(7, "2030-01-01", "2030-02-20", "31", status=3)),
        message(307, "2030-03-03", stopped(7, "2030-01-01", "2030-02-25", "38")),
    )

    assert told(events) == [("02-01", "Tijdelijk gestopt"), ("02-25", "Gestopt")]


def test_status_two_takes_the_place_of_a_stop(tmp_path: Path) -> None:
    events = read(
        tmp_path,
        message(307, "2030-03-01", stopped(7, "2030-01-01", "2030-02-20", "31")),
        message(307, "2030-03-02", stopped(7, "2030-01-01", "2030-02-22", "32", status=2)),
    )

    assert told(events) == [("02-22", "Gestopt")]


def test_an_assignment_counts_as_its_latest_version(tmp_path: Path) -> None:
    """By the municipality's own decision date, not by that of the message (OP033x1); 13 is: never sent."""
    events = read(
        tmp_path,
        message(301, "2030-05-01", assigned(7, "2030-01-01", decided="2030-01-02")),
        message(301, "2030-04-01", assigned(7, "2030-01-05", decided="2030-03-01", reason="07")),
        message(301, "2030-01-01", assigned(8, "2030-01-01")),
        message(301, "2030-02-01", assigned(8, "2030-01-01", decided="2030-02-01", reason="13")),
    )

    assert told(events) == [("01-05", "Toegewezen"), ("03-01", "Toewijzing gewijzigd")]
    assert events.table["reason"].to_pylist() == [None, "Verhuizing naar een andere gemeente"]
    assert str(events.table["registered"][0].as_py()) == "2030-04-01"
    assert events.report["removed"] == 2


@pytest.mark.parametrize(
    ("returned", "left"),
    [
        (message(306, "2030-02-05", "", youth=None, identification="S", returned="2030-02-07"), 2),
        (message(306, "2030-02-05", started(7, "2030-02-04", codes=REFUSED) + ACCEPTED, identification="S",
                 returned="2030-02-07"), 1),
        (message(306, "2030-02-05", started(7, "2030-02-04", codes=ACCEPTED) + REFUSED, identification="S",
                 returned="2030-02-07"), 0),
        (message(306, "2030-02-05", "", identification="S", returned="2030-02-07", header_codes=REFUSED), 0),
        (message(306, "2030-02-05", started(7, "2030-02-04", codes=REFUSED), identification="other",
                 returned="2030-02-07"), 2),
    ],
    ids=["none", "product", "client", "header", "other message"],
)  # fmt: skip
def test_what_a_return_message_rejects_was_not_delivered(tmp_path: Path, returned: str, left: int) -> None:
    both = started(7, "2030-02-04") + started(8, "2030-02-04")
    events = read(
        tmp_path, returned, message(305, "2030-02-05", both, identification="S"), message(315, "2030-01-01", asked("R"))
    )

    assert [what for _, what in told(events)].count("Gestart") == left
    assert events.report.get("rejected", 0) == 2 - left


def test_a_return_message_tells_when_the_answer_came(tmp_path: Path) -> None:
    request = message(315, "2030-02-05", asked("R1"), identification="Q")
    events = read(tmp_path, request, message(316, "2030-02-05", "", identification="Q", returned="2030-02-09"))

    assert str(events.table["returned"][0].as_py()) == "2030-02-09"


def test_a_stop_and_a_start_on_one_day_stand_as_the_work_went(tmp_path: Path) -> None:
    events = read(
        tmp_path,
        message(305, "2030-03-01", started(7, "2030-02-04")),
        message(307, "2030-03-01", stopped(7, "2030-02-04", "2030-02-10", "20")),
        message(305, "2030-03-01", started(7, "2030-02-10")),
        message(307, "2030-03-01", stopped(7, "2030-02-10", "2030-02-10", "31")),
    )

    assert [what for _, what in told(events)] == ["Gestart", "Tijdelijk gestopt", "Gestart", "Gestopt"]


def test_an_answer_without_its_request_is_counted_and_left_out(tmp_path: Path) -> None:
    events = read(tmp_path, LIFE[0], message(319, "2030-01-10", answered("R9", 1, "5"), youth=None))

    assert len(told(events)) == 1
    assert events.report["answers_without_request"] == 1


def test_a_request_sent_again_was_asked_the_first_time(tmp_path: Path) -> None:
    events = read(tmp_path, message(315, "2030-01-09", asked("R1")), message(315, "2030-01-08", asked("R1")))

    assert told(events) == [("01-08", "Toewijzing gevraagd")]


def test_declarations_are_counted_and_left_out(tmp_path: Path) -> None:
    events = read(tmp_path, LIFE[0], message(323, "2030-01-10", tags(Declaratie=""), youth=None))

    assert events.report["declarations"] == 1


def test_nothing_of_a_person_comes_out(tmp_path: Path) -> None:
    name = tags(Geboortedatum=tags(Datum="2015-05-05"), Naam=tags(Achternaam="Fictief"), Commentaar="geheim")
    events = read(tmp_path, message(305, "2030-03-01", name + started(712345, "2030-02-04")), *LIFE)

    text = str(events.table.to_pylist())
    for secret in (YOUTH, "712345", "Fictief", "2015", "geheim", "R1", "Dokter"):
        assert secret not in text


def test_codes_that_are_in_no_list_show_but_free_text_does_not(tmp_path: Path) -> None:
    events = read(
        tmp_path,
        message(307, "2030-03-01", stopped(7, "2030-01-01", "2030-02-20", "77")),
        message(307, "2030-03-01", stopped(8, "2030-01-01", "2030-02-21", "Jan Fictief")),
    )

    assert events.table["reason"].to_pylist() == ["onbekende code 77", "onbekende code"]


def test_without_a_key_people_are_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, LIFE[0], key=None).code == codes.NEEDS_KEY


@pytest.mark.parametrize("key", [lambda text: text, lambda text: f"x-{text}-y", lambda _: ""])
def test_a_key_that_shows_the_number_is_refused(tmp_path: Path, key: object) -> None:
    assert refusal(tmp_path, LIFE[0], key=key).code == codes.KEY_SHOWS


def test_a_key_may_hold_a_short_number_by_chance(tmp_path: Path) -> None:
    """Assignment 7 in a code with a 7; and one code in millions that has the very number in it."""
    events = read(tmp_path, *LIFE, key=lambda text: f"k7{hashed(text)}{YOUTH if text == YOUTH else ''}")

    assert events.report["events"] == 9
