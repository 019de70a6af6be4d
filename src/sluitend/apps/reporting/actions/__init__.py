"""Everything that writes in this room."""

from sluitend.apps.reporting.actions.builds import build_now, carry_out, open_build, request_build, sweep_files
from sluitend.apps.reporting.actions.comments import assign_writer, comment, resolve_comment
from sluitend.apps.reporting.actions.destroying import destroy_all_withdrawn, destroy_withdrawn
from sluitend.apps.reporting.actions.house_styles import (
    open_house_style,
    remove_house_style,
    set_house_style,
    sweep_house_styles,
)
from sluitend.apps.reporting.actions.remarks import add_remark, decide_remark
from sluitend.apps.reporting.actions.reports import change_report, start_report
from sluitend.apps.reporting.actions.returned import read_returned, sweep_returned, take_back
from sluitend.apps.reporting.actions.sections import (
    add_section,
    change_section,
    delete_section,
    move_section,
    put_back_section,
    restore_version,
)
from sluitend.apps.reporting.actions.statements import write_statement

__all__ = [
    "add_remark",
    "add_section",
    "assign_writer",
    "build_now",
    "carry_out",
    "change_report",
    "change_section",
    "comment",
    "decide_remark",
    "delete_section",
    "destroy_all_withdrawn",
    "destroy_withdrawn",
    "move_section",
    "open_build",
    "open_house_style",
    "put_back_section",
    "read_returned",
    "remove_house_style",
    "request_build",
    "resolve_comment",
    "restore_version",
    "set_house_style",
    "start_report",
    "sweep_files",
    "sweep_house_styles",
    "sweep_returned",
    "take_back",
    "write_statement",
]
