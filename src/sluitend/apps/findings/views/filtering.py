"""What the list and the board share: which findings are shown, and the way from the one to the other."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.access import may
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.queries import QuestionLine, perspectives_for
from sluitend.apps.findings.forms import FindingFilterForm
from sluitend.apps.findings.forms.filter import LOOSE
from sluitend.apps.findings.queries import FindingRow
from sluitend.apps.findings.queries.board import heard_from
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.web.registry import Text

VIEWS: tuple[tuple[Text, str], ...] = (
    (_("List"), "findings:list"),
    (_("Board"), "findings:board"),
    (_("Interim and final"), "findings:phases"),
)


def views_of(request: HttpRequest, evaluation: Evaluation, current: str) -> list[tuple[Text, str, bool]]:
    """Tabs: the same choice of findings as a list and as a board, and what changed between two phases."""
    query = request.GET.urlencode()
    asked = f"?{query}" if query else ""
    return [
        (text, reverse(name, args=[evaluation.pk]) + ("" if name == "findings:phases" else asked), name == current)
        for text, name in VIEWS
    ]


def filter_form(
    request: HttpRequest, user: User, evaluation: Evaluation, questions: Sequence[QuestionLine]
) -> FindingFilterForm:
    """By question; for the team by perspective too."""
    in_team = may(user, evaluation, Action.VIEW_SOURCES)
    names = [one.name for one in perspectives_for(user, evaluation)] if in_team else []
    return FindingFilterForm(request.GET or None, questions=questions, perspectives=names)


def chosen_rows(
    request: HttpRequest, user: User, evaluation: Evaluation, rows: Sequence[FindingRow]
) -> list[FindingRow]:
    """Those of the question and the perspective that were asked for."""
    label, perspective = request.GET.get("question", ""), request.GET.get("perspective", "")
    chosen = [row for row in rows if label in ("", *(line.label for line in row.questions))]
    if label == LOOSE:
        chosen = [row for row in rows if not row.questions]
    return heard_from(user, evaluation, chosen, perspective) if perspective else chosen
