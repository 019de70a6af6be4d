"""Vectors of what texts mean. They are made of the words, so they go with them; all of it can be made again."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class MeaningModel(models.Model):
    """A model by which vectors were made, with its centre (float32, little-endian): see ``engines.text.embedding``."""

    name = models.CharField(max_length=200, unique=True)
    centre = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class MeaningUse(models.Model):
    """A person's act: the texts of this evaluation may be read for their meaning, by this model and no other."""

    evaluation = models.OneToOneField("design.Evaluation", models.CASCADE, related_name="meaning_use")
    model_name = models.CharField(max_length=200)
    leaves = models.BooleanField(default=False)  # the words go to a service outside this machine
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"use of {self.model_name}"


class TextMeaning(models.Model):
    """The passages of one text as it is read now, with one bit a dimension of each.

    ``spans`` is int32[n, 2] and ``bits`` uint64[words, n], both little-endian.
    """

    version = models.OneToOneField("sources.SourceVersion", models.CASCADE, related_name="meaning")
    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="+")
    model = models.ForeignKey(MeaningModel, models.PROTECT, related_name="texts")
    text_sha256 = models.CharField(max_length=64)
    passages = models.PositiveIntegerField()
    spans = models.BinaryField()
    bits = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"meaning of version {self.version_id}"


class PassageVector(models.Model):
    """The vector of one passage in eight bits a dimension. Its id says which: see ``meaning.vectors.key_of``."""

    id = models.BigIntegerField(primary_key=True)
    text = models.ForeignKey(TextMeaning, models.CASCADE, related_name="vectors")
    vector = models.BinaryField()

    def __str__(self) -> str:
        return f"passage {self.pk}"
