"""What this room offers to the shell, to the start of an evaluation and to the evidence chain."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sluitend.apps.design import hooks as design_hooks
from sluitend.apps.design.access import may
from sluitend.apps.fieldwork import hooks as fieldwork_hooks
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources import queries, withdrawal
from sluitend.apps.sources.actions import withdrawing
from sluitend.apps.sources.wording import DESTROYED
from sluitend.web import registry


def register() -> None:
    """Called once, from AppConfig.ready()."""
    registry.evaluation_navigation.add(
        registry.EvaluationEntry(_("Sources"), "sources:list", icon="files", order=20, allowed=_may_see)
    )
    registry.summary_cards.add(registry.SummaryCard("sources", _card, order=20))
    fieldwork_hooks.withdrawn.append(withdrawing.destroy_what_was_said)
    fieldwork_hooks.spoke_in.append(withdrawal.spoke_in)
    fieldwork_hooks.goes_with.append(withdrawal.goes_with)
    fieldwork_hooks.line_words.update(DESTROYED)
    registry.evidence_kinds.add(
        registry.EvidenceKind("S", _("source"), queries.resolve, down_links=queries.down_links, order=20)
    )

    design_hooks.walk.add(
        design_hooks.WalkStep("sources", _("Sources"), "sources:list", Action.VIEW_SOURCES, walk_progress, order=20)
    )


def walk_progress(user: Any, evaluations: Any) -> dict[int, design_hooks.Progress]:
    """Sources are there, as a step, once one of them may be coded."""
    counts = queries.released_by_evaluation_for(user, evaluations)
    return {
        pk: design_hooks.Progress(
            count > 0, ngettext("%(count)s source", "%(count)s sources", count) % {"count": count}
        )
        for pk, count in counts.items()
    }


def _may_see(user: Any, evaluation: Any) -> bool:
    return may(user, evaluation, Action.VIEW_PUBLIC_SOURCE)


def _card(user: Any, evaluation: Any) -> registry.Card | None:
    if not _may_see(user, evaluation):
        return None
    totals = queries.totals_for(user, evaluation)
    waiting = totals.total - totals.released
    note = ngettext("%(count)s waits for release", "%(count)s wait for release", waiting) % {"count": waiting}
    context = {
        "label": _("Sources"),
        "figure": totals.total,
        "note": note if waiting else _("all may be coded") if totals.total else _("none yet"),
        "url": reverse("sources:list", args=[evaluation.pk]),
    }
    return registry.Card("web/components/figure_card.html", context)
