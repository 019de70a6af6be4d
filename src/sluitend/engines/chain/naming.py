"""Which activities of a log a norm means: those with its names, and those with a reason behind such a name.

Who prepares events may put the reason of an event behind its activity ("Gestopt: volgens plan"), and a rare reason may
have stayed away from it. A norm about stopping is about all of these.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sluitend.engines.chain.norms import Norm

BETWEEN = ": "  # as `formats.reasons` joins them, which an engine cannot ask
_CHOSEN = ("trigger", "answer", "breaks")  # where names may be those that somebody chose
_OF_ITSELF = ("counts_from", "unsure_after")


def in_log(norm: Norm, activities: Sequence[str]) -> Norm:
    """The norm with the activities of a log for its names; what the log does not have keeps its name."""
    meant: dict[str, Any] = {field: _meant(norm, field, activities) for field in (*_CHOSEN, *_OF_ITSELF)}
    return replace(norm, **meant)


def _meant(norm: Norm, field: str, activities: Sequence[str]) -> tuple[str, ...]:
    found = (_named(name, activities, _exact(norm, field)) or [name] for name in getattr(norm, field))
    return tuple(dict.fromkeys(one for several in found for one in several))


def unknown(norm: Norm, activities: Sequence[str]) -> tuple[str, ...]:
    """The names of a norm that mean no activity of a log."""
    return tuple(dict.fromkeys(name for name, found in _asked(norm, activities) if not found))


def has_reasons(norm: Norm, activities: Sequence[str]) -> bool:
    """Whether some activities of a log have a reason behind a name of a norm."""
    return any(one != name for name, found in _asked(norm, activities) for one in found)


def _asked(norm: Norm, activities: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Every name that the norm asks, with what it means. When its term may begin later is asked only where every time
    is judged by its own record."""
    for field in (*_CHOSEN, *(_OF_ITSELF if norm.of_itself else ())):
        for name in getattr(norm, field):
            yield name, _named(name, activities, _exact(norm, field))


def _exact(norm: Norm, field: str) -> Collection[str]:
    return norm.exact if field in _CHOSEN else ()


def _named(name: str, activities: Sequence[str], exact: Collection[str]) -> list[str]:
    """The activities that a name means; one of `exact` only itself."""
    return [one for one in activities if one == name or (name not in exact and one.startswith(name + BETWEEN))]
