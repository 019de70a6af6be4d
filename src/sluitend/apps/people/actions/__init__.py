"""Everything that writes in this room."""

from sluitend.apps.people.actions.accounts import (
    change_own_account,
    create_owner,
    let_start_evaluations,
    make_login_link,
    set_active,
    use_login_link,
)
from sluitend.apps.people.actions.audit import note_audit_export
from sluitend.apps.people.actions.invitations import (
    accept_invitation,
    accept_invitation_as,
    invite,
    withdraw_invitation,
)
from sluitend.apps.people.actions.register import (
    add_memberships,
    change_membership,
    import_municipalities,
    remove_entry,
    remove_membership,
    save_entry,
)

__all__ = [
    "accept_invitation",
    "accept_invitation_as",
    "add_memberships",
    "change_membership",
    "change_own_account",
    "create_owner",
    "import_municipalities",
    "invite",
    "let_start_evaluations",
    "make_login_link",
    "note_audit_export",
    "remove_entry",
    "remove_membership",
    "save_entry",
    "set_active",
    "use_login_link",
    "withdraw_invitation",
]
