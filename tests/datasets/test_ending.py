"""How the data of a dataset end: refused, on their date, removed, after a crash, and again after a backup."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction

from sluitend.apps.datasets import actions, hooks, queries, store
from sluitend.apps.datasets.actions.destroying import forget_again
from sluitend.apps.datasets.models import DatasetVersion, VersionState
from sluitend.apps.fieldwork.destruction import Destruction, Line
from sluitend.apps.people.models import User
from sluitend.apps.sources import store as files
from sluitend.errors import NotAllowed
from tests.datasets.conftest import done, files_on_disk
from tests.datasets.near import GOOD

Make = Callable[..., DatasetVersion]


@pytest.mark.django_db(transaction=True)
def test_refusing_leaves_hash_size_and_reason(report: Make, researcher: User) -> None:
    version = report()

    actions.refuse(actor=researcher, version=version, reason="wrong_file")

    version.refresh_from_db()
    assert (version.state, version.destroyed_reason) == (VersionState.REFUSED, "wrong_file")
    assert (version.raw_bytes, len(version.raw_sha256)) == (len(GOOD), 64)
    assert files_on_disk() == []


@pytest.mark.django_db(transaction=True)
def test_data_go_on_their_date(accepted: Make) -> None:
    version = accepted()
    told: list[DatasetVersion] = []
    hooks.removed.append(lambda actor, one: told.append(one))
    try:
        kept = actions.destroy_expired(version.dataset.retain_until)
        gone = actions.destroy_expired(version.dataset.retain_until + timedelta(days=1))
    finally:
        hooks.removed.pop()

    version.refresh_from_db()
    assert (kept, gone) == (0, 1)
    assert (version.state, version.destroyed_reason) == (VersionState.DESTROYED, "retention")
    assert version.dataset.removed_at is not None
    assert told == [version]
    assert files_on_disk() == []


@pytest.mark.django_db(transaction=True)
def test_the_leader_removes_a_dataset(accepted: Make, leader: User, researcher: User) -> None:
    version = accepted()

    with pytest.raises(NotAllowed):
        actions.remove_dataset(actor=researcher, dataset=version.dataset, reason="not_needed")
    actions.remove_dataset(actor=leader, dataset=version.dataset, reason="not_needed")

    version.refresh_from_db()
    assert version.state == VersionState.DESTROYED
    assert version.data_hash  # a result can still be told apart from another one
    assert files_on_disk() == []
    with pytest.raises(ValueError, match="destroyed"), queries.opened(version):
        pass


@pytest.mark.django_db(transaction=True)
def test_what_a_crash_left_is_put_right(take_in: Make) -> None:
    version = take_in()
    DatasetVersion.objects.filter(pk=version.pk).update(run_id="")
    orphan = files.full(f"{store.FOLDER}/0000.1111")
    orphan.write_bytes(b"van een proces dat er niet meer is")

    actions.sweep()

    assert not orphan.exists()
    assert files.full(version.raw_path).exists()
    assert done(version).state == VersionState.MAPPING


@pytest.mark.django_db(transaction=True)
def test_a_backup_that_is_put_back_forgets_it_again(accepted: Make, leader: User) -> None:
    version = accepted()
    lines = (Line("datasets.removed_data", "D1/1", sha256=version.raw_sha256),)

    with transaction.atomic():  # as what puts a backup right calls it
        forget_again(None, None, Destruction(version.dataset.evaluation_id, "removed", replay=lines))

    version.refresh_from_db()
    assert (version.state, version.destroyed_reason) == (VersionState.DESTROYED, "removed")
    assert files_on_disk() == []
