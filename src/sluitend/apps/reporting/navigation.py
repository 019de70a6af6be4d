"""What this room offers to the shell and to the start of an evaluation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sluitend.apps.design import hooks as design_hooks
from sluitend.apps.design.access import may
from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork import hooks as fieldwork_hooks
from sluitend.apps.people import audit_words
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting import actions, checker, queries
from sluitend.apps.reporting.actions import withdrawing
from sluitend.apps.reporting.checker import Severity
from sluitend.apps.reporting.coverage import map_for
from sluitend.apps.reporting.wording import AUDIT, DESTROYED
from sluitend.web import registry

FIGURE_CARD = "web/components/figure_card.html"


def register() -> None:
    """Called once, from AppConfig.ready()."""
    entry = registry.EvaluationEntry
    registry.evaluation_navigation.add(entry(_("Report"), "reporting:report", "report", 50, may_see))
    registry.evaluation_navigation.add(entry(_("Evidence chain"), "reporting:chain_start", "sitemap", 45, may_see))
    registry.evaluation_navigation.add(entry(_("Coverage"), "reporting:coverage", "layout-grid", 46, may_see))
    registry.evaluation_navigation.add(entry(_("Checks"), "reporting:checks", "list-check", 60, may_check))
    registry.summary_cards.add(registry.SummaryCard("checks", checks_card, order=60))
    registry.summary_cards.add(registry.SummaryCard("coverage", coverage_card, order=70))
    registry.starters.add(registry.Starter("reporting.report", start, order=50))
    design_hooks.walk.add(
        design_hooks.WalkStep("report", _("Report"), "reporting:report", Action.WRITE_REPORT, progress, order=50)
    )
    fieldwork_hooks.withdrawn.append(withdrawing.destroy_builds)
    fieldwork_hooks.line_words.update(DESTROYED)
    audit_words.register(AUDIT)


def may_see(user: Any, evaluation: Any) -> bool:
    return may(user, evaluation, Action.VIEW_REPORT)


def may_check(user: Any, evaluation: Any) -> bool:
    return may(user, evaluation, Action.VIEW_CHECKS)


def coverage_card(user: Any, evaluation: Any) -> registry.Card | None:
    """The map of questions × perspectives, over the whole width."""
    from sluitend.apps.reporting.views.coverage import table_context

    if not may(user, evaluation, Action.VIEW_FINDINGS):
        return None
    found = map_for(user, evaluation)
    if not found.cells:
        return None
    return registry.Card("reporting/parts/coverage_card.html", table_context(user, evaluation, found))


def start(actor: Any, evaluation: Any, template: Any) -> None:
    """The outline of a new report comes from its template."""
    actions.start_report(actor=actor, evaluation=evaluation, outline=template.outline)


def progress(user: User, evaluations: Iterable[Evaluation]) -> dict[int, design_hooks.Progress]:
    """The report is done, as a step, once somebody has written in every chapter."""
    counts = queries.has_text_by_evaluation_for(user, evaluations)
    return {
        pk: design_hooks.Progress(
            0 < total <= written,
            ngettext("%(written)s of %(count)s chapter written", "%(written)s of %(count)s chapters written", total)
            % {"written": written, "count": total},
        )
        for pk, (written, total) in counts.items()
    }


def checks_card(user: Any, evaluation: Any) -> registry.Card | None:
    """How many errors the checker finds."""
    if not may_check(user, evaluation):
        return None
    counts = checker.counts_for(user, evaluation)
    note = ngettext("and %(count)s warning", "and %(count)s warnings", counts[Severity.WARNING])
    context = {
        "label": _("Errors in the chain of evidence"),
        "figure": counts[Severity.ERROR],
        "note": note % {"count": counts[Severity.WARNING]},
        "url": reverse("reporting:checks", args=[evaluation.pk]),
    }
    return registry.Card(FIGURE_CARD, context)
