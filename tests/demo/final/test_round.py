"""The blind round of the final measurement: what was counted by hand beforehand is what the product says of it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
import yaml

from sluitend.apps.coding.agreement.figures import ALPHA, KAPPA, PERCENT, Figures, overview
from sluitend.apps.coding.models import CodingRound, ConsensusDecision, Fragment, RoundState
from sluitend.apps.coding.queries.agreement import compared_for, compared_round_for
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import AuditEvent, User
from sluitend.demo.hearing import FOLDER

ROUND: dict[str, Any] = yaml.safe_load((FOLDER / "ronde.yaml").read_text("utf-8"))
KNOWN: dict[str, list[Any]] = ROUND["known"]["codes"]


@pytest.fixture
def first(final: Evaluation, leader: User) -> CodingRound:
    return compared_round_for(leader, final, 1)


@pytest.mark.parametrize("name", KNOWN)
def test_agreement_is_what_was_counted_by_hand(first: CodingRound, leader: User, name: str) -> None:
    *table, percent, kappa, alpha = KNOWN[name]
    compared = compared_for(leader, first)
    code = next((pk for pk, path in compared.codes.items() if path.endswith(name)), None)
    assert code is not None

    found = overview(compared.sample, [code], unit="turn")

    (pair,) = found.pairs.values()
    assert compared.sample.units == ROUND["known"]["turns"]
    assert found.codes[code].given == sum(table)
    for figures, coefficient, wanted in (
        (found.codes[code], PERCENT, percent),
        (pair, KAPPA, kappa),
        (found.codes[code], ALPHA, alpha),
    ):
        assert value(figures, coefficient) == (None if wanted is None else pytest.approx(float(Fraction(wanted))))


def value(figures: Figures, coefficient: str) -> float | None:
    return figures.estimates[coefficient].value


def test_it_was_blind_until_it_closed(final: Evaluation, first: CodingRound) -> None:
    told = AuditEvent.objects.filter(evaluation_id=final.pk, action__startswith="coding.round_").order_by("pk")
    of_first = [one.action for one in told if one.data.get("round") == 1]

    assert of_first == ["coding.round_planned", "coding.round_opened", "coding.round_closed"]
    assert (first.is_blind, first.state) == (True, RoundState.CLOSED)
    assert first.numbers_from is not None
    inside = range(first.numbers_from, first.numbers_from + first.numbers)
    made = Fragment.objects.filter(
        evaluation=final, codings__isnull=False, version__source__number__in=ROUND["round"]["interviews"]
    )
    assert {one.number in inside for one in made} == {True}
    assert AuditEvent.objects.filter(evaluation_id=final.pk, action="coding.text_finished").count() == 4


def test_what_they_agreed_on_and_what_was_decided(first: CodingRound) -> None:
    decisions = ConsensusDecision.objects.filter(round=first)
    decided = {(one.code.name, one.applies, one.reason) for one in decisions.exclude(reason="").select_related("code")}

    assert decided == {(one["code"], one["applies"], one["reason"]) for one in ROUND["decisions"]}
    assert decisions.filter(reason="", applies=True).exists()
    assert first.adjudicated_at is None


def test_a_next_round_is_planned(final: Evaluation) -> None:
    planned = CodingRound.objects.get(evaluation=final, number=2)

    assert planned.state == RoundState.PLANNED
    assert planned.texts.count() == len(ROUND["next"]["interviews"])
