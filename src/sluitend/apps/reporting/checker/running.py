"""Runs the rules."""

from __future__ import annotations

from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.reporting.checker import findings, questions, quotes, sections
from sluitend.apps.reporting.checker.outcome import Outcome
from sluitend.apps.reporting.checker.rule import Problem, Rule
from sluitend.apps.reporting.checker.world import world_for

RULES: tuple[Rule, ...] = (*questions.RULES, *findings.RULES, *quotes.RULES, *sections.RULES)


def check(user: User, evaluation: Evaluation) -> Outcome:
    """Apply every rule. Raises NotFound, NotAllowed."""
    world = world_for(user, evaluation)
    problems = [Problem(rule, found) for rule in RULES for found in rule.check(world)]
    return Outcome(evaluation.pk, tuple(problems), RULES)
