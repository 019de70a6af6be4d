"""One evaluation, drawn at random, in the database and as plain objects; in half of them somebody has withdrawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork import actions as fieldwork
from sluitend.apps.fieldwork import ledger
from sluitend.apps.people.models import User
from tests.twins import voices
from tests.twins.stored import Stored, store
from tests.twins.world import World, drawn

Drawn = Callable[[int], tuple[World, Stored]]


@pytest.fixture(autouse=True)
def own_ledger() -> Iterator[None]:
    """What one test destroys is not destroyed again in the next."""
    path = Path(settings.KEYS) / ledger.FILE
    path.unlink(missing_ok=True)
    yield
    path.unlink(missing_ok=True)


@pytest.fixture
def draw(evaluation: Evaluation, leader: User) -> Drawn:
    """``draw(seed)``: the withdrawing is the product's own action, and in the plain world that of the twin."""

    def made(seed: int) -> tuple[World, Stored]:
        world = drawn(seed)
        stored = store(world, evaluation, leader)
        if seed % 2:
            person = world.people[0]
            row = stored.people[person.number]
            row.refresh_from_db()
            fieldwork.withdraw(actor=leader, respondent=row, asked_on=timezone.localdate())
            voices.withdraw(world, person)
        return world, stored

    return made
