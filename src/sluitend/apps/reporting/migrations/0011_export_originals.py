from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reporting", "0010_wordless")]

    operations = [
        migrations.AddField(
            model_name="exchangeexport", name="with_originals", field=models.BooleanField(default=False)
        ),
    ]
