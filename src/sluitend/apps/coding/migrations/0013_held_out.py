"""What is told of suggestions names each source that was held out. What was learned before has none until the computer
learns again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("coding", "0012_search_pairs")]
    operations = [
        migrations.AddField(model_name="learning", name="held_out", field=models.JSONField(default=dict)),
    ]
