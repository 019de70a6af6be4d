"""What leaves the screen is recorded."""

from __future__ import annotations

from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action


def note_quotes_taken(*, actor: User, evaluation: Evaluation, kind: str, count: int, outward: bool) -> None:
    """Somebody took so many passages along in a file of this kind. Raises NotFound, NotAllowed."""
    require(actor, evaluation, Action.VIEW_CODING)
    require(actor, evaluation, Action.VIEW_SOURCES)
    verb, id_ = "coding.quotes_taken", evaluation.pk
    record(actor, verb, evaluation, evaluation=id_, kind=kind, count=count, outward=outward)


def note_lines_taken(*, actor: User, evaluation: Evaluation, kind: str, count: int) -> None:
    """Somebody took so many occurrences of what was searched along in a file. Raises NotFound, NotAllowed."""
    require(actor, evaluation, Action.VIEW_SOURCES)
    record(actor, "coding.lines_taken", evaluation, evaluation=evaluation.pk, kind=kind, count=count)
