"""The municipality of a place or postcode, and its subregion, by a table that the data holder gives: what is smaller
stays inside.

Which place lies in which municipality changes every year, and some names of places are those of several. So the table
comes from who knows the data, and what it does not know, or knows twice, is not guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from sluitend.engines.disclosure.refusals import BAD_PLACES
from sluitend.engines.disclosure.values import texts
from sluitend.errors import InputError

__all__ = ["Municipalities", "table_of"]

_POSTCODE = re.compile(r"([1-9][0-9]{3})\s?(?:[A-Z]{2})?")
_MOST = 1_000_000  # rows: the country has about 465,000 postcodes


class Municipalities:
    """What is asked of a table of places or postcodes and their municipalities. `subregions` says of these in which one
    they lie, where the table tells."""

    def __init__(self, pairs: Iterable[tuple[str, str]], subregions: Municipalities | None = None) -> None:
        self.subregions = subregions
        known: dict[str, str | None] = {}
        for place, municipality in pairs:
            name = _plain(place)
            known[name] = municipality if known.get(name, municipality) == municipality else None
        self._known: Mapping[str, str | None] = known

    def of(self, place: str) -> str | None:
        """Of one place; a postcode that is not there is looked up by its four digits. None: not there, or in two."""
        name = _plain(place)
        if name in self._known:
            return self._known[name]
        postcode = _POSTCODE.fullmatch(name)
        return self._known.get(postcode[1]) if postcode else None

    def column(self, places: pa.ChunkedArray) -> pa.ChunkedArray:
        """Of every row; null where the place is null or its municipality is not known."""
        encoded = pc.dictionary_encode(texts(places).combine_chunks())
        found = pa.array([self.of(name) for name in encoded.dictionary.to_pylist()], pa.string())
        return pa.chunked_array([found.take(encoded.indices)])


def table_of(table: pa.Table) -> Municipalities:
    """Of a table with a place or postcode in the first column, a municipality in the second and perhaps a subregion in
    the third; cells may be empty.

    Raises InputError("disclosure.bad_places") when it has no second column, no row with both, or too many rows.
    """
    if table.num_columns < 2 or table.num_rows > _MOST:
        raise InputError(BAD_PLACES)
    names, owners, *more = (_filled(table.column(at)) for at in range(min(table.num_columns, 3)))
    pairs = _both(names, owners)
    if not pairs:
        raise InputError(BAD_PLACES)
    regions = _both(owners, more[0]) if more else []
    return Municipalities(pairs, Municipalities(regions) if regions else None)


def _both(names: list[str], owners: list[str]) -> list[tuple[str, str]]:
    return [(name, owner) for name, owner in zip(names, owners, strict=True) if name and owner]


def _filled(column: pa.ChunkedArray) -> list[str]:
    return [(one or "").strip() for one in texts(column).to_pylist()]


def _plain(place: str) -> str:
    """One way of writing: 's-Gravenhage with any apostrophe, 1234ab and 1234 AB alike."""
    text = unicodedata.normalize("NFC", " ".join(place.split())).replace("’", "'").replace("‘", "'")
    postcode = _POSTCODE.fullmatch(text.upper())
    return re.sub(r"\s", "", text.upper()) if postcode else text.casefold()
