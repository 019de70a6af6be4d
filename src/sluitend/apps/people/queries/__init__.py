"""Everything that is read from this room."""

from sluitend.apps.people.queries.accounts import owner, user_by_email, user_for, users_for
from sluitend.apps.people.queries.audit import (
    AuditFilter,
    Mark,
    actions_in,
    actors_in,
    audit_events,
    installation_events,
    mark_of,
)
from sluitend.apps.people.queries.links import (
    invitation,
    invitation_for,
    login_link,
    open_invitations,
    open_invitations_for,
    open_invitations_in,
)
from sluitend.apps.people.queries.register import (
    membership_for,
    memberships_by_product,
    memberships_for,
    municipalities_for,
    municipalities_named,
    municipality_for,
    organisation_for,
    organisations_for,
    region_for,
    regions_for,
    used_by,
)

__all__ = [
    "AuditFilter",
    "Mark",
    "actions_in",
    "actors_in",
    "audit_events",
    "installation_events",
    "invitation",
    "invitation_for",
    "login_link",
    "mark_of",
    "membership_for",
    "memberships_by_product",
    "memberships_for",
    "municipalities_for",
    "municipalities_named",
    "municipality_for",
    "open_invitations",
    "open_invitations_for",
    "open_invitations_in",
    "organisation_for",
    "organisations_for",
    "owner",
    "region_for",
    "regions_for",
    "used_by",
    "user_by_email",
    "user_for",
    "users_for",
]
