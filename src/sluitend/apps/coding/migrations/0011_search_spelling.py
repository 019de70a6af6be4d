"""The index knows how words are spelt, so that of a phrase no text needs to be read. It is made anew, by itself."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from sluitend.apps.coding.search import postgres, sqlite

EMPTY = "DELETE FROM coding_searchtext"


def with_spelling(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Rows of SearchText go, so that the worker takes all texts in again: within minutes, as after an import."""
    if editor.connection.vendor == "postgresql":
        statements: tuple[str, ...] = ("TRUNCATE coding_searchtext", postgres.WITH_SPELLING)
    else:
        statements = (*sqlite.DROP, EMPTY, sqlite.CREATE_WITH_SPELLING, sqlite.TRIGGER)
    for statement in statements:
        editor.execute(statement)


def without(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        statements: tuple[str, ...] = ("TRUNCATE coding_searchtext", "ALTER TABLE coding_searchwords DROP COLUMN spelt")
    else:
        statements = (*sqlite.DROP, EMPTY, sqlite.CREATE, sqlite.TRIGGER)
    for statement in statements:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("coding", "0010_reopening")]
    operations = [migrations.RunPython(with_spelling, without)]
