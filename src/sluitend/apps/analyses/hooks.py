"""What lower rooms add to a result: a panel on its page, and what rests on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.web.registry import Card, Reference

# (user, evaluation, result) -> a template with its context (as ``offered``) for the page of the result, or None.
result_panels: list[Callable[[User, Evaluation, AnalysisResult], Card | None]] = []

# (user, evaluation, number of the result) -> what rests on it, for walking the chain downwards.
rests_on: list[Callable[[User, Evaluation, str], Iterable[Reference]]] = []


def panels_of(user: User, evaluation: Evaluation, result: AnalysisResult) -> list[Card]:
    """What all rooms show on the page of this result."""
    found = (panel(user, evaluation, result) for panel in result_panels)
    return [card for card in found if card is not None]


def down_links(user: User, evaluation: Evaluation, number: str) -> list[Reference]:
    """For web.registry: what rests on U<number>, over all rooms."""
    return [one for find in rests_on for one in find(user, evaluation, number)]
