"""Nothing lost: the settings of the database, backups before migrations, and two processes that write at once."""

from __future__ import annotations

import base64
import errno
import os
import sqlite3
import subprocess
import sys
import time
from collections import namedtuple
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError, connection

from sluitend.config.keys import installation_key
from sluitend.config.settings import SQLITE_OPTIONS
from sluitend.errors import InputError
from sluitend.work import database

ROOT = Path(__file__).parents[2]

# Two of these at once: each write is a transaction of its own that reads before it writes.
WRITER = """
import django, sys; django.setup()
from django.db import transaction
from sluitend.work.models import Run
for number in range(int(sys.argv[1])):
    with transaction.atomic():
        last = Run.objects.order_by("-id").first()
        Run.objects.create(kind="test.write", payload={"after": last.pk if last else 0})
"""


def pragma(name: str) -> object:
    with connection.cursor() as cursor:
        return cursor.execute(f"PRAGMA {name}").fetchone()[0]


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="SQLite's own settings")
def test_sqlite_has_the_settings_that_lose_nothing() -> None:
    assert SQLITE_OPTIONS["transaction_mode"] == "IMMEDIATE"
    assert pragma("journal_mode") == "wal"
    assert pragma("synchronous") == 2  # FULL: a write that was answered is on the disk
    assert pragma("foreign_keys") == 1
    assert pragma("secure_delete") == 1  # what was destroyed does not live on in freed pages
    assert pragma("busy_timeout") == 20_000  # milliseconds
    assert settings.DATABASES["default"]["OPTIONS"] == SQLITE_OPTIONS


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a migrated installation of its own."""
    folder = tmp_path_factory.mktemp("installation")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "sluitend.config.settings",
        "SLUITEND_DATA": str(folder / "data"),
        "SLUITEND_KEYS": str(folder / "keys"),
    }
    environment.pop("DATABASE_URL", None)
    run(environment, "-m", "sluitend.work.prepare", "database")
    return environment


def run(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def file_of(installation: dict[str, str]) -> Path:
    return Path(installation["SLUITEND_DATA"]) / "sluitend.sqlite3"


@pytest.mark.sqlite
def test_two_writing_processes_lose_nothing(installation: dict[str, str]) -> None:
    each = 100
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(each)], cwd=ROOT, env=installation, stderr=subprocess.PIPE)
        for _ in range(2)
    ]

    ends = [writer.communicate(timeout=120)[1] for writer in writers]

    assert [writer.returncode for writer in writers] == [0, 0], ends
    with closing(sqlite3.connect(file_of(installation))) as file:
        count, chain = file.execute(
            "SELECT count(*), count(DISTINCT json_extract(payload, '$.after')) FROM work_run WHERE kind = 'test.write'"
        ).fetchone()
        assert (count, chain) == (2 * each, 2 * each)  # no two saw the same last row
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_folders_of_an_older_version_are_closed_for_others(installation: dict[str, str]) -> None:
    data = Path(installation["SLUITEND_DATA"])
    (data / "originals").mkdir(exist_ok=True)
    for folder in (data, data / "originals"):
        folder.chmod(0o755)

    run(installation, "-m", "sluitend.work.prepare", "database")

    assert {folder.stat().st_mode & 0o777 for folder in (data, data / "originals")} == {0o700}


@pytest.mark.sqlite
def test_a_backup_is_made_before_a_migration_and_only_then(installation: dict[str, str]) -> None:
    backups = Path(installation["SLUITEND_DATA"]) / "backups"
    assert run(installation, "-m", "sluitend.work.prepare", "database") == ""
    assert not backups.exists()

    run(installation, "-m", "django", "migrate", "work", "zero", "-v0")
    said = run(installation, "-m", "sluitend.work.prepare", "database")

    (backup,) = backups.iterdir()
    assert said == f"De database is bijgewerkt; de reservekopie is {backup}."
    assert backup.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(backup)) as copy:
        tables = {name for (name,) in copy.execute("SELECT name FROM sqlite_master")}
        assert "django_migrations" in tables
        assert "work_run" not in tables
    with closing(sqlite3.connect(file_of(installation))) as file:
        assert file.execute("SELECT count(*) FROM work_run").fetchone() == (0,)


def test_backups_expire(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database.settings, "DATA", tmp_path)
    folder = tmp_path / "backups"
    folder.mkdir()
    old, fresh = folder / "old.sqlite3", folder / "fresh.sqlite3"
    old.touch()
    fresh.touch()
    past = time.time() - database.KEEP_BACKUPS.total_seconds() - 60
    os.utime(old, (past, past))

    assert database.forget_old_backups() == 1
    assert [path.name for path in folder.iterdir()] == ["fresh.sqlite3"]


@pytest.mark.django_db(transaction=True)
def test_a_backup_holds_the_whole_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On both databases; PostgreSQL's own program makes its dump."""
    monkeypatch.setattr(database.settings, "DATA", tmp_path)

    path = database.backup()

    content, key = path.read_bytes(), installation_key(Path(database.settings.KEYS))
    assert not [form for form in (key, key.hex().encode(), base64.b64encode(key)) if form in content]
    head = content[:6]
    assert head == (b"SQLite" if connection.vendor == "sqlite" else b"PGDMP\x01")
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in path.parent.iterdir()] == [path.name]


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="SQLite copies itself")
def test_no_backup_is_begun_without_room_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(database.settings, "DATA", tmp_path)
    monkeypatch.setattr(database.shutil, "disk_usage", lambda path: usage(1, 1, 0))

    with pytest.raises(InputError) as told:
        database.backup()

    assert told.value.code == "work.disk_full"
    assert list((tmp_path / "backups").iterdir()) == []


@pytest.mark.parametrize(
    ("error", "free", "code"),
    [
        (OperationalError("database or disk is full"), 10**9, "work.disk_full"),
        (OperationalError("disk I/O error"), 0, "work.disk_full"),
        (OSError(errno.ENOSPC, "No space left on device"), 10**9, "work.disk_full"),
        (OperationalError("disk I/O error"), 10**9, None),
        (OSError(errno.EACCES, "Permission denied"), 10**9, None),
    ],
)
def test_a_full_disk_is_told_whoever_met_it(
    error: Exception, free: int, code: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(database.settings, "DATA", tmp_path)
    monkeypatch.setattr(database.shutil, "disk_usage", lambda path: usage(1, 1, free))

    with pytest.raises(InputError if code else type(error)) as told, database.told_when_full():
        raise error

    assert getattr(told.value, "code", None) == code
