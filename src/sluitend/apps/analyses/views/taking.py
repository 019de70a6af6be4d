"""Charts as images, and tables and charts as files to take along."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from sluitend.apps.analyses import actions, queries, seals
from sluitend.apps.analyses.kit.marks import IN_NAMES
from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.analyses.views.files import SVG, Form, drawing, file_of
from sluitend.apps.analyses.views.shared import looking, opened_result
from sluitend.apps.analyses.views.showing import shown_parameters
from sluitend.apps.design.views.shared import user_of
from sluitend.errors import NotFound

_FOR_TEAM = "alleen-team"  # in the name of a file


@require_safe
def image(request: HttpRequest, evaluation_id: int, number: int, chart: str) -> HttpResponse:
    """A chart as the page of its result shows it."""
    look = looking(request, evaluation_id, number)
    content = look.content if look.row.is_done else None
    if content is None:
        raise NotFound("result")
    return HttpResponse(drawing(content, chart).svg, content_type=SVG)


@require_safe
def take(request: HttpRequest, evaluation_id: int, number: int, name: str) -> HttpResponse:
    """All tables (xlsx), one table (csv) or one chart (svg, png): as they may leave the team, for everybody; recorded.

    Raises InputError("analyses.not_outside") of a result from before there was such a form, and for who codes blind
    what `queries.refuse_who_waits` raises.
    """
    row = _done(looking(request, evaluation_id, number).row)
    return _taken(request, row, Form(seals.outside(row)), name, IN_NAMES)


@require_safe
def take_exact(request: HttpRequest, evaluation_id: int, number: int, name: str) -> HttpResponse:
    """The same with exact numbers: of what people said, for who may see it so on screen; recorded.

    There is none of register data: cleared researchers see these, and take along what is protected.
    """
    _evaluation, row = opened_result(request, evaluation_id, number)
    if not row.is_of_codings:
        raise NotFound("file")
    form = Form(seals.opened(_done(row)), for_all=False, asked=shown_parameters(row))
    return _taken(request, row, form, name, _FOR_TEAM)


def _done(row: AnalysisResult) -> AnalysisResult:
    if not row.is_done:
        raise NotFound("result")
    queries.refuse_who_waits(row)
    return row


def _taken(request: HttpRequest, row: AnalysisResult, form: Form, name: str, called: str) -> HttpResponse:
    content_type, content = file_of(form, name)
    key, _dot, kind = name.rpartition(".")
    actions.note_taken(actor=user_of(request), result=row, kind=kind, exact=not form.for_all)
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, f"{row}-{key}-{called}.{kind}") or "attachment"
    return response
