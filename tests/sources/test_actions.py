"""Releasing, changing, approving, new versions, opening, destroying, clearing: permission, change, audit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from sluitend.apps.coding.models import Fragment
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.sources import actions, queries, seals
from sluitend.apps.sources.actions.clearing import forget_old_names
from sluitend.apps.sources.models import Quoting, Source, Upload
from sluitend.errors import InputError, NotAllowed, NotFound
from sluitend.formats.documents import Block, BlockKind
from sluitend.web.wording import sentence
from sluitend.work import chores, runs
from sluitend.work.models import Run, State
from tests.sources.conftest import TEXT, files_on_disk

Add = Callable[..., Source]
Take = Callable[..., Upload]
STATEMENT = "no_personal_data"


def last_event() -> tuple[str, dict[str, Any]]:
    event = AuditEvent.objects.latest("pk")
    return event.action, event.data


def newest(source: Source) -> Any:
    return source.versions.order_by("-number")[0]


def test_a_statement_makes_text_and_title_readable(add: Add, researcher: User) -> None:
    source = add()

    version = actions.release_version(
        actor=researcher, version=source.versions.get(), ground=STATEMENT, title="Gesprek 1"
    )

    source.refresh_from_db()
    version.refresh_from_db()
    assert (version.text, version.sealed_text) == (TEXT.rstrip(), None)
    assert (version.released_by, version.release_ground) == (researcher, STATEMENT)
    assert (source.title, source.sealed_title) == ("Gesprek 1", None)
    assert last_event() == ("sources.released", {"version": 1, "ground": STATEMENT})


def test_released_twice_is_released_once(add: Add, researcher: User, leader: User) -> None:
    source = add()
    actions.release_version(actor=researcher, version=source.versions.get(), ground=STATEMENT)

    again = actions.release_version(actor=leader, version=source.versions.get(), ground=STATEMENT)

    assert again.released_by == researcher
    assert AuditEvent.objects.filter(action="sources.released").count() == 1


def test_only_a_public_document_is_released_as_one(add: Add, researcher: User) -> None:
    source = add()

    with pytest.raises(InputError) as error:
        actions.release_version(actor=researcher, version=source.versions.get(), ground="public_document")

    assert error.value.code == "sources.not_public"


def test_an_older_version_is_not_released(add: Add, researcher: User) -> None:
    source = add()
    first = source.versions.get()
    publish(source, researcher)

    with pytest.raises(InputError) as error:
        actions.release_version(actor=researcher, version=first, ground=STATEMENT)

    assert sentence(error.value) == "Er is een nieuwere versie van deze tekst. Lees die en geef die vrij."


def publish(source: Source, actor: User, text: str = "Verbeterde tekst.", **other: Any) -> Any:
    fields = {"kind": "corrected", "reason": "naam vervangen"} | other
    blocks = [Block(0, len(text), BlockKind.PARAGRAPH)]
    return actions.publish_version(actor=actor, source=source, text=text, blocks=blocks, **fields)


def test_a_new_version_lies_sealed_beside_the_old_one(add: Add, researcher: User) -> None:
    source = add()
    actions.release_version(actor=researcher, version=source.versions.get(), ground=STATEMENT)

    version = publish(source, researcher)

    assert (version.number, version.text, version.created_by) == (2, None, researcher)
    assert queries.version_text(version) == "Verbeterde tekst."
    assert source.versions.get(number=1).text == TEXT.rstrip()
    assert actions.open_source(actor=researcher, source=source).number == 1
    assert AuditEvent.objects.filter(action="sources.version_published").count() == 1


def test_a_new_version_of_a_public_document_is_readable_at_once(add: Add, researcher: User) -> None:
    source = add(kind="document", is_public=True)

    version = publish(source, researcher)

    assert (version.text, version.release_ground) == ("Verbeterde tekst.", "public_document")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reason": "  "}, "sources.no_reason"),
        ({"kind": "original"}, "sources.unknown_value"),
        ({"text": TEXT.rstrip()}, "sources.same_text"),
    ],
)
def test_a_new_version_needs_a_reason_and_another_text(
    add: Add, researcher: User, changes: dict[str, str], code: str
) -> None:
    source = add()

    with pytest.raises(InputError) as error:
        publish(source, researcher, **changes)

    assert error.value.code == code
    assert source.versions.count() == 1


def change(source: Source, actor: User, title: str = "Titel", **attributes: Any) -> Source:
    revision = attributes.pop("revision", source.revision)
    return actions.change_source(actor=actor, source=source, title=title, attributes=attributes, revision=revision)


def test_attributes_change_and_the_title_stays_sealed(add: Add, researcher: User) -> None:
    source = add(level="official")

    changed = change(source, researcher, "Gesprek met een wethouder", level="executive", date="2026-03-01")

    assert (changed.level, str(changed.date), changed.title) == ("executive", "2026-03-01", "")
    assert seals.title_of(changed) == "Gesprek met een wethouder"
    assert last_event() == ("sources.source_changed", {"fields": "date,level,title", "is_public": False})


def test_what_is_left_out_becomes_empty(add: Add, researcher: User) -> None:
    changed = change(add(level="official", date="2026-01-01"), researcher)

    assert (changed.level, changed.date, changed.kind) == ("", None, "transcript")


def test_nothing_changed_leaves_no_trace(add: Add, researcher: User) -> None:
    source = add()
    events = AuditEvent.objects.count()

    changed = change(source, researcher, seals.title_of(source))

    assert (changed.revision, AuditEvent.objects.count()) == (1, events)


def test_two_people_change_the_same_source(add: Add, researcher: User, leader: User) -> None:
    source = add()
    change(source, leader, "Eerst")

    with pytest.raises(InputError) as error:
        change(source, researcher, "Daarna", revision=1)

    source.refresh_from_db()
    assert error.value.code == "sources.changed_meanwhile"
    assert seals.title_of(source) == "Eerst"


def test_a_document_found_to_be_public_is_released(add: Add, researcher: User) -> None:
    source = add(kind="document")

    changed = change(source, researcher, "Beleidsplan", kind="document", is_public=True)

    version = changed.versions.get()
    assert (version.release_ground, version.text) == ("public_document", TEXT.rstrip())
    assert (changed.title, changed.sealed_title) == ("Beleidsplan", None)


def test_a_report_starts_as_a_draft_and_becomes_quotable(add: Add, researcher: User) -> None:
    source = add(kind="interview_report")
    assert (source.approval, queries.quoting(source)) == ("draft", Quoting.NEVER)

    actions.set_approval(actor=researcher, source=source, seen=source.approval, approval="approved")

    source.refresh_from_db()
    assert queries.quoting(source) == Quoting.PARAPHRASE
    assert last_event() == ("sources.approval_set", {"approval": "approved"})


def test_another_kind_loses_its_approval(add: Add, researcher: User) -> None:
    source = add(kind="interview_report")

    assert change(source, researcher, kind="transcript").approval == "not_needed"


def test_only_reports_are_approved(add: Add, researcher: User) -> None:
    with pytest.raises(InputError) as error:
        actions.set_approval(actor=researcher, source=add(), seen="", approval="approved")

    assert sentence(error.value) == "Alleen bij een gespreksverslag geeft de respondent akkoord."


def test_opening_is_recorded(add: Add, researcher: User) -> None:
    source = add(kind="document", is_public=True)

    version = actions.open_source(actor=researcher, source=source)

    assert version.text == TEXT.rstrip()
    assert last_event() == ("sources.opened", {"version": 1, "released": True})


def test_what_is_not_released_is_read_but_not_opened_for_coding(add: Add, researcher: User) -> None:
    source = add()

    with pytest.raises(InputError) as error:
        actions.open_source(actor=researcher, source=source)

    assert error.value.code == "sources.not_released"
    assert actions.open_unreleased(actor=researcher, version=newest(source)) == TEXT.rstrip()
    assert last_event() == ("sources.opened", {"version": 1, "released": False})


def test_a_reader_opens_public_documents_only(add: Add, reader: User, researcher: User) -> None:
    public = add(kind="document", is_public=True)
    other = add("Een ander gesprek.")
    actions.release_version(actor=researcher, version=newest(other), ground=STATEMENT)

    assert actions.open_source(actor=reader, source=public).number == 1
    with pytest.raises(NotAllowed):
        actions.open_source(actor=reader, source=other)
    assert [source.number for source in queries.sources_for(reader, public.evaluation)] == [1]
    with pytest.raises(NotFound):
        queries.source_for(reader, public.evaluation, other.number)


def test_a_destroyed_original_leaves_hash_size_and_reason(add: Add, leader: User, researcher: User) -> None:
    source = add()

    original = actions.destroy_original(actor=leader, source=source, reason="not_needed")

    assert (files_on_disk(), original.path, original.destroyed_reason) == ([], "", "not_needed")
    assert (len(original.sha256), original.size) == (64, len(TEXT.encode()))
    assert queries.version_text(newest(source)) == TEXT.rstrip()
    assert AuditEvent.objects.get(action="sources.original_destroyed").data == {"reason": "not_needed"}
    with pytest.raises(InputError) as error:
        actions.open_original(actor=researcher, source=Source.objects.get(pk=source.pk))
    assert sentence(error.value) == (
        "Het origineel van S1 is vernietigd. De hash, de grootte en de reden zijn bewaard."
    )


def test_retention_destroys_after_the_last_day_and_once(add: Add) -> None:
    today = timezone.localdate()
    kept = add("tot en met vandaag", retain_until=today)
    past = add("tot gisteren", retain_until=today - timedelta(days=1))
    add("zonder datum")

    runs.start("sources.retention", {})
    runs.drain()
    runs.start("sources.retention", {})
    runs.drain()

    past.original.refresh_from_db()
    kept.original.refresh_from_db()
    assert past.original.destroyed_reason == "retention"
    assert kept.original.destroyed_at is None
    assert len(files_on_disk()) == 2
    assert AuditEvent.objects.filter(action="sources.original_destroyed").count() == 1


def test_retention_is_queued_once_a_day(db: None) -> None:
    assert "sources.retention" in chores.daily

    chores.start_daily()
    chores.start_daily()

    assert Run.objects.filter(kind="sources.retention", state=State.QUEUED).count() == 1


def test_a_chore_that_fails_keeps_nobody_from_working(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[int] = []
    monkeypatch.setattr(chores, "at_start", [lambda: 1 / 0, lambda: done.append(1)])

    chores.do_at_start()

    assert done == [1]


def test_the_leader_deletes_a_source_on_which_nothing_rests(add: Add, leader: User) -> None:
    source = add()

    actions.delete_source(actor=leader, source=source, reason="withdrawn")

    upload = Upload.objects.get()
    assert not Source.objects.exists()
    assert files_on_disk() == []
    assert (upload.source, len(upload.sha256)) == (None, 64)
    assert AuditEvent.objects.get(action="sources.source_deleted").data == {"number": 1, "reason": "withdrawn"}


def test_a_source_in_use_stays_whole(add: Add, leader: User) -> None:
    source = add(kind="document", is_public=True)
    Fragment.objects.create(
        evaluation=source.evaluation,
        number=1,
        version=source.versions.get(),
        start=0,
        end=7,
        quote_sha256="0" * 64,
        created_by=leader,
    )

    with pytest.raises(InputError) as error:
        actions.delete_source(actor=leader, source=source, reason="wrong_file")

    assert sentence(error.value) == (
        "S1 kan niet worden verwijderd, want er rusten fragmenten op (1). Haal die eerst weg in het codeerscherm."
    )
    assert Source.objects.filter(pk=source.pk).exists()
    assert len(files_on_disk()) == 1
    assert not AuditEvent.objects.filter(action="sources.source_deleted").exists()


def test_clearing_destroys_the_names_of_refused_files(take_in: Take, researcher: User, evaluation: Evaluation) -> None:
    refused = take_in(b"", "verslag Kanariegeel.txt")
    waiting = take_in()
    assert [result.name for result in queries.upload_results_for(researcher, evaluation)] == [
        "verslag.txt",
        "verslag Kanariegeel.txt",
    ]

    actions.clear_uploads(actor=researcher, evaluation=evaluation)

    refused.refresh_from_db()
    assert (refused.sealed_filename, refused.wrapped_name_key) == (None, None)
    assert [result.upload for result in queries.upload_results_for(researcher, evaluation)] == [waiting]


def test_one_clears_only_ones_own(take_in: Take, leader: User, evaluation: Evaluation) -> None:
    refused = take_in(b"")

    assert actions.clear_uploads(actor=leader, evaluation=evaluation, upload_id=refused.pk) == 0


def test_names_that_nobody_cleared_go_after_a_week(take_in: Take) -> None:
    refused = take_in(b"")
    assert forget_old_names() == 0
    Upload.objects.update(finished_at=timezone.now() - timedelta(days=8))

    assert forget_old_names() == 1

    refused.refresh_from_db()
    assert refused.sealed_filename is None


def _every_action(source: Source) -> list[Callable[[User], Any]]:
    version = newest(source)
    return [
        lambda actor: actions.release_version(actor=actor, version=version, ground=STATEMENT),
        lambda actor: publish(source, actor),
        lambda actor: change(source, actor),
        lambda actor: actions.set_approval(actor=actor, source=source, seen=source.approval, approval="sent"),
        lambda actor: actions.open_unreleased(actor=actor, version=version),
        lambda actor: actions.open_original(actor=actor, source=source),
        lambda actor: actions.destroy_original(actor=actor, source=source, reason="not_needed"),
        lambda actor: actions.delete_source(actor=actor, source=source, reason="not_needed"),
        lambda actor: actions.clear_uploads(actor=actor, evaluation=source.evaluation),
        lambda actor: list(actions.import_paths(actor=actor, evaluation=source.evaluation, paths=[], attributes={})),
    ]


def test_readers_and_outsiders_may_do_nothing_of_this(add: Add, reader: User, outsider: User) -> None:
    source = add(kind="interview_report")
    events = AuditEvent.objects.count()

    for action in _every_action(source):
        with pytest.raises(NotAllowed):
            action(reader)
        with pytest.raises(NotFound):
            action(outsider)

    assert AuditEvent.objects.count() == events


def test_a_researcher_destroys_nothing(add: Add, researcher: User) -> None:
    source = add()

    for action in (actions.destroy_original, actions.delete_source):
        with pytest.raises(NotAllowed):
            action(actor=researcher, source=source, reason="not_needed")
