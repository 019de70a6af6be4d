"""What a result is called: its analysis, and what tells it from another result of the same analysis."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sluitend.apps.analyses.kit.analysis import Analysis

_FEW = 3  # values of attributes, or organisations, that a title names


def titled(analysis: Analysis, parameters: Mapping[str, Any]) -> str:
    """Wachten: Aanmelding → Intake, per gemeente. `parameters` as JSON has them; none of a result that is gone."""
    told = analysis.parameters.in_title(parameters) or ", ".join(_told(analysis, parameters))
    return f"{analysis.title}: {told}" if told else analysis.title


def _told(analysis: Analysis, parameters: Mapping[str, Any]) -> Iterator[str]:
    named = [" of ".join(parameters.get(name) or ()) for name in analysis.told_by]
    if any(named):
        yield " → ".join(filter(None, named))
    if (definition := parameters.get("definition")) and definition.get("title"):
        yield str(definition["title"])
    if by := parameters.get("by"):
        yield f"per {by}"
    if split := parameters.get("split"):
        yield f"vóór en vanaf {date.fromisoformat(split):%d-%m-%Y}"
    if only := parameters.get("only") or ():
        yield _only(only)
    if involved := parameters.get("involved") or ():
        yield "met " + (" of ".join(involved) if len(involved) <= _FEW else "een van enkele organisaties")


def _only(values: list[str]) -> str:
    """Which cases, as long as it can be said in a few words."""
    if len(values) > _FEW:
        return "een deel van de casussen"
    return "alleen " + " en ".join(map(plainly, values))


def plainly(value: str) -> str:
    """gemeente Oost: a value of an attribute as a sentence has it."""
    return value.replace("=", " ", 1)
