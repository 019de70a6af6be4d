"""Runs the rules."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language

from sluitend.apps.design.access import check as check_permission
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting.checker import findings, questions, quotes, sections
from sluitend.apps.reporting.checker.outcome import Outcome
from sluitend.apps.reporting.checker.rule import Problem, Rule, Severity
from sluitend.apps.reporting.checker.world import world_for
from sluitend.apps.reporting.remembered import Remembered

RULES: tuple[Rule, ...] = (*questions.RULES, *findings.RULES, *quotes.RULES, *sections.RULES)


def check(user: User, evaluation: Evaluation) -> Outcome:
    """Apply every rule. Raises NotFound, NotAllowed."""
    world = world_for(user, evaluation)
    problems = [Problem(rule, found) for rule in RULES for found in rule.check(world)]
    return Outcome(evaluation.pk, tuple(problems), RULES)


_outcomes: Remembered[Outcome] = Remembered(most=32)


def outcome_for(user: User, evaluation: Evaluation) -> Outcome:
    """As `check`, kept until something is written: for pages. Raises NotFound, NotAllowed."""
    role = check_permission(user, evaluation, Action.VIEW_CHECKS)
    return _outcomes.get(evaluation.pk, (role, get_language()), lambda: check(user, evaluation))


def counts_for(user: User, evaluation: Evaluation) -> Mapping[Severity, int]:
    """How many problems of each severity, for a card. Raises NotFound, NotAllowed."""
    return outcome_for(user, evaluation).counts
