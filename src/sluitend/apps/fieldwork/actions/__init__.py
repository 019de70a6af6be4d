"""The only place that writes in this room."""

from sluitend.apps.fieldwork.actions.consents import record_consent
from sluitend.apps.fieldwork.actions.gate import set_gate_line
from sluitend.apps.fieldwork.actions.identities import change_identity, open_identities, open_identity
from sluitend.apps.fieldwork.actions.letters import write_letter
from sluitend.apps.fieldwork.actions.removing import state_removal, tell_removed
from sluitend.apps.fieldwork.actions.replaying import replay
from sluitend.apps.fieldwork.actions.respondents import add_respondent, add_respondents, change_respondent
from sluitend.apps.fieldwork.actions.withdrawing import destroy_expired, open_statement, withdraw

__all__ = [
    "add_respondent",
    "add_respondents",
    "change_identity",
    "change_respondent",
    "destroy_expired",
    "open_identities",
    "open_identity",
    "open_statement",
    "record_consent",
    "replay",
    "set_gate_line",
    "state_removal",
    "tell_removed",
    "withdraw",
    "write_letter",
]
