"""Audit actions in the reader's words. A room adds its own in `ready()`; without words the action itself is shown."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

OURS: dict[str, Words] = {
    "people.owner_created": _("account of the owner made"),
    "people.account_made": _("account made"),
    "people.account_changed": _("own account changed"),
    "people.logged_in": _("logged in"),
    "people.login_link_made": _("login link made"),
    "people.login_link_used": _("login link used"),
    "people.password_changed": _("password changed"),
    "people.second_factor_added": _("second factor added"),
    "people.second_factor_removed": _("second factor removed"),
    "people.user_blocked": _("user blocked"),
    "people.user_let_in": _("user let in again"),
    "people.may_start_evaluations_changed": _("permission to start evaluations changed"),
    "people.invited": _("somebody invited"),
    "people.invitation_withdrawn": _("invitation withdrawn"),
    "people.invitation_accepted": _("invitation accepted"),
    "people.organisation_added": _("organisation added"),
    "people.organisation_changed": _("organisation changed"),
    "people.organisation_removed": _("organisation removed"),
    "people.municipality_added": _("municipality added"),
    "people.municipality_changed": _("municipality changed"),
    "people.municipality_removed": _("municipality removed"),
    "people.municipalities_imported": _("municipalities imported"),
    "people.region_added": _("region added"),
    "people.region_changed": _("region changed"),
    "people.region_removed": _("region removed"),
    "people.regionmembership_added": _("municipality added to a region"),
    "people.regionmembership_changed": _("membership of a region changed"),
    "people.regionmembership_removed": _("municipality taken out of a region"),
    "people.audit_exported": _("audit trail downloaded"),
}

_words: dict[str, Words] = {}


def register(words: Mapping[str, Words]) -> None:
    """Add a room's words by action."""
    _words.update(words)


def words_for(action: str) -> str:
    """The action in words."""
    return str(_words.get(action, action))
