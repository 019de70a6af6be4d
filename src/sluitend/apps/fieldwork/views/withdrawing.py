"""A respondent withdraws: what will happen is said first."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from sluitend.apps.design.views.shared import Editing, edit, evaluation_of, posted, user_of
from sluitend.apps.fieldwork import actions, hooks, queries
from sluitend.apps.fieldwork.forms import WithdrawForm
from sluitend.apps.fieldwork.models import DestructionStatement
from sluitend.apps.fieldwork.views.respondents import here, path_to
from sluitend.apps.people.permissions import Action


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Destroy what somebody said; the statement is shown afterwards."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WITHDRAW_RESPONDENT)
    found = queries.respondent_for(user, evaluation, number)
    if found.emptied_at is not None:
        return redirect(here(found))
    sources = hooks.what_goes_with(found.pk)
    form = WithdrawForm(posted(request), sources=_labels(sources), initial={"asked_on": timezone.localdate()})
    made: list[DestructionStatement] = []

    def save(data: dict[str, Any]) -> None:
        asked_on = data["asked_on"]
        made.append(actions.withdraw(actor=user, respondent=found, asked_on=asked_on, sources=form.scope()))

    editing = Editing(
        title=gettext_lazy("Withdrawal of %(respondent)s") % {"respondent": found.label},
        back=here(found),
        save=save,
        done=gettext_lazy("What was said has been destroyed. This is the statement for the respondent."),
        submit=gettext_lazy("Destroy"),
        danger=True,
        path=path_to(evaluation, found),
        template="fieldwork/withdraw.html",
        context={"sources": sources, "respondent": found},
    )
    response = edit(request, evaluation, form, editing)
    if made:
        return redirect("fieldwork:destruction", evaluation_id=evaluation.pk, number=made[0].number)
    return response


def _labels(sources: Any) -> list[tuple[int, str]]:
    whole, turns = _("%(source)s: the whole source"), _("%(source)s: only what this person said")
    return [(int(one.number), (whole if is_whole else turns) % {"source": one}) for one, is_whole in sources]
