"""What this room offers to the shell and to the walk of an evaluation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sluitend.apps.design import hooks as design_hooks
from sluitend.apps.design.access import may
from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork import queries
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.web import registry


def register() -> None:
    """Called once, from AppConfig.ready()."""
    registry.evaluation_navigation.add(
        registry.EvaluationEntry(_("Fieldwork"), "fieldwork:respondents", "users-group", 20, _may_see)
    )
    design_hooks.walk.add(
        design_hooks.WalkStep("gate", _("Arrange the start"), "fieldwork:gate", Action.MANAGE_GATE, progress, order=15)
    )
    design_hooks.fieldwork_begun.append(queries.somebody_consented)


def _may_see(user: Any, evaluation: Any) -> bool:
    return may(user, evaluation, Action.VIEW_FIELDWORK)


def progress(user: User, evaluations: Sequence[Evaluation]) -> Mapping[int, design_hooks.Progress]:
    """Arranged, as a step, once no line of the start gate is open."""
    counts = queries.open_items_by_evaluation_for(user, evaluations)
    return {
        pk: design_hooks.Progress(
            count == 0, ngettext("%(count)s line open", "%(count)s lines open", count) % {"count": count}
        )
        for pk, count in counts.items()
    }
