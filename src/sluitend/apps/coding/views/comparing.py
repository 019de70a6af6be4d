"""What coders gave, place by place, and what is decided there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sluitend.apps.coding.actions import consensus
from sluitend.apps.coding.comparing_forms import CompareForm, DecisionForm, key_of
from sluitend.apps.coding.comparing_lines import Line, chosen, lines_of, orphans, side_by_side
from sluitend.apps.coding.models import CodingRound, RoundState
from sluitend.apps.coding.queries.agreement import compared_for
from sluitend.apps.coding.queries.consensus import decided_in, decision_for, progress_of
from sluitend.apps.coding.queries.not_compared import named, not_compared
from sluitend.apps.coding.views.agreement import round_here, shared
from sluitend.apps.coding.views.common import user_of
from sluitend.apps.design.access import may
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.queries import evaluation_for
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources.actions import open_unreleased
from sluitend.digits import whole
from sluitend.errors import InputError
from sluitend.web.wording import sentence

PER_PAGE = 20


@require_safe
def comparing(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """The texts of a round: where coders differ, and how far the decisions are."""
    found = round_here(request, evaluation_id, number)
    if isinstance(found, HttpResponseRedirect):
        return found
    evaluation, round_ = found
    compared = compared_for(user_of(request), round_)
    lines = progress_of(compared)
    context = shared(evaluation, round_, "comparing") | _may(request, evaluation, round_)
    context |= {
        "lines": lines,
        "away": [one for one in compared.texts if one.away],
        "to_take_over": sum(one.to_take_over for one in lines),
        "to_decide": sum(one.to_decide for one in lines),
        "differences": sum(one.differences for one in lines),
        "decided": sum(one.decided for one in lines),
        "not_compared": named(not_compared(compared)),
        "reopenings": list(round_.reopenings.select_related("completed_by", "reopened_by")),
    }
    return render(request, "coding/comparing/texts.html", context)


@require_safe
def compare(request: HttpRequest, evaluation_id: int, number: int, source_number: int) -> HttpResponse:
    """One text, its places one below the other, with what every coder gave there."""
    found = round_here(request, evaluation_id, number)
    if isinstance(found, HttpResponseRedirect):
        return found
    evaluation, round_ = found
    compared = compared_for(user_of(request), round_, source=source_number)
    text = compared.text(source_number)
    open_unreleased(actor=user_of(request), version=text.version)  # records that it was read
    decisions = decided_in(round_, text.version.pk)
    lines = lines_of(compared, text, decisions)
    here = {one.place.code for one in lines}
    codes = {code: path for code, path in compared.codes.items() if code in here}
    people = {who: compared.people[who] for who in compared.people if who in text.compared}
    form = CompareForm(request.GET, codes=codes, people=people)
    shown = chosen(lines, code=form.the_code(), pair=form.the_pair(), show=form.the_show(), compared=compared)
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = shared(evaluation, round_, "comparing", f"S{text.number}") | _may(request, evaluation, round_)
    context |= {
        "text": text,
        "form": form,
        "page": page,
        "lines": _with_forms(side_by_side(page.object_list, lines), page.start_index()),
        "shown": len(shown),
        "differences": sum(not one.place.is_agreed for one in lines),
        "to_decide": sum(not one.place.is_agreed and one.decision is None for one in lines),
        "to_take_over": sum(one.place.is_agreed and one.decision is None for one in lines),
        "orphans": [(one, compared.codes.get(one.code_id, "–")) for one in orphans(lines, decisions)],
        "query": f"{kept.urlencode()}&" if kept else "",
        "here": request.get_full_path(),
    }
    return render(request, "coding/comparing/text.html", context)


@require_POST
def decide(request: HttpRequest, evaluation_id: int, number: int, source_number: int) -> HttpResponse:
    """A decision about one place; back to the page, at what comes next."""

    def save(round_: CodingRound) -> str:
        form = DecisionForm(request.POST)
        if not form.is_valid():
            raise InputError("coding.bad_request")
        data = form.cleaned_data
        applies = data["applies"]
        span, *also = form.the_spans() if applies else [form.the_place()]
        consensus.decide(
            actor=user_of(request),
            round_=round_,
            source=source_number,
            place=form.the_place(),
            code=data["code"],
            span=span,
            also=also,
            applies=applies,
            reason=data["reason"],
        )
        return _("Decided: the code holds.") if applies else _("Decided: the code does not hold.")

    return _done(request, evaluation_id, number, save, source_number)


@require_POST
def take_back(request: HttpRequest, evaluation_id: int, number: int, decision_id: int) -> HttpResponse:
    """A decision that was too early."""

    def save(round_: CodingRound) -> str:
        decision = decision_for(round_, decision_id)
        consensus.take_back(actor=user_of(request), round_=round_, decision=decision)
        return _("The decision was taken back.")

    return _done(request, evaluation_id, number, save)


@require_POST
def take_over(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """What all coders agreed on, in one act; of one text with ``source``."""
    asked = request.POST.get("source", "")

    def save(round_: CodingRound) -> str:
        if asked and not (asked.isdecimal() and len(asked) < 9):
            raise InputError("coding.bad_request")
        source = int(asked) if asked else None
        count = consensus.take_over_agreed(actor=user_of(request), round_=round_, source=source)
        words = ngettext("%(count)s place was taken over.", "%(count)s places were taken over.", count)
        return words % {"count": count}

    return _done(request, evaluation_id, number, save)


@require_http_methods(["GET", "HEAD", "POST"])
def adjudicate(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Asks first: from then on the consensus stands, and decisions can no longer be taken back."""
    evaluation_for(user_of(request), evaluation_id, Action.PLAN_ROUNDS)
    if request.method == "POST":

        def save(round_: CodingRound) -> str:
            left_out = whole(request.POST.get("left_out", "")) or 0
            consensus.adjudicate(actor=user_of(request), round_=round_, left_out=left_out)
            return _("The decisions of round %(round)s are complete: the consensus stands.") % {"round": round_.number}

        return _done(request, evaluation_id, number, save)
    found = round_here(request, evaluation_id, number)
    if isinstance(found, HttpResponseRedirect):
        return found
    evaluation, round_ = found
    not_compared_ = named(not_compared(compared_for(user_of(request), round_)))
    context = {
        "not_compared": not_compared_,
        "left_out": sum(count for _who, count in not_compared_),
        "title": _("Complete the decisions of round %(round)s?") % {"round": round_.number},
        "text": _(
            "From then on the consensus stands in the place of the coders’ own codes wherever the material is asked, "
            "for the texts and codes of this round. The coders’ own work stays. Decisions can no longer be taken back, "
            "unless you open them again with a reason."
        ),
        "action": _("Complete"),
        "cancel_url": reverse("coding:comparing", args=[evaluation.pk, round_.number]),
    }
    return render(request, "coding/comparing/complete.html", context)


