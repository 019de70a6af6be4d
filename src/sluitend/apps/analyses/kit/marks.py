"""What every file that leaves the house says beside its numbers: a number without its caveats says too much."""

from __future__ import annotations

from sluitend.apps.analyses.kit.result import Result

INTERNAL = "Alleen voor het onderzoeksteam: bevat exacte kleine aantallen."
IN_NAMES = "alleen-onderzoeksteam"  # the same in the name of a file


def notes(result: Result) -> tuple[str, ...]:
    """For whom it is, the number of cases, and the caveats: a line each."""
    return (INTERNAL, f"n = {result.n}", *(f"Let op: {one}" for one in result.caveats))
