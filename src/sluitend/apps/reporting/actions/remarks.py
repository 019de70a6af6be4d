"""The table of comments: what was done with what somebody said, and why."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from sluitend.apps.design.access import require
from sluitend.apps.findings.models import Conclusion
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting.actions.reports import checked_title
from sluitend.apps.reporting.actions.returned import LONGEST_SENDER, next_number
from sluitend.apps.reporting.actions.sections import checked_text
from sluitend.apps.reporting.models import Outcome, Remark, RemarkKind, Report, Section
from sluitend.errors import InputError


def add_remark(
    *, actor: User, report: Report, by: str, text: str, passage: str = "", section: Section | None = None
) -> Remark:
    """Write down what somebody said otherwise than in the document: in a meeting, in a letter.

    Raises NotFound, NotAllowed, InputError("reporting.remark_by_missing" | "reporting.comment_missing" | …).
    """
    require(actor, report.evaluation_id, Action.WRITE_REPORT)
    whom, words = checked_title(by, LONGEST_SENDER), checked_text(text).strip()
    if not words:
        raise InputError("reporting.comment_missing")
    with transaction.atomic():
        held = Report.objects.select_for_update().get(pk=report.pk)
        remark = Remark.objects.create(
            report=held,
            number=next_number(held),
            by=whom,
            text=words,
            passage=checked_text(passage).strip(),
            section=section,
            said_on=timezone.localdate(),
        )
        record(actor, "reporting.remark_added", remark, evaluation=report.evaluation_id)
    return remark


def decide_remark(
    *,
    actor: User,
    remark: Remark,
    revision: int,
    kind: str,
    outcome: str,
    reason: str,
    changed_text: str,
    section: Section | None = None,
    conclusions: Iterable[Conclusion] = (),
) -> Remark:
    """Say what a comment is, what was done with it and why, and which conclusions changed because of it.

    Raises NotFound, NotAllowed, InputError("reporting.remark_without_reason" | "reporting.kind_unknown" |
    "reporting.changed_meanwhile").
    """
    evaluation = remark.report.evaluation_id
    require(actor, evaluation, Action.WRITE_REPORT)
    why = checked_text(reason).strip()
    if (kind and kind not in RemarkKind.values) or outcome not in Outcome.values:
        raise InputError("reporting.remark_unknown")
    if outcome in (Outcome.NOT, Outcome.IN_PART) and not why:
        raise InputError("reporting.remark_without_reason")
    changes = {
        "kind": kind,
        "outcome": outcome,
        "reason": why,
        "changed_text": checked_text(changed_text).strip(),
        "section": section,
        "changed_at": timezone.now(),
    }
    with transaction.atomic():
        seen = Remark.objects.filter(pk=remark.pk, revision=revision)
        if not seen.update(**changes, revision=F("revision") + 1):
            raise InputError("reporting.changed_meanwhile")
        remark.conclusions.set([one for one in conclusions if one.evaluation_id == evaluation])
        remark.refresh_from_db()
        record(actor, "reporting.remark_decided", remark, evaluation=evaluation, outcome=outcome)
    return remark
