"""The table of norms as a spreadsheet: taken along from the screen, adapted, and given to the command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sluitend.apps.analyses.kit.norms import BINDING, LIBERATION_DAY, UNITS, NormText
from sluitend.errors import InputError
from sluitend.formats import answers
from sluitend.formats.spreadsheet import csv_of

# Field and heading, in the order of the columns.
HEADINGS: Mapping[str, str] = {
    "key": "sleutel",
    "title": "norm",
    "addressee": "wie",
    "trigger": "begint met",
    "trigger_at": "welke keer",
    "answer": "antwoord",
    "answered_on": "dag van het antwoord",
    "breaks": "geen zin meer na",
    "term": "termijn",
    "unit": "eenheid",
    "extends": "verlengd na vrije dag",
    "good_friday": "goede vrijdag",
    "liberation_day": "5 mei",
    "closed": "gesloten dagen",
    "kind": "soort",
    "source": "bron",
    "place": "vindplaats",
    "url": "adres",
    "checked": "nagekeken",
    "found_in": "te vinden in",
    "valid_from": "geldt vanaf",
    "valid_until": "geldt niet meer vanaf",
    "counts_from": "telt vanaf vastlegging van",
    "unsure_after": "te laat niet te zeggen na",
}
_WORDS: Mapping[str, Mapping[Any, str]] = {
    "unit": UNITS,
    "kind": BINDING,
    "trigger_at": {"first": "eerste", "last": "laatste"},
    "answered_on": {"day": "gebeurd", "record": "vastgelegd"},
    "extends": {True: "ja", False: "nee"},
    "good_friday": {True: "vrij", False: "werkdag"},
    "liberation_day": LIBERATION_DAY,
    "checked": {True: "ja", False: "nee"},
}
_LISTS = ("trigger", "answer", "breaks", "closed", "counts_from", "unsure_after")
_BETWEEN = "|"  # names of activities hold commas and semicolons


def csv(texts: Iterable[NormText]) -> bytes:
    """A row a norm."""
    return csv_of(list(HEADINGS.values()), [[_written(name, getattr(one, name)) for name in HEADINGS] for one in texts])


def _written(name: str, value: Any) -> str | int | None:
    if name in _LISTS:
        return f" {_BETWEEN} ".join(value)
    if name in _WORDS:
        return _WORDS[name][value]
    return value.isoformat() if isinstance(value, date) else value


def read(path: Path) -> dict[str, NormText]:
    """The norms of a csv or xlsx as `csv` writes it, by key; columns that are left out have their usual value.

    Raises InputError("analyses.norm_column" | "analyses.norm_row" | "analyses.norm_twice") and what
    `formats.answers.read` raises.
    """
    table = answers.read(path, filename=path.name)
    fields = {heading: name for name, heading in HEADINGS.items()}
    if unknown := [one for one in table.columns if one.casefold() not in fields]:
        raise InputError("analyses.norm_column", name=unknown[0], known=", ".join(HEADINGS.values()))
    names = [fields[one.casefold()] for one in table.columns]
    found: dict[str, NormText] = {}
    for number, row in zip(table.numbers, table.rows, strict=True):
        text = _norm(number, dict(zip(names, row, strict=True)))
        if text.key in found:
            raise InputError("analyses.norm_twice", row=number, name=text.key)
        found[text.key] = text
    return found


def _norm(number: int, cells: Mapping[str, str]) -> NormText:
    """Raises InputError("analyses.norm_row") with the row and the heading of what cannot be."""
    data = {name: _meant(name, cell.strip()) for name, cell in cells.items() if cell.strip()}
    try:
        return NormText.model_validate(data)
    except ValidationError as error:
        name = str((error.errors()[0]["loc"] or ("valid_until",))[0])
        raise InputError("analyses.norm_row", row=number, name=HEADINGS[name]) from None


def _meant(name: str, cell: str) -> Any:
    """The value that a cell stands for; what has none is refused by the model."""
    cell = cell.removeprefix("'") if cell[1:2] in tuple("=+-@") else cell  # how a text is kept from being a formula
    if name in _LISTS:
        return tuple(part.strip() for part in cell.split(_BETWEEN) if part.strip())
    return next((value for value, word in _WORDS.get(name, {}).items() if word == cell.casefold()), cell)
