"""What this room offers to the shell and to the start of an evaluation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from sluitend.apps.design import hooks as design_hooks
from sluitend.apps.design.access import may
from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork import hooks as fieldwork_hooks
from sluitend.apps.people import audit_words
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting import actions, queries
from sluitend.apps.reporting.actions import withdrawing
from sluitend.apps.reporting.wording import AUDIT, DESTROYED
from sluitend.web import registry


def register() -> None:
    """Called once, from AppConfig.ready()."""
    entry, noun = registry.EvaluationEntry, pgettext_lazy("noun", "Archive")
    registry.evaluation_navigation.add(entry(_("Report"), "reporting:report", "report", 50, may_see))
    registry.evaluation_navigation.add(entry(_("Evidence chain"), "reporting:chain_start", "sitemap", 45, may_see))
    registry.evaluation_navigation.add(entry(_("Coverage"), "reporting:coverage", "layout-grid", 46, may_see))
    registry.evaluation_navigation.add(entry(_("Checks"), "reporting:checks", "list-check", 60, may_check))
    registry.evaluation_navigation.add(entry(_("Exchange"), "reporting:exchange", "arrows-exchange", 96, may_exchange))
    registry.evaluation_navigation.add(entry(noun, "reporting:archive", "archive", 97, may_archive))
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


def may_exchange(user: Any, evaluation: Any) -> bool:
    return may(user, evaluation, Action.EXCHANGE)


def may_archive(user: Any, evaluation: Any) -> bool:
    return may(user, evaluation, Action.ARCHIVE)


def coverage_card(user: Any, evaluation: Any) -> registry.Card | None:
    """Where the map of questions × perspectives comes, over the whole width; the page does not wait for it."""
    if not may(user, evaluation, Action.VIEW_FINDINGS):
        return None
    return registry.Card("reporting/parts/coverage_later.html", {})


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
    """Where the number of errors comes; the page does not wait for the checker."""
    return registry.Card("reporting/parts/checks_later.html", {}) if may_check(user, evaluation) else None
