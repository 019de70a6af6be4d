"""Findings, conclusions and recommendations in the chain of evidence: what a label leads to, upwards and downwards.

Users and evaluations are opaque to the registry (``Any``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.findings import queries
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.digits import whole
from sluitend.errors import NotFound
from sluitend.web import registry
from sluitend.web.registry import Reference


class _Numbered(Protocol):
    number: int


@dataclass(frozen=True, slots=True)
class Named:
    """An object of this room in the evidence chain."""

    title: str
    url: str


def resolve_finding(user: Any, evaluation: Any, number: str) -> Named:
    """Of one that was merged, the finding in which it stands now. Raises NotFound."""
    found = queries.finding_behind(user, evaluation, _whole(number))
    return Named(found.title, reverse("findings:finding", args=[evaluation.pk, found.number]))


def resolve_conclusion(user: Any, evaluation: Any, number: str) -> Named:
    """Raises NotFound."""
    found = queries.conclusion_for(user, evaluation, _whole(number))
    url = reverse("findings:conclusion", args=[evaluation.pk, found.question.label])
    return Named(found.text or found.not_answered_reason, url)


def resolve_recommendation(user: Any, evaluation: Any, number: str) -> Named:
    """Raises NotFound."""
    found = queries.recommendation_for(user, evaluation, _whole(number))
    return Named(found.title, reverse("findings:recommendation", args=[evaluation.pk, found.number]))


def evidence_of_finding(user: Any, evaluation: Any, number: str) -> list[Reference]:
    """What a finding rests on: passages, and results of analyses. Raises NotFound."""
    found = queries.finding_behind(user, evaluation, _whole(number))
    passages = found.evidence.order_by("fragment__number").values_list("fragment__number", flat=True)
    results = found.result_links.order_by("result__number").values_list("result__number", flat=True)
    return [*(Reference("F", str(one)) for one in passages), *(Reference("U", str(one)) for one in results)]


def findings_of_result(user: Any, evaluation: Any, number: str) -> list[Reference]:
    """What rests on a result. Raises NotFound."""
    require(user, evaluation, Action.VIEW_FINDINGS)
    return _labels("B", evaluation.findings.filter(result_links__result__number=_whole(number)).order_by("number"))


def conclusions_of_finding(user: Any, evaluation: Any, number: str) -> list[Reference]:
    """What rests on a finding. Raises NotFound."""
    return _labels("C", queries.finding_behind(user, evaluation, _whole(number)).conclusions.order_by("number"))


def findings_of_conclusion(user: Any, evaluation: Any, number: str) -> list[Reference]:
    """What a conclusion rests on. Raises NotFound."""
    return _labels("B", queries.conclusion_for(user, evaluation, _whole(number)).findings.order_by("number"))


def recommendations_of_conclusion(user: Any, evaluation: Any, number: str) -> list[Reference]:
    """What rests on a conclusion. Raises NotFound."""
    return _labels("A", queries.conclusion_for(user, evaluation, _whole(number)).recommendations.order_by("number"))


def conclusions_of_recommendation(user: Any, evaluation: Any, number: str) -> list[Reference]:
    """What a recommendation rests on. Raises NotFound."""
    return _labels("C", queries.recommendation_for(user, evaluation, _whole(number)).conclusions.order_by("number"))


def of_question(user: User, evaluation: Evaluation, number: str) -> list[Reference]:
    """The conclusion and the findings of a question ("1.2"). Raises NotFound, NotAllowed."""
    require(user, evaluation, Action.VIEW_FINDINGS)
    label = f"V{number}"
    conclusions = evaluation.conclusions.filter(question__label=label)
    findings = evaluation.findings.filter(questions__label=label)
    return _labels("C", conclusions) + _labels("B", findings)


def of_agreement(user: User, evaluation: Evaluation, number: str) -> list[Reference]:
    """The passages on which the judgement of an agreement rests, and the one in which it stands. Raises NotFound."""
    return queries.passages_of_agreement(user, evaluation, _whole(number))


def of_entry(user: User, evaluation: Evaluation, number: str) -> list[Reference]:
    """The findings that a logbook entry may explain. Raises NotFound, NotAllowed."""
    require(user, evaluation, Action.VIEW_FINDINGS)
    return _labels("B", evaluation.findings.filter(logbook_links__entry__number=_whole(number)))


def told_of_entries(
    user: User, evaluation: Evaluation, entry_ids: Collection[int]
) -> dict[int, list[tuple[str, str, str]]]:
    """Label, address and note of the findings beside each entry. Raises NotFound, NotAllowed."""
    found = queries.findings_of_entries(user, evaluation, entry_ids)
    return {
        entry_id: [
            (f"{one} {one.title}", reverse("findings:finding", args=[evaluation.pk, one.number]), note)
            for one, note in rows
        ]
        for entry_id, rows in found.items()
    }


def _whole(number: str) -> int:
    """Objects of this room have no sub-numbers. Raises NotFound."""
    if (found := whole(number)) is None:
        raise NotFound("finding")
    return found


def _labels(letter: str, rows: Iterable[_Numbered]) -> list[Reference]:
    return [Reference(letter, str(row.number)) for row in rows]


KINDS = (
    registry.EvidenceKind("B", _("finding"), resolve_finding, evidence_of_finding, conclusions_of_finding, order=40),
    registry.EvidenceKind(
        "C", _("conclusion"), resolve_conclusion, findings_of_conclusion, recommendations_of_conclusion, order=41
    ),
    registry.EvidenceKind("A", _("recommendation"), resolve_recommendation, conclusions_of_recommendation, order=42),
)
