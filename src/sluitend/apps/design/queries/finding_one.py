"""One row of an evaluation, or NotFound."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet

from sluitend.errors import NotFound

M = TypeVar("M", bound=Model)


def one(rows: QuerySet[M], what: str, **wanted: object) -> M:
    """The one row with these values. Raises NotFound(what)."""
    found = rows.filter(**wanted).first()
    if found is None:
        raise NotFound(what)
    return found
