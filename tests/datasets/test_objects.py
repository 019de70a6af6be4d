"""Object-centric logs come in by the same door: cases of one type of object, with their family, and who is in none."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sluitend.apps.datasets import actions, queries, store
from sluitend.apps.datasets.actions.exporting import Format
from sluitend.apps.datasets.mapping import Roles, guessed
from sluitend.apps.datasets.models import DatasetVersion
from sluitend.apps.datasets.wording import refusal_of
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.errors import InputError
from sluitend.formats import ocel
from sluitend.formats.ocel import Attribute, Event, Log, Object, Relation, Type
from sluitend.web.wording import sentence
from tests.datasets.conftest import done, files_on_disk

pytestmark = pytest.mark.django_db
Take = Callable[..., DatasetVersion]


def to(*ids: str) -> tuple[Relation, ...]:
    return tuple(Relation(one, "betreft") for one in ids)


def child(name: str, *families: str, **about: str) -> Object:
    attributes = tuple(Attribute(key, value, "1970-01-01T00:00:00Z") for key, value in about.items())
    return Object(name, "jeugdige", attributes, to(*families))


# Fictitious: k1 and k2 are siblings, k3 has two families, k4 has none and k5 has no events.
LOG = Log(
    event_types=(Type("Aanmelding"), Type("Huisbezoek", (("wijze", "string"),))),
    object_types=(Type("gezin"), Type("jeugdige", (("gemeente", "string"),)), Type("team", (("soort", "string"),))),
    events=(
        Event("e1", "Aanmelding", "2025-01-06T09:00:00Z", (), to("k1", "t1")),
        Event("e2", "Huisbezoek", "2025-01-08T09:00:00Z", (Attribute("wijze", "fysiek"),), to("k1", "k2", "g1", "t1")),
        Event("e3", "Aanmelding", "2025-01-09T09:00:00Z", (), to("k3", "t2")),
        Event("e4", "Aanmelding", "2025-01-10T09:00:00Z", (), to("k4", "t2")),
        Event("e5", "Huisbezoek", "2025-01-11T09:00:00Z", (), to("g2")),
    ),
    objects=(
        Object("g1", "gezin"),
        Object("g2", "gezin"),
        child("k1", "g1", gemeente="Waterdam"),
        child("k2", "g1", gemeente="Waterdam"),
        child("k3", "g1", "g2"),
        child("k4"),
        child("k5"),
        Object("t1", "team", (Attribute("soort", "wijk", "1970-01-01T00:00:00Z"),)),
        Object("t2", "team"),
    ),
)


def written(log: Log, folder: Path) -> bytes:
    ocel.write(log, folder / "log.jsonocel")
    return (folder / "log.jsonocel").read_bytes()


@pytest.fixture
def read(take_in: Take, tmp_path: Path) -> Callable[..., DatasetVersion]:
    """``read(log)``: taken in and read."""

    def taken(log: Log = LOG) -> DatasetVersion:
        return done(take_in(written(log, tmp_path), "log.jsonocel"))

    return taken


def mapped(version: DatasetVersion, actor: User) -> DatasetVersion:
    roles = guessed(store.open_columns(version))
    return done(actions.map_columns(actor=actor, version=version, roles=roles))


def rows(version: DatasetVersion) -> list[tuple[Any, ...]]:
    from sluitend.formats.steps.log_again import Again

    with queries.opened(version, "duckdb") as log:
        found = [row for part in Again(log.coded) for row in part.to_pylist()]
    return sorted((row["case"], row["activity"], row["resource"], row["case:family"]) for row in found)


def test_every_child_is_a_case_that_knows_its_family(read: Take, researcher: User) -> None:
    """What is guessed: the type that is called so, its family, and who did it; the family goes along."""
    version = read()
    assert store.open_objects(version) == {
        "types": ["gezin", "jeugdige", "team"], "case": "jeugdige", "family": "gezin", "resource": "team"}  # fmt: skip

    version = actions.accept(actor=researcher, version=mapped(version, researcher))

    assert rows(version) == [
        ("k1", "Aanmelding", "t1", "g1"),
        ("k1", "Huisbezoek", "t1", "g1"),
        ("k2", "Huisbezoek", "t1", "g1"),
        ("k3", "Aanmelding", "t2", None),
        ("k4", "Aanmelding", "t2", None),
    ]
    version.refresh_from_db()
    assert "family" in version.mapping["attributes"]


def test_the_report_says_what_the_rows_do_not_show(read: Take, researcher: User) -> None:
    """Two families, none, an event of two children, an event of none; no row numbers, for there are no rows."""
    report = {one["code"]: one for one in mapped(read(), researcher).report}

    counts = {code: report[code]["count"] for code in ("several_families", "no_family", "shared_event", "elsewhere")}
    assert counts == {"several_families": 1, "no_family": 1, "shared_event": 1, "elsewhere": 1}
    assert not any(one["rows"] for one in report.values())


def test_another_type_is_chosen_and_remembered(read: Take, take_in: Take, researcher: User, tmp_path: Path) -> None:
    version = mapped(read(), researcher)
    version = actions.choose_objects(actor=researcher, version=version, case="gezin", resource="team")
    assert (version.state, version.mapping, version.report, version.data_hash) == ("reading", {}, [], "")

    version = mapped(done(version), researcher)

    assert (version.state, version.cases, version.events) == ("reported", 2, 2)
    assert version.mapping["objects"]["case"] == "gezin"
    actions.accept(actor=researcher, version=version)
    again = Log(LOG.event_types, LOG.object_types, LOG.events[:-1], LOG.objects)
    newer = done(take_in(written(again, tmp_path), "later.json"))
    assert store.open_objects(newer)["case"] == "gezin"


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        ({"case": "huis"}, "datasets.unknown_object"),
        ({"case": ""}, "datasets.unknown_object"),
        ({"case": "gezin", "family": "gezin"}, "datasets.object_twice"),
    ],
)
def test_types_that_cannot_be_chosen(read: Take, researcher: User, chosen: dict[str, str], code: str) -> None:
    version = read()
    with pytest.raises(InputError) as refused:
        actions.choose_objects(actor=researcher, version=version, **chosen)
    assert refused.value.code == code
    assert "%(" not in sentence(refused.value)


def test_a_file_without_objects_has_none_to_choose(take_in: Take, researcher: User) -> None:
    with pytest.raises(InputError, match="no_objects"):
        actions.choose_objects(actor=researcher, version=done(take_in()), case="jeugdige")


def test_what_leaves_as_objects_comes_back_by_the_same_door(
    read: Take, take_in: Take, researcher: User, tmp_path: Path
) -> None:
    """Types are called as they were, who did it is known, and so is the family."""
    version = actions.accept(actor=researcher, version=mapped(read(), researcher))
    version.refresh_from_db()
    export = actions.export_events(actor=researcher, version=version, to=Format.OCEL, family="family")

    again = done(take_in(b"".join(export.content), "terug.jsonocel"))

    chosen = {"types": ["jeugdige", "gezin"], "case": "jeugdige", "family": "gezin", "resource": ""}
    assert store.open_objects(again) == chosen
    assert rows(mapped(again, researcher)) == rows(version)


NUMBERS = ("999990019", "999990020", "999990032")


@pytest.mark.parametrize(
    ("objects", "said"),
    [
        (tuple(Object(one, "jeugdige", (), to("g1")) for one in NUMBERS),
         "De id’s van objectsoort 2 zijn burgerservicenummers"),
        (tuple(Object(f"t{at}", "team", (Attribute("soort", one, "1970-01-01T00:00:00Z"),))
               for at, one in enumerate(NUMBERS, start=3)), "Kenmerk 1 van objectsoort 3 bevat burgerservicenummers"),
        (tuple(Object(f"k{at}", "jeugdige", (Attribute("naam", one, "1970-01-01T00:00:00Z"),))
               for at, one in enumerate(("Anna de Vries", "Bram Jansen", "Cas Bakker"), start=6)),
         "Kenmerk 2 van objectsoort 2 bevat namen"),
    ],
)  # fmt: skip
@pytest.mark.django_db(transaction=True)
def test_what_tells_who_somebody_is_refuses_the_file_wherever_it_stands(
    read: Take, objects: tuple[Object, ...], said: str
) -> None:
    """Also an attribute of objects that nobody chose: it came in as well."""
    kept = LOG.objects if len(objects[0].id) < 5 else LOG.objects[:2] + LOG.objects[-2:]
    events = LOG.events if kept is LOG.objects else tuple(
        Event(one.id, one.type, one.time, (), to(NUMBERS[0], "t1")) for one in LOG.events)  # fmt: skip
    version = read(Log(LOG.event_types, LOG.object_types, events, kept + objects))

    assert (version.state, version.refusal_code) == ("refused", "datasets.identifying_objects")
    assert said in refusal_of(version)
    assert not any(one in json.dumps(version.refusal_data) for one in NUMBERS)
    assert files_on_disk() == []


MANY = 100_000


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'{"eventTypes": [], "objectTypes": [', "ocel.damaged"),
        (b"[" * 200_000, "ocel.damaged"),
        (b'{"events": 3}', "ocel.not_ocel"),
        (b'{"a": 1}', "ocel.not_ocel"),
        (b"\x1f\x8b\x08\x00", "ocel.damaged"),
        (json.dumps({"objectTypes": [{"name": f"t{at}"} for at in range(501)], "eventTypes": [], "objects": [],
                     "events": []}).encode(), "events.too_many_types"),
        (json.dumps({"objectTypes": [{"name": "jeugdige"}], "objects": [{"id": "k", "type": "jeugdige"}],
                     "eventTypes": [{"name": f"a{at}"} for at in range(MANY)],
                     "events": [{"id": f"e{at}", "type": f"a{at}", "time": "2025-01-01T00:00:00Z",
                                 "relationships": [{"objectId": "k", "qualifier": ""}]}
                                for at in range(MANY)]}).encode(),
         "eventlog.too_many_activities"),
    ],
    ids=["cut-off", "deep", "no-lists", "no-log", "packed", "types", "activities"],
)  # fmt: skip
@pytest.mark.django_db(transaction=True)
def test_a_bad_file_is_refused_and_leaves_nothing(take_in: Take, content: bytes, code: str) -> None:
    version = done(take_in(content, "log.json"))

    assert (version.state, version.refusal_code) == ("refused", code)
    assert "%(" not in refusal_of(version)
    assert files_on_disk() == []


def test_a_file_with_objects_is_read_in_a_process_of_its_own(read: Take, researcher: User, apart: None) -> None:
    version = mapped(read(), researcher)

    assert (version.state, version.cases) == ("reported", 4)


def test_on_screen(read: Take, evaluation: Evaluation, researcher: User, client_of: Callable[[User], Client]) -> None:
    read()
    client, args = client_of(researcher), [evaluation.pk, 1, 1]
    page = " ".join(html.unescape(client.get(reverse("datasets:columns", args=args)).content.decode()).split())
    assert "Over welke objecten" in page
    assert '<option value="jeugdige" selected>' in page

    client.post(reverse("datasets:objects", args=args), {"case": "team"})

    done(DatasetVersion.objects.get())
    assert store.open_objects(DatasetVersion.objects.get())["case"] == "team"


def test_from_the_command_line(evaluation: Evaluation, researcher: User, tmp_path: Path) -> None:
    written(LOG, tmp_path)
    from tests.datasets.near import about

    version = actions.import_events(
        actor=researcher, evaluation=evaluation, path=tmp_path / "log.jsonocel", about=about(),
        objects={"case": "gezin", "family": ""},
    )  # fmt: skip

    assert (version.state, version.cases) == ("reported", 2)
    assert isinstance(queries.roles_of(version), Roles)
