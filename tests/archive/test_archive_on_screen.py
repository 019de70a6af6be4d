"""An archive asked for on screen: made by the worker, had once, and nothing of it stays. Everything is fictitious."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sluitend.apps.design.models import Evaluation, Membership
from sluitend.apps.fieldwork.destruction import Destruction
from sluitend.apps.fieldwork.models import DestructionStatement
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.people.permissions import Role
from sluitend.apps.reporting.actions.archive import (
    archive_evaluation,
    asking,
    destroy_archives,
    make_archive,
    request_archive,
    sweep_archives,
    tidy_archives,
)
from sluitend.apps.reporting.models import ArchiveFile
from sluitend.apps.sources import actions as sources
from sluitend.apps.sources import store
from sluitend.apps.sources.models import Source
from sluitend.errors import InputError
from sluitend.formats import archive
from sluitend.web.wording import sentence
from sluitend.work import runs
from sluitend.work.models import Run
from tests.archive.conftest import PASSPHRASE
from tests.archive.test_archive import back, contents
from tests.coding.rounds.near import opened
from tests.reporting.conftest import Chain

ClientOf = Callable[[User], Client]
FORM = {"reason": "Overdracht aan Proefdorp (fictief)", "passphrase": PASSPHRASE, "again": PASSPHRASE}


@pytest.fixture(autouse=True)
def _nothing_there() -> None:
    """Rows go with their test, files do not."""
    for name in files():
        store.remove(f"archives/{name}")


def asked(chain: Chain, leader: User, **chosen: bool) -> ArchiveFile:
    choice = {"originals": False, "identities": False, **chosen}
    return request_archive(
        actor=leader, evaluation=chain.evaluation, passphrase=PASSPHRASE, reason="Overdracht (fictief)", **choice
    )


def page_of(chain: Chain) -> str:
    return reverse("reporting:archive", args=[chain.evaluation.pk])


def files() -> list[str]:
    folder = store.full("archives")
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_the_project_leader_has_the_file_once_and_it_opens_elsewhere(
    whole: Chain, leader: User, owner: User, client_of: ClientOf, django_capture_on_commit_callbacks: Any
) -> None:
    page = client_of(leader)
    page.post(reverse("reporting:make_archive", args=[whole.evaluation.pk]), FORM)
    runs.drain()
    ready = ArchiveFile.objects.get()
    shown = page.get(page_of(whole)).content.decode()
    url = reverse("reporting:fetch_archive", args=[whole.evaluation.pk, ready.pk])

    with django_capture_on_commit_callbacks(execute=True):
        answer = page.post(url)
        data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    again = page.post(url, follow=True).content.decode()

    assert url in shown
    assert "Overdracht aan Proefdorp (fictief)" in shown
    assert (len(data), answer["Content-Length"]) == (ready.size, str(ready.size))
    assert answer["Content-Disposition"].endswith('.sluitend"')
    assert back(owner, data).title == whole.evaluation.title
    assert "Dit archief is hier niet meer" in again
    ready.refresh_from_db()
    assert (ready.state, ready.path, files()) == ("fetched", "", [])
    told = AuditEvent.objects.filter(action__startswith="reporting.archive").order_by("pk")
    assert [one.action for one in told] == [
        "reporting.archive_asked", "reporting.archived", "reporting.archive_fetched"
    ]  # fmt: skip
    assert {one.actor_id for one in told} == {leader.pk}


def test_the_passphrase_is_kept_nowhere_and_the_key_only_while_it_is_needed(
    whole: Chain, leader: User, caplog: pytest.LogCaptureFixture
) -> None:
    lock = archive.lock(PASSPHRASE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(archive, "lock", lambda _passphrase: lock)
        waiting = asked(whole, leader)
    key = bytes(waiting.wrapped_key or b"")

    held = everything_kept()
    runs.drain()
    later = everything_kept()

    assert len(key) > len(lock.key)
    for text in (held, later, caplog.text.encode()):
        assert PASSPHRASE.encode() not in text
        assert lock.key not in text
        assert lock.key.hex().encode() not in text
    waiting.refresh_from_db()
    assert (waiting.state, waiting.header, waiting.wrapped_key) == ("ready", None, None)


def everything_kept() -> bytes:
    """Every value of every row of the installation."""
    found = io.BytesIO()
    for model in apps.get_models():
        for row in model._base_manager.values_list():
            for value in row:
                found.write(bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode())
    return found.getvalue()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"again": "een andere fictieve zin"}, "U hebt twee verschillende wachtzinnen getypt. Typ ze allebei opnieuw."),
        ({"passphrase": "kort", "again": "kort"}, "12"),
        ({"reason": " "}, "verplicht"),
    ],
)
def test_a_form_that_is_not_right_makes_nothing(
    whole: Chain, leader: User, client_of: ClientOf, changes: dict[str, str], said: str
) -> None:
    url = reverse("reporting:make_archive", args=[whole.evaluation.pk])

    shown = client_of(leader).post(url, {**FORM, **changes}).content.decode()

    assert said in shown
    assert PASSPHRASE not in shown
    assert not ArchiveFile.objects.exists()


def test_what_was_chosen_goes_along(whole: Chain, leader: User) -> None:
    asked(whole, leader, originals=True)
    runs.drain()

    ready = ArchiveFile.objects.get()
    data = store.full(ready.path).read_bytes()

    manifest = json.loads(contents(data)["manifest.json"])
    assert (manifest["originals"], manifest["identities"]) == (True, False)
    assert "originals/S9" in contents(data)


def test_only_the_project_leader_sees_that_there_is_an_archive(
    whole: Chain, leader: User, researcher: User, client_of: ClientOf
) -> None:
    overview = reverse("reporting:report", args=[whole.evaluation.pk])

    assert page_of(whole) in client_of(leader).get(overview).content.decode()
    assert page_of(whole) not in client_of(researcher).get(overview).content.decode()
    assert client_of(researcher).get(page_of(whole)).status_code == 403


def test_who_comes_too_late_finds_it_destroyed(
    whole: Chain, leader: User, client_of: ClientOf, django_capture_on_commit_callbacks: Any
) -> None:
    asked(whole, leader)
    runs.drain()
    ready = ArchiveFile.objects.get()
    ArchiveFile.objects.filter(pk=ready.pk).update(until=timezone.now() - timedelta(seconds=1))
    url = reverse("reporting:fetch_archive", args=[whole.evaluation.pk, ready.pk])

    refused = client_of(leader).post(url, follow=True).content.decode()
    before_it_was_removed = client_of(leader).get(page_of(whole)).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        ended = tidy_archives()

    assert "Dit archief is hier niet meer: u kunt het één keer downloaden, binnen een dag. Maak een nieuw." in refused
    ready.refresh_from_db()
    assert "vernietigd: niet op tijd gedownload" in before_it_was_removed
    assert (ended, ready.state, files()) == (1, "expired", [])
    assert "vernietigd: niet op tijd gedownload" in client_of(leader).get(page_of(whole)).content.decode()


def test_what_cannot_be_made_says_so_in_one_sentence_and_leaves_nothing(
    whole: Chain, leader: User, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(*, target: Any, **_more: object) -> None:
        target.write(b"half")
        raise OSError(28, "no space")

    monkeypatch.setattr(asking, "archive_evaluation", full_disk)
    asked(whole, leader)

    runs.drain()

    failed = ArchiveFile.objects.get()
    shown = client_of(leader).get(page_of(whole)).content.decode()
    assert (failed.state, failed.wrapped_key, files()) == ("failed", None, [])
    assert "Het archief kon niet worden gemaakt." in shown
    assert "no space" not in shown


def test_a_worker_that_is_told_to_stop_leaves_it_for_the_next(
    whole: Chain, leader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = asked(whole, leader)

    def stopped(**_more: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(asking, "archive_evaluation", stopped)
        with pytest.raises(SystemExit):
            make_archive(waiting.pk, lambda _percent: None)
    left = files()
    runs.drain()

    assert left == []
    assert ArchiveFile.objects.get().state == "ready"


def test_a_worker_that_was_thought_dead_leaves_it_for_who_took_over(
    whole: Chain, leader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = asked(whole, leader)
    run = Run.objects.filter(pk=int(waiting.run_id))

    def overtaken(**_more: object) -> None:
        run.update(state="queued", worker="")  # as the supervisor does once a heartbeat has stayed away
        raise runs.Cancelled  # as the next report of progress does then

    with monkeypatch.context() as patch:
        patch.setattr(asking, "archive_evaluation", overtaken)
        runs.perform(run.get().pk)
    between = ArchiveFile.objects.get()
    runs.drain()

    assert (between.state, between.wrapped_key is None) == ("waiting", False)
    assert (ArchiveFile.objects.get().state, run.get().state) == ("ready", "done")


def test_who_leads_no_longer_gets_none(whole: Chain, leader: User) -> None:
    asked(whole, leader)
    Membership.objects.filter(user=leader).update(role=Role.RESEARCHER)

    runs.drain()

    failed = ArchiveFile.objects.get()
    assert (failed.state, failed.wrapped_key, files()) == ("failed", None, [])


@pytest.mark.parametrize("is_made", [True, False])
def test_who_codes_blind_gets_none_from_before_the_round(whole: Chain, leader: User, *, is_made: bool) -> None:
    one = asked(whole, leader)
    if is_made:
        runs.drain()
    opened(leader, [whole.secret.version], [leader], is_blind=True)
    runs.drain()

    one.refresh_from_db()
    assert one.state == ("ready" if is_made else "failed")
    with pytest.raises(InputError) as caught:
        asking.fetch_archive(actor=leader, asked=one)
    assert caught.value.code == "coding.blind_round"


def test_one_is_made_at_a_time_and_destroying_it_makes_room(whole: Chain, leader: User, client_of: ClientOf) -> None:
    first = asked(whole, leader)
    with pytest.raises(InputError) as refused:
        asked(whole, leader)

    client_of(leader).post(reverse("reporting:discard_archive", args=[whole.evaluation.pk, first.pk]))
    second = asked(whole, leader)
    runs.drain()

    assert sentence(refused.value) == "Er wordt al een archief gemaakt. Wacht tot het klaar is, of vernietig het."
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.wrapped_key, second.state) == ("discarded", None, "ready")
    assert Run.objects.get(pk=int(first.run_id)).state == "cancelled"


def test_who_destroys_what_a_colleague_has_downloaded_hears_that_it_was_gone(
    whole: Chain, leader: User, client_of: ClientOf
) -> None:
    asked(whole, leader)
    runs.drain()
    ready = ArchiveFile.objects.get()
    asking.fetch_archive(actor=leader, asked=ready).close()
    url = reverse("reporting:discard_archive", args=[whole.evaluation.pk, ready.pk])

    shown = client_of(leader).post(url, follow=True).content.decode()

    assert "Dit archief is hier niet meer" in shown
    assert "Het archief is vernietigd." not in shown
    assert not AuditEvent.objects.filter(action="reporting.archive_discarded").exists()


def test_what_no_run_will_make_any_more_is_given_up_and_its_half_file_swept(
    whole: Chain, leader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = asked(whole, leader)
    Run.objects.filter(pk=int(waiting.run_id)).update(state="failed", finished_at=timezone.now())
    half = store.new_path("archives")
    store.full(half).write_bytes(b"half")
    monkeypatch.setattr(store, "abandoned", lambda folder: [half])

    assert (tidy_archives(), sweep_archives()) == (1, 1)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.wrapped_key, files()) == ("failed", None, [])


def test_what_lies_ready_when_somebody_withdraws_is_destroyed(
    whole: Chain, leader: User, django_capture_on_commit_callbacks: Any
) -> None:
    asked(whole, leader)
    runs.drain()
    waiting = asked(whole, leader)
    destruction = Destruction(whole.evaluation.pk)

    with django_capture_on_commit_callbacks(execute=True):
        destroy_archives(leader, None, destruction)
    make_archive(waiting.pk, lambda _percent: None)

    assert {one.state for one in ArchiveFile.objects.all()} == {"discarded"}
    assert [line.kind for line in destruction.lines] == ["reporting.archives"] * 2
    assert files() == []


def remove_source(whole: Chain, leader: User) -> None:
    sources.delete_source(actor=leader, source=Source.objects.get(number=9), reason="wrong_file")


def remove_original(whole: Chain, leader: User) -> None:
    sources.destroy_original(actor=leader, source=Source.objects.get(number=9), reason="not_needed")


def let_original_expire(whole: Chain, leader: User) -> None:
    Source.objects.filter(number=9).update(retain_until=timezone.localdate() - timedelta(days=1))
    assert sources.destroy_expired_originals() == 1


@pytest.mark.parametrize("way", [remove_source, remove_original, let_original_expire])
def test_what_lies_ready_when_something_is_removed_is_destroyed(
    whole: Chain, leader: User, django_capture_on_commit_callbacks: Any, way: Callable[[Chain, User], None]
) -> None:
    asked(whole, leader)
    runs.drain()
    waiting = asked(whole, leader)

    with django_capture_on_commit_callbacks(execute=True):
        way(whole, leader)
    make_archive(waiting.pk, lambda _percent: None)

    assert {one.state for one in ArchiveFile.objects.all()} == {"discarded"}
    assert files() == []
    if way is not let_original_expire:  # what goes on its date has no statement
        kinds = [line["kind"] for line in DestructionStatement.objects.get().lines]
        assert kinds.count("reporting.archives") == 2


def test_who_asks_for_an_archive_during_a_destruction_waits_for_it(whole: Chain, leader: User) -> None:
    """The row that asking locks is locked first; SQLite, which writes one at a time, only reads it."""
    with transaction.atomic(), CaptureQueriesContext(connection) as done:
        destroy_archives(leader, None, Destruction(whole.evaluation.pk))

    first = done.captured_queries[0]["sql"]
    assert 'FROM "design_evaluation"' in first
    assert ("FOR NO KEY UPDATE" in first) is connection.features.has_select_for_update


@pytest.mark.django_db(transaction=True)
def test_it_tells_how_far_it_is_while_it_reads_one_moment(whole: Chain, leader: User) -> None:
    titles = Evaluation.objects.filter(pk=whole.evaluation.pk)
    told: list[int] = []

    def progress(percent: int) -> None:
        assert not connection.in_atomic_block
        with transaction.atomic():
            titles.update(title=f"Anders {percent} (fictief)")
        told.append(percent)

    target = io.BytesIO()
    archive_evaluation(
        actor=leader, evaluation=whole.evaluation, target=target, lock=archive.lock(PASSPHRASE),
        originals=True, identities=False, progress=progress,
    )  # fmt: skip

    row = json.loads(contents(target.getvalue())["rows/design.Evaluation.jsonl"])
    assert len(set(told)) > 5
    assert told == sorted(told)
    assert (row["title"], titles.get().title) == ("Anders 0 (fictief)", f"Anders {told[-1]} (fictief)")
