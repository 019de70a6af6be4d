"""How wide the columns of a table are whose author did not say so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from sluitend.formats.report.tree import plain_text

LEAST: Final = 6  # characters: a number, a date
MOST: Final = 45  # a longer text goes on to the next line, so it needs no more room than this


def by_content(rows: Iterable[Any], columns: int) -> list[float]:
    """Shares of 1, one for each column: as what is longest in it, within bounds. `rows` as pandoc has them.

    A cell over several columns has no say.
    """
    longest = [LEAST] * columns
    for row in rows:
        for column, (_attributes, _alignment, _down, across, blocks) in enumerate(row[1][:columns]):
            if across == 1:
                longest[column] = max(longest[column], min(MOST, len(plain_text(blocks))))
    return [one / sum(longest) for one in longest]
