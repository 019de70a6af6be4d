"""What entries that count open cases share. It stands in the kit, so that its code counts in every code version."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sluitend.apps.analyses.kit import words
from sluitend.apps.analyses.kit.analysis import Inputs
from sluitend.engines.chain import Per
from sluitend.errors import InputError

OPENS = "Een casus opent met"
MOST_PERIODS = 1_000
_DAYS = {Per.WEEK: 7, Per.MONTH: 28, Per.QUARTER: 90, Per.YEAR: 365}  # the shortest, more or less


def check_apart(opens: Sequence[str], closes: Sequence[str]) -> None:
    """Raises InputError("analyses.parameter") for an activity that is to do both."""
    if set(opens) & set(closes):
        raise InputError("analyses.parameter", where="opens", field=OPENS, name="opens")


def since_day(asked: date | None, inputs: Inputs, per: Per) -> date:
    """The first day that counts: there is nothing to count before the log begins.

    Raises InputError("analyses.days"), and InputError("analyses.too_many_periods") for more than anybody reads.
    """
    since = max(asked or inputs.vocabulary.first, inputs.vocabulary.first)
    if since >= inputs.until:
        raise InputError("analyses.days", where="first_day")
    if (inputs.until - since).days > MOST_PERIODS * _DAYS[per]:
        raise InputError("analyses.too_many_periods", where="last_day", most=MOST_PERIODS)
    return since


def group_name(group: str | None, groups: Collection[str | None]) -> str:
    """How one of these groups is called on screen."""
    return group if group is not None else ("alle casussen" if len(groups) == 1 else words.nameless(groups))
