"""A round says how many coders a text that is coded more than once gets; of the rounds before that were two."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("coding", "0013_held_out")]
    operations = [
        migrations.AddField(
            model_name="codinground",
            name="together",
            field=models.PositiveSmallIntegerField(
                default=2, validators=[MinValueValidator(2)], verbose_name="coders of a shared text"
            ),
        ),
        migrations.AlterField(
            model_name="codinground",
            name="share",
            field=models.PositiveSmallIntegerField(
                default=100, validators=[MaxValueValidator(100)], verbose_name="share coded by more than one"
            ),
        ),
        migrations.AddConstraint(
            model_name="codinground",
            constraint=models.CheckConstraint(condition=models.Q(together__gte=2), name="coding_round_together"),
        ),
    ]
