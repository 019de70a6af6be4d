"""Runs the rules, and after a change only those that looked at what changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import get_language

from sluitend.apps.design.access import check as check_permission
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.people.queries import Pulse, actions_between, pulse_of
from sluitend.apps.reporting.checker.memory import Newest
from sluitend.apps.reporting.checker.outcome import Outcome, Waived
from sluitend.apps.reporting.checker.parts import Kept
from sluitend.apps.reporting.checker.rule import Problem, Severity
from sluitend.apps.reporting.checker.rules import RULES
from sluitend.apps.reporting.checker.world import World, touched_by


@dataclass(frozen=True, slots=True)
class Checked:
    """What came out, what it was made from, and when that was so."""

    pulse: Pulse | None
    day: date  # consents end with the day
    parts: Mapping[str, Kept]
    outcome: Outcome


_checked: Newest[Checked] = Newest(most=16)


def check(user: User, evaluation: Evaluation) -> Outcome:
    """Read everything and apply every rule. Raises NotFound, NotAllowed."""
    check_permission(user, evaluation, Action.VIEW_CHECKS)
    return _applied(World(user, evaluation))


def outcome_for(user: User, evaluation: Evaluation) -> Outcome:
    """As `check`, from memory as far as nothing changed: for pages. Raises NotFound, NotAllowed."""
    check_permission(user, evaluation, Action.VIEW_CHECKS)
    key = (evaluation.pk, get_language())
    kept, pulse = _checked.get(key), pulse_of(evaluation.pk)
    if kept is not None and (kept.pulse, kept.day) == (pulse, timezone.localdate()):
        return kept.outcome
    world = _world(user, evaluation, kept, pulse)
    outcome = _applied(world)
    _checked.keep(key, Checked(pulse, timezone.localdate(), world.kept, outcome))
    return outcome


def counts_for(user: User, evaluation: Evaluation) -> Mapping[Severity, int]:
    """How many problems of each severity, for a card. Raises NotFound, NotAllowed."""
    return outcome_for(user, evaluation).counts


def waived_for(user: User, evaluation: Evaluation) -> tuple[Waived, ...]:
    """What was set aside with a reason, for the annex of the report. Raises NotFound, NotAllowed."""
    return outcome_for(user, evaluation).waived


def _world(user: User, evaluation: Evaluation, kept: Checked | None, pulse: Pulse | None) -> World:
    """With what still holds of what was kept; nothing of it when it cannot be told what happened since."""
    if kept is None or kept.pulse is None or pulse is None or kept.day != timezone.localdate():
        return World(user, evaluation)
    actions = actions_between(evaluation.pk, kept.pulse, pulse)
    if actions is None:
        return World(user, evaluation)
    return World(user, evaluation, kept.parts, {name for action in actions for name in touched_by(action)})


def _applied(world: World) -> Outcome:
    waivers = {(one.rule, one.object_key): one for one in world.waivers}
    problems, waived = [], []
    for rule in RULES:
        for found in world.found_by(rule):
            problem = Problem(rule, found)
            waiver = waivers.get((rule.code, problem.key))
            if waiver is None:
                problems.append(problem)
            else:
                waived.append(Waived(problem, waiver.id, waiver.reason, waiver.by, waiver.on))
    return Outcome(world.evaluation.pk, tuple(problems), RULES, tuple(waived))
