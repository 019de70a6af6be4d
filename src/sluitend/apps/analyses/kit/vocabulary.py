"""What a log has to choose from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sluitend.apps.analyses.kit.parameters import Vocabulary
from sluitend.engines.retrieval.asked import ATTRIBUTES

if TYPE_CHECKING:
    import pyarrow as pa

    from sluitend.engines.chain import EventLog
    from sluitend.engines.chain.steps import Steps
    from sluitend.engines.retrieval.material import Material

MOST_VALUES = 400  # of an attribute: the country has 342 municipalities
_ABOUT_CASES = "case:"  # how the columns of attributes begin


def vocabulary_of(log: EventLog) -> Vocabulary:
    """Names in alphabetical order, attributes too; those that are derived of the events last."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    coded = log.coded
    from sluitend.engines.chain.derived import BEGUN, ENDS, periods

    names = {name.removeprefix(_ABOUT_CASES) for name in coded.values if name.startswith(_ABOUT_CASES)}
    columns = ["first", "last"]
    cases = pq.read_table(coded.cases, columns=columns) if isinstance(coded.cases, Path) else coded.cases
    organisations = tuple(sorted(coded.values["resource"].to_pylist()))
    offered = _few(organisations)
    theirs = {name.casefold() for name in names}  # a log's own goes before what is derived
    first, begun, last = pc.min(cases["first"]).as_py(), pc.max(cases["first"]).as_py(), pc.max(cases["last"]).as_py()
    days = [coded.day(one or 0) for one in (first, begun, last)]
    made = dict.fromkeys(ENDS, offered) if organisations else {}
    made |= {name: _few(periods(column, days[0], days[1], coded.begin).names) for name, column in BEGUN.items()}
    return Vocabulary(
        activities=tuple(sorted(coded.values["activity"].to_pylist())),
        attributes={name: _values(coded, name) for name in sorted(names)}
        | {name: values for name, values in made.items() if name not in theirs},
        resources=len(organisations),
        organisations=offered,
        cases=cases.num_rows,
        first=days[0],
        last=days[2],
    )


GROUP = "groep"  # what the groups of a series are called where something is chosen


def vocabulary_of_series(table: pa.Table) -> Vocabulary:
    """The same of a series per period: its groups, and its first and last period."""
    import pyarrow.compute as pc

    groups = tuple(sorted({*table["group"].drop_null().to_pylist()}))
    return Vocabulary(
        activities=(),
        attributes={GROUP: groups if len(groups) <= MOST_VALUES else ()},
        resources=0,
        cases=table.num_rows,
        first=pc.min(table["first"]).as_py(),
        last=pc.max(table["first"]).as_py(),
    )


def vocabulary_of_codes(material: Material) -> Vocabulary:
    """The same of coded texts: codes by their paths, and what is known of who speaks."""
    return Vocabulary(
        attributes=dict(material.values), codes=dict(material.coded), topics=tuple(material.topics), words=ATTRIBUTES
    )


def _values(coded: Steps, name: str) -> tuple[str, ...]:
    values = coded.values[f"{_ABOUT_CASES}{name}"]
    return tuple(sorted(values.to_pylist())) if len(values) <= MOST_VALUES else ()


def _few(names: tuple[str, ...]) -> tuple[str, ...]:
    return names if len(names) <= MOST_VALUES else ()
