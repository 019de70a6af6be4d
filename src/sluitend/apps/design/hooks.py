"""Where lower rooms add to this room: the steps of the walk, what rests on a question or agreement, signs of fieldwork.

Fill them in ``AppConfig.ready()``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.web.registry import Links, Registry, Text


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a step is: whether it is done, and a few words with a number ("12 bronnen").

    A step that does not apply to an evaluation is not shown there, and is not what comes next.
    """

    done: bool
    note: Text = ""
    applies: bool = True


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

question_links: list[Links] = []
"""What rests on a question: ``link(user, evaluation, "1.2")`` gives conclusions, findings."""

agreement_links: list[Links] = []
"""What the judgement of an agreement rests on: ``link(user, evaluation, "3")`` gives fragments."""

entry_links: list[Links] = []
"""What a logbook entry helps to explain: ``link(user, evaluation, "4")`` gives findings."""

Told = tuple[str, str, str]  # label, address, note
EntriesTold = Callable[[User, Evaluation, Collection[int]], Mapping[int, Sequence[Told]]]
entries_told: list[EntriesTold] = []
"""The same for many entries by their ids, to show beside them; a fixed number of queries."""

FieldworkBegun = Callable[[Evaluation], bool]
fieldwork_begun: list[FieldworkBegun] = []
"""Whether somebody consented, or a source was coded: from then on the assessment framework should be fixed."""

TemplatePart = Callable[[Evaluation], Mapping[str, Any]]
template_parts: list[TemplatePart] = []
"""What a room below adds to a template made from an evaluation: `{"codes": [...]}`, in the fields of its format."""
