"""The sentences of this room's errors: what is wrong, where, and how to mend it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sluitend.web import wording

SENTENCES: dict[str, str | Promise] = {
    "people.account_exists": _("There is already an account with the address %(email)s."),
    "people.link_not_valid": _("This link does not work, or no longer. Ask for a new one."),
    "people.log_in_to_accept": _("There is already an account with this address. Log in to accept the invitation."),
    "people.invitation_for_other": _(
        "This invitation is for another e-mail address than that of your account. Log out and open the link again."
    ),
    "people.not_yourself": _("You cannot block your own account. Ask another owner."),
    "people.last_owner": _("This is the only owner who can log in. Make another owner first."),
    "people.name_taken": _("“%(name)s” is in the register already, or its code is. Open that entry instead."),
    "people.region_in_itself": _("%(name)s cannot lie within itself. Choose another region at “part of”."),
    "people.still_used": _("%(name)s cannot be removed, because it is still used: %(where_used)s."),
    "people.ends_before_start": _("The last day lies before the first day. Change one of the two."),
    "people.already_in_region": _(
        "%(municipality)s sits in %(region)s already for %(product)s at that time. Let that end first."
    ),
    "people.municipality_unknown": _("Line %(where)s: there is no municipality “%(name)s” in the register."),
    "people.municipalities_empty": _("The file holds no municipalities. Each row needs a code (GM0000) and a name."),
    "people.municipalities_too_large": _("The file is larger than 1 MB. A list of municipalities is far smaller."),
    "people.municipalities_refused": _("Nothing has been imported: %(count)s rows are not right."),
    "people.municipality_code": _(
        "Row %(where)s: “%(found)s” is no municipality code. Write GM and four digits, such as GM0000."
    ),
    "people.municipality_name": _("Row %(where)s: the name is missing, or longer than 120 characters."),
    "people.municipality_twice": _("Row %(where)s: %(found)s stands in row %(first)s already. Remove one of the two."),
}


def register() -> None:
    wording.register(SENTENCES)
