"""Which texts stand in the search index, and where. The words themselves lie in the index of the database."""

from __future__ import annotations

from django.db import models


class SearchText(models.Model):
    """One text in the index: its passages have the ids `first`, `first` + 1, … in the order of the text.

    An id carries the evaluation, and within that grows with every text that comes in: newest is highest. When the row
    goes, in whatever way, the database itself takes the words along (``search.sqlite``, ``search.postgres``).
    """

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="+")
    version = models.OneToOneField("sources.SourceVersion", models.CASCADE, related_name="+")
    text_sha256 = models.CharField(max_length=64)  # of the text that was taken in: it may be made empty in parts
    stems = models.CharField(max_length=40)  # by which rules its words were put in
    first = models.BigIntegerField(unique=True)
    passages = models.JSONField(default=list)  # [start, end, number of the speaker or null], in code points
    taken_in_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.version_id} in the index"
