"""The design: questions, the plan, and what the title page needs."""

from __future__ import annotations

from typing import NamedTuple

from django.urls import reverse

from sluitend.apps.design import queries as design
from sluitend.apps.design.models import Evaluation, Membership, Topic
from sluitend.apps.design.queries import PlannedCell, QuestionLine
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Role
from sluitend.apps.reporting.checker.parts import Parts, part

_ANY = 987_654_321  # no object has this number


class PerspectiveRow(NamedTuple):
    id: int
    name: str
    has_topics: bool


class PlaceRow(NamedTuple):
    id: int
    name: str
    kind: str


class Facts(NamedTuple):
    """What a title page says, as far as it is known."""

    commissioner: bool
    starts: bool
    ends: bool
    evaluated_object: str
    place_kind: str
    team: int  # who works on it


class DesignParts(Parts):
    """Of the room design."""

    user: User
    evaluation: Evaluation
    _addresses: dict[str, str]

    @part("design")
    def all_questions(self) -> tuple[QuestionLine, ...]:
        """With those that were dropped."""
        return tuple(design.questions_for(self.user, self.evaluation, with_dropped=True))

    @property
    def questions(self) -> list[QuestionLine]:
        return [one for one in self.all_questions if not one.is_dropped]

    @part("design")
    def plan(self) -> tuple[PlannedCell, ...]:
        return tuple(design.matrix_for(self.user, self.evaluation))

    @part("design")
    def entries(self) -> frozenset[str]:
        """Labels of the lines of the logbook."""
        return frozenset(f"L{one}" for one in self.evaluation.logbook.values_list("number", flat=True))

    @part("design")
    def perspectives(self) -> tuple[PerspectiveRow, ...]:
        with_topics = set(
            Topic.objects.filter(perspective__evaluation=self.evaluation).values_list("perspective", flat=True)
        )
        rows = self.evaluation.perspectives.values_list("pk", "name")
        return tuple(PerspectiveRow(pk, name, pk in with_topics) for pk, name in rows)

    @part("design")
    def places(self) -> tuple[PlaceRow, ...]:
        return tuple(PlaceRow(*row) for row in self.evaluation.places.values_list("pk", "name", "kind"))

    @part("design")
    def facts(self) -> Facts:
        row = Evaluation.objects.filter(pk=self.evaluation.pk).values_list(
            "commissioner", "starts", "ends", "evaluated_object__name", "place_kind"
        )[0]
        team = Membership.objects.filter(evaluation=self.evaluation).exclude(role=Role.READER).count()
        return Facts(row[0] is not None, row[1] is not None, row[2] is not None, row[3] or "", row[4], team)

    def url(self, name: str, *arguments: object) -> str:
        """An address within this evaluation. Of those that end in a number the pattern is looked up once."""
        if len(arguments) != 1 or not isinstance(arguments[0], int):
            return reverse(name, args=[self.evaluation.pk, *arguments])
        if name not in self._addresses:
            self._addresses[name] = reverse(name, args=[self.evaluation.pk, _ANY])
        return self._addresses[name].replace(str(_ANY), str(arguments[0]))
