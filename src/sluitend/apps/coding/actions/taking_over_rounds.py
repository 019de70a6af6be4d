"""Rounds of coding that were held elsewhere: closed, with what was decided in them and why.

What was decided elsewhere stays as it was, with its own date; until a text may be read here nothing of it is put there.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from sluitend.apps.coding.actions import changes, telling
from sluitend.apps.coding.models import (
    Code,
    CodingRound,
    ConsensusDecision,
    Reopening,
    RoundAssignment,
    RoundState,
    RoundText,
    Unit,
)
from sluitend.apps.coding.queries.blindness import refuse_while_blind
from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.numbers import Numbered, next_number
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources.models import SourceVersion

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class NewReopening:
    reason: str
    completed_by: int
    completed_at: datetime
    decisions: int
    by: int
    at: datetime


@dataclass(frozen=True, slots=True)
class NewRound:
    """`own` are fields of the table as they were; people go by id. Without codes it was about all of them."""

    own: Mapping[str, Any]
    codes: Collection[Code]
    opened_at: datetime
    closed_at: datetime
    adjudicated_at: datetime | None
    opened_by: int | None
    closed_by: int | None
    adjudicated_by: int | None
    reopenings: Sequence[NewReopening] = ()


@dataclass(frozen=True, slots=True)
class NewDecision:
    """`codings` are ids; `said`: who said the code where, by id."""

    start: int
    end: int
    code: int
    applies: bool
    reason: str
    by: int
    at: datetime
    codings: Sequence[int]
    said: Sequence[tuple[int, int, int]]


def take_over_round(*, actor: User, evaluation: Evaluation, new: NewRound) -> CodingRound:
    """A closed round without texts; these come with ``take_over_decisions``. Raises NotFound, NotAllowed."""
    require(actor, evaluation, Action.PLAN_ROUNDS)
    own = {**new.own, "unit": new.own["unit"] if new.own["unit"] in Unit.values else Unit.SENTENCE}
    steps = ("opened", "closed", "adjudicated")
    moments = {f"{name}_at": getattr(new, f"{name}_at") for name in steps}
    people = {f"{name}_by_id": getattr(new, f"{name}_by") for name in steps}
    with transaction.atomic():
        made = CodingRound.objects.create(
            evaluation=evaluation,
            number=next_number(evaluation.pk, Numbered.ROUND),
            state=RoundState.CLOSED,
            created_by=actor,
            **own,
            **moments,
            **people,
        )
        made.codes.set(new.codes)
        _reopenings(made, new.reopenings)
        told = {"round": made.number, "adjudicated": made.adjudicated_at is not None}
        record(actor, "coding.round_taken_over", made, evaluation=evaluation.pk, **told)
    return made


def _reopenings(made: CodingRound, wanted: Sequence[NewReopening]) -> None:
    for one in wanted:
        row = Reopening.objects.create(
            round=made,
            reason=one.reason,
            completed_by_id=one.completed_by,
            completed_at=one.completed_at,
            decisions=one.decisions,
            reopened_by_id=one.by,
        )
        Reopening.objects.filter(pk=row.pk).update(reopened_at=one.at)


def take_over_decisions(
    *,
    actor: User,
    version: SourceVersion,
    round_: CodingRound,
    coders: Sequence[tuple[int, datetime | None]],
    decisions: Collection[NewDecision],
) -> int:
    """Make a text one of a closed round, with who coded it and what was decided there; how many were new.

    Raises NotFound, NotAllowed, InputError("coding.blind_text"), ("coding.not_released") and those of a span.
    """
    evaluation_id = version.source.evaluation_id
    require(actor, evaluation_id, Action.CODE)
    with transaction.atomic():
        changes.lock(version.source_id)
        refuse_while_blind([version.source_id])
        changes.put_fragments(actor, version, [(one.start, one.end) for one in decisions if one.applies])
        text, _is_new = RoundText.objects.get_or_create(round=round_, version=version)
        for coder, finished in coders:
            RoundAssignment.objects.get_or_create(text=text, coder_id=coder, defaults={"finished_at": finished})
        count = _decisions(version, round_, decisions)
        telling.tell_text(version.source)
        told = {"round": round_.number, "decisions": count}
        record(actor, "coding.decisions_taken_over", version.source, evaluation=evaluation_id, **told)
    return count


def _decisions(version: SourceVersion, round_: CodingRound, wanted: Collection[NewDecision]) -> int:
    """Each once; the date of the decision stays, where ``bulk_create`` would put that of today."""
    rows = ConsensusDecision.objects.filter(round=round_, version=version)
    there = set(rows.values_list("start", "end", "code"))
    new: dict[tuple[int, int, int], NewDecision] = {}
    for one in wanted:
        if (one.start, one.end, one.code) not in there:
            new.setdefault((one.start, one.end, one.code), one)
    made = [_row(version, round_, one) for one in new.values()]
    ConsensusDecision.objects.bulk_create(made, batch_size=_AT_ONCE)
    for row, one in zip(made, new.values(), strict=True):
        row.decided_at = one.at
    ConsensusDecision.objects.bulk_update(made, ["decided_at"], batch_size=_AT_ONCE)
    return len(made)


def _row(version: SourceVersion, round_: CodingRound, one: NewDecision) -> ConsensusDecision:
    return ConsensusDecision(
        round=round_,
        version=version,
        start=one.start,
        end=one.end,
        code_id=one.code,
        applies=one.applies,
        reason=one.reason,
        decided_by_id=one.by,
        from_codings={"codings": list(one.codings), "said": [list(said) for said in one.said]},
    )
