"""A text in an open blind round counts in no denominator either: its people are neither in n nor silent.

Everything is fictitious.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sluitend.apps.analyses import actions, seals
from sluitend.apps.analyses.kit.result import Result
from sluitend.apps.analyses.kit.tables import records
from sluitend.apps.coding import actions as coding
from sluitend.apps.coding.models import Code, CodingRound
from sluitend.apps.design.models import Evaluation, Perspective, Phase, Topic
from sluitend.apps.people.models import User
from sluitend.errors import InputError
from tests.analyses.voices import TEXT, WAITING, World
from tests.coding.rounds.near import opened

pytestmark = pytest.mark.django_db
WORDS = len(TEXT.split())
LEFT_OUT = "1 tekst is niet meegeteld: die wordt nog blind gecodeerd."
TOPIC = "de wachttijd"


@pytest.fixture
def world(evaluation: Evaluation, leader: User) -> World:
    return World(evaluation, leader)


@pytest.fixture
def code(world: World) -> Code:
    """S1 of a client who says it, S2 of another who does not, and S3 of the one parent, which nobody coded yet."""
    code = world.speak({"cliënten": (2, 1), "ouders": (1, 0)})
    world.read(world.sources[2].versions.get())
    for perspective in Perspective.objects.filter(evaluation=world.evaluation):
        Topic.objects.create(perspective=perspective, text=TOPIC)
    return code


@pytest.fixture
def round_(world: World, code: Code, leader: User, researcher: User) -> CodingRound:
    """S3 is coded blind, and the parent says it."""
    version = world.sources[3].versions.get()
    found = opened(leader, [version], [researcher, leader])
    coding.apply_code(actor=researcher, version=version, start=4, end=11, code=code)
    return found


def asked(user: User, world: World, key: str, **given: object) -> Result:
    row = actions.ask_codings_now(actor=user, evaluation=world.evaluation, key=key, parameters=given)
    return seals.opened(row).result


def rows(found: Result, key: str) -> list[dict[str, Any]]:
    (table,) = (one for one in found.tables if one.key == key)
    return [dict(one) for one in records(table)]


def test_who_speaks_only_in_a_blind_text_is_not_silent(world: World, round_: CodingRound, leader: User) -> None:
    """Neither silent, nor not asked: nothing is said of them, and they are not among those who spoke."""
    found = asked(leader, world, "wie-sprak-en-wie-niet", topics=[TOPIC])

    assert found.sentences == ("‘Wachten’ – sprak erover: cliënten (1 van de 2 bevraagde respondenten).",)
    assert [row["group"] for row in rows(found, "spoke")] == ["cliënten"]
    assert found.n == 2
    assert LEFT_OUT in found.caveats


def test_who_also_speaks_in_another_text_counts_by_that_one(
    world: World, code: Code, round_: CodingRound, leader: User
) -> None:
    parent = world.sources[3].ground.respondents.get()
    version = world.heard(Perspective.objects.get(name="ouders"))
    version.source.ground.respondents.set([parent])
    world.read(version)

    found = asked(leader, world, "wie-sprak-en-wie-niet", topics=[TOPIC])

    (said,) = found.sentences
    assert said.endswith("; stil: ouders (0 van de 1 bevraagde respondenten).")
    assert found.n == 3


def test_a_group_that_speaks_only_in_a_blind_text_cannot_be_chosen_until_it_is_closed(
    world: World, round_: CodingRound, leader: User
) -> None:
    with pytest.raises(InputError, match=r"analyses\.not_in_data"):
        asked(leader, world, "codes-per-groep", who=["perspective=ouders"])

    coding.close_round(actor=leader, round_=round_)

    (row,) = rows(asked(leader, world, "codes-per-groep", who=["perspective=ouders"]), "cross")
    assert (row["respondents"], row["of_respondents"]) == (1, 1)


def test_shares_are_of_the_texts_people_and_words_that_count(world: World, round_: CodingRound, leader: User) -> None:
    (whole,) = rows(asked(leader, world, "vraag-aan-teksten", code=WAITING), "whole")

    assert (whole["sources"], whole["of_sources"], whole["share_sources"]) == (1, 2, 0.5)
    assert (whole["respondents"], whole["of_respondents"], whole["share_respondents"]) == (1, 2, 0.5)
    assert whole["per_1000"] == pytest.approx(1000 / (2 * WORDS))


def test_a_blind_text_is_no_step_of_saturation(world: World, round_: CodingRound, leader: User) -> None:
    found = asked(leader, world, "verzadiging")

    assert [(row["source"], row["new"]) for row in rows(found, "steps")] == [("S1", 1), ("S2", 0)]
    assert found.sentences[0] == "Na 2 bronnen zijn er 1 code."


def test_a_blind_text_is_in_no_period(world: World, round_: CodingRound, leader: User) -> None:
    for number, month in ((1, 1), (2, 1), (3, 5)):
        world.evaluation.sources.filter(number=number).update(date=date(2026, month, 1))

    found = asked(leader, world, "codes-in-de-tijd")

    assert [row["of_sources"] for row in rows(found, "periods")] == [2]


def test_the_last_phase_is_the_last_of_which_a_text_counts(world: World, round_: CodingRound, leader: User) -> None:
    """The phase of the blind text is not chosen; were there no other, there is nothing to lay beside each other."""
    for order, (name, number) in enumerate((("start", 1), ("midden", 2), ("einde", 3))):
        phase = Phase.objects.create(evaluation=world.evaluation, name=name, order=order)
        world.evaluation.sources.filter(number=number).update(phase=phase)

    found = asked(leader, world, "eerst-en-later")

    assert {row["moment"]: row["phase"] for row in rows(found, "phases")} == {"eerst": "start", "later": "midden"}
    assert {row["moment"]: row["of_respondents"] for row in rows(found, "moments")} == {"eerst": 1, "later": 1}


def test_people_of_a_blind_text_are_not_left_over_beside_a_choice(
    world: World, round_: CodingRound, leader: User
) -> None:
    """The rule of three looks at who is counted: a parent who is not counted is nobody's rest."""
    (row,) = rows(asked(leader, world, "codes-per-groep", who=["perspective=cliënten"]), "cross")

    assert (row["of_respondents"], row["beyond"], row["elsewhere"]) == (2, 0, 0)
