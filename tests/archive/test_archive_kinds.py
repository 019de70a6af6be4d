"""Datasets of other kinds go along as logs do; the ground for messages and the key stay behind."""

from __future__ import annotations

import io

import pytest
from django.conf import settings

from sluitend.apps.datasets import actions, queries
from sluitend.apps.datasets.actions.keying import PURPOSE
from sluitend.apps.datasets.models import DatasetKind
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.reporting.actions.archive import put_back
from sluitend.config.keys import installation_key
from sluitend.formats import archive
from sluitend.work import vault
from tests.analyses import near
from tests.analyses.test_overlay import answers
from tests.archive.conftest import PASSPHRASE, made


@pytest.mark.django_db
def test_answers_come_back_and_can_be_read(evaluation: Evaluation, leader: User, owner: User) -> None:
    dataset = near.new_dataset(evaluation, leader, DatasetKind.RELATIONS)
    near.accepted_table(dataset, leader, answers())
    data = made(leader, evaluation, originals=True)

    again = put_back(actor=owner, source=io.BytesIO(data), passphrase=PASSPHRASE).datasets.get()

    assert again.kind == DatasetKind.RELATIONS
    with queries.opened_table(again.versions.get()) as table:
        assert table == answers()


@pytest.mark.django_db
def test_neither_the_ground_nor_the_key_leaves(
    evaluation: Evaluation, leader: User, researcher: User, owner: User
) -> None:
    told = {"legal_ground": "Artikel 7.4.0 (fictief voorbeeld)", "dpia_reference": "DPIA 2026-04 (fictief)"}
    actions.record_ground(actor=leader, evaluation=evaluation, key_holder=researcher, **told)

    data = made(leader, evaluation, originals=True, identities=True)

    content = b"".join(part.read() for _name, part in archive.members(io.BytesIO(data), PASSPHRASE))
    assert b"DPIA 2026-04" not in content
    for secret in (vault.derived(PURPOSE), installation_key(settings.KEYS)):
        assert secret not in content
        assert secret.hex().encode() not in content
    again = put_back(actor=owner, source=io.BytesIO(data), passphrase=PASSPHRASE)
    assert not again.message_grounds.exists()
