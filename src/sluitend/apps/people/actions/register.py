"""The register of the youth field: organisations, municipalities, regions, and who sits in which region for what."""

from __future__ import annotations

from datetime import date
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError

from sluitend.apps.people import municipality_list, queries
from sluitend.apps.people.access import require_installation
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import Municipality, Organisation, Region, RegionMembership, User
from sluitend.apps.people.permissions import InstallationAction
from sluitend.errors import InputError

Entry = Organisation | Municipality | Region


def save_entry(*, actor: User, entry: Entry) -> Entry:
    """Add an entry of the register, or change it: an instance with its new values.

    Raises NotAllowed, InputError("people.name_taken", "people.region_in_itself").
    """
    require_installation(actor, InstallationAction.EDIT_REGISTER)
    with transaction.atomic():
        if isinstance(entry, Region):
            _refuse_circle(entry)
        verb = "added" if entry.pk is None else "changed"
        _save(entry)
        record(actor, f"people.{entry._meta.model_name}_{verb}", entry)
    return entry


def _save(entry: Entry) -> None:
    try:
        entry.full_clean()
        with transaction.atomic():
            entry.save()
    except (ValidationError, IntegrityError) as error:  # the form has checked the rest; somebody was just before us
        raise InputError("people.name_taken", name=entry.name) from error


def _refuse_circle(region: Region) -> None:
    above = region.parent
    while above is not None:
        if above.pk == region.pk:
            raise InputError("people.region_in_itself", name=region.name)
        above = above.parent


def remove_entry(*, actor: User, entry: Entry) -> None:
    """Remove an entry that nothing uses. Raises NotAllowed, InputError("people.still_used")."""
    require_installation(actor, InstallationAction.EDIT_REGISTER)
    with transaction.atomic():
        record(actor, f"people.{entry._meta.model_name}_removed", entry)
        try:
            with transaction.atomic():
                entry.delete()
        except ProtectedError as error:
            where = queries.used_by(error.protected_objects)
            raise InputError("people.still_used", name=entry.name, where_used=where) from error


def import_municipalities(*, actor: User, file: BinaryIO) -> tuple[int, int]:
    """Add the municipalities of a csv file (code, name), or rename those that are there; all or nothing.

    Gives how many were added and how many were renamed. Raises NotAllowed, InputError (see municipality_list.read).
    """
    require_installation(actor, InstallationAction.EDIT_REGISTER)
    rows = municipality_list.read(file)
    with transaction.atomic():
        known = {entry.code: entry for entry in Municipality.objects.filter(code__in=[row.code for row in rows])}
        new = [Municipality(code=row.code, name=row.name) for row in rows if row.code not in known]
        renamed = [known[row.code] for row in rows if row.code in known and known[row.code].name != row.name]
        names = {row.code: row.name for row in rows}
        for municipality in renamed:
            municipality.name = names[municipality.code]
        Municipality.objects.bulk_create(new)
        Municipality.objects.bulk_update(renamed, ["name"])
        record(actor, "people.municipalities_imported", Municipality(), added=len(new), renamed=len(renamed))
    return len(new), len(renamed)


def add_memberships(
    *, actor: User, region: Region, municipalities: list[Municipality], product: str, starts: date, ends: date | None
) -> list[RegionMembership]:
    """Let municipalities sit in a region for one product, all or none.

    Raises NotAllowed, InputError("people.already_in_region", "people.ends_before_start").
    """
    require_installation(actor, InstallationAction.EDIT_REGISTER)
    with transaction.atomic():
        made = [
            _save_membership(
                RegionMembership(region=region, municipality=one, product=product, starts=starts, ends=ends)
            )
            for one in municipalities
        ]
        for membership in made:
            record(actor, "people.regionmembership_added", membership, region=region.pk)
    return made


def change_membership(
    *, actor: User, membership: RegionMembership, product: str, starts: date, ends: date | None
) -> RegionMembership:
    """Change the product or the dates.

    Raises NotAllowed, InputError("people.already_in_region", "people.ends_before_start").
    """
    require_installation(actor, InstallationAction.EDIT_REGISTER)
    with transaction.atomic():
        membership.product, membership.starts, membership.ends = product, starts, ends
        _save_membership(membership)
        record(actor, "people.regionmembership_changed", membership, region=membership.region_id)
    return membership


def _save_membership(membership: RegionMembership) -> RegionMembership:
    if membership.ends and membership.ends < membership.starts:
        raise InputError("people.ends_before_start")
    if other := _overlapping(membership):
        raise InputError(
            "people.already_in_region",
            municipality=membership.municipality.name,
            region=other.region.name,
            product=membership.product,
        )
    membership.save()
    return membership


def _overlapping(membership: RegionMembership) -> RegionMembership | None:
    """Another membership for the same product at the same time, in a region of the same kind (a subregion lies within a
    region, so one of each is no contradiction)."""
    others = RegionMembership.objects.select_related("region").filter(
        municipality=membership.municipality,
        product=membership.product,
        region__kind=membership.region.kind,
    )
    others = others.exclude(pk=membership.pk).filter(models.Q(ends=None) | models.Q(ends__gte=membership.starts))
    if membership.ends:
        others = others.filter(starts__lte=membership.ends)
    return others.first()


def remove_membership(*, actor: User, membership: RegionMembership) -> None:
    """Remove what was never so; what ended gets an end date instead. Raises NotAllowed."""
    require_installation(actor, InstallationAction.EDIT_REGISTER)
    with transaction.atomic():
        record(actor, "people.regionmembership_removed", membership, region=membership.region_id)
        membership.delete()
