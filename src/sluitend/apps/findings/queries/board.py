"""The findings on a board: each in the first column that still asks for work, or in the last when nothing does."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum

from sluitend.apps.design.access import may, require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.findings.queries.breakdown import said_of
from sluitend.apps.findings.queries.rows import FindingRow
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action


class Column(StrEnum):
    """What a finding still asks for. A finding stands in one column, however many apply: the first is done first."""

    NO_EVIDENCE = "no_evidence"  # nothing, or only what contradicts it
    ONE_VOICE = "one_voice"  # one source, organisation or dataset, or only counted; and no reason why that is enough
    CONTRADICTED = "contradicted"  # and nobody wrote how that was weighed
    READY = "ready"  # for a conclusion
    CONCLUDED = "concluded"


def column_of(row: FindingRow) -> Column:
    """The first column that applies; whether it is in a conclusion already changes nothing of what is still missing."""
    finding, support = row.finding, row.support
    if not support.grounds and not support.is_only_counted:
        return Column.NO_EVIDENCE
    if support.independent < 2 and not finding.single_source_reason:
        return Column.ONE_VOICE
    if support.contradicting and not finding.answer_to_contradiction:
        return Column.CONTRADICTED
    return Column.CONCLUDED if row.conclusions else Column.READY


def columns(rows: Iterable[FindingRow]) -> dict[Column, list[FindingRow]]:
    """Every column in its order, also an empty one."""
    found: dict[Column, list[FindingRow]] = {column: [] for column in Column}
    for row in rows:
        found[column_of(row)].append(row)
    return found


def heard_from(user: User, evaluation: Evaluation, rows: Collection[FindingRow], perspective: str) -> list[FindingRow]:
    """The findings about which somebody from this perspective says something; for the team.

    Who is outside it gets them all: of a finding with one voice the filter would tell whose it is (DESIGN.md §5).
    Raises NotFound, NotAllowed.
    """
    require(user, evaluation, Action.VIEW_FINDINGS)
    if not may(user, evaluation, Action.VIEW_SOURCES):
        return list(rows)
    said = said_of([row.finding.pk for row in rows])
    return [
        row for row in rows if any(voice.perspective == perspective for _stance, voice in said.get(row.finding.pk, ()))
    ]
