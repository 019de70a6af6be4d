"""What this room offers to the shell, to the design and to the coding workbench."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sluitend.apps.analyses import hooks as result_hooks
from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.coding import hooks as coding_hooks
from sluitend.apps.design import hooks as design_hooks
from sluitend.apps.design.access import may
from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork import hooks as fieldwork_hooks
from sluitend.apps.findings import queries, references, wording
from sluitend.apps.findings.actions import withdrawing
from sluitend.apps.findings.models import Finding
from sluitend.apps.people import audit_words
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.web import registry

SIDE = (
    (_("Findings"), "findings:list", "bulb", 40),
    (_("Conclusions"), "findings:conclusions", "checks", 41),
    (_("Recommendations"), "findings:recommendations", "route", 42),
    (_("Agreements kept?"), "findings:agreements", "checkbox", 43),
)


def register() -> None:
    """Called once, from AppConfig.ready()."""
    for label, url_name, icon, order in SIDE:
        registry.evaluation_navigation.add(registry.EvaluationEntry(label, url_name, icon, order, may_see))
    registry.summary_cards.add(registry.SummaryCard("findings", summary, order=40))
    for kind in references.KINDS:
        registry.evidence_kinds.add(kind)
    design_hooks.walk.add(
        design_hooks.WalkStep("findings", _("Findings"), "findings:list", Action.WRITE_FINDINGS, progress, order=40)
    )
    design_hooks.question_links.append(references.of_question)
    design_hooks.agreement_links.append(references.of_agreement)
    design_hooks.entry_links.append(references.of_entry)
    design_hooks.entries_told.append(references.told_of_entries)
    coding_hooks.fragment_actions.append(
        coding_hooks.FragmentAction("evidence", _("Use as evidence"), "e", "findings:use_as_evidence")
    )
    result_hooks.result_panels.append(on_result)
    result_hooks.rests_on.append(references.findings_of_result)
    coding_hooks.fragment_marks.append(queries.marks_of)
    coding_hooks.fragment_marks.append(queries.agreement_marks_of)
    fieldwork_hooks.withdrawn.append(withdrawing.forget_notes)
    fieldwork_hooks.line_words.update(wording.DESTROYED)
    audit_words.register(wording.AUDIT)


def may_see(user: Any, evaluation: Any) -> bool:
    return may(user, evaluation, Action.VIEW_FINDINGS)


def on_result(user: User, evaluation: Evaluation, result: AnalysisResult) -> registry.Card | None:
    """The findings that rest on a result, and the way to let one rest on it; nothing where there is neither."""
    marks = queries.result_marks_of(user, evaluation, result)
    may_use = result.is_done and may(user, evaluation, Action.WRITE_FINDINGS)
    context = {"evaluation": evaluation, "result": result, "marks": marks, "may_use": may_use}
    return registry.Card("findings/parts/on_result.html", context) if marks or may_use else None


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
