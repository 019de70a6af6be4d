"""Numbers and shares as sentences write them, in Dutch."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sluitend.apps.analyses.kit.result import Cell, Column, Kind

if TYPE_CHECKING:  # pages write numbers too, and need nothing of what computes them
    from sluitend.engines.chain.survival import Bounded

UNKNOWN = "niet te zeggen"
_DUTCH = str.maketrans(",.", ".,")


def count(value: int) -> str:
    """1.234"""
    return f"{value:,}".translate(_DUTCH)


def number(value: float | None, decimals: int = 1) -> str:
    """12,5; a whole number without decimals."""
    if value is None:
        return UNKNOWN
    text = f"{value:,.{decimals}f}".translate(_DUTCH)
    return text.rstrip("0").rstrip(",") if "," in text else text


def share(value: float | None, decimals: int = 1) -> str:
    """12,5%"""
    return UNKNOWN if value is None else f"{number(100 * value, decimals)}%"


def interval(found: Bounded, write: object = None) -> str:
    """(95%-interval 3 tot 8); says so when a bound is not known."""
    show = share if write is share else number
    if found.low is None and found.high is None:
        return "(interval niet te bepalen)"
    low, high = ("niet te bepalen" if bound is None else show(bound) for bound in (found.low, found.high))
    return f"(95%-interval {low} tot {high})"


def cases(value: int) -> str:
    """1 casus, 12 casussen"""
    return f"{count(value)} {'casus' if value == 1 else 'casussen'}"


def cases_do(value: int, one: str, more: str, about: str = "") -> str:
    """1 casus duurt, 12 casussen duren; `about` stands between the two"""
    return " ".join(filter(None, (cases(value), about, one if value == 1 else more)))


def days(value: float | None) -> str:
    """12,5 dagen"""
    return UNKNOWN if value is None else f"{number(value)} {'dag' if value == 1 else 'dagen'}"


def cohort(name: str | None, by: str, split: date | None, did: str = "begonnen", all_: str = "alle casussen") -> str:
    """What a group of cases is called: before or from a day on, by its value of an attribute, or all of them."""
    if split:
        from sluitend.engines.chain.waiting import BEFORE

        return f"{did} {'vóór' if name == BEFORE else 'vanaf'} {split:%d-%m-%Y}"
    if by:
        return "onbekend" if name is None else name
    return all_


def cell(column: Column, value: Cell) -> str:
    """A value as its column writes it; a dash where there is none."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, str):
        return value
    return share(value) if column.kind is Kind.SHARE else number(value)
