"""Write a finding, change its words, delete it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.queries import criteria_for, questions_for
from sluitend.apps.design.views.shared import Editing, edit, evaluation_of, posted, user_of
from sluitend.apps.findings import actions, queries
from sluitend.apps.findings.forms import FindingForm
from sluitend.apps.findings.models import Finding
from sluitend.apps.findings.views.shared import FORM, confirm_delete, finding_crumb, findings_crumb
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action

WORDS = ("title", "text", "single_source_reason", "answer_to_contradiction", "is_minor_theme")


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Write a finding; ?question=V1.2 ties it to a question at once."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_FINDINGS)
    asked = request.GET.get("question")
    chosen = [line.id for line in questions_for(user, evaluation) if line.label == asked]
    form = _form(request, user, evaluation, {"questions": chosen})
    editing = Editing(
        title=_("Add a finding"),
        lead=_("One sentence about what you found. You link the evidence in the next step."),
        back=findings_crumb(evaluation)[1],
        save=lambda data: actions.add_finding(actor=user, evaluation=evaluation, **_content(evaluation, data)),
        done=_("The finding was added. Now link its evidence."),
        further=lambda found: finding_crumb(found)[1],
        path=(findings_crumb(evaluation),),
        template=FORM,
    )
    return edit(request, evaluation, form, editing)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Change the words of a finding and the questions that it helps to answer."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_FINDINGS)
    found = queries.finding_for(user, evaluation, number)

    def save(data: dict[str, Any]) -> None:
        content = _content(evaluation, data)
        actions.change_finding(actor=user, finding=found, revision=data["revision"], **content)

    form = _form(request, user, evaluation, _values(found))
    editing = Editing(
        title=_("Change %(label)s") % {"label": found},
        back=finding_crumb(found)[1],
        save=save,
        done=_("Saved."),
        now=lambda: _values(queries.finding_for(user, evaluation, number)),
        path=(findings_crumb(evaluation), finding_crumb(found)),
        template=FORM,
    )
    return edit(request, evaluation, form, editing)


def _form(request: HttpRequest, user: User, evaluation: Evaluation, initial: dict[str, Any]) -> FindingForm:
    questions = questions_for(user, evaluation, with_dropped=True)
    criteria = criteria_for(user, evaluation, with_dropped=True)
    return FindingForm(posted(request), questions=questions, criteria=criteria, initial=initial)


def _content(evaluation: Evaluation, data: dict[str, Any]) -> dict[str, Any]:
    kept = {key: data[key] for key in WORDS}
    return {
        **kept,
        "questions": list(evaluation.questions.filter(pk__in=data["questions"])),
        "criteria": list(evaluation.criteria.filter(pk__in=data.get("criteria", ()))),
    }


def _values(found: Finding) -> dict[str, Any]:
    return {
        **{name: getattr(found, name) for name in (*WORDS, "revision")},
        "questions": [question.pk for question in found.questions.all()],
        "criteria": [criterion.pk for criterion in found.criteria.all()],
    }


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Delete a finding, after asking."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_FINDINGS)
    found = queries.finding_for(user, evaluation, number)
    return confirm_delete(
        request,
        evaluation,
        what=_("The finding disappears with its links to evidence. The passages and results stay."),
        delete=lambda: actions.delete_finding(actor=user, finding=found),
        path=(findings_crumb(evaluation), finding_crumb(found)),
    )
