"""Who is heard: the list, one respondent, adding and changing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from sluitend.apps.design import queries as design
from sluitend.apps.design.access import may
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.views.shared import Editing, crumbs, edit, evaluation_of, posted, user_of, values_of
from sluitend.apps.fieldwork import actions, hooks, queries
from sluitend.apps.fieldwork.forms import ChangeRespondentForm, ListForm, RespondentForm
from sluitend.apps.fieldwork.models import ConsentState, Respondent
from sluitend.apps.fieldwork.views.shared import tab_crumb, tab_page
from sluitend.apps.people import queries as people
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action

BADGES = {
    ConsentState.VALID: "safe",
    ConsentState.MISSING: "warning",
    ConsentState.EXPIRED: "danger",
    ConsentState.WITHDRAWN: "neutral",
}
ATTRIBUTES = ("function", "perspective", "level", "place", "organisation", "age_group")


@require_safe
def respondents(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Everybody by number, with what the consent is worth, and whose retention date is near."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_FIELDWORK)
    lines = queries.respondent_lines_for(user, evaluation)
    context = {
        "rows": [(line, BADGES[line.consent]) for line in lines],
        "expiring": queries.expiring_for(user, evaluation, timezone.localdate()),
    }
    return tab_page(request, evaluation, "fieldwork:respondents", context)


@require_safe
def respondent(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """One respondent: place, consent, what he or she said. No name."""
    user = user_of(request)
    evaluation, found = to_see(request, evaluation_id, number)
    state = queries.consents_of([found.pk])[found.pk]
    context = {
        "evaluation": evaluation,
        "respondent": found,
        "crumbs": crumbs(evaluation, tab_crumb(evaluation, "fieldwork:respondents"), (found.label, "")),
        "details": details(found),
        "consent": state,
        "badge": BADGES[state],
        "consents": list(queries.consents_for(user, found)),
        "sources": hooks.sources_of([found.pk]).get(found.pk, []),
        "may_withdraw": may(user, evaluation, Action.WITHDRAW_RESPONDENT),
    }
    return render(request, "fieldwork/respondent.html", context)


def details(found: Respondent) -> list[tuple[Any, Any]]:
    """Labels and values, of what is known."""
    shown = {
        "function": found.function,
        "perspective": found.perspective,
        "level": found.get_level_display(),
        "place": found.place,
        "organisation": found.organisation,
        "age_group": found.get_age_group_display(),
    }
    labels = {name: str(Respondent._meta.get_field(name).verbose_name).capitalize() for name in shown}  # type: ignore[union-attr]
    return [(labels[name], value) for name, value in shown.items() if value]


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Add one person."""
    evaluation = evaluation_of(request, evaluation_id, Action.EDIT_FIELDWORK)
    user = user_of(request)
    form = RespondentForm(posted(request), choices=_choices(user, evaluation))

    def save(_data: dict[str, Any]) -> None:
        actions.add_respondent(actor=user, evaluation=evaluation, identity=form.identity(), **form.attributes())

    editing = _editing(evaluation, _("Add a respondent"), save, _("The respondent has been added."))
    return edit(request, evaluation, form, editing)


@require_http_methods(["GET", "HEAD", "POST"])
def add_list(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Add everybody of a list."""
    evaluation = evaluation_of(request, evaluation_id, Action.EDIT_FIELDWORK)
    user = user_of(request)
    form = ListForm(posted(request), choices=_choices(user, evaluation))

    def save(data: dict[str, Any]) -> None:
        actions.add_respondents(actor=user, evaluation=evaluation, **data)

    editing = _editing(evaluation, _("Add several respondents"), save, _("The respondents have been added."))
    return edit(request, evaluation, form, editing)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Change from which place somebody speaks."""
    user = user_of(request)
    evaluation, found = to_change(request, evaluation_id, number)

    def now() -> dict[str, Any]:
        newest = queries.respondent_for(user, evaluation, number)
        return values_of(newest, *ATTRIBUTES, "revision")

    form = ChangeRespondentForm(posted(request), choices=_choices(user, evaluation), initial=now())
    editing = Editing(
        title=_("Change %(respondent)s") % {"respondent": found.label},
        back=here(found),
        save=lambda data: actions.change_respondent(actor=user, respondent=found, **data),
        done=_("The respondent is saved."),
        now=now,
        path=path_to(evaluation, found),
    )
    return edit(request, evaluation, form, editing)


def _choices(user: User, evaluation: Evaluation) -> dict[str, Any]:
    return {
        "perspective": design.perspectives_for(user, evaluation),
        "place": design.places_for(user, evaluation),
        "organisation": people.organisations_for(user),
    }


def _editing(evaluation: Evaluation, title: Any, save: Any, done: Any) -> Editing:
    crumb = tab_crumb(evaluation, "fieldwork:respondents")
    return Editing(title=title, back=crumb[1], save=save, done=done, path=(crumb,))


def to_see(request: HttpRequest, evaluation_id: int, number: int) -> tuple[Evaluation, Respondent]:
    """The respondent of a page for the team."""
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_FIELDWORK)
    return evaluation, queries.respondent_for(user_of(request), evaluation, number)


def to_change(request: HttpRequest, evaluation_id: int, number: int) -> tuple[Evaluation, Respondent]:
    """The respondent of a form."""
    evaluation = evaluation_of(request, evaluation_id, Action.EDIT_FIELDWORK)
    return evaluation, queries.respondent_for(user_of(request), evaluation, number)


def here(found: Respondent) -> str:
    """The respondent's own page."""
    return reverse("fieldwork:respondent", args=[found.evaluation_id, found.number])


def path_to(evaluation: Evaluation, found: Respondent) -> tuple[tuple[Any, str], ...]:
    """The way back from a form about a respondent."""
    return tab_crumb(evaluation, "fieldwork:respondents"), (found.label, here(found))
