"""State of the room: respondents and their consent, the start gate, letters, and what was destroyed."""

from sluitend.apps.fieldwork.models.consent import Consent, ConsentState, GivenHow, InformationLetter, Purpose
from sluitend.apps.fieldwork.models.destruction import DestructionReason, DestructionStatement
from sluitend.apps.fieldwork.models.gate import GateItem, GateItemState, GateKind
from sluitend.apps.fieldwork.models.respondent import AgeGroup, Respondent

__all__ = [
    "AgeGroup",
    "Consent",
    "ConsentState",
    "DestructionReason",
    "DestructionStatement",
    "GateItem",
    "GateItemState",
    "GateKind",
    "GivenHow",
    "InformationLetter",
    "Purpose",
    "Respondent",
]
