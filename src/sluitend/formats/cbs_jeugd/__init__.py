"""Reads records of CBS "Beleidsinformatie Jeugd" as events: fixed width, or the spreadsheet (also as csv).

Fields and codes are those of the protocol, version 7 (Regeling Jeugdwet, annex 2, BWBR0034925). On which positions they
stand in a fixed-width file is published by CBS apart from the protocol and changes: the layout comes from the user. The
names of the protocol are those of the columns of a spreadsheet unless told otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from sluitend.formats.messages.table import Events, Key

__all__ = ["COLUMNS", "FIELDS", "Layout", "layout", "read"]

Layout: TypeAlias = Mapping[str, tuple[int, int]]  # of a field its first position, counted from 1, and its length

COLUMNS = ("case", "activity", "time", "resource", "municipality", "kind", "reason", "referrer", "crisis", "transfer")
FIELDS: Final[Mapping[str, str]] = {  # our names, and those of the protocol
    "bsn": "Burgerservicenummer",
    "born": "Geboortedatum",
    "sex": "Geslacht",
    "place": "Postcode/gemeente",
    "referrer": "Verwijzer",
    "care": "Hulpvorm",
    "crisis": "Gestart met crisis",
    "care_begin": "Datum aanvang jeugdhulp",
    "care_end": "Datum einde jeugdhulp",
    "care_reason": "Reden beëindiging jeugdhulp",
    "measure": "Type maatregel",
    "measure_begin": "Datum aanvang maatregel",
    "measure_end": "Datum einde maatregel",
    "measure_reason": "Reden of wijze beëindiging maatregel",
    "placement": "Type machtiging uithuisplaatsing",
    "placement_begin": "Datum aanvang machtiging uithuisplaatsing",
    "placement_end": "Datum einde machtiging uithuisplaatsing",
    "handed_over": "Datum overgedragen",
    "taken_over": "Datum overgedragen gekregen",
}


def read(
    *paths: str | Path,
    key: Key | None = None,
    organisation: str | None = None,
    columns: Mapping[str, str] | None = None,
    layout: Layout | None = None,
    municipality_of: Callable[[str], str | None] | None = None,
) -> Events:
    """The events in deliveries, of each organisation the oldest period first: a record that comes again counts once, as
    it was delivered last. Dates of a transfer stay when a later record does not give them: they stand in one delivery.

    A folder has a folder for each organisation, called as it is; what lies in none is of `organisation`, and so is a
    file. `case` is `key` of the youth's number; without a number, of what the protocol makes a record's key then.
    `transfer` is the key of a handover of a measure, in the rows of the handover and of the takeover that answers it.
    Birth date, sex and postal code do not come out; `municipality_of` says in which municipality a postal code lies.
    `columns` says how fields are called in a spreadsheet, `layout` where they stand in a fixed-width file. Raises
    InputError with one of `codes`, of `eventlog.codes` or "messages.needs_key".
    """
    from sluitend.formats.cbs_jeugd import reading  # loads Arrow

    given = reading.Given(key, organisation, municipality_of)
    return reading.read([Path(one) for one in paths], given, {**FIELDS, **(columns or {})}, layout)


def layout(path: str | Path) -> Layout:
    """A layout from a csv with a field (its name here or in the protocol), first position and length on every row."""
    from sluitend.formats.cbs_jeugd import fixed

    return fixed.layout(Path(path), FIELDS)
