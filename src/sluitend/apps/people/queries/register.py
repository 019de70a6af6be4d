"""The register of the youth field; everybody with an account may read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sluitend.apps.people.access import require_installation
from sluitend.apps.people.models import Municipality, Organisation, Region, RegionKind, RegionMembership, User
from sluitend.apps.people.permissions import InstallationAction
from sluitend.errors import InputError, NotFound

M = TypeVar("M", bound=models.Model)

# What may hold on to an entry, in words. Rooms below are named by label: an evaluation's title stays with its members.
USES: dict[str, str | Promise] = {
    "design.evaluation": _("an evaluation, as commissioner"),
    "design.place": _("the places of an evaluation"),
    "sources.source": _("a source, as organisation"),
    "people.organisation": _("an organisation"),
    "people.region": _("another region"),
    "people.regionmembership": _("the membership of a region"),
}


def organisations_for(user: User, search: str = "") -> QuerySet[Organisation]:
    """All organisations, or those with these letters in their name. Raises NotAllowed."""
    require_installation(user, InstallationAction.VIEW_REGISTER)
    return Organisation.objects.select_related("municipality").filter(name__icontains=search)


def municipalities_for(user: User, search: str = "") -> QuerySet[Municipality]:
    """All municipalities, or those with these letters in name or code. Raises NotAllowed."""
    require_installation(user, InstallationAction.VIEW_REGISTER)
    return Municipality.objects.filter(Q(name__icontains=search) | Q(code__iexact=search))


def regions_for(user: User, search: str = "") -> QuerySet[Region]:
    """All regions with `member_count`: the municipalities that sit in it today. Raises NotAllowed."""
    require_installation(user, InstallationAction.VIEW_REGISTER)
    today = timezone.localdate()
    now = Q(memberships__starts__lte=today) & (Q(memberships__ends=None) | Q(memberships__ends__gte=today))
    count = Count("memberships__municipality", filter=now, distinct=True)
    regions = Region.objects.select_related("parent", "lead_municipality").filter(name__icontains=search)
    return regions.annotate(member_count=count).order_by("name")  # grouping drops the model's own order


def _one(found: QuerySet[M], identifier: int, what: str) -> M:
    if entry := found.filter(pk=identifier).first():
        return entry
    raise NotFound(what)


def organisation_for(user: User, identifier: int) -> Organisation:
    """Raises NotAllowed, NotFound."""
    return _one(organisations_for(user), identifier, "organisation")


def municipality_for(user: User, identifier: int) -> Municipality:
    """Raises NotAllowed, NotFound."""
    return _one(municipalities_for(user), identifier, "municipality")


def region_for(user: User, identifier: int) -> Region:
    """Raises NotAllowed, NotFound."""
    return _one(regions_for(user), identifier, "region")


def memberships_for(user: User, region: Region) -> QuerySet[RegionMembership]:
    """Who sits in this region, for what and when. Raises NotAllowed."""
    require_installation(user, InstallationAction.VIEW_REGISTER)
    return RegionMembership.objects.filter(region=region).select_related("municipality", "region")


def membership_for(user: User, region: Region, identifier: int) -> RegionMembership:
    """Raises NotAllowed, NotFound."""
    return _one(memberships_for(user, region), identifier, "membership")


def municipalities_named(lines: Iterable[str]) -> list[Municipality]:
    """Municipalities by code or name, one a line; empty lines are skipped.

    Raises InputError("people.municipality_unknown") for the first line that names none.
    """
    wanted = [(number, line.strip()) for number, line in enumerate(lines, 1) if line.strip()]
    known = {key.lower(): one for one in Municipality.objects.all() for key in (one.name, one.code)}
    for number, text in wanted:
        if text.lower() not in known:
            raise InputError("people.municipality_unknown", where=str(number), name=text[:120])
    return list(dict.fromkeys(known[text.lower()] for _number, text in wanted))


@dataclass(frozen=True, slots=True)
class Division:
    """A municipality with, per product, the regions in which it sits."""

    municipality: Municipality
    cells: list[list[RegionMembership]]


def memberships_by_product(user: User) -> tuple[list[str], list[Division]]:
    """The products, and per municipality its regions for each product today; three queries. Raises NotAllowed."""
    require_installation(user, InstallationAction.VIEW_REGISTER)
    today = timezone.localdate()
    now = RegionMembership.objects.filter(Q(ends=None) | Q(ends__gte=today), starts__lte=today)
    memberships = list(now.select_related("municipality", "region").order_by("municipality__name", "region__name"))
    products = sorted({membership.product for membership in memberships})
    rows: dict[Municipality, dict[str, list[RegionMembership]]] = {}
    for membership in memberships:
        rows.setdefault(membership.municipality, {}).setdefault(membership.product, []).append(membership)
    return products, [
        Division(municipality, [cells.get(product, []) for product in products]) for municipality, cells in rows.items()
    ]


def subregions_now() -> dict[str, list[tuple[str, str]]]:
    """By product that has any: of each municipality, by its name and by its code, in which subregion it lies today.

    One query, without names of people.
    """
    today = timezone.localdate()
    now = RegionMembership.objects.filter(Q(ends=None) | Q(ends__gte=today), starts__lte=today)
    within = now.filter(region__kind=RegionKind.SUBREGION).order_by("product", "municipality__name")
    found: dict[str, list[tuple[str, str]]] = {}
    told = ("product", "municipality__name", "municipality__code", "region__name")
    for product, name, code, region in within.values_list(*told):
        found.setdefault(product, []).extend([(name, region), (code, region)])
    return found


def used_by(objects: Iterable[Any]) -> str:
    """Where an entry is still used, in words and counts, without titles."""
    counts = Counter(one._meta.label_lower for one in objects)
    return ", ".join(f"{USES.get(label, label)} ({count}×)" for label, count in sorted(counts.items()))
