"""The table of norms: adding, changing and ending a norm, each with its reason. Nothing is taken away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from sluitend.apps.analyses import norm_table
from sluitend.apps.analyses.kit import closing
from sluitend.apps.analyses.kit.norms import NormText, starting
from sluitend.apps.analyses.models import NormRow, NormVersion
from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError

Content = Mapping[str, Any]  # the fields of NormVersion that norm_table.CONTENT names


def add_norm(*, actor: User, evaluation: Evaluation, content: Content, reason: str) -> NormRow:
    """Another norm, with the next number. Raises NotFound, NotAllowed, InputError("analyses.norm_reason" |
    "analyses.norm_never") and what `kit.closing.closings` raises."""
    require(actor, evaluation, Action.EDIT_NORMS)
    _check(content, reason)
    with transaction.atomic():
        number = _begun(actor, evaluation).order_by("-number")[0].number + 1
        norm = NormRow.objects.create(evaluation=evaluation, number=number, key=f"norm-{number}")
        _write(norm, 1, actor, content, reason)
        record(actor, "analyses.norm_added", norm, evaluation=evaluation.pk)
    return norm


def change_norm(
    *, actor: User, evaluation: Evaluation, number: int, seen: int, content: Content, reason: str
) -> NormVersion:
    """Let norm N<number> say something else from now on; `seen` is the version that its author saw.

    Raises what `add_norm` raises, and InputError("analyses.changed_meanwhile").
    """
    require(actor, evaluation, Action.EDIT_NORMS)
    _check(content, reason)
    with transaction.atomic():
        norm = _begun(actor, evaluation).get(number=number)
        newest = norm.versions.order_by("-number")[0]
        if newest.number != seen:
            raise InputError("analyses.changed_meanwhile")
        version = _write(norm, seen + 1, actor, content, reason)
        record(actor, "analyses.norm_changed", norm, evaluation=evaluation.pk, version=version.number)
    return version


def end_norm(
    *, actor: User, evaluation: Evaluation, number: int, seen: int, valid_until: date, reason: str
) -> NormVersion:
    """Let it hold no longer from a day on; what began before is still held against it.

    Raises what `change_norm` raises.
    """
    require(actor, evaluation, Action.EDIT_NORMS)
    line = next(one for one in norm_table.lines_of(evaluation.pk) if one.number == number)
    content = line.text.model_dump(exclude={"key"}) | {"valid_until": valid_until}
    return change_norm(actor=actor, evaluation=evaluation, number=number, seen=seen, content=content, reason=reason)


def _check(content: Content, reason: str) -> None:
    """Raises InputError("analyses.norm_reason" | "analyses.norm_never") and what `kit.closing.closings` raises."""
    if not reason.strip():
        raise InputError("analyses.norm_reason", where="reason")
    since, until = content.get("valid_from"), content.get("valid_until")
    if since and until and since >= until:
        raise InputError("analyses.norm_never", where="valid_until")
    closing.closings(content.get("closed", ()))


def _begun(actor: User, evaluation: Evaluation) -> Any:
    """The rows of the table; with the first change it is written down. Two at once wait for each other."""
    Evaluation.objects.select_for_update().get(pk=evaluation.pk)
    rows = NormRow.objects.filter(evaluation=evaluation)
    if not rows.exists():
        for number, text in enumerate(starting(), 1):
            norm = NormRow.objects.create(evaluation=evaluation, number=number, key=text.key)
            _write(norm, 1, actor, _content_of(text), "")
    return rows


def _content_of(text: NormText) -> Content:
    return text.model_dump(exclude={"key"})


def _write(norm: NormRow, number: int, author: User, content: Content, reason: str) -> NormVersion:
    told = {name: list(value) if isinstance(value, tuple) else value for name, value in content.items()}
    return NormVersion.objects.create(norm=norm, number=number, author=author, reason=reason.strip(), **told)
