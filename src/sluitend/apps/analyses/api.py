"""JSON for other programs: what can be asked, asking, how far it is, and what came out of it.

What comes out is always as it leaves the team: another program is outside it, whoever runs it. How to speak with it:
docs/developer/analyses-api.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sluitend.apps.analyses import actions, discovery, queries, seals
from sluitend.apps.analyses.kit.analysis import Analysis
from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.analyses.queries import Line
from sluitend.apps.datasets.queries import dataset_for
from sluitend.apps.design.access import may
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.queries import evaluation_for
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError, NotAllowed
from sluitend.web.answering import Handler, answer

MOST_LISTED = 200  # the newest results


class AskBody(BaseModel):
    """What is asked of which dataset, or of coded texts; `parameters` as the schema of the analysis says."""

    model_config = ConfigDict(strict=True, extra="forbid")

    dataset: int | None = Field(default=None, ge=1)
    analysis: str
    parameters: dict[str, Any] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Desk:
    """Who asks, in which evaluation."""

    request: HttpRequest
    user: User
    evaluation: Evaluation


def endpoint(action: Action, **handlers: Handler) -> Callable[..., HttpResponseBase]:
    """A view that answers JSON whatever happens, for who may do this; handlers by HTTP method."""

    def view(request: HttpRequest, evaluation_id: int, **arguments: Any) -> HttpResponseBase:
        user = cast(User, request.user)

        def ask(handler: Handler) -> dict[str, Any]:
            return handler(Desk(request, user, evaluation_for(user, evaluation_id, action)), **arguments)

        return answer(request, handlers, ask)

    return view


def _catalogue(_desk: Desk) -> dict[str, Any]:
    return {"analyses": [_entry(one) for one in discovery.analyses().values()]}


def _entry(analysis: Analysis) -> dict[str, Any]:
    about = {"key": analysis.key, "title": analysis.title, "question": analysis.question, "data": analysis.data}
    return {**about, "parameters": analysis.parameters.model_json_schema()}


def _list(desk: Desk) -> dict[str, Any]:
    """The newest of them."""
    in_team = may(desk.user, desk.evaluation, Action.VIEW_RESULTS)
    find = queries.results_for if in_team else queries.outside_results_for
    rows = find(desk.user, desk.evaluation)[:MOST_LISTED]
    return {"results": [_about(desk, line) for line in queries.lines_of(rows)]}


def _ask(desk: Desk) -> dict[str, Any]:
    """Raises NotAllowed for who may only read, and what `actions.ask` raises."""
    if not may(desk.user, desk.evaluation, Action.RUN_ANALYSES):
        raise NotAllowed(Action.RUN_ANALYSES)
    try:
        body = AskBody.model_validate_json(desk.request.body)
    except ValidationError:
        raise InputError("analyses.bad_request") from None
    row = _asked(desk, body)
    return _about(desk, queries.lines_of([queries.result_for(desk.user, desk.evaluation, row.number)])[0])


def _asked(desk: Desk, body: AskBody) -> AnalysisResult:
    """Raises InputError("analyses.needs_dataset" | "analyses.needs_no_dataset") and what the actions raise."""
    asked: dict[str, Any] = {"actor": desk.user, "key": body.analysis, "parameters": body.parameters}
    if body.dataset is None:
        return actions.ask_codings(evaluation=desk.evaluation, **asked)
    if discovery.analysis(body.analysis).asks_codings:
        raise InputError("analyses.needs_no_dataset")
    return actions.ask(dataset=dataset_for(desk.user, desk.evaluation, body.dataset), **asked)


def _result(desk: Desk, number: int) -> dict[str, Any]:
    """How far it is; once it is done what came out, which is recorded as taken along.

    Raises InputError("analyses.waits_for_round") for who codes a text that it counted blind.
    """
    in_team = may(desk.user, desk.evaluation, Action.VIEW_RESULTS)
    row = (queries.result_for if in_team else queries.outside_for)(desk.user, desk.evaluation, number)
    about = _about(desk, queries.lines_of([row])[0])
    if not row.is_done:
        return about
    queries.refuse_who_waits(row)
    found = seals.outside(row).result.as_json()
    actions.note_taken(actor=desk.user, result=row, kind="json")
    return {**about, "parameters": row.parameters, "result": found}


def _about(desk: Desk, line: Line) -> dict[str, Any]:
    row = line.result
    return {
        "number": row.number,
        "analysis": row.analysis,
        "title": line.title,
        "state": _state(line),
        "progress": _progress(line, row),
        "stale": line.is_stale,
        "asked_at": row.asked_at.isoformat(),
        "address": reverse("analyses:api_result", args=[desk.evaluation.pk, row.number]),
    }


def _state(line: Line) -> str:
    """done, destroyed, busy, stopped or failed."""
    if line.result.is_done or line.result.destroyed_at is not None:
        return str(line.result.state)
    if line.is_busy:
        return "busy"
    return "stopped" if line.is_stopped else "failed"


def _progress(line: Line, row: AnalysisResult) -> int:
    """In percents."""
    return 100 if row.is_done else int(line.run.progress or 0) if line.run is not None else 0


catalogue = endpoint(Action.RUN_ANALYSES, GET=_catalogue)
results = endpoint(Action.VIEW_OUTSIDE_RESULTS, GET=_list, POST=_ask)
result = endpoint(Action.VIEW_OUTSIDE_RESULTS, GET=_result)
