"""What the actions of this room have in common: objects of one evaluation, and two people at one object."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from sluitend.errors import InputError


def require_same_evaluation(evaluation_id: int, objects: Iterable[Any]) -> None:
    """A chain of evidence never leaves its evaluation; each object has an `evaluation_id`, or is None.

    Raises InputError("findings.other_evaluation").
    """
    if any(one is not None and one.evaluation_id != evaluation_id for one in objects):
        raise InputError("findings.other_evaluation")


def take_revision(model: type[models.Model], pk: int, revision: int) -> None:
    """Claim the change for who read this revision, in one statement; the second of two people is told.

    Raises InputError("findings.changed_meanwhile").
    """
    rows = model._default_manager.filter(pk=pk, revision=revision).update(revision=revision + 1)
    if not rows:
        raise InputError("findings.changed_meanwhile")


def require_text(value: str, code: str) -> str:
    """The text without blanks around it. Raises InputError(code) when nothing is left."""
    text = value.strip()
    if not text:
        raise InputError(code)
    return text
