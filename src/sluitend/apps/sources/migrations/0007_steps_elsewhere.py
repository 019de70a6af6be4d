import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sources", "0006_answers"),
    ]

    operations = [
        migrations.AddField(
            model_name="namestep",
            name="led_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="followers",
                to="sources.namestep",
            ),
        ),
    ]
