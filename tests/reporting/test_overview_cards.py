"""The cards of this room on the overview: fetched after the page, with a link where no script runs."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from sluitend.apps.design import actions
from sluitend.apps.design.models import Evaluation, Perspective
from sluitend.apps.people.models import User

ClientOf = Callable[[User], Client]
CARDS = {
    "reporting:coverage_card": ("reporting:coverage", "Dekking"),
    "reporting:checks_card": ("reporting:checks", "Fouten in de bewijsketen"),
}


class Places(HTMLParser):
    """What stands in the sections that fetch something, by address: links with a text, and all words."""

    def __init__(self) -> None:
        super().__init__()
        self.links: dict[str, dict[str, str]] = {}
        self.words: dict[str, str] = {}
        self._here = self._link = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "section" and found.get("hx-get"):
            self._here = found["hx-get"] or ""
            self.links[self._here], self.words[self._here] = {}, ""
        if tag == "a" and self._here:
            self._link = found.get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "section":
            self._here = ""
        if tag == "a":
            self._link = ""

    def handle_data(self, data: str) -> None:
        if self._here:
            self.words[self._here] += data
            if self._link and data.strip():
                self.links[self._here][self._link] = data.strip()


def places_on(page: str) -> Places:
    found = Places()
    found.feed(page)
    return found


@pytest.fixture
def overview(evaluation: Evaluation, leader: User) -> str:
    """Its address, once there is something to map."""
    actions.add_question(actor=leader, evaluation=evaluation, text="Werkt het?", kind="descriptive", parent=None)
    Perspective.objects.create(evaluation=evaluation, name="Ouders")
    return reverse("design:evaluation", args=[evaluation.pk])


@pytest.mark.parametrize("card", CARDS)
def test_where_no_script_runs_the_card_leads_to_its_page(
    card: str, overview: str, evaluation: Evaluation, leader: User, client_of: ClientOf
) -> None:
    """The link stands in the place that the card would take, not only in the menu."""
    whole, words = CARDS[card]
    address, page = (reverse(name, args=[evaluation.pk]) for name in (card, whole))

    found = places_on(client_of(leader).get(overview).content.decode())

    assert found.links[address][page]
    assert words in found.words[address]
    assert client_of(leader).get(page).status_code == 200
    assert words in client_of(leader).get(address).content.decode()


def test_who_may_not_see_the_checks_gets_no_place_for_them(
    overview: str, evaluation: Evaluation, reader: User, client_of: ClientOf
) -> None:
    found = places_on(client_of(reader).get(overview).content.decode())

    assert reverse("reporting:checks_card", args=[evaluation.pk]) not in found.links
    coverage = reverse("reporting:coverage_card", args=[evaluation.pk])
    assert found.links[coverage][reverse("reporting:coverage", args=[evaluation.pk])]


def test_without_questions_there_is_no_map(evaluation: Evaluation, leader: User, client_of: ClientOf) -> None:
    assert client_of(leader).get(reverse("reporting:coverage_card", args=[evaluation.pk])).content == b""
