"""The only place of this room that writes."""

from sluitend.apps.coding.actions.codebook import (
    add_code,
    archive_code,
    change_code,
    move_code,
    restore_code,
    shift_code,
    start_codebook,
)
from sluitend.apps.coding.actions.codings import apply_code, drop_fragment, ensure_fragment, remove_coding
from sluitend.apps.coding.actions.history import redo, undo
from sluitend.apps.coding.actions.memos import change_memo, delete_memo, write_memo
from sluitend.apps.coding.actions.merging import merge_codes, split_code, undo_merge, undo_split
from sluitend.apps.coding.actions.placing import lapse_fragment, place_fragment
from sluitend.apps.coding.actions.quotes import release_quote, withdraw_quote
from sluitend.apps.coding.actions.rounds import (
    assign,
    change_round,
    close_round,
    delete_round,
    divide_again,
    finish_text,
    open_round,
    plan_round,
)

__all__ = [
    "add_code",
    "apply_code",
    "archive_code",
    "assign",
    "change_code",
    "change_memo",
    "change_round",
    "close_round",
    "delete_memo",
    "delete_round",
    "divide_again",
    "drop_fragment",
    "ensure_fragment",
    "finish_text",
    "lapse_fragment",
    "merge_codes",
    "move_code",
    "open_round",
    "place_fragment",
    "plan_round",
    "redo",
    "release_quote",
    "remove_coding",
    "restore_code",
    "shift_code",
    "split_code",
    "start_codebook",
    "undo",
    "undo_merge",
    "undo_split",
    "withdraw_quote",
    "write_memo",
]
