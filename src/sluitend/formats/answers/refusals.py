"""What a reader of the screen is told for every code: what is wrong, where, and how to mend it. Msgids in English."""

from __future__ import annotations

from collections.abc import Mapping

from sluitend.formats.answers import codes


def _(sentence: str) -> str:
    """Marks a sentence for the catalogue; `sluitend.web.sentences`, which knows Django, translates it."""
    return sentence


SENTENCES: Mapping[str, str] = {
    codes.UNSUPPORTED: _("Open answers are read from xlsx, ods, csv or tsv. Export the questionnaire as one of these."),
    codes.EMPTY: _("There is nothing in this table. Check whether you chose the right file and the right sheet."),
    codes.TOO_BIG: _(
        "This file is %(megabytes)s MB; at most %(most)s MB of answers can be read. Leave out columns that you do not "
        "need, or split the file."
    ),
    codes.NO_ROWS: _("There are no rows under the names of the columns. Check whether you chose the right sheet."),
    codes.NO_HEADER: _(
        "Column %(column)s has no name in row 1. Put the names of the columns, such as the questions, in the first row."
    ),
    codes.LONG_HEADER: _(
        "The name of column %(column)s in row 1 has more than %(most)s characters, which looks like an answer. Put the "
        "names of the columns in the first row."
    ),
    codes.SAME_COLUMN: _(
        "Columns %(column)s and %(other)s are both named “%(name)s”. Give one of them another name in row 1."
    ),
    codes.TOO_MANY_ROWS: _("There are more than %(most)s rows in this table. Split it into several files."),
    codes.TOO_MANY_COLUMNS: _(
        "There are more than %(most)s columns in this table. Leave out the columns that you do not need."
    ),
    codes.ROW_TOO_WIDE: _(
        "Row %(row)s has %(found)s cells, but there are %(most)s names of columns. Look for a separator too many in "
        "that row, or export the file again."
    ),
    codes.OPEN_QUOTE: _(
        "The quotation marks of row %(row)s are not in pairs, so it is unclear where its answers end. Mend that row, "
        "or export the file again."
    ),
    codes.CELL_TOO_LONG: _("The cell in row %(row)s, column %(column)s has more than %(most)s characters. Shorten it."),
    codes.MERGED_CELLS: _(
        "Cells %(cells)s are merged, so it is unclear which row they belong to. Undo the merging in the spreadsheet "
        "and save it."
    ),
    codes.NO_SUCH_SHEET: _("The chosen sheet is not in this file. Choose another one."),
    codes.ENCRYPTED: _("This spreadsheet is locked with a password. Save a copy without a password."),
    codes.DAMAGED: _(
        "This spreadsheet is damaged, or is of another kind than its name says. Open it in a spreadsheet program and "
        "save it as xlsx."
    ),
    codes.ZIP_BOMB: _("This file unpacks to far more than a table holds, so it was not opened. Ask for a new copy."),
    codes.NO_ANSWERS: _("No row has an answer to the chosen questions. Choose the columns with the open answers."),
    codes.SAME_KEY: _(
        "Rows %(other)s and %(row)s have the same key of the respondent. Mend that in the file, or leave the column "
        "with the keys out."
    ),
}
