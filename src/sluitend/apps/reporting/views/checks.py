"""What the checker finds, what was set aside, and the problems with one object."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.views.shared import crumbs, evaluation_of, user_of
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting import checker
from sluitend.apps.reporting.actions.waiving import LONGEST_REASON, waiver_for, withdraw_waiver
from sluitend.apps.reporting.actions.waiving import waive as set_aside
from sluitend.apps.reporting.checker import Outcome, Problem, Severity
from sluitend.apps.reporting.checker.outcome import SEVERITY, summary
from sluitend.errors import InputError
from sluitend.web.wording import sentence

BADGES = {"error": "danger", "warning": "warning", "note": "neutral"}
AT_ONCE = 25  # problems of one rule, or objects; the rest behind a link
SEVERITIES = {
    Severity.ERROR: _("Errors"),
    Severity.WARNING: _("Warnings"),
    Severity.NOTE: pgettext_lazy("severity", "Notes"),
}
EVERYTHING = pgettext_lazy("severity", "Everything")


@require_safe
def checks(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Every rule with what it found, why it is there and what to mend; or every object with its problems."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_CHECKS)
    outcome = checker.outcome_for(user, evaluation)
    wanted = request.GET.get("severity", "")
    by_object = request.GET.get("by") == "object"
    context = {
        "evaluation": evaluation,
        "crumbs": crumbs(evaluation, (_("Checks"), "")),
        "summary": summary(outcome),
        "tabs": list(_tabs(outcome, wanted, by_object)),
        "views": _views(wanted, by_object),
        "objects": _objects(outcome, wanted) if by_object else [],
        "groups": [] if by_object else list(_groups(outcome, wanted, request.GET.get("rule", ""))),
        "by_object": by_object,
        "fine": [rule for rule, found in outcome.by_rule() if not found],
        "waived": outcome.waived,
        "longest": LONGEST_REASON,
    }
    return render(request, "reporting/checks.html", context)


def _tabs(outcome: Outcome, wanted: str, by_object: bool) -> Iterator[tuple[str, str, bool]]:
    """All, and each severity, with how many there are."""
    further = "&by=object" if by_object else ""
    yield f"{EVERYTHING} ({len(outcome.problems)})", f"?severity={further}", wanted not in SEVERITIES
    for severity, words in SEVERITIES.items():
        yield f"{words} ({outcome.counts[severity]})", f"?severity={severity}{further}", wanted == severity


def _views(wanted: str, by_object: bool) -> list[tuple[Any, str, bool]]:
    start = f"?severity={wanted}" if wanted in SEVERITIES else "?severity="
    return [(_("By rule"), start, not by_object), (_("By object"), f"{start}&by=object", by_object)]


def _groups(outcome: Outcome, wanted: str, whole: str) -> Iterator[dict[str, Any]]:
    """The rules that found something; of one rule all, when it was asked for."""
    for rule, found in outcome.by_rule():
        if found and wanted in ("", rule.severity) and whole in ("", rule.code):
            shown = found if whole else found[:AT_ONCE]
            yield {
                "rule": rule,
                "count": len(found),
                "found": shown,
                "more": len(found) - len(shown),
                "severity": SEVERITY[rule.severity],
                "badge": BADGES[rule.severity],
            }


def _objects(outcome: Outcome, wanted: str) -> list[tuple[str, str, list[tuple[Problem, Any, str]]]]:
    """Label and address of each object, with its problems, the gravest first."""
    order = list(Severity)
    found: dict[str, list[Problem]] = {}
    for one in sorted(outcome.problems, key=lambda problem: order.index(problem.rule.severity)):
        if wanted in ("", one.rule.severity):
            found.setdefault(one.key, []).append(one)
    return [
        (rows[0].label, rows[0].url, [(one, SEVERITY[one.rule.severity], BADGES[one.rule.severity]) for one in rows])
        for rows in islice(found.values(), 40 * AT_ONCE)
    ]


@require_POST
def waive(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Set one problem aside, with a reason."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_REPORT)
    rule, key, reason = (request.POST.get(name, "") for name in ("rule", "key", "reason"))
    try:
        set_aside(actor=user, evaluation=evaluation, rule=rule, key=key, reason=reason)
    except InputError as error:
        messages.error(request, sentence(error))
    else:
        messages.success(request, _("Set aside. The reason stands in the annex with the rules that were set aside."))
    return _back(evaluation, rule)


@require_POST
def withdraw(request: HttpRequest, evaluation_id: int, waiver_id: int) -> HttpResponse:
    """Let a problem count again."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_REPORT)
    waiver = waiver_for(user, evaluation, waiver_id)
    withdraw_waiver(actor=user, waiver=waiver)
    messages.success(request, _("The rule counts again for %(object)s.") % {"object": waiver.object_label})
    return _back(evaluation, waiver.rule)


@require_safe
def card(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """How many errors the checker finds, as the overview shows it; fetched after that page."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_CHECKS)
    counts = checker.counts_for(user, evaluation)
    note = ngettext("and %(count)s warning", "and %(count)s warnings", counts[Severity.WARNING])
    context = {
        "label": _("Errors in the chain of evidence"),
        "figure": counts[Severity.ERROR],
        "note": note % {"count": counts[Severity.WARNING]},
        "url": reverse("reporting:checks", args=[evaluation.pk]),
    }
    return render(request, "web/components/figure_card.html", context)


def _back(evaluation: Evaluation, rule: str) -> HttpResponse:
    known = any(one.code == rule for one in checker.RULES)
    address = reverse("reporting:checks", args=[evaluation.pk])
    return redirect(f"{address}#{rule}" if known else address)


@require_safe
def marks(request: HttpRequest, evaluation_id: int, label: str) -> HttpResponse:
    """The problems with one object, to stand on its own page; nothing when there are none."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_CHECKS)
    found = checker.outcome_for(user, evaluation).about(label)
    rows = [(one, SEVERITY[one.rule.severity], BADGES[one.rule.severity]) for one in found]
    return render(request, "reporting/parts/marks.html", {"evaluation": evaluation, "rows": rows})
