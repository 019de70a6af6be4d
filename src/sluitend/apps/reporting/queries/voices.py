"""What may be told of respondents outside the team: never so much that fewer than three people share it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from sluitend.apps.reporting.account import RespondentEntry

FEWEST = 3  # voices behind a perspective × level × place, or it is not told (DESIGN.md §5, "voices")


def coarsened(respondents: Iterable[RespondentEntry]) -> list[RespondentEntry]:
    """Each with as much of perspective, level, place and function as at least three have in common."""
    known = list(respondents)
    perspectives = Counter(one.perspective for one in known)
    levels = Counter((one.perspective, one.level) for one in known)
    cells = Counter((one.perspective, one.level, one.place) for one in known)
    functions = Counter((one.perspective, one.function) for one in known)

    def told(one: RespondentEntry) -> RespondentEntry:
        whom = perspectives[one.perspective] >= FEWEST
        level = levels[one.perspective, one.level] >= FEWEST
        # A function and a place together may be one person: outside the team only one of both is told.
        place = cells[one.perspective, one.level, one.place] >= FEWEST
        function = not (place and one.place) and functions[one.perspective, one.function] >= FEWEST
        return replace(
            one,
            perspective=one.perspective if whom else "",
            level=one.level if level else "",
            place=one.place if place else "",
            function=one.function if function else "",
        )

    return [told(one) for one in known]
