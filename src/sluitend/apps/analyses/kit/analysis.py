"""An entry of the catalogue, and what it is given to work with."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import ZoneInfo

from sluitend.apps.analyses.kit.parameters import Parameters, Vocabulary, parsed
from sluitend.apps.analyses.kit.result import Result
from sluitend.errors import InputError

if TYPE_CHECKING:
    from sluitend.engines.chain import EventLog


class Progress(Protocol):
    """Hears how far an analysis is, in percents, and may raise to stop it: call it between its steps."""

    def __call__(self, percent: int) -> None: ...


@dataclass(frozen=True, slots=True)
class Inputs:
    """The log, of the chosen cases only, and the last day that counts."""

    log: EventLog
    last_day: date
    vocabulary: Vocabulary

    @property
    def until(self) -> date:
        """The day after the last that counts, as the engine asks it."""
        return self.last_day + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Analysis:
    """`key` is its name in addresses and on the command line; `question` is what it answers, in one sentence.

    `run` gets parameters of its own model. `engines` are the packages that it computes with: a result is marked stale
    when their code changes. `needs_resource`: without somebody who did something there is nothing to answer.
    """

    key: str
    title: str
    question: str
    parameters: type[Parameters]
    run: Callable[[Inputs, Any, Progress], Result]
    engines: tuple[str, ...] = ("sluitend.engines.chain",)
    needs_resource: bool = False
    order: int = 50

    @property
    def code_version(self) -> str:
        """The SHA-256 of the code that the outcome depends on."""
        return _code_version(self.run.__module__, self.engines)


@cache
def _code_version(module: str, engines: tuple[str, ...]) -> str:
    parts = (part for path in sorted(_sources(module, engines)) for part in (path.name.encode(), path.read_bytes()))
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _sources(module: str, engines: tuple[str, ...]) -> Iterator[Path]:
    """The entry itself, what entries are made of, and the engines."""
    yield Path(inspect.getfile(import_module(module)))
    for package in (__package__, *engines):
        folder = Path(inspect.getfile(import_module(package))).parent
        yield from folder.rglob("*.py")


def checked(analysis: Analysis, data: Mapping[str, Any], vocabulary: Vocabulary) -> Parameters:
    """The parameters, when these data can answer the question at all.

    Raises InputError("analyses.needs_resource") and what `parameters.parsed` raises.
    """
    if analysis.needs_resource and not vocabulary.resources:
        raise InputError("analyses.needs_resource")
    return parsed(analysis.parameters, data, vocabulary)


def inputs_of(log: EventLog, vocabulary: Vocabulary, parameters: Parameters) -> Inputs:
    """The chosen cases. Raises InputError("analyses.no_cases")."""
    chosen = log.where(**_chosen(log, vocabulary, parameters))
    if not chosen.summary().cases:
        raise InputError("analyses.no_cases")
    return Inputs(chosen, parameters.last_day or vocabulary.last, vocabulary)


def _chosen(log: EventLog, vocabulary: Vocabulary, parameters: Parameters) -> dict[str, Any]:
    """As `where` takes it: moments at which the first day begins and the last has ended, and values by attribute."""
    zone = ZoneInfo(log.coded.zone) if log.coded.zoned else None
    after = parameters.until and parameters.until + timedelta(days=1)
    days = {"since": parameters.since, "until": after}
    found: dict[str, Any] = {
        name: day and datetime(day.year, day.month, day.day, tzinfo=zone) for name, day in days.items()
    }
    for name, value in (vocabulary.values[one] for one in parameters.only):
        found.setdefault(name, []).append(value)
    return found
