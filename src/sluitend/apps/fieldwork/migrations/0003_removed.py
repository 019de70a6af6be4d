from typing import Any

from django.db import migrations, models
from django.db.models import Max


def go_on_counting(apps: Any, schema_editor: Any) -> None:
    """Statements get their number of the counter from now on: it begins where they are."""
    statements = apps.get_model("fieldwork", "DestructionStatement").objects
    counters = apps.get_model("design", "Counter").objects
    for row in statements.order_by().values("evaluation").annotate(last=Max("number")):
        counters.update_or_create(evaluation_id=row["evaluation"], kind="VV", defaults={"last": row["last"]})


class Migration(migrations.Migration):
    dependencies = [
        ("design", "0001_initial"),
        ("fieldwork", "0002_emptied"),
    ]

    operations = [
        migrations.AlterField(
            model_name="destructionstatement",
            name="reason",
            field=models.CharField(
                choices=[
                    ("withdrawn", "the respondent withdrew"),
                    ("retention", "the retention date has passed"),
                    ("removed", "removed by the team"),
                ],
                max_length=20,
            ),
        ),
        migrations.RunPython(go_on_counting, migrations.RunPython.noop),
    ]
