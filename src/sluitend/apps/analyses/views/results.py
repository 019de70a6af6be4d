"""One result: while it is computed, and once it is there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sluitend.apps.analyses import actions, discovery, queries, seals
from sluitend.apps.analyses.kit.result import Chart, Result
from sluitend.apps.analyses.queries import Line
from sluitend.apps.analyses.views.shared import crumbs, opened_result
from sluitend.apps.analyses.views.showing import ShownTable, shown_parameters, shown_table
from sluitend.apps.design.views.shared import user_of
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError
from sluitend.web.wording import sentence


@require_safe
def result(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Sentences, charts, tables, and where they come from."""
    evaluation, row = opened_result(request, evaluation_id, number)
    line = queries.lines_of([row])[0]
    known = discovery.analyses().get(row.analysis)
    context = {
        "evaluation": evaluation,
        "result": row,
        "line": line,
        "question": known.question if known else "",
        "parameters": shown_parameters(row),
        "failure": _failure(line),
        "others": queries.comparable(user_of(request), evaluation, row) if row.is_done else [],
        "crumbs": crumbs(evaluation, (str(row), "")),
        **(_content(seals.opened(row).result) if row.is_done else {}),
    }
    return render(request, "analyses/result.html", context)


def _content(found: Result) -> dict[str, Any]:
    tables = {one.key: shown_table(one) for one in found.tables}
    charts: list[tuple[Chart, ShownTable | None]] = [(one, tables.get(one.table)) for one in found.charts]
    drawn = {one.table for one in found.charts}
    return {
        "found": found,
        "charts": charts,
        "tables": [one for one in tables.values() if one.key not in drawn],
    }


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
