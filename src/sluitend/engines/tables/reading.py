"""Cells of a table as people write them: a number, a period, a step of the ladder. None where there is nothing.

What stands there and cannot be read is told apart from what is not there: every reader gives both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from sluitend.engines.chain.questionnaire import Intensity

Texts = Sequence[str | None]
_MOST_DIGITS = 15  # more than a float keeps
_DOTTED: Final = re.compile(r"-?[1-9]\d{0,2}(?:\.\d{3})+")


class Unit(StrEnum):
    """How long a period lasts."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """`ordinal` counts periods of this unit: the next one has one more. `first` is its first day."""

    unit: Unit
    ordinal: int
    first: date


_LADDER: Final[dict[str, Intensity]] = {
    **dict.fromkeys(("0", "geen", "niet", "geen contact", "none"), Intensity.NONE),
    **dict.fromkeys(("1", "kennen", "kent elkaar", "bekendheid", "bewustzijn", "awareness"), Intensity.AWARENESS),
    **dict.fromkeys(("2", "samenwerken", "samenwerking", "cooperation"), Intensity.COOPERATION),
    **dict.fromkeys(("3", "afstemmen", "afstemming", "coordinatie", "coördinatie", "coordination"),
                    Intensity.COORDINATION),
    **dict.fromkeys(("4", "integratie", "geïntegreerd", "geintegreerd", "als één", "integration"),
                    Intensity.INTEGRATION),
}  # fmt: skip
_MONTHS: Final = {name: at for at, name in enumerate(
    ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"), start=1
)} | {"maa": 3, "mar": 3, "may": 5, "oct": 10}  # fmt: skip
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_FORMS: Final = tuple(re.compile(form) for form in (
    rf"{_YEAR}[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})(?:[ t]00:00(?::00(?:\.0+)?)?)?",
    rf"(?P<day>\d{{1,2}})[-/.](?P<month>\d{{1,2}})[-/.]{_YEAR}",
    rf"{_YEAR}[-/. ]?w(?P<week>\d{{1,2}})", rf"{_YEAR}[- ]?week ?(?P<week>\d{{1,2}})",
    rf"{_YEAR}[-/. ]?[qk](?P<quarter>[1-4])", rf"[qk](?P<quarter>[1-4])[-/. ]?{_YEAR}",
    rf"{_YEAR}[-/.](?P<month>\d{{1,2}})", rf"{_YEAR}(?P<month>\d{{2}})", rf"(?P<month>\d{{1,2}})[-/.]{_YEAR}",
    rf"(?P<name>[a-z]{{3,9}})\.?[ -]{_YEAR}", rf"{_YEAR}[ -](?P<name>[a-z]{{3,9}})",
    rf"{_YEAR}(?:\.0)?",
))  # fmt: skip


def bare(text: str | None) -> str:
    """Without the spaces around it; empty for what is not there."""
    return " ".join(text.split()) if text else ""


def step(text: str | None) -> int | None:
    """A step of the ladder from 0 to 4, written as a number or a word; None for anything else."""
    found = _LADDER.get(bare(text).casefold().removesuffix(".0"))
    return None if found is None else int(found)


def numbers(texts: Texts) -> list[float | None]:
    """Of every cell its number. Where one of the column has a comma for its decimals, dots divide thousands.

    What `unclear` names has none: nobody guesses between a thousand and one.
    """
    commas = any("," in bare(text) for text in texts)
    out = set(unclear(texts))
    return [None if at in out else _number(bare(text), commas) for at, text in enumerate(texts)]


def unclear(texts: Texts) -> list[int]:
    """Places of cells such as "1.234", in a column that nowhere tells what its dots are: no comma, no other form.

    Dutch exports write thousands so, others decimals.
    """
    written = [_amount(bare(text)) for text in texts]
    dotted = [at for at, text in enumerate(written) if "." in text]
    tells = any("," in text for text in written) or not all(_DOTTED.fullmatch(written[at]) for at in dotted)
    return [] if tells else dotted


def unmistakable(text: str) -> str:
    """A number of which the dot is known to be decimal, written so that `unclear` does not doubt it."""
    return f"{text}0" if _DOTTED.fullmatch(text) else text


def _amount(text: str) -> str:
    return text.removesuffix("%").strip()


def _number(text: str, commas: bool) -> float | None:
    plain = _amount(text)
    if commas:
        if "." in plain and not re.fullmatch(r"-?\d{1,3}(?:\.\d{3})+(?:,\d+)?", plain):
            return None
        plain = plain.replace(".", "").replace(",", ".")
    if not re.fullmatch(r"-?\d+(?:\.\d+)?", plain) or sum(map(str.isdigit, plain)) > _MOST_DIGITS + 5:
        return None
    return float(plain)


def periods(texts: Texts) -> list[Period | None]:
    """Of every cell its period. Dates that are all first days of a month are months."""
    found = [_period(bare(text).casefold()) for text in texts]
    days = [one for one in found if one is not None and one.unit is Unit.DAY]
    if len({one.first for one in days}) > 1 and all(one.first.day == 1 for one in days):
        return [_of_month(one.first.year, one.first.month) if one and one.unit is Unit.DAY else one for one in found]
    return found


def _period(text: str) -> Period | None:
    match = next((found for form in _FORMS if (found := form.fullmatch(text))), None)
    if match is None:
        return None
    parts = match.groupdict()
    try:
        return _made(parts, int(parts["year"]))
    except (ValueError, KeyError):  # a thirteenth month
        return None


def _made(parts: dict[str, str | None], year: int) -> Period:
    """Raises ValueError for what does not exist, KeyError for what is no name of a month."""
    if day := parts.get("day"):
        first = date(year, int(parts["month"] or 0), int(day))
        return Period(Unit.DAY, first.toordinal(), first)
    if week := parts.get("week"):
        first = date.fromisocalendar(year, int(week), 1)
        return Period(Unit.WEEK, first.toordinal() // 7, first)
    if quarter := parts.get("quarter"):
        return Period(Unit.QUARTER, year * 4 + int(quarter) - 1, date(year, int(quarter) * 3 - 2, 1))
    if name := parts.get("name"):
        return _of_month(year, _MONTHS[name[:3]])
    if month := parts.get("month"):
        return _of_month(year, int(month))
    return Period(Unit.YEAR, year, date(year, 1, 1))


def _of_month(year: int, month: int) -> Period:
    return Period(Unit.MONTH, year * 12 + month - 1, date(year, month, 1))
