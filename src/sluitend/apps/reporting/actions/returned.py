"""A Word document that came back: taken in sealed, read by the worker into the table of comments, then destroyed."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from sluitend.apps.design.access import require
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting.actions import keeping
from sluitend.apps.reporting.actions.reports import checked_title
from sluitend.apps.reporting.models import Remark, Report, ReturnedFile, ReturnedState, Section
from sluitend.apps.reporting.returned import Row, rows_of, section_with
from sluitend.apps.sources import store
from sluitend.apps.sources.receiving import Received
from sluitend.errors import InputError
from sluitend.formats import returned_word
from sluitend.work import runs

LONGEST_SENDER = 200


def take_back(*, actor: User, report: Report, file: Received, sender: str) -> ReturnedFile:
    """Take in a returned document; the worker reads it. `sender` is an organisation or a body, for outside the team.

    Raises NotFound, NotAllowed, InputError("reporting.title_missing" | "reporting.title_too_long" | "formats.too_big").
    """
    require(actor, report.evaluation_id, Action.WRITE_REPORT)
    whom = checked_title(sender, LONGEST_SENDER)
    path = keeping.keep(file)
    with transaction.atomic():
        returned = ReturnedFile.objects.create(
            report=report,
            sender=whom,
            path=path,
            wrapped_key=file.wrapped_key,
            sha256=file.sha256,
            size=file.size,
            by=actor,
        )
        payload = {"returned_id": returned.pk}
        run = runs.start("reporting.returned", payload, evaluation_id=report.evaluation_id, requested_by_id=actor.pk)
        returned.run_id = str(run.pk)
        returned.save(update_fields=["run_id"])
        record(actor, "reporting.returned", returned, evaluation=report.evaluation_id, size=returned.size)
    return returned


def read_returned(returned_id: int) -> None:
    """Read a returned document, or refuse it; a second call finds it done. Called by the worker."""
    returned = ReturnedFile.objects.select_related("report", "by").get(pk=returned_id)
    if returned.state != ReturnedState.WAITING:
        return
    require(returned.by, returned.report.evaluation_id, Action.WRITE_REPORT)
    assert returned.wrapped_key is not None
    try:
        found = returned_word.read(keeping.opened(returned.path, bytes(returned.wrapped_key), returned.sha256))
    except InputError as error:
        _done(returned, ReturnedState.REFUSED, {"code": error.code, "data": error.data}, [])
        return
    _done(returned, ReturnedState.READ, {}, rows_of(found))


def _done(returned: ReturnedFile, state: ReturnedState, refusal: dict[str, object], rows: list[Row]) -> None:
    """What it said, or why not; the file and its key go."""
    path = returned.path
    with transaction.atomic():
        report = Report.objects.select_for_update().get(pk=returned.report_id)  # one at a time gives numbers
        still = ReturnedFile.objects.filter(pk=returned.pk, state=ReturnedState.WAITING)
        if not still.update(state=state, refusal=refusal, path="", wrapped_key=None):
            return
        _add(report, returned, rows)
        evaluation = report.evaluation_id
        record(returned.by, f"reporting.returned_{state}", returned, evaluation=evaluation, remarks=len(rows))
    store.remove(path)


def _add(report: Report, returned: ReturnedFile, rows: list[Row]) -> None:
    sections = list(Section.objects.filter(report=report, deleted_at=None))
    first = next_number(report)
    Remark.objects.bulk_create(
        Remark(
            report=report,
            number=number,
            returned=returned,
            section=section_with(sections, row.passage),
            passage=row.passage,
            by=row.by or returned.sender,
            said_on=row.said_on,
            text=row.text,
            changed_text=row.changed_text,
            from_tracked=row.from_tracked,
        )
        for number, row in enumerate(rows, start=first)
    )


def next_number(report: Report) -> int:
    """The number of the next comment; the caller holds the report's row. Comments are never deleted."""
    return (report.remarks.aggregate(last=Max("number"))["last"] or 0) + 1


def sweep_returned() -> int:
    """Remove sealed files whose maker died before a row spoke of them. Run when the worker starts."""
    known = set(ReturnedFile.objects.exclude(path="").values_list("path", flat=True))
    orphans = [path for path in store.abandoned(keeping.FOLDER) if path not in known]
    for path in orphans:
        store.remove(path)
    return len(orphans)
