"""Annexes that write themselves: sources, evidence matrix, changes of the questions, and all the evidence."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sluitend.apps.findings.models import Stance
from sluitend.apps.reporting.building import annexes_results
from sluitend.apps.reporting.building.tables import STAY, cells, explained, listing, short_day, titled
from sluitend.apps.reporting.building.words import anchor, attributed, label_links, said, source_of
from sluitend.apps.reporting.material import (
    ConclusionEntry,
    FindingEntry,
    Material,
    Passage,
    QuestionEntry,
    RecommendationEntry,
    SourceEntry,
)
from sluitend.apps.sources.models import SourceKind
from sluitend.formats.report import nodes
from sluitend.formats.report.nodes import Node

SIGNS = {Stance.SUPPORTS: "+", Stance.NUANCES: "±", Stance.CONTRADICTS: "–"}


def sources(material: Material) -> list[Node]:
    """Every source with what may be told of it."""
    heading = titled(_("Sources"), "bronnen")
    if not material.sources:
        return [heading, nodes.para(*nodes.text(_("There are no sources yet.")))]
    head = [_("No."), _("Source"), _("Kind"), _("Version"), _("Date"), _("From whom")]
    rows = [_source_row(one) for one in material.sources]
    made = listing(_("Sources of this evaluation"), head, rows)
    return [heading, made]


def _source_row(one: SourceEntry) -> list[list[Node]]:
    kind_label = str(SourceKind(one.kind).label)
    told = "–" if one.title == kind_label else one.title  # its title is not told to this audience
    whom = ", ".join(filter(None, (one.organisation, one.place, one.voice, one.origin)))
    kind = _("public document") if one.is_public else kind_label
    label = nodes.span(nodes.text(one.label), identifier=anchor(one.label))
    return [[nodes.plain(label)], *cells([told, kind, one.object_version, short_day(one.date), whom])]


def matrix(material: Material) -> list[Node]:
    """Question × finding × conclusion, with the evidence and its stance."""
    heading = titled(_("Evidence matrix"), "evaluatiematrix")
    told = _("%(plus)s supports, %(both)s nuances, %(minus)s contradicts.") % {
        "plus": SIGNS[Stance.SUPPORTS], "both": SIGNS[Stance.NUANCES], "minus": SIGNS[Stance.CONTRADICTS]
    }  # fmt: skip
    head = [_("Question"), _("Findings with their evidence"), _("Sources"), _("Conclusion")]
    rows = [_matrix_row(material, question) for question in material.to_answer]
    made = listing(_("From question to conclusion"), head, rows)
    return [heading, explained(told, made)]


def _matrix_row(material: Material, question: QuestionEntry) -> list[list[Node]]:
    found = material.findings_of(question.label)
    numbers = {material.passage_by_number[one.passage].source for finding in found for one in finding.evidence}
    used = {use.number for finding in found for use in finding.results}
    data = sorted({number for one in material.results if one.number in used for number in one.datasets})
    sources = [*(f"S{number}" for number in sorted(numbers)), *(f"D{number}" for number in data)]
    conclusion = material.conclusion_of.get(question.label)
    return [
        [nodes.plain(*label_links(material, [question.label]), *nodes.text(f" {question.text}"))],
        [nodes.para(*_evidence_of(material, finding)) for finding in found] or [nodes.plain(*nodes.text("–"))],
        [nodes.plain(*label_links(material, sources))],
        [nodes.plain(*_state_of(material, conclusion))],
    ]


def _evidence_of(material: Material, finding: FindingEntry) -> list[Node]:
    words = [*label_links(material, [finding.label]), *nodes.text(": ")]
    rests = [(f"F{one.passage}", one.stance) for one in finding.evidence]
    rests += [(one.label, one.stance) for one in finding.results]
    for place, (label, stance) in enumerate(rests):
        words += nodes.text(", " if place else "")
        words += [*label_links(material, [label]), *nodes.text(f"{STAY}{SIGNS[Stance(stance)]}")]
    return words if rests else [*words, *nodes.text(_("no evidence"))]


def _state_of(material: Material, conclusion: ConclusionEntry | None) -> list[Node]:
    if conclusion is None:
        return nodes.text(_("not answered yet"))
    state = "" if conclusion.text else " " + _("(not answered, with the reason)")
    return [*label_links(material, [conclusion.label]), *nodes.text(state)]


def questions(material: Material) -> list[Node]:
    """Every question with each wording that it had, from when and why."""
    head = [_("Question"), _("Wording"), pgettext("wording", "From"), _("Reason")]
    rows = [row for question in material.questions for row in _wordings(question)]
    made = listing(_("Questions and their changes"), head, rows)
    changed = any(len(one.wordings) > 1 or one.dropped_at for one in material.questions)
    told = _("Earlier wordings stay visible.") if changed else _("No question has been changed on the way.")
    return [titled(_("Questions and how they changed"), "vragen"), explained(told, made)]


def _wordings(question: QuestionEntry) -> Iterable[list[list[Node]]]:
    for place, wording in enumerate(question.wordings):
        label = nodes.span(nodes.text(question.label), identifier="" if place else anchor(question.label))
        yield [[nodes.plain(label)], *cells([wording.text, short_day(wording.date), wording.reason])]
    if question.dropped_at:
        yield cells([question.label, _("dropped"), short_day(question.dropped_at), question.dropped_reason])


def evidence(material: Material) -> list[Node]:
    """Every conclusion, finding, recommendation and passage: where the labels in the text lead."""
    blocks = [titled(_("Evidence"), "bewijs")]
    blocks += [block for one in material.recommendations for block in _recommendation(material, one)]
    for question in material.to_answer:
        if (conclusion := material.conclusion_of.get(question.label)) is not None:
            blocks += _conclusion(material, conclusion, question)
    for finding in material.findings:
        blocks += _finding(material, finding)
    quoted = {one.passage for finding in material.findings for one in finding.evidence}
    loose = [one for one in material.passages if one.number not in quoted]
    if loose:
        blocks.append(nodes.heading(3, nodes.text(_("Passages quoted in the text only"))))
        blocks.append(nodes.bullets([_passage(material, one, "", identified=True) for one in loose]))
    return blocks


def _recommendation(material: Material, one: RecommendationEntry) -> list[Node]:
    rests = label_links(material, [f"C{number}" for number in one.conclusions])
    words = [*nodes.text(_("Rests on") + " "), *rests] if rests else nodes.text(_("Rests on no conclusion."))
    return [nodes.heading(3, nodes.text(f"{one.label} {one.title}"), anchor(one.label)), nodes.para(*words)]


def _conclusion(material: Material, one: ConclusionEntry, question: QuestionEntry) -> list[Node]:
    rests = label_links(material, [f"B{number}" for number in one.findings])
    words = [*nodes.text(_("Rests on") + " "), *rests] if rests else nodes.text(_("Rests on no finding."))
    title = nodes.heading(3, nodes.text(f"{one.label} {question.text}"), anchor(one.label))
    return [title, *nodes.paragraphs(one.text or one.not_answered_reason), nodes.para(*words)]


def _finding(material: Material, finding: FindingEntry) -> list[Node]:
    blocks = [nodes.heading(3, nodes.text(f"{finding.label} {finding.title}"), anchor(finding.label))]
    first = _first_uses(material)
    items = [
        _passage(material, material.passage_by_number[one.passage], one.stance, first[one.passage] == finding.number)
        for one in finding.evidence
    ]
    items += [annexes_results.evidence(material, use) for use in finding.results]
    if not items:
        return [*blocks, nodes.para(*nodes.text(_("No evidence is linked yet.")))]
    return [*blocks, nodes.bullets(items), *_single_source(finding)]


def _first_uses(material: Material) -> dict[int, int]:
    """By passage the finding under which it has its place: a passage may serve several."""
    first: dict[int, int] = {}
    for finding in material.findings:
        for one in finding.evidence:
            first.setdefault(one.passage, finding.number)
    return first


def _single_source(finding: FindingEntry) -> list[Node]:
    if not finding.single_source_reason:
        return []
    return nodes.paragraphs(_("Why one source is enough here: %(reason)s") % {"reason": finding.single_source_reason})


def _passage(material: Material, passage: Passage, stance: str, identified: bool) -> list[Node]:
    """Label, stance, exact words where they may stand, source and place in its text."""
    label = nodes.span(nodes.text(passage.label), identifier=anchor(passage.label) if identified else "")
    first = [nodes.strong(label), *nodes.text(f" ({Stance(stance).label}) " if stance else " ")]
    words = [*first, *said(passage, material.audience)]
    return [nodes.plain(*words, {"t": "LineBreak"}, *_place(material, passage))]


def _place(material: Material, passage: Passage) -> list[Node]:
    source = source_of(material, passage)
    if source is None:
        return nodes.text(_("The source has been withdrawn."))
    where = _(", characters %(start)d to %(end)d of version %(version)d") % {
        "start": passage.start, "end": passage.end, "version": passage.version
    }  # fmt: skip
    return [*label_links(material, [source.label]), *nodes.text(f" {attributed(source)}{where}")]
