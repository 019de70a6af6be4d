"""A busy evaluation: the small world of `tests.permissions.world`, with as many of everything as one asks for.

Written in bulk, past the rooms' actions: what is measured is reading. All of it is fictitious.
"""

from __future__ import annotations

from dataclasses import dataclass

from sluitend.apps.design.models import Evaluation
from tests.performance.crowd import argument, data, outcomes, people, plan, texts
from tests.permissions.world import World


@dataclass(frozen=True, slots=True)
class Amounts:
    """How many to add. `of_each` counts what a plan and a team consist of: questions, places, members, and so on."""

    of_each: int
    sources: int
    characters: int  # of each text
    first_characters: int  # of S1 and S3, which pages open
    codes: int
    codings: int
    findings: int
    links: int
    conclusions: int
    recommendations: int
    sections: int
    events: int  # rows of the logbook and of the audit trail


A_FEW = Amounts(4, 4, 800, 2_000, 4, 20, 4, 12, 2, 2, 2, 10)


def grow(made: World, amounts: Amounts) -> Evaluation:
    """Add these amounts to the evaluation of this world, and to what its pages show (S1, B1, V1, …)."""
    evaluation = Evaluation.objects.get(pk=made.arguments["design"]["evaluation_id"])
    leader = made.users["leader"]
    people.add(evaluation, leader, amounts.of_each, amounts.events)
    plan.add(evaluation, leader, amounts.of_each, amounts.conclusions)
    texts.add(evaluation, leader, amounts)
    argument.add(evaluation, leader, amounts)
    data.add(evaluation, leader, amounts.of_each)
    outcomes.add(evaluation, amounts.of_each)
    return evaluation
