"""What may help with judging the confidence: figures per component, and a level that follows from the concerns.

Only ever shown, as a suggestion with its reason: a person decides (GRADE-CERQual leaves the level to judgement).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sluitend.apps.findings.models import COMPONENTS, Concern, Confidence, Finding


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A level, and how many concerns of each weight it follows from."""

    level: Confidence
    serious: int
    moderate: int


def suggestion_for(finding: Finding) -> Suggestion | None:
    """Start at high; one step down for a moderate concern, two for a serious one. None until all four are judged."""
    concerns = [getattr(finding, component) for component in COMPONENTS]
    if not all(concerns):
        return None
    counts = Counter(concerns)
    serious, moderate = counts[Concern.SERIOUS], counts[Concern.MODERATE]
    levels = list(Confidence)
    return Suggestion(levels[min(2 * serious + moderate, len(levels) - 1)], serious, moderate)
