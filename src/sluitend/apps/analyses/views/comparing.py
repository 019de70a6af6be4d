"""Two results of one analysis beside each other."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sluitend.apps.analyses import queries, seals
from sluitend.apps.analyses.kit import compare as comparison
from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.analyses.views.shared import crumbs, opened_result
from sluitend.apps.analyses.views.showing import shown_comparison, shown_parameters
from sluitend.apps.design.views.shared import user_of


@require_safe
def compare(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Which rows changed since the other result, that the address names; else since its predecessor or the last."""
    evaluation, row = opened_result(request, evaluation_id, number)
    others = queries.comparable(user_of(request), evaluation, row) if row.is_done else []
    other = _chosen(request.GET.get("met", ""), row, others)
    if other is None:
        return redirect("analyses:result", evaluation_id=evaluation.pk, number=row.number)
    earlier, later = sorted([queries.result_for(user_of(request), evaluation, other.number), row], key=_number)
    for one in (earlier, later):
        queries.refuse_who_waits(one)
    before, after = seals.opened(earlier).result, seals.opened(later).result
    context = {
        "evaluation": evaluation,
        "result": row,
        "earlier": earlier,
        "later": later,
        "title": queries.lines_of([row])[0].title,
        "others": others,
        "other": other,
        "asked_differently": _differences(earlier, later),
        "sentences": [(before.sentences, earlier), (after.sentences, later)],
        "tables": [shown_comparison(one) for one in comparison.compare(before, after)],
        "same_data": earlier.data_hash == later.data_hash,
        "same_code": earlier.code_version == later.code_version,
        "crumbs": crumbs(
            evaluation, (str(row), reverse("analyses:result", args=[evaluation.pk, row.number])), (_("Compare"), "")
        ),
    }
    return render(request, "analyses/compare.html", context)


def _number(row: AnalysisResult) -> int:
    return row.number


def _chosen(wanted: str, row: AnalysisResult, others: list[AnalysisResult]) -> AnalysisResult | None:
    named = next((one for one in others if str(one.number) == wanted), None)
    before = next((one for one in others if one.pk == row.predecessor_id), None)
    return named or before or (others[0] if others else None)


def _differences(earlier: AnalysisResult, later: AnalysisResult) -> list[tuple[str, str, str]]:
    """Label, what was asked earlier, what was asked later."""
    old, new = dict(shown_parameters(earlier)), dict(shown_parameters(later))
    return [
        (label, old.get(label, "–"), new.get(label, "–"))
        for label in {**old, **new}
        if old.get(label) != new.get(label)
    ]
