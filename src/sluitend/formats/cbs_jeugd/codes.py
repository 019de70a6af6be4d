"""Every reason for which records are refused; rows and lines count from 1, a spreadsheet's names stand in row 1."""

from __future__ import annotations

from typing import Final

UNSUPPORTED: Final = "cbs_jeugd.unsupported"  # data: suffix
NEEDS_LAYOUT: Final = "cbs_jeugd.needs_layout"
BAD_LAYOUT: Final = "cbs_jeugd.bad_layout"  # data: row
NO_FIELD: Final = "cbs_jeugd.no_field"  # data: field
EMPTY: Final = "cbs_jeugd.empty"
TOO_BIG: Final = "cbs_jeugd.too_big"  # data: megabytes, most
SHORT_LINE: Final = "cbs_jeugd.short_line"  # data: row
BAD_NUMBER: Final = "cbs_jeugd.bad_number"  # data: row
BAD_DATE: Final = "cbs_jeugd.bad_date"  # data: row, field
ONE_ORGANISATION: Final = "cbs_jeugd.one_organisation"
TURNED: Final = "cbs_jeugd.turned"  # data: row

ALL: Final = frozenset(value for name, value in list(globals().items()) if name.isupper())
