"""Runs the rules."""

from __future__ import annotations

from collections.abc import Mapping

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


_counts: Remembered[Mapping[Severity, int]] = Remembered(most=64)


def counts_for(user: User, evaluation: Evaluation) -> Mapping[Severity, int]:
    """How many problems of each severity: for a card, so remembered until something is written.

    The page of the checks itself always looks anew. Raises NotFound, NotAllowed.
    """
    check_permission(user, evaluation, Action.VIEW_CHECKS)
    return _counts.get(evaluation.pk, "counts", lambda: check(user, evaluation).counts)
