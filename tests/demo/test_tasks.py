"""What rests on the events, and the pilot, can be left to the worker."""

from __future__ import annotations

import pytest

from sluitend.apps.people.models import User
from sluitend.demo import build, tasks
from sluitend.work import runs
from sluitend.work.models import Run, State

Made = list[tuple[str, User]]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Made:
    """Who had what made; the first two evaluations are there already, the events are not."""
    found: Made = []
    for name in ("build_interim", "build_final"):
        monkeypatch.setattr(build, name, lambda *, owner: False)
    monkeypatch.setattr(build, "lacks_chain", lambda owner: True)
    for name in ("build_chain", "build_pilot"):

        def make(*, owner: User, name: str = name) -> bool:
            found.append((name, owner))
            return True

        monkeypatch.setattr(build, name, make)
    return found


def test_the_worker_makes_each_once(owner: User, made: Made) -> None:
    said = [build.build_demo(owner=owner, later=True) for _time in range(2)]

    assert made == []
    assert {text.split(".")[0] for text in said} == {"De fictieve voorbeeldevaluaties staan klaar"}
    done = runs.drain()
    assert [(run.kind, run.state) for run in done] == [(tasks.CHAIN, State.DONE), (tasks.PILOT, State.DONE)]
    assert made == [("build_chain", owner), ("build_pilot", owner)]


def test_without_a_worker_they_are_made_at_once(owner: User, made: Made) -> None:
    build.build_demo(owner=owner)

    assert made == [("build_chain", owner), ("build_pilot", owner)]
    assert not Run.objects.filter(kind__in=(tasks.CHAIN, tasks.PILOT)).exists()


def test_without_the_final_measurement_there_is_nothing_to_add_the_events_to(owner: User) -> None:
    assert not build.build_chain(owner=owner)
