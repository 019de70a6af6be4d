import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("coding", "0014_round_together"),
        ("design", "0004_logbook_numbers"),
        ("fieldwork", "0003_removed"),
        ("reporting", "0011_export_originals"),
        ("sources", "0011_version_read"),
    ]

    operations = [
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
                    ("link", "Link"),
                    ("wordless", "Wordless"),
                    ("wordless_coding", "Wordless Coding"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="ExchangeEnd",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="coding.code"
                    ),
                ),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="design.evaluation"
                    ),
                ),
                (
                    "fragment",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="coding.fragment"
                    ),
                ),
                (
                    "group",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="reporting.exchangegroup",
                    ),
                ),
                (
                    "memo",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="coding.memo"
                    ),
                ),
                (
                    "respondent",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="fieldwork.respondent",
                    ),
                ),
                (
                    "source",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="sources.source"
                    ),
                ),
                (
                    "wordless",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="reporting.wordlesspassage",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="ExchangeLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(blank=True, max_length=300)),
                (
                    "direction",
                    models.CharField(
                        blank=True,
                        choices=[("Associative", "goes with"), ("OneWay", "leads to"), ("Bidirectional", "both ways")],
                        max_length=15,
                    ),
                ),
                ("colour", models.CharField(blank=True, max_length=7)),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exchange_links",
                        to="design.evaluation",
                    ),
                ),
                ("notes", models.ManyToManyField(blank=True, related_name="+", to="coding.memo")),
                (
                    "origin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="reporting.exchangeend"
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="reporting.exchangeend"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.AddConstraint(
            model_name="exchangeend",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("code__isnull", False),
                        ("fragment__isnull", True),
                        ("group__isnull", True),
                        ("memo__isnull", True),
                        ("respondent__isnull", True),
                        ("source__isnull", True),
                        ("wordless__isnull", True),
                    ),
                    models.Q(
                        ("code__isnull", True),
                        ("fragment__isnull", True),
                        ("group__isnull", True),
                        ("memo__isnull", True),
                        ("respondent__isnull", True),
                        ("source__isnull", False),
                        ("wordless__isnull", True),
                    ),
                    models.Q(
                        ("code__isnull", True),
                        ("fragment__isnull", False),
                        ("group__isnull", True),
                        ("memo__isnull", True),
                        ("respondent__isnull", True),
                        ("source__isnull", True),
                        ("wordless__isnull", True),
                    ),
                    models.Q(
                        ("code__isnull", True),
                        ("fragment__isnull", True),
                        ("group__isnull", True),
                        ("memo__isnull", True),
                        ("respondent__isnull", True),
                        ("source__isnull", True),
                        ("wordless__isnull", False),
                    ),
                    models.Q(
                        ("code__isnull", True),
                        ("fragment__isnull", True),
                        ("group__isnull", True),
                        ("memo__isnull", False),
                        ("respondent__isnull", True),
                        ("source__isnull", True),
                        ("wordless__isnull", True),
                    ),
                    models.Q(
                        ("code__isnull", True),
                        ("fragment__isnull", True),
                        ("group__isnull", True),
                        ("memo__isnull", True),
                        ("respondent__isnull", False),
                        ("source__isnull", True),
                        ("wordless__isnull", True),
                    ),
                    models.Q(
                        ("code__isnull", True),
                        ("fragment__isnull", True),
                        ("group__isnull", False),
                        ("memo__isnull", True),
                        ("respondent__isnull", True),
                        ("source__isnull", True),
                        ("wordless__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="reporting_end_of_one_thing",
            ),
        ),
    ]
