"""Rougher values: ages in bands, moments as days, weeks or months, and rare values together as "overig"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sluitend.engines.chain.steps import local_days
from sluitend.engines.disclosure.values import texts

__all__ = ["BANDS", "OTHER", "Moment", "Rarer", "age_bands", "band_names", "moments", "rare_as_other"]

BANDS: Final = (0, 4, 12, 18, 23)  # first year of each: toddler, school, secondary school, extended help, adult
OTHER: Final = "overig"
_OLDEST = 120
_DAY = 86_400_000_000  # microseconds

Days = npt.NDArray[np.int64]


class Moment(StrEnum):
    """How exactly a moment is written; a week begins on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


def moments(column: pa.ChunkedArray, unit: Moment, zone: str = "Europe/Amsterdam") -> pa.ChunkedArray:
    """The beginning of the day, week or month, without a zone; days are those of `zone` where the times have one."""
    zoned = column.type.tz is not None
    plain = column.cast(pa.timestamp("us", column.type.tz))
    known = plain.is_valid().to_numpy()
    micros = plain.cast(pa.int64()).fill_null(0).to_numpy()
    days = local_days(micros, zone if zoned else None).astype(np.int64)
    begun = pa.array(_begin(days, unit) * _DAY, mask=~known)
    return pa.chunked_array([begun.cast(pa.timestamp("us"))])


def _begin(days: Days, unit: Moment) -> Days:
    """Days since 1970, which began on a Thursday."""
    if unit is Moment.WEEK:
        return days - (days + 3) % 7
    if unit is Moment.MONTH:
        return days.astype("datetime64[D]").astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return days


def band_names(bands: Sequence[int] = BANDS) -> tuple[str, ...]:
    """0-3, 4-11, …, and the last without an end: 23+."""
    ends = [*(f"{low}-{high - 1}" for low, high in pairwise(bands)), f"{bands[-1]}+"]
    return tuple(ends)


def age_bands(births: Days, at: Days, known: npt.NDArray[np.bool_], bands: Sequence[int] = BANDS) -> pa.Array:
    """The band of everybody's age in whole years on a day; both are days since 1970, one for each.

    Null where the birth is not known, lies after the day, or more than 120 years before it. Who was born on
    29 February has a birthday on 1 March in other years.
    """
    years = np.where(known, _years(births, at), -1)
    fits = (years >= bands[0]) & (years <= _OLDEST)
    names = np.array(band_names(bands), dtype=object)
    place = np.clip(np.searchsorted(np.array(bands), years, side="right") - 1, 0, len(bands) - 1)
    return pa.array(names[place], pa.string(), mask=~fits)


def _years(births: Days, at: Days) -> Days:
    def parts(days: Days) -> tuple[Days, Days]:
        dates = days.astype("datetime64[D]")
        months = dates.astype("datetime64[M]")
        in_year = months.astype(np.int64) % 12 * 100 + (dates - months).astype(np.int64)
        return dates.astype("datetime64[Y]").astype(np.int64), in_year

    (born, birthday), (year, today) = parts(births), parts(at)
    whole: Days = year - born - (today < birthday)
    return whole


@dataclass(frozen=True, slots=True)
class Rarer:
    """A column with its rare values together, and how many values those were."""

    column: pa.ChunkedArray
    values: int


def rare_as_other(column: pa.ChunkedArray, units: pa.ChunkedArray, least: int) -> Rarer:
    """With "overig" for every value that fewer than `least` different units (cases) have; null stays null.

    "overig" can be rare itself: it tells that there was something rare, not what.
    """
    encoded = pc.dictionary_encode(texts(column).combine_chunks())
    codes, of = encoded.indices, pc.dictionary_encode(units.combine_chunks()).indices
    pairs = pa.table({"code": codes, "unit": of}).filter(codes.is_valid()).group_by(["code", "unit"]).aggregate([])
    rare = np.bincount(pairs["code"].to_numpy(), minlength=len(encoded.dictionary)) < least
    names = pc.if_else(pa.array(rare), OTHER, encoded.dictionary)
    return Rarer(pa.chunked_array([names.take(codes)]), int(rare.sum()))
