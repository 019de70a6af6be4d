"""Names out: the evaluation's list, proposals, decisions, and the text without names."""

from sluitend.apps.sources.actions.names.deciding import add_proposal, decide_names, move_proposal
from sluitend.apps.sources.actions.names.finishing import finish_names
from sluitend.apps.sources.actions.names.listing import add_name, change_name, remove_name
from sluitend.apps.sources.actions.names.listing_many import add_names, list_respondents, open_list, open_name
from sluitend.apps.sources.actions.names.proposing import keep_proposals, propose_names
from sluitend.apps.sources.actions.names.undoing import undo_names

__all__ = [
    "add_name",
    "add_names",
    "add_proposal",
    "change_name",
    "decide_names",
    "finish_names",
    "keep_proposals",
    "list_respondents",
    "move_proposal",
    "open_list",
    "open_name",
    "propose_names",
    "remove_name",
    "undo_names",
]
