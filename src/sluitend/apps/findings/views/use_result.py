"""Use a result as evidence, from its own page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from sluitend.apps.analyses import queries as analyses
from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.views.shared import crumbs, evaluation_of, user_of
from sluitend.apps.findings import actions, queries
from sluitend.apps.findings.forms import UseResultForm
from sluitend.apps.findings.models import Finding
from sluitend.apps.findings.views.shared import finding_crumb, findings_crumb
from sluitend.apps.findings.views.use import chosen_finding, remember, use_form
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.digits import whole
from sluitend.errors import InputError, NotFound
from sluitend.web.wording import sentence


@require_http_methods(["GET", "HEAD", "POST"])
def use(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Use a result (?result=U3) for a finding that is there, or for a new one."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_FINDINGS)
    result = _result(user, evaluation, request.GET.get("result", ""))
    asks = queries.draws_sample(result)
    form = use_form(request, user, evaluation, UseResultForm, draws_sample=asks)
    if request.method == "POST" and form.is_valid():
        try:
            finding = _use(user, evaluation, result, form)
        except InputError as error:
            form.add_error(None, sentence(error))
        else:
            remember(request, finding)
            said = _("%(result)s is evidence for %(finding)s.") % {"result": result, "finding": finding}
            messages.success(request, said)
            return redirect(f"{finding_crumb(finding)[1]}#{result}")
    return render(request, "findings/use_result.html", _context(user, evaluation, result, form))


def _result(user: User, evaluation: Evaluation, label: str) -> AnalysisResult:
    if (number := whole(label.lstrip("Uu"))) is None:
        raise NotFound("result")
    return analyses.result_for(user, evaluation, number)


def _use(user: User, evaluation: Evaluation, result: AnalysisResult, form: UseResultForm) -> Finding:
    with transaction.atomic():  # a new finding stands only with its first evidence
        finding = chosen_finding(user, evaluation, form.cleaned_data)
        actions.use_result(actor=user, finding=finding, result=result, **form.words())
    return finding


def _context(user: User, evaluation: Evaluation, result: AnalysisResult, form: UseResultForm) -> dict[str, Any]:
    return {
        "evaluation": evaluation,
        "crumbs": crumbs(evaluation, findings_crumb(evaluation), (gettext_lazy("Use as evidence"), "")),
        "form": form,
        "result": result,
        "title": queries.title_of(result),
        "said": queries.said_of_result(user, evaluation, result),
        "marks": [f"{finding} {words}" for finding, words in queries.result_marks_of(user, evaluation, result)],
    }
