"""What this room offers to the shell, to the evidence chain, and to who withdraws."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from sluitend.apps.datasets import queries
from sluitend.apps.datasets.actions.destroying import forget_again
from sluitend.apps.design.access import may
from sluitend.apps.fieldwork import hooks as fieldwork_hooks
from sluitend.apps.people.permissions import Action
from sluitend.web import registry


def register() -> None:
    """Called once, from AppConfig.ready()."""
    registry.evaluation_navigation.add(
        registry.EvaluationEntry(_("Datasets"), "datasets:list", icon="table", order=35, allowed=_may_see)
    )
    registry.evidence_kinds.add(
        registry.EvidenceKind("D", _("dataset"), queries.resolve, down_links=queries.down_links, order=35)
    )
    fieldwork_hooks.withdrawn.append(forget_again)


def _may_see(user: Any, evaluation: Any) -> bool:
    return may(user, evaluation, Action.VIEW_DATASETS)
