"""State of the room: accounts, the register of the youth field, and the audit trail."""

from sluitend.apps.people.models.accounts import Invitation, LoginLink, User
from sluitend.apps.people.models.audit import AuditEvent
from sluitend.apps.people.models.register import (
    Municipality,
    Organisation,
    OrganisationKind,
    Region,
    RegionKind,
    RegionMembership,
)

__all__ = [
    "AuditEvent",
    "Invitation",
    "LoginLink",
    "Municipality",
    "Organisation",
    "OrganisationKind",
    "Region",
    "RegionKind",
    "RegionMembership",
    "User",
]
