"""What the team removes itself goes the same way as what somebody withdraws: a statement, and a line in the ledger."""

from __future__ import annotations

from collections.abc import Iterable

from sluitend.apps.fieldwork import hooks, ledger
from sluitend.apps.fieldwork.actions.withdrawing import entry_of, write_statement
from sluitend.apps.fieldwork.destruction import Destruction, Line
from sluitend.apps.fieldwork.models import DestructionReason, DestructionStatement
from sluitend.apps.people.models import User


def state_removal(actor: User, evaluation_id: int, lines: Iterable[Line]) -> DestructionStatement:
    """State that this was destroyed, so that a backup that is put back forgets it too.

    The last thing in the transaction of a caller who asked permission and destroyed it.
    Raises InputError("fieldwork.ledger_unwritable").
    """
    destruction = Destruction(evaluation_id, str(DestructionReason.REMOVED), lines=list(lines))
    tell_removed(actor, destruction)
    statement = write_statement(actor, destruction, None, DestructionReason.REMOVED, None)
    ledger.add(entry_of(statement, whole=False))
    return statement


def tell_removed(actor: User | None, destruction: Destruction) -> None:
    """Let every room destroy what still holds what was removed; within the caller's transaction."""
    for handler in hooks.removed:
        handler(actor, destruction)