def _done(
    request: HttpRequest,
    evaluation_id: int,
    number: int,
    save: Callable[[CodingRound], str],
    source_number: int | None = None,
) -> HttpResponse:
    """Save, say so, and go back: to ``back``, a page of this round, else to its texts."""
    found = round_here(request, evaluation_id, number)
    if isinstance(found, HttpResponseRedirect):
        return found
    evaluation, round_ = found
    try:
        messages.success(request, save(round_))
    except InputError as error:
        messages.error(request, sentence(error))
    texts = reverse("coding:comparing", args=[evaluation.pk, round_.number])
    back = request.POST.get("back", "")
    return redirect(back if back.startswith(texts) else texts)


def _may(request: HttpRequest, evaluation: Evaluation, round_: CodingRound) -> dict[str, bool]:
    """What can be done: decisions are for the team, once the round is closed and until it was adjudicated."""
    user = user_of(request)
    open_to_decide = round_.state == RoundState.CLOSED and round_.adjudicated_at is None
    return {
        "may_decide": open_to_decide and may(user, evaluation, Action.CODE),
        "may_adjudicate": open_to_decide and may(user, evaluation, Action.PLAN_ROUNDS),
        "may_reopen": round_.adjudicated_at is not None and may(user, evaluation, Action.PLAN_ROUNDS),
    }


def _with_forms(lines: Iterable[Line], first: int) -> list[dict[str, Any]]:
    """Lines with what their forms say; that of the first place that has to be decided is open."""
    numbered = list(enumerate(lines, first))
    to_decide = next((at for at, one in numbered if one.decision is None and not one.place.is_agreed), None)
    return [
        {
            "line": line,
            "number": number,
            "place": key_of(line.place),
            "base": line.place.extent[0],
            "is_first": number == to_decide,
        }
        for number, line in numbered
    ]
