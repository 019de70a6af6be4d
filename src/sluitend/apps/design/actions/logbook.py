"""What happened on the way, written down by the team."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from sluitend.apps.design.access import require
from sluitend.apps.design.actions.changing import change
from sluitend.apps.design.models import Evaluation, LogbookEntry
from sluitend.apps.design.numbers import Numbered, next_number
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action


def add_entry(
    *, actor: User, evaluation: Evaluation, date: date, kind: str, title: str, text: str = ""
) -> LogbookEntry:
    """Write down a decision, parallel track, event, improvement or note."""
    require(actor, evaluation, Action.WRITE_LOGBOOK)
    with transaction.atomic():
        entry = LogbookEntry.objects.create(
            evaluation=evaluation,
            number=next_number(evaluation.pk, Numbered.LOGBOOK),
            date=date,
            kind=kind,
            title=title,
            text=text,
            author=actor,
        )
        record(actor, "design.logbook_added", entry, evaluation=evaluation.pk, kind=kind)
    return entry


def change_entry(
    *, actor: User, entry: LogbookEntry, revision: int, date: date, kind: str, title: str, text: str
) -> LogbookEntry:
    """Correct an entry. Raises InputError("design.changed_meanwhile")."""
    require(actor, entry.evaluation_id, Action.WRITE_LOGBOOK)
    with transaction.atomic():
        change(entry, revision=revision, date=date, kind=kind, title=title, text=text)
        record(actor, "design.logbook_changed", entry, evaluation=entry.evaluation_id, kind=kind)
    return entry
