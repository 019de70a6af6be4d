"""Which columns of a table say who somebody is: by their values, with the column's name as a hint only.

What is found never holds a value: a name of a column, a kind and a share. A rule can miss; an empty answer is no proof.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import pyarrow as pa

from sluitend.engines.disclosure import people, signs
from sluitend.engines.disclosure.kinds import Kind
from sluitend.engines.disclosure.values import Mask, Values, values_of

__all__ = ["Column", "looks_like_a_value", "recognise"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column that identifies. `share` is that of its filled rows in which a value of this kind was seen."""

    name: str
    kind: Kind
    share: float


_RULES: Mapping[Kind, Callable[[Values], Mask | None]] = {
    Kind.BSN: signs.bsn,
    Kind.IBAN: signs.iban,
    Kind.EMAIL: signs.email,
    Kind.PHONE: signs.phone,
    Kind.POSTCODE: signs.postcode,
    Kind.BIRTH_DATE: signs.birth_date,
    Kind.ADDRESS: people.address,
    Kind.FREE_TEXT: signs.free_text,
    Kind.NAME: people.name,
    Kind.PLACE: people.place,
    Kind.KEY: signs.key,
}


def recognise(table: pa.Table, ignore: Collection[str] = ()) -> tuple[Column, ...]:
    """The columns that identify, in the order of the table, each with the first kind that fits it.

    Leave out with `ignore` what is made unreadable anyway, and the column with the times of the events.
    """
    found = (_kind(values_of(name, table[name])) for name in table.column_names if name not in ignore)
    return tuple(column for column in found if column is not None)


def looks_like_a_value(name: str) -> bool:
    """Whether a column's name is rather somebody's: then the first row holds no names but a person."""
    found = _kind(values_of("", pa.chunked_array([[name]], pa.string())))
    if found is None or signs.is_date_or_number(name):
        return signs.is_date_or_number(name)
    if found.kind is Kind.NAME:
        return " " in name.strip()  # "Jan" is a month too
    return any(character.isdigit() or character == "@" for character in name)  # "straat" is a good name of a column


def _kind(values: Values) -> Column | None:
    if not values.rows:
        return None
    for kind, rule in _RULES.items():
        mask = rule(values)
        if mask is not None:
            return Column(values.name, kind, values.share(mask))
    return None
