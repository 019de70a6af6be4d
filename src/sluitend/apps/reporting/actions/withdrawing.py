"""Built reports with withdrawn words are destroyed, with their keys."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.utils import timezone

from sluitend.apps.fieldwork.destruction import Destruction
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.people.models import User
from sluitend.apps.reporting.models import Build, DestroyReason
from sluitend.apps.reporting.queries.withdrawn import withdrawn_among
from sluitend.apps.sources import store

BUILDS = "reporting.builds"


def destroy_builds(actor: User | None, respondent: Respondent | None, destruction: Destruction) -> None:
    """For ``fieldwork.hooks.withdrawn``: rows now, files as soon as the transaction stands."""
    kept = list(Build.objects.filter(report__evaluation=destruction.evaluation_id).exclude(path=""))
    held = withdrawn_among(destruction.evaluation_id, kept)
    for build in (one for one in kept if one.pk in held):
        destruction.note(BUILDS, object=str(build.built_at.date()), sha256=build.sha256)
        transaction.on_commit(partial(store.remove, build.path))
        build.path, build.wrapped_key = "", None
        build.destroyed_at, build.destroyed_reason = timezone.now(), DestroyReason.QUOTE_WITHDRAWN
        build.save(update_fields=["path", "wrapped_key", "destroyed_at", "destroyed_reason"])
