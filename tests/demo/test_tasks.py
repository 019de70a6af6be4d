"""The pilot can be left to the worker."""

from __future__ import annotations

import pytest

from sluitend.apps.people.models import User
from sluitend.demo import build, tasks
from sluitend.work import runs
from sluitend.work.models import Run, State


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[User]:
    """Whoever had the pilot made; the other two are there already."""
    owners: list[User] = []
    monkeypatch.setattr(build, "build_interim", lambda *, owner: False)
    monkeypatch.setattr(build, "build_final", lambda *, owner: False)

    def make(*, owner: User) -> bool:
        owners.append(owner)
        return True

    monkeypatch.setattr(build, "build_pilot", make)
    return owners


def test_the_worker_makes_it_once(owner: User, made: list[User]) -> None:
    said = [build.build_demo(owner=owner, later=True) for _time in range(2)]

    assert made == []
    assert {text.split(".")[0] for text in said} == {"De fictieve voorbeeldevaluaties staan klaar"}
    (run,) = runs.drain()
    assert (run.kind, run.state, made) == (tasks.KIND, State.DONE, [owner])


def test_without_a_worker_it_is_made_at_once(owner: User, made: list[User]) -> None:
    build.build_demo(owner=owner)

    assert made == [owner]
    assert not Run.objects.filter(kind=tasks.KIND).exists()
