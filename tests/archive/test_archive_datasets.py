"""Datasets go along with an evaluation: what is known of them always, their events when files go along."""

from __future__ import annotations

import io
from typing import Any

import pytest

from sluitend.apps.datasets import actions, queries
from sluitend.apps.datasets.models import DatasetVersion
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.reporting.actions.archive import put_back
from sluitend.errors import InputError
from sluitend.formats import archive
from tests.archive.conftest import PASSPHRASE, made
from tests.datasets.near import CANARY, GOOD, reported


@pytest.fixture
def in_use(evaluation: Evaluation, leader: User) -> DatasetVersion:
    return actions.accept(actor=leader, version=reported(leader, evaluation))


def back(actor: User, data: bytes) -> Evaluation:
    return put_back(actor=actor, source=io.BytesIO(data), passphrase=PASSPHRASE)


def members(data: bytes) -> dict[str, bytes]:
    return {name: content.read() for name, content in archive.members(io.BytesIO(data), PASSPHRASE)}


def state(version: DatasetVersion) -> dict[str, Any]:
    own = {"id", "dataset_id", "wrapped_key", "steps_path", "run_id", "made_by_id", "accepted_by_id"}
    fields = DatasetVersion.objects.filter(pk=version.pk).values().get()
    return {name: value for name, value in fields.items() if name not in own}


@pytest.mark.django_db
def test_events_come_back_and_can_be_asked(in_use: DatasetVersion, leader: User, owner: User) -> None:
    again = back(owner, made(leader, in_use.dataset.evaluation, originals=True))

    version = again.datasets.get().versions.get()
    assert str(version) == "D1/1"
    assert state(version) == state(in_use)
    assert version.wrapped_key != in_use.wrapped_key
    with queries.opened(in_use) as before, queries.opened(version) as after:
        assert after.summary() == before.summary()
        assert after.coded.values["case:gemeente"] == before.coded.values["case:gemeente"]


@pytest.mark.django_db
def test_without_files_only_what_is_known_goes_along(in_use: DatasetVersion, leader: User, owner: User) -> None:
    data = made(leader, in_use.dataset.evaluation)

    version = back(owner, data).datasets.get().versions.get()
    assert (version.state, version.destroyed_reason, version.events) == ("destroyed", "not_needed", 4)
    assert not [name for name, content in members(data).items() if CANARY.encode() in content]


@pytest.mark.django_db
def test_a_delivery_that_waits_stays(evaluation: Evaluation, leader: User, owner: User) -> None:
    reported(leader, evaluation)

    again = back(owner, made(leader, evaluation, originals=True))

    assert not again.datasets.get().versions.exists()


@pytest.mark.django_db
def test_what_was_destroyed_here_does_not_come_back(evaluation: Evaluation, leader: User, owner: User) -> None:
    version = actions.accept(actor=leader, version=reported(leader, evaluation, GOOD))
    data = made(leader, evaluation, originals=True)
    actions.remove_dataset(actor=leader, dataset=version.dataset, reason="not_needed")

    with pytest.raises(InputError) as caught:
        back(owner, data)

    assert (caught.value.code, caught.value.data) == ("reporting.archive_withdrawn", {"object": "D1/1"})


@pytest.mark.django_db
def test_events_that_are_not_those_of_the_row_are_refused(
    in_use: DatasetVersion, evaluation: Evaluation, leader: User, owner: User
) -> None:
    more = GOOD + "c3,Overleg,2025-03-20,Wijkteam West,Rietveen\n"
    actions.accept(actor=leader, version=reported(leader, evaluation, more))
    found = members(made(leader, evaluation, originals=True))
    found["datasets/D1-1.tar"], found["datasets/D2-1.tar"] = found["datasets/D2-1.tar"], found["datasets/D1-1.tar"]

    with pytest.raises(InputError) as caught:
        back(owner, _packed(found))

    assert caught.value.code == "formats.archive_broken"


def _packed(found: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with archive.writing(target, archive.lock(PASSPHRASE)) as writer:
        for name, content in found.items():
            writer.add(name, content)
    return target.getvalue()
