from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reporting", "0007_exchange")]

    operations = [
        migrations.AddField(model_name="exchangeguid", name="said", field=models.JSONField(default=dict)),
    ]
