"""What the team removes itself is stated too, and a backup that is put back forgets it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction

from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork import actions, ledger
from sluitend.apps.fieldwork.models import DestructionStatement
from sluitend.apps.people.models import User
from sluitend.apps.sources import actions as sources
from sluitend.apps.sources.models import Source, VersionKind
from sluitend.errors import InputError
from sluitend.work import vault
from tests.fieldwork.conftest import ALONE, AddSource


def on_a_backup(remove: Callable[[], object]) -> int:
    """Remove something, put the database back as it was before, and start again: how much was destroyed again."""
    with transaction.atomic():
        remove()
        transaction.set_rollback(True)
    return actions.replay()


def test_a_source_that_was_deleted_goes_from_a_backup_too(leader: User, add: AddSource) -> None:
    source = add(ALONE)
    same_words = add(ALONE + "\n", "nogmaals.txt")
    assert source.versions.get().text_sha256 == same_words.versions.get().text_sha256

    done = on_a_backup(lambda: sources.delete_source(actor=leader, source=source, reason="wrong_file"))

    source = Source.objects.get(number=1)
    version = source.versions.get()
    assert done == 1
    assert (source.withdrawn_at is not None, version.sealed_text, version.destroyed_reason) == (True, None, "removed")
    assert same_words.versions.get().destroyed_at is None
    statement = DestructionStatement.objects.get()
    assert [line["kind"] for line in statement.lines] == ["sources.removed_source", "sources.original"]
    assert (statement.reason, statement.respondent, statement.replayed_at is not None) == ("removed", None, True)
    assert actions.replay() == 0


def test_an_original_that_was_destroyed_goes_from_a_backup_and_the_text_stays(leader: User, alone: Source) -> None:
    done = on_a_backup(lambda: sources.destroy_original(actor=leader, source=alone, reason="not_needed"))

    alone.original.refresh_from_db()
    assert (done, alone.original.path, alone.original.destroyed_reason) == (1, "", "removed")
    assert alone.versions.get().text == ALONE.strip()


def test_a_text_that_was_destroyed_goes_from_a_backup_and_the_newer_one_stays(
    leader: User, researcher: User, alone: Source
) -> None:
    draft = sources.correct_text(actor=researcher, source=alone, text=ALONE.replace("zeven", "acht"))
    made = sources.publish_correction(
        actor=researcher, correction=draft, kind=VersionKind.CORRECTED, reason="verkeerd gehoord"
    )
    sources.release_version(actor=researcher, version=made, ground="no_personal_data")
    first = alone.versions.get(number=1)

    done = on_a_backup(lambda: sources.destroy_text(actor=leader, version=first, reason="name_left"))

    first.refresh_from_db()
    made.refresh_from_db()
    assert (done, first.text, first.destroyed_reason) == (1, None, "removed")
    assert "acht weken" in (made.text or "")
    assert alone.original.destroyed_at is None


def test_the_ledger_knows_an_evaluation_by_its_mark_not_by_its_id(
    leader: User, alone: Source, evaluation: Evaluation
) -> None:
    sources.destroy_original(actor=leader, source=alone, reason="not_needed")
    DestructionStatement.objects.all().delete()
    own = evaluation.wrapped_key
    # As in another installation: the same id, and another evaluation behind it.
    Evaluation.objects.filter(pk=evaluation.pk).update(wrapped_key=vault.new_wrapped_key())

    assert [entry.evaluation for entry in ledger.entries()] == [evaluation.pk]
    assert actions.replay() == 0

    Evaluation.objects.filter(pk=evaluation.pk).update(wrapped_key=own)
    assert actions.replay() == 1


def test_statements_are_numbered_by_the_counter(leader: User, alone: Source) -> None:
    sources.destroy_original(actor=leader, source=alone, reason="not_needed")
    DestructionStatement.objects.all().delete()

    sources.delete_source(actor=leader, source=alone, reason="wrong_file")

    assert DestructionStatement.objects.get().number == 2


def test_the_reason_of_a_replay_is_not_given_by_people(leader: User, alone: Source) -> None:
    with pytest.raises(InputError, match=r"sources\.unknown_value"):
        sources.delete_source(actor=leader, source=alone, reason="removed")
