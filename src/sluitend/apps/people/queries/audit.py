"""Who did what: of one evaluation, or of what is in no evaluation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from sluitend.apps.people.access import require_installation
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.people.permissions import InstallationAction


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What to show; everything by default. Dates include both ends, in the installation's time zone."""

    since: date | None = None
    until: date | None = None
    actor_id: int | None = None
    action: str = ""


EVERYTHING = AuditFilter()


def audit_events(evaluation_id: int | None, wanted: AuditFilter = EVERYTHING) -> QuerySet[AuditEvent]:
    """Events of one evaluation (None: of none), newest first, each with `actor_name`.

    The caller has checked the permission: `design.access.require(..., Action.EXPORT_AUDIT)` for an evaluation.
    """
    name = User.objects.filter(pk=OuterRef("actor_id")).values("name")
    events = AuditEvent.objects.filter(evaluation_id=evaluation_id).annotate(actor_name=Subquery(name))
    if wanted.since:
        events = events.filter(at__date__gte=wanted.since)
    if wanted.until:
        events = events.filter(at__date__lte=wanted.until)
    if wanted.actor_id:
        events = events.filter(actor_id=wanted.actor_id)
    return events.filter(action=wanted.action) if wanted.action else events


def installation_events(user: User, wanted: AuditFilter = EVERYTHING) -> QuerySet[AuditEvent]:
    """Events outside every evaluation. Raises NotAllowed."""
    require_installation(user, InstallationAction.EXPORT_AUDIT)
    return audit_events(None, wanted)


def actors_in(evaluation_id: int | None) -> list[tuple[int, str]]:
    """Who appears in these events: id and name, for a filter. The caller has checked the permission."""
    ids = AuditEvent.objects.filter(evaluation_id=evaluation_id).values("actor_id").distinct()
    return [(user.pk, user.name) for user in User.objects.filter(pk__in=ids)]


def actions_in(evaluation_id: int | None) -> Iterable[str]:
    """Which actions appear in these events, for a filter. The caller has checked the permission."""
    events = AuditEvent.objects.filter(evaluation_id=evaluation_id)
    return events.order_by("action").values_list("action", flat=True).distinct()
