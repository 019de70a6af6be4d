import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("coding", "0012_search_pairs"),
        ("sources", "0011_version_read"),
        ("design", "0004_logbook_numbers"),
        ("reporting", "0008_exchange_prints"),
    ]

    operations = [
        migrations.CreateModel(
            name="ExchangeGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=300)),
                ("description", models.TextField(blank=True)),
                ("codes", models.ManyToManyField(blank=True, related_name="+", to="coding.code")),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exchange_groups",
                        to="design.evaluation",
                    ),
                ),
                ("sources", models.ManyToManyField(blank=True, related_name="+", to="sources.source")),
            ],
            options={"ordering": ["id"]},
        ),
        migrations.AlterField(
            model_name="exchangeguid",
            name="kind",
            field=models.CharField(
                choices=[
                    ("user", "User"),
                    ("code", "Code"),
                    ("source", "Source"),
                    ("selection", "Selection"),
                    ("coding", "Coding"),
                    ("note", "Note"),
                    ("case", "Case"),
                    ("question", "Question"),
                    ("criterion", "Criterion"),
                    ("finding", "Finding"),
                    ("conclusion", "Conclusion"),
                    ("recommendation", "Recommendation"),
                    ("evidence", "Evidence"),
                    ("set", "Set"),
                    ("group", "Group"),
                ],
                max_length=20,
            ),
        ),
    ]
