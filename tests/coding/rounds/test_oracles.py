"""What somebody writes in the report answers no question about what others code blind. Everything is fictitious."""

from __future__ import annotations

import pytest

from sluitend.apps.coding import actions
from sluitend.apps.coding.models import Code, CodingRound
from sluitend.apps.people.models import User
from sluitend.apps.reporting.checker.world import World
from sluitend.apps.reporting.models import Report, Section
from sluitend.apps.reporting.queries.guarding import closed_rows
from sluitend.apps.sources.models import SourceVersion
from tests.coding.rounds.near import opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(leader: User, researcher: User, colleague: User, version: SourceVersion) -> CodingRound:
    return opened(leader, [version], [researcher, colleague])


def test_the_checker_knows_no_number_of_a_passage_that_is_coded_blind(
    one: CodingRound, leader: User, researcher: User, colleague: User, version: SourceVersion, code: Code
) -> None:
    """Somebody names every number of the round, and looks which of them are unknown."""
    numbers = range(one.numbers_from or 0, (one.numbers_from or 0) + one.numbers)
    report = Report.objects.create(evaluation=one.evaluation, title="Rapport (fictief)")
    named = " ".join(f"[[F{number}]]" for number in numbers)
    Section.objects.create(report=report, title="Proef (fictief)", markdown=named, changed_by=researcher)
    fragment = actions.apply_code(actor=colleague, version=version, start=0, end=20, code=code).fragment

    blind = World(researcher, one.evaluation).fragments
    actions.close_round(actor=leader, round_=one)

    assert blind == {}
    assert {row.number for row in World(researcher, one.evaluation).fragments.values()} == {fragment.number}


def test_words_that_stay_inside_are_those_of_the_whole_text_while_it_is_coded_blind(
    one: CodingRound, leader: User, colleague: User, version: SourceVersion, code: Code
) -> None:
    before = closed_rows(one.evaluation)
    actions.apply_code(actor=colleague, version=version, start=0, end=len("De wachttijd liep op."), code=code)

    blind = closed_rows(one.evaluation)
    actions.close_round(actor=leader, round_=one)

    assert blind == before
    assert set() < closed_rows(one.evaluation) < blind
