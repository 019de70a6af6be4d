from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("analyses", "0006_norm_calendar"),
    ]

    operations = [
        migrations.AddField(
            model_name="normversion",
            name="counts_from",
            field=models.JSONField(
                default=list, verbose_name="the term begins at the earliest when this was put on record"
            ),
        ),
        migrations.AddField(
            model_name="normversion",
            name="unsure_after",
            field=models.JSONField(default=list, verbose_name="what seems late has no verdict after"),
        ),
    ]
