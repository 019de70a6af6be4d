"""What rooms below add to a fragment: things to do with it, and short labels of what rests on it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.web.registry import Text


@dataclass(frozen=True, slots=True)
class FragmentAction:
    """Something that can be done with a fragment from the workbench.

    ``url_name`` takes the evaluation's id; the fragment comes as ``?fragment=F12``. ``shortcut`` is one sign and no
    capital: with those people begin to type a code.
    """

    key: str
    label: Text
    shortcut: str
    url_name: str


# (evaluation id, fragment ids) -> {fragment id: labels such as "B4 ondersteunt"}, the object's number first.
Marks = Callable[[int, Collection[int]], Mapping[int, Sequence[str]]]

# (user, evaluation, what was asked by the names of its parameters) -> a label and an address, or None.
QuestionWay = Callable[[User, Evaluation, Mapping[str, Any]], tuple[Text, str] | None]

fragment_actions: list[FragmentAction] = []
fragment_marks: list[Marks] = []
question_ways: list[QuestionWay] = []


def ways_of(user: User, evaluation: Evaluation, asked: Mapping[str, Any]) -> list[tuple[Text, str]]:
    """What this user may do with this question, over all rooms."""
    return [found for way in question_ways if (found := way(user, evaluation, asked))]


def marks_of(evaluation_id: int, fragment_ids: Collection[int]) -> dict[int, list[str]]:
    """What rests on these fragments, over all rooms; a fragment without anything is not in it."""
    found: dict[int, list[str]] = {}
    for marks in fragment_marks:
        for fragment_id, labels in marks(evaluation_id, fragment_ids).items():
            found.setdefault(fragment_id, []).extend(labels)
    return found
