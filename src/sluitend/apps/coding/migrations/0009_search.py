"""Which texts stand in the search index, and the index itself, which Django knows nothing of."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from sluitend.apps.coding.search import postgres, sqlite


def make_index(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        statements: tuple[str, ...] = (postgres.CREATE, *postgres.INDEXES, *postgres.TRIGGERS)
    else:
        statements = (sqlite.CREATE, sqlite.TRIGGER)
    for statement in statements:
        editor.execute(statement)


def drop_index(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in postgres.DROP if editor.connection.vendor == "postgresql" else sqlite.DROP:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("coding", "0008_meaning"),
        ("design", "0004_logbook_numbers"),
        ("sources", "0010_openness"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text_sha256", models.CharField(max_length=64)),
                ("stems", models.CharField(max_length=40)),
                ("first", models.BigIntegerField(unique=True)),
                ("passages", models.JSONField(default=list)),
                ("taken_in_at", models.DateTimeField(auto_now_add=True)),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="design.evaluation"
                    ),
                ),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="sources.sourceversion"
                    ),
                ),
            ],
        ),
        migrations.RunPython(make_index, drop_index),
    ]
