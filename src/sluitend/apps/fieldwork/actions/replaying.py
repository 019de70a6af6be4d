"""A restored database is older than what was destroyed since: at the next start it is made to forget that again."""

from __future__ import annotations

import logging
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork import hooks, ledger
from sluitend.apps.fieldwork.actions.withdrawing import empty, entry_of, leave_no_trace, write_statement
from sluitend.apps.fieldwork.destruction import Destruction
from sluitend.apps.fieldwork.models import DestructionStatement, Respondent
from sluitend.apps.fieldwork.seals import mark_of

logger = logging.getLogger(__name__)


def replay() -> int:
    """Carry out every destruction of the ledger that this database does not know of; how many. Safe at any moment.

    Of an evaluation that is not there, nothing can be destroyed: it is looked at again at the next start.
    """
    _write_down_what_is_missing()
    done = 0
    for entry, evaluation_id in _unknown():
        with transaction.atomic():
            if not DestructionStatement.objects.filter(uid=UUID(entry.uid)).exists():
                _forget(entry, evaluation_id)
                transaction.on_commit(leave_no_trace)
                done += 1
    if done:
        logger.warning("%s destructions were carried out again on this database", done)
    return done


def _write_down_what_is_missing() -> None:
    """The database may know more than a key folder that was put back: an older backup has to forget that too."""
    written = {entry.uid for entry in ledger.entries()}
    for statement in DestructionStatement.objects.select_related("respondent", "evaluation").order_by("pk"):
        if str(statement.uid) not in written:
            respondent = statement.respondent
            ledger.add(entry_of(statement, whole=respondent is not None and respondent.emptied_at is not None))


def _unknown() -> list[tuple[ledger.Entry, int]]:
    """What this database does not know of, each with the id of its evaluation here."""
    found = list(ledger.entries())
    if not found:
        return []
    known = {str(uid) for uid in DestructionStatement.objects.values_list("uid", flat=True)}
    evaluations = list(Evaluation.objects.only("pk", "wrapped_key"))
    ids = {one.pk for one in evaluations}
    marked = {mark_of(one): one.pk for one in evaluations}
    new = [entry for entry in found if entry.uid not in known]
    here = [(entry, marked.get(entry.mark) if entry.mark else entry.evaluation) for entry in new]
    return [(entry, pk) for entry, pk in here if pk in ids]


def _forget(entry: ledger.Entry, evaluation_id: int) -> None:
    """The same way along the rooms, led by the lines that were written then; the statement comes back as it was."""
    respondent = Respondent.objects.select_for_update(of=("self",)).filter(uid__in=entry.respondent.split()).first()
    destruction = Destruction(evaluation_id, entry.reason, replay=entry.lines)
    for handler in hooks.withdrawn:
        handler(None, respondent, destruction)
    if respondent is not None and entry.whole and respondent.emptied_at is None:
        empty(respondent, destruction, withdrawn=entry.withdrawn)
    destruction.lines = list(entry.lines)
    write_statement(
        None,
        destruction,
        respondent,
        entry.reason,
        date.fromisoformat(entry.asked_on) if entry.asked_on else None,
        uid=UUID(entry.uid),
        made_at=datetime.fromisoformat(entry.made_at),
        replayed_at=timezone.now(),
    )
