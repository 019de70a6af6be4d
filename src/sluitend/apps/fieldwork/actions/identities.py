"""Who somebody is: every opening is recorded."""

from __future__ import annotations

from django.db import transaction

from sluitend.apps.design.access import require
from sluitend.apps.design.actions.changing import change
from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork.actions.respondents import still_there
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.fieldwork.seals import Identity, seal_identity
from sluitend.apps.fieldwork.seals import open_identity as _opened
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action


def open_identity(*, actor: User, respondent: Respondent) -> Identity:
    """Name and contact details; empty when nothing is known, or nothing is left. Raises NotFound, NotAllowed."""
    require(actor, respondent.evaluation_id, Action.OPEN_IDENTITY)
    record(actor, "fieldwork.identity_opened", respondent, evaluation=respondent.evaluation_id)
    return _opened(respondent)


def open_identities(*, actor: User, evaluation: Evaluation) -> dict[int, Identity]:
    """Everybody's, by id of the respondent: to find their names in a text. One event, with how many.

    Raises NotFound, NotAllowed.
    """
    require(actor, evaluation, Action.OPEN_IDENTITY)
    known = {one.pk: _opened(one) for one in evaluation.respondents.filter(sealed_identity__isnull=False)}
    record(actor, "fieldwork.identities_opened", evaluation, evaluation=evaluation.pk, count=len(known))
    return known


def change_identity(*, actor: User, respondent: Respondent, revision: int, identity: Identity) -> Respondent:
    """Write the identity anew, under a new key.

    Raises NotFound, NotAllowed, InputError("fieldwork.respondent_gone" | "design.changed_meanwhile").
    """
    require(actor, respondent.evaluation_id, Action.EDIT_FIELDWORK)
    require(actor, respondent.evaluation_id, Action.OPEN_IDENTITY)
    with transaction.atomic():
        row = still_there(respondent)
        seal_identity(row, identity)
        change(row, revision=revision, sealed_identity=row.sealed_identity, wrapped_key=row.wrapped_key)
        record(actor, "fieldwork.identity_changed", row, evaluation=row.evaluation_id)
    return row
