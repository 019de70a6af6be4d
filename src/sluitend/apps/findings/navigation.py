"""What this room offers to the shell, to the coding workbench and to the evidence chain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sluitend.apps.coding import hooks as coding_hooks
from sluitend.apps.design import hooks as design_hooks
from sluitend.apps.design.access import may
from sluitend.apps.design.models import Evaluation
from sluitend.apps.findings import queries, wording
from sluitend.apps.findings.models import EvidenceLink, Finding
from sluitend.apps.people import audit_words
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import NotFound
from sluitend.web import registry
from sluitend.web.registry import Reference


def register() -> None:
    """Called once, from AppConfig.ready()."""
    for label, url_name, icon, order in (
        (_("Findings"), "findings:list", "bulb", 40),
        (_("Conclusions"), "findings:conclusions", "checks", 41),
        (_("Recommendations"), "findings:recommendations", "route", 42),
    ):
        registry.evaluation_navigation.add(registry.EvaluationEntry(label, url_name, icon, order, may_see))
    registry.summary_cards.add(registry.SummaryCard("findings", summary, order=40))
    registry.evidence_kinds.add(
        registry.EvidenceKind("B", _("finding"), resolve_finding, fragments_of, conclusions_of, order=40)
    )
    registry.evidence_kinds.add(
        registry.EvidenceKind("C", _("conclusion"), resolve_conclusion, findings_of, recommendations_of, order=41)
    )
    registry.evidence_kinds.add(
        registry.EvidenceKind("A", _("recommendation"), resolve_recommendation, conclusions_under, order=42)
    )
    design_hooks.walk.add(
        design_hooks.WalkStep("findings", _("Findings"), "findings:list", Action.VIEW_FINDINGS, progress, order=40)
    )
    design_hooks.question_links.append(under_question)
    coding_hooks.fragment_actions.append(
        coding_hooks.FragmentAction("evidence", _("Use as evidence"), "e", "findings:use_as_evidence")
    )
    coding_hooks.fragment_marks.append(marks)
    audit_words.register(wording.AUDIT)


def may_see(user: Any, evaluation: Any) -> bool:
    return may(user, evaluation, Action.VIEW_FINDINGS)


def summary(user: Any, evaluation: Any) -> registry.Card | None:
    """How many findings rest on more than one source, of all findings."""
    if not may_see(user, evaluation):
        return None
    counts = queries.finding_counts(user, evaluation)
    context = {
        "label": _("Findings with two or more sources"),
        "figure": f"{counts.supported} / {counts.total}",
        "note": ngettext(
            "%(count)s question answered", "%(count)s questions answered", counts.answered
        ) % {"count": counts.answered},
        "url": reverse("findings:list", args=[evaluation.pk]),
    }  # fmt: skip
    return registry.Card("web/components/figure_card.html", context)


def progress(user: User, evaluations: Sequence[Evaluation]) -> Mapping[int, design_hooks.Progress]:
    """Findings are done, as a step, once there is one."""
    ids = [one.pk for one in evaluations if may_see(user, one)]
    rows = Finding.objects.filter(evaluation__in=ids).values("evaluation").annotate(n=Count("pk"))
    counts = {row["evaluation"]: row["n"] for row in rows}
    return {pk: design_hooks.Progress(counts.get(pk, 0) > 0, _findings(counts.get(pk, 0))) for pk in ids}


def _findings(count: int) -> str:
    return ngettext("%(count)s finding", "%(count)s findings", count) % {"count": count}


def marks(evaluation_id: int, fragment_ids: Collection[int]) -> Mapping[int, Sequence[str]]:
    """ "B4 ondersteunt": which findings rest on a fragment, and how."""
    rows = EvidenceLink.objects.filter(finding__evaluation_id=evaluation_id, fragment_id__in=fragment_ids)
    found: dict[int, list[str]] = defaultdict(list)
    for link in rows.select_related("finding").order_by("finding__number"):
        found[link.fragment_id].append(f"{link.finding} {link.get_stance_display()}")
    return found


@dataclass(frozen=True, slots=True)
class Named:
    """An object of this room in the evidence chain."""

    title: str
    url: str


def resolve_finding(user: Any, evaluation: Any, number: str) -> Named:
    """Raises NotFound."""
    found = queries.finding_for(user, evaluation, whole(number))
    return Named(found.title, reverse("findings:finding", args=[evaluation.pk, found.number]))


def resolve_conclusion(user: Any, evaluation: Any, number: str) -> Named:
    """Raises NotFound."""
    found = queries.conclusion_for(user, evaluation, whole(number))
    url = reverse("findings:conclusion", args=[evaluation.pk, found.question.label])
    return Named(found.text or found.not_answered_reason, url)


def resolve_recommendation(user: Any, evaluation: Any, number: str) -> Named:
    """Raises NotFound."""
    found = queries.recommendation_for(user, evaluation, whole(number))
    return Named(found.title, reverse("findings:recommendation", args=[evaluation.pk, found.number]))


def _numbers(letter: str, rows: Callable[[Any, Any, str], Iterable[int]]) -> registry.Links:
    return lambda user, evaluation, number: [Reference(letter, str(one)) for one in rows(user, evaluation, number)]


fragments_of = _numbers(
    "F",
    lambda user, evaluation, number: (
        queries.finding_for(user, evaluation, whole(number))
        .evidence.order_by("fragment__number")
        .values_list("fragment__number", flat=True)
    ),
)
conclusions_of = _numbers(
    "C",
    lambda user, evaluation, number: (
        queries.finding_for(user, evaluation, whole(number))
        .conclusions.order_by("number")
        .values_list("number", flat=True)
    ),
)
findings_of = _numbers(
    "B",
    lambda user, evaluation, number: (
        queries.conclusion_for(user, evaluation, whole(number))
        .findings.order_by("number")
        .values_list("number", flat=True)
    ),
)
recommendations_of = _numbers(
    "A",
    lambda user, evaluation, number: (
        queries.conclusion_for(user, evaluation, whole(number))
        .recommendations.order_by("number")
        .values_list("number", flat=True)
    ),
)
conclusions_under = _numbers(
    "C",
    lambda user, evaluation, number: (
        queries.recommendation_for(user, evaluation, whole(number))
        .conclusions.order_by("number")
        .values_list("number", flat=True)
    ),
)


def under_question(user: User, evaluation: Evaluation, number: str) -> list[Reference]:
    """The conclusion and the findings of a question ("1.2")."""
    chain = queries.evidence_for(user, evaluation)
    for line in chain.conclusions:
        if line.question.label == f"V{number}":
            conclusion = [Reference("C", str(line.conclusion.number))] if line.conclusion else []
            tied = chain.findings_of(line.question.id)
            return conclusion + [Reference("B", str(one.finding.number)) for one in tied]
    return []


def whole(number: str) -> int:
    """Objects of this room have no sub-numbers. Raises NotFound."""
    if not number.isdecimal():
        raise NotFound("finding")
    return int(number)
