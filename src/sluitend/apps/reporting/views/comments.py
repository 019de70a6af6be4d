"""Who writes a chapter, and what colleagues say of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.views.shared import Editing, edit, evaluation_of, posted, user_of
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting import actions, queries
from sluitend.apps.reporting.forms import AnswerForm, CommentForm, WriterForm
from sluitend.apps.reporting.models import Section, SectionComment
from sluitend.apps.reporting.views.shared import crumbs
from sluitend.errors import InputError
from sluitend.web.wording import sentence


def _opened(request: HttpRequest, evaluation_id: int, section_id: int) -> tuple[Evaluation, Section]:
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_REPORT)
    return evaluation, queries.section_for(user_of(request), evaluation, section_id)


@require_http_methods(["GET", "HEAD", "POST"])
def writer(request: HttpRequest, evaluation_id: int, section_id: int) -> HttpResponse:
    """Choose who writes a chapter."""
    user = user_of(request)
    evaluation, section = _opened(request, evaluation_id, section_id)
    team = queries.writers_for(user, evaluation)
    by_id = {str(one.pk): one for one in team}
    back = reverse("reporting:report", args=[evaluation.pk])
    editing = Editing(
        title=gettext("Who writes “%(title)s”?") % {"title": section.title},
        back=f"{back}#section-{section.pk}",
        save=lambda data: actions.assign_writer(actor=user, section=section, writer=by_id.get(data["writer"])),
        done=_("Saved."),
        path=((_("Report"), back),),
    )
    form = WriterForm(posted(request), team=team, initial=section.writer)
    return edit(request, evaluation, form, editing)


@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: HttpRequest, evaluation_id: int, section_id: int) -> HttpResponse:
    """The comments on a chapter, and a new one."""
    user = user_of(request)
    evaluation, section = _opened(request, evaluation_id, section_id)
    form = CommentForm(posted(request), prefix="new")
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.comment(actor=user, section=section, **form.cleaned_data)
        except InputError as error:
            form.add_error(None, sentence(error))
        else:
            messages.success(request, gettext("Your comment stands with the chapter."))
            return redirect(_place(made))
    threads = queries.threads_for(user, section)
    still = sum(thread.comment.resolved_at is None for thread in threads)
    context = {
        "evaluation": evaluation,
        "section": section,
        "threads": [(thread, AnswerForm(auto_id=f"answer-{thread.comment.pk}-%s")) for thread in threads],
        "count": ngettext("%(count)s open comment", "%(count)s open comments", still) % {"count": still},
        "form": form,
        "crumbs": crumbs(evaluation, (section.title, _chapter(section)), (_("Comments"), "")),
    }
    return render(request, "reporting/comments.html", context)


@require_POST
def answer(request: HttpRequest, evaluation_id: int, section_id: int, comment_id: int) -> HttpResponse:
    """Answer a comment."""
    user = user_of(request)
    _evaluation, section = _opened(request, evaluation_id, section_id)
    found = queries.comment_for(user, section, comment_id)
    text = request.POST.get("text", "")
    try:
        actions.comment(actor=user, section=section, text=text, answers=found)
    except InputError as error:
        messages.error(request, sentence(error))
    return redirect(_place(found))


@require_POST
def resolve(request: HttpRequest, evaluation_id: int, section_id: int, comment_id: int) -> HttpResponse:
    """A comment is dealt with, or open again."""
    user = user_of(request)
    _evaluation, section = _opened(request, evaluation_id, section_id)
    found = queries.comment_for(user, section, comment_id)
    actions.resolve_comment(actor=user, comment=found, resolved=request.POST.get("open") != "yes")
    return redirect(_place(found))


def _chapter(section: Section) -> str:
    return reverse("reporting:section", args=[section.report.evaluation_id, section.pk])


def _place(comment: SectionComment) -> str:
    """Where a comment, or the one that it answers, stands."""
    section = comment.section
    page = reverse("reporting:comments", args=[section.report.evaluation_id, section.pk])
    return f"{page}#comment-{comment.answers_id or comment.pk}"
