"""What an audit event is about, as people know it: S3, F12, Ronde 1. The trail keeps a row's id, which nobody knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.db.models import Model

from sluitend.apps.people.models import AuditEvent

_LABEL = re.compile(r"(?:[A-Z]{1,2}|[A-Z][a-z]+ )\d+(?:\.\d+)?")


def labels_of(events: Iterable[AuditEvent]) -> dict[tuple[str, str], str]:
    """Labels by type and id of the object, of what has one and is still there; a query for each type that has them.

    A model has labels when it has a number and calls itself by a letter or a word and that number.
    """
    ids: dict[str, set[str]] = {}
    for event in events:
        if event.object_id.isdecimal():
            ids.setdefault(event.object_type, set()).add(event.object_id)
    return {(kind, str(row.pk)): str(row) for kind, wanted in ids.items() for row in _numbered(kind, wanted)}


def _numbered(kind: str, ids: set[str]) -> Iterator[Model]:
    try:
        model = apps.get_model(kind)
        model._meta.get_field("number")
        is_labelled = _LABEL.fullmatch(str(model(number=1))) is not None
    except (LookupError, FieldDoesNotExist, ObjectDoesNotExist):
        return  # a room that is no longer there, or objects without such a label
    if is_labelled:
        yield from model._default_manager.filter(pk__in=ids).only("pk", "number")
