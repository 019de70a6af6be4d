"""Saying that a text is finished, on its page: who gave no code in it is asked first. Everything is fictitious."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from sluitend.apps.coding import actions
from sluitend.apps.coding.models import Code, CodingRound, RoundAssignment
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import SourceVersion
from tests.coding.rounds.near import opened

pytestmark = pytest.mark.django_db

QUESTION = "U gaf in deze tekst nog geen code. Klopt dat?"


@pytest.fixture
def one(leader: User, researcher: User, colleague: User, version: SourceVersion) -> CodingRound:
    return opened(leader, [version], [researcher, colleague])


@pytest.fixture
def coder(client_of: Callable[[User], Client], researcher: User) -> Client:
    return client_of(researcher)


def _at(one: CodingRound) -> str:
    return f"/evaluaties/{one.evaluation_id}/coderen/rondes/{one.number}/"


def _is_finished(user: User) -> bool:
    return RoundAssignment.objects.exclude(finished_at=None).filter(coder=user).exists()


def test_who_gave_no_code_is_asked_first_and_can_say_yes(one: CodingRound, coder: Client, researcher: User) -> None:
    asked = coder.post(f"{_at(one)}teksten/1/klaar/", {"finished": "1", "back": "round"})
    was_finished = _is_finished(researcher)
    said = coder.post(f"{_at(one)}teksten/1/klaar/", {"finished": "1", "confirmed": "1", "back": "round"})

    assert asked.status_code == 200
    assert QUESTION in asked.content.decode()
    assert f'href="{_at(one)}"' in asked.content.decode()
    assert not was_finished
    assert (said.status_code, said["Location"]) == (302, _at(one))
    assert _is_finished(researcher)


def test_codes_of_somebody_else_are_no_answer(
    one: CodingRound, coder: Client, researcher: User, colleague: User, version: SourceVersion, code: Code
) -> None:
    actions.apply_code(actor=colleague, version=version, start=3, end=12, code=code)

    asked = coder.post(f"{_at(one)}teksten/1/klaar/", {"finished": "1"})

    assert QUESTION in asked.content.decode()
    assert not _is_finished(researcher)


def test_who_gave_a_code_is_asked_nothing(
    one: CodingRound, coder: Client, researcher: User, version: SourceVersion, code: Code
) -> None:
    actions.apply_code(actor=researcher, version=version, start=3, end=12, code=code)

    said = coder.post(f"{_at(one)}teksten/1/klaar/", {"finished": "1"})

    assert said.status_code == 302
    assert _is_finished(researcher)


def test_who_is_not_finished_after_all_is_asked_nothing(one: CodingRound, coder: Client, researcher: User) -> None:
    actions.finish_text(actor=researcher, round_=one, source=1)

    said = coder.post(f"{_at(one)}teksten/1/klaar/", {"finished": "0"})

    assert said.status_code == 302
    assert not _is_finished(researcher)


def test_a_round_that_was_closed_refuses_without_asking(
    one: CodingRound, coder: Client, leader: User, researcher: User
) -> None:
    actions.close_round(actor=leader, round_=one)

    said = coder.post(f"{_at(one)}teksten/1/klaar/", {"finished": "1"}, follow=True)

    assert QUESTION not in said.content.decode()
    assert not _is_finished(researcher)
