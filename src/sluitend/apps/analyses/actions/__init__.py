"""The only place of this room that writes."""

from sluitend.apps.analyses.actions.asking import ask, ask_again, ask_codings, ask_codings_now, ask_now, stop
from sluitend.apps.analyses.actions.cases import draw_cases, list_cases, open_case
from sluitend.apps.analyses.actions.computing import carry_out
from sluitend.apps.analyses.actions.forgetting import forget, forget_source, forget_voices
from sluitend.apps.analyses.actions.norms import add_norm, change_norm, end_norm
from sluitend.apps.analyses.actions.taking import note_taken

__all__ = [
    "add_norm",
    "ask",
    "ask_again",
    "ask_codings",
    "ask_codings_now",
    "ask_now",
    "carry_out",
    "change_norm",
    "draw_cases",
    "end_norm",
    "forget",
    "forget_source",
    "forget_voices",
    "list_cases",
    "note_taken",
    "open_case",
    "stop",
]
