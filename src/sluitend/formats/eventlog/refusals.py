"""What a reader of the screen is told for every code: what is wrong, where, and how to mend it. Msgids in English."""

from __future__ import annotations

from collections.abc import Mapping

from sluitend.formats.eventlog import codes


def _(sentence: str) -> str:
    """Marks a sentence for the catalogue; `sluitend.web.sentences`, which knows Django, translates it."""
    return sentence


SENTENCES: Mapping[str, str] = {
    codes.UNSUPPORTED: _(
        "An event log with the ending “%(suffix)s” cannot be read. Use csv, csv.gz, xlsx, Parquet, xes or xes.gz."
    ),
    codes.FOLDER: _("“%(name)s” is a folder. Name a file in it."),
    codes.EMPTY: _("There are no events in this file. Check whether you chose the right one."),
    codes.DAMAGED: _(
        "This file is damaged or was cut off: it cannot be read to its end. Make the export again, or fetch it again."
    ),
    codes.TOO_BIG: _("This file has %(megabytes)s MB; at most %(most)s MB can be read. Split it by period."),
    codes.TOO_MUCH_MEMORY: _(
        "This takes more than %(most)s GB of memory, which is the most that a command gets. Leave out columns, split "
        "the file by period, or give more with SLUITEND_MEMORY (in GB)."
    ),
    codes.NO_COLUMN: _(
        "There is no column “%(column)s”. These columns are there: %(found)s. Check the name, and whether the columns "
        "are separated by a comma, a semicolon or a tab."
    ),
    codes.SAME_COLUMN: _("Two columns are called “%(column)s”. Give every column a name of its own in row 1."),
    codes.NO_CASE: _("Row %(row)s has no case. Fill in the case, or take the row out."),
    codes.NO_ACTIVITY: _("Row %(row)s has no activity. Fill in what happened, or take the row out."),
    codes.NO_TIME: _("Row %(row)s has no date. Fill in the date, or take the row out."),
    codes.BAD_TIME: _(
        "The date in row %(row)s is no date that exists. Write dates as 2026-03-31 or 31-03-2026, with the time behind "
        "it if you have it."
    ),
    codes.MIXED_TIMES: _(
        "The dates in rows %(row)s and %(other)s are written in different ways. Write all dates in one way: all with a "
        "time or all without, all with a time zone or all without."
    ),
    codes.UNCLEAR_TIMES: _(
        "In row %(row)s the day stands first, in row %(other)s the month. Write all dates in one way, such as "
        "2026-03-31."
    ),
    codes.TOO_MANY_ACTIVITIES: _(
        "The column of activities has %(found)s different values; at most %(most)s can be read. Check whether you "
        "chose the right column: remarks or numbers are no activities."
    ),
    codes.TOO_DEEP: _("This XES file is nested too deeply to be an event log. Make the export again."),
    codes.XML_ENTITIES: _(
        "This XES file has a document type or entities of its own, which are not read for safety. Export it without."
    ),
    codes.NOT_XES: _("This is no XES file: it does not begin with a log. Check whether you chose the right file."),
    codes.RAGGED_ROW: _(
        "Row %(row)s has %(found)s fields and there are %(expected)s columns. Check the quotation marks and the "
        "separator in that row."
    ),
}
