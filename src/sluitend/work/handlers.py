"""Who does which kind of work: rooms register a handler, `runs` calls it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from sluitend.work.models import Run


class Cancelled(Exception):  # noqa: N818 - reads as the outcome
    """Somebody asked to stop this run, or another process took it over."""


class Progress(Protocol):
    """Tells how far a run is. Raises Cancelled when it should stop; call it between steps that can be left."""

    def __call__(self, percent: int, code: str = "", **numbers: float) -> None: ...


Handler = Callable[[Run, Progress], None]

_HANDLERS: dict[str, Handler] = {}
_PRIORITIES: dict[str, int] = {}


def handler(kind: str, *, priority: int = 0) -> Callable[[Handler], Handler]:
    """Register the function that does this kind of work ("room.what_it_does").

    Of what waits, the highest priority goes first (-100 to 100): what nobody waits for has one below 0.

    A handler must be idempotent: after a crash it is called again with the same run, up to three times.
    Import the module that holds it in the room's `AppConfig.ready()`, so that the worker knows it.
    """

    def register(function: Handler) -> Handler:
        known = _HANDLERS.setdefault(kind, function)
        if known is not function:
            raise ValueError(f"two handlers for {kind}")
        _PRIORITIES[kind] = priority
        return function

    return register


def handler_for(kind: str) -> Handler:
    """The handler of this kind. Raises LookupError when no room registered one."""
    return _HANDLERS[kind]


def priority_of(kind: str) -> int:
    """Its place among what waits; of a kind that nobody registered any more, the usual one."""
    return _PRIORITIES.get(kind, 0)


def kinds_up_to(priority: int) -> list[str]:
    """The kinds of work that do not go before work of this priority."""
    return [kind for kind, own in _PRIORITIES.items() if own <= priority]
