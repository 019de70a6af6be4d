"""What was destroyed, and the statements of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sluitend.apps.design.views.shared import crumbs, evaluation_of, user_of
from sluitend.apps.fieldwork import actions, letter, queries
from sluitend.apps.fieldwork.documents import word_document
from sluitend.apps.fieldwork.statement import markdown
from sluitend.apps.fieldwork.views.shared import tab_crumb, tab_page, word_file
from sluitend.apps.people.permissions import Action


@require_safe
def listing(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Every statement, the newest first."""
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_FIELDWORK)
    context = {"statements": list(queries.destructions_for(user_of(request), evaluation))}
    return tab_page(request, evaluation, "fieldwork:destructions", context)


@require_safe
def statement(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """One statement, ready to print."""
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_FIELDWORK)
    found = queries.destruction_for(user_of(request), evaluation, number)
    title = _("Destruction statement %(number)s") % {"number": number}
    context = {
        "evaluation": evaluation,
        "statement": found,
        "title": title,
        "html": letter.to_html(markdown(found)),
        "crumbs": crumbs(evaluation, tab_crumb(evaluation, "fieldwork:destructions"), (title, "")),
    }
    return render(request, "fieldwork/destruction.html", context)


@require_safe
def word(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """The statement as a Word document; taking it away is recorded."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_FIELDWORK)
    found = actions.open_statement(actor=user, statement=queries.destruction_for(user, evaluation, number))
    title = _("Destruction statement %(number)s") % {"number": number}
    content = word_document(markdown(found), title=title, subtitle=evaluation.title, when=found.made_at)
    return word_file(content, f"vernietigingsverklaring-{number}")
