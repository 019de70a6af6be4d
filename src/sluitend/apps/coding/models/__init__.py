"""State of the room: codebook, fragments, codings, memos, quotes for outside, undoing, rounds and their consensus."""

from sluitend.apps.coding.models.codebook import CODE_COLOURS, Code, CodeChange, CodeChangeKind
from sluitend.apps.coding.models.fragments import Coding, Fragment, FragmentMove, Memo, QuoteRelease, ToPlace
from sluitend.apps.coding.models.meaning import MeaningModel, MeaningUse, PassageVector, TextMeaning
from sluitend.apps.coding.models.rounds import (
    CodingRound,
    ConsensusDecision,
    Reopening,
    RoundAssignment,
    RoundState,
    RoundText,
    Unit,
)
from sluitend.apps.coding.models.search import SearchText
from sluitend.apps.coding.models.steps import Change, ChangeKind, CodingStep, StepKind
from sluitend.apps.coding.models.suggestions import COMPUTER, Learning, Suggestion, SuggestionDecision

__all__ = [
    "CODE_COLOURS",
    "COMPUTER",
    "Change",
    "ChangeKind",
    "Code",
    "CodeChange",
    "CodeChangeKind",
    "Coding",
    "CodingRound",
    "CodingStep",
    "ConsensusDecision",
    "Fragment",
    "FragmentMove",
    "Learning",
    "MeaningModel",
    "MeaningUse",
    "Memo",
    "PassageVector",
    "QuoteRelease",
    "Reopening",
    "RoundAssignment",
    "RoundState",
    "RoundText",
    "SearchText",
    "StepKind",
    "Suggestion",
    "SuggestionDecision",
    "TextMeaning",
    "ToPlace",
    "Unit",
]
