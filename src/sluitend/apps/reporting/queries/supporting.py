"""Who supports the findings, by perspective: in figures for the team, in words for others (DESIGN.md §5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sluitend.apps.findings.queries import Chain, Count, FindingLine, Row
from sluitend.apps.findings.queries.breakdown import Said, breakdown_of
from sluitend.apps.reporting.account import SupportCell, SupportEntry


def support_of(chain: Chain, *, exact: bool) -> Iterator[SupportEntry]:
    """Of every finding, of the findings of every question together, and of all of them."""
    for line in chain.findings:
        yield _entry(f"B{line.finding.number}", [line], exact=exact)
    for question in chain.questions:
        if lines := chain.findings_of(question.id):
            yield _entry(question.label, lines, exact=exact)
    yield _entry("", chain.findings, exact=exact)


def _entry(about: str, lines: Iterable[FindingLine], *, exact: bool) -> SupportEntry:
    """Somebody who speaks under two findings is one person in what they have together."""
    said = list(_said(lines))
    found, everybody = breakdown_of(said), Count.of(voice for _stance, voice in said)
    shown = found if exact else found.guarded()
    return SupportEntry(
        about=about,
        people=everybody.people if exact else None,
        organisations=everybody.organisations if exact else None,
        cells=tuple(map(_cell, shown.rows["perspective"])),
    )


def _said(lines: Iterable[FindingLine]) -> Iterator[Said]:
    for line in lines:
        for one in line.evidence:
            if not one.is_withdrawn:
                yield from ((one.stance, voice) for voice in one.voices)


def _cell(row: Row) -> SupportCell:
    return SupportCell(
        perspective=row.name,
        people=row.in_favour.people if row.in_favour else None,
        organisations=row.in_favour.organisations if row.in_favour else None,
        documents=row.in_favour.documents if row.in_favour else None,
        against=row.against.people if row.against else None,
        share=row.share_in_favour,
        share_against=row.share_against,
    )
