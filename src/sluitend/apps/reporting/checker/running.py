"""Runs the rules."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime

from sluitend.apps.design.access import check as check_permission
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting.checker import findings, questions, quotes, sections
from sluitend.apps.reporting.checker.outcome import Outcome
from sluitend.apps.reporting.checker.rule import Problem, Rule, Severity
from sluitend.apps.reporting.checker.world import world_for

RULES: tuple[Rule, ...] = (*questions.RULES, *findings.RULES, *quotes.RULES, *sections.RULES)


def check(user: User, evaluation: Evaluation) -> Outcome:
    """Apply every rule. Raises NotFound, NotAllowed."""
    world = world_for(user, evaluation)
    problems = [Problem(rule, found) for rule in RULES for found in rule.check(world)]
    return Outcome(evaluation.pk, tuple(problems), RULES)


_Key = tuple[int, int, datetime]
_REMEMBERED = 64
_counts: OrderedDict[_Key, Mapping[Severity, int]] = OrderedDict()


def counts_for(user: User, evaluation: Evaluation) -> Mapping[Severity, int]:
    """How many problems of each severity: for a card, so remembered until something is written in the evaluation.

    Every write leaves an audit event; the page of the checks itself always looks anew. Raises NotFound, NotAllowed.
    """
    check_permission(user, evaluation, Action.VIEW_CHECKS)
    last = AuditEvent.objects.filter(evaluation_id=evaluation.pk).order_by("-pk").values_list("pk", "at").first()
    if last is None:
        return check(user, evaluation).counts
    key = (evaluation.pk, *last)
    if key not in _counts:
        _counts[key] = check(user, evaluation).counts
        while len(_counts) > _REMEMBERED:
            _counts.popitem(last=False)
    return _counts[key]
