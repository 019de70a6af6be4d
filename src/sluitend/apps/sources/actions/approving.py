"""An interview report is a paraphrase: its respondent corrects and approves it."""

from __future__ import annotations

from django.db import transaction

from sluitend.apps.design.access import require
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources.models import ApprovalState, Source, SourceKind
from sluitend.errors import InputError


def set_approval(*, actor: User, source: Source, seen: str, approval: str) -> Source:
    """Record how far the respondent's approval of an interview report is; `seen` is what the author saw it to be.

    Raises NotFound, NotAllowed,
    InputError("sources.approval_of_reports_only", "sources.unknown_value", "sources.approval_changed").
    """
    require(actor, source.evaluation_id, Action.EDIT_SOURCE)
    if source.kind != SourceKind.INTERVIEW_REPORT:
        raise InputError("sources.approval_of_reports_only")
    if approval not in set(ApprovalState.values) - {ApprovalState.NOT_NEEDED}:
        raise InputError("sources.unknown_value", name="approval")
    with transaction.atomic():
        if not Source.objects.filter(pk=source.pk, approval=seen).update(approval=approval):
            raise InputError("sources.approval_changed", number=source.number)
        source.approval = approval
        record(actor, "sources.approval_set", source, evaluation=source.evaluation_id, approval=approval)
    return source
