"""The order of rows by several columns of whole numbers, fast."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[Any]
_BITS = 63
_DIGITS = 16  # bits of numbers that numpy sorts by radix


def order_by(*columns: Numbers) -> npt.NDArray[np.intp]:
    """The order by the first column, then the second, and so on; rows that are equal stay as they stood.

    Columns that fit are packed into one number with the place of the row in its last bits: sorting numbers takes a
    fraction of the time of sorting places by what they point at, and next to nothing when they are nearly in order
    already, as rows of a log mostly are. Narrow columns are sorted by their digits.
    """
    many = len(columns[0])
    least = [int(column.min()) if many else 0 for column in columns]
    widths = [(int(column.max()) - low).bit_length() if many else 0 for column, low in zip(columns, least, strict=True)]
    place = many.bit_length()
    if max(widths) <= _DIGITS:
        return np.lexsort([(column - low).astype(np.uint16) for column, low in zip(columns, least, strict=True)][::-1])
    if sum(widths) + place > _BITS:
        return np.lexsort(columns[::-1])
    keys = np.zeros(many, np.int64)
    for column, low, width in zip(columns, least, widths, strict=True):
        keys <<= width
        keys |= column.astype(np.int64) - low
    keys <<= place
    keys |= np.arange(many)
    keys.sort(kind="stable")  # finds what is in order already; equal numbers there are not
    keys &= (1 << place) - 1
    return keys.astype(np.intp, copy=False)
