"""Cases one by one: which there are, what happened in one, and a sample of them as dots in time."""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from sluitend.apps.analyses import actions, queries, vocabularies
from sluitend.apps.analyses.actions.cases import Listed
from sluitend.apps.analyses.case_forms import CasesForm, DeliveryForm, choice_of, name_of, page_of
from sluitend.apps.analyses.kit import words
from sluitend.apps.analyses.views.dots import Dotted, content, dotted
from sluitend.apps.analyses.views.shared import crumbs
from sluitend.apps.datasets.models import DatasetVersion
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.views.shared import Crumb, evaluation_of, user_of
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError, NotFound
from sluitend.formats.spreadsheet import XLSX
from sluitend.web.wording import sentence

AT_ONCE = 50
KINDS = {"svg": "image/svg+xml", "png": "image/png", "csv": "text/csv; charset=utf-8", "xlsx": XLSX}
MOST_DOTTED = 120  # cases: more rows cannot be told apart


@require_safe
def cases(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The cases of a delivery, page by page."""
    evaluation, versions = _opened(request, evaluation_id)
    if not versions:
        return redirect("analyses:catalogue", evaluation_id=evaluation.pk)
    version, context = _asked(request, evaluation, versions)
    try:
        listed = _listed(request, version, page_of(request.GET))
    except InputError as error:
        context["fault"], listed = sentence(error), Listed(0, [], [])
    if listed.total and not listed.rows:  # a page past the last
        return redirect(f"{reverse('analyses:cases', args=[evaluation.pk])}?{context['query']}")
    context |= {
        "rows": listed.rows,
        "total": listed.total,
        "page": Paginator(range(listed.total), AT_ONCE).get_page(request.GET.get("page")),
        "form": _form(request, version, listed.variants),
    }
    return render(request, "analyses/cases.html", context)


def _listed(request: HttpRequest, version: DatasetVersion, page: int) -> Listed:
    skip = (page - 1) * AT_ONCE
    choice = choice_of(request.GET)
    return actions.list_cases(actor=user_of(request), version=version, choice=choice, most=AT_ONCE, skip=skip)


@require_safe
def dots(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """A sample of the cases as dots: a row a case, time to the right."""
    evaluation, versions = _opened(request, evaluation_id)
    if not versions:
        return redirect("analyses:catalogue", evaluation_id=evaluation.pk)
    version, context = _asked(request, evaluation, versions)
    try:
        drawn = _drawn(request, version)
        image = base64.b64encode(drawn.svg.encode()).decode()
        context |= {"drawn": drawn, "kinds": list(KINDS), "image": f"data:image/svg+xml;base64,{image}"}
    except InputError as error:
        context["fault"] = sentence(error)
    context["crumbs"] = crumbs(evaluation, _list(evaluation), (_("As dots"), ""))
    return render(request, "analyses/dots.html", context)


def _drawn(request: HttpRequest, version: DatasetVersion, kind: str = "") -> Dotted:
    choice, actor = choice_of(request.GET), user_of(request)
    return dotted(actions.draw_cases(actor=actor, version=version, choice=choice, most=MOST_DOTTED, kind=kind))


@require_safe
def take_dots(request: HttpRequest, evaluation_id: int, kind: str) -> HttpResponse:
    """The same drawing, or the events in it, as a file; recorded."""
    evaluation, versions = _opened(request, evaluation_id)
    if kind not in KINDS or not versions:
        raise NotFound("cases")
    version, context = _asked(request, evaluation, versions)
    try:
        drawn = _drawn(request, version, kind)
    except InputError:  # the page says why
        return redirect(f"{reverse('analyses:dots', args=[evaluation.pk])}?{context['query']}")
    notes = [_("For the team only: cases one by one, pseudonymised."), f"{version.dataset.title} ({version})."]
    response = HttpResponse(content(drawn, kind, notes), content_type=KINDS[kind])
    name = _("dots")
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{kind}") or "attachment"
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def case(request: HttpRequest, evaluation_id: int, number: int, version: int, place: int) -> HttpResponse:
    """One case from begin to end; that it was opened is recorded."""
    evaluation, versions = _opened(request, evaluation_id)
    chosen = next((one for one in versions if (one.dataset.number, one.number) == (number, version)), None)
    if chosen is None:
        raise NotFound("version")
    name, steps = actions.open_case(actor=user_of(request), version=chosen, place=place)
    context = {
        "evaluation": evaluation,
        "version": chosen,
        "name": name,
        "steps": told(steps),
        "span": words.days((steps[-1]["time"] - steps[0]["time"]).total_seconds() / 86400),
        "crumbs": crumbs(evaluation, _list(evaluation), (name, "")),
    }
    return render(request, "analyses/case.html", context)


def told(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every step with the wait before the next in words, whether that is the longest, and whether another took over."""
    longest = max((one["wait_days"] or 0 for one in steps), default=0)
    by_the_day = all(_is_midnight(one["time"]) for one in steps)
    found = []
    for one, after in zip(steps, [*steps[1:], None], strict=True):
        wait = one["wait_days"]
        followed = None if after is None else after["resource"]
        found.append(
            {
                **one,
                "moment": one["time"],
                "by_the_day": by_the_day,
                "wait": "" if wait is None else words.days(wait),
                "is_longest": bool(wait) and wait == longest,
                "passed_to": followed if followed and one["resource"] and followed != one["resource"] else "",
            }
        )
    return found


def _is_midnight(moment: datetime) -> bool:
    """Of a log of days: its clock says nothing."""
    return moment.tzinfo is None and (moment.hour, moment.minute, moment.second) == (0, 0, 0)


def _opened(request: HttpRequest, evaluation_id: int) -> tuple[Evaluation, list[DatasetVersion]]:
    evaluation = evaluation_of(request, evaluation_id, Action.OPEN_CASES)
    return evaluation, queries.case_versions(user_of(request), evaluation)


def _asked(
    request: HttpRequest, evaluation: Evaluation, versions: list[DatasetVersion]
) -> tuple[DatasetVersion, dict[str, Any]]:
    """The delivery that the address names, else the newest of the first dataset. Raises NotFound."""
    wanted = request.GET.get("delivery", "")
    version = next((one for one in versions if name_of(one) == wanted), None) if wanted else versions[0]
    if version is None:
        raise NotFound("version")
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "evaluation": evaluation,
        "version": version,
        "query": f"{kept.urlencode()}&" if kept else "",
        "delivery_form": DeliveryForm(versions, initial={"delivery": name_of(version)}) if len(versions) > 1 else None,
        "crumbs": crumbs(evaluation, (gettext_lazy("Cases"), "")),
    }
    return version, context


def _form(request: HttpRequest, version: DatasetVersion, variants: list[dict[str, Any]]) -> CasesForm:
    given = {name: request.GET.get(name) for name in CasesForm.base_fields} | {"delivery": name_of(version)}
    return CasesForm(vocabularies.of(version), variants, initial=given)


def _list(evaluation: Evaluation) -> Crumb:
    return gettext_lazy("Cases"), reverse("analyses:cases", args=[evaluation.pk])
