"""What the pages of this room share."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluitend.apps.analyses import queries
from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.views.shared import Crumb, evaluation_of, user_of
from sluitend.apps.design.views.shared import crumbs as path_to
from sluitend.apps.people.permissions import Action


def crumbs(evaluation: Evaluation, *further: Crumb) -> list[Any]:
    """The way here, through the list of results."""
    here = reverse("analyses:list", args=[evaluation.pk]) if further else ""
    return path_to(evaluation, (_("Analyses"), here), *further)


def opened_result(
    request: HttpRequest, evaluation_id: int, number: int, action: Action = Action.VIEW_RESULTS
) -> tuple[Evaluation, AnalysisResult]:
    """The evaluation and its result. Raises NotFound, NotAllowed."""
    evaluation = evaluation_of(request, evaluation_id, action)
    return evaluation, queries.result_for(user_of(request), evaluation, number)
