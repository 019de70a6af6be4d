"""Django's flush, which empties a whole database (the tests do, between two of them), the audit trail included."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import flush
from django.db import connections, transaction


class Command(flush.Command):
    """Opens the append-only audit trail for the length of the flush's own transaction."""

    def handle(self, **options: Any) -> None:
        database = options["database"]
        with transaction.atomic(using=database):
            with connections[database].cursor() as cursor:
                cursor.execute("INSERT INTO people_audit_purge (reason) VALUES ('flush')")
            super().handle(**options)
            with connections[database].cursor() as cursor:
                cursor.execute("DELETE FROM people_audit_purge")
