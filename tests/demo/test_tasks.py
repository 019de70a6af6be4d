"""What rests on the events, and the pilot, can be left to the worker."""

from __future__ import annotations

import pytest
from django_tasks_db.models import DBTaskResult

from sluitend.apps.coding.actions.meaning import keeping
from sluitend.apps.design.actions import add_member, create_evaluation
from sluitend.apps.design.models import Evaluation, EvaluationStatus
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Role
from sluitend.demo import build, tasks
from sluitend.work import embedding_host, runs
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


@pytest.fixture
def final(owner: User, monkeypatch: pytest.MonkeyPatch) -> Evaluation:
    """The final measurement, as far as is needed here: a text of which nothing is read for its meaning yet."""
    evaluation = create_evaluation(actor=owner, template_key="keten", title="Eindmeting (fictief)", fictitious=True)
    researcher = User.objects.create(email="onderzoeker@voorbeeld.invalid", name="Onderzoeker (fictief)")
    add_member(actor=owner, evaluation=evaluation, user=researcher, role=Role.RESEARCHER)
    Evaluation.objects.filter(pk=evaluation.pk).update(status=EvaluationStatus.RUNNING)
    evaluation.refresh_from_db()
    monkeypatch.setattr(build, "_found", lambda owner, walk: evaluation)
    return evaluation


def test_suggestions_are_learned_behind_everything_else_and_once(
    owner: User, made: Made, final: Evaluation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding_host, "model_name", lambda: "bekend-1")
    monkeypatch.setattr(embedding_host, "leaves_machine", lambda: False)

    for _time in range(2):
        build.build_demo(owner=owner, later=True)

    waiting = list(DBTaskResult.objects.ready().values_list("pk", flat=True))
    kinds = dict(Run.objects.filter(evaluation_id=final.pk).values_list("task_id", "kind"))
    others = Run.objects.filter(kind__in=(tasks.CHAIN, tasks.PILOT)).count()
    assert [kinds.get(task) for task in waiting[-2:]] == [keeping.READ, tasks.SUGGESTIONS]
    assert len(waiting) == others + 2
    assert all(run.state == State.DONE for run in runs.drain())


def test_without_a_model_or_with_one_elsewhere_nothing_is_suggested(
    owner: User, made: Made, final: Evaluation, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, leaves in (("", False), ("https://elders.invalid#model", True)):
        monkeypatch.setattr(embedding_host, "model_name", lambda name=name: name)
        monkeypatch.setattr(embedding_host, "leaves_machine", lambda leaves=leaves: leaves)
        build.build_demo(owner=owner, later=True)

    assert not Run.objects.filter(evaluation_id=final.pk).exists()


def test_without_a_worker_they_are_made_at_once(owner: User, made: Made) -> None:
    build.build_demo(owner=owner)

    assert made == [("build_chain", owner), ("build_pilot", owner)]
    assert not Run.objects.filter(kind__in=(tasks.CHAIN, tasks.PILOT)).exists()


def test_without_the_final_measurement_there_is_nothing_to_add_the_events_to(owner: User) -> None:
    assert not build.build_chain(owner=owner)
