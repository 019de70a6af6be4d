"""Everything that reads in this room across a permission boundary."""

from sluitend.apps.reporting.queries.gather import audience_of, material_for
from sluitend.apps.reporting.queries.house_styles import find_house_style, house_style_for
from sluitend.apps.reporting.queries.naming import Naming, chapters_naming
from sluitend.apps.reporting.queries.outline import BuildLine, Outline, SectionLine, builds_for, outline_for
from sluitend.apps.reporting.queries.picker import PARTS as PICKED_PARTS
from sluitend.apps.reporting.queries.picker import Choice, choices_for, results_to_choose
from sluitend.apps.reporting.queries.remarks import (
    RemarkTable,
    conclusions_of,
    remark_for,
    remark_table_for,
)
from sluitend.apps.reporting.queries.reports import (
    build_for,
    deleted_sections_for,
    find_report,
    has_text_by_evaluation_for,
    report_for,
    section_for,
    text_after,
    version_for,
    versions_for,
)
from sluitend.apps.reporting.queries.writing import (
    SectionState,
    StatementLine,
    Thread,
    comment_for,
    open_comments,
    statement_for,
    statements_for,
    states_for,
    threads_for,
    writers_for,
)

__all__ = [
    "PICKED_PARTS",
    "BuildLine",
    "Choice",
    "Naming",
    "Outline",
    "RemarkTable",
    "SectionLine",
    "SectionState",
    "StatementLine",
    "Thread",
    "audience_of",
    "build_for",
    "builds_for",
    "chapters_naming",
    "choices_for",
    "comment_for",
    "conclusions_of",
    "deleted_sections_for",
    "find_house_style",
    "find_report",
    "has_text_by_evaluation_for",
    "house_style_for",
    "material_for",
    "open_comments",
    "outline_for",
    "remark_for",
    "remark_table_for",
    "report_for",
    "results_to_choose",
    "section_for",
    "statement_for",
    "statements_for",
    "states_for",
    "text_after",
    "threads_for",
    "version_for",
    "versions_for",
    "writers_for",
]
