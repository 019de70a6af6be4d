"""What `sluitend prepare` reads: a log or messages, and the table of places."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from sluitend.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

    from sluitend.engines.disclosure.keying import Keying
    from sluitend.engines.disclosure.municipalities import Municipalities
    from sluitend.formats.messages.table import Events

LOG = ("case", "activity", "time", "resource")


def read(options: argparse.Namespace, keying: Keying, places: Municipalities | None) -> Events:
    """The events, with births and days of registration as times, and what the reader left out."""
    from sluitend.engines.disclosure.refusals import NO_COLUMN, SAME_COLUMN
    from sluitend.formats.eventlog import codes

    try:
        found = _log(options) if options.kind == "log" else _messages(options, keying, places)
        table = _joined(found.table, options)
    except InputError as error:
        if error.code == codes.NO_COLUMN:  # its sentence lists columns: without a first row of names those are values
            raise InputError(NO_COLUMN, column=error.data["column"]) from None
        raise (InputError(SAME_COLUMN) if error.code == codes.SAME_COLUMN else error) from None
    for name in (column_of(options.birth, table, options), column_of(options.registered, table, options)):
        if name in table.column_names:
            table = table.set_column(table.column_names.index(name), name, _times(table[name], options))
    return found._replace(table=table)


def _joined(table: pa.Table, options: argparse.Namespace) -> pa.Table:
    """With reasons behind their activities when that is asked; a rare one goes, and not the activity with it."""
    if options.reason is None:
        return table
    from sluitend.formats import reasons

    return reasons.joined(table, str(column_of(options.reason, table, options)), options.least)


def _log(options: argparse.Namespace) -> Events:
    from sluitend.formats import eventlog
    from sluitend.formats.messages.table import Events

    given = {name: column for name in LOG if (column := getattr(options, name)) is not None}
    return Events(eventlog.read(options.file, **given, missing=options.missing), {})


def _messages(options: argparse.Namespace, keying: Keying, places: Municipalities | None) -> Events:
    """Messages and records: their readers want a key for numbers of people before they read anything.

    Postal codes of records never come out, so the table of places goes in.
    """
    from sluitend.engines.disclosure.keying import Role
    from sluitend.formats import cbs_jeugd, events

    return events.read(
        options.file,
        options.kind,
        key=lambda number: keying.one(number, Role.CASE),
        case=options.case,
        resource=options.resource,
        family=options.family if options.kind == "ocel" else None,
        schemas=options.schemas,
        layout=None if options.layout is None else cbs_jeugd.layout(options.layout),
        organisations=options.organisation,
        municipality_of=places.of if places else None,
    )


def _times(column: pa.ChunkedArray, options: argparse.Namespace) -> pa.ChunkedArray:
    """Moments where they are known; rows count as in the file when one is wrong."""
    import pyarrow as pa
    import pyarrow.compute as pc

    from sluitend.formats import eventlog
    from sluitend.formats.eventlog.times import times

    if column.null_count == len(column):
        return pa.chunked_array([pa.nulls(len(column), pa.timestamp("us"))])
    try:
        moments = times(pc.fill_null(column, column.drop_null()[0])).values
    except InputError as error:
        raise (eventlog.refusal(options.file, error) if options.kind == "log" else error) from None
    return pc.if_else(column.is_valid(), moments, pa.scalar(None, moments.type))


def column_of(name: str | None, table: pa.Table, options: argparse.Namespace) -> str | None:
    """As a column is called after reading: `eventlog.read` gives its own four names to those that were chosen.

    Raises InputError("disclosure.no_column") for one of these names that no column of the file has.
    """
    from sluitend.engines.disclosure.refusals import NO_COLUMN
    from sluitend.formats import eventlog

    found = None if name is None else eventlog.called(table, name)
    if found in LOG and found not in [getattr(options, one) for one in LOG]:
        raise InputError(NO_COLUMN, column=found)
    return found


def municipalities(path: Path | None) -> Municipalities | None:
    """Of the table of places, before which nobody knows what its columns are called."""
    from sluitend.engines.disclosure.municipalities import table_of
    from sluitend.engines.disclosure.refusals import BAD_PLACES
    from sluitend.formats import eventlog

    if path is None:
        return None
    try:
        return table_of(eventlog.raw(path))
    except InputError:  # what is wrong with it as a log of events says nothing of a table of places
        raise InputError(BAD_PLACES) from None
