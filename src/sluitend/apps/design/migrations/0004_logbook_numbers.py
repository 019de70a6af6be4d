from collections import Counter as Tally
from typing import Any

from django.db import migrations, models


def number_entries(apps: Any, schema_editor: Any) -> None:
    """Give the entries that stand already their number, by evaluation in order of date, and let the counter go on."""
    entries = apps.get_model("design", "LogbookEntry").objects.order_by("date", "id")
    counter = apps.get_model("design", "Counter").objects
    last: Tally[int] = Tally()
    for identifier, evaluation in list(entries.values_list("pk", "evaluation_id")):
        last[evaluation] += 1
        entries.filter(pk=identifier).update(number=last[evaluation])
    for evaluation, number in last.items():
        counter.update_or_create(evaluation_id=evaluation, kind="L", defaults={"last": number})


class Migration(migrations.Migration):
    dependencies = [
        ("design", "0003_bodies_agreements"),
    ]

    operations = [
        migrations.RunPython(number_entries, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="logbookentry",
            name="number",
            field=models.PositiveIntegerField(),
        ),
        migrations.AddConstraint(
            model_name="logbookentry",
            constraint=models.UniqueConstraint(fields=("evaluation", "number"), name="design_logbook_number"),
        ),
    ]
