"""Writing a chapter: the editor, the preview beside it, and what can be referred to."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.views.shared import evaluation_of, posted, user_of, values_of
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting import actions, building, queries
from sluitend.apps.reporting.forms import SectionForm
from sluitend.apps.reporting.models import Section
from sluitend.apps.reporting.views.shared import crumbs
from sluitend.errors import InputError
from sluitend.formats import report
from sluitend.web.wording import sentence


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, evaluation_id: int, section_id: int) -> HttpResponse:
    """Write; when somebody else wrote meanwhile, both texts are shown and nothing is lost."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_REPORT)
    found = queries.section_for(user, evaluation, section_id)
    form = SectionForm(posted(request), initial=values_of(found, "title", "markdown", "revision"))
    meanwhile: Section | None = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_section(actor=user, section=found, **form.cleaned_data)
        except InputError as error:
            form, meanwhile = _again(form, error, found)
        else:
            messages.success(request, _("Saved."))
            if request.POST.get("then") == "outline":
                return redirect("reporting:report", evaluation_id=evaluation.pk)
            return redirect("reporting:section", evaluation_id=evaluation.pk, section_id=found.pk)
    context = {
        "evaluation": evaluation,
        "section": found,
        "form": form,
        "meanwhile": meanwhile,
        "open_comments": queries.open_comments(user, found),
        "crumbs": crumbs(evaluation, (found.title, "")),
    }
    return render(request, "reporting/section.html", context)


def _again(form: SectionForm, error: InputError, found: Section) -> tuple[SectionForm, Section | None]:
    """The same entries with their error; after a conflict the next try writes over what stands now."""
    if error.code != "reporting.changed_meanwhile":
        form.add_error(None, sentence(error))
        return form, None
    found.refresh_from_db()
    again = SectionForm({**dict(form.data.items()), "revision": str(found.revision)})
    again.add_error(None, sentence(error))
    return again, found


def _preview(user: User, evaluation: Evaluation, text: str) -> dict[str, object]:
    """The text as it will stand in the report inside, with what it still lacks."""
    try:
        draft = building.assemble_section(queries.material_for(user, evaluation, unsaved=text), text)
        html = report.to_html(draft.blocks, section_headings_from=2)
    except InputError as error:
        return {"html": "", "problem": sentence(error), "lost": [], "writing_help": 0}
    return {"html": html, "lost": draft.lost, "writing_help": report.writing_help_of(text)}


@require_POST
def preview(request: HttpRequest, evaluation_id: int, section_id: int) -> HttpResponse:
    """The preview of what is being written; nothing is stored."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_REPORT)
    queries.section_for(user, evaluation, section_id)
    context = {"evaluation": evaluation, **_preview(user, evaluation, request.POST.get("markdown", ""))}
    return render(request, "reporting/parts/preview.html", context)


@require_safe
def choices(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """What can be referred to, by words: for the picker."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_REPORT)
    words = request.GET.get("q", "")[:200]
    asked = f"[[{words.strip().upper()}]]"
    material = queries.material_for(user, evaluation, unsaved=asked, parts=queries.PICKED_PARTS)
    rows = [
        {"label": one.label, "kind": one.kind, "text": one.text, "insert": one.insert, "group": one.group}
        for one in queries.choices_for(material, words, queries.results_to_choose(user, evaluation, words))
    ]
    return JsonResponse({"choices": rows})
