"""The fictitious region: its register, and the people of its evaluations."""

from __future__ import annotations

import secrets
from typing import Any

from sluitend.apps.people import actions as people
from sluitend.apps.people import queries
from sluitend.apps.people.models import Municipality, Organisation, Region, RegionKind, User
from sluitend.apps.people.permissions import Role

Walk = dict[str, Any]


def set_up_region(owner: User, walk: Walk) -> Region:
    """Municipalities, their region with memberships, and organisations; what is there already stays."""
    wanted = walk["region"]
    municipalities = [set_up_municipality(owner, entry) for entry in wanted["municipalities"]]
    set_up_organisations(owner, walk)
    region = _region(owner, wanted["name"])
    if not queries.memberships_for(owner, region).exists():
        people.add_memberships(
            actor=owner,
            region=region,
            municipalities=municipalities,
            product=wanted["product"],
            starts=wanted["since"],
            ends=None,
        )
    return region


def set_up_subregions(owner: User, parent: Region, wanted: Walk) -> None:
    """The subregions of a region with their municipalities, for one product; what is there already stays."""
    for entry in wanted["subregions"]:
        municipalities = [set_up_municipality(owner, one) for one in entry["municipalities"]]
        region = _region(owner, entry["name"], RegionKind.SUBREGION, parent)
        if not queries.memberships_for(owner, region).exists():
            people.add_memberships(
                actor=owner,
                region=region,
                municipalities=municipalities,
                product=wanted["product"],
                starts=wanted["since"],
                ends=None,
            )


def set_up_organisations(owner: User, walk: Walk) -> None:
    """The organisations of a walk; what is there already stays."""
    for entry in walk["organisations"]:
        _organisation(owner, entry)


def set_up_municipality(owner: User, entry: dict[str, str]) -> Municipality:
    """One municipality of the register; what is there already stays."""
    found = queries.municipalities_for(owner).filter(code=entry["code"]).first()
    new = Municipality(code=entry["code"], name=entry["name"], fictitious=True)
    return found or people.save_entry(actor=owner, entry=new)  # type: ignore[return-value]


def _organisation(owner: User, entry: dict[str, str]) -> None:
    if not queries.organisations_for(owner).filter(name=entry["name"]).exists():
        new = Organisation(name=entry["name"], kind=entry["kind"], fictitious=True)
        people.save_entry(actor=owner, entry=new)


def _region(owner: User, name: str, kind: RegionKind = RegionKind.YOUTH_REGION, parent: Region | None = None) -> Region:
    found = queries.regions_for(owner).filter(name=name).first()
    new = Region(name=name, kind=kind, parent=parent, fictitious=True)
    return found or people.save_entry(actor=owner, entry=new)  # type: ignore[return-value]


def set_up_people(owner: User, walk: Walk) -> dict[str, User]:
    """The people of the demo by their role. Nobody knows their passwords: a login link lets somebody in as them."""
    return {entry["role"]: _person(owner, entry) for entry in walk["people"]}


def _person(owner: User, entry: dict[str, str]) -> User:
    if found := queries.user_by_email(entry["email"]):
        return found
    invitation, token = people.invite(
        actor=owner,
        email=entry["email"],
        name=entry["name"],
        may_start_evaluations=entry["role"] == Role.LEADER,
    )
    return people.accept_invitation(token=token, name=invitation.name, password=secrets.token_urlsafe())
