"""The only place of this room that writes."""

from sluitend.apps.analyses.actions.asking import ask, ask_again, ask_now, stop
from sluitend.apps.analyses.actions.computing import carry_out
from sluitend.apps.analyses.actions.forgetting import forget
from sluitend.apps.analyses.actions.taking import note_taken

__all__ = ["ask", "ask_again", "ask_now", "carry_out", "forget", "note_taken", "stop"]
