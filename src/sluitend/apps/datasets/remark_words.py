"""What the report says of rows: what is wrong, how to mend it, and what letting it pass means."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sluitend.engines.chain.remarks import Code, Level

Words = dict[str, "str | Promise"]

LEVELS: Words = {Level.ERROR: _("error"), Level.WARNING: _("warning"), Level.NOTE: _("remark")}
# What is wrong, and how to mend it.
REMARKS: dict[str, tuple[str | Promise, str | Promise]] = {
    Code.NO_CASE: (_("no case"), _("Fill in the case, or take the row out.")),
    Code.NO_ACTIVITY: (_("no activity"), _("Fill in what happened, or take the row out.")),
    Code.NO_TIME: (_("no date"), _("Fill in the date, or take the row out.")),
    Code.BAD_TIME: (_("a date that does not exist"), _("Write dates as 2026-03-31 or 31-03-2026.")),
    Code.FUTURE_TIME: (
        _("a date that still has to come"),
        _("Correct the date; leave planned events out of the export."),
    ),
    Code.TWICE: (
        _("the same as an earlier row in every column that you chose"),
        _("Take double rows out, or choose a column by which they differ."),
    ),
    Code.BEFORE: (_("recorded before it happened"), _("Look which of the two dates is wrong.")),
    Code.UNKNOWN_WORD: (
        _("a word that means “not known”"),
        _("Name this word under “Words that mean not known”, so that it does not count as a value."),
    ),
    Code.NEW_VALUE: (
        _("a value that the version in use does not have"),
        _("Look whether it is a new code or a mistake."),
    ),
    Code.SPELLED_ALIKE: (
        _("differs from another value only in capitals or spaces"),
        _("Write it in one way, or they count as two."),
    ),
    Code.GAP: (_("months without any event"), _("Look whether a month is missing from the export.")),
    Code.FAR_OFF: (_("far from all the others"), _("Look whether it is right; a mistyped year is common.")),
    Code.MANY_EVENTS: (
        _("cases with far more events than the others"),
        _("Look whether cases were put together under one number."),
    ),
    Code.SAME_TIME: (
        _("at the same moment as another event of the case"),
        _("They are taken in the order of the rows. Sort the export, or give times with it."),
    ),
    Code.RECOGNISABLE: (
        _("cases that share all their attributes with fewer than nine others"),
        _(
            "Who knows these things of somebody finds the case. It helps most to make this attribute coarser, or to "
            "leave it out."
        ),
    ),
    Code.ONLY_COURSE: (
        _("cases whose order of activities is no other’s"),
        _("Who knows the course of a case finds it. Keep the data within the team, and group activities."),
    ),
    Code.NO_SUBREGION: (
        _("municipalities that lie in no subregion for this product, in the register of today"),
        _("Their subregion counts as not known. Look how they are written, or complete the register and check anew."),
    ),
    Code.NO_RESOURCE: (
        _("not known who did it"),
        _("Fill in who did it where you can: an unknown one breaks a handover."),
    ),
    Code.SEVERAL_FAMILIES: (
        _("cases that belong to more than one family"),
        _("Their family counts as not known: per family they are left out. Mend it where the data are kept."),
    ),
    Code.NO_FAMILY: (
        _("cases that belong to no family"),
        _("Per family they are left out. Look whether the right type of object was chosen as family."),
    ),
    Code.SHARED_EVENT: (
        _("events that concern more than one case"),
        _("Such an event is one of each of these cases: a visit to two siblings counts for both."),
    ),
    Code.ELSEWHERE: (
        _("events that concern no case"),
        _("They stay out. Look whether the right type of object was chosen as case."),
    ),
    Code.NO_NAME: (_("no organisation"), _("Fill in which organisation it is, or take the row out.")),
    Code.ITSELF: (
        _("an organisation says something of itself"),
        _("Look whether one of the two names is wrong, or take the row out."),
    ),
    Code.OFF_LADDER: (
        _("no step of the ladder"),
        _(
            "Write 0 (no contact), 1 (they know each other), 2 (they cooperate), 3 (they coordinate) or 4 (they work "
            "as one)."
        ),
    ),
    Code.NO_ANSWER: (
        _("no answer"),
        _("A missing answer is no “no”: it counts as not known. Ask again where you can."),
    ),
    Code.SAID_TWICE: (
        _("a respondent speaks of the same organisation again"),
        _("Keep the answer that counts, or both count."),
    ),
    Code.SILENT: (
        _("organisations that others speak of and that gave no answer"),
        _("Ask them too: of what they say nothing is known."),
    ),
    Code.ONE_VOICE: (
        _("organisations for which one respondent speaks"),
        _(
            "What such an organisation says is what one person said. Keep the answers within the team, or ask a second "
            "person."
        ),
    ),
    Code.NO_PERIOD: (_("no period"), _("Fill in the period, or take the row out.")),
    Code.BAD_PERIOD: (
        _("no period that can be read"),
        _("Write 2026, 2026-Q1, 2026-03, 2026-W12 or 2026-03-31."),
    ),
    Code.OTHER_UNIT: (
        _("a period of another length than most"),
        _("Keep years, quarters and months in datasets of their own."),
    ),
    Code.PERIOD_TWICE: (
        _("a period that an earlier row of this group has"),
        _("Keep one value for each period and group: the first one counts."),
    ),
    Code.NO_VALUE: (_("no value"), _("Fill in the value, or leave the period out: it counts as missing.")),
    Code.BAD_VALUE: (_("no number"), _("Write a number, such as 12 or 3,5.")),
    **dict.fromkeys(
        (Code.UNCLEAR_VALUE, Code.UNCLEAR_NUMBER),
        (
            _("a number whose dot stands for thousands or for decimals"),
            _("Write 1234, or 1,234 with a comma for decimals: Sluitend does not guess."),
        ),
    ),
    Code.BAD_NUMBER: (_("no number"), _("Write a number, such as 12 or 3,5.")),
    Code.BAD_DENOMINATOR: (_("no number above 0"), _("Fill in of how many it is, or take the row out.")),
    Code.ABOVE: (_("more than its denominator"), _("Look whether the two columns are the right ones.")),
    Code.MISSING_PERIOD: (
        _("periods missing between the first and the last of a group"),
        _("Add them: a chart of a process needs every period."),
    ),
    Code.SMALL: (
        _("counts under 10"),
        _("Who knows a small place finds the child. Keep them within the team, or take longer periods."),
    ),
}
LEFT_OUT = _("These rows are no events: they stay out of analyses, also when you let this pass.")
COUNTED = _("These rows count in analyses when you let this pass.")
ROWS_LEFT_OUT = _("These rows stay out of analyses, also when you let this pass.")
NOT_KNOWN = _("What cannot be read counts as not known when you let this pass; the rest of the row counts.")


def column_of(column: str, mapping: dict[str, object]) -> str:
    """What a remark's column is called in the file; of the whole row: that."""
    return str(mapping.get(column) or column) if column else str(_("whole row"))
