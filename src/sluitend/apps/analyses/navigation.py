"""What this room offers to the shell, to datasets and to the evidence chain."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from sluitend.apps.analyses import actions, queries
from sluitend.apps.datasets import hooks as dataset_hooks
from sluitend.apps.design.access import may
from sluitend.apps.people.permissions import Action
from sluitend.web import registry


def register() -> None:
    """Called once, from AppConfig.ready()."""
    registry.evaluation_navigation.add(
        registry.EvaluationEntry(_("Analyses"), "analyses:list", "chart-bar", 37, allowed=_may_see)
    )
    registry.evidence_kinds.add(
        registry.EvidenceKind("U", _("result"), queries.resolve, up_links=queries.up_links, order=37)
    )
    dataset_hooks.removed.append(actions.forget)
    dataset_hooks.rests_on.append(queries.rests_on)


def _may_see(user: Any, evaluation: Any) -> bool:
    return may(user, evaluation, Action.VIEW_RESULTS)
