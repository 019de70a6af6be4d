"""What colleagues say beside a chapter, and who will write it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from sluitend.apps.design.access import require
from sluitend.apps.design.models import Membership
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action, is_allowed
from sluitend.apps.reporting.models import Section, SectionComment
from sluitend.errors import InputError

LONGEST_ANCHOR, LONGEST_COMMENT = 500, 5_000


def assign_writer(*, actor: User, section: Section, writer: User | None) -> None:
    """Say who will write a section; nobody when None.

    Raises NotFound, NotAllowed, InputError("reporting.writer_not_in_team").
    """
    evaluation = section.report.evaluation_id
    require(actor, evaluation, Action.WRITE_REPORT)
    if writer is not None:
        role = Membership.objects.filter(evaluation=evaluation, user=writer).values_list("role", flat=True).first()
        if not is_allowed(role, Action.WRITE_REPORT):
            raise InputError("reporting.writer_not_in_team")
    with transaction.atomic():
        section.writer = writer
        section.save(update_fields=["writer"])
        record(actor, "reporting.writer_assigned", section, evaluation=evaluation, writer=writer.pk if writer else None)


def comment(
    *, actor: User, section: Section, text: str, anchor: str = "", answers: SectionComment | None = None
) -> SectionComment:
    """Say something of a section, or answer what somebody said; `anchor` are the words that it is about.

    Raises NotFound, NotAllowed, InputError("reporting.comment_missing" | "reporting.comment_too_long").
    """
    evaluation = section.report.evaluation_id
    require(actor, evaluation, Action.WRITE_REPORT)
    words = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not words:
        raise InputError("reporting.comment_missing")
    if len(words) > LONGEST_COMMENT:
        raise InputError("reporting.comment_too_long", most=LONGEST_COMMENT)
    about = "" if answers else " ".join(anchor.replace("\x00", "").split())[:LONGEST_ANCHOR]
    thread = answers.answers or answers if answers else None
    with transaction.atomic():
        made = SectionComment.objects.create(section=section, anchor=about, text=words, answers=thread, by=actor)
        record(actor, "reporting.comment_made", made, evaluation=evaluation)
    return made


def resolve_comment(*, actor: User, comment: SectionComment, resolved: bool = True) -> None:
    """Mark a comment as dealt with, or open it again. Raises NotFound, NotAllowed."""
    evaluation = comment.section.report.evaluation_id
    require(actor, evaluation, Action.WRITE_REPORT)
    with transaction.atomic():
        comment.resolved_at = timezone.now() if resolved else None
        comment.resolved_by = actor if resolved else None
        comment.save(update_fields=["resolved_at", "resolved_by"])
        verb = "reporting.comment_resolved" if resolved else "reporting.comment_reopened"
        record(actor, verb, comment, evaluation=evaluation)
