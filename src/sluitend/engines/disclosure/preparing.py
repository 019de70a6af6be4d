"""A data holder's events made fit to leave: keys for numbers and names, rough values, rare values together.

Nothing goes along that was not asked for by name, and what was asked for is refused when it still says who somebody is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sluitend.engines.chain.steps import local_days, steps_of
from sluitend.engines.disclosure import coarsening, uniqueness
from sluitend.engines.disclosure.births import are_births, lie_long_before, says_birth
from sluitend.engines.disclosure.columns import Column, looks_like_a_value, recognise
from sluitend.engines.disclosure.keying import Keying, Role
from sluitend.engines.disclosure.kinds import Kind
from sluitend.engines.disclosure.municipalities import Municipalities
from sluitend.engines.disclosure.refusals import (
    BAD_PLACES,
    KINDS,
    LONG_BEFORE,
    NO_COLUMN,
    NO_HEADER,
    NO_PLACE_KNOWN,
    PLACE_TOO,
    PLACES_NEEDED,
    TOO_FEW,
    USED_TWICE,
    Refused,
)
from sluitend.errors import InputError

__all__ = ["MADE", "Choices", "Prepared", "Report", "prepare"]

SUBREGION = "subregio"  # the attribute that a third column of the table of places gives
_OWN = ("case", "activity", "time", "resource")
MADE = frozenset({*_OWN, "family", "age", "municipality", "registered", "first_month"})  # names that mean something


@dataclass(frozen=True, slots=True)
class Choices:
    """Which columns go along besides case, activity, time and resource, and how roughly."""

    family: str | None = None
    birth: str | None = None
    municipality: str | None = None
    place: str | None = None  # smaller than a municipality: `places` says in which one it lies
    places: Municipalities | None = None
    registered: str | None = None
    time: str = "time"  # as the file calls it
    persons: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    moment: coarsening.Moment = coarsening.Moment.DAY
    least: int = 10
    age_on: int | None = None  # days since 1970; without it the day of the case's first event
    zone: str = "Europe/Amsterdam"
    case_is_key: bool = False  # a reader of messages keyed it: no number of anybody was ever in the table

    @property
    def all(self) -> tuple[str, ...]:
        """Every column that was named."""
        single = (self.family, self.birth, self.municipality, self.place, self.registered)
        return (*filter(None, single), *self.persons, *self.keep)


@dataclass(frozen=True, slots=True)
class Report:
    """What was done, in numbers and names of columns only. `rare` has the values of a column that became "overig"."""

    events: int
    cases: int
    keyed: tuple[str, ...]
    columns: tuple[str, ...]
    left_out: int
    moment: str
    least: int
    bands: tuple[str, ...]
    without_age: int
    without_municipality: int | None  # events; None when no places were looked up
    rare: dict[str, int]
    risk: uniqueness.Risk
    courses: tuple[uniqueness.Course, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """The events that may leave, sorted by key and time, and the report."""

    events: pa.Table
    report: Report


def prepare(table: pa.Table, choices: Choices, keying: Keying) -> Prepared:
    """Of a log as `formats.eventlog` reads it; the columns `birth` and `registered` are timestamps or dates.

    Raises Refused for what identifies, InputError("disclosure.no_header", "disclosure.no_column",
    "disclosure.used_twice", "disclosure.too_few_cases", "disclosure.places_needed", "disclosure.place_too",
    "disclosure.no_place_known").
    """
    choices, table, unplaced = _placed(choices, table)
    _check(table, choices)
    order, case = _order(table, choices, keying)
    rows = table.select([*_OWN, *choices.all]).take(pa.array(order))
    made: dict[str, pa.ChunkedArray] = {"case": case}
    for name, role in _keyed(choices):
        made[_name(name, choices)] = keying.column(rows[name], role)
    without_age = 0
    if choices.birth is not None:
        made["age"], without_age = _ages(rows, case, choices)
    made |= {name: rows[name] for name in ("activity", "resource")}
    made |= {"municipality": rows[choices.municipality]} if choices.municipality else {}
    made |= {name: rows[name] for name in choices.keep}
    rare = _together(made, case, choices)
    for name, column in (("time", "time"), ("registered", choices.registered)):
        if column is not None:
            made[name] = coarsening.moments(rows[column].cast(_moment(rows[column])), choices.moment, choices.zone)
    events = pa.table({name: made[name] for name in sorted(made, key=_place)})
    return Prepared(events, _report(table, events, choices, rare, (without_age, unplaced)))


def _placed(choices: Choices, table: pa.Table) -> tuple[Choices, pa.Table, int | None]:
    """With the municipality in the column that had places, and of how many events that is not known."""
    if choices.place is None and choices.places is None:
        return choices, table, None
    if choices.place is None or choices.places is None:
        raise InputError(PLACES_NEEDED)
    if choices.municipality is not None:
        raise InputError(PLACE_TOO)
    if choices.place not in table.column_names:
        raise InputError(NO_COLUMN, column=choices.place)
    found = choices.places.column(table[choices.place])
    if found.null_count == len(found):
        raise InputError(NO_PLACE_KNOWN, column=choices.place)
    regions = choices.places.subregions
    made = {"": found} if regions is None else {"": found, SUBREGION: _called_regions(regions.column(found))}
    if any(column.kind is not Kind.KEY for column in recognise(pa.table(made))):
        raise InputError(BAD_PLACES)
    table = table.set_column(table.column_names.index(choices.place), choices.place, found)
    keep = choices.keep
    if regions is not None:
        if SUBREGION in choices.all:
            raise InputError(USED_TWICE, column=SUBREGION)
        there = table.drop_columns([SUBREGION]) if SUBREGION in table.column_names else table  # nobody asked for it
        table, keep = there.append_column(SUBREGION, made[SUBREGION]), (*keep, SUBREGION)
    placed = replace(choices, municipality=choices.place, place=None, places=None, keep=keep)
    return placed, table, found.null_count


def _called_regions(names: pa.ChunkedArray) -> pa.ChunkedArray:
    """Not to be taken for villages by this or another door: "Noord" is one, "regio Noord" is none."""
    if not any(one.kind is Kind.PLACE for one in recognise(pa.table({SUBREGION: names}))):
        return names
    return pc.binary_join_element_wise("regio", names, " ")


def _check(table: pa.Table, choices: Choices) -> None:
    if any(map(looks_like_a_value, table.column_names)):
        raise InputError(NO_HEADER)
    plain = [name.casefold() for name in choices.all]  # what answers questions does not tell capitals apart
    for name, one in zip(choices.all, plain, strict=True):
        if name in _OWN or plain.count(one) > 1 or (one in MADE and name in choices.persons + choices.keep):
            raise InputError(USED_TWICE, column=name)
        if name not in table.column_names:
            raise InputError(NO_COLUMN, column=name)
    cases = pc.count_distinct(table["case"]).as_py()
    if cases < choices.least:
        raise InputError(TOO_FEW, cases=cases, least=choices.least)
    clear = [name for name in ("activity", "resource", choices.municipality, *choices.keep) if name]
    found = [column for column in recognise(table.select(clear)) if not _is_code(column, choices)]
    errors = [InputError(KINDS[column.kind], column=column.name) for column in found]
    if errors := [*errors, *_births(table, choices)]:
        raise Refused(errors)


def _births(table: pa.Table, choices: Choices) -> Iterator[InputError]:
    """What leaves as a day but says when somebody was born."""
    events, _ = _days(table["time"], choices.zone)
    cases = pc.dictionary_encode(table["case"].combine_chunks()).indices.to_numpy().astype(np.int64)
    if says_birth(choices.time, table["time"]) or are_births(cases, events):
        yield InputError(KINDS[Kind.BIRTH_DATE], column="time")
    if choices.registered is None:
        return
    days, known = _days(table[choices.registered], choices.zone)
    if says_birth(choices.registered, table[choices.registered]):
        yield InputError(KINDS[Kind.BIRTH_DATE], column=choices.registered)
    elif lie_long_before(days[known], events[known]):
        yield InputError(LONG_BEFORE, column=choices.registered)


def _is_code(column: Column, choices: Choices) -> bool:
    """Codes of municipalities look like keys."""
    return column.kind is Kind.KEY and column.name == choices.municipality


def _keyed(choices: Choices) -> list[tuple[str, Role]]:
    family = [(choices.family, Role.FAMILY)] if choices.family else []
    return [*family, *((name, Role.PERSON) for name in choices.persons)]


def _order(table: pa.Table, choices: Choices, keying: Keying) -> tuple[npt.NDArray[np.int64], pa.ChunkedArray]:
    """Rows by key of the case, then time, then as they stood: nothing is left of the order of the file."""
    encoded = pc.dictionary_encode(table["case"].combine_chunks())
    given = encoded.dictionary.to_pylist()
    keys = np.array(given if choices.case_is_key else [keying.one(name, Role.CASE) for name in given])
    names, rank = np.unique(keys, return_inverse=True)  # two ways of writing one number are one case
    case = rank[encoded.indices.to_numpy()]
    time = table["time"].cast(_moment(table["time"])).cast(pa.int64()).to_numpy()
    order = np.lexsort((time, case))
    return order, pa.chunked_array([pa.array(names[case[order]], pa.string())])


def _ages(rows: pa.Table, case: pa.ChunkedArray, choices: Choices) -> tuple[pa.ChunkedArray, int]:
    """A band for every event, on the day its case began or a given one; and of how many cases none is known."""
    births, known = _days(rows[str(choices.birth)], choices.zone)
    days, _ = _days(rows["time"], choices.zone)
    codes = pc.dictionary_encode(case.combine_chunks()).indices.to_numpy()
    first = np.full(int(codes.max(initial=-1)) + 1, np.iinfo(np.int64).max)
    np.minimum.at(first, codes, days)
    at = first[codes] if choices.age_on is None else np.full(len(days), choices.age_on)
    bands = coarsening.age_bands(births, at, known, coarsening.BANDS)
    having = np.unique(codes[bands.is_valid().to_numpy(zero_copy_only=False)])
    return pa.chunked_array([bands]), len(first) - len(having)


def _days(column: pa.ChunkedArray, zone: str) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    moments = column.cast(_moment(column))
    micros = moments.cast(pa.int64()).fill_null(0).to_numpy()
    days = local_days(micros, zone if moments.type.tz else None).astype(np.int64)
    return days, moments.is_valid().to_numpy()


def _moment(column: pa.ChunkedArray) -> pa.DataType:
    return pa.timestamp("us", column.type.tz if pa.types.is_timestamp(column.type) else None)


def _together(made: dict[str, pa.ChunkedArray], case: pa.ChunkedArray, choices: Choices) -> dict[str, int]:
    """Puts the rare values of every readable column together; how many values those were in each."""
    found = {}
    for name in ("activity", "resource", "age", "municipality", *choices.keep):
        if name in made:
            rarer = coarsening.rare_as_other(made[name], case, choices.least)
            made[name], found[name] = rarer.column, rarer.values
    return found


def _name(name: str, choices: Choices) -> str:
    return "family" if name == choices.family else name


def _place(name: str) -> int:
    return _OWN.index(name) if name in _OWN else len(_OWN)


def _report(
    table: pa.Table, events: pa.Table, choices: Choices, rare: dict[str, int], without: tuple[int, int | None]
) -> Report:
    attributes = [name for name in events.column_names if name in ("age", "municipality", *choices.keep)]
    steps = steps_of(events, attributes)
    each: pa.Table = steps.cases
    month = each["first"].cast(pa.timestamp("us")).to_numpy().astype("datetime64[M]").astype(np.int64)
    cases = pa.table({**{name: each[f"case:{name}"] for name in attributes}, "first_month": month})
    return Report(
        events.num_rows,
        each.num_rows,
        ("case", *(_name(name, choices) for name, _ in _keyed(choices))),
        tuple(events.column_names),
        table.num_columns - len(_OWN) - len(choices.all),
        str(choices.moment),
        choices.least,
        coarsening.band_names() if choices.birth else (),
        *without,
        rare,
        uniqueness.risk(cases, cases.column_names),
        uniqueness.courses(steps, "municipality" if choices.municipality else None),
    )
