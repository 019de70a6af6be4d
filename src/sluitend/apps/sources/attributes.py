"""What is known of a source besides its text: checked at the door, kept as plain data until the upload is read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models

from sluitend.apps.design.models import (
    EvaluatedObjectVersion,
    Evaluation,
    Level,
    Method,
    Perspective,
    Phase,
    Place,
)
from sluitend.apps.people.models import Organisation
from sluitend.apps.sources.models import ApprovalState, Source, SourceKind
from sluitend.errors import InputError

# Field of a source -> what it points at. An organisation is the installation's, the rest is the evaluation's own.
LINKS: Mapping[str, type[models.Model]] = {
    "organisation": Organisation,
    "perspective": Perspective,
    "place": Place,
    "phase": Phase,
    "method": Method,
    "object_version": EvaluatedObjectVersion,
}
DATES = ("date", "retain_until")
PLAIN = ("kind", "is_public", "level", "origin", *DATES)


def candidates(evaluation: Evaluation, name: str) -> models.QuerySet[Any]:
    """What the link of this name may point at in this evaluation."""
    rows = LINKS[name]._default_manager.all()
    if name == "organisation":
        return rows
    if name == "object_version":
        return rows.filter(evaluated_object__evaluation=evaluation)
    return rows.filter(evaluation=evaluation)


def checked(evaluation: Evaluation, attributes: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes as plain data (ids, ISO dates, enums) that a JSON field keeps; empty ones are left out.

    Links may be given as objects or ids, dates as dates or ISO text.
    Raises InputError("sources.unknown_attribute", "sources.unknown_value", "sources.only_documents_are_public").
    """
    unknown = sorted(set(attributes) - {*LINKS, *PLAIN})
    if unknown:
        raise InputError("sources.unknown_attribute", name=unknown[0])
    kept = {name: _plain(evaluation, name, value) for name, value in attributes.items() if value not in (None, "")}
    if kept.get("is_public") and kept.get("kind", SourceKind.DOCUMENT) != SourceKind.DOCUMENT:
        raise InputError("sources.only_documents_are_public")
    return kept


def _plain(evaluation: Evaluation, name: str, value: Any) -> str | int | bool:
    if name in LINKS:
        return _linked(evaluation, name, value)
    if name in DATES:
        return _iso(name, value)
    if name == "is_public":
        return bool(value)
    known = {"kind": SourceKind.values, "level": Level.values}.get(name)
    if known is not None and value not in known:
        raise InputError("sources.unknown_value", name=name)
    return str(value)


def _linked(evaluation: Evaluation, name: str, value: Any) -> int:
    identifier = value.pk if isinstance(value, models.Model) else value
    try:
        found = candidates(evaluation, name).filter(pk=identifier).exists()
    except (TypeError, ValueError):
        found = False
    if not found:
        raise InputError("sources.unknown_value", name=name)
    return int(identifier)


def _iso(name: str, value: Any) -> str:
    try:
        return (value if isinstance(value, date) else date.fromisoformat(str(value))).isoformat()
    except ValueError:
        raise InputError("sources.unknown_value", name=name) from None


def apply(source: Source, plain: Mapping[str, Any]) -> list[str]:
    """Set checked attributes on a source (unsaved); the names of the fields that changed.

    A link whose target has gone since the upload is left empty. An attribute that is not named keeps its value.
    """
    before = {name: _value(source, name) for name in (*PLAIN, *LINKS)}
    for name, value in plain.items():
        _set(source, name, value)
    _settle_approval(source)
    return [name for name, value in before.items() if _value(source, name) != value]


def _set(source: Source, name: str, value: Any) -> None:
    if name in LINKS:
        here = value is not None and candidates(source.evaluation, name).filter(pk=value).exists()
        setattr(source, f"{name}_id", value if here else None)
    elif name in DATES:
        setattr(source, name, date.fromisoformat(value) if value else None)
    else:
        setattr(source, name, value)


def _settle_approval(source: Source) -> None:
    """Only an interview report is approved, and it starts as a draft."""
    if source.kind != SourceKind.INTERVIEW_REPORT:
        source.approval = ApprovalState.NOT_NEEDED
    elif source.approval == ApprovalState.NOT_NEEDED:
        source.approval = ApprovalState.DRAFT


def _value(source: Source, name: str) -> Any:
    return getattr(source, f"{name}_id" if name in LINKS else name)
