"""When data are destroyed, so is what was computed from them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from sluitend.apps.analyses.models import AnalysisResult, ResultState
from sluitend.apps.datasets.models import DatasetVersion
from sluitend.apps.fieldwork.destruction import Destruction
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import Source, SourceVersion
from sluitend.work import runs
from sluitend.work.models import Run

RESULTS = "analyses.results"


def forget(actor: User | None, version: DatasetVersion) -> None:
    """For ``datasets.hooks.removed``: within its transaction. Number, hashes and dates stay."""
    of_it = AnalysisResult.objects.filter(Q(version=version) | Q(beside=version))
    for row in of_it.exclude(state=ResultState.DESTROYED):
        row.parameters = {}
        _destroy(actor, row)


def forget_voices(actor: User | None, _respondent: Respondent | None, destruction: Destruction) -> None:
    """For ``fieldwork.hooks.withdrawn``: results that counted words of a text that goes, and those being computed.

    Two counts, with and without somebody, tell what that one said. What was asked stays: it can be asked again.
    """
    sources = SourceVersion.objects.filter(pk__in=destruction.texts).values("source")
    for row in _counting(destruction.evaluation_id, sources) if destruction.texts else ():
        _destroy(actor, row)
        destruction.note(RESULTS, object=str(row))


def forget_source(actor: User, source: Source) -> None:
    """For ``sources.hooks.deleting``: the same of a source that goes with its texts, and so with who was counted."""
    for row in _counting(source.evaluation_id, [source.pk]):
        _destroy(actor, row)


def _counting(evaluation_id: int, sources: Iterable[int] | QuerySet[Any, Any]) -> QuerySet[AnalysisResult]:
    """Results of coded texts that counted these sources, and those that may yet do so."""
    counting = AnalysisResult.objects.filter(sources__in=sources).values("pk")
    known = AnalysisResult.objects.filter(evaluation=evaluation_id, version=None)
    return known.exclude(state=ResultState.DESTROYED).filter(Q(pk__in=counting) | Q(state=ResultState.ASKED))


def _destroy(actor: User | None, row: AnalysisResult) -> None:
    _stop(row)
    row.state, row.destroyed_at = ResultState.DESTROYED, timezone.now()
    row.wrapped_key = row.sealed_content = row.n = None
    row.save()
    record(actor, "analyses.destroyed", row, evaluation=row.evaluation_id)


def _stop(row: AnalysisResult) -> None:
    run = Run.objects.filter(pk=int(row.run_id)).first() if row.run_id else None
    if run is not None and not run.is_finished:
        runs.cancel(run)
