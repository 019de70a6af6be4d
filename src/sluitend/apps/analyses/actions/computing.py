"""Computing: what the worker does for one result."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from sluitend.apps.analyses import discovery, seals
from sluitend.apps.analyses.kit.analysis import Analysis, checked, inputs_of
from sluitend.apps.analyses.kit.marks import notes
from sluitend.apps.analyses.kit.result import Result
from sluitend.apps.analyses.kit.vocabulary import vocabulary_of
from sluitend.apps.analyses.models import AnalysisResult, ResultState
from sluitend.apps.analyses.seals import Content
from sluitend.apps.datasets.queries import opened
from sluitend.apps.design.access import require
from sluitend.apps.people.audit import record
from sluitend.apps.people.permissions import Action
from sluitend.formats.drawn_chart import draw
from sluitend.work import vault


def carry_out(result_id: int, progress: Callable[[int], None] = lambda percent: None) -> None:
    """Compute it, draw its charts and keep them sealed; a second call finds it done.

    For who asked, whose permission is asked again. `progress` hears percents and may raise to stop: nothing was kept
    by then. Raises InputError of the parameters and of the analysis; ValueError when the data were destroyed meanwhile.
    """
    row = AnalysisResult.objects.select_related("version__dataset", "asked_by").get(pk=result_id)
    if row.state != ResultState.ASKED:
        return
    require(row.asked_by, row.evaluation_id, Action.RUN_ANALYSES)
    analysis = discovery.analysis(row.analysis)
    progress(5)
    result = _computed(row, analysis, progress)
    progress(85)
    said = notes(result)
    content = Content(result, {chart.key: draw(chart.spec, said) for chart in result.charts})
    progress(95)
    _keep(row, analysis, content)


def _computed(row: AnalysisResult, analysis: Analysis, progress: Callable[[int], None]) -> Result:
    with opened(row.version) as log:
        vocabulary = vocabulary_of(log)
        parameters = checked(analysis, row.parameters, vocabulary)
        progress(15)
        inputs = inputs_of(log, vocabulary, parameters)
        return analysis.run(inputs, parameters, lambda percent: progress(15 + percent * 70 // 100))


def _keep(row: AnalysisResult, analysis: Analysis, content: Content) -> None:
    """Unless it was done or destroyed meanwhile."""
    wrapped = vault.new_wrapped_key()
    told = {
        "state": ResultState.DONE,
        "code_version": analysis.code_version,
        "n": content.result.n,
        "content_sha256": content.result.sha256,
        "wrapped_key": wrapped,
        "sealed_content": seals.seal(row, wrapped, content),
        "done_at": timezone.now(),
    }
    with transaction.atomic():
        if AnalysisResult.objects.filter(pk=row.pk, state=ResultState.ASKED).update(**told):
            record(row.asked_by, "analyses.computed", row, evaluation=row.evaluation_id, analysis=row.analysis)
