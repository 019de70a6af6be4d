"""The report itself: begun from the template's outline, named by its authors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from django.db import transaction
from django.db.models import F

from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting.models import Report, Section
from sluitend.errors import InputError

LONGEST_TITLE = 300
SUMMARY = "samenvatting"


class OutlineSection(Protocol):
    """A section of a template's outline."""

    @property
    def title(self) -> str: ...

    @property
    def markdown(self) -> str: ...


def start_report(*, actor: User, evaluation: Evaluation, outline: Iterable[OutlineSection] = ()) -> Report:
    """Begin the report of an evaluation; one that is there already stays as it is. Raises NotFound, NotAllowed."""
    require(actor, evaluation, Action.WRITE_REPORT)
    with transaction.atomic():
        report, is_new = Report.objects.get_or_create(evaluation=evaluation, defaults={"title": evaluation.title})
        if is_new:
            Section.objects.bulk_create(_sections(actor, report, outline))
            record(actor, "reporting.report_started", report, evaluation=evaluation.pk)
    return report


def _sections(actor: User, report: Report, outline: Iterable[OutlineSection]) -> Iterator[Section]:
    """The first chapter that is called a summary is the one that the file "summary" is made of."""
    summary = False
    for order, one in enumerate(outline, start=1):
        is_summary = not summary and one.title.casefold().startswith(SUMMARY)
        summary = summary or is_summary
        yield Section(
            report=report,
            title=one.title,
            markdown=one.markdown,
            order=order,
            is_summary=is_summary,
            changed_by=actor,
        )


def change_report(*, actor: User, report: Report, revision: int, title: str, subtitle: str) -> Report:
    """Give the report another title, over the revision that its author saw.

    Raises NotFound, NotAllowed,
    InputError("reporting.title_missing" | "reporting.title_too_long" | "reporting.changed_meanwhile").
    """
    require(actor, report.evaluation_id, Action.WRITE_REPORT)
    title, subtitle = checked_title(title, LONGEST_TITLE), subtitle.strip()
    if len(subtitle) > LONGEST_TITLE:
        raise InputError("reporting.title_too_long", most=LONGEST_TITLE)
    with transaction.atomic():
        seen = Report.objects.filter(pk=report.pk, revision=revision)
        if not seen.update(title=title, subtitle=subtitle, revision=F("revision") + 1):
            raise InputError("reporting.changed_meanwhile")
        report.refresh_from_db()
        record(actor, "reporting.report_changed", report, evaluation=report.evaluation_id)
    return report


def checked_title(title: str, most: int) -> str:
    """The title without blanks around it. Raises InputError("reporting.title_missing" | "reporting.title_too_long")."""
    title = " ".join(title.split())
    if not title:
        raise InputError("reporting.title_missing")
    if len(title) > most:
        raise InputError("reporting.title_too_long", most=most)
    return title
