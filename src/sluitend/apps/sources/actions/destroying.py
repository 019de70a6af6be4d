"""What need not, or may not, be kept: originals past their date, and sources on which nothing rests.

Rows first, file after: a file that a crash leaves behind has no row, and is swept. Its key went with the row.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from sluitend.apps.design.access import require
from sluitend.apps.fieldwork.actions import state_removal, tell_removed
from sluitend.apps.fieldwork.destruction import Destruction
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources import hooks, store
from sluitend.apps.sources.actions import removals
from sluitend.apps.sources.models import DestroyReason, Original, Source, SourceVersion, TextDestroyReason
from sluitend.errors import InputError


def destroy_original(*, actor: User, source: Source, reason: str) -> Original:
    """Destroy the file as it came in; hash, size and reason stay, and so do the texts.

    Raises NotFound, NotAllowed, InputError("sources.original_destroyed", "sources.unknown_value",
    "fieldwork.ledger_unwritable").
    """
    require(actor, source.evaluation_id, Action.DESTROY_SOURCE)
    _check_reason(reason)
    original = _destroy(actor, source.original.pk, reason)
    if original is None:
        raise InputError("sources.original_destroyed", number=source.number)
    return original


def destroy_expired_originals(today: date | None = None) -> int:
    """Destroy the originals whose retention date has passed; how many. No actor: the date was set by the team."""
    day = today or timezone.localdate()
    due = Original.objects.filter(destroyed_at__isnull=True, source__retain_until__lt=day)
    return sum(_destroy(None, pk, DestroyReason.RETENTION) is not None for pk in due.values_list("pk", flat=True))


def _destroy(actor: User | None, original_id: int, reason: str) -> Original | None:
    """The destroyed original; None when it was destroyed before."""
    with transaction.atomic():
        original = Original.objects.select_for_update(of=("self",)).select_related("source").get(pk=original_id)
        if original.destroyed_at is not None:
            return None
        path, original.path = original.path, ""
        original.destroyed_at, original.destroyed_reason = timezone.now(), reason
        original.sealed_filename = b""
        original.save()
        source = original.source
        record(actor, "sources.original_destroyed", source, evaluation=source.evaluation_id, reason=reason)
        if actor is not None:  # what is past its date goes again by that date, also from a backup
            state_removal(actor, source.evaluation_id, [removals.line_of_original(original)])
        else:
            tell_removed(None, Destruction(source.evaluation_id, reason))
    store.remove(path)
    return original


def destroy_text(*, actor: User, version: SourceVersion, reason: str) -> SourceVersion:
    """Destroy the text of an older version on which nothing rests any more; hash, length and reasons stay.

    Raises NotFound, NotAllowed, InputError("sources.text_destroyed", "sources.text_is_newest", "sources.text_in_use",
    "sources.unknown_value", "fieldwork.ledger_unwritable").
    """
    source = version.source
    require(actor, source.evaluation_id, Action.DESTROY_SOURCE)
    if reason not in TextDestroyReason.values or reason == TextDestroyReason.REMOVED:
        raise InputError("sources.unknown_value", name="reason")
    with transaction.atomic():
        Source.objects.select_for_update().filter(pk=source.pk).values_list("pk").get()
        row = source.versions.get(pk=version.pk)
        _check_may_go(source, row)
        for handler in hooks.version_destroyed:
            handler(row)
        source.corrections.filter(version=row).delete()
        empty_version(actor, row, reason)
        record(
            actor,
            "sources.text_destroyed",
            source,
            evaluation=source.evaluation_id,
            version=row.number,
            reason=reason,
            length=row.length,
        )
        state_removal(actor, source.evaluation_id, [removals.line_of_text(row)])
    return row


def _check_may_go(source: Source, version: SourceVersion) -> None:
    if version.destroyed_at is not None:
        raise InputError("sources.text_destroyed", number=version.number)
    readable = source.versions.filter(released_at__isnull=False, destroyed_at__isnull=True)
    later = source.versions.filter(number__gt=version.number)
    is_read = readable.filter(pk=version.pk).exists() and not readable.filter(number__gt=version.number).exists()
    if is_read or not later.exists():
        raise InputError("sources.text_is_newest", number=version.number)
    if count := sum(rests(version.pk) for rests in hooks.rests_on_version):
        raise InputError("sources.text_in_use", number=version.number, count=count)


def empty_version(actor: User | None, version: SourceVersion, reason: str) -> None:
    """Leave nothing of a version's text and structure, within the caller's transaction, which also records it."""
    version.text = version.sealed_text = None
    version.blocks, version.turns = [], []
    version.destroyed_at, version.destroyed_by, version.destroyed_reason = timezone.now(), actor, reason
    version.save()


def delete_source(*, actor: User, source: Source, reason: str) -> None:
    """Remove a source with its texts, original and key; the hash and size of its upload stay.

    Raises NotFound, NotAllowed, InputError("sources.in_use") when fragments rest on it,
    InputError("sources.unknown_value", "fieldwork.ledger_unwritable").
    """
    require(actor, source.evaluation_id, Action.DESTROY_SOURCE)
    _check_reason(reason)
    path = Original.objects.filter(source=source).values_list("path", flat=True).first()
    try:
        with transaction.atomic():
            record(
                actor,
                "sources.source_deleted",
                source,
                evaluation=source.evaluation_id,
                number=source.number,
                reason=reason,
            )
            lines = removals.lines_of_source(source)
            evaluation_id = source.evaluation_id
            for tell in hooks.deleting:
                tell(actor, source)
            source.delete()
            state_removal(actor, evaluation_id, lines)
    except ProtectedError as error:
        raise InputError("sources.in_use", number=source.number, count=len(error.protected_objects)) from None
    store.remove(path or "")


def _check_reason(reason: str) -> None:
    if reason not in DestroyReason.values or reason == DestroyReason.REMOVED:
        raise InputError("sources.unknown_value", name="reason")
