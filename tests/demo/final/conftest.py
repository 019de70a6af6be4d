"""The final measurement, built once for this folder: it takes a while."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from sluitend.apps.design.models import Evaluation
from sluitend.apps.findings import queries
from sluitend.apps.findings.queries import Chain
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Role
from sluitend.apps.sources.models import Source
from sluitend.demo.build import build_final
from sluitend.demo.coders import Coders
from sluitend.demo.final import Final
from tests.demo.planted import WALK


@pytest.fixture(scope="package")
def final(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Evaluation]:
    """In a transaction that is taken back; interrupted on the way, without deduce."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "TEXT_CACHE", tmp_path_factory.mktemp("without-deduce"))
        with transaction.atomic():
            owner = User.objects.create_user("demo@voorbeeld.invalid", None, name="Eigenaar (fictief)")
            User.objects.filter(pk=owner.pk).update(is_owner=True, may_start_evaluations=True)
            owner.refresh_from_db()
            _break_off(owner)
            assert build_final(owner=owner)
            yield Evaluation.objects.get(title=WALK["title"])
            transaction.set_rollback(True)


def _break_off(owner: User) -> None:
    """Somebody presses Ctrl-C when the third interview is coded, and again when the findings are there."""
    coded: list[Source] = []
    code = Coders.code

    def until_the_third(self: Coders, passages: Any, source: Source, entries: Any) -> None:
        if len(coded) == 2:
            raise KeyboardInterrupt
        coded.append(source)
        code(self, passages, source, entries)

    def never(self: Final) -> None:
        raise KeyboardInterrupt

    for kind, name, broken in ((Coders, "code", until_the_third), (Final, "correct", never)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(kind, name, broken)
            with pytest.raises(KeyboardInterrupt):
                build_final(owner=owner)


@pytest.fixture
def leader(final: Evaluation, db: None) -> User:
    return final.memberships.filter(role=Role.LEADER).order_by("-pk")[0].user


@pytest.fixture
def chain(final: Evaluation, leader: User) -> Chain:
    return queries.evidence_for(leader, final)
