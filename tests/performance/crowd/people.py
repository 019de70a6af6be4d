"""Accounts, the register of the youth field, and who did what."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import cycle, islice

from django.utils import timezone

from sluitend.apps.design.models import Evaluation, LogbookEntry, LogbookKind, Membership
from sluitend.apps.people.models import (
    AuditEvent,
    Invitation,
    Municipality,
    Organisation,
    OrganisationKind,
    Region,
    RegionKind,
    RegionMembership,
    User,
)
from sluitend.apps.people.permissions import Role
from sluitend.work import vault


def add(evaluation: Evaluation, leader: User, amount: int, events: int) -> None:
    """Members and invitations, organisations and regions, other evaluations of the leader, logbook and audit trail."""
    users = _members(evaluation, leader, amount)
    _register(amount)
    _other_evaluations(leader, amount)
    last = 1 + max(evaluation.logbook.values_list("number", flat=True), default=0)
    LogbookEntry.objects.bulk_create(
        LogbookEntry(
            evaluation=evaluation,
            number=last + n,
            date=date(2026, 1, 1) + timedelta(days=n),
            kind=LogbookKind.values[n % len(LogbookKind.values)],
            title=f"Gebeurtenis {n} (fictief)",
            text="Wat er gebeurde, en wat het betekent voor de evaluatie (fictief).",
            author=users[n % len(users)],
        )
        for n in range(events)
    )
    _audit_trail(users, events)


def _members(evaluation: Evaluation, leader: User, amount: int) -> list[User]:
    known = User.objects.count()
    users = User.objects.bulk_create(
        User(
            email=f"lid{n}@voorbeeld.invalid",
            name=f"Lid {n} (fictief)",
            organisation=Organisation.objects.create(
                name=f"Bureau {n} (fictief)", kind=OrganisationKind.RESEARCH_BUREAU, fictitious=True
            ),
        )
        for n in range(known, known + amount)
    )
    Membership.objects.bulk_create(Membership(evaluation=evaluation, user=user, role=Role.RESEARCHER) for user in users)
    Invitation.objects.bulk_create(
        Invitation(
            email=user.email.replace("lid", "gast"),
            token_hash=f"{user.pk:060d}{place:04d}",
            evaluation_id=place or None,
            role=Role.READER if place else "",
            invited_by=leader,
            expires_at=timezone.now() + timedelta(days=7),
        )
        for user in users
        for place in (0, evaluation.pk)
    )
    return users


def _register(amount: int) -> None:
    known = Municipality.objects.count()
    towns = Municipality.objects.bulk_create(
        Municipality(code=f"GM{n:04d}", name=f"Gemeente {n} (fictief)", fictitious=True)
        for n in range(known, known + amount)
    )
    first = Region.objects.order_by("id")[0]
    regions = Region.objects.bulk_create(
        Region(
            name=f"Regio {town.pk} (fictief)",
            kind=RegionKind.SUBREGION,
            parent=first,
            lead_municipality=town,
            fictitious=True,
        )
        for town in towns
    )
    RegionMembership.objects.bulk_create(
        RegionMembership(region=region, municipality=town, product="pleegzorg", starts=date(2025, 1, 1))
        for home, town in zip(regions, towns, strict=True)
        for region in (first, home)
    )
    Organisation.objects.bulk_create(
        Organisation(
            name=f"Jeugdhulp {town.pk} (fictief)", kind=OrganisationKind.OTHER, municipality=town, fictitious=True
        )
        for town in towns
    )


def _other_evaluations(leader: User, amount: int) -> None:
    """What the home page lists."""
    made = Evaluation.objects.bulk_create(
        Evaluation(
            title=f"Evaluatie {n} (fictief)",
            template_key="keten",
            fictitious=True,
            wrapped_key=vault.new_wrapped_key(),
            created_by=leader,
        )
        for n in range(amount)
    )
    Membership.objects.bulk_create(Membership(evaluation=one, user=leader, role=Role.LEADER) for one in made)


def _audit_trail(users: list[User], amount: int) -> None:
    """The events there are, again and again, by other people."""
    known = list(AuditEvent.objects.order_by("id")[:100])
    actors = cycle(users)
    AuditEvent.objects.bulk_create(
        AuditEvent(
            actor_id=next(actors).pk,
            action=one.action,
            object_type=one.object_type,
            object_id=one.object_id,
            evaluation_id=one.evaluation_id,
            data=one.data,
        )
        for one in islice(cycle(known), amount)
    )
