"""Findings that were merged: their numbers still lead somewhere, in reports and links."""

from __future__ import annotations

from dataclasses import dataclass

from sluitend.apps.design.access import check, require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.findings.models import Finding, FindingHistory, HistoryKind
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import NotFound


def merged_numbers_for(user: User, evaluation: Evaluation) -> dict[int, int]:
    """Of each finding that was merged, its number and that of the finding in which it stands now. One query."""
    require(user, evaluation, Action.VIEW_FINDINGS)
    return merged_numbers(evaluation)


def merged_numbers(evaluation: Evaluation) -> dict[int, int]:
    """The same, for a caller that has checked who asks."""
    rows = Finding.with_merged.filter(evaluation=evaluation, merged_into__isnull=False)
    into = dict(rows.values_list("number", "merged_into__number"))
    return {number: _end(number, into) for number in into}


def _end(number: int, into: dict[int, int]) -> int:
    while number in into:
        number = into[number]
    return number


def finding_behind(user: User, evaluation: Evaluation, number: int) -> Finding:
    """B<number>, or the finding in which it stands now. Raises NotFound."""
    require(user, evaluation, Action.VIEW_FINDINGS)
    found = Finding.with_merged.filter(evaluation=evaluation, number=number).select_related("merged_into").first()
    if found is None:
        raise NotFound("finding")
    while found.merged_into is not None:
        found = found.merged_into
    return found


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A line of a finding's history, and whether it is a merge that can be undone now."""

    change: FindingHistory
    may_undo: bool

    @property
    def other(self) -> str:
        """The label of the other finding; it stays when that one is deleted."""
        return f"B{self.change.other_number}" if self.change.other_number else ""


def history_for(user: User, finding: Finding) -> list[HistoryLine]:
    """Newest first, for the team: others see the finding as it stands. One query. Raises NotFound, NotAllowed."""
    check(user, finding.evaluation, Action.WRITE_FINDINGS)
    return [HistoryLine(row, _may_undo(row)) for row in finding.history.select_related("actor", "other")]


def change_for(user: User, finding: Finding, change_id: int) -> FindingHistory:
    """One line of its history. Raises NotFound."""
    require(user, finding.evaluation_id, Action.WRITE_FINDINGS)
    found = finding.history.select_related("finding", "other").filter(pk=change_id).first()
    if found is None:
        raise NotFound("history")
    return found


def _may_undo(row: FindingHistory) -> bool:
    is_merged = row.other is not None and row.other.merged_into_id == row.finding_id
    return row.kind == HistoryKind.MERGED and row.undone_at is None and is_merged
