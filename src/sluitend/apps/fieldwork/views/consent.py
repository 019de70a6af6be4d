"""Recording a consent."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sluitend.apps.design.views.shared import Editing, edit, posted, user_of
from sluitend.apps.fieldwork import actions, queries
from sluitend.apps.fieldwork.forms import ConsentForm
from sluitend.apps.fieldwork.views.respondents import here, path_to, to_change


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """A new consent; nothing is ticked beforehand."""
    user = user_of(request)
    evaluation, found = to_change(request, evaluation_id, number)
    letters = queries.letters_for(user, evaluation)
    first: dict[str, Any] = {"given_on": timezone.localdate(), "letter": letters.first()}
    form = ConsentForm(posted(request), respondent=found, letters=letters, initial=first)
    editing = Editing(
        title=_("Record the consent of %(respondent)s") % {"respondent": found.label},
        lead=_("Record what this person agreed to. What was agreed before stays to be seen."),
        back=here(found),
        save=lambda data: actions.record_consent(actor=user, respondent=found, **data),
        done=_("The consent is recorded."),
        path=path_to(evaluation, found),
    )
    return edit(request, evaluation, form, editing)
