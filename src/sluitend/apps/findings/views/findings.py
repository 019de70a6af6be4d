"""Findings: the list per question, one finding with its evidence, and its changes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from sluitend.apps.design.access import may
from sluitend.apps.design.models import Evaluation, Question
from sluitend.apps.design.queries import QuestionLine, answered, questions_for
from sluitend.apps.design.views.shared import Editing, crumbs, edit, evaluation_of, posted, user_of
from sluitend.apps.findings import actions, queries
from sluitend.apps.findings.forms import FindingForm, PickForm, StanceForm
from sluitend.apps.findings.models import Finding
from sluitend.apps.findings.queries import Chain, FindingLine
from sluitend.apps.people.permissions import Action

FORM = "findings/form.html"


@require_GET
def listing(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Every finding under the questions that it helps to answer; those without a question last."""
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_FINDINGS)
    chain = queries.evidence_for(user_of(request), evaluation)
    context = {
        "evaluation": evaluation,
        "crumbs": crumbs(evaluation, (_("Findings"), "")),
        "chain": chain,
        "groups": _groups(chain),
        "may_write": may(user_of(request), evaluation, Action.WRITE_FINDINGS),
    }
    return render(request, "findings/list.html", context)


def _groups(chain: Chain) -> list[tuple[QuestionLine, list[FindingLine]]]:
    return [(question, chain.findings_of(question.id)) for question in answered(list(chain.questions))]


@require_GET
def finding(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """One finding with all that it rests on, and what rests on it."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_FINDINGS)
    line = queries.finding_line_for(user, evaluation, number)
    may_write = may(user, evaluation, Action.WRITE_FINDINGS)
    context = {
        "evaluation": evaluation,
        "crumbs": crumbs(evaluation, _list(evaluation), (str(line.finding), "")),
        "line": line,
        "evidence": [(one, _stance_form(one)) for one in line.evidence],
        "breakdown": [(label, line.breakdown(name)) for name, label in BREAKDOWN],
        "may_write": may_write,
        "pick_form": PickForm() if may_write else None,
    }
    return render(request, "findings/finding.html", context)


BREAKDOWN = (("perspective", _("Perspective")), ("level", _("Level")), ("place", _("Place")))


def _stance_form(line: queries.EvidenceLine) -> StanceForm:
    values = {"stance": line.link.stance, "note": line.link.note}
    return StanceForm(initial=values, auto_id=f"id_%s_{line.fragment.number}")


def _list(evaluation: Evaluation) -> tuple[Any, str]:
    return _("Findings"), reverse("findings:list", args=[evaluation.pk])


def here(found: Finding) -> str:
    """The address of a finding."""
    return reverse("findings:finding", args=[found.evaluation_id, found.number])


def _questions(evaluation: Evaluation, ids: list[int]) -> list[Question]:
    return list(evaluation.questions.filter(pk__in=ids))


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Write a finding; ?vraag=V1.2 ties it to a question at once."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_FINDINGS)
    questions = questions_for(user, evaluation)
    chosen = [line.id for line in questions if line.label == request.GET.get("vraag")]
    form = FindingForm(posted(request), questions=questions, initial={"questions": chosen})
    if request.method == "POST" and form.is_valid():
        data = _content(evaluation, form.cleaned_data)
        return redirect(here(actions.add_finding(actor=user, evaluation=evaluation, **data)))
    editing = Editing(
        title=_("Add a finding"),
        lead=_("One sentence about what you found. You link the evidence in the next step."),
        back="",
        save=lambda data: None,
        done="",
        path=(_list(evaluation),),
        template=FORM,
    )
    return _shown(request, evaluation, form, editing)


def _shown(request: HttpRequest, evaluation: Evaluation, form: FindingForm, editing: Editing) -> HttpResponse:
    path = crumbs(evaluation, *editing.path, (editing.title, ""))
    context = {"evaluation": evaluation, "form": form, "editing": editing, "crumbs": path}
    return render(request, editing.template, context)


def _content(evaluation: Evaluation, data: dict[str, Any]) -> dict[str, Any]:
    kept = {key: data[key] for key in ("title", "text", "single_source_reason")}
    return {**kept, "questions": _questions(evaluation, data["questions"])}


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Change the words of a finding and the questions that it helps to answer."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_FINDINGS)
    found = queries.finding_for(user, evaluation, number)

    def save(data: dict[str, Any]) -> None:
        content = _content(evaluation, data)
        criteria = list(found.criteria.all())
        actions.change_finding(actor=user, finding=found, revision=data["revision"], criteria=criteria, **content)

    def now() -> dict[str, Any]:
        return _values(queries.finding_for(user, evaluation, number))

    form = FindingForm(posted(request), questions=questions_for(user, evaluation), initial=_values(found))
    editing = Editing(
        title=_("Change"),
        back=here(found),
        save=save,
        done=_("Saved."),
        now=now,
        path=(_list(evaluation), (str(found), here(found))),
        template=FORM,
    )
    return edit(request, evaluation, form, editing)


def _values(found: Finding) -> dict[str, Any]:
    tied = list(found.questions.values_list("pk", flat=True))
    names = ("title", "text", "single_source_reason", "revision")
    return {**{name: getattr(found, name) for name in names}, "questions": tied}


@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Delete a finding, after asking."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_FINDINGS)
    found = queries.finding_for(user, evaluation, number)
    return confirm_delete(
        request,
        evaluation,
        text=_("%(label)s disappears with its links to evidence. The fragments stay.") % {"label": found},
        delete=lambda: actions.delete_finding(actor=user, finding=found),
        back=here(found),
        onward=reverse("findings:list", args=[evaluation.pk]),
        path=(_list(evaluation), (str(found), here(found))),
    )


def confirm_delete(
    request: HttpRequest,
    evaluation: Evaluation,
    *,
    text: Any,
    delete: Any,
    back: str,
    onward: str,
    path: tuple[Any, ...],
) -> HttpResponse:
    """Ask, and then delete; what still rests on the object is told in one sentence."""
    from django import forms

    editing = Editing(
        title=_("Delete"),
        lead=text,
        back=onward,
        save=lambda data: delete(),
        done=_("Deleted."),
        submit=_("Delete"),
        danger=True,
        path=path,
        template=FORM,
        context={"cancel": back},
    )
    return edit(request, evaluation, forms.Form(posted(request)), editing)
