"""Respondents, by their number: names are opened by an action."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from sluitend.apps.design.access import check
from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork import hooks
from sluitend.apps.fieldwork.models import ConsentState, Respondent
from sluitend.apps.fieldwork.queries.consent import consents_of
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import NotFound
from sluitend.web.registry import Reference


def respondents_for(user: User, evaluation: Evaluation) -> QuerySet[Respondent]:
    """All respondents, by number. Raises NotFound, NotAllowed."""
    check(user, evaluation, Action.VIEW_FIELDWORK)
    return evaluation.respondents.select_related("perspective", "place", "organisation").defer(
        "sealed_identity", "wrapped_key"
    )


def respondent_for(user: User, evaluation: Evaluation, number: int) -> Respondent:
    """R<number>. Raises NotFound, NotAllowed."""
    check(user, evaluation, Action.VIEW_FIELDWORK)
    rows = evaluation.respondents.select_related("evaluation", "perspective", "place", "organisation")
    found = rows.filter(number=number).first()
    if found is None:
        raise NotFound("respondent")
    return found


@dataclass(frozen=True, slots=True)
class RespondentLine:
    """A respondent in the list, with what the consent is worth today and what he or she said."""

    respondent: Respondent
    consent: ConsentState
    sources: tuple[Reference, ...]


def respondent_lines_for(user: User, evaluation: Evaluation) -> list[RespondentLine]:
    """The list, in a fixed number of queries. Raises NotFound, NotAllowed."""
    rows = list(respondents_for(user, evaluation))
    ids = [row.pk for row in rows]
    states, sources = consents_of(ids), hooks.sources_of(ids)
    return [RespondentLine(row, states[row.pk], tuple(sources.get(row.pk, ()))) for row in rows]
