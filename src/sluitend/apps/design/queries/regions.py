"""Regions of the register that can be taken over as places."""

from __future__ import annotations

from django.db.models import Count, Q
from django.utils import timezone

from sluitend.apps.people.access import require_installation
from sluitend.apps.people.models import RegionMembership, User
from sluitend.apps.people.permissions import InstallationAction


def takeable_regions(user: User) -> list[tuple[str, str]]:
    """Choices of a region and a product for which municipalities sit in it today: ("7:Jeugdbescherming", words)."""
    require_installation(user, InstallationAction.VIEW_REGISTER)
    today = timezone.localdate()
    now = RegionMembership.objects.filter(Q(ends=None) | Q(ends__gte=today), starts__lte=today)
    rows = now.order_by("region__name", "product").values_list("region_id", "region__name", "product")
    counted = rows.annotate(count=Count("municipality", distinct=True))
    return [(f"{region}:{product}", f"{name}: {product} ({count})") for region, name, product, count in counted]
