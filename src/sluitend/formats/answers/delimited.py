"""Records of a csv: encoding and separator are found out, quotation marks have to be in pairs."""

from __future__ import annotations

import contextlib
import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from sluitend.errors import InputError
from sluitend.formats.answers import codes
from sluitend.formats.documents import decoding

_SEPARATORS = ";,\t|"
_NONE = "\x1f"  # of a single column: a character that no text holds
_SAMPLE = 200  # records
_TOLD = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # what Excel writes and reads as a first line
_MOST = 2**31 - 1  # a cell that is too long is refused with its place, not by the reader


def records(data: bytes) -> Iterator[list[str]]:
    """Every record, also the empty ones. Raises InputError("answers.open_quote") and those of ``decoding.decode``."""
    text = decoding.decode(data)
    told = _TOLD.match(text)
    if told:
        text = text[told.end() :]
    return _records(text, told[1] if told else _separator(text))


def _records(text: str, separator: str) -> Iterator[list[str]]:
    csv.field_size_limit(_MOST)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for number, record in enumerate(reader, start=1):  # noqa: B007 - told in the refusal
            yield record
    except csv.Error:
        raise InputError(codes.OPEN_QUOTE, row=number + 1) from None


def _separator(text: str) -> str:
    """The one that cuts most records into as many cells as the first, and the first into most."""
    fits = {separator: _fit(text, separator) for separator in _SEPARATORS}
    best = max(_SEPARATORS, key=lambda separator: fits[separator])
    return best if fits[best] > (0.0, 0) else _NONE


def _fit(text: str, separator: str) -> tuple[float, int]:
    widths: list[int] = []
    with contextlib.suppress(InputError):  # what was read until there tells enough
        widths.extend(len(record) for record in islice(_records(text, separator), _SAMPLE) if record)
    if not widths or widths[0] == 1:
        return (0.0, 0)
    return (sum(width == widths[0] for width in widths) / len(widths), widths[0])
