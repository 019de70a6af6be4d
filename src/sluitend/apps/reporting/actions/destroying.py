"""What may no longer leave the team is destroyed, with its key: withdrawal outranks keeping what was built.

Rows first, file after: a file that a crash leaves behind has no row, and is swept. Its key went with the row.
"""

from __future__ import annotations

import logging

from django.db import transaction
from django.utils import timezone

from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.reporting.models import Build, DestroyReason, Report
from sluitend.apps.reporting.queries.withdrawn import withdrawn_among
from sluitend.apps.sources import store
from sluitend.errors import InputError

logger = logging.getLogger(__name__)


def destroy_withdrawn(*, actor: User | None, report: Report) -> int:
    """Destroy the files of a report that hold a withdrawn quote; how many. Hash, size and reason stay.

    For a caller that has checked who asks; no actor when it is the daily work: who withdrew the quote decided.

    Raises InputError("coding.quote_changed").
    """
    kept = list(report.builds.exclude(path=""))
    held = withdrawn_among(report.evaluation_id, kept)
    return sum(_destroy(actor, pk) for pk in sorted(held))


def destroy_all_withdrawn() -> int:
    """Do so for every report; one whose texts are damaged does not keep the others from it."""
    destroyed = 0
    for report in Report.objects.filter(builds__in=Build.objects.exclude(path="")).distinct():
        try:
            destroyed += destroy_withdrawn(actor=None, report=report)
        except InputError as error:
            logger.error("withdrawn quotes of report %s could not be looked up: %s", report.pk, error.code)
    return destroyed


def _destroy(actor: User | None, build_id: int) -> bool:
    with transaction.atomic():
        build = Build.objects.select_for_update(of=("self",)).select_related("report").get(pk=build_id)
        path, build.path, build.wrapped_key = build.path, "", None
        if not path:
            return False
        build.destroyed_at, build.destroyed_reason = timezone.now(), DestroyReason.QUOTE_WITHDRAWN
        build.save(update_fields=["path", "wrapped_key", "destroyed_at", "destroyed_reason"])
        evaluation = build.report.evaluation_id
        record(actor, "reporting.build_destroyed", build, evaluation=evaluation, reason=str(build.destroyed_reason))
    store.remove(path)
    return True
