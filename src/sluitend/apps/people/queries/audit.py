"""Who did what: of one evaluation, or of what is in no evaluation."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value

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


# (who reads) -> the condition of events that they may not know of yet, such as what others code in a blind round.
withheld: list[Callable[[User], Q]] = []


def known_to(user: User, events: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
    """The events that this user may know of now; the others stay in the trail, and come later."""
    for condition in withheld:
        events = events.exclude(condition(user))
    return events


def audit_events(
    evaluation_id: int | None, wanted: AuditFilter = EVERYTHING, *, user: User | None = None
) -> QuerySet[AuditEvent]:
    """Events of one evaluation (None: of none), newest first, each with `actor_name`; for a user what they may know.

    The caller has checked the permission: `design.access.require(..., Action.EXPORT_AUDIT)` for an evaluation.
    """
    name = User.objects.filter(pk=OuterRef("actor_id")).values("name")
    events = _of(evaluation_id, user).annotate(actor_name=Subquery(name))
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


def actors_in(evaluation_id: int | None, user: User | None = None) -> list[tuple[int, str]]:
    """Who appears in these events: id and name, for a filter. The caller has checked the permission."""
    ids = _of(evaluation_id, user).order_by().values("actor_id").distinct()
    return [(user.pk, user.name) for user in User.objects.filter(pk__in=ids)]


def actions_in(evaluation_id: int | None, user: User | None = None) -> Iterable[str]:
    """Which actions appear in these events, for a filter. The caller has checked the permission."""
    return _of(evaluation_id, user).order_by("action").values_list("action", flat=True).distinct()


def _of(evaluation_id: int | None, user: User | None) -> QuerySet[AuditEvent]:
    events = AuditEvent.objects.filter(evaluation_id=evaluation_id)
    return events if user is None else known_to(user, events)


Mark = tuple[int, datetime]


def mark_of(evaluation_id: int) -> Mark | None:
    """Changes with every write in the evaluation or outside all evaluations, since every write leaves an event.

    The number of events is in it because on PostgreSQL a lower number may be committed after a higher one. One query;
    only the newest row itself is read.
    """
    events = AuditEvent.objects.filter(Q(evaluation_id=evaluation_id) | Q(evaluation_id=None)).order_by()
    count = events.values(all=Value(1)).values(count=Count("pk"))
    return events.order_by("-pk").values_list(Subquery(count), "at").first()


@dataclass(frozen=True, slots=True)
class Pulse:
    """How far the events of an evaluation, and those outside all evaluations, have come."""

    newest: int
    at: datetime
    count: int


def _felt(evaluation_id: int) -> QuerySet[AuditEvent]:
    return AuditEvent.objects.filter(Q(evaluation_id=evaluation_id) | Q(evaluation_id=None)).order_by()


def pulse_of(evaluation_id: int) -> Pulse | None:
    """As `mark_of`, with the number of the newest event; None when nothing ever happened. One query."""
    count = _felt(evaluation_id).values(all=Value(1)).values(count=Count("pk"))
    row = _felt(evaluation_id).order_by("-pk").values_list("pk", "at", Subquery(count)).first()
    return Pulse(*row) if row else None


def actions_between(evaluation_id: int, before: Pulse, now: Pulse) -> list[str] | None:
    """What was done between two pulses; None when that cannot be told, so that anything may have changed.

    It cannot when the newest event of then is not there any more (a restored backup), or when events with a lower
    number have come since (PostgreSQL). One query.
    """
    felt = _felt(evaluation_id).filter(pk__gte=before.newest, pk__lte=now.newest).order_by("pk")
    events = list(felt.values_list("pk", "at", "action"))
    if not events or events[0][:2] != (before.newest, before.at) or now.count - before.count != len(events) - 1:
        return None
    return [action for _pk, _at, action in events[1:]]
