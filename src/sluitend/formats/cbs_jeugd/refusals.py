"""What a reader of the screen is told for every code: what is wrong, where, and how to mend it. Msgids in English."""

from __future__ import annotations

from collections.abc import Mapping

from sluitend.formats.cbs_jeugd import codes


def _(sentence: str) -> str:
    """Marks a sentence for the catalogue; `sluitend.web.sentences`, which knows Django, translates it."""
    return sentence


SENTENCES: Mapping[str, str] = {
    codes.UNSUPPORTED: _("Records with the ending “%(suffix)s” cannot be read. Use xlsx, xls, ods, csv, txt or asc."),
    codes.NEEDS_LAYOUT: _(
        "A file of fixed width needs a layout: a csv with field, first position and length, from the file definition "
        "that CBS publishes."
    ),
    codes.BAD_LAYOUT: _(
        "Row %(row)s of the layout cannot be used. Write a field of the protocol, its first position and its length."
    ),
    codes.NO_FIELD: _("The field “%(field)s” is missing. Check the names in row 1, or the layout."),
    codes.EMPTY: _("There are no records in this file. Check whether you chose the right one."),
    codes.TOO_BIG: _("This file has %(megabytes)s MB; at most %(most)s MB can be read. Split it by period."),
    codes.SHORT_LINE: _("Line %(row)s is shorter than the layout says. Check whether the layout is that of this file."),
    codes.BAD_NUMBER: _("Row %(row)s has no citizen service number of nine digits. Check the row, or the layout."),
    codes.BAD_DATE: _("In row %(row)s “%(field)s” is no date that exists. Write it as 20260331."),
    codes.ONE_ORGANISATION: _(
        "Records can be said to be of one organisation only. “sluitend prepare” reads those of several, each in a "
        "folder that is called as the organisation."
    ),
    codes.TURNED: _("Row %(row)s ends before it begins. Check both dates."),
}
