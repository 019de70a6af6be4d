"""Outcomes of analyses that a report cites: nothing as long as a report cannot, and no room adds to ``results_of``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.reporting.checker.parts import part
from sluitend.apps.reporting.checker.reading.passages import PassageParts


class Result(Protocol):
    """What the rules have to know of one outcome."""

    @property
    def label(self) -> str:
        """By what a report refers to it."""

    @property
    def url(self) -> str: ...

    @property
    def is_stale(self) -> bool:
        """Whether its data or the way it is computed changed since."""

    @property
    def has_n(self) -> bool:
        """Whether every figure in it comes with the number that it was computed over."""

    @property
    def smallest_cell(self) -> int | None:
        """The smallest count in it that is not suppressed; None when it shows no counts."""

    @property
    def least(self) -> int:
        """The smallest count that may leave the team under its regime."""


ResultsOf = Callable[[User, Evaluation], Iterable[Result]]
results_of: list[ResultsOf] = []


class ResultParts(PassageParts):
    """Of the rooms that analyse data."""

    @part("datasets", "analyses")
    def results(self) -> tuple[Result, ...]:
        return tuple(one for find in results_of for one in find(self.user, self.evaluation))

    @part()
    def cited(self) -> tuple[tuple[Result, tuple[str, ...]], ...]:
        """Results that the report refers to, with the keys of the sections that do."""
        places: dict[str, list[str]] = {}
        for section, reference in self.references:
            places.setdefault(reference.text, []).append(section.key)
        return tuple((one, tuple(dict.fromkeys(places[one.label]))) for one in self.results if one.label in places)
