"""Passages that answer a question, with what was said around them, on screen and as a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sluitend.apps.coding import hooks
from sluitend.apps.coding.actions.quoting import note_quotes_taken
from sluitend.apps.coding.queries.passages import (
    Asked,
    QuoteLine,
    in_place,
    outline_for,
    passages_for,
    uncoded_among,
    who_said_it,
)
from sluitend.apps.coding.quote_forms import QuoteForm
from sluitend.apps.coding.views.common import coding_crumb, place_of, user_of
from sluitend.apps.coding.words import OUTWARD, QUOTING
from sluitend.apps.design.queries import evaluation_for
from sluitend.apps.people.permissions import Action
from sluitend.digits import whole
from sluitend.engines.retrieval.asked import ATTRIBUTES, GROUPS, Question
from sluitend.errors import NotFound
from sluitend.formats.spreadsheet import XLSX, Sheet, csv_of, xlsx_of

PER_PAGE = 25
_ASKED = {"code", "expression", *(f"group_{one}" for one in GROUPS)}
_INITIAL = {"below": "on", "by": "perspective"}


@require_safe
def quotes(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The question, and the passages that answer it; only the question as long as no code was chosen."""
    user = user_of(request)
    evaluation = evaluation_for(user, evaluation_id, Action.VIEW_CODING)
    known = outline_for(user, evaluation)
    if name := known.names.get(_number(request.GET.get("code_id", ""))):
        return redirect(f"{reverse('coding:quotes', args=[evaluation.pk])}?{urlencode({'code': name, 'below': 'on'})}")
    form = QuoteForm(known, request.GET if _ASKED & request.GET.keys() else None, initial=_INITIAL)
    context: dict[str, Any] = {"evaluation": evaluation, "form": form, "crumbs": [coding_crumb(evaluation)]}
    context["crumbs"].append((_("Quotes"), ""))
    if form.is_valid():
        asked = passages_for(user, evaluation, form.question(), _by(form), known)
        context |= _found(request, form, asked)
    return render(request, "coding/quotes.html", context)


def _number(text: str) -> int:
    """Of a code, as its page links here."""
    return whole(text) or 0


def _by(form: QuoteForm) -> str:
    return form.cleaned_data["by"] or "perspective"


def _found(request: HttpRequest, form: QuoteForm, asked: Asked) -> dict[str, Any]:
    outward = form.cleaned_data["outward"]
    hits = asked.hits
    if outward:
        hits = tuple((line.group, line.hit) for line in in_place(asked, hits, outward=True))
    page = Paginator(hits, PER_PAGE).get_page(request.GET.get("page"))
    lines = in_place(asked, list(page.object_list))
    kept = request.GET.copy()
    kept.pop("page", None)
    return {
        "asked": asked,
        "words": form.question().words,
        "count": len(hits),
        "page": page,
        "query": f"{kept.urlencode()}&",
        "files": kept.urlencode(),
        "groups": [(name, [_shown(one) for one in rows]) for name, rows in _grouped(lines)],
        "by": ATTRIBUTES[_by(form)],
        "counts": [] if outward else list(who_said_it(asked, _by(form), form.question().who).items()),
        "uncoded": uncoded_among(asked, form.question().who),
        "ways": hooks.ways_of(user_of(request), asked.evaluation, form.cleaned_data),
    }


def _grouped(lines: list[QuoteLine]) -> Iterator[tuple[str, Iterator[QuoteLine]]]:
    return groupby(lines, key=lambda one: one.group)


def _shown(line: QuoteLine) -> dict[str, object]:
    """A passage as the page shows it."""
    place = reverse("coding:workbench", args=[line.source.evaluation_id, line.source.number])
    return {
        "line": line,
        "place": place_of(line.fragment) if line.fragment else place,
        "about": [*(one for one in line.people if one.startswith("R")), *filter(None, line.about.values())],
        "outward": OUTWARD[line.may_leave],
    }


@require_safe
def take_quotes(request: HttpRequest, evaluation_id: int, kind: str) -> HttpResponse:
    """All of them as xlsx or csv, for the team; recorded."""
    user = user_of(request)
    evaluation = evaluation_for(user, evaluation_id, Action.VIEW_CODING)
    known = outline_for(user, evaluation)
    form = QuoteForm(known, request.GET)
    if kind not in ("xlsx", "csv") or not form.is_valid():
        raise NotFound("quotes")
    outward = form.cleaned_data["outward"]
    asked = passages_for(user, evaluation, form.question(), _by(form), known)
    lines = in_place(asked, asked.hits, outward=outward)
    note_quotes_taken(actor=user, evaluation=evaluation, kind=kind, count=len(lines), outward=outward)
    note = _("May be read outside the team.") if outward else _("For the team only: words of respondents.")
    make = _outward_columns if outward else _columns
    words = _outward_words(form.question()) if outward else [form.question().words]
    return _file(kind, [note, *words], *make(lines))


def _outward_words(question: Question) -> list[str]:
    """What was asked without who said it; nothing where a condition within it tells that."""
    plain = replace(question, who=(), of_source=(), of_speaker=())
    return [] if plain.names_who else [plain.words]


Columns = tuple[list[str], list[list[str]]]  # headings, and rows


def _columns(lines: list[QuoteLine]) -> Columns:
    headings = [_("passage"), _("before"), _("after"), _("codes"), _("source"), _("title"), _("date"), _("fragment")]
    headings += [_("who"), *ATTRIBUTES.values(), _("quoting"), _("outside the team")]
    headings.append(_("from a suggestion"))
    return headings, [_row(one) for one in lines]


def _outward_columns(lines: list[QuoteLine]) -> Columns:
    """What was released, and nothing around it: not the words beside it, nor who said it, of whom there may be one."""
    headings = [_("passage"), _("codes"), _("source"), _("fragment"), _("quoting")]
    return headings, [
        [one.quote, "; ".join(one.codes), str(one.source), str(one.fragment or ""), str(QUOTING[one.rule])]
        for one in lines
    ]


def _file(kind: str, notes: list[str], headings: list[str], rows: list[list[str]]) -> HttpResponse:
    if kind == "xlsx":
        sheets = [Sheet(_("Quotes"), headings, rows, " ".join(notes))]
        response = HttpResponse(xlsx_of(sheets), content_type=XLSX)
    else:
        told = [[f"# {one.replace(';', ',')}"] for one in notes[1:]]
        content = csv_of([f"# {notes[0]}"], [*told, headings, *rows])
        response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"{_('quotes')}.{kind}") or "attachment"
    return response


def _row(line: QuoteLine) -> list[str]:
    """Code paths and attributes as columns."""
    source, day = line.source, line.source.date
    told = [line.quote, line.before, line.after, "; ".join(line.codes), str(source), source.title]
    told += [day.isoformat() if day else "", str(line.fragment or ""), ", ".join(filter(None, line.people))]
    return [
        *told,
        *line.about.values(),
        str(QUOTING[line.rule]),
        str(OUTWARD[line.may_leave]),
        "; ".join(line.suggested),
    ]
