"""What this room offers to the shell, to datasets and to the evidence chain."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from sluitend.apps.analyses import actions, hooks, queries, summary
from sluitend.apps.datasets import hooks as dataset_hooks
from sluitend.apps.design import hooks as design_hooks
from sluitend.apps.design.access import may
from sluitend.apps.fieldwork import hooks as fieldwork_hooks
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources import hooks as source_hooks
from sluitend.web import registry


def register() -> None:
    """Called once, from AppConfig.ready()."""
    registry.evaluation_navigation.add(
        registry.EvaluationEntry(_("Analyses"), "analyses:list", "chart-bar", 37, allowed=_may_see)
    )
    registry.summary_cards.add(registry.SummaryCard("analyses", summary.card, order=35))
    design_hooks.walk.add(
        design_hooks.WalkStep(
            "analyses", _("Results of analyses"), "analyses:list", Action.RUN_ANALYSES, summary.progress, order=35
        )
    )
    registry.evidence_kinds.add(
        registry.EvidenceKind("U", _("result"), queries.resolve, queries.up_links, hooks.down_links, order=37)
    )
    dataset_hooks.removed.append(actions.forget)
    fieldwork_hooks.withdrawn.append(actions.forget_voices)
    source_hooks.deleting.append(actions.forget_source)
    source_hooks.rests_on.append(queries.rests_on_source)
    dataset_hooks.rests_on.append(queries.rests_on)
    dataset_hooks.analysts.append(queries.analysts_of)


def _may_see(user: Any, evaluation: Any) -> bool:
    return may(user, evaluation, Action.VIEW_OUTSIDE_RESULTS)
