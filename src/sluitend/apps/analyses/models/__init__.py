"""State of the room: results, and the norms that cases are held against."""

from sluitend.apps.analyses.models.norms import Answered, Binding, NormRow, NormVersion, Trigger, Unit
from sluitend.apps.analyses.models.results import AnalysisResult, ResultState

__all__ = [
    "AnalysisResult",
    "Answered",
    "Binding",
    "NormRow",
    "NormVersion",
    "ResultState",
    "Trigger",
    "Unit",
]
