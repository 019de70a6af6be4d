"""Reads the database as it was at one moment, without keeping anybody from writing meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, cast

from django.db import connection, transaction


@contextmanager
def snapshot() -> Iterator[None]:
    """Every read within it sees the same moment. Within a transaction of the caller's, that one decides."""
    if connection.in_atomic_block:
        yield
        return
    with _without_the_lock_for_writing(), transaction.atomic():
        if connection.vendor == "postgresql":  # which shows every query what was committed just before it
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextmanager
def beside(act: Callable[[int], None]) -> Iterator[Callable[[int], None]]:
    """The same act over a connection of its own, since nobody can write within a snapshot; what it raises is raised.

    Within a transaction of the caller's it is done there.
    """
    if connection.in_atomic_block:
        yield act
        return
    with ThreadPoolExecutor(1) as pool:
        try:
            yield lambda number: pool.submit(act, number).result()
        finally:
            pool.submit(lambda: connection.close()).result()  # that of this thread


@contextmanager
def _without_the_lock_for_writing() -> Iterator[None]:
    """SQLite's transactions take that lock at once here (settings); this one reads only, and may take long."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()  # which sets the mode that the settings ask for
    sqlite = cast("Any", connection)
    usual = sqlite.transaction_mode
    sqlite.transaction_mode = "DEFERRED"
    try:
        yield
    finally:
        sqlite.transaction_mode = usual
