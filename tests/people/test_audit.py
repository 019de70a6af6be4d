"""The audit trail: append-only, found again, exported."""

from __future__ import annotations

import csv
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from sluitend.apps import people
from sluitend.apps.people import audit_export, queries
from sluitend.apps.people.audit import record
from sluitend.apps.people.audit_words import OURS
from sluitend.apps.people.models import AuditEvent, Municipality, User
from sluitend.errors import NotAllowed

TABLE = AuditEvent._meta.db_table


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE {TABLE} SET action = 'other'",
        f"UPDATE {TABLE} SET actor_id = NULL",
        f"DELETE FROM {TABLE}",
        f"DELETE FROM {TABLE} WHERE id > 0",
    ],
)
def test_the_database_refuses_change_and_removal(owner: User, statement: str) -> None:
    event = record(owner, "people.tested", owner)

    with pytest.raises(DatabaseError, match="audit events are only added"), transaction.atomic():
        connection.cursor().execute(statement)

    assert list(AuditEvent.objects.values_list("action", "actor_id")) == [(event.action, owner.pk)]


def test_the_models_way_is_closed_too(owner: User) -> None:
    event = record(owner, "people.tested", owner)

    for way in (event.delete, event.save, AuditEvent.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            way()


def test_an_event_outlives_whom_it_is_about(owner: User, outsider: User) -> None:
    record(outsider, "people.tested", outsider)

    outsider.delete()

    assert AuditEvent.objects.get().object_id != ""


@pytest.mark.django_db(transaction=True)
def test_flush_empties_the_whole_database_and_closes_the_trail_again() -> None:
    record(None, "people.tested", Municipality(pk=1))

    call_command("flush", interactive=False, verbosity=0)

    assert not AuditEvent.objects.exists()
    record(None, "people.tested", Municipality(pk=1))
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEvent.objects.all().delete()


def test_a_purge_of_another_connection_does_not_open_ours(owner: User) -> None:
    record(owner, "people.tested", owner)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_audit_purge")
        assert cursor.fetchone() == (0,)


@pytest.fixture
def three_events(owner: User, outsider: User) -> list[AuditEvent]:
    return [
        record(owner, "people.tested", owner),
        record(outsider, "people.other", owner),
        record(owner, "coding.tested", owner, evaluation=5),
    ]


def test_events_of_an_evaluation_and_of_the_installation_are_apart(owner: User, three_events: list[AuditEvent]) -> None:
    assert list(queries.audit_events(5)) == [three_events[2]]
    assert list(queries.installation_events(owner)) == [three_events[1], three_events[0]]
    assert queries.actors_in(5) == [(owner.pk, owner.name)]
    assert list(queries.actions_in(None)) == ["people.other", "people.tested"]


def test_only_who_manages_the_installation_sees_its_events(leader: User) -> None:
    with pytest.raises(NotAllowed):
        queries.installation_events(leader)


def test_events_are_filtered(owner: User, outsider: User, three_events: list[AuditEvent]) -> None:
    today = timezone.localdate()

    def found(**wanted: object) -> list[AuditEvent]:
        return list(queries.audit_events(None, queries.AuditFilter(**wanted)))

    assert found(actor_id=outsider.pk) == [three_events[1]]
    assert found(action="people.tested") == [three_events[0]]
    assert len(found(since=today, until=today)) == 2
    assert found(since=today + timedelta(days=1)) == []
    assert found(until=date(2020, 1, 1)) == []


def test_the_export_has_an_event_a_row_and_no_formula(owner: User) -> None:
    owner.name = "=HYPERLINK(fictief)"
    owner.save()
    event = record(owner, "people.tested", owner, count=3)

    rows = list(audit_export.csv_rows(queries.audit_events(None)))

    assert rows == [
        ["at", "actor_id", "actor", "action", "object_type", "object_id", "evaluation_id", "data"],
        [
            event.at.isoformat(),
            str(owner.pk),
            "'=HYPERLINK(fictief)",
            "people.tested",
            "people.user",
            str(owner.pk),
            "",
            '{"count": 3}',
        ],
    ]


def test_the_download_is_csv(owner: User, three_events: list[AuditEvent]) -> None:
    response = audit_export.csv_response(queries.audit_events(None), "proef.csv")

    text = b"".join(response.streaming_content).decode()  # type: ignore[arg-type]
    assert [row[3] for row in csv.reader(text.splitlines())] == ["action", "people.other", "people.tested"]
    assert response.headers["Content-Disposition"] == 'attachment; filename="proef.csv"'


def test_every_action_of_this_room_has_words(db: None) -> None:
    room = Path(people.__file__).parent
    code = "".join(path.read_text("utf-8") for path in [*room.glob("actions/*.py"), room / "adapter.py"])
    assert set(re.findall(r'record\([^)]*?"(people\.[a-z_]+)"', code)) <= set(OURS)
