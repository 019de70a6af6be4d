"""Sections: written over a known revision, with every earlier text kept; deleted ones can be put back."""

from __future__ import annotations

from typing import Literal

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from sluitend.apps.design.access import require
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting.actions.reports import checked_title
from sluitend.apps.reporting.models import Report, Section, SectionVersion
from sluitend.errors import InputError, NotFound

LONGEST_TITLE = 200
LONGEST_TEXT = 200_000  # characters; a chapter of a hundred pages


def add_section(*, actor: User, report: Report, title: str, markdown: str = "") -> Section:
    """A new section at the end. Raises NotFound, NotAllowed, InputError (title, text)."""
    require(actor, report.evaluation_id, Action.WRITE_REPORT)
    title = checked_title(title, LONGEST_TITLE)
    text = checked_text(markdown)
    with transaction.atomic():
        last = report.sections.aggregate(last=Max("order"))["last"] or 0
        section = Section.objects.create(report=report, title=title, markdown=text, order=last + 1, changed_by=actor)
        record(actor, "reporting.section_added", section, evaluation=report.evaluation_id)
    return section


def change_section(*, actor: User, section: Section, revision: int, title: str, markdown: str) -> Section:
    """Write over the revision that the author saw; the earlier text is kept.

    Raises NotFound, NotAllowed, InputError("reporting.changed_meanwhile") and those of title and text.
    """
    evaluation = section.report.evaluation_id
    require(actor, evaluation, Action.WRITE_REPORT)
    title = checked_title(title, LONGEST_TITLE)
    text = checked_text(markdown)
    with transaction.atomic():
        _write(actor, section, revision, title, text)
        record(actor, "reporting.section_changed", section, evaluation=evaluation, revision=section.revision)
    return section


def _write(actor: User, section: Section, revision: int, title: str, markdown: str) -> None:
    now = timezone.now()
    rows = Section.objects.filter(pk=section.pk, revision=revision, deleted_at=None)
    before = rows.select_related("changed_by").first()
    changes = {"title": title, "markdown": markdown, "changed_by": actor, "changed_at": now}
    if before is None or not rows.update(**changes, revision=F("revision") + 1):
        raise InputError("reporting.changed_meanwhile")
    SectionVersion.objects.create(
        section=section,
        revision=before.revision,
        title=before.title,
        markdown=before.markdown,
        changed_by=before.changed_by,
        changed_at=before.changed_at,
    )
    section.refresh_from_db()


def restore_version(*, actor: User, version: SectionVersion, revision: int) -> Section:
    """Write an earlier text again, over the revision that the author saw; what stands now is kept as a version."""
    section = version.section
    return change_section(
        actor=actor, section=section, revision=revision, title=version.title, markdown=version.markdown
    )


def move_section(*, actor: User, section: Section, step: Literal[-1, 1]) -> None:
    """Change places with the section before (-1) or after (1); at the end nothing changes.

    Raises NotFound (also when somebody deleted it meanwhile), NotAllowed.
    """
    evaluation = section.report.evaluation_id
    require(actor, evaluation, Action.WRITE_REPORT)
    with transaction.atomic():
        rows = list(section.report.sections.filter(deleted_at=None).select_for_update())
        if section not in rows:
            raise NotFound("section")
        here = rows.index(section)
        there = here + step
        if 0 <= there < len(rows):
            rows[here], rows[there] = rows[there], rows[here]
        for order, row in enumerate(rows, start=1):
            row.order = order
        Section.objects.bulk_update(rows, ["order"])
        record(actor, "reporting.section_moved", section, evaluation=evaluation)


def delete_section(*, actor: User, section: Section) -> None:
    """Take the section out of the report; its text is kept, and it can be put back."""
    evaluation = section.report.evaluation_id
    require(actor, evaluation, Action.WRITE_REPORT)
    with transaction.atomic():
        section.deleted_at = timezone.now()
        section.save(update_fields=["deleted_at"])
        record(actor, "reporting.section_deleted", section, evaluation=evaluation)


def put_back_section(*, actor: User, section: Section) -> None:
    """Put a deleted section back, where it stood."""
    evaluation = section.report.evaluation_id
    require(actor, evaluation, Action.WRITE_REPORT)
    with transaction.atomic():
        section.deleted_at = None
        section.save(update_fields=["deleted_at"])
        record(actor, "reporting.section_put_back", section, evaluation=evaluation)


def checked_text(markdown: str) -> str:
    """With the line ends that the database keeps. Raises InputError("reporting.text_too_long")."""
    text = markdown.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    if len(text) > LONGEST_TEXT:
        raise InputError("reporting.text_too_long", most=LONGEST_TEXT)
    return text
