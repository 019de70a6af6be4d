"""Pages of this room."""

from sluitend.apps.coding.views.code import code, delete_code_memo
from sluitend.apps.coding.views.codebook import (
    add_code,
    archive_code,
    change_code,
    codebook,
    move_code,
    restore_code,
    shift_code,
)
from sluitend.apps.coding.views.fragments import fragment
from sluitend.apps.coding.views.merging import code_history, merge_code, split_code, undo_merge
from sluitend.apps.coding.views.placing import lapse, place, to_place
from sluitend.apps.coding.views.workbench import progress, workbench

__all__ = [
    "add_code",
    "archive_code",
    "change_code",
    "code",
    "code_history",
    "codebook",
    "delete_code_memo",
    "fragment",
    "lapse",
    "merge_code",
    "move_code",
    "place",
    "progress",
    "restore_code",
    "shift_code",
    "split_code",
    "to_place",
    "undo_merge",
    "workbench",
]
