"""The report: its sections, the account of the method, and what others said of a draft."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from sluitend.apps.fieldwork.models import InformationLetter
from sluitend.apps.reporting.checker.parts import part
from sluitend.apps.reporting.checker.reading.findings import FindingParts, grouped
from sluitend.apps.reporting.checker.small import small_counts, small_voices
from sluitend.apps.reporting.models import Remark, Report, ReportStatement, Section, Waiver
from sluitend.formats.report import Reference, is_empty, references_of, writing_help_of

_BETWEEN_MARKS = re.compile(r"[\"“”„«‘']\s*\[\[F([0-9]{1,9})\]\]\s*[\"“”»’']")
# "anoniem", "anonieme", "geanonimiseerd", "anonimiteit"; not "niet anoniem".
_ANONYMOUS = re.compile(r"(?<!niet )\b(?:ge)?anoni(?:em|eme|miteit|miser\w*|miseer\w*)\b", re.IGNORECASE)
_SHARE = re.compile(r"\d(?:[ \u00a0]?%|[ \u00a0]procent\b)")
# "n = 12", "van de 40", "9 van de ruim 30", "40 respondenten"
_OVER = re.compile(
    r"\bn\s*=\s*\d|\bvan (?:(?:de|alle|in totaal|ruim|bijna)\s+)*\d|\b\d+ (?:respondenten|deelnemers|gezinnen|"
    r"jeugdigen|gemeenten|gesprekken|dossiers|antwoorden|zaken|casussen|mensen|consulenten|professionals)\b",
    re.IGNORECASE,
)
_PARAGRAPH = re.compile(r"\n\s*\n")


class SectionRow(NamedTuple):
    id: int
    title: str
    markdown: str
    is_summary: bool

    @property
    def key(self) -> str:
        """What names it, wherever it stands and whatever it is called."""
        return f"H{self.id}"


class Look(NamedTuple):
    """What is to be seen in the text of one section."""

    references: tuple[Reference, ...]
    between_marks: frozenset[int]  # numbers of fragments that the author put between quotation marks
    writing_help: int
    is_empty: bool
    shares_without_n: int  # paragraphs with a percentage that do not tell of how many
    says_anonymous: bool
    small_counts: tuple[str, ...]  # counts of people under ten in paragraphs that cite a result
    small_voices: tuple[tuple[str, str], ...]  # counts of who was heard, each with a result that its paragraph cites


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

    @property
    def looks(self) -> tuple[tuple[SectionRow, Look], ...]:
        """Every section with what is to be seen in it; looked at again only where the text is another."""
        return self.of_each("looks", lambda: self.sections, _look)

    @part()
    def references(self) -> tuple[tuple[SectionRow, Reference], ...]:
        """Every reference in the report, with its section."""
        return tuple((section, one) for section, look in self.looks for one in look.references)

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


def _look(section: SectionRow) -> Look:
    text = section.markdown
    return Look(
        references=tuple(references_of(text)),
        between_marks=frozenset(map(int, _BETWEEN_MARKS.findall(text))) if "[[F" in text else frozenset(),
        writing_help=writing_help_of(text),
        is_empty=is_empty(text),
        shares_without_n=sum(map(_tells_no_n, _PARAGRAPH.split(text))),
        says_anonymous=says_anonymous(f"{section.title}\n{text}"),
        small_counts=tuple(dict.fromkeys(small_counts(text))) if "[[U" in text else (),
        small_voices=tuple(dict.fromkeys(small_voices(text))) if "[[U" in text else (),
    )


def says_anonymous(text: str) -> bool:
    """Whether it promises that nobody can be recognised."""
    return "anoni" in text.casefold() and bool(_ANONYMOUS.search(text))


def _tells_no_n(paragraph: str) -> bool:
    return bool(_SHARE.search(paragraph)) and not _OVER.search(paragraph)


def _is_fragment(label: str) -> bool:
    return label.startswith("F") and label[1:].isdecimal()
