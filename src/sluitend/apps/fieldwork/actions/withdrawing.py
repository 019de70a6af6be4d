"""What somebody may have removed is removed in every room, and a statement says that it was."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import date

from django.db import OperationalError, connection, transaction
from django.utils import timezone

from sluitend.apps.design.access import require
from sluitend.apps.design.numbers import Numbered, next_number
from sluitend.apps.fieldwork import hooks, ledger
from sluitend.apps.fieldwork.actions.respondents import still_there
from sluitend.apps.fieldwork.destruction import Destruction, Line
from sluitend.apps.fieldwork.models import Consent, DestructionReason, DestructionStatement, Respondent
from sluitend.apps.fieldwork.queries.consent import due_for_destruction
from sluitend.apps.fieldwork.seals import mark_of
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError

logger = logging.getLogger(__name__)

IDENTITY = "fieldwork.identity"
_PATIENCE = 2_000  # milliseconds


def withdraw(
    *, actor: User, respondent: Respondent, asked_on: date, sources: Collection[int] | None = None
) -> DestructionStatement:
    """Destroy what somebody said, in these sources (by number) or, with None, everything with who it was.

    Raises NotFound, NotAllowed, InputError("fieldwork.respondent_gone" | "fieldwork.asked_in_future" |
    "fieldwork.nothing_chosen" | "fieldwork.ledger_unwritable").
    """
    require(actor, respondent.evaluation_id, Action.WITHDRAW_RESPONDENT)
    if asked_on > timezone.localdate():
        raise InputError("fieldwork.asked_in_future")
    scope = None if sources is None else frozenset(sources)
    with transaction.atomic():
        row = still_there(respondent)
        if scope is not None and not scope & _sources_of(row):
            raise InputError("fieldwork.nothing_chosen")
        statement = _destroy(actor, row, DestructionReason.WITHDRAWN, scope=scope, asked_on=asked_on)
        transaction.on_commit(leave_no_trace)
    return statement


def destroy_expired(today: date | None = None) -> int:
    """Destroy what is past its retention date; of how many respondents. No actor: the date was agreed with them.

    What fails for one does not keep the others from it.
    """
    done = 0
    for respondent in due_for_destruction(today or timezone.localdate()):
        try:
            with transaction.atomic():
                _destroy(None, still_there(respondent), DestructionReason.RETENTION)
                transaction.on_commit(leave_no_trace)
            done += 1
        except Exception as error:  # a seal that does not open, a full disk: of this one alone
            logger.error("respondent %s could not be destroyed: %s", respondent.pk, type(error).__name__)
    return done


def open_statement(*, actor: User, statement: DestructionStatement) -> DestructionStatement:
    """Take a statement out of the product, as a document. Raises NotFound, NotAllowed."""
    require(actor, statement.evaluation_id, Action.VIEW_FIELDWORK)
    record(actor, "fieldwork.statement_downloaded", statement, evaluation=statement.evaluation_id)
    return statement


def _sources_of(respondent: Respondent) -> set[int]:
    told = hooks.sources_of([respondent.pk]).get(respondent.pk, [])
    return {int(reference.number) for reference in told}


def _destroy(
    actor: User | None,
    respondent: Respondent,
    reason: DestructionReason,
    *,
    scope: frozenset[int] | None = None,
    asked_on: date | None = None,
) -> DestructionStatement:
    """Every room in its order, then the identity, the statement, the audit row and at the very last the ledger."""
    destruction = Destruction(respondent.evaluation_id, str(reason), scope)
    for handler in hooks.withdrawn:
        handler(actor, respondent, destruction)
    if scope is None:
        empty(respondent, destruction, withdrawn=reason == DestructionReason.WITHDRAWN)
    statement = write_statement(actor, destruction, respondent, reason, asked_on)
    ledger.add(entry_of(statement, whole=scope is None))
    return statement


def empty(respondent: Respondent, destruction: Destruction, *, withdrawn: bool) -> None:
    """Only the number is left, with when it happened."""
    destruction.note(IDENTITY, object=respondent.label, count=1 if respondent.sealed_identity is not None else 0)
    now = timezone.now()
    respondent.sealed_identity = respondent.wrapped_key = None
    respondent.function = respondent.level = ""
    respondent.perspective = respondent.place = respondent.organisation = None
    respondent.emptied_at = now
    if withdrawn:
        respondent.withdrawn_at = now
        Consent.objects.filter(respondent=respondent, withdrawn_at__isnull=True).update(withdrawn_at=now)
    respondent.revision += 1
    respondent.save()


def write_statement(
    actor: User | None,
    destruction: Destruction,
    respondent: Respondent | None,
    reason: str,
    asked_on: date | None,
    **more: object,
) -> DestructionStatement:
    """The statement and its audit row, with numbers only."""
    values = {"made_at": timezone.now(), "made_by": actor, **more}
    statement = DestructionStatement.objects.create(
        evaluation_id=destruction.evaluation_id,
        number=next_number(destruction.evaluation_id, Numbered.DESTRUCTION),
        respondent=respondent,
        reason=reason,
        asked_on=asked_on,
        lines=[line.to_json() for line in destruction.lines],
        **values,
    )
    record(
        actor,
        "fieldwork.destroyed",
        statement,
        evaluation=destruction.evaluation_id,
        reason=reason,
        respondent=respondent.number if respondent else None,
        lines=len(destruction.lines),
        replayed=statement.replayed_at is not None,
    )
    return statement


def entry_of(statement: DestructionStatement, *, whole: bool) -> ledger.Entry:
    """The same, for the ledger."""
    respondent = statement.respondent
    return ledger.Entry(
        uid=str(statement.uid),
        evaluation=statement.evaluation_id,
        respondent=str(respondent.uid) if respondent else "",
        whole=whole,
        withdrawn=statement.reason == DestructionReason.WITHDRAWN,
        reason=str(statement.reason),
        asked_on=statement.asked_on.isoformat() if statement.asked_on else "",
        made_at=statement.made_at.isoformat(),
        lines=tuple(Line.from_json(line) for line in statement.lines),
        mark=mark_of(statement.evaluation),
    )


def leave_no_trace() -> None:
    """Let SQLite's log go of what its pages held; what was freed in the file itself is overwritten (secure_delete).

    Somebody who reads at this moment keeps it from that: the daily work does it again. PostgreSQL clears its old rows
    by itself (autovacuum).
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except OperationalError:
        logger.warning("the log of the database could not be emptied now")
    finally:
        connection.close()  # the next one has its own patience again
