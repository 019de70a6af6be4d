from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sources", "0010_openness")]

    operations = [
        migrations.AddIndex(
            model_name="sourceversion",
            index=models.Index(
                fields=["source", "number", "released_at", "destroyed_at", "text_sha256", "length"],
                name="sources_version_read",
            ),
        ),
    ]
