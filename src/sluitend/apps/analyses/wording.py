"""The sentences of this room's errors, and its audit actions in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sluitend.apps.fieldwork import hooks as fieldwork_hooks
from sluitend.apps.people import audit_words
from sluitend.web import wording

SENTENCES: Mapping[str, str | Promise] = {
    "analyses.unknown": _("There is no analysis “%(name)s”. Choose one of: %(known)s."),
    "analyses.no_version": _("D%(number)s has no accepted version. Accept one first; then ask again."),
    "analyses.other_kind": _("D%(number)s is of another kind than this analysis takes. Choose another dataset."),
    "analyses.needs_dataset": _("This analysis is of a dataset. Name one."),
    "analyses.needs_no_dataset": _("This analysis is of coded texts. Leave the dataset out."),
    "analyses.no_codings": _("Nothing was coded yet that can be asked. Code a text first; then ask again."),
    "analyses.nobody_speaks": _("Nobody of these people speaks in a text. Choose more of them."),
    "analyses.activity_twice": _(
        "“%(value)s” is chosen at two questions that exclude each other. Leave it at one of them."
    ),
    "analyses.one_group": _("There is only one of these to compare. Choose what comes first and what comes later."),
    "analyses.no_dates": _("No text has a date. Give the sources their dates; then ask again."),
    "analyses.no_beside": _("There is no D%(number)s of the kind that is asked with a version in use. Choose another."),
    "analyses.too_few_periods": _(
        "There are fewer than two whole periods in a row. Choose shorter periods or more days."
    ),
    "analyses.no_rows": _("No value lies in the chosen periods and groups. Choose more of them."),
    "analyses.parameter": _("“%(field)s” (%(name)s) is missing or has a value that cannot be. Fill it in again."),
    "analyses.no_such_parameter": _("This analysis does not ask “%(name)s”. It asks: %(known)s."),
    "analyses.not_in_data": _("“%(value)s” at “%(field)s” is not in these data. Choose something that is."),
    "analyses.needs_resource": _(
        "These data do not say who did what. Choose a dataset with a column for that, or name that column."
    ),
    "analyses.no_cases": _("No case is left with these choices. Choose fewer restrictions."),
    "analyses.days": _("The period ends before it begins. Change one of the two days."),
    "analyses.last_day": _(
        "These data end on %(last)s. Choose that day or an earlier one at “%(field)s”, or leave it empty."
    ),
    "analyses.too_many_periods": _("That is more than %(most)s periods. Choose longer periods, or fewer days."),
    "analyses.too_many_resources": _(
        "More than %(most)s did something in these cases: too many for a network. Choose fewer cases."
    ),
    "analyses.split_outside": _(
        "Before and from that day there must be days to count. Choose a day after %(first)s, up to %(last)s."
    ),
    "analyses.one_ladder": _(
        "A ladder is made of activities, or of values of one attribute, not of both. Leave the other fields empty."
    ),
    "analyses.by_or_split": _("Compare either by an attribute or before and after a day, not both. Leave one empty."),
    "analyses.destroyed": _("U%(number)s was destroyed with its data, and what was asked too. Ask it anew."),
    "analyses.not_outside": _(
        "U%(number)s was computed before results could leave the team. Compute it again; then it can be shown here."
    ),
    "analyses.waits_for_round": _(
        "You can read U%(number)s once the blind round closes: it counted a text in which you see only your own codes "
        "now. Nothing of it is lost. Computed again, that text does not count."
    ),
    "analyses.no_such_name": _(
        "“%(value)s” at “%(field)s”: these data have no such name. Write it as it stands there."
    ),
    "analyses.group": _(
        "“%(line)s” at “%(field)s” is no group. Write the name of the group, =, and its activities with | between them."
    ),
    "analyses.in_two_groups": _("“%(value)s” at “%(field)s” would be in two groups. Take it out of one."),
    "analyses.no_such_norm": _("There is no norm “%(name)s” in the table. Choose one of: %(known)s."),
    "analyses.norm_reason": _("Say in one sentence why: the table keeps it with the norm."),
    "analyses.norm_never": _("This norm would hold on no day at all. Let it end after the day on which it begins."),
    "analyses.norm_column": _("“%(name)s” is no column of a table of norms. Its columns are: %(known)s."),
    "analyses.norm_row": _("Row %(row)s: “%(name)s” is missing or cannot be read. Fill it in as the screen writes it."),
    "analyses.norm_twice": _("Row %(row)s: norm “%(name)s” stands in the table already. Give it a key of its own."),
    "analyses.closing": _(
        "“%(line)s” is no closed day. Write a day or a range of at most a year, a colon and the reason, such as "
        "24-12-2026 t/m 31-12-2026: kerstsluiting."
    ),
    "analyses.too_many_closings": _("More than %(most)s lines of closed days. Write days in a row as one range."),
    "analyses.changed_meanwhile": _(
        "Somebody else changed this norm meanwhile. Look at what stands there now; then save again."
    ),
    "analyses.bad_request": _("This is no question: send a dataset, an analysis and its parameters as JSON."),
    "analyses.failed": _("The analysis did not come to an end (work %(run)s). Try again, or choose fewer cases."),
}

DESTROYED: Mapping[str, str | Promise] = {"analyses.results": _("results of analyses in which these words counted")}

AUDIT: Mapping[str, str | Promise] = {
    "analyses.asked": _("analysis asked"),
    "analyses.stopped": _("analysis stopped"),
    "analyses.computed": _("analysis computed"),
    "analyses.destroyed": _("result destroyed with its data, or with words that it counted"),
    "analyses.cases_listed": _("cases listed one by one"),
    "analyses.case_opened": _("one case opened"),
    "analyses.cases_drawn": _("cases drawn as dots"),
    "analyses.cases_taken": _("cases as dots taken as a file"),
    "analyses.norm_added": _("norm added"),
    "analyses.norm_changed": _("norm changed or ended"),
    "analyses.taken": _("table or chart of a result taken along"),
    "analyses.taken_exact": _("table or chart of a result taken along with exact numbers, for the team"),
}


def register() -> None:
    """Called once, from AppConfig.ready()."""
    wording.register(SENTENCES)
    audit_words.register(AUDIT)
    fieldwork_hooks.line_words.update(DESTROYED)
