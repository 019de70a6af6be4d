"""What every file that leaves the house says beside its numbers: a number without its caveats says too much."""

from __future__ import annotations

from sluitend.apps.analyses.kit import voices, words
from sluitend.apps.analyses.kit.result import PEOPLE, Result

INTERNAL = "Alleen voor het onderzoeksteam: bevat exacte kleine aantallen."
PROTECTED = "Beschermd: aantallen onder de 10 staan er niet, andere zijn afgerond."
PROTECTED_VOICES = (
    "Beschermd: over groepen van minder dan drie mensen staat er niets, en aantallen staan er in woorden."
)
IN_NAMES = "beschermd"  # the same in the name of a file


def protected(result: Result) -> str:
    """What was done before it could leave the team."""
    return PROTECTED_VOICES if result.about == PEOPLE else PROTECTED


def size(result: Result) -> str:
    """Over how many cases or people it is."""
    return f"n = {voices.told_n(result.n) if result.about == PEOPLE else words.told(result.n)}"


def notes(result: Result, *, for_all: bool = False) -> tuple[str, ...]:
    """For whom it is, the number of cases or people, and the caveats: a line each. `for_all`: as it may leave the
    team."""
    whom = protected(result) if for_all else INTERNAL
    return (whom, size(result), *(f"Let op: {one}" for one in result.caveats))
