"""How far analyses are: a card on the page of an evaluation, and a step of the walk where there are data."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sluitend.apps.analyses.models import AnalysisResult, ResultState
from sluitend.apps.analyses.queries import newest
from sluitend.apps.datasets.models import Dataset
from sluitend.apps.design import hooks
from sluitend.apps.design.access import may
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.web import registry


def card(user: Any, evaluation: Any) -> registry.Card | None:
    """Results, and how many the data have left behind; nothing where nobody added data."""
    if not may(user, evaluation, Action.VIEW_RESULTS):
        return None
    datasets = Dataset.objects.filter(evaluation=evaluation, removed_at=None).count()
    rows = list(_done([evaluation.pk]).select_related("version", "beside").defer("sealed_content"))
    if not datasets and not rows:
        return None
    old = _left_behind(rows)
    of = _of(datasets, sum(row.is_of_codings for row in rows))
    context = {
        "label": _("Results of analyses"),
        "figure": len(rows),
        "note": _("%(of)s; the data of %(old)s changed since") % {"of": of, "old": old} if old else of,
        "url": reverse("analyses:list", args=[evaluation.pk]),
    }
    return registry.Card("web/components/figure_card.html", context)


def _of(datasets: int, asked: int) -> str:
    """What they were computed from."""
    told = []
    if datasets:
        told.append(ngettext("of %(count)s dataset", "of %(count)s datasets", datasets) % {"count": datasets})
    if asked:
        told.append(ngettext("%(count)s of coded texts", "%(count)s of coded texts", asked) % {"count": asked})
    return ", ".join(told)


def progress(user: User, evaluations: Sequence[Evaluation]) -> Mapping[int, hooks.Progress]:
    """Done once there is a result; an evaluation without data or results does not come past here. Two queries."""
    ids = [one.pk for one in evaluations]
    with_data = set(Dataset.objects.filter(evaluation__in=ids, removed_at=None).values_list("evaluation", flat=True))
    rows = _done(ids).values("evaluation").annotate(n=Count("pk"))
    counts = {row["evaluation"]: row["n"] for row in rows}
    return {pk: _progress(counts.get(pk, 0), applies=pk in with_data or pk in counts) for pk in ids}


def _progress(count: int, *, applies: bool) -> hooks.Progress:
    told = ngettext("%(count)s result", "%(count)s results", count) % {"count": count}
    return hooks.Progress(count > 0, told, applies=applies)


def _done(evaluations: Collection[int]) -> QuerySet[AnalysisResult]:
    return AnalysisResult.objects.filter(evaluation__in=evaluations, state=ResultState.DONE)


def _left_behind(rows: Sequence[AnalysisResult]) -> int:
    """How many were computed of other data than would be used now. Whether the method changed is not looked at: for
    that all entries are loaded, and for coded texts all codings, which a first page does not wait for."""
    used = [row.versions for row in rows]
    hashes = newest({version.dataset_id for versions in used for version in versions})
    return sum(any(hashes.get(one.dataset_id) != one.data_hash for one in versions) for versions in used)
