from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reporting", "0004_waivers")]

    operations = [
        migrations.AddField(
            model_name="housestyle",
            name="name",
            field=models.CharField(blank=True, default="", max_length=200, verbose_name="file"),
            preserve_default=False,
        ),
    ]
