"""Rules for what is told by its form. Each gives the values that fit, or None when the column is not of the kind."""

from __future__ import annotations

import math
import re

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sluitend.engines.disclosure.check_digits import has_right_check_digits
from sluitend.engines.disclosure.values import Mask, Values

CHANCE = 1 / 11  # share of arbitrary numbers that pass the eleven-test
_OFTEN = 10  # rows
CHANCE_IBAN = 1 / 97  # of arbitrary text in the form of an account
RARE = 0.001  # how improbable, by chance alone, what passes must be
_WEIGHTS = np.array([9, 8, 7, 6, 5, 4, 3, 2, -1])
_APART = r"^(\d{4})[ .](\d{2})[ .](\d{3})$|^(\d{3})[ .](\d{3})[ .](\d{3})$"
_NUMBER = r"(?:^|[^\d.,])(?P<number>\d{8,9})(?:$|[^\d.,]|[.,](?:$|\D))"
# Among twenty or more hexadecimal digits eight or nine decimal ones stand together by chance.
_HEXADECIMAL = r"^(?i)(?:[\da-f]{20,}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$"
_OWN_KEY = r"^[\da-f]{32}$"  # as `keying` writes; accounts of a country with such letters are shorter
_DAY = r"(?:0[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0[1-9]|1[0-2])"
_COMPACT = rf"^(?:(?:19|20)\d\d{_MONTH}{_DAY}|{_DAY}{_MONTH}(?:19|20)\d\d)$"
_DATE = r"^(?:(?P<y>\d{4})[-/.]?\d{2}[-/.]?\d{2}|\d{1,2}[-/.]\d{1,2}[-/.](?P<z>\d{4}))(?:[ T]\d{1,2}:.*)?$"
_BORN = re.compile(r"geb(?:oorte|oren|\b|\.|[_ -]?d)|birth|^dob$", re.IGNORECASE)
_PHONE = re.compile(r"telefoon|\btel\b|mobiel|gsm|phone", re.IGNORECASE)
_POSTCODE = re.compile(r"post_?code|\bpc ?[46]\b|zip", re.IGNORECASE)
_LIFE = 10  # years: events of a log lie closer together than births


def bsn(values: Values) -> Mask | None:
    """Numbers of eight or nine digits that pass the eleven-test far more often than chance lets them."""
    numbers = _numbers(values.texts)
    there = ~np.isnan(numbers)
    passing = np.zeros(len(numbers), bool)
    passing[there] = _pass(numbers[there].astype(np.int64))
    different, passed = len(np.unique(numbers[there])), len(np.unique(numbers[passing]))
    often = int(values.counts[there].sum()) > _OFTEN * different  # one number all over is the code of an organisation
    few = 0 < different < 3 and passed == different and not often  # too few to say: the safe side
    return passing if few or _above_chance(passed, different) else None


def _numbers(texts: pa.StringArray) -> npt.NDArray[np.float64]:
    """The number of eight or nine digits in each text, not a number where there is none: dates are none, nor is what
    stands in a key."""
    joined = pc.replace_substring_regex(texts, _APART, r"\1\2\3\4\5\6")
    found = pc.struct_field(pc.extract_regex(joined, _NUMBER), "number")
    dates = pc.match_substring_regex(pc.fill_null(found, ""), _COMPACT)
    others = pc.or_(dates, pc.match_substring_regex(texts, _HEXADECIMAL))
    kept = pc.if_else(others, pa.scalar(None, pa.string()), found)
    return np.asarray(kept.cast(pa.float64()).fill_null(math.nan).to_numpy(zero_copy_only=False))


def _pass(numbers: npt.NDArray[np.int64]) -> Mask:
    """`check_digits.passes_eleven_test` for many at once."""
    digits = numbers[:, None] // 10 ** np.arange(8, -1, -1) % 10
    passed: Mask = ((digits @ _WEIGHTS) % 11 == 0) & (numbers > 0)
    return passed


def _above_chance(passed: int, of: int, chance: float = CHANCE) -> bool:
    """Chernoff's bound (Ann. Math. Stat. 23, 1952): P(at least this many by chance) ≤ exp(−n·KL(share, chance))."""
    if not of or passed / of <= chance:
        return False
    share = passed / of
    rest = 0.0 if share == 1 else (1 - share) * math.log((1 - share) / (1 - chance))
    return math.exp(-of * (share * math.log(share / chance) + rest)) < RARE


