"""Figures that cross two things: findings with perspectives, and questions with perspectives."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sluitend.apps.findings.queries import Share
from sluitend.apps.findings.words_breakdown import SHARES
from sluitend.apps.reporting.account import CoverageCell, SupportCell, SupportEntry
from sluitend.apps.reporting.building.content import Content
from sluitend.apps.reporting.building.tables import cells
from sluitend.apps.reporting.building.words import label_link
from sluitend.apps.reporting.coverage.table import State
from sluitend.apps.reporting.coverage.words import STATES
from sluitend.apps.reporting.material import Audience, FindingEntry, Material, Passage
from sluitend.formats.report import nodes
from sluitend.formats.report.charts import FULL, Disc, discs
from sluitend.formats.report.nodes import Node

QUARTERS = {Share.NONE: 0, Share.SOME: 1, Share.SEVERAL: 2, Share.MOST: FULL}
FAR = {State.SILENT: 0, State.HEARD: 1, State.CODED: 2, State.FOUND: FULL}


def support(material: Material, about: str) -> Content:
    """Who of each perspective speaks for every finding; `about` a question, or all findings."""
    shown = material.findings_of(about) if about else list(material.findings)
    by_label = {one.about: one for one in material.account.support}
    entries = [(finding, by_label[finding.label]) for finding in shown]
    columns = sorted({cell.perspective for _one, entry in entries for cell in entry.cells}, key=_named_first)
    lines = [(finding.title, finding.label, _by_name(entry, columns)) for finding, entry in entries if columns]
    rows = [[_titled(material, label, title), *map(_support_cell, found)] for title, label, found in lines]
    drawn = [(f"{label} {title}", [_disc(one) if one else None for one in found]) for title, label, found in lines]
    key = [(QUARTERS[share], str(SHARES[share])) for share in QUARTERS]
    named = [name or _("not stated") for name in columns]
    told = _told(material, by_label[about], shown) if lines else ""
    words = _("Findings by perspective; the table below gives every value.")
    few = material.audience is not Audience.TEAM and not columns and bool(_standing(material, shown))
    return Content([_("Finding"), *named], rows, _widths(len(named)), told, discs(named, drawn, key), words, few)


def coverage(material: Material, _about: str) -> Content:
    """How far each perspective came on every question."""
    entries = material.account.coverage
    columns = list(dict.fromkeys(cell.perspective for entry in entries for cell in entry.cells))
    lines = [entry for entry in entries if columns]
    rows = [
        [_titled(material, entry.question, _text(material, entry.question)), *map(_coverage_cell, entry.cells)]
        for entry in lines
    ]
    drawn = [
        (f"{entry.question} {_text(material, entry.question)}", [_far(one) for one in entry.cells]) for entry in lines
    ]
    key = [(FAR[state], str(STATES[state])) for state in FAR]
    told = ngettext(
        "n = %(n)s source. “In a finding” is the furthest: what a perspective said about a question supports a "
        "finding.",
        "n = %(n)s sources. “In a finding” is the furthest: what a perspective said about a question supports a "
        "finding.",
        len(material.standing_sources),
    ) % {"n": len(material.standing_sources)}
    words = _("Questions by perspective; the table below gives every value.")
    return Content([_("Question"), *columns], rows, _widths(len(columns)), told, discs(columns, drawn, key), words)


def _named_first(name: str) -> tuple[bool, str]:
    return not name, name.casefold()


def _widths(columns: int) -> list[float]:
    """The first column is that of the names."""
    first = 0.34 if columns > 2 else 0.5
    return [first, *([(1 - first) / columns] * columns)] if columns else [1.0]


def _titled(material: Material, label: str, title: str) -> list[Node]:
    return [nodes.plain(label_link(material, label), *nodes.text(f" {title}"))]


def _text(material: Material, label: str) -> str:
    question = material.question_by_label.get(label)
    return question.text if question else ""


def _by_name(entry: SupportEntry, columns: Sequence[str]) -> list[SupportCell | None]:
    found = {cell.perspective: cell for cell in entry.cells}
    return [found.get(name) for name in columns]


def _support_cell(one: SupportCell | None) -> list[Node]:
    return cells([", ".join(_counts(one)) if one else ""])[0]


def _counts(one: SupportCell) -> list[str]:
    """ "3 (2)": three people of two organisations; outside the team in words."""
    if one.people is None:
        share, against = Share(one.share), Share(one.share_against)
        words = [str(SHARES[share])]
        return [*words, _("%(share)s against") % {"share": SHARES[against]}] if against is not Share.NONE else words
    told = [f"{one.people} ({one.organisations})"] if one.people else []
    if one.documents:
        told.append(ngettext("%(n)s document", "%(n)s documents", one.documents) % {"n": one.documents})
    return [*told, _("%(n)s against") % {"n": one.against}] if one.against else told


def _disc(one: SupportCell) -> Disc | None:
    """Of a document nobody is counted: it has its word instead."""
    if one.people is None:
        return Disc(QUARTERS[Share(one.share)])
    if not one.people and not one.against:
        return Disc(FULL, _("document")) if one.documents else None
    return Disc(QUARTERS[Share(one.share)], str(one.people))


def _told(material: Material, entry: SupportEntry, shown: Sequence[FindingEntry]) -> str:
    """Of how many, and what it means."""
    if material.audience is Audience.TEAM:
        return _(
            "n = %(people)s of %(organisations)s. Who speaks more than once counts once; between brackets the number "
            "of organisations."
        ) % {"people": _people(entry.people or 0), "organisations": _organisations(entry.organisations or 0)}
    sources = {one.source for one in _standing(material, shown)}
    told = ngettext(
        "n = %(findings)s finding, resting on %(sources)s. It says how many of the people of a perspective who spoke "
        "about a finding support it; groups of fewer than three people are left out.",
        "n = %(findings)s findings, resting on %(sources)s. It says how many of the people of a perspective who spoke "
        "about a finding support it; groups of fewer than three people are left out.",
        len(shown),
    )
    return told % {"findings": len(shown), "sources": _sources(len(sources))}


def _people(count: int) -> str:
    return ngettext("%(n)s person", "%(n)s people", count) % {"n": count}


def _organisations(count: int) -> str:
    return ngettext("%(n)s organisation", "%(n)s organisations", count) % {"n": count}


def _sources(count: int) -> str:
    return ngettext("%(n)s source", "%(n)s sources", count) % {"n": count}


def _standing(material: Material, shown: Sequence[FindingEntry]) -> list[Passage]:
    """The passages behind these findings of which the words are still there."""
    found = (material.passage_by_number[one.passage] for finding in shown for one in finding.evidence)
    return [one for one in found if not one.is_withdrawn]


def _coverage_cell(one: CoverageCell) -> list[Node]:
    state = State(one.state)
    is_counted = one.heard and state in FAR
    words = _("%(state)s, %(n)s heard") % {"state": STATES[state], "n": one.heard} if is_counted else STATES[state]
    return cells([str(words)])[0]


def _far(one: CoverageCell) -> Disc | None:
    state = State(one.state)
    return Disc(FAR[state]) if state in FAR else None
