"""The information letter: the newest version, writing the next, and taking one away."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.views.shared import Editing, edit, evaluation_of, posted, user_of
from sluitend.apps.fieldwork import actions, letter, queries
from sluitend.apps.fieldwork.documents import word_document
from sluitend.apps.fieldwork.forms import LetterForm
from sluitend.apps.fieldwork.models import InformationLetter
from sluitend.apps.fieldwork.views.shared import tab_crumb, tab_page, word_file
from sluitend.apps.people.permissions import Action


@require_safe
def newest(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The letter as it is handed out now; before there is one, the one to begin with."""
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_FIELDWORK)
    versions = list(queries.letters_for(user_of(request), evaluation))
    return _page(request, evaluation, versions[0] if versions else None, versions)


@require_safe
def version(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """One version."""
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_FIELDWORK)
    found = queries.letter_for(user_of(request), evaluation, number)
    return _page(request, evaluation, found, list(queries.letters_for(user_of(request), evaluation)))


def _page(
    request: HttpRequest, evaluation: Evaluation, found: InformationLetter | None, versions: list[InformationLetter]
) -> HttpResponse:
    text, fields = _content(evaluation, found)
    context = {
        "letter": found,
        "versions": versions,
        "missing": letter.missing(text, fields),
        "html": letter.to_html(letter.filled(text, fields)),
    }
    return tab_page(request, evaluation, "fieldwork:letter", context)


def _content(evaluation: Evaluation, found: InformationLetter | None) -> tuple[str, dict[str, str]]:
    if found is None:
        return letter.default_text(), letter.default_fields(evaluation)
    return found.text, found.fields


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The next version."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.EDIT_FIELDWORK)

    def now() -> dict[str, Any]:
        found = queries.newest_letter(evaluation)
        text, fields = _content(evaluation, found)
        return {"text": text, **fields, "seen": found.number if found else 0}

    form = LetterForm(posted(request), initial=now())
    crumb = tab_crumb(evaluation, "fieldwork:letter")
    editing = Editing(
        title=gettext_lazy("Write the information letter"),
        lead=gettext_lazy("Saving makes a new version. Who consented to an older one did so to that text."),
        back=crumb[1],
        save=lambda data: actions.write_letter(
            actor=user, evaluation=evaluation, text=data["text"], fields=form.letter_fields(), seen=data["seen"]
        ),
        done=gettext_lazy("The letter is saved as a new version."),
        now=now,
        path=(crumb,),
    )
    return edit(request, evaluation, form, editing)


@require_safe
def word(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """The letter as a Word document."""
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_FIELDWORK)
    found = queries.letter_for(user_of(request), evaluation, number)
    text = letter.filled(found.text, found.fields)
    content = word_document(text, title=_("Information letter"), subtitle=evaluation.title, when=found.created_at)
    return word_file(content, slugify(f"informatiebrief-{evaluation.title}-{number}")[:80])
