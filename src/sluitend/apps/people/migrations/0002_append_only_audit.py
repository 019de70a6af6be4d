"""The audit trail takes no change and no removal, whoever asks; and the table of the web cache.

A removal needs a row in `people_audit_purge`, which only `manage.py flush` makes, inside its own transaction (so no
other connection ever sees it). Rebuilding the audit table in a later migration drops these triggers on SQLite:
`tests/people/test_audit.py` fails until that migration makes them again.
"""

from __future__ import annotations

from django.apps.registry import Apps
from django.core.management import call_command
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = [
    """CREATE TRIGGER people_audit_no_update BEFORE UPDATE ON people_auditevent
        BEGIN SELECT RAISE(ABORT, 'audit events are only added'); END""",
    """CREATE TRIGGER people_audit_no_delete BEFORE DELETE ON people_auditevent
        WHEN NOT EXISTS (SELECT 1 FROM people_audit_purge)
        BEGIN SELECT RAISE(ABORT, 'audit events are only added'); END""",
]

POSTGRESQL = [
    """CREATE FUNCTION people_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP <> 'UPDATE' AND EXISTS (SELECT 1 FROM people_audit_purge) THEN
                RETURN OLD;
            END IF;
            RAISE EXCEPTION 'audit events are only added' USING ERRCODE = 'restrict_violation';
        END $$""",
    """CREATE TRIGGER people_audit_append_only BEFORE UPDATE OR DELETE ON people_auditevent
        FOR EACH ROW EXECUTE FUNCTION people_audit_refuse()""",
    """CREATE TRIGGER people_audit_no_truncate BEFORE TRUNCATE ON people_auditevent
        FOR EACH STATEMENT EXECUTE FUNCTION people_audit_refuse()""",
]

STATEMENTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}

UNDO = {
    "sqlite": ["DROP TRIGGER people_audit_no_update", "DROP TRIGGER people_audit_no_delete"],
    "postgresql": ["DROP FUNCTION people_audit_refuse() CASCADE"],
}


def close(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    vendor = schema_editor.connection.vendor
    for statement in ["CREATE TABLE people_audit_purge (reason varchar(80) NOT NULL)", *STATEMENTS[vendor]]:
        schema_editor.execute(statement)


def open_again(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in [*UNDO[schema_editor.connection.vendor], "DROP TABLE people_audit_purge"]:
        schema_editor.execute(statement)


def make_cache_table(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.RunPython(close, open_again),
        migrations.RunPython(make_cache_table, migrations.RunPython.noop),
    ]
