"""Coding rounds: planning, dividing, opening and closing them, and saying that a text is finished."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sluitend.apps.coding import actions, queries
from sluitend.apps.coding.actions.rounds import coders_of
from sluitend.apps.coding.models import Code, CodingRound, RoundState
from sluitend.apps.coding.queries.rounds import RoundPage, round_for, round_page_for, rounds_for, texts_to_plan
from sluitend.apps.coding.rounds_forms import DivisionForm, PlanForm, RoundForm
from sluitend.apps.coding.views.common import Crumb, coding_crumb, user_of
from sluitend.apps.design.access import may
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.queries import evaluation_for
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.digits import whole
from sluitend.errors import InputError
from sluitend.web.wording import sentence

TITLE = gettext_lazy("Coding rounds")


@require_safe
def round_list(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The rounds: all of them for who leads, for a coder those they code in."""
    user = user_of(request)
    evaluation = evaluation_for(user, evaluation_id, Action.VIEW_CODING)
    leads = may(user, evaluation, Action.PLAN_ROUNDS)
    context = {
        "evaluation": evaluation,
        "lines": rounds_for(user, evaluation),
        "leads": leads,
        "is_alone": leads and len(coders_of(evaluation)) < 2,
        "crumbs": [coding_crumb(evaluation), (TITLE, "")],
    }
    return render(request, "coding/rounds/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_round(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Say what is coded by whom; the product divides the texts, and the next page shows how."""
    user = user_of(request)
    evaluation = evaluation_for(user, evaluation_id, Action.PLAN_ROUNDS)
    people, texts = coders_of(evaluation), texts_to_plan(evaluation)
    labels = [(version.pk, f"S{version.source.number} {title}") for version, title in texts]
    nodes, initial = queries.codebook_for(user, evaluation), {"coders": [one.pk for one in people]}
    form = PlanForm(request.POST or None, nodes=nodes, people=people, texts=labels, initial=initial)
    if form.is_valid():
        values = dict(form.cleaned_data)
        values |= {
            "texts": [version for version, _title in texts if version.pk in values["texts"]],
            "coders": _people(people, values["coders"]),
            "codes": _codes(nodes, values["codes"]),
        }
        try:
            one = actions.plan_round(actor=user, evaluation=evaluation, **values)
        except InputError as error:
            form.add_error(None, sentence(error))
        else:
            messages.success(request, _("Round %(number)s was planned. Look at the division.") % {"number": one.number})
            return redirect("coding:round", evaluation.pk, one.number)
    context = {
        "evaluation": evaluation,
        "form": form,
        "has_texts": bool(texts),
        "crumbs": [coding_crumb(evaluation), _list_crumb(evaluation), (_("New round"), "")],
    }
    return render(request, "coding/rounds/plan.html", context)


@require_safe
def round_page(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """One round: for who leads the division and how far everybody is, for a coder their own texts."""
    evaluation, one = _opened(request, evaluation_id, number, Action.VIEW_CODING)
    page = round_page_for(user_of(request), one)
    people = coders_of(evaluation) if page.leads else []
    return render(request, "coding/rounds/round.html", _context(page, people, _division(page, people)))


@require_http_methods(["GET", "HEAD", "POST"])
def change_round(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Change what a planned round is called and how it goes."""
    user = user_of(request)
    evaluation, one = _opened(request, evaluation_id, number)
    nodes = queries.codebook_for(user, evaluation)
    initial = {"title": one.title, "unit": one.unit, "is_blind": one.is_blind, "codes": _ids(one.codes.all())}
    form = RoundForm(request.POST or None, nodes=nodes, initial=initial)
    if form.is_valid():
        values = form.cleaned_data | {"codes": _codes(nodes, form.cleaned_data["codes"])}
        try:
            actions.change_round(actor=user, round_=one, **values)
        except InputError as error:
            form.add_error(None, sentence(error))
        else:
            messages.success(request, _("Round %(number)s was changed.") % {"number": number})
            return redirect("coding:round", evaluation.pk, number)
    way = [coding_crumb(evaluation), _list_crumb(evaluation), _crumb(one), (_("Change"), "")]
    return render(
        request, "coding/rounds/change.html", {"evaluation": evaluation, "round": one, "form": form, "crumbs": way}
    )


@require_POST
def divide_round(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Divide the texts of a planned round anew, by another draw."""
    evaluation, one = _opened(request, evaluation_id, number)
    people = coders_of(evaluation)
    form = DivisionForm(request.POST, people=people)
    if form.is_valid():
        values = form.cleaned_data | {"coders": _people(people, form.cleaned_data["coders"]), "seed": one.seed + 1}
        return _done(
            request,
            one,
            _("The texts were divided anew."),
            lambda: actions.divide_again(actor=user_of(request), round_=one, **values),
        )
    page = round_page_for(user_of(request), one)
    return render(request, "coding/rounds/round.html", _context(page, people, form))


@require_POST
def assign_round(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Save who codes which text, as it was ticked."""
    _evaluation, one = _opened(request, evaluation_id, number)
    page = round_page_for(user_of(request), one)
    ticked = {line.text.pk: _whole(request.POST.getlist(f"text-{line.source.number}")) for line in page.texts}
    return _done(
        request,
        one,
        _("The division was saved."),
        lambda: actions.assign(actor=user_of(request), round_=one, coders=ticked),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def open_round(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Asks first: from here on the coders begin."""
    _evaluation, one = _opened(request, evaluation_id, number)
    if request.method == "POST":
        told = _("Round %(number)s is open.") % {"number": number}
        return _done(request, one, told, lambda: actions.open_round(actor=user_of(request), round_=one))
    texts = [
        _("The coders find the texts in their list. Title, codes and unit stay as they are from here on."),
        *([_BLIND] if one.is_blind else []),
    ]
    return _confirm(request, one, _("Open round %(number)s?"), texts, _("Open"))


@require_http_methods(["GET", "HEAD", "POST"])
def close_round(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Asks first, and says who is not finished: nothing opens a round again."""
    _evaluation, one = _opened(request, evaluation_id, number)
    if request.method == "POST":
        told = _("Round %(number)s is closed.") % {"number": number}
        return _done(request, one, told, lambda: actions.close_round(actor=user_of(request), round_=one))
    page = round_page_for(user_of(request), one)
    late = [
        ngettext(
            "%(coder)s has not finished %(count)s text yet.",
            "%(coder)s has not finished %(count)s texts yet.",
            line.assigned - line.finished,
        )
        % {"coder": line.coder.name, "count": line.assigned - line.finished}
        for line in page.unfinished
    ]
    texts = [*late, _("After this everybody in the team sees everybody's codes. A round cannot be opened again.")]
    return _confirm(request, one, _("Close round %(number)s?"), texts, _("Close"))


@require_http_methods(["GET", "HEAD", "POST"])
def delete_round(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Asks first: only what was planned goes."""
    evaluation, one = _opened(request, evaluation_id, number)
    if request.method == "POST":
        try:
            actions.delete_round(actor=user_of(request), round_=one)
        except InputError as error:
            messages.error(request, sentence(error))
            return redirect("coding:round", evaluation.pk, number)
        messages.success(request, _("Round %(number)s was deleted.") % {"number": number})
        return redirect("coding:rounds", evaluation.pk)
    texts = [_("The plan goes, with the division. Nobody's codes change.")]
    return _confirm(request, one, _("Delete round %(number)s?"), texts, _("Delete"), danger=True)


_BLIND = gettext_lazy(
    "The round is blind: until it is closed, everybody sees in these texts only their own work. Who leads and codes "
    "nothing in this round, sees everything."
)


def _opened(
    request: HttpRequest, evaluation_id: int, number: int, action: Action = Action.PLAN_ROUNDS
) -> tuple[Evaluation, CodingRound]:
    user = user_of(request)
    evaluation = evaluation_for(user, evaluation_id, action)
    return evaluation, round_for(user, evaluation, number, action)


def _done(request: HttpRequest, one: CodingRound, told: str, act: Any) -> HttpResponse:
    """Back to the round, with what was done or what was refused."""
    try:
        act()
    except InputError as error:
        messages.error(request, sentence(error))
    else:
        messages.success(request, told)
    return redirect("coding:round", one.evaluation_id, one.number)


def _confirm(
    request: HttpRequest, one: CodingRound, title: str, texts: list[Any], action: str, *, danger: bool = False
) -> HttpResponse:
    context = {
        "title": title % {"number": one.number},
        "text": " ".join(map(str, texts)),
        "action": action,
        "danger": danger,
        "cancel_url": reverse("coding:round", args=[one.evaluation_id, one.number]),
    }
    return render(request, "web/confirm.html", context)


def _context(page: RoundPage, people: list[User], division: Form | None) -> dict[str, Any]:
    one = page.round
    return {
        "evaluation": one.evaluation,
        "round": one,
        "page": page,
        "people": people,
        "codes": list(one.codes.all()),
        "is_planned": one.state == RoundState.PLANNED,
        "is_open": one.state == RoundState.OPEN,
        "is_closed": one.state == RoundState.CLOSED,
        "division": division if page.leads and one.state == RoundState.PLANNED else None,
        "crumbs": [coding_crumb(one.evaluation), _list_crumb(one.evaluation), (str(one), "")],
    }


def _division(page: RoundPage, people: list[User]) -> DivisionForm:
    chosen = [line.coder.pk for line in page.coders]
    asked = {"share": page.round.share, "together": page.round.together}
    return DivisionForm(people=people, initial={"coders": chosen, **asked})


def _people(people: Iterable[User], chosen: Iterable[int]) -> list[User]:
    wanted = set(chosen)
    return [one for one in people if one.pk in wanted]


def _codes(nodes: Iterable[queries.CodeNode], chosen: Iterable[int]) -> list[Code]:
    wanted = set(chosen)
    return [node.code for node in queries.flat(nodes) if node.code.pk in wanted]


def _ids(codes: Iterable[Code]) -> list[int]:
    return [code.pk for code in codes]


def _whole(values: Iterable[str]) -> list[int]:
    return [number for value in values if (number := whole(value)) is not None]


def _crumb(one: CodingRound) -> Crumb:
    return (str(one), reverse("coding:round", args=[one.evaluation_id, one.number]))


def _list_crumb(evaluation: Evaluation) -> Crumb:
    return (TITLE, reverse("coding:rounds", args=[evaluation.pk]))
