"""How far the coders of a round agree: figures on screen and as a file."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sluitend.apps.coding import agreement_caveats, agreement_files, agreement_words
from sluitend.apps.coding.actions.consensus import note_taken
from sluitend.apps.coding.agreement.figures import Figures, Overview
from sluitend.apps.coding.agreement.ratings import Sample
from sluitend.apps.coding.agreement.units import UnitKind
from sluitend.apps.coding.agreement_cache import overview_of
from sluitend.apps.coding.comparing_forms import UnitForm
from sluitend.apps.coding.models import CodingRound, RoundState
from sluitend.apps.coding.queries.agreement import Compared, changed_since, compared_for, compared_round_for
from sluitend.apps.coding.views.common import Crumb, coding_crumb, user_of
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.queries import evaluation_for
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError, NotFound
from sluitend.formats.spreadsheet import XLSX
from sluitend.web.wording import sentence

Found = tuple[Evaluation, CodingRound]


def round_here(request: HttpRequest, evaluation_id: int, number: int) -> Found | HttpResponseRedirect:
    """The evaluation and its round; back to the round with a sentence while it cannot be compared yet."""
    user = user_of(request)
    evaluation = evaluation_for(user, evaluation_id, Action.VIEW_CODING)
    try:
        return evaluation, compared_round_for(user, evaluation, number)
    except InputError as error:
        messages.info(request, sentence(error))
        return redirect("coding:round", evaluation.pk, number)


def shared(evaluation: Evaluation, round_: CodingRound, here: str, last: str = "") -> dict[str, Any]:
    """What the pages about a round share: crumbs, and tabs between figures and differences."""
    args = [evaluation.pk, round_.number]
    crumbs: list[Crumb] = [
        coding_crumb(evaluation),
        (_("Rounds"), reverse("coding:rounds", args=[evaluation.pk])),
        (str(round_), reverse("coding:round", args=args)),
    ]
    names = {"agreement": _("Agreement between coders"), "comparing": _("Differences and decisions")}
    crumbs.append((names[here], reverse(f"coding:{here}", args=args) if last else ""))
    return {
        "evaluation": evaluation,
        "round": round_,
        "crumbs": [*crumbs, (last, "")] if last else crumbs,
        "tabs": [(label, reverse(f"coding:{name}", args=args), name == here) for name, label in names.items()],
        "is_open": round_.state == RoundState.OPEN,
    }


@require_safe
def agreement(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """All figures: together, per code, per text and per pair; ``?unit=`` counts in other units."""
    found = round_here(request, evaluation_id, number)
    if isinstance(found, HttpResponseRedirect):
        return found
    evaluation, round_ = found
    compared = compared_for(user_of(request), round_, _kind(request))
    figures = overview_of(compared, list(compared.codes))
    context = shared(evaluation, round_, "agreement") | _told(compared, figures)
    context |= {
        "lines": [_code_line(compared, figures, code) for code in figures.codes if code in figures.used],
        "unused": [compared.codes[code] for code in figures.codes if code not in figures.used],
    }
    return render(request, "coding/agreement/overview.html", context)


@require_safe
def agreement_of_code(request: HttpRequest, evaluation_id: int, number: int, code_id: int) -> HttpResponse:
    """The same of one code."""
    found = round_here(request, evaluation_id, number)
    if isinstance(found, HttpResponseRedirect):
        return found
    evaluation, round_ = found
    compared = compared_for(user_of(request), round_, _kind(request))
    path = compared.codes.get(code_id)
    if path is None:
        raise NotFound("code")
    figures = overview_of(compared, [code_id])
    context = shared(evaluation, round_, "agreement", path) | _told(compared, figures)
    context |= {"path": path, "code_id": code_id}
    return render(request, "coding/agreement/code.html", context)


@require_safe
def take_agreement(request: HttpRequest, evaluation_id: int, number: int, kind: str) -> HttpResponse:
    """The figures as a file (xlsx, csv), for the team; recorded."""
    made = _FILES.get(kind)
    if made is None:
        raise NotFound("file")
    found = round_here(request, evaluation_id, number)
    if isinstance(found, HttpResponseRedirect):
        return found
    _evaluation, round_ = found
    compared = compared_for(user_of(request), round_, _kind(request))
    figures = overview_of(compared, list(compared.codes))
    note_taken(actor=user_of(request), round_=round_, kind=kind)
    content_type, make = made
    response = HttpResponse(make(compared, figures), content_type=content_type)
    name = f"ronde-{round_.number}-overeenstemming.{kind}"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


_FILES: dict[str, tuple[str, Callable[[Compared, Overview], bytes]]] = {
    "xlsx": (XLSX, agreement_files.xlsx),
    "csv": ("text/csv; charset=utf-8", agreement_files.csv),
}


def _kind(request: HttpRequest) -> UnitKind | None:
    return UnitForm(request.GET).kind() if "unit" in request.GET else None


def _told(compared: Compared, found: Overview) -> dict[str, Any]:
    """What both pages say: denominators, figures, texts and pairs."""
    titles = {one.version.pk: one for one in compared.present}
    of = _("All codes") if len(found.codes) != 1 else compared.codes[next(iter(found.codes))]
    return {
        "unit_form": UnitForm({"unit": compared.kind.value}),
        "unit": compared.kind.value,
        "away": [one for one in compared.texts if one.away],
        "unfinished": [(one, [compared.people[who] for who in one.others]) for one in compared.present if one.others],
        "caveats": agreement_caveats.caveats(compared, changed_since(compared), list(found.codes)),
        "sentences": agreement_words.sentences(found.sample, compared.kind, found.whole, len(found.used)),
        "summary": agreement_words.summary(found.whole, of),
        "figures": agreement_words.told_of(found.whole),
        "texts": [
            (
                titles[key],
                agreement_words.units(compared.kind, len(compared.units[key])),
                _small(figures) | _origin(compared, found.sample.only(texts=[key]), found.used),
            )
            for key, figures in found.texts.items()
        ],
        "pairs": [
            (
                compared.people[pair[0]],
                compared.people[pair[1]],
                _small(figures) | _origin(compared, found.sample.only(coders=pair), found.used),
            )
            for pair, figures in found.pairs.items()
        ],
        "can": bool(found.sample.compared),
    }


def _origin(compared: Compared, sample: Sample, codes: Collection[int]) -> dict[str, str]:
    """How many codings in a row came from a suggestion, in words."""
    return {"suggested": agreement_words.of_suggestions(compared.from_suggestions(sample, codes))}


def _small(figures: Figures) -> dict[str, Any]:
    """The figures of a row, by a name that a template can write."""
    names = {"krippendorff_alpha_nominal": "alpha", "percent_agreement": "percent", "cohen_kappa": "kappa"}
    names |= {"gwet_ac1": "ac1"}
    return {names[one.key]: one for one in agreement_words.told_of(figures) if one.key in names}


def _code_line(compared: Compared, found: Overview, code: int) -> dict[str, Any]:
    figures = found.codes[code]
    return {
        "id": code,
        "path": compared.codes[code],
        "given": agreement_words.whole(figures.given),
        "judged": agreement_words.whole(figures.judged),
        **_small(figures),
        **_origin(compared, found.sample, [code]),
    }
