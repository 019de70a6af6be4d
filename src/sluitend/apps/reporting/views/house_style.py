"""The house style: bring in a Word document, take it back home, or go without."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sluitend.apps.design.views.shared import Editing, edit, evaluation_of, posted, user_of
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting import actions, queries
from sluitend.apps.reporting.forms import HouseStyleForm
from sluitend.apps.reporting.views.builds import WORD


@require_http_methods(["GET", "HEAD", "POST"])
def house_style(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """What Word files look like, and another document to take that over from."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.SET_HOUSE_STYLE)
    report = queries.report_for(user, evaluation)
    back, here = (reverse(f"reporting:{name}", args=[evaluation.pk]) for name in ("report", "house_style"))
    editing = Editing(
        title=_("House style"),
        lead=_("Word files get the styles, page size, header and footer of your own document. Its text is not kept."),
        back=back,
        further=lambda _saved: here,
        save=lambda data: actions.set_house_style(
            actor=user, report=report, file=data["file"].received, name=data["file"].name
        ),
        done=_("The next Word file gets this house style."),
        submit=_("Take over"),
        path=((_("Report"), back),),
        template="reporting/house_style.html",
        context={"style": queries.find_house_style(user, report)},
    )
    return edit(request, evaluation, HouseStyleForm(posted(request), request.FILES or None), editing)


@require_safe
def download(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """What is kept of the document."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.SET_HOUSE_STYLE)
    style = queries.house_style_for(user, queries.report_for(user, evaluation))
    response = HttpResponse(actions.open_house_style(actor=user, style=style), content_type=WORD)
    response["Content-Disposition"] = content_disposition_header(True, "huisstijl.docx") or "attachment"
    return response


@require_POST
def remove(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Go without."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.SET_HOUSE_STYLE)
    actions.remove_house_style(actor=user, report=queries.report_for(user, evaluation))
    messages.success(request, str(_("The next Word file gets the style of Sluitend.")))
    return redirect("reporting:house_style", evaluation_id=evaluation.pk)
