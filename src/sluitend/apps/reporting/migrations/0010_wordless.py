import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KINDS = (
    *("user", "code", "source", "selection", "coding", "note", "case", "question", "criterion", "finding"),
    *("conclusion", "recommendation", "evidence", "set", "group", "wordless", "wordless_coding"),
)


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("coding", "0012_search_pairs"),
        ("sources", "0011_version_read"),
        ("reporting", "0009_exchange_groups"),
    ]

    operations = [
        migrations.CreateModel(
            name="WordlessPassage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "memo",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="coding.memo"),
                ),
                ("notes", models.ManyToManyField(blank=True, related_name="+", to="coding.memo")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="sources.sourceversion"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("start__lte", models.F("end"))), name="reporting_wordless_span"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WordlessCoding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "code",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="coding.code"),
                ),
                (
                    "coder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "passage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="codings",
                        to="reporting.wordlesspassage",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("passage", "code", "coder"), name="reporting_wordless_coding")
                ],
            },
        ),
        migrations.AlterField(
            model_name="exchangeguid",
            name="kind",
            field=models.CharField(choices=[(kind, kind.replace("_", " ").title()) for kind in KINDS], max_length=20),
        ),
    ]
