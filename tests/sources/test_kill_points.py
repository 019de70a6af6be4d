"""Whatever breaks off, and wherever: no row without its file, no file without its row, nothing half-stored."""

from __future__ import annotations

import io
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.sources import actions, store
from sluitend.apps.sources.actions.sweeping import sweep_when_somebody_died
from sluitend.apps.sources.models import Original, Source, SourceVersion, Upload, UploadState
from sluitend.work import runs
from sluitend.work.models import Run, State
from tests.sources.conftest import TEXT, files_on_disk

Take = Callable[..., Upload]
Add = Callable[..., Source]


class Killed(BaseException):
    """The process stops here: no handler of ours catches it."""


def _break(monkeypatch: pytest.MonkeyPatch, target: str) -> None:
    def killed(*args: Any, **kwargs: Any) -> None:
        raise Killed

    monkeypatch.setattr(target, killed)


def paths_in_rows() -> set[str]:
    kept = Original.objects.exclude(path="").values_list("path", flat=True)
    waiting = Upload.objects.exclude(path="").values_list("path", flat=True)
    return {*kept, *waiting}


def paths_on_disk() -> set[str]:
    return {f"{path.parent.name}/{path.name}" for path in files_on_disk()}


TAKING_IN = "sluitend.apps.sources.actions.taking_in"
READING = "sluitend.apps.sources.actions.reading"


@pytest.mark.parametrize(
    "target",
    [
        "sluitend.formats.sealed.Sealer.write",
        "sluitend.formats.sealed.Sealer.finish",
        "sluitend.apps.sources.store.to_disk",
        f"{TAKING_IN}.queue_reading",
        f"{TAKING_IN}.record",
    ],
)
def test_broken_off_while_coming_in(take_in: Take, monkeypatch: pytest.MonkeyPatch, target: str) -> None:
    _break(monkeypatch, target)

    with pytest.raises(Killed):
        take_in()

    assert paths_on_disk() == set()
    assert not Upload.objects.exists()
    assert not Run.objects.exists()
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    "target",
    [
        "sluitend.formats.sealed.open_file",
        "sluitend.work.limits.read_limited",
        "sluitend.apps.sources.store.link",
        f"{READING}.next_number",
        f"{READING}._save_original",
        f"{READING}._finish",
        f"{READING}.record",
    ],
)
def test_broken_off_while_reading(take_in: Take, monkeypatch: pytest.MonkeyPatch, target: str) -> None:
    upload = take_in()
    with monkeypatch.context() as patch:
        _break(patch, target)
        with pytest.raises(Killed):
            runs.drain()

    assert paths_on_disk() == paths_in_rows() == {upload.path}
    assert not Source.objects.exists()
    assert not SourceVersion.objects.exists()
    runs.drain()
    upload.refresh_from_db()
    assert upload.state == UploadState.ACCEPTED
    assert paths_on_disk() == paths_in_rows()
    assert Source.objects.get().number == 1


def test_killed_before_the_quarantine_is_emptied(take_in: Take, monkeypatch: pytest.MonkeyPatch) -> None:
    """-9 leaves no time for tidying: the second name of the file stays, and the sweeper takes it away."""
    take_in()
    with monkeypatch.context() as patch:
        patch.setattr("sluitend.apps.sources.store.remove", lambda path: None)
        runs.drain()
    assert len(paths_on_disk() - paths_in_rows()) == 2  # the quarantine's name, and the readable copy

    _everybody_died(monkeypatch)
    actions.sweep_orphans()

    assert paths_on_disk() == paths_in_rows()


def _everybody_died(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on this is another process: the lock of the one that made the files is gone."""
    assert store._own is not None
    store._own[2].close()
    monkeypatch.setattr(store, "_own", None)


def test_the_sweeper_takes_what_a_dead_process_left(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    for folder in (store.QUARANTINE, store.ORIGINALS, store.PLAIN):
        store.create(store.new_path(folder)).close()
    _everybody_died(monkeypatch)

    swept = actions.sweep_orphans()

    assert (swept.files, paths_on_disk()) == (3, set())
    assert list(store.full("writers").iterdir()) == []


def test_files_are_looked_at_only_when_somebody_died(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    store.create(store.new_path(store.QUARANTINE)).close()
    with monkeypatch.context() as patch:
        patch.setattr(store, "abandoned", lambda folder: pytest.fail("looked without a reason"))
        sweep_when_somebody_died()
    _everybody_died(monkeypatch)

    swept = sweep_when_somebody_died()

    assert (swept.files, paths_on_disk()) == (1, set())


def test_the_sweeper_leaves_what_a_living_process_writes(db: None) -> None:
    path = store.new_path(store.QUARANTINE)
    store.create(path).close()

    swept = actions.sweep_orphans()

    assert (swept.files, paths_on_disk()) == (0, {path})


def test_the_sweeper_leaves_what_rows_speak_of(add: Add, take_in: Take, monkeypatch: pytest.MonkeyPatch) -> None:
    add()
    take_in("iets anders")
    before = paths_on_disk()
    _everybody_died(monkeypatch)

    swept = actions.sweep_orphans()

    assert (swept.files, swept.queued, paths_on_disk()) == (0, 0, before)


def test_an_upload_whose_run_is_lost_is_queued_again(take_in: Take) -> None:
    upload = take_in()
    Run.objects.all().delete()

    swept = actions.sweep_orphans()
    runs.drain()

    upload.refresh_from_db()
    assert (swept.queued, upload.state) == (1, UploadState.ACCEPTED)


def test_an_upload_that_brings_the_worker_down_is_refused(take_in: Take) -> None:
    from django.utils import timezone

    upload = take_in()
    Run.objects.update(state=State.FAILED, message="work.gave_up", finished_at=timezone.now())

    swept = actions.sweep_orphans()

    upload.refresh_from_db()
    assert (swept.refused, upload.refusal_code, files_on_disk()) == (1, "sources.reading_failed", [])


def test_a_broken_connection_leaves_nothing(
    evaluation: Evaluation, researcher: User, client_of: Callable[..., Any]
) -> None:
    """The body ends in the middle of the second file."""
    boundary = secrets.token_hex(8)
    one = f'--{boundary}\r\nContent-Disposition: form-data; name="documents"; filename="a.txt"\r\n\r\n{TEXT}\r\n'
    body = (one * 2)[:-40].encode()

    client_of(researcher).generic(
        "POST",
        f"/evaluaties/{evaluation.pk}/bronnen/toevoegen/",
        body,
        content_type=f"multipart/form-data; boundary={boundary}",
    )

    assert files_on_disk() == []
    assert not Upload.objects.exists()


def test_a_connection_that_raises_leaves_nothing(rf: Any, researcher: User) -> None:
    class Breaks(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            piece = super().read(min(size or 100, 100))
            if not piece:
                raise OSError("connection reset")
            return piece

    head = b'--grens\r\nContent-Disposition: form-data; name="documents"; filename="a.txt"\r\n\r\n' + b"x" * 500
    request = rf.generic("POST", "/", head, content_type="multipart/form-data; boundary=grens")
    request.user = researcher
    request._stream = Breaks(head)
    request.META["CONTENT_LENGTH"] = "100000"

    with pytest.raises(OSError, match="connection"):
        request.FILES  # noqa: B018
    del request

    assert files_on_disk() == []


def test_threads_of_one_process_share_one_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_own", None)

    with ThreadPoolExecutor(16) as threads:
        paths = list(threads.map(lambda _: store.new_path(store.QUARANTINE), range(64)))

    assert len({path.partition(".")[0] for path in paths}) == 1
    assert len(set(paths)) == 64
