"""Where lower rooms add to this room's screens: the steps of the walk, and what rests on a question.

Fill them in ``AppConfig.ready()``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.web.registry import Reference, Registry, Text


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a step is: whether it is done, and a few words with a number ("12 bronnen")."""

    done: bool
    note: Text = ""


ProgressOf = Callable[[User, Sequence[Evaluation]], Mapping[int, Progress]]


@dataclass(frozen=True, slots=True)
class WalkStep:
    """One step from design to report; its URL takes the evaluation's id only.

    ``progress(user, evaluations)`` answers for many evaluations at once, by id, in a fixed number of queries: the home
    page asks it for every evaluation of the user.
    """

    key: str
    label: Text
    url_name: str
    action: Action
    progress: ProgressOf
    order: int = 50


walk: Registry[WalkStep] = Registry("walk")

QuestionLinks = Callable[[User, Evaluation, str], Iterable[Reference]]
question_links: list[QuestionLinks] = []
"""What rests on a question: ``link(user, evaluation, "1.2")`` gives conclusions, findings."""
