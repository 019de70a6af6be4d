"""What the pages of this room share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluitend.apps.analyses import queries, seals
from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.analyses.seals import Content
from sluitend.apps.design.access import may
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.views.shared import Crumb, evaluation_of, user_of
from sluitend.apps.design.views.shared import crumbs as path_to
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError


def crumbs(evaluation: Evaluation, *further: Crumb) -> list[Any]:
    """The way here, through the list of results."""
    here = reverse("analyses:list", args=[evaluation.pk]) if further else ""
    return path_to(evaluation, (_("Analyses"), here), *further)


OUTSIDE = "buiten"  # ?vorm=buiten: as it leaves the team


@dataclass(frozen=True, slots=True)
class Looking:
    """A result and how it is looked at: as it is by the team, or (`outside`) as it leaves the team."""

    evaluation: Evaluation
    row: AnalysisResult
    in_team: bool
    outside: bool

    @property
    def content(self) -> Content | None:
        """What this visitor sees of a result that is done; None when it cannot leave the team.

        Raises InputError("analyses.waits_for_round").
        """
        queries.refuse_who_waits(self.row)
        if not self.outside:
            return seals.opened(self.row)
        try:
            return seals.outside(self.row)
        except InputError:
            return None


def looking(request: HttpRequest, evaluation_id: int, number: int) -> Looking:
    """The team looks at the result itself, unless it asks for what others see. Raises NotFound, NotAllowed."""
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_OUTSIDE_RESULTS)
    in_team = may(user_of(request), evaluation, Action.VIEW_RESULTS)
    find = queries.result_for if in_team else queries.outside_for
    row = find(user_of(request), evaluation, number)
    return Looking(evaluation, row, in_team, not in_team or request.GET.get("vorm") == OUTSIDE)


def opened_result(
    request: HttpRequest, evaluation_id: int, number: int, action: Action = Action.VIEW_RESULTS
) -> tuple[Evaluation, AnalysisResult]:
    """The evaluation and its result. Raises NotFound, NotAllowed."""
    evaluation = evaluation_of(request, evaluation_id, action)
    return evaluation, queries.result_for(user_of(request), evaluation, number)
