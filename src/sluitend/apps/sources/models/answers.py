"""Open answers on their way in: what is known of the file, and what its columns hold."""

from __future__ import annotations

from django.db import models

from sluitend.apps.sources.models.upload import Upload


class AnswerPlan(models.Model):
    """Beside an upload with a table: its first rows and, once somebody said so, what its columns are.

    Both are sealed with the upload's key, and go when the file was read or dropped.
    """

    upload = models.OneToOneField(Upload, models.CASCADE, related_name="answer_plan")
    sealed_preview = models.BinaryField()
    sealed_plan = models.BinaryField(null=True)  # empty until all columns and values were placed
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"plan of {self.upload_id}"


class AnswerMemory(models.Model):
    """What was said of the columns of a table, for the next file with the same ones.

    Columns and values are known only by their hashes with the evaluation's key: a name that stood in a cell cannot be
    read here, nor be found by trying names.
    """

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="answer_memories")
    columns_sha256 = models.CharField(max_length=64)
    roles = models.JSONField(default=list)  # as many as there are columns
    values = models.JSONField(default=dict)  # attribute -> {hash of the value: id, level, or null}
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evaluation", "columns_sha256"], name="sources_answer_memory")]

    def __str__(self) -> str:
        return f"columns {self.pk}"
