"""By what right a source may be used."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sluitend.apps.design.views.shared import Editing, edit, posted
from sluitend.apps.fieldwork import queries as fieldwork
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources import actions
from sluitend.apps.sources.ground_forms import GroundForm
from sluitend.apps.sources.grounds import ground_view
from sluitend.apps.sources.models import Source
from sluitend.apps.sources.views.shared import opened, user_of
from sluitend.errors import NotFound


@require_http_methods(["GET", "HEAD", "POST"])
def ground(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Consent of whom, or another ground with its reason."""
    user = user_of(request)
    evaluation, source = opened(request, evaluation_id, number, Action.EDIT_FIELDWORK)
    if ground_view(source) is None:
        raise NotFound("ground")
    respondents = fieldwork.respondents_for(user, evaluation).filter(emptied_at__isnull=True)
    here = reverse("sources:source", args=[evaluation.pk, number])
    editing = Editing(
        title=_("Ground of %(source)s") % {"source": source},
        lead=_("By what right may what people said here be used?"),
        back=here,
        save=lambda data: actions.set_ground(actor=user, source=source, **data),
        done=_("The ground is recorded."),
        now=lambda: _values(source),
        path=((_("Sources"), reverse("sources:list", args=[evaluation.pk])), (str(source), here)),
    )
    form = GroundForm(posted(request), respondents=respondents, initial=_values(source))
    return edit(request, evaluation, form, editing)


def _values(source: Source) -> dict[str, Any]:
    view = ground_view(source)
    found = view.ground if view else None
    if found is None:
        return {"revision": 0}
    named = [one.pk for one in found.respondents.all()]
    names = ("kind", "reason", "recording_decision", "revision")
    return {**{name: getattr(found, name) for name in names}, "respondents": named}
