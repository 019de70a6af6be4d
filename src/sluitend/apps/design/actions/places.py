"""Where: places of the register, or names of the evaluation's own."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from sluitend.apps.design.access import require
from sluitend.apps.design.actions.changing import change, next_order, remove, unique_name
from sluitend.apps.design.models import Evaluation, Place, PlaceKind
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import Municipality, Region, RegionKind, User
from sluitend.apps.people.permissions import Action


def add_places(
    *, actor: User, evaluation: Evaluation, names: Sequence[str], kind: str, parent: Place | None = None
) -> int:
    """Add places by name; a municipality that the register knows is tied to it. Returns how many were added.

    Names that are there already stay as they are.
    """
    require(actor, evaluation, Action.EDIT_DESIGN)
    with transaction.atomic():
        known = set(evaluation.places.values_list("name", flat=True))
        fresh = [name for name in dict.fromkeys(names) if name not in known]
        register = _register(fresh) if kind == PlaceKind.MUNICIPALITY else {}
        order = next_order(evaluation.places.all())
        Place.objects.bulk_create(
            Place(
                evaluation=evaluation,
                name=name,
                kind=kind,
                parent=parent,
                municipality=register.get(name),
                order=order,
            )
            for name in fresh
        )
        record(actor, "design.places_added", evaluation, evaluation=evaluation.pk, added=len(fresh))
    return len(fresh)


def _register(names: Sequence[str]) -> dict[str, Municipality]:
    return {municipality.name: municipality for municipality in Municipality.objects.filter(name__in=names)}


def change_place(*, actor: User, place: Place, revision: int, name: str, kind: str, parent: Place | None) -> Place:
    """Change a place. Raises InputError("design.name_taken" | "design.changed_meanwhile")."""
    require(actor, place.evaluation_id, Action.EDIT_DESIGN)
    with transaction.atomic():
        with unique_name(name):
            change(place, revision=revision, name=name, kind=kind, parent=parent)
        record(actor, "design.place_changed", place, evaluation=place.evaluation_id)
    return place


def delete_place(*, actor: User, place: Place) -> None:
    """Remove a place and its matrix cells. Raises InputError("design.in_use") when sources or other places name it."""
    require(actor, place.evaluation_id, Action.EDIT_DESIGN)
    with transaction.atomic():
        record(actor, "design.place_deleted", place, evaluation=place.evaluation_id)
        remove(place)


def take_region(*, actor: User, evaluation: Evaluation, region: Region, product: str, on: date | None = None) -> int:
    """Take a region over with its subregions and the municipalities that sit in them for this product on a day.

    The day is today when none is given. Returns how many places were added; those that are there already stay.
    """
    require(actor, evaluation, Action.EDIT_DESIGN)
    with transaction.atomic():
        added = _take_region(evaluation, region, None, product, on or timezone.localdate())
        record(actor, "design.places_taken_over", evaluation, evaluation=evaluation.pk, added=added, region=region.pk)
    return added


def _take_region(evaluation: Evaluation, region: Region, parent: Place | None, product: str, on: date) -> int:
    """A municipality lands under the smallest region that it sits in: subregions go first."""
    place, added = _region_place(evaluation, region, parent)
    for subregion in region.subregions.all():
        if _members(subregion, product, on):
            added += _take_region(evaluation, subregion, place, product, on)
    return added + _take(evaluation, _members(region, product, on), place)


def _region_place(evaluation: Evaluation, region: Region, parent: Place | None) -> tuple[Place, int]:
    known = evaluation.places.filter(Q(region=region) | Q(name=region.name)).first()
    if known is not None:
        return known, 0
    kind = PlaceKind.SUBREGION if region.kind == RegionKind.SUBREGION else PlaceKind.REGION
    order = next_order(evaluation.places.all())
    place = Place.objects.create(
        evaluation=evaluation, name=region.name, kind=kind, parent=parent, region=region, order=order
    )
    return place, 1


def _members(region: Region, product: str, on: date) -> list[Municipality]:
    current = Q(memberships__starts__lte=on) & (Q(memberships__ends__isnull=True) | Q(memberships__ends__gte=on))
    here = Q(memberships__region=region, memberships__product=product)
    return list(Municipality.objects.filter(here & current).distinct())


def _take(evaluation: Evaluation, municipalities: Collection[Municipality], parent: Place | None) -> int:
    places = evaluation.places.values_list("municipality_id", "name")
    known = {value for pair in places for value in pair}
    fresh = [one for one in municipalities if one.pk not in known and one.name not in known]
    order = next_order(evaluation.places.all())
    made = Place.objects.bulk_create(
        Place(
            evaluation=evaluation,
            name=one.name,
            kind=PlaceKind.MUNICIPALITY,
            parent=parent,
            municipality=one,
            order=order,
        )
        for one in fresh
    )
    return len(made)
