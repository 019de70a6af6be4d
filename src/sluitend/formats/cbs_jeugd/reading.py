"""From records to events: what began, what ended and why, and what was handed over."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

from sluitend.errors import InputError
from sluitend.formats import eventlog
from sluitend.formats.cbs_jeugd import COLUMNS, FIELDS, Layout, codes, fixed, names
from sluitend.formats.cbs_jeugd.deliveries import files
from sluitend.formats.cbs_jeugd.names import named
from sluitend.formats.cbs_jeugd.transfers import HANDED, TAKEN, with_transfers
from sluitend.formats.eventlog import delimited, workbook
from sluitend.formats.messages.table import Events, Key, Row, keyed, ordered, table_of

MAX_BYTES = 512 * 1024**2
_SHEETS, _TEXTS, _FIXED = (".xlsx", ".xls", ".ods"), (".csv", ".csv.gz"), (".txt", ".asc", ".dat")
_NOBODY = frozenset({"999999999", "000000000"})  # not known; not born yet
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[ T]00:00(?::00)?)?")
# Field with the kind, names of the kinds, begin, end, reason, names of reasons, and how the events are called.
_Period: TypeAlias = tuple[str, Mapping[str, str], str, str, str, Mapping[str, str], str]
_PERIODS: tuple[_Period, ...] = (
    ("care", names.CARE, "care_begin", "care_end", "care_reason", names.CARE_ENDED, "Jeugdhulp"),
    ("measure", names.MEASURES, "measure_begin", "measure_end", "measure_reason", names.MEASURE_ENDED, "Maatregel"),
    ("placement", names.PLACEMENTS, "placement_begin", "placement_end", "", {}, "Machtiging"),
)
_HANDED = (("taken_over", TAKEN, "0"), ("handed_over", HANDED, "2"))
Record: TypeAlias = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Given:
    """What the records themselves do not tell."""

    key: Key | None
    organisation: str | None
    municipality_of: Callable[[str], str | None] | None


def read(paths: Sequence[Path], given: Given, columns: Mapping[str, str], where: Layout | None) -> Events:
    """As `cbs_jeugd.read`."""
    report: Counter[str] = Counter()
    last: dict[tuple[object, ...], list[Row]] = {}
    for path, organisation in files(paths, given.organisation):
        try:
            for row, record in _records(path, columns, where):
                report["records"] += 1
                report["without_number"] += _number(record, row) in _NOBODY
                for identity, events in _parts(record, row, given, organisation):
                    report["repeated"] += identity in last
                    last[identity] = [{**event, "record": f"{path} {row}"} for event in events]
        except InputError as error:
            raise _in_file(path, error) from None
    if not report["records"]:
        raise InputError(codes.EMPTY)
    found = (event for events in last.values() for event in events)
    rows = ordered(with_transfers(found, given.key, report), COLUMNS)
    report["events"] = len(rows)
    return Events(table_of(rows, COLUMNS), dict(report))


def _in_file(path: Path, error: InputError) -> InputError:
    """Lines of fixed width were counted in the file, rows of a table in what was read of it."""
    return error if path.name.lower().endswith(_FIXED) else eventlog.refusal(path, error)


def _records(path: Path, columns: Mapping[str, str], where: Layout | None) -> Iterator[tuple[int, Record]]:
    """Row or line, and the fields that are there."""
    size, name = path.stat().st_size, path.name.lower()
    if size > MAX_BYTES:
        raise InputError(codes.TOO_BIG, megabytes=size // 1024**2, most=MAX_BYTES // 1024**2)
    if name.endswith(_FIXED):
        if where is None:
            raise InputError(codes.NEEDS_LAYOUT)
        _needs_number(where)
        yield from fixed.records(path, where)
    elif name.endswith((*_SHEETS, *_TEXTS)):
        yield from _from_table(workbook.read(path) if name.endswith(_SHEETS) else delimited.read(path), columns)
    else:
        raise InputError(codes.UNSUPPORTED, suffix=path.suffix)


def _from_table(table: Any, columns: Mapping[str, str]) -> Iterator[tuple[int, Record]]:
    there = {name.strip().casefold(): name for name in table.column_names}
    wanted = {field: there[name.casefold()] for field, name in columns.items() if name.casefold() in there}
    _needs_number(wanted)
    for row, cells in enumerate(table.to_pylist(), start=2):
        record = {field: (cells[name] or "").strip() for field, name in wanted.items()}
        if any(record.values()):
            yield row, record


def _needs_number(fields: Mapping[str, object]) -> None:
    if "bsn" not in fields:
        raise InputError(codes.NO_FIELD, field=FIELDS["bsn"])


def _number(record: Record, row: int) -> str:
    """With the zeros in front that a spreadsheet takes away."""
    found = record.get("bsn", "").zfill(9)
    if not re.fullmatch(r"[0-9]{9}", found):
        raise InputError(codes.BAD_NUMBER, row=row)
    return found


def _parts(
    record: Record, row: int, given: Given, organisation: str | None
) -> Iterator[tuple[tuple[object, ...], list[Row]]]:
    """Help, measure, placement and transfers of a record, each with what makes it the same in a later delivery.

    Who takes over gives no begin, and a date of a transfer stands only in the delivery of its own period (7.5): these
    dates, and an end without a begin, are known by themselves, and no later record takes them away.
    """
    case = _case(record, row, given.key)
    about = {"case": case, "resource": organisation, "municipality": _municipality(record, given)}
    for period in _PERIODS:
        field, kinds, begin, end, *_rest = period
        code = record.get(field, "")
        shared = {**about, "kind": named(kinds, code)}
        events: list[Row] = [{**shared, **event} for event in _events(record, row, period)]
        if events:
            known_by = _day(record, begin, row) or ("until", _day(record, end, row))
            yield (organisation, case, field, code, known_by), events
        for name, what, rank in _HANDED if field == "measure" else ():
            if day := _day(record, name, row):
                moved = {**shared, "activity": what, "time": day, "rank": rank, "code": code}
                yield (organisation, case, name, code, day), [moved]


def _events(record: Record, row: int, period: _Period) -> Iterator[Row]:
    field, _kinds, begin_at, end_at, reason_at, reasons, activity = period
    begin, end = _day(record, begin_at, row), _day(record, end_at, row)
    if begin and end and end < begin:
        raise InputError(codes.TURNED, row=row)
    if begin:
        referrer, crisis = (record.get(name, "") if field == "care" else "" for name in ("referrer", "crisis"))
        known = {"referrer": named(names.REFERRERS, referrer), "crisis": named(names.CRISIS, crisis)}
        yield {"activity": f"{activity} gestart", "time": begin, "rank": "1", **known}
    if end:
        reason = named(reasons, record.get(reason_at, ""))
        yield {"activity": f"{activity} gestopt", "time": end, "reason": reason, "rank": "3"}


def _case(record: Record, row: int, key: Key | None) -> str:
    """Of a youth without a number, as the protocol says (3.3): sex, birth date, postal code, begin and kind."""
    number = _number(record, row)
    if number not in _NOBODY:
        return keyed(key, number)
    own = "|".join(record.get(name, "") for name in ("sex", "born", "place", "care_begin", "care", "measure_begin"))
    return keyed(key, own, f"zonder nummer {number} ")


def _municipality(record: Record, given: Given) -> str | None:
    """CBS's code of a municipality; a postal code stays inside."""
    place = record.get("place", "")
    if re.fullmatch(r"[0-9]{1,4}", place):
        return f"GM{place.zfill(4)}"
    return given.municipality_of(place) if given.municipality_of else None


def _day(record: Record, field: str, row: int) -> date | None:
    found = record.get(field, "") if field else ""
    if not found.strip("0"):
        return None
    parts = _DAY.fullmatch(found)
    try:
        return date(*map(int, parts.groups())) if parts else _refuse(row, field)
    except ValueError:
        return _refuse(row, field)


def _refuse(row: int, field: str) -> date:
    raise InputError(codes.BAD_DATE, row=row, field=FIELDS[field])