def is_date_or_number(text: str) -> bool:
    """Whether a text is a date or at least six digits."""
    return re.fullmatch(r"\s*\d{6,}\s*", text) is not None or re.match(_DATE, text.strip()) is not None


def email(values: Values) -> Mask | None:
    """Any address, also one among other words."""
    return _any(values.matches(r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[A-Za-z]{2,24}"))


def iban(values: Values) -> Mask | None:
    """Accounts whose check digits are right: any Dutch one, or more than chance makes of hexadecimal keys."""
    mask = values.matches(r"^[A-Za-z]{2}\d{2}[ A-Za-z0-9]{10,36}$")
    mask &= ~values.matches(_OWN_KEY)
    like = int(mask.sum())
    for place in np.flatnonzero(mask):
        mask[place] = has_right_check_digits(values.texts[int(place)].as_py().replace(" ", "").upper())
    dutch = mask & values.matches(r"^(?i)NL\d{2} ?[A-Z]{4}[ \d]{10,14}$")
    whole = 0 < like == int(mask.sum()) and 2 * like > len(mask)  # too few to say: the safe side
    return mask if dutch.any() or whole or _above_chance(int(mask.sum()), like, CHANCE_IBAN) else None


def phone(values: Values) -> Mask | None:
    """Dutch numbers, written as such; without its zero only where the column says that it holds them."""
    mask = values.matches(r"^(?:(?:\+|00)31[ .-]?(?:\(0\)[ .-]?)?[1-9]|\(?0[1-9])(?:[ .()-]{0,3}\d){8}$")
    if _PHONE.search(values.name):
        return _any(mask | values.matches(r"^[+()\d][\d ().-]{7,16}$"))
    return _any(mask) if values.share(mask) > 0.02 else None


def postcode(values: Values) -> Mask | None:
    """1234 AB; only the digits where the column says that they are a postcode."""
    mask = values.matches(r"^[1-9]\d{3} ?[A-Za-z]{2}$|\b[1-9]\d{3} ?[A-Z]{2}$")
    if _POSTCODE.search(values.name):
        return _any(mask | values.matches(r"^[1-9]\d{3}(?:\.0)?$"))
    return mask if values.share(mask) > 0.2 else None


def birth_date(values: Values) -> Mask | None:
    """Dates that lie further apart than events do, or any date (or year) in a column that says that it is of birth."""
    years = _years(values.texts)
    mask = ~np.isnan(years)
    if _BORN.search(values.name):
        return _any(mask | values.matches(r"^(?:19|20)\d\d$"))
    if values.share(mask) < 0.8 or mask.sum() < 3:
        return None
    low, high = np.percentile(years[mask], (5, 95))
    return mask if high - low > _LIFE else None


def _years(texts: pa.StringArray) -> npt.NDArray[np.float64]:
    parts = pc.extract_regex(texts, _DATE)
    first, last = (pc.struct_field(parts, name) for name in ("y", "z"))
    year = pc.if_else(pc.equal(first, ""), last, first).cast(pa.float64())
    likely = pc.and_(pc.greater(year, 1880), pc.less(year, 2200))
    return np.asarray(pc.if_else(likely, year, None).fill_null(math.nan).to_numpy(zero_copy_only=False))


def free_text(values: Values) -> Mask | None:
    """Remarks: mostly different from row to row, and sentences rather than labels."""
    if len(values.texts) < 5 or len(values.texts) < values.rows / 2:
        return None
    words = [len(text.split()) for text in values.sample]
    return np.ones(len(values.texts), bool) if sum(words) / len(words) >= 5 else None


def key(values: Values) -> Mask | None:
    """Numbers of persons or cases: codes of one form, nearly all different, or long hexadecimal ones."""
    mask = values.matches(r"^[A-Za-z]{0,5}[-_/.]?\d{4,}(?:[-_/]\d+)*$|^[0-9A-Fa-f-]{16,}$")
    mask &= ~values.matches(r"^GM\d{4}$")  # a municipality
    mask &= ~values.matches(_DATE) & ~values.matches(_COMPACT)
    many = len(values.texts) >= 20 and len(values.texts) > values.rows / 20
    return mask if many and mask.mean() > 0.9 else None


def _any(mask: Mask) -> Mask | None:
    return mask if mask.any() else None
