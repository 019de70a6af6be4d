"""An entry of the catalogue, and what it is given to work with."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol
from zoneinfo import ZoneInfo

from sluitend.apps.analyses.kit.guards import Guard
from sluitend.apps.analyses.kit.parameters import Asking, Parameters, Vocabulary, parsed
from sluitend.apps.analyses.kit.result import Result
from sluitend.apps.analyses.kit.telling import Tell
from sluitend.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

    from sluitend.engines.chain import EventLog
    from sluitend.engines.retrieval.material import Material

CODINGS: Final = "codings"  # what an analysis takes that asks coded texts, and no dataset
# What decides what of any result may leave the team: that is frozen beside the exact result, and made anew from it when
# an archive comes in. The other half of that package, which prepares data, has no say in a result.
_PROTECTING: Final = (
    *(f"sluitend.engines.disclosure.{name}" for name in ("exact", "grid", "layout", "rule", "tables")),
    *(f"sluitend.engines.chain.{name}" for name in ("shares", "survival")),
)


class Progress(Protocol):
    """Hears how far an analysis is, in percents, and may raise to stop it: call it between its steps."""

    def __call__(self, percent: int) -> None: ...


@dataclass(frozen=True, slots=True)
class Inputs:
    """The log, of the chosen cases only and up to the last day that counts. `whole` has the cases too that were not
    chosen, in a group those of the group; None when none were left out. `since`: the first day that counts, of a part
    of the days."""

    log: EventLog
    last_day: date
    vocabulary: Vocabulary
    beside: pa.Table | None = None  # of the dataset that is asked beside it
    whole: EventLog | None = None
    since: date | None = None

    @property
    def until(self) -> date:
        """The day after the last that counts, as the engine asks it."""
        return self.last_day + timedelta(days=1)

    def families(self, per: str) -> EventLog:
        """All cases of every family that has a chosen case; without the attribute that names families the chosen."""
        return self.log if not per or self.whole is None else self.whole.akin(per, self.log)

    def arriving(self, log: EventLog) -> EventLog:
        """The same log; of a part of the days what passed from hand to hand in it."""
        return log if self.since is None else log.arriving(self.since)

    def grouped(self, choose: Callable[[EventLog], EventLog]) -> Inputs:
        """The same of one group of cases."""
        return replace(self, log=choose(self.log), whole=None if self.whole is None else choose(self.whole))


@dataclass(frozen=True, slots=True)
class TableInputs:
    """The table of a dataset of another kind than a log, its chosen rows only."""

    table: pa.Table
    vocabulary: Vocabulary


@dataclass(frozen=True, slots=True)
class CodedInputs:
    """What was coded, and what there is to choose of it: the codes by their paths, and attributes of who speaks."""

    material: Material
    vocabulary: Vocabulary


@dataclass(frozen=True, slots=True)
class Analysis:
    """`key` is its name in addresses and on the command line; `question` is what it answers, in one sentence.

    `run` gets `Inputs`, `CodedInputs` where `data` is `CODINGS`, or `TableInputs` where `data` is another kind of
    dataset; and parameters of its own model. `engines` are the packages that it computes with: a result is marked stale
    when their code changes.
    `needs_resource`: without somebody who did something there is nothing to answer.
    `draws_sample`: some cases are to be checked with practice, and a finding that rests on it says what came of that.
    `tell` makes charts and sentences of tables, and `guards` say of every table, by its key, what of it may leave the
    team: without them nothing does. `told_by` are fields of activities that say what a result is about, in the order in
    which its title names them. `within_n` is a count, by table and column, of which the rest of n is told by both.
    """

    key: str
    title: str
    question: str
    parameters: type[Asking]
    run: Callable[[Any, Any, Progress], Result]
    engines: tuple[str, ...] = ("sluitend.engines.chain",)
    data: str = "event_log"
    needs_resource: bool = False
    draws_sample: bool = False
    order: int = 50
    told_by: tuple[str, ...] = ()
    tell: Tell | None = None
    guards: Mapping[str, Guard] = field(default_factory=dict)
    within_n: tuple[str, str] | None = None

    @property
    def asks_codings(self) -> bool:
        """Whether it asks coded texts, and no dataset."""
        return self.data == CODINGS

    @property
    def code_version(self) -> str:
        """The SHA-256 of the code that the outcome depends on."""
        return _code_version(self.run.__module__, self.engines)


@cache
def _code_version(module: str, engines: tuple[str, ...]) -> str:
    parts = (part for path in sorted(_sources(module, engines)) for part in (path.name.encode(), path.read_bytes()))
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _sources(module: str, engines: tuple[str, ...]) -> Iterator[Path]:
    """The entry itself, what entries are made of, the engines, and what protects."""
    yield from {path for name in (module, *_PROTECTING, __package__, *engines) for path in _files_of(name)}


def _files_of(name: str) -> Iterator[Path]:
    """Of a module, or of a package with all that lies in it."""
    path = Path(inspect.getfile(import_module(name)))
    return path.parent.rglob("*.py") if path.name == "__init__.py" else iter([path])


def checked(analysis: Analysis, data: Mapping[str, Any], vocabulary: Vocabulary) -> Any:
    """The parameters, of the model of the analysis, when these data can answer the question at all.

    Raises InputError("analyses.needs_resource") and what `parameters.parsed` raises.
    """
    if analysis.needs_resource and not vocabulary.resources:
        raise InputError("analyses.needs_resource")
    return parsed(analysis.parameters, data, vocabulary)


def inputs_of(log: EventLog, vocabulary: Vocabulary, parameters: Parameters, beside: pa.Table | None = None) -> Inputs:
    """The chosen cases as they were at the end of the last day that counts: what happened later is in no answer, nor is
    a case that began later.

    Raises InputError("analyses.no_cases").
    """
    last = parameters.last_day or vocabulary.last
    since, until = _period(log, parameters)
    known = log.followed(last + timedelta(days=1)) if last < vocabulary.last else log
    chosen = known.where(_values(vocabulary, parameters), since=since, until=until)
    chosen = chosen.involving(parameters.involved) if parameters.involved else chosen
    if not chosen.size:
        raise InputError("analyses.no_cases")
    return Inputs(chosen, last, vocabulary, beside, known if parameters.chooses else None)


def table_inputs_of(table: pa.Table, vocabulary: Vocabulary, parameters: Parameters) -> TableInputs:
    """The chosen groups and periods. Raises InputError("analyses.no_rows")."""
    import pyarrow as pa
    import pyarrow.compute as pc

    groups = [vocabulary.values[one][1] for one in parameters.only]
    kept = pc.is_in(table["group"], value_set=pa.array(groups, pa.string())) if groups else pa.scalar(True)
    if parameters.since:
        kept = pc.and_(kept, pc.greater_equal(table["first"], pa.scalar(parameters.since)))
    if parameters.until:
        kept = pc.and_(kept, pc.less_equal(table["first"], pa.scalar(parameters.until)))
    chosen = table if isinstance(kept, pa.Scalar) else table.filter(kept)
    if not chosen.num_rows:
        raise InputError("analyses.no_rows")
    return TableInputs(chosen, vocabulary)


def _period(log: EventLog, parameters: Parameters) -> tuple[datetime | None, datetime | None]:
    """The moments at which the first day begins and the last has ended."""
    zone = ZoneInfo(log.coded.zone) if log.coded.zoned else None
    after = parameters.until + timedelta(days=1) if parameters.until else None
    since, until = (
        None if day is None else datetime(day.year, day.month, day.day, tzinfo=zone)
        for day in (parameters.since, after)
    )
    return since, until


def _values(vocabulary: Vocabulary, parameters: Parameters) -> dict[str, list[str]]:
    """By attribute, whatever that is called."""
    found: dict[str, list[str]] = {}
    for name, value in (vocabulary.values[one] for one in parameters.only):
        found.setdefault(name, []).append(value)
    return found
