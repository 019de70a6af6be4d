"""What this room offers to the shell, to datasets and to the evidence chain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from sluitend.apps.analyses import actions, hooks, queries, summary
from sluitend.apps.coding import hooks as coding_hooks
from sluitend.apps.datasets import hooks as dataset_hooks
from sluitend.apps.design import hooks as design_hooks
from sluitend.apps.design.access import may
from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork import hooks as fieldwork_hooks
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources import hooks as source_hooks
from sluitend.web import registry

QUESTION: Final = "vraag-aan-teksten"  # the entry of the catalogue whose parameters have the names of that question


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
    coding_hooks.question_ways.append(_kept_question)
    fieldwork_hooks.withdrawn.append(actions.forget_voices)
    source_hooks.deleting.append(actions.forget_source)
    source_hooks.rests_on.append(queries.rests_on_source)
    dataset_hooks.rests_on.append(queries.rests_on)
    dataset_hooks.analysts.append(queries.analysts_of)


def _kept_question(user: User, evaluation: Evaluation, asked: Mapping[str, Any]) -> tuple[registry.Text, str] | None:
    """A question to the coded texts becomes an analysis: its result can be cited, and computed again."""
    if not may(user, evaluation, Action.RUN_ANALYSES):
        return None
    given = {name: "on" if value is True else value or "" for name, value in asked.items() if value or value is False}
    address = reverse("analyses:ask", args=[evaluation.pk, QUESTION])
    return _("Count and keep as a result"), f"{address}?{urlencode(given, doseq=True)}"


def _may_see(user: Any, evaluation: Any) -> bool:
    return may(user, evaluation, Action.VIEW_OUTSIDE_RESULTS)
