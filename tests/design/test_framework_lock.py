"""The framework is fixed once, and what changes in it afterwards is kept with its reason."""

from __future__ import annotations

from datetime import date

import pytest

from sluitend.apps.design import actions, hooks, queries
from sluitend.apps.design.models import Criterion, Evaluation
from sluitend.apps.people.models import User
from sluitend.errors import InputError
from sluitend.web.wording import sentence

CONTENT = {"name": "Op tijd", "source": "Jeugdwet art. 2.3", "good": "Binnen de norm.", "insufficient": "Later."}


@pytest.fixture
def criterion(begun: Evaluation) -> Criterion:
    return begun.criteria.order_by("pk")[0]


@pytest.fixture
def locked(begun: Evaluation, leader: User) -> Evaluation:
    return actions.lock_framework(actor=leader, evaluation=begun)


def _again(evaluation: Evaluation) -> Evaluation:
    return Evaluation.objects.get(pk=evaluation.pk)


def test_before_fixing_nothing_is_an_amendment(begun: Evaluation, leader: User, criterion: Criterion) -> None:
    actions.change_criterion(actor=leader, criterion=criterion, seen=1, reason="Scherper.", **CONTENT)
    question = begun.questions.get(label="V1.2")
    actions.add_criterion(actor=leader, question=question, **CONTENT)

    assert queries.framework_state_for(leader, begun) == queries.FrameworkState(None, 0)
    assert not begun.amendments.exists()


def test_fixing_says_when_and_who_and_happens_once(locked: Evaluation, leader: User) -> None:
    assert locked.framework_locked_at is not None
    assert locked.framework_locked_by == leader

    with pytest.raises(InputError) as caught:
        actions.lock_framework(actor=leader, evaluation=locked)
    assert sentence(caught.value) == "Het beoordelingskader is al vastgelegd. Ga terug en bekijk de pagina."


def test_nothing_is_fixed_without_a_criterion(begun: Evaluation, leader: User) -> None:
    begun.criteria.update(dropped_at=date(2026, 1, 1), dropped_reason="Weg.")

    with pytest.raises(InputError) as caught:
        actions.lock_framework(actor=leader, evaluation=begun)
    assert sentence(caught.value) == "Er is nog geen criterium. Voeg er een toe voordat u het kader vastlegt."


def test_every_change_after_fixing_is_kept_with_its_reason(
    locked: Evaluation, leader: User, criterion: Criterion
) -> None:
    question = locked.questions.get(label="V1.2")
    actions.change_criterion(actor=leader, criterion=criterion, seen=1, reason="Norm veranderd.", **CONTENT)
    actions.drop_criterion(actor=leader, criterion=criterion, reason="Dubbel.", date=date(2026, 3, 1))
    actions.restore_criterion(actor=leader, criterion=criterion, reason="Toch nodig.")
    actions.add_criterion(actor=leader, question=question, reason="Nieuwe wet.", **CONTENT)

    changes = queries.amendments_for(leader, _again(locked))
    assert [(one.kind, one.version, one.reason) for one in changes] == [
        ("added", 1, "Nieuwe wet."),
        ("restored", 2, "Toch nodig."),
        ("dropped", 2, "Dubbel."),
        ("changed", 2, "Norm veranderd."),
    ]
    assert {one.name for one in changes} == {"Op tijd"}
    assert queries.framework_state_for(leader, locked).amended == 4


def test_after_fixing_nothing_changes_without_a_reason(locked: Evaluation, leader: User, criterion: Criterion) -> None:
    actions.drop_criterion(actor=leader, criterion=criterion, reason="Dubbel.", date=date(2026, 3, 1))
    question = locked.questions.get(label="V1.2")

    with pytest.raises(InputError, match="reason_needed"):
        actions.restore_criterion(actor=leader, criterion=criterion)
    with pytest.raises(InputError, match="reason_needed"):
        actions.add_criterion(actor=leader, question=question, **CONTENT)
    assert Criterion.objects.get(pk=criterion.pk).dropped_at == date(2026, 3, 1)


def test_fieldwork_that_began_asks_for_fixing(begun: Evaluation, leader: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hooks, "fieldwork_begun", [lambda evaluation: False])
    assert not queries.lock_is_overdue(leader, begun)

    monkeypatch.setattr(hooks, "fieldwork_begun", [lambda evaluation: False, lambda evaluation: True])
    assert queries.lock_is_overdue(leader, begun)
    part = next(part for part in queries.parts_for(leader, begun) if part.url_name == "design:framework")
    assert str(part.gaps[0]) == "Het veldwerk is begonnen, en het kader is niet vastgelegd."

    assert not queries.lock_is_overdue(leader, actions.lock_framework(actor=leader, evaluation=begun))
