"""One result: while it is computed, and once it is there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sluitend.apps.analyses import actions, discovery, hooks, queries
from sluitend.apps.analyses.kit import voices, words
from sluitend.apps.analyses.kit.result import PEOPLE, Chart, Result
from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.analyses.queries import Line
from sluitend.apps.analyses.seals import Content
from sluitend.apps.analyses.views.passages import passages_of
from sluitend.apps.analyses.views.shared import OUTSIDE, Looking, crumbs, looking, opened_result
from sluitend.apps.analyses.views.showing import ShownTable, shown_parameters, shown_table
from sluitend.apps.design.views.shared import user_of
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError
from sluitend.formats.process_map import main_path
from sluitend.web.wording import sentence


@require_safe
def result(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Sentences, charts, tables, and where they come from."""
    look = looking(request, evaluation_id, number)
    evaluation, row = look.evaluation, look.row
    line = queries.lines_of([row])[0]
    known = discovery.analyses().get(row.analysis)
    waits = _waits(row) if row.is_done else ""
    content = look.content if row.is_done and not waits else None
    context = {
        "evaluation": evaluation,
        "result": row,
        "line": line,
        "question": known.question if known else "",
        "parameters": shown_parameters(row),
        "failure": _failure(line),
        "waits": waits,
        "in_team": look.in_team,
        "outside": look.outside,
        "take": "analyses:take_exact" if row.is_of_codings and not look.outside else "analyses:take",
        "forms": _forms(look) if row.is_done and not waits else [],
        "others": _others(user_of(request), look) if row.is_done and not waits else [],
        "panels": hooks.panels_of(user_of(request), evaluation, row),
        "crumbs": crumbs(evaluation, (str(row), "")),
        "passages": passages_of(row, content.result) if content and look.in_team and not look.outside else [],
        **({} if content is None else _content(content)),
    }
    return render(request, "analyses/result.html", context)


def _waits(row: AnalysisResult) -> str:
    """Why somebody who codes blind cannot read it now, and until when."""
    try:
        queries.refuse_who_waits(row)
    except InputError as error:
        return sentence(error)
    return ""


def _others(user: User, look: Looking) -> list[AnalysisResult]:
    """What the team can lay beside it."""
    return queries.comparable(user, look.evaluation, look.row) if look.in_team else []


def _forms(look: Looking) -> list[tuple[str, str, bool]]:
    """For the team: the result as it is, and as it leaves the team."""
    here = reverse("analyses:result", args=[look.evaluation.pk, look.row.number])
    exact, others = (
        (_("Exact"), here, not look.outside),
        (_("As it leaves the team"), f"{here}?vorm={OUTSIDE}", look.outside),
    )
    return [exact, others] if look.in_team else []


def _content(content: Content) -> dict[str, Any]:
    """Of every chart its table, and where a wide one is shown from."""
    found = content.result
    tables = {one.key: shown_table(one) for one in found.tables}
    charts: list[tuple[Chart, ShownTable | None, str]] = [
        (one, tables.get(one.table), main_path(content.drawings[one.key].svg)) for one in found.charts
    ]
    drawn = {one.table for one in found.charts}
    return {
        "found": found,
        "size": _size(found),
        "of_people": found.about == PEOPLE,
        "charts": charts,
        "tables": [one for one in tables.values() if one.key not in drawn],
        "files": content.files,
    }


def _size(found: Result) -> str:
    """Over how many it is."""
    if found.about == PEOPLE:
        return words.people(found.n) if found.n is not None else f"{voices.told_n(None)} respondenten"
    return words.cases(found.n) if found.n is not None else f"{words.FEW} casussen"


def _failure(line: Line) -> str:
    """Why it did not come to an end, for whoever can mend it."""
    run = line.run
    if run is None or run.state != "failed":
        return ""
    if run.message.startswith("analyses."):
        return str(sentence(InputError(run.message, **run.message_data)))
    return str(sentence(InputError("analyses.failed", run=run.pk)))


@require_safe
def progress(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """How far it is; once it is done the page opens anew."""
    evaluation, row = opened_result(request, evaluation_id, number)
    line = queries.lines_of([row])[0]
    response = render(request, "analyses/parts/progress.html", {"evaluation": evaluation, "line": line})
    if not line.is_busy:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def stop(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Compute no further."""
    evaluation, row = opened_result(request, evaluation_id, number, Action.RUN_ANALYSES)
    actions.stop(actor=user_of(request), result=row)
    messages.success(request, _("The analysis is being stopped."))
    return redirect("analyses:result", evaluation_id=evaluation.pk, number=row.number)


@require_POST
def again(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """The same question once more, of the data and with the code of now."""
    evaluation, row = opened_result(request, evaluation_id, number, Action.RUN_ANALYSES)
    try:
        row = actions.ask_again(actor=user_of(request), result=row)
    except InputError as error:
        messages.error(request, sentence(error))
    return redirect("analyses:result", evaluation_id=evaluation.pk, number=row.number)
