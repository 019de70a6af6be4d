"""Findings: the list per question, and one finding with its evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.design.access import may
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.queries import QuestionLine, answered, questions_for
from sluitend.apps.design.views.shared import crumbs, evaluation_of, user_of, values_of
from sluitend.apps.findings import queries
from sluitend.apps.findings.forms import ChangeResultForm, ChangeStanceForm, PickForm, PickResultForm, TieForm
from sluitend.apps.findings.forms.filter import LOOSE
from sluitend.apps.findings.models import COMPONENTS, Concern, Finding, ResultLink
from sluitend.apps.findings.queries import EvidenceLine, FindingRow, ResultEvidence, Said
from sluitend.apps.findings.queries.results import NOT_TOLD
from sluitend.apps.findings.queries.rows import rows_by_question
from sluitend.apps.findings.views.filtering import chosen_rows, filter_form, views_of
from sluitend.apps.findings.views.shared import finding_crumb, findings_crumb
from sluitend.apps.findings.words import COMPONENT_WORDS
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import NotFound


@require_safe
def listing(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Every finding under the questions that it helps to answer; those without a question last."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_FINDINGS)
    questions = questions_for(user, evaluation, with_dropped=True)
    every = queries.findings_for(user, evaluation, questions)
    rows = chosen_rows(request, user, evaluation, every)
    wanted = request.GET.get("question", "")
    groups = _groups(questions, rows, wanted)
    context = {
        "evaluation": evaluation,
        "crumbs": crumbs(evaluation, (findings_crumb(evaluation)[0], "")),
        "tabs": views_of(request, evaluation, "findings:list"),
        "rows": every,
        "groups": [(line, found) for line, found in groups if found],
        "without": [] if request.GET.get("perspective") else [line for line, found in groups if not found],
        "loose": [row for row in rows if not row.questions] if wanted in ("", LOOSE) else [],
        "filter_form": filter_form(request, user, evaluation, questions),
        "may_write": may(user, evaluation, Action.WRITE_FINDINGS),
    }
    return render(request, "findings/list.html", context)


def _groups(
    questions: Sequence[QuestionLine], rows: Sequence[FindingRow], wanted: str
) -> list[tuple[QuestionLine, list[FindingRow]]]:
    """Questions that are answered themselves, and others (divided, dropped) as far as findings are tied to them."""
    to_answer, tied = {line.id for line in answered(list(questions))}, rows_by_question(rows)
    groups = [(line, tied[line.id]) for line in questions if wanted in ("", line.label)]
    return [(line, found) for line, found in groups if found or line.id in to_answer]


@require_safe
def finding(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """One finding with all that it rests on, and what rests on it."""
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_FINDINGS)
    try:
        return finding_page(request, evaluation, number)
    except NotFound:
        return _in_which_it_stands(request, evaluation, number)


def _in_which_it_stands(request: HttpRequest, evaluation: Evaluation, number: int) -> HttpResponse:
    """On to the finding with which it was merged. Raises NotFound."""
    found = queries.finding_behind(user_of(request), evaluation, number)
    said = gettext("B%(number)s was merged with %(finding)s: you see that one.") % {"number": number, "finding": found}
    messages.info(request, said)
    return redirect(finding_crumb(found)[1])


def finding_page(
    request: HttpRequest,
    evaluation: Evaluation,
    number: int,
    pick_form: PickForm | None = None,
    changing: Mapping[int, ChangeStanceForm] | None = None,
    tie_form: TieForm | None = None,
    pick_result: PickResultForm | None = None,
    changing_results: Mapping[int, ChangeResultForm] | None = None,
) -> HttpResponse:
    """The page of a finding, with its forms as they stand: for more evidence, and by passage or result for a change."""
    user = user_of(request)
    line = queries.finding_line_for(user, evaluation, number)
    forms = changing or {}
    may_write = may(user, evaluation, Action.WRITE_FINDINGS)
    context = {
        "evaluation": evaluation,
        "crumbs": crumbs(evaluation, findings_crumb(evaluation), (finding_crumb(line.finding)[0], "")),
        "line": line,
        "row": line,
        "evidence": [(one, forms.get(one.fragment.number) or _initial(one)) for one in line.evidence],
        "results": _results(user, evaluation, line, changing_results or {}),
        "breakdown": _breakdown(user, evaluation, line),
        "components": _components(line.finding),
        "logbook": queries.logbook_links_for(user, line.finding),
        "newer": queries.newer_results(user, evaluation, line.results) if may_write else {},
        "may_write": may_write,
        "in_team": may(user, evaluation, Action.VIEW_SOURCES),
        "may_split": len(line.evidence) + len(line.results) > 1,
        "pick_form": pick_form or PickForm(),
    }
    if may_write:
        context["pick_result"] = pick_result or pick_result_form(user, evaluation, line.finding)
        context["history"] = queries.history_for(user, line.finding)
        context["tie_form"] = tie_form or TieForm(entries=queries.entries_to_tie(user, line.finding))
    return render(request, "findings/finding.html", context)


def _results(
    user: User, evaluation: Evaluation, line: queries.FindingLine, forms: Mapping[int, ChangeResultForm]
) -> list[tuple[ResultEvidence, Said, ChangeResultForm]]:
    """Each result with what it says to this user, and the form under it."""
    said = queries.said_by(user, evaluation, line.results)
    return [
        (one, said.get(one.result.pk, NOT_TOLD), forms.get(one.result.number) or result_form(one.link))
        for one in line.results
    ]


def result_form(link: ResultLink, data: Any = None) -> ChangeResultForm:
    """The form under this result: a page has many."""
    return ChangeResultForm(
        data,
        initial=values_of(link, "stance", "note", "sample_outcome", "revision"),
        auto_id=f"id_%s_{link.result}",
        draws_sample=queries.draws_sample(link.result),
    )


def pick_result_form(user: User, evaluation: Evaluation, finding: Finding, data: Any = None) -> PickResultForm:
    """Results to choose from: those that are no evidence for it yet."""
    used = {link.result_id for link in finding.result_links.all()}
    rows = [(row, title) for row, title in queries.usable_results(user, evaluation) if row.pk not in used]
    return PickResultForm(data, choices=[(row.number, f"{row} {title} ({_made_of(row)})") for row, title in rows])


def _made_of(result: AnalysisResult) -> str:
    """What it was computed from."""
    return str(result.version.dataset) if result.version else gettext("coded texts")


def _components(found: Finding) -> list[tuple[Any, Any, str]]:
    """Of the confidence: what was looked at, the concern, and why."""
    judged = [one for one in COMPONENTS if getattr(found, one)]
    return [(COMPONENT_WORDS[one], Concern(getattr(found, one)).label, getattr(found, f"{one}_why")) for one in judged]


def _breakdown(user: User, evaluation: Evaluation, line: queries.FindingLine) -> queries.Breakdown:
    in_team = may(user, evaluation, Action.VIEW_SOURCES)
    return line.breakdown if in_team else line.breakdown.guarded()


def _initial(line: EvidenceLine) -> ChangeStanceForm:
    return stance_form(line.fragment.number, initial=values_of(line.link, "stance", "note", "revision"))


def stance_form(fragment: int, data: Any = None, initial: Any = None) -> ChangeStanceForm:
    """The form under this fragment: a page has many."""
    return ChangeStanceForm(data, initial=initial, auto_id=f"id_%s_{fragment}")
