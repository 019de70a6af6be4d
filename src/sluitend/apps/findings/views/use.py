"""Use a passage as evidence: one key from the text that is being coded."""

from __future__ import annotations

import json
from typing import Any, TypeVar

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from sluitend.apps.coding import queries as coding
from sluitend.apps.coding.models import Fragment
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.queries import questions_for
from sluitend.apps.design.views.shared import crumbs, evaluation_of, posted, user_of
from sluitend.apps.findings import actions, queries
from sluitend.apps.findings.forms import UseForm
from sluitend.apps.findings.models import Finding
from sluitend.apps.findings.views.shared import finding_crumb, findings_crumb
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.digits import whole
from sluitend.errors import InputError, NotFound
from sluitend.web.wording import sentence

F = TypeVar("F", bound=UseForm)


@require_http_methods(["GET", "HEAD", "POST"])
def use(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Use a fragment (?fragment=F12) for a finding: a page of its own, or a dialog over the text being coded.

    A dialog asks with ?dialog=1 or htmx; when it is done, the answer carries `X-Sluitend-Done: 1`.
    """
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_FINDINGS)
    fragment = _fragment(user, evaluation, request.GET.get("fragment", ""))
    form = use_form(request, user, evaluation, UseForm)
    if request.method == "POST" and form.is_valid():
        try:
            finding = _use(user, evaluation, fragment, form.cleaned_data)
        except InputError as error:
            form.add_error(None, sentence(error))
        else:
            remember(request, finding)
            return _used(request, fragment, finding)
    return _shown(request, user, evaluation, fragment, form)


def _fragment(user: User, evaluation: Evaluation, label: str) -> Fragment:
    if (number := whole(label.lstrip("Ff"))) is None:
        raise NotFound("fragment")
    return coding.fragment_for(user, evaluation, number)


def _last(evaluation_id: int) -> str:
    """Where the session keeps which finding the next evidence is most likely for."""
    return f"last_finding_{evaluation_id}"


def remember(request: HttpRequest, finding: Finding) -> None:
    """The next evidence is most likely for this finding too."""
    request.session[_last(finding.evaluation_id)] = finding.number


def use_form(request: HttpRequest, user: User, evaluation: Evaluation, form: type[F], **options: Any) -> F:
    """A form with the findings to choose from, the last used one first."""
    questions = questions_for(user, evaluation, with_dropped=True)
    rows = queries.findings_for(user, evaluation, questions)
    last = request.session.get(_last(evaluation.pk))
    return form(posted(request), rows=rows, questions=questions, last=last, **options)


def chosen_finding(user: User, evaluation: Evaluation, data: dict[str, Any]) -> Finding:
    """The finding that was chosen, or the new one that was written. Raises NotFound, NotAllowed, InputError."""
    if data["finding"]:
        return queries.finding_for(user, evaluation, data["finding"])
    questions = list(evaluation.questions.filter(pk=data["question"]))
    return actions.add_finding(actor=user, evaluation=evaluation, title=data["title"], questions=questions)


def _use(user: User, evaluation: Evaluation, fragment: Fragment, data: dict[str, Any]) -> Finding:
    with transaction.atomic():  # a new finding stands only with its first evidence
        finding = chosen_finding(user, evaluation, data)
        stance, note = data["stance"], data["note"]
        actions.link_evidence(actor=user, finding=finding, fragment=fragment, stance=stance, note=note)
    return finding


def is_dialog(request: HttpRequest) -> bool:
    """Whether only the form is wanted, for a dialog."""
    return request.GET.get("dialog") == "1" or request.headers.get("HX-Request") == "true"


def _used(request: HttpRequest, fragment: Fragment, finding: Finding) -> HttpResponse:
    said = _("%(fragment)s is evidence for %(finding)s.") % {"fragment": fragment, "finding": finding}
    if not is_dialog(request):
        messages.success(request, said)
        return redirect(finding_crumb(finding)[1])
    event = {"sluitend:evidence": {"fragment": fragment.number, "finding": str(finding), "message": said}}
    response = render(request, "findings/parts/used.html", {"said": said})
    response["X-Sluitend-Done"] = "1"
    response["HX-Trigger"] = json.dumps(event)
    return response


def _shown(request: HttpRequest, user: User, evaluation: Evaluation, fragment: Fragment, form: UseForm) -> HttpResponse:
    context = {
        "evaluation": evaluation,
        "crumbs": crumbs(evaluation, findings_crumb(evaluation), (gettext_lazy("Use as evidence"), "")),
        "form": form,
        "candidate": queries.described(user, evaluation, [fragment])[0],
        "dialog": is_dialog(request),
    }
    return render(request, "findings/parts/use.html" if is_dialog(request) else "findings/use.html", context)
