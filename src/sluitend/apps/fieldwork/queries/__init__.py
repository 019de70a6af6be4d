"""The only place that reads this room across a permission boundary."""

from sluitend.apps.fieldwork.queries.consent import (
    consents_for,
    consents_of,
    due_for_destruction,
    expiring_for,
    newest_consents,
    quoting_agreed,
    recording_refused,
    somebody_consented,
    sufficient,
)
from sluitend.apps.fieldwork.queries.destructions import destruction_for, destructions_for
from sluitend.apps.fieldwork.queries.gate import (
    GateLine,
    GateState,
    gate_line_for,
    gate_state,
    gate_state_for,
    open_items_by_evaluation_for,
)
from sluitend.apps.fieldwork.queries.letters import letter_for, letters_for, newest_letter
from sluitend.apps.fieldwork.queries.respondents import (
    RespondentLine,
    respondent_for,
    respondent_lines_for,
    respondents_for,
)

__all__ = [
    "GateLine",
    "GateState",
    "RespondentLine",
    "consents_for",
    "consents_of",
    "destruction_for",
    "destructions_for",
    "due_for_destruction",
    "expiring_for",
    "gate_line_for",
    "gate_state",
    "gate_state_for",
    "letter_for",
    "letters_for",
    "newest_consents",
    "newest_letter",
    "open_items_by_evaluation_for",
    "quoting_agreed",
    "recording_refused",
    "respondent_for",
    "respondent_lines_for",
    "respondents_for",
    "somebody_consented",
    "sufficient",
]
