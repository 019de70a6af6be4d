"""Every reason for which a table of answers is refused; sentences are in ``refusals``.

Rows count as in a spreadsheet: the names of the columns stand in row 1.
"""

from __future__ import annotations

from typing import Final

UNSUPPORTED: Final = "answers.unsupported"
EMPTY: Final = "answers.empty"  # no bytes, or no cell with anything in it
TOO_BIG: Final = "answers.too_big"  # data: megabytes, most
NO_ROWS: Final = "answers.no_rows"  # a header, and nothing under it
NO_HEADER: Final = "answers.no_header"  # data: column (letters)
LONG_HEADER: Final = "answers.long_header"  # data: column, most
SAME_COLUMN: Final = "answers.same_column"  # data: name, column, other
TOO_MANY_ROWS: Final = "answers.too_many_rows"  # data: most
TOO_MANY_COLUMNS: Final = "answers.too_many_columns"  # data: most
ROW_TOO_WIDE: Final = "answers.row_too_wide"  # data: row, found, most
OPEN_QUOTE: Final = "answers.open_quote"  # data: row
CELL_TOO_LONG: Final = "answers.cell_too_long"  # data: row, column, most
MERGED_CELLS: Final = "answers.merged_cells"  # data: cells
NO_SUCH_SHEET: Final = "answers.no_such_sheet"
ENCRYPTED: Final = "answers.encrypted"
DAMAGED: Final = "answers.damaged"
ZIP_BOMB: Final = "answers.zip_bomb"
NO_ANSWERS: Final = "answers.no_answers"
SAME_KEY: Final = "answers.same_key"  # data: row, other

ALL: Final = frozenset(value for name, value in list(globals().items()) if name.isupper())
