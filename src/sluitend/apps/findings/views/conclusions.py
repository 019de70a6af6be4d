"""Conclusions: every question with its answer, or with the reason why there is none."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from sluitend.apps.design.access import may
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.queries import CriterionLine, criteria_for, question_for
from sluitend.apps.design.views.shared import Editing, crumbs, edit, evaluation_of, posted, user_of
from sluitend.apps.findings import actions, queries
from sluitend.apps.findings.forms import ConclusionForm
from sluitend.apps.findings.models import Conclusion
from sluitend.apps.findings.queries import Chain, ConclusionLine
from sluitend.apps.findings.views.findings import confirm_delete
from sluitend.apps.people.permissions import Action
from sluitend.errors import NotFound


@require_GET
def listing(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """One row a question: answered, not answered with the reason, or open."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_FINDINGS)
    chain = queries.evidence_for(user, evaluation)
    lines = [line for line in chain.conclusions if line.conclusion or not line.question.is_dropped]
    context = {
        "evaluation": evaluation,
        "crumbs": crumbs(evaluation, (_("Conclusions"), "")),
        "lines": [(line, len(chain.findings_of(line.question.id))) for line in lines],
        "may_write": may(user, evaluation, Action.WRITE_FINDINGS),
    }
    return render(request, "findings/conclusions.html", context)


@require_GET
def conclusion(request: HttpRequest, evaluation_id: int, label: str) -> HttpResponse:
    """A question's answer, what it rests on and what rests on it."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_FINDINGS)
    chain = queries.evidence_for(user, evaluation)
    line = _line(chain, label)
    context = {
        "evaluation": evaluation,
        "crumbs": crumbs(evaluation, _list(evaluation), (str(line.conclusion or label), "")),
        "line": line,
        "tied": chain.findings_of(line.question.id),
        "rests_on": [one for one in chain.findings if one.finding in line.findings],
        "may_write": may(user, evaluation, Action.WRITE_FINDINGS),
    }
    return render(request, "findings/conclusion.html", context)


def _line(chain: Chain, label: str) -> ConclusionLine:
    for line in chain.conclusions:
        if line.question.label == label:
            return line
    raise NotFound("question")


def _list(evaluation: Evaluation) -> tuple[Any, str]:
    return _("Conclusions"), reverse("findings:conclusions", args=[evaluation.pk])


def _here(evaluation: Evaluation, label: str) -> str:
    return reverse("findings:conclusion", args=[evaluation.pk, label])


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, evaluation_id: int, label: str) -> HttpResponse:
    """Write or change the answer to a question."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_FINDINGS)
    question = question_for(user, evaluation, label)
    chain = queries.evidence_for(user, evaluation)
    line = _line(chain, label)
    criteria = _criteria(criteria_for(user, evaluation), question.pk)

    def save(data: dict[str, Any]) -> None:
        content = _content(evaluation, data)
        if line.conclusion is None:
            actions.write_conclusion(actor=user, question=question, **content)
        else:
            revision = data["revision"] or 0
            actions.change_conclusion(actor=user, conclusion=line.conclusion, revision=revision, **content)

    def now() -> dict[str, Any]:
        found = _line(queries.evidence_for(user, evaluation), label).conclusion
        return _values(found)

    form = ConclusionForm(
        posted(request),
        chain=chain,
        question_id=question.pk,
        criteria=criteria,
        initial=_values(line.conclusion) or _tied(chain, question.pk),
    )
    editing = Editing(
        title=_("Write the conclusion"),
        back=_here(evaluation, label),
        save=save,
        done=_("Saved."),
        now=now,
        path=(_list(evaluation), (label, _here(evaluation, label))),
        template="findings/write_conclusion.html",
        context={"line": line, "tied": chain.findings_of(question.pk), "criteria": criteria},
    )
    return edit(request, evaluation, form, editing)


def _criteria(lines: list[CriterionLine], question_id: int) -> list[CriterionLine]:
    """Those of the question first; any criterion of the framework may be used."""
    return sorted(lines, key=lambda line: line.question_id != question_id)


def _tied(chain: Chain, question_id: int) -> dict[str, Any]:
    return {"findings": [line.finding.number for line in chain.findings_of(question_id)]}


def _values(found: Conclusion | None) -> dict[str, Any]:
    if found is None:
        return {}
    names = ("text", "not_answered_reason", "judgement", "revision")
    return {
        **{name: getattr(found, name) for name in names},
        "criterion": found.criterion_id,
        "findings": list(found.findings.order_by("number").values_list("number", flat=True)),
    }


def _content(evaluation: Evaluation, data: dict[str, Any]) -> dict[str, Any]:
    kept = {key: data[key] for key in ("text", "not_answered_reason", "judgement")}
    return {
        **kept,
        "findings": list(evaluation.findings.filter(number__in=data["findings"])),
        "criterion": evaluation.criteria.filter(pk=data["criterion"]).first(),
    }


@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, evaluation_id: int, label: str) -> HttpResponse:
    """Delete a conclusion, after asking; the question is open again."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_FINDINGS)
    line = _line(queries.evidence_for(user, evaluation), label)
    found = line.conclusion
    if found is None:
        raise NotFound("conclusion")
    return confirm_delete(
        request,
        evaluation,
        text=_("%(conclusion)s disappears, and question %(question)s is open again.")
        % {"conclusion": found, "question": label},
        delete=lambda: actions.delete_conclusion(actor=user, conclusion=found),
        back=_here(evaluation, label),
        onward=_list(evaluation)[1],
        path=(_list(evaluation), (label, _here(evaluation, label))),
    )
