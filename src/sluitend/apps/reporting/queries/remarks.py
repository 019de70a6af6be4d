"""The table of comments, and the documents that it comes from."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import QuerySet

from sluitend.apps.design.access import check
from sluitend.apps.design.models import Evaluation
from sluitend.apps.findings.models import Conclusion
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting.account import ChangeEntry
from sluitend.apps.reporting.models import Outcome, Remark, Report, ReturnedFile, ReturnedState
from sluitend.apps.reporting.queries.drafts import changes_since_draft
from sluitend.errors import NotFound


@dataclass(frozen=True, slots=True)
class RemarkTable:
    """All comments, what came back, and what reads otherwise than in the draft."""

    remarks: list[Remark]
    returned: list[ReturnedFile]
    changes: list[ChangeEntry]

    @property
    def is_busy(self) -> bool:
        return any(one.state == ReturnedState.WAITING for one in self.returned)

    @property
    def counts(self) -> list[tuple[Outcome, int]]:
        """How many comments ended how."""
        found = Counter(one.outcome for one in self.remarks)
        return [(outcome, found[outcome]) for outcome in Outcome]


def remark_table_for(user: User, evaluation: Evaluation, report: Report) -> RemarkTable:
    """In a fixed number of queries. Raises NotFound, NotAllowed."""
    check(user, evaluation, Action.WRITE_REPORT)
    remarks = report.remarks.select_related("section", "returned").prefetch_related("conclusions")
    returned = report.returned.select_related("by")
    return RemarkTable(list(remarks), list(returned), changes_since_draft(report))


def remark_for(user: User, evaluation: Evaluation, number: int) -> Remark:
    """One comment. Raises NotFound, NotAllowed."""
    check(user, evaluation, Action.WRITE_REPORT)
    rows: QuerySet[Remark] = Remark.objects.filter(report__evaluation=evaluation, number=number)
    found = rows.select_related("report", "section", "returned").first()
    if found is None:
        raise NotFound("remark")
    return found


def conclusions_of(user: User, evaluation: Evaluation) -> list[Conclusion]:
    """The conclusions that a comment may have changed, by number. Raises NotFound, NotAllowed."""
    check(user, evaluation, Action.WRITE_REPORT)
    return list(Conclusion.objects.filter(evaluation=evaluation).order_by("number"))
