"""Object-centric logs: what is read is what was written, and siblings are counted as the family lived it."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sluitend.engines.chain import EventLog
from sluitend.errors import InputError
from sluitend.formats import ocel
from sluitend.formats.ocel import Attribute, Event, Log, Object, Relation, Type, codes, refusals
from sluitend.formats.ocel.model import INITIAL

REAL = Path(__file__).parents[3] / "shared" / "real" / "logs" / "ocel20_example.jsonocel"
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=8)


def to(*objects: str) -> tuple[Relation, ...]:
    return tuple(Relation(one, "betreft") for one in objects)


# Two fictitious families: Anna and Bram are siblings, Cas is alone; the teams are organisations.
FAMILIES = Log(
    event_types=(Type("Huisbezoek"), Type("Gestart", (("door", "string"),)), Type("Overleg")),
    object_types=tuple(Type(name) for name in ("jeugdige", "gezin", "maatregel", "team")),
    events=(
        Event("e1", "Huisbezoek", "2030-01-01T09:00:00Z", (), to("Anna", "Bram", "Wijkteam")),
        Event("e2", "Gestart", "2030-01-02T09:00:00+01:00", (Attribute("door", "GI Fictief"),), to("M1")),
        Event("e3", "Overleg", "2030-01-03T09:00:00Z", (), to("G1", "Anna", "Wijkteam", "GI")),
        Event("e4", "Huisbezoek", "2030-01-04T09:00:00Z", (), to("Cas", "GI")),
        Event("e5", "Overleg", "2030-01-05T09:00:00Z", (), to("GI")),
    ),
    objects=(
        Object("G1", "gezin"),
        Object("G2", "gezin"),
        Object("Anna", "jeugdige", (
            Attribute("gemeente", "Oost", "1970-01-01T00:00:00Z"),
            Attribute("gemeente", "West", "2030-01-02T00:00:00Z"),
        ), (Relation("G1", "kind van"),)),
        Object("Bram", "jeugdige", (), (Relation("G1", "kind van"),)),
        Object("Cas", "jeugdige", (), (Relation("G2", "kind van"),)),
        Object("M1", "maatregel", (), (Relation("Bram", "voor"),)),
        Object("Wijkteam", "team"),
        Object("GI", "team"),
    ),
)  # fmt: skip


def rows(table: Any, *names: str) -> list[tuple[Any, ...]]:
    return list(zip(*(table[name].to_pylist() for name in names), strict=True))


def test_every_child_has_its_own_log_and_knows_its_family() -> None:
    table = ocel.flatten(FAMILIES, "jeugdige", family="gezin", resource="team")

    assert rows(table, "case", "event", "family", "resource") == [
        ("Anna", "e1", "G1", "Wijkteam"),
        ("Bram", "e1", "G1", "Wijkteam"),
        ("Anna", "e3", "G1", None),  # two teams: who did it is not known
        ("Cas", "e4", "G2", "GI"),
    ]


def test_an_event_of_two_siblings_is_one_event_of_the_family() -> None:
    """Also what a measure of one child adds; an event of family and child at once is one."""
    table = ocel.flatten(FAMILIES, "gezin", through=("jeugdige",))

    assert rows(table, "case", "event") == [("G1", "e1"), ("G1", "e3"), ("G2", "e4")]
    assert EventLog(table).summary().events == 3


def test_measures_of_children() -> None:
    table = ocel.flatten(FAMILIES, "jeugdige", through=("maatregel",), resource="door")

    assert ("Bram", "e2", "GI Fictief") in rows(table, "case", "event", "resource")


def test_an_attribute_is_what_it_was_at_that_moment() -> None:
    table = ocel.flatten(FAMILIES, "jeugdige")

    assert rows(table, "case", "event", "case:gemeente") == [
        ("Anna", "e1", "Oost"),
        ("Bram", "e1", None),
        ("Anna", "e3", "West"),
        ("Cas", "e4", None),
    ]


def test_a_child_of_two_families_has_no_one_family() -> None:
    both = Object("Cas", "jeugdige", (), to("G1", "G2"))
    log = Log(FAMILIES.event_types, FAMILIES.object_types, FAMILIES.events,
              tuple(both if one.id == "Cas" else one for one in FAMILIES.objects))  # fmt: skip

    assert rows(ocel.flatten(log, "jeugdige", family="gezin"), "family")[-1] == (None,)


def test_times_keep_their_zone(tmp_path: Path) -> None:
    table = ocel.flatten(FAMILIES, "jeugdige", through=("maatregel",))

    assert str(table.schema.field("time").type) == "timestamp[us, tz=UTC]"
    assert table["time"].to_pylist()[2].hour == 8


VALUES = st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False, allow_infinity=False)
TIMES = st.datetimes().map(lambda one: one.isoformat()) | st.sampled_from(["2030-01-01T00:00:00Z", "1970-01-01"])


@st.composite
def logs(draw: st.DrawFn) -> Log:
    """Any log, with names of whatever letters."""
    types = draw(st.lists(WORDS, min_size=1, max_size=3, unique=True))
    ids = draw(st.lists(WORDS, min_size=1, max_size=4, unique=True))
    relations = st.lists(st.builds(Relation, st.sampled_from(ids), WORDS), max_size=3).map(tuple)
    attributes = st.lists(st.builds(Attribute, WORDS, VALUES | WORDS, TIMES), max_size=3).map(tuple)
    untimed = st.lists(st.builds(Attribute, WORDS, VALUES | WORDS), max_size=3).map(tuple)
    of_type = st.sampled_from(types)
    events = [draw(st.builds(Event, st.just(one), of_type, TIMES, untimed, relations)) for one in ids]
    objects = [draw(st.builds(Object, st.just(one), of_type, attributes, relations)) for one in ids]
    declared = tuple(Type(name, draw(st.sampled_from([(), (("a", "string"),)]))) for name in types)
    return Log(declared, declared, tuple(events), tuple(objects))


@settings(max_examples=40, deadline=None)
@given(log=logs())
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, log: Log) -> None:
    path = tmp_path_factory.mktemp("ocel") / "log.json"

    ocel.write(log, path)

    assert ocel.read(path) == log


@settings(max_examples=40, deadline=None)
@given(log=logs())
def test_flattening_is_what_plain_loops_make_of_it(log: Log) -> None:
    for kind in log.object_types:
        of_kind = {one.id for one in log.objects if one.type == kind.name}
        expected = Counter((e.id, o) for e in log.events for o in {r.to for r in e.relations} & of_kind)
        zones = {"Z" in e.time for e in log.events if e.id in {event for event, _ in expected}}
        if len(zones) == 1:
            assert Counter(rows(ocel.flatten(log, kind.name), "event", "case")) == expected
        else:
            with pytest.raises(InputError, match=codes.MIXED_TIMES if expected else codes.EMPTY):
                ocel.flatten(log, kind.name)


def good() -> dict[str, Any]:
    return {
        "objectTypes": [{"name": "jeugdige", "attributes": []}],
        "eventTypes": [{"name": "Gestart", "attributes": []}],
        "objects": [{"id": "o", "type": "jeugdige"}],
        "events": [{"id": "e", "type": "Gestart", "time": "2030-01-01", "relationships": []}],
    }


def broken(**changes: object) -> str:
    return json.dumps({**good(), **changes})


EVENT = {"id": "e", "type": "Gestart", "time": "2030-01-01"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("{", codes.DAMAGED),
        ("", codes.DAMAGED),
        ("[" * 100_000, codes.DAMAGED),
        (broken().replace('"o"', "NaN"), codes.DAMAGED),
        (broken().replace('"o"', "1" * 5000), codes.DAMAGED),
        ("[]", codes.NOT_OCEL),
        ("{}", codes.NOT_OCEL),
        (broken(events=None), codes.NOT_OCEL),
        (broken(events=[1]), codes.NOT_OCEL),
        (broken(events=[{**EVENT, "id": 1}]), codes.NOT_OCEL),
        (broken(events=[{**EVENT, "attributes": [{"name": "a"}]}]), codes.NOT_OCEL),
        (broken(events=[{**EVENT, "attributes": [{"name": "a", "value": []}]}]), codes.NOT_OCEL),
        (broken(events=[{**EVENT, "relationships": 5}]), codes.NOT_OCEL),
        (broken(events=[{**EVENT, "time": "31-01-2030"}]), codes.BAD_TIME),
        (broken(events=[{**EVENT, "time": "0001-01-01T00:00:00+14:00"}]), codes.BAD_TIME),
        (broken(events=[EVENT, EVENT]), codes.TWICE),
        (broken(events=[{**EVENT, "type": "Anders"}]), codes.NO_TYPE),
        (broken(events=[{**EVENT, "relationships": [{"objectId": "x", "qualifier": ""}]}]), codes.NO_OBJECT),
    ],
    ids=lambda value: value if value in codes.ALL else "content",
)
def test_bad_files_are_refused(tmp_path: Path, content: str, code: str) -> None:
    (tmp_path / "log.jsonocel").write_text(content)
    with pytest.raises(InputError) as caught:
        ocel.read(tmp_path / "log.jsonocel")

    assert caught.value.code == code
    assert refusals.SENTENCES[code] % caught.value.data


def test_too_big_and_unknown_types(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sluitend.formats.ocel import reading

    (tmp_path / "log.json").write_text(broken())
    with pytest.raises(InputError, match=codes.EMPTY):
        ocel.flatten(ocel.read(tmp_path / "log.json"), "jeugdige")
    with pytest.raises(InputError, match=codes.NO_TYPE):
        ocel.flatten(FAMILIES, "jeugdige", family="buurt")
    monkeypatch.setattr(reading, "MAX_BYTES", 10)
    with pytest.raises(InputError, match=codes.TOO_BIG):
        ocel.read(tmp_path / "log.json")


def test_every_refusal_has_a_sentence() -> None:
    assert set(refusals.SENTENCES) == codes.ALL


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_empty(one) for key, one in value.items() if one != []}
    return [_without_empty(one) for one in value] if isinstance(value, list) else value


@pytest.mark.skipif(not REAL.exists(), reason="the example of the OCEL standard is not beside the repository")
def test_the_example_of_the_standard(tmp_path: Path) -> None:
    log = ocel.read(REAL)
    ocel.write(log, tmp_path / "log.json")

    written = json.loads((tmp_path / "log.json").read_text())
    assert _without_empty(written) == _without_empty(json.loads(REAL.read_text()))
    assert (len(log.events), len(log.objects)) == (13, 9)
    orders = ocel.flatten(log, "Purchase Order")
    assert orders.filter(pc.equal(orders["case"], "PO1"))["case:po_quantity"].to_pylist()[0] == "500"
    firsts = {(one.id, told.name): told.time for one in log.objects for told in reversed(one.attributes)}
    assert {*firsts.values()} == {INITIAL}  # so a first value is dated


def test_a_first_value_holds_for_what_happened_before_1970() -> None:
    long_ago = replace(
        FAMILIES, events=(replace(FAMILIES.events[0], time="1969-01-01T09:00:00Z"), *FAMILIES.events[2:3])
    )

    table = ocel.flatten(long_ago, "jeugdige")

    assert rows(table, "case", "case:gemeente") == [("Anna", "Oost"), ("Bram", None), ("Anna", "West")]
