"""Merge two findings, take them apart again, split one in two."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from sluitend.apps.design.views.shared import Editing, edit, evaluation_of, posted, user_of
from sluitend.apps.findings import actions, queries
from sluitend.apps.findings.forms import MergeForm, SplitForm
from sluitend.apps.findings.forms.base import short
from sluitend.apps.findings.queries import EvidenceLine, FindingLine
from sluitend.apps.findings.views.shared import FORM, finding_crumb, findings_crumb
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError
from sluitend.web.wording import sentence


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Choose with which finding it becomes one."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_FINDINGS)
    found = queries.finding_for(user, evaluation, number)
    rows = queries.findings_for(user, evaluation)
    tied = {line.id for row in rows if row.finding == found for line in row.questions}
    near = [row.finding.pk for row in rows if any(row.helps(one) for one in tied)]
    others = [row for row in rows if row.finding != found]
    form = MergeForm(posted(request), rows=others, shared=queries.in_common(user, found), near=near)

    def save(data: dict[str, Any]) -> Any:
        into = queries.finding_for(user, evaluation, data["into"])
        actions.merge_findings(actor=user, finding=found, into=into)
        return into

    editing = Editing(
        title=gettext_lazy("Merge %(label)s with another finding") % {"label": found},
        lead=gettext_lazy(
            "Its evidence, questions and conclusions go to the other finding, whose sentence stays. Its number keeps "
            "working in the report. You can undo this from the history."
        ),
        back=finding_crumb(found)[1],
        save=save,
        done=gettext_lazy("The findings were merged."),
        submit=gettext_lazy("Merge"),
        further=lambda into: finding_crumb(into)[1],
        path=(findings_crumb(evaluation), finding_crumb(found)),
        template=FORM,
    )
    return edit(request, evaluation, form, editing)


@require_POST
def undo_merge(request: HttpRequest, evaluation_id: int, number: int, change_id: int) -> HttpResponse:
    """Take two findings apart again."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_FINDINGS)
    found = queries.finding_for(user, evaluation, number)
    change = queries.change_for(user, found, change_id)
    try:
        actions.undo_merge(actor=user, change=change)
    except InputError as error:
        messages.error(request, sentence(error))
    else:
        messages.success(request, _("B%(number)s stands by itself again.") % {"number": change.other_number})
    return redirect(finding_crumb(found)[1])


@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Some of the evidence becomes a finding of its own."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_FINDINGS)
    line = queries.finding_line_for(user, evaluation, number)
    links = {str(one.fragment): one.link for one in line.evidence}
    results = {str(one.result): one.link for one in line.results}
    form = SplitForm(posted(request), choices=_choices(line))

    def save(data: dict[str, Any]) -> Any:
        return actions.split_finding(
            actor=user,
            finding=line.finding,
            links=[links[label] for label in data["evidence"] if label in links],
            results=[results[label] for label in data["evidence"] if label in results],
            title=data["title"],
        )

    editing = Editing(
        title=gettext_lazy("Split %(label)s") % {"label": line.finding},
        lead=gettext_lazy("The new finding gets the same questions and stands under the same conclusions."),
        back=finding_crumb(line.finding)[1],
        save=save,
        done=gettext_lazy("The finding was split."),
        submit=gettext_lazy("Split"),
        further=lambda new: finding_crumb(new)[1],
        path=(findings_crumb(evaluation), finding_crumb(line.finding)),
        template=FORM,
    )
    return edit(request, evaluation, form, editing)


def _choices(line: FindingLine) -> list[tuple[str, str]]:
    passages = [(str(one.fragment), _named(one)) for one in line.evidence]
    results = [(str(one.result), f"{one.result} {one.link.get_stance_display()}: {one.title}") for one in line.results]
    return passages + results


def _named(one: EvidenceLine) -> str:
    return f"{one.fragment} {one.link.get_stance_display()}: {short(one.quote or _('withdrawn'))}"
