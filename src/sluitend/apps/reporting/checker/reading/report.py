"""The report: its sections, the account of the method, and what others said of a draft."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from sluitend.apps.fieldwork.models import InformationLetter
from sluitend.apps.reporting.checker.parts import part
from sluitend.apps.reporting.checker.reading.findings import FindingParts, grouped
from sluitend.apps.reporting.models import Remark, Report, ReportStatement, Section, Waiver
from sluitend.formats.report import Reference, references_of


class SectionRow(NamedTuple):
    id: int
    title: str
    markdown: str
    is_summary: bool

    @property
    def key(self) -> str:
        """What names it, wherever it stands and whatever it is called."""
        return f"H{self.id}"


class RemarkRow(NamedTuple):
    number: int
    outcome: str
    reason: str


class WaiverRow(NamedTuple):
    id: int
    rule: str
    object_key: str
    object_label: str
    reason: str
    by: str
    on: datetime


class ReportParts(FindingParts):
    """Of this room."""

    @part("reporting")
    def report(self) -> tuple[str, str] | None:
        """Title and subtitle; None without a report."""
        return Report.objects.filter(evaluation=self.evaluation).values_list("title", "subtitle").first()

    @part("reporting")
    def sections(self) -> tuple[SectionRow, ...]:
        rows = Section.objects.filter(report__evaluation=self.evaluation, deleted_at=None)
        return tuple(SectionRow(*row) for row in rows.values_list(*SectionRow._fields))

    @part()
    def references(self) -> tuple[tuple[SectionRow, Reference], ...]:
        """Every reference in the report, with its section."""
        return tuple((section, one) for section in self.sections for one in references_of(section.markdown))

    @part()
    def quoted(self) -> Mapping[int, tuple[str, ...]]:
        """Numbers of the fragments that the report quotes, with the keys of the sections that do."""
        named = ((one.text, section) for section, one in self.references if not one.is_directive)
        return grouped((int(text[1:]), section.key) for text, section in named if _is_fragment(text))

    @part("reporting")
    def statements(self) -> Mapping[str, str]:
        """What the account of the method says, by the key of each statement; nothing for an empty one."""
        rows = ReportStatement.objects.filter(report__evaluation=self.evaluation).values_list("key", "text")
        return {key: text for key, text in rows if text.strip()}

    @part("reporting")
    def remarks(self) -> tuple[RemarkRow, ...]:
        rows = Remark.objects.filter(report__evaluation=self.evaluation)
        return tuple(RemarkRow(*row) for row in rows.values_list(*RemarkRow._fields))

    @part("fieldwork")
    def letter(self) -> str:
        """The information letter that is handed out now."""
        rows = InformationLetter.objects.filter(evaluation=self.evaluation).order_by("-number")
        return rows.values_list("text", flat=True).first() or ""

    @part("reporting", "people")
    def waivers(self) -> tuple[WaiverRow, ...]:
        """Those in force."""
        rows = Waiver.objects.filter(evaluation=self.evaluation, withdrawn_at=None)
        names = ("pk", "rule", "object_key", "object_label", "reason", "by__name", "at")
        return tuple(WaiverRow(*row) for row in rows.values_list(*names))


def _is_fragment(label: str) -> bool:
    return label.startswith("F") and label[1:].isdecimal()
