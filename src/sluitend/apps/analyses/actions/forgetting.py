"""When data are destroyed, so is what was computed from them."""

from __future__ import annotations

from django.utils import timezone

from sluitend.apps.analyses.models import AnalysisResult, ResultState
from sluitend.apps.datasets.models import DatasetVersion
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.work import runs
from sluitend.work.models import Run


def forget(actor: User | None, version: DatasetVersion) -> None:
    """For ``datasets.hooks.removed``: within its transaction. Number, hashes and dates stay."""
    for row in AnalysisResult.objects.filter(version=version).exclude(state=ResultState.DESTROYED):
        _stop(row)
        row.state, row.destroyed_at = ResultState.DESTROYED, timezone.now()
        row.wrapped_key = row.sealed_content = row.n = None
        row.parameters = {}
        row.save()
        record(actor, "analyses.destroyed", row, evaluation=row.evaluation_id)


def _stop(row: AnalysisResult) -> None:
    run = Run.objects.filter(pk=int(row.run_id)).first() if row.run_id else None
    if run is not None and not run.is_finished:
        runs.cancel(run)
