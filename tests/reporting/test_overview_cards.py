"""The cards of this room on the overview: fetched after the page, with a link where no script runs."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from sluitend.apps.design import actions
from sluitend.apps.design.models import Evaluation, Perspective
from sluitend.apps.people.models import User

ClientOf = Callable[[User], Client]


def test_the_overview_does_not_wait_for_the_map_and_the_checker(
    evaluation: Evaluation, leader: User, client_of: ClientOf
) -> None:
    actions.add_question(actor=leader, evaluation=evaluation, text="Werkt het?", kind="descriptive", parent=None)
    Perspective.objects.create(evaluation=evaluation, name="Ouders")
    client = client_of(leader)

    page = client.get(reverse("design:evaluation", args=[evaluation.pk])).content.decode()

    for card, whole, words in (
        ("reporting:coverage_card", "reporting:coverage", "Dekking"),
        ("reporting:checks_card", "reporting:checks", "Fouten in de bewijsketen"),
    ):
        address = reverse(card, args=[evaluation.pk])
        assert f'hx-get="{address}"' in page
        assert f'href="{reverse(whole, args=[evaluation.pk])}"' in page
        assert words in page
        assert words in client.get(address).content.decode()


def test_without_questions_there_is_no_map(evaluation: Evaluation, leader: User, client_of: ClientOf) -> None:
    assert client_of(leader).get(reverse("reporting:coverage_card", args=[evaluation.pk])).content == b""
