"""Computing: what the worker does for one result."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from sluitend.apps.analyses import coded, discovery, seals
from sluitend.apps.analyses.kit.analysis import Analysis
from sluitend.apps.analyses.kit.marks import notes
from sluitend.apps.analyses.kit.result import Result
from sluitend.apps.analyses.models import AnalysisResult, ResultState
from sluitend.apps.analyses.reading import coded_inputs_for, inputs_for
from sluitend.apps.analyses.seals import Content
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
    rows = AnalysisResult.objects.select_related("evaluation", "version__dataset", "beside__dataset", "asked_by")
    row = rows.get(pk=result_id)
    if row.state != ResultState.ASKED:
        return
    require(row.asked_by, row.evaluation_id, Action.RUN_ANALYSES)
    analysis = discovery.analysis(row.analysis)
    progress(5)
    result = _computed(row, analysis, progress)
    progress(85)
    said = notes(result)
    content = Content(result, {chart.key: draw(chart.spec, said) for chart in result.charts})
    progress(92)
    _keep(row, analysis, content, seals.protected(analysis, result, row.parameters))


def _computed(row: AnalysisResult, analysis: Analysis, progress: Callable[[int], None]) -> Result:
    def further(percent: int) -> None:
        progress(15 + percent * 70 // 100)

    if row.version is None:
        row.data_hash = coded.hash_now(row.evaluation)  # read first: what is coded meanwhile makes it stale at once
        found, asked = coded_inputs_for(analysis, row.evaluation, row.parameters)
        row.sources.add(*coded.sources_of(row.evaluation, found.material.texts))
        further(0)
        return analysis.run(found, asked, further)
    with inputs_for(analysis, row.version, row.beside, row.parameters, lambda: further(0)) as (inputs, parameters):
        return analysis.run(inputs, parameters, further)


def _keep(row: AnalysisResult, analysis: Analysis, content: Content, outside: Content) -> None:
    """Unless it was done or destroyed meanwhile."""
    wrapped = vault.new_wrapped_key()
    told = {
        "state": ResultState.DONE,
        "data_hash": row.data_hash,
        "code_version": analysis.code_version,
        "n": outside.result.n,  # beside another of the same result, the exact one would tell how few were not counted
        "content_sha256": content.result.sha256,
        "wrapped_key": wrapped,
        "sealed_content": seals.seal(row, wrapped, content, outside),
        "done_at": timezone.now(),
    }
    with transaction.atomic():
        if AnalysisResult.objects.filter(pk=row.pk, state=ResultState.ASKED).update(**told):
            record(row.asked_by, "analyses.computed", row, evaluation=row.evaluation_id, analysis=row.analysis)
