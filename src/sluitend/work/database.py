"""Bring the database up to date, with a backup first when there is something to lose."""

from __future__ import annotations

import errno
import fcntl
import logging
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from sluitend.errors import InputError

logger = logging.getLogger(__name__)

BACKUPS = "backups"
_LOCK = "upgrading.lock"
KEEP_BACKUPS = timedelta(days=90)
_ALMOST_NOTHING = 2**20  # bytes


class Upgrade(NamedTuple):
    """What `upgrade` did: the number of migrations that it ran, and the backup that it made first."""

    migrations: int
    backup: Path | None


def upgrade() -> Upgrade:
    """Run the migrations that wait. A database with content is copied to DATA/backups first.

    One process at a time: a command that is given while `sluitend serve` starts waits for it. Raises
    InputError("work.disk_full", "work.no_backup").
    """
    with told_when_full():
        settings.DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _alone():
            return _upgraded()


def _upgraded() -> Upgrade:
    _close_folders()
    forget_old_backups()
    waiting = _waiting()
    saved = backup() if waiting and _has_content() else None
    if waiting:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
    return Upgrade(waiting, saved)


@contextmanager
def _alone() -> Iterator[None]:
    with (settings.DATA / _LOCK).open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _close_folders() -> None:
    """The data folder and those in it are their owner's alone, also when an older version made them otherwise."""
    for folder in (settings.DATA, *(path for path in settings.DATA.iterdir() if path.is_dir())):
        if not folder.is_symlink() and _is_open(folder.stat()):
            folder.chmod(0o700)


def _is_open(state: os.stat_result) -> bool:
    return state.st_uid == os.geteuid() and bool(state.st_mode & 0o077)


@contextmanager
def told_when_full() -> Iterator[None]:
    """A full disk becomes InputError("work.disk_full"), whoever met it: the system or SQLite."""
    try:
        yield
    except OperationalError as error:
        if _means_full(str(error)):
            raise InputError("work.disk_full") from error
        raise
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise InputError("work.disk_full") from error
        raise


def _means_full(text: str) -> bool:
    """SQLite says "disk I/O error" when there is no room for its shared memory."""
    return "disk is full" in text or ("disk I/O" in text and shutil.disk_usage(settings.DATA).free < _ALMOST_NOTHING)


def _waiting() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _has_content() -> bool:
    return "django_migrations" in connection.introspection.table_names()


def backup() -> Path:
    """A consistent copy of the whole database in DATA/backups, readable by its owner only."""
    folder = settings.DATA / BACKUPS
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}"
    if connection.vendor == "sqlite":
        return _copy_sqlite(path.with_suffix(".sqlite3"))
    return _dump_postgres(path.with_suffix(".dump"))


def _copy_sqlite(target: Path) -> Path:
    """VACUUM INTO takes a snapshot beside readers and writers, and leaves a checked, compact file."""
    source = Path(str(connection.settings_dict["NAME"]))
    if shutil.disk_usage(target.parent).free < 1.2 * source.stat().st_size:
        raise InputError("work.disk_full")
    draft = target.with_suffix(".part")
    draft.unlink(missing_ok=True)
    with closing(sqlite3.connect(source, timeout=20)) as database:
        database.execute("VACUUM INTO ?", (str(draft),))
    draft.chmod(0o600)
    _to_disk(draft)
    return draft.rename(target)


def _to_disk(path: Path) -> None:
    with path.open("rb") as stream:
        os.fsync(stream.fileno())


def _dump_postgres(target: Path) -> Path:
    """pg_dump's own format. The password goes by environment, where no list of processes shows it."""
    program = shutil.which("pg_dump")
    if program is None:
        raise InputError("work.no_backup")
    database = {**connection.settings_dict, **_socket_folder()}
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    place = {key: str(database[name]) for key, name in names.items() if database.get(name)}
    command = [program, "--format=custom", f"--file={target}"]
    done = subprocess.run(command, env={**os.environ, **place}, capture_output=True, check=False)  # noqa: S603
    if done.returncode:
        target.unlink(missing_ok=True)
        raise InputError("work.no_backup")
    target.chmod(0o600)
    return target


def _socket_folder() -> dict[str, str]:
    """A server that is reached by a socket stands in the options instead of HOST."""
    host = connection.settings_dict["OPTIONS"].get("host")
    return {"HOST": str(host)} if host else {}


def forget_old_backups() -> int:
    """Remove backups past their date: what somebody had removed may not live on in a copy."""
    folder = settings.DATA / BACKUPS
    oldest = (datetime.now(UTC) - KEEP_BACKUPS).timestamp()
    old = [path for path in folder.glob("*") if path.stat().st_mtime < oldest] if folder.exists() else []
    for path in old:
        path.unlink()
    return len(old)
