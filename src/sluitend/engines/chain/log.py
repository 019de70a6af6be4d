"""The front door: a log, and what can be asked of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from sluitend.engines.chain import (
    around,
    classics,
    cohorts,
    delay,
    endings,
    explain,
    explorer,
    families,
    flow,
    followed,
    grammar,
    ladder,
    network,
    norms,
    occurring,
    overlay,
    ownership,
    passing,
    process_map,
    returning,
    spilling,
    waiting,
)
from sluitend.engines.chain.around import Around
from sluitend.engines.chain.delay import Delay, Link
from sluitend.engines.chain.endings import Endings
from sluitend.engines.chain.explain import Explanation
from sluitend.engines.chain.explorer import Dots
from sluitend.engines.chain.families import FamilyDays
from sluitend.engines.chain.flow import Flow
from sluitend.engines.chain.given import Frame, table_of
from sluitend.engines.chain.grammar import Grammar, Violations
from sluitend.engines.chain.helping import Helping
from sluitend.engines.chain.ladder import Moves
from sluitend.engines.chain.network import Network
from sluitend.engines.chain.norms import Judged, Norm
from sluitend.engines.chain.overlay import Overlay
from sluitend.engines.chain.ownership import Ownership, Rules
from sluitend.engines.chain.process_map import ProcessMap, View
from sluitend.engines.chain.questionnaire import Answer
from sluitend.engines.chain.returning import RETURN_DAYS, Leaving, Returns
from sluitend.engines.chain.spells import Open
from sluitend.engines.chain.spilling import Columns
from sluitend.engines.chain.steps import Steps, Stored, steps_of
from sluitend.engines.chain.store import Store
from sluitend.engines.chain.summary import Summary, summary
from sluitend.engines.chain.waiting import Wait, Waiting
from sluitend.engines.chain.workdays import Workdays


class EventLog:
    """A log: columns case, activity, time and resource, as `formats.eventlog` reads it, in an Arrow table, a DataFrame
    or a Parquet file (`given.table_of`).

    `attributes` are columns that say something of the whole case (municipality, kind of help): its first value counts.
    `registered` is the column that says when an event was put on record (a date, a timestamp, or either as ISO text).
    Days are those of `zone` where the times have a zone, else those of the clock that wrote them. `engine` says where
    questions run (see `store.database`).
    """

    def __init__(
        self,
        log: pa.Table | Frame | Path | str,
        *,
        attributes: Sequence[str] = (),
        registered: str | None = None,
        zone: str = "Europe/Amsterdam",
        engine: str | None = None,
    ) -> None:
        self._store = Store(steps_of(table_of(log), attributes, registered, zone), engine)

    @classmethod
    def spilled(
        cls,
        source: Path,
        folder: Path,
        columns: Columns | None = None,
        *,
        zone: str = "Europe/Amsterdam",
        engine: str | None = None,
    ) -> EventLog:
        """The log in a Parquet file of any size, as two files in a folder that stays yours. See `spilling.spilled`."""
        return cls._on(Store(spilling.spilled(source, folder, columns, zone=zone), engine))

    @classmethod
    def stored(cls, log: Stored, engine: str | None = None) -> EventLog:
        """A log as `formats.steps.read` gives it: nothing is read before a question asks for it."""
        tables = Steps(log.steps, log.cases, log.values, log.zoned, log.zone, log.with_nulls, log.tick)
        return cls._on(Store(tables, engine))

    @classmethod
    def _on(cls, store: Store) -> EventLog:
        made = object.__new__(cls)
        made._store = store
        return made

    @property
    def coded(self) -> Steps:
        """The tables below the questions, of all cases: what `formats.steps` writes."""
        return self._store.coded

    def where(
        self,
        having: Mapping[str, str | Sequence[str]] | None = None,
        /,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        **values: str | Sequence[str],
    ) -> EventLog:
        """The cases that began in [since, until) and have one of these values of an attribute; events stay together.

        `having` is for attributes of any name, also `since`. What `derived` makes of the events is asked as an
        attribute is. Raises KeyError for what is none.
        """
        named = [*(having or {}).items(), *values.items()]
        wanted = {name: [value] if isinstance(value, str) else list(value) for name, value in named}
        period = (None if at is None else self.coded.moment(at) for at in (since, until))
        return self._on(self._store.where(wanted, *period))

    def involving(self, resources: str | Sequence[str]) -> EventLog:
        """The cases in which one of these did something; events stay together."""
        return self._on(self._store.involving([resources] if isinstance(resources, str) else resources))

    def followed(self, until: date) -> EventLog:
        """See `followed.followed`."""
        return self._on(followed.followed(self._store, until))

    def arriving(self, since: date) -> EventLog:
        """See `followed.arriving`."""
        return self._on(followed.arriving(self._store, since))

    @property
    def size(self) -> int:
        """How many cases there are."""
        found: int = self._store.value(self._store.cases.count())
        return found

    def sizes(self, by: str) -> dict[str | None, int]:
        """See `cohorts.sizes`."""
        return cohorts.sizes(self._store, by)

    def of_values(self, by: str, values: Sequence[str | None]) -> EventLog:
        """See `cohorts.of_values`."""
        return self._on(cohorts.of_values(self._store, by, values))

    def akin(self, by: str, chosen: EventLog) -> EventLog:
        """See `cohorts.akin`."""
        return self._on(cohorts.akin(self._store, by, chosen._store))

    def summary(self) -> Summary:
        """How much there is of everything."""
        return summary(self._store)

    def pairs(self) -> pa.Table:
        """See `classics.pairs`."""
        return classics.pairs(self._store)

    def performance(self) -> pa.Table:
        """See `classics.performance`."""
        return classics.performance(self._store)

    def variants(self, most: int = 50) -> pa.Table:
        """See `classics.variants`."""
        return classics.variants(self._store, most)

    def throughput(self) -> dict[str, Any]:
        """See `classics.throughput`."""
        return classics.throughput(self._store)

    def handovers(self) -> pa.Table:
        """See `classics.handovers`."""
        return classics.handovers(self._store)

    def waiting(
        self, wait: Wait, *, until: date, by: str | None = None, split: date | None = None, norm: float | None = None
    ) -> Waiting:
        """See `waiting.waiting`."""
        return waiting.waiting(self._store, wait, until=until, by=by, split=split, norm=norm)

    def ownership(self, rules: Rules, *, until: date, by: str | None = None, since: date | None = None) -> Ownership:
        """See `ownership.ownership`."""
        return ownership.ownership(self._store, rules, until=until, by=by, since=since)

    def families(self, rules: Rules, *, per: str, until: date, since: date | None = None) -> FamilyDays:
        """See `families.families`."""
        return families.families(self._store, rules, per=per, until=until, since=since)

    def around(
        self, helping: Helping, *, until: date, per: str | None = None, of: EventLog | None = None, **choice: Any
    ) -> Around:
        """See `around.around`."""
        chosen = None if of is None else of._store
        return around.around(self._store, helping, until=until, per=per, of=chosen, **choice)

    def ping_pongs(self, lawful: Sequence[str] = ()) -> pa.Table:
        """See `passing.ping_pongs`."""
        return passing.ping_pongs(self._store, lawful)

    def back_and_forth(self, lawful: Sequence[str] = ()) -> tuple[int, int]:
        """See `passing.back_and_forth`."""
        return passing.back_and_forth(self._store, lawful)

    def longest_chains(self, most: int = 20) -> pa.Table:
        """See `passing.longest_chains`."""
        return passing.longest_chains(self._store, most)

    def hands(self) -> pa.Table:
        """See `passing.hands`."""
        return passing.hands(self._store)

    def occurring(self, activities: Sequence[str], by: str | None = None) -> pa.Table:
        """See `occurring.occurring`."""
        return occurring.occurring(self._store, activities, by)

    def organisations(self, per: str | None = None) -> pa.Table:
        """See `passing.organisations`."""
        return passing.organisations(self._store, per)

    def flow(self, open_: Open, *, since: date, until: date, **choice: Any) -> Flow:
        """See `flow.flow`."""
        return flow.flow(self._store, open_, since=since, until=until, **choice)

    def delay(self, link: Link, days: int, open_: Open, *, since: date, until: date, **choice: Any) -> Delay:
        """See `delay.delay`."""
        return delay.delay(self._store, link, days, open_, since=since, until=until, **choice)

    def explain(self, base: EventLog, **choice: Any) -> Explanation:
        """Why these cases take longer than those of `base`. See `explain.explain`."""
        return explain.explain(self._store, base._store, **choice)

    def network(self, **choice: Any) -> Network:
        """See `network.network`."""
        return network.network(self._store, **choice)

    def overlay(self, answers: Iterable[Answer], **choice: Any) -> Overlay:
        """See `overlay.overlay`."""
        return overlay.overlay(self._store, answers, **choice)

    def process_map(self, view: View | None = None) -> ProcessMap:
        """See `process_map.process_map`."""
        return process_map.process_map(self._store, view)

    def having(self, *, activity: str | None = None, variant: int | None = None) -> EventLog:
        """See `explorer.having`."""
        return self._on(explorer.having(self._store, activity, variant))

    def variant_list(self, most: int = 20) -> pa.Table:
        """See `explorer.variant_list`."""
        return explorer.variant_list(self._store, most)

    def case_at(self, place: int) -> str:
        """See `explorer.case_at`."""
        return explorer.case_at(self._store, place)

    def case_list(self, most: int = 100, skip: int = 0) -> pa.Table:
        """See `explorer.case_list`."""
        return explorer.case_list(self._store, most, skip)

    def case_steps(self, case: str) -> pa.Table:
        """See `explorer.case_steps`."""
        return explorer.case_steps(self._store, case)

    def dots(self, most: int = 200) -> Dots:
        """See `explorer.dots`."""
        return explorer.dots(self._store, most)

    def judged(
        self,
        norm: Norm,
        *,
        until: date,
        by: str | None = None,
        split: date | None = None,
        workdays: Workdays | None = None,
    ) -> Judged:
        """See `norms.judged`."""
        return norms.judged(self._store, norm, until=until, by=by, split=split, workdays=workdays)

    def violations(self, rules: Grammar, *, until: date) -> Violations:
        """See `grammar.violations`."""
        return grammar.violations(self._store, rules, until=until)

    def returns(
        self,
        leaving: Leaving,
        *,
        until: date,
        days: tuple[int, ...] = RETURN_DAYS,
        by: str | None = None,
        split: date | None = None,
    ) -> Returns:
        """See `returning.returns`."""
        return returning.returns(self._store, leaving, until=until, days=days, by=by, split=split)

    def moves(
        self, rungs: Mapping[str, int], *, until: date, per: str | None = None, attribute: str | None = None
    ) -> Moves:
        """See `ladder.moves`."""
        return ladder.moves(self._store, rungs, until=until, per=per, attribute=attribute)

    def endings(
        self,
        reasons: Mapping[str, str],
        *,
        until: date,
        opens: tuple[str, ...] = (),
        days: tuple[int, ...] = RETURN_DAYS,
        by: str | None = None,
        split: date | None = None,
    ) -> tuple[Endings, ...]:
        """See `endings.endings`."""
        return endings.endings(self._store, reasons, until=until, opens=opens, days=days, by=by, split=split)
