"""Audit events as a csv file, for one evaluation or for the installation."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse

from sluitend.apps.people import hooks
from sluitend.apps.people.models import AuditEvent
from sluitend.formats.spreadsheet import no_formula
from sluitend.web.opaque import opaque

HEADINGS = ["at", "actor_id", "actor", "action", "object_type", "object_id", "evaluation_id", "data"]
AT_ONCE = 2000


def csv_rows(events: QuerySet[AuditEvent]) -> Iterator[list[str]]:
    """Headings, then an event a row; `events` as `queries.audit_events` gives them (they carry `actor_name`)."""
    yield HEADINGS
    for event in events.iterator(chunk_size=AT_ONCE):
        yield [no_formula("" if cell is None else str(cell)) for cell in _cells(event)]


def _cells(event: Any) -> list[object]:
    object_id, data = _told(event)
    words = json.dumps(data, ensure_ascii=False, sort_keys=True)
    about = [event.action, event.object_type, object_id, event.evaluation_id, words]
    return [event.at.isoformat(), event.actor_id, event.actor_name, *about]


def _told(event: Any) -> tuple[str, dict[str, object]]:
    """Its object and its data, with words in place of ids that nobody may read."""
    keys = hooks.opaque_in_audit.get(event.object_type)
    if keys is None:
        return event.object_id, event.data
    hidden = {key: opaque(kind, event.data[key]) for key, kind in keys.items() if event.data.get(key)}
    return opaque(event.object_type, int(event.object_id)), event.data | hidden


class _Echo:
    """What csv.writer writes to, so that each line can be sent on."""

    def write(self, line: str) -> str:
        return line


def csv_response(events: QuerySet[AuditEvent], filename: str) -> StreamingHttpResponse:
    """The events as a download, however many there are."""
    writer = csv.writer(_Echo())
    lines = (writer.writerow(row) for row in csv_rows(events))
    headers = {"Content-Disposition": f'attachment; filename="{filename}"'}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)
