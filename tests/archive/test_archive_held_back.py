"""What is retired, held back or destroyed stays so; and nobody waits for an export. Everything is fictitious."""

from __future__ import annotations

import io
import threading
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

from sluitend.apps.coding.models import Code, Fragment
from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork import ledger
from sluitend.apps.fieldwork.destruction import Line
from sluitend.apps.findings.models import EvidenceLink
from sluitend.apps.people.models import User
from sluitend.apps.reporting.actions.archive.snapshot import snapshot
from sluitend.apps.sources import store
from sluitend.apps.sources.models import RetiredPseudonym, Source, SourceVersion
from sluitend.errors import InputError
from sluitend.formats import archive
from tests.archive.conftest import PASSPHRASE, made
from tests.archive.test_archive import back, contents, entry
from tests.reporting.conftest import SECRET, Chain


@pytest.fixture
def held_back(whole: Chain) -> SourceVersion:
    """The text of S1 was public and turned out not to be; somebody took an example for a code from it."""
    version = whole.secret.version
    SourceVersion.objects.filter(pk=version.pk).update(
        released_at=None, released_by=None, release_ground="public_document"
    )
    Code.objects.filter(name="boven").update(example=f"“{SECRET}”")
    version.refresh_from_db()
    return version


def test_a_pseudonym_that_somebody_got_back_is_retired_once(whole: Chain, leader: User, owner: User) -> None:
    listed = whole.evaluation.listed_names.get()
    for word in ("Roos", "Iris"):
        RetiredPseudonym.objects.create(evaluation=whole.evaluation, pseudonym=word, entry=listed)

    again = back(owner, made(leader, whole.evaluation))

    words = RetiredPseudonym.objects.filter(evaluation=again).values_list("pseudonym", flat=True)
    assert sorted(words) == ["Iris", "Roos"]


def test_words_that_are_held_back_do_not_leave_without_the_choice(
    whole: Chain, leader: User, owner: User, held_back: SourceVersion
) -> None:
    data = made(leader, whole.evaluation)

    for name, content in contents(data).items():
        assert SECRET.encode() not in content, name
    again = back(owner, data)
    assert not Source.objects.filter(evaluation=again, number=1).exists()
    assert not Fragment.objects.filter(evaluation=again, number=whole.secret.number).exists()
    assert not EvidenceLink.objects.filter(fragment__evaluation=again, fragment__number=whole.secret.number).exists()
    assert Code.objects.get(evaluation=again, name="boven").example == ""
    assert again.findings.count() == whole.evaluation.findings.count()


def test_words_that_are_held_back_stay_readable_for_the_team(
    whole: Chain, leader: User, owner: User, held_back: SourceVersion
) -> None:
    again = back(owner, made(leader, whole.evaluation, originals=True))

    fragment = Fragment.objects.get(evaluation=again, number=whole.secret.number)
    version = fragment.version
    assert (version.was_public, version.text, version.sealed_text) == (True, held_back.text, None)
    assert (version.text or "")[fragment.start : fragment.end] == SECRET
    assert Code.objects.get(evaluation=again, name="boven").example == f"“{SECRET}”"


@pytest.mark.parametrize("is_withdrawn", [True, False])
def test_a_file_that_was_destroyed_here_since_does_not_come_back(
    whole: Chain, leader: User, owner: User, monkeypatch: pytest.MonkeyPatch, is_withdrawn: bool
) -> None:
    original = Source.objects.get(evaluation=whole.evaluation, number=9).original
    line = Line("sources.removed_file", "S9", sha256=original.sha256)
    with_file, without = (made(leader, whole.evaluation, originals=chosen) for chosen in (True, False))
    monkeypatch.setattr(ledger, "entries", lambda: iter([entry(lines=(line,), withdrawn=is_withdrawn)]))

    with pytest.raises(InputError) as caught:
        back(owner, with_file)

    assert (caught.value.code, caught.value.data["object"]) == ("reporting.archive_withdrawn", "S9")
    assert back(owner, without).pk


@pytest.mark.parametrize("missing", ["rows/sources.Original.jsonl", "originals/S9"])
def test_a_file_without_its_row_or_a_row_without_its_file_shows(
    whole: Chain, leader: User, owner: User, missing: str
) -> None:
    target = io.BytesIO()
    with archive.writing(target, archive.lock(PASSPHRASE)) as writer:
        for name, content in contents(made(leader, whole.evaluation, originals=True)).items():
            if name != missing:
                writer.add(name, content)
    files = set(Path(settings.DATA, store.ORIGINALS).iterdir())

    with pytest.raises(InputError, match="archive_broken"):
        back(owner, target.getvalue())

    assert set(Path(settings.DATA, store.ORIGINALS).iterdir()) == files


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_keeps_nobody_from_writing_and_does_not_see_it(whole: Chain) -> None:
    def rename() -> None:
        try:
            if connection.vendor == "sqlite":
                with connection.cursor() as cursor:
                    cursor.execute("PRAGMA busy_timeout = 500")
            with transaction.atomic():
                Evaluation.objects.filter(pk=whole.evaluation.pk).update(title="Anders (fictief)")
        finally:
            connection.close()

    titles = Evaluation.objects.filter(pk=whole.evaluation.pk).values_list("title", flat=True)
    before = titles.get()
    with snapshot():
        assert titles.get() == before
        writer = threading.Thread(target=rename)
        writer.start()
        writer.join(timeout=30)
        assert titles.get() == before

    assert titles.get() == "Anders (fictief)"
    if connection.vendor == "sqlite":
        usual: Any = connection
        assert usual.transaction_mode == "IMMEDIATE"
