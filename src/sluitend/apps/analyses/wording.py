"""The sentences of this room's errors, and its audit actions in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sluitend.apps.people import audit_words
from sluitend.web import wording

SENTENCES: Mapping[str, str | Promise] = {
    "analyses.unknown": _("There is no analysis “%(name)s”. Choose one of: %(known)s."),
    "analyses.no_version": _("D%(number)s has no accepted version. Accept one first; then ask again."),
    "analyses.parameter": _("“%(field)s” (%(name)s) is missing or has a value that cannot be. Fill it in again."),
    "analyses.no_such_parameter": _("This analysis does not ask “%(name)s”. It asks: %(known)s."),
    "analyses.not_in_data": _("“%(value)s” at “%(field)s” is not in these data. Choose something that is."),
    "analyses.needs_resource": _(
        "These data do not say who did what. Choose a dataset with a column for that, or name that column."
    ),
    "analyses.no_cases": _("No case is left with these choices. Choose fewer restrictions."),
    "analyses.days": _("The period ends before it begins. Change one of the two days."),
    "analyses.too_many_periods": _("That is more than %(most)s periods. Choose longer periods, or fewer days."),
    "analyses.too_many_resources": _(
        "More than %(most)s did something in these cases: too many for a network. Choose fewer cases."
    ),
    "analyses.by_or_split": _("Compare either by an attribute or before and after a day, not both. Leave one empty."),
    "analyses.destroyed": _("U%(number)s was destroyed with its data, and what was asked too. Ask it anew."),
    "analyses.failed": _("The analysis did not come to an end (work %(run)s). Try again, or choose fewer cases."),
}

AUDIT: Mapping[str, str | Promise] = {
    "analyses.asked": _("analysis asked"),
    "analyses.stopped": _("analysis stopped"),
    "analyses.computed": _("analysis computed"),
    "analyses.destroyed": _("result destroyed with its data"),
    "analyses.taken": _("table or chart of a result taken along"),
}


def register() -> None:
    """Called once, from AppConfig.ready()."""
    wording.register(SENTENCES)
    audit_words.register(AUDIT)
