"""What the evaluation plan is made of: the design, without the rest of the report."""

from __future__ import annotations

from django.utils.translation import get_language

from sluitend.apps.design.access import check
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting.account import PLAN
from sluitend.apps.reporting.building.plan import of_design
from sluitend.apps.reporting.material import Audience, Material
from sluitend.apps.reporting.queries.gather import gather
from sluitend.apps.reporting.remembered import Remembered

_kept: Remembered[Material] = Remembered(most=8)


def plan_material_for(user: User, evaluation: Evaluation) -> Material:
    """For anybody, kept until something is written. Raises NotFound, NotAllowed, InputError("coding.quote_changed")."""
    role = check(user, evaluation, Action.WRITE_REPORT)
    return _kept.get(evaluation.pk, (role, get_language()), lambda: gather_plan(user, evaluation))


def gather_plan(user: User, evaluation: Evaluation) -> Material:
    """The same, read now."""
    return of_design(gather(user, evaluation, Audience.PUBLIC, parts=frozenset(PLAN)))
