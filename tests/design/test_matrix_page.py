"""The matrix on screen: what stands in a cell, for who may change it and for who may read it."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from sluitend.apps.design import actions
from sluitend.apps.design.models import Evaluation, Perspective, Place
from sluitend.apps.people.models import User

ClientOf = Callable[[User], Client]
GROUP, PLACE = "Jeugd & <gezin> (fictief)", "Hei & <Dal> (fictief)"


@pytest.fixture
def first(begun: Evaluation) -> Perspective:
    perspective = begun.perspectives.all()[0]
    Perspective.objects.filter(pk=perspective.pk).update(name=GROUP, levels=["official"])
    perspective.refresh_from_db()
    return perspective


def _first_cell_of(label: str, page: str) -> str:
    """As somebody reads it, or hears it read."""
    row = page.split(f'<tr id="{label}">')[1]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", row[row.index("<td") : row.index("</td>")])).split())


def test_a_cell_says_what_is_planned_and_leads_to_its_plan(
    begun: Evaluation, first: Perspective, leader: User, reader: User, client_of: ClientOf
) -> None:
    method = begun.methods.all()[0]
    place = Place.objects.create(evaluation=begun, name=PLACE, kind="municipality")
    plans = [actions.Plan(method, 2, level="official", per_place=True), actions.Plan(method, 3, place=place)]
    actions.set_cell(actor=leader, question=begun.questions.get(label="V1.2"), perspective=first, plans=plans)

    pages = [client_of(one).get(reverse("design:matrix", args=[begun.pk])).content.decode() for one in (leader, reader)]

    planned = f"3 × {method.name} {PLACE} 2 × {method.name} ambtelijk, per plaats"
    assert [_first_cell_of("V1.2", page) for page in pages] == [f"Plan V1.2 voor {GROUP}: {planned}", planned]
    assert "<gezin>" not in "".join(pages)
    url = reverse("design:cell", args=[begun.pk, "V1.2", first.pk])
    assert [f'href="{url}"' in page for page in pages] == [True, False]


def test_an_empty_cell_says_so(
    begun: Evaluation, first: Perspective, leader: User, reader: User, client_of: ClientOf
) -> None:
    actions.set_cell(actor=leader, question=begun.questions.get(label="V1.2"), perspective=first, plans=[])

    pages = [client_of(one).get(reverse("design:matrix", args=[begun.pk])).content.decode() for one in (leader, reader)]

    said = [f"Plan V1.2 voor {GROUP}: niets gepland", "niets gepland"]
    assert [_first_cell_of("V1.2", page) for page in pages] == said
