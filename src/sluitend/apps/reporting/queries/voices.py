"""What may be told of respondents outside the team: never so much that fewer than three people share it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from sluitend.apps.findings.queries import FEWEST
from sluitend.apps.reporting.account import RespondentEntry


def coarsened(respondents: Iterable[RespondentEntry]) -> list[RespondentEntry]:
    """Each with as much of perspective, level, place and function as at least three have in common.

    One level or place of too few people hides that of everybody in the perspective: a lone empty one would tell it.
    """
    known = list(respondents)
    perspectives = Counter(one.perspective for one in known)
    functions = Counter((one.perspective, one.function) for one in known)
    small_level = _with_few((one.perspective, one.level) for one in known)
    small_place = _with_few((one.perspective, one.level, one.place) for one in known)

    def told(one: RespondentEntry) -> RespondentEntry:
        whom = perspectives[one.perspective] >= FEWEST
        # A function and a place together may be one person: outside the team only one of both is told.
        place = one.perspective not in small_place
        function = not (place and one.place) and functions[one.perspective, one.function] >= FEWEST
        return replace(
            one,
            perspective=one.perspective if whom else "",
            level=one.level if one.perspective not in small_level else "",
            place=one.place if place else "",
            function=one.function if function else "",
        )

    return [told(one) for one in known]


def _with_few(groups: Iterable[tuple[str, ...]]) -> set[str]:
    """The perspectives of which a group has too few people; what is not known of somebody makes no group."""
    return {group[0] for group, people in Counter(groups).items() if group[-1] and people < FEWEST}
