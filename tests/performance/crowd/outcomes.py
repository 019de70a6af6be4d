"""More results of analyses: of the same question, as the pages list and compare them. All of it is fictitious."""

from __future__ import annotations

from django.db.models import Max

from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.design.models import Evaluation
from sluitend.work.models import Run, State


def add(evaluation: Evaluation, amount: int) -> None:
    """Copies of U2, each with a run of its own. Their content cannot be opened: only lists show them."""
    second = evaluation.results.get(number=2)
    last = evaluation.results.aggregate(last=Max("number"))["last"]
    for number in range(last + 1, last + 1 + amount):
        run = Run.objects.create(kind="analyses.run", state=State.DONE, finished_at=second.done_at)
        fields = {name: getattr(second, name) for name in _COPIED}
        AnalysisResult.objects.create(evaluation=evaluation, number=number, run_id=str(run.pk), **fields)


_COPIED = (
    "version", "predecessor", "analysis", "parameters", "state", "data_hash", "code_version", "n", "content_sha256",
    "wrapped_key", "sealed_content", "asked_by", "done_at",
)  # fmt: skip
