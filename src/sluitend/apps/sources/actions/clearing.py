"""The list of what happened to one's uploads is tidied."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources.models import Upload, UploadState

KEEP_NAMES = timedelta(days=7)
_FINISHED = (UploadState.ACCEPTED, UploadState.REFUSED)


def clear_uploads(*, actor: User, evaluation: Evaluation, upload_id: int | None = None) -> int:
    """Take one's finished uploads (or the one named) off the list of results; how many. Their names are destroyed.

    Raises NotFound, NotAllowed.
    """
    require(actor, evaluation, Action.ADD_SOURCE)
    mine = Upload.objects.filter(evaluation=evaluation, uploaded_by=actor)
    with transaction.atomic():
        cleared = _clear(mine if upload_id is None else mine.filter(pk=upload_id))
        if cleared:
            record(actor, "sources.uploads_cleared", evaluation, evaluation=evaluation.pk, count=cleared)
    return cleared


def forget_old_names() -> int:
    """Clear what nobody cleared for a week: a refused file leaves hash, size and reason, and in the end no name."""
    return _clear(Upload.objects.filter(finished_at__lt=timezone.now() - KEEP_NAMES))


def _clear(uploads: QuerySet[Upload]) -> int:
    done = uploads.filter(state__in=_FINISHED, cleared_at__isnull=True)
    return done.update(cleared_at=timezone.now(), sealed_filename=None, wrapped_name_key=None)
