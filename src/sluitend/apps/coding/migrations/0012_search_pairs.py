"""The index knows which words stand next to each other, and passages as they stand: a phrase of common words is quick
too, and what was found is not cut from whole texts. It is made anew, by itself."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from sluitend.apps.coding.search import postgres, sqlite

EMPTY = "DELETE FROM coding_searchtext"


def with_pairs(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Rows of SearchText go, so that the worker takes all texts in again. In PostgreSQL a pair is a token as others."""
    _made_anew(editor, sqlite.CREATE_WITH_PAIRS, postgres.WITH_WHAT_WAS_SAID)


def without(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    _made_anew(editor, sqlite.CREATE_WITH_SPELLING, "ALTER TABLE coding_searchwords DROP COLUMN said")


def _made_anew(editor: BaseDatabaseSchemaEditor, table: str, change: str) -> None:
    if editor.connection.vendor == "postgresql":
        statements: tuple[str, ...] = ("TRUNCATE coding_searchtext", change)
    else:
        statements = (*sqlite.DROP, EMPTY, table, sqlite.TRIGGER)
    for statement in statements:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("coding", "0011_search_spelling")]
    operations = [migrations.RunPython(with_pairs, without)]
