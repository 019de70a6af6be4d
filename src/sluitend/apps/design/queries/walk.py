"""The walk from design to report: which steps there are, how far they are, and which comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sluitend.apps.design.access import may
from sluitend.apps.design.hooks import Progress, WalkStep, walk
from sluitend.apps.design.models import Evaluation, EvaluationStatus
from sluitend.apps.people.models import User
from sluitend.web.registry import Text


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do now, and where."""

    label: Text
    url_name: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step as the start page shows it; `current` is the first that is not done."""

    number: int
    label: Text
    url_name: str
    progress: Progress
    current: bool


def steps_for(user: User, evaluation: Evaluation) -> list[StepLine]:
    """The steps that this user's role may take, in order."""
    steps = _steps(user, [evaluation])[evaluation.pk]
    now = next((step.key for step, progress in steps if not progress.done), None)
    return [
        StepLine(number, step.label, step.url_name, progress, step.key == now)
        for number, (step, progress) in enumerate(steps, start=1)
    ]


def next_steps(user: User, evaluations: Sequence[Evaluation]) -> dict[int, NextStep]:
    """The first step that is not done, by evaluation; none for a closed evaluation."""
    found = {}
    for identifier, steps in _steps(user, [one for one in evaluations if not _is_closed(one)]).items():
        if step := next((step for step, progress in steps if not progress.done), None):
            found[identifier] = NextStep(step.label, step.url_name)
    return found


def _is_closed(evaluation: Evaluation) -> bool:
    return evaluation.status == EvaluationStatus.CLOSED


Steps = list[tuple[WalkStep, Progress]]


def _steps(user: User, evaluations: Sequence[Evaluation]) -> dict[int, Steps]:
    by_evaluation: dict[int, Steps] = {one.pk: [] for one in evaluations}
    for step in walk:
        allowed = [one for one in evaluations if may(user, one, step.action)]
        progress = step.progress(user, allowed) if allowed else {}
        for one in allowed:
            if (how_far := progress.get(one.pk, Progress(done=False))).applies:
                by_evaluation[one.pk].append((step, how_far))
    return by_evaluation
