"""Numbers and shares as sentences write them, in Dutch."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import TYPE_CHECKING

from sluitend.apps.analyses.kit.result import Cell, Column, Kind

if TYPE_CHECKING:  # pages write numbers too, and need nothing of what computes them
    from sluitend.engines.chain.survival import Bounded

UNKNOWN = "niet te zeggen"
FEW = "minder dan 10"
_NAMELESS = "onbekend"
UNTOLD = "\ue000"  # where a count would stand that is not told: no sentence with it is ever shown
_LEAST_CHANCE = 0.001
_DUTCH = str.maketrans(",.-", ".,\N{MINUS SIGN}")


def count(value: int | None) -> str:
    """1.234; `UNTOLD` of a count that may not be known, with which its sentence goes"""
    return UNTOLD if value is None else f"{value:,}".translate(_DUTCH)


def clauses(*parts: str) -> str:
    """a, b en c; of those in which everything is told"""
    told = [one for one in parts if UNTOLD not in one]
    return UNTOLD if not told else " en ".join(filter(None, (", ".join(told[:-1]), told[-1])))


def verb(value: int | None, one: str, more: str) -> str:
    """was, waren: as the number before or after it asks"""
    return one if value == 1 else more


def first_upper(text: str) -> str:
    """Waterdam: as a sentence begins"""
    return f"{text[:1].upper()}{text[1:]}"


def told(value: int | None) -> str:
    """A number of cases, also where it may not be known."""
    return FEW if value is None else count(value)


def number(value: float | None, decimals: int = 1) -> str:
    """12,5; −0,02; a whole number without decimals."""
    if value is None:
        return UNKNOWN
    text = f"{value:z,.{decimals}f}".translate(_DUTCH)
    return text.rstrip("0").rstrip(",") if "," in text else text


def share(value: float | None, decimals: int = 1) -> str:
    """12,5%"""
    return UNKNOWN if value is None else f"{number(100 * value, decimals)}%"


def chance(p: float) -> str:
    """p = 0,04; a smaller one than can be told is not 0"""
    return "p kleiner dan 0,001" if p < _LEAST_CHANCE else f"p = {number(p, 3)}"


def sentences(*parts: str) -> str:
    """Several that belong together, of those in which everything is told"""
    return " ".join(one for one in parts if UNTOLD not in one) or UNTOLD


def interval(found: Bounded, write: object = None) -> str:
    """(95%-interval 3 tot 8); says so when a bound is not known."""
    return between(found.low, found.high, write)


def between(low_: float | None, high_: float | None, write: object = None) -> str:
    """The same of two bounds."""
    show = share if write is share else number
    if low_ is None and high_ is None:
        return "(interval niet te bepalen)"
    low, high = ("niet te bepalen" if bound is None else show(bound) for bound in (low_, high_))
    return f"(95%-interval {low} tot {high})"


def cases(value: int | None) -> str:
    """1 casus, 12 casussen"""
    return f"{count(value)} {'casus' if value == 1 else 'casussen'}"


def people(value: int | None) -> str:
    """1 respondent, 12 respondenten"""
    return f"{count(value)} {'respondent' if value == 1 else 'respondenten'}"


def cases_do(value: int | None, one: str, more: str, about: str = "") -> str:
    """1 casus duurt, 12 casussen duren; `about` stands between the two"""
    return " ".join(filter(None, (cases(value), about, one if value == 1 else more)))


def not_placed(number: int | None) -> Iterator[str]:
    """The caveat about cases of which nobody knows whose they are, if there are any."""
    if number:
        said = "zij is; die telt" if number == 1 else "zij zijn; die tellen"
        yield f"Van {cases(number)} is niet bekend van wie {said} niet mee."


def days(value: float | None) -> str:
    """12,5 dagen"""
    return UNKNOWN if value is None else f"{number(value)} {'dag' if value == 1 else 'dagen'}"


def cohort(
    name: str | None,
    by: str,
    split: date | None,
    did: str = "begonnen",
    all_: str = "alle casussen",
    taken: Collection[str | None] = (),
) -> str:
    """What a group of cases is called: before or from a day on, by its value of an attribute, or all of them. `taken`
    are the values of all groups."""
    if split:
        from sluitend.engines.chain.waiting import BEFORE

        return f"{did} {'vóór' if name == BEFORE else 'vanaf'} {split:%d-%m-%Y}"
    if by:
        return nameless(taken) if name is None else name
    return all_


def nameless(taken: Collection[str | None]) -> str:
    """What those are called of whom nobody gave a value: like none of the values, of which one may be “onbekend”."""
    return free(_NAMELESS, taken)


def free(name: str, taken: Collection[str | None]) -> str:
    """A name that is none of these."""
    return name if name not in taken else free(f"{name} *", taken)


def is_nameless(value: str | None) -> bool:
    """Whether a value says that nobody knows it."""
    return value is None or value.strip().casefold() == _NAMELESS


def named_twice(cell: object) -> bool:
    """Whether this is the name of those without a value beside a value that is called the same."""
    return isinstance(cell, str) and cell.startswith(f"{_NAMELESS} *")


def cell(column: Column, value: Cell) -> str:
    """A value as its column writes it; a dash where there is none."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, str):
        return f"{date.fromisoformat(value):%d-%m-%Y}" if _is_day(value) else value
    if column.kind is Kind.CHANCE:
        return "< 0,001" if value < _LEAST_CHANCE else number(value, 3)
    return share(value) if column.kind is Kind.SHARE else number(value)


def _is_day(value: str) -> bool:
    """Whether a text is a day as tables hold it: 2026-05-13."""
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
