"""Forms of this room."""

from sluitend.apps.people.forms.accounts import AcceptForm, AccountForm, InviteForm
from sluitend.apps.people.forms.audit import AuditFilterForm
from sluitend.apps.people.forms.register import (
    FORMS,
    ImportForm,
    MembershipForm,
    MembershipsForm,
    SearchForm,
)

__all__ = [
    "FORMS",
    "AcceptForm",
    "AccountForm",
    "AuditFilterForm",
    "ImportForm",
    "InviteForm",
    "MembershipForm",
    "MembershipsForm",
    "SearchForm",
]
