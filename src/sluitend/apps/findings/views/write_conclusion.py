"""Answer a question, change the answer, delete it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.queries import criteria_for, question_for
from sluitend.apps.design.views.shared import Editing, edit, evaluation_of, posted, user_of
from sluitend.apps.findings import actions, queries
from sluitend.apps.findings.forms import ConclusionForm
from sluitend.apps.findings.models import Conclusion
from sluitend.apps.findings.queries import ConclusionLine
from sluitend.apps.findings.views.shared import conclusion_crumb, conclusions_crumb, confirm_delete
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import NotFound


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, evaluation_id: int, label: str) -> HttpResponse:
    """Write or change the answer to a question."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_FINDINGS)
    line = queries.answer_for(user, evaluation, label)

    def save(data: dict[str, Any]) -> None:
        content = _content(evaluation, data)
        if line.conclusion is None:
            actions.write_conclusion(actor=user, question=question_for(user, evaluation, label), **content)
        else:  # also when somebody else wrote one since: then the revision is missing, and the other text is shown
            revision = data["revision"]
            actions.change_conclusion(actor=user, conclusion=line.conclusion, revision=revision, **content)

    return edit(request, evaluation, _form(request, user, evaluation, line), _editing(user, evaluation, line, save))


def _editing(user: User, evaluation: Evaluation, line: ConclusionLine, save: Any) -> Editing:
    label = line.question.label
    here = conclusion_crumb(evaluation, label)
    criteria = [one for one in criteria_for(user, evaluation) if one.question_id == line.question.id]
    return Editing(
        title=_("Change the conclusion") if line.conclusion else _("Write the conclusion"),
        back=here[1],
        save=save,
        done=_("Saved."),
        now=lambda: _values(queries.answer_for(user, evaluation, label).conclusion),
        path=(conclusions_crumb(evaluation), here),
        template="findings/write_conclusion.html",
        context={"line": line, "criteria": criteria},
    )


def _form(request: HttpRequest, user: User, evaluation: Evaluation, line: ConclusionLine) -> ConclusionForm:
    rows = queries.findings_for(user, evaluation)
    tied = [row.finding.number for row in rows if row.helps(line.question.id)]
    return ConclusionForm(
        posted(request),
        rows=rows,
        question_id=line.question.id,
        criteria=criteria_for(user, evaluation, with_dropped=True),
        initial=_values(line.conclusion) or {"findings": tied},
    )


def _values(found: Conclusion | None) -> dict[str, Any]:
    if found is None:
        return {}
    names = ("text", "not_answered_reason", "judgement", "revision")
    return {
        "findings": [one.number for one in found.findings.all()],
        **{name: getattr(found, name) for name in names},
        "criterion": found.criterion_id,
    }


def _content(evaluation: Evaluation, data: dict[str, Any]) -> dict[str, Any]:
    kept = {key: data[key] for key in ("text", "not_answered_reason", "judgement")}
    return {
        **kept,
        "findings": list(evaluation.findings.filter(number__in=data["findings"])),
        "criterion": evaluation.criteria.filter(pk=data["criterion"]).first(),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, evaluation_id: int, label: str) -> HttpResponse:
    """Delete a conclusion, after asking; the question is open again."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_FINDINGS)
    found = queries.answer_for(user, evaluation, label).conclusion
    if found is None:
        raise NotFound("conclusion")
    return confirm_delete(
        request,
        evaluation,
        what=_("The conclusion disappears, and question %(question)s is open again.") % {"question": label},
        delete=lambda: actions.delete_conclusion(actor=user, conclusion=found),
        path=(conclusions_crumb(evaluation), (str(found), conclusion_crumb(evaluation, label)[1])),
    )
