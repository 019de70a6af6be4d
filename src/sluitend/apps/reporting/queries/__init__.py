"""Everything that reads in this room across a permission boundary."""

from sluitend.apps.reporting.queries.gather import audience_of, material_for
from sluitend.apps.reporting.queries.outline import BuildLine, Outline, SectionLine, builds_for, outline_for
from sluitend.apps.reporting.queries.picker import Choice, choices_for
from sluitend.apps.reporting.queries.reports import (
    build_for,
    deleted_sections_for,
    find_report,
    has_text_by_evaluation_for,
    report_for,
    section_for,
    version_for,
    versions_for,
)

__all__ = [
    "BuildLine",
    "Choice",
    "Outline",
    "SectionLine",
    "audience_of",
    "build_for",
    "builds_for",
    "choices_for",
    "deleted_sections_for",
    "find_report",
    "has_text_by_evaluation_for",
    "material_for",
    "outline_for",
    "report_for",
    "section_for",
    "version_for",
    "versions_for",
]
