"""The picture of the evidence chain beside a twin by another hand, on random evaluations."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from sluitend.apps.coding import actions as coding
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.reporting.chain import Board, board_for, whole_board_for
from sluitend.errors import NotFound
from tests.twins import chain
from tests.twins.conftest import Drawn
from tests.twins.stored import Stored
from tests.twins.world import World

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]


def known(world: World, stored: Stored, label: str) -> str:
    """A code is known by its own number in the database."""
    return f"K{stored.codes[int(label[1:])].pk}" if label.startswith("K") else label


def labels(found: Board) -> set[str]:
    return {item.label for column in found.columns for item in column.items}


def centres(world: World) -> list[str]:
    numbered = [f"S{one.number}" for one in world.texts] + [f"F{one.number}" for one in world.passages]
    numbered += [f"K{number}" for number in world.codes] + [one.label for one in world.questions]
    numbered += [f"B{one.number}" for one in world.standing] + [f"C{number}" for number in world.answers]
    numbered += [f"A{number}" for number in world.advice] + [f"AF{number}" for number in world.agreements]
    return numbered + [f"L{number}" for number in world.entries]


@pytest.mark.parametrize("seed", range(3))
def test_around_every_object(seed: int, draw: Drawn, leader: User) -> None:
    world, stored = draw(seed)
    record(leader, "design.object_renamed", leader, evaluation=stored.evaluation.pk)  # what was kept is too old

    for centre in centres(world):
        wanted = chain.picture(world, centre)
        found = board_for(leader, stored.evaluation, known(world, stored, centre), {})
        assert labels(found) == {known(world, stored, one) for one in wanted.all}, centre
        for column in found.columns:
            those = {item.label for item in column.items}
            if column.side in ("below", "above"):
                side = wanted.below if column.side == "below" else wanted.above
                assert those <= side, f"{centre}: {column.letter} {column.side}"


@pytest.mark.parametrize("seed", [4])
def test_a_reader_sees_the_same_without_codes(seed: int, draw: Drawn, reader: User) -> None:
    world, stored = draw(seed)
    closed = {f"S{one.number}" for one in world.texts if not one.public} | {f"K{number}" for number in world.codes}

    for centre in centres(world):
        label = known(world, stored, centre)
        if centre in closed:
            with pytest.raises(NotFound):
                board_for(reader, stored.evaluation, label, {})
        else:
            wanted = {one for one in chain.picture(world, centre).all if not one.startswith("K")}
            assert labels(board_for(reader, stored.evaluation, label, {})) == wanted, centre


@pytest.mark.parametrize("seed", [1, 7, 11])
def test_withdrawn_words_are_told_up_to_the_recommendation(seed: int, draw: Drawn, leader: User) -> None:
    world, stored = draw(seed)

    found = whole_board_for(leader, stored.evaluation, {})

    items = [item for column in found.columns if column.letter in "CA" for item in column.items]
    assert chain.stale(world)
    marked = {item.label for item in items if "rust op ingetrokken woorden" in {mark.text for mark in item.marks}}
    assert marked == chain.stale(world)


def test_a_code_that_nobody_used_yet_stands_alone(
    evaluation: Evaluation, leader: User, reader: User, client_of: ClientOf
) -> None:
    code = coding.add_code(actor=leader, evaluation=evaluation, name="Nog leeg (fictief)")
    url = reverse("reporting:chain", args=[evaluation.pk, f"K{code.pk}"])

    shown = client_of(leader).get(url)

    assert shown.status_code == 200
    assert "Nog leeg (fictief)" in shown.content.decode()
    assert labels(board_for(leader, evaluation, f"K{code.pk}", {})) == {f"K{code.pk}"}
    assert f"K{code.pk}" in labels(whole_board_for(leader, evaluation, {}))
    assert client_of(reader).get(url).status_code == 404
    assert client_of(leader).get(reverse("reporting:chain", args=[evaluation.pk, "K999999"])).status_code == 404


def test_the_number_of_a_merged_finding_leads_to_where_it_stands(
    draw: Drawn, leader: User, client_of: ClientOf
) -> None:
    _world, stored = draw(0)
    merged = stored.findings[2]
    type(merged).objects.filter(pk=merged.pk).update(merged_into=stored.findings[1])
    address = [reverse("reporting:chain", args=[stored.evaluation.pk, label]) for label in ("B1", "B2")]

    assert client_of(leader).get(address[1]).headers["Location"] == address[0]
    assert client_of(leader).get(address[0]).status_code == 200
