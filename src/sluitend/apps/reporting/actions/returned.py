"""A Word document that came back: taken in sealed, read by the worker into the table of comments, then destroyed."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Max, QuerySet

from sluitend.apps.design.access import require
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting.actions import keeping
from sluitend.apps.reporting.actions.reports import checked_title
from sluitend.apps.reporting.models import Remark, Report, ReturnedFile, ReturnedState, Section
from sluitend.apps.reporting.returned import Chapters, Row, rows_of
from sluitend.apps.sources import seals, store
from sluitend.apps.sources.receiving import Received
from sluitend.errors import InputError
from sluitend.formats.documents import codes
from sluitend.work import limits, runs
from sluitend.work.models import Run

LONGEST_SENDER = 200
_NAME = "teruggestuurd.docx"  # what it was called is nobody's business


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
    """Read a returned document, or refuse it; a second call finds it done. Called by the worker.

    Whatever goes wrong, the file goes and nobody waits for ever. Raises NotAllowed, SealBroken, after that.
    """
    returned = ReturnedFile.objects.select_related("report", "by").get(pk=returned_id)
    if returned.state != ReturnedState.WAITING:
        return
    try:
        _done(returned, ReturnedState.READ, {}, _remarks(returned))
    except InputError as error:
        _refuse(returned, error.code, error.data)
    except Exception:
        _refuse(returned)
        raise


def _refuse(returned: ReturnedFile, code: str = codes.UNREADABLE, data: Mapping[str, object] | None = None) -> None:
    _done(returned, ReturnedState.REFUSED, {"code": code, "data": dict(data or {})}, [])


def _remarks(returned: ReturnedFile) -> list[Remark]:
    """What the file says, not saved and without numbers; read in a limited process before anything is locked."""
    require(returned.by, returned.report.evaluation_id, Action.WRITE_REPORT)
    assert returned.wrapped_key is not None
    with seals.plain_copy(returned.path, bytes(returned.wrapped_key), _NAME) as path:
        found = limits.returned_limited(path)
    chapters = Chapters(Section.objects.filter(report=returned.report, deleted_at=None))
    return [_remark(returned, row, chapters) for row in rows_of(found)]


def _remark(returned: ReturnedFile, row: Row, chapters: Chapters) -> Remark:
    return Remark(
        report=returned.report,
        returned=returned,
        section=chapters.holding(row.passage),
        passage=row.passage,
        by=row.by or returned.sender,
        said_on=row.said_on,
        text=row.text,
        changed_text=row.changed_text,
        from_tracked=row.from_tracked,
    )


def _done(returned: ReturnedFile, state: ReturnedState, refusal: dict[str, object], remarks: list[Remark]) -> None:
    """What it said, or why not; the file and its key go."""
    path = returned.path
    with transaction.atomic():
        report = Report.objects.select_for_update().get(pk=returned.report_id)  # one at a time gives numbers
        still = ReturnedFile.objects.filter(pk=returned.pk, state=ReturnedState.WAITING)
        if not still.update(state=state, refusal=refusal, path="", wrapped_key=None):
            return
        for number, remark in enumerate(remarks, start=next_number(report)):
            remark.number = number
        Remark.objects.bulk_create(remarks)
        evaluation = report.evaluation_id
        record(returned.by, f"reporting.returned_{state}", returned, evaluation=evaluation, remarks=len(remarks))
    store.remove(path)


def next_number(report: Report) -> int:
    """The number of the next comment; the caller holds the report's row. Comments are never deleted."""
    return (report.remarks.aggregate(last=Max("number"))["last"] or 0) + 1


def sweep_returned() -> int:
    """Remove sealed files whose maker died before a row spoke of them, and refuse what no run will read any more.

    How many files went. Run when the worker starts.
    """
    known = set(ReturnedFile.objects.exclude(path="").values_list("path", flat=True))
    orphans = [path for path in store.abandoned(keeping.FOLDER) if path not in known]
    for path in orphans:
        store.remove(path)
    left = [one for one in _waiting() if _is_given_up(one)]
    for one in left:
        _refuse(one)
    return len(orphans) + len(left)


def _waiting() -> QuerySet[ReturnedFile]:
    return ReturnedFile.objects.filter(state=ReturnedState.WAITING).exclude(run_id="").select_related("by")


def _is_given_up(returned: ReturnedFile) -> bool:
    run = Run.objects.filter(pk=int(returned.run_id)).first()
    return run is None or run.is_finished
