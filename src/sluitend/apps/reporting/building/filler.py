"""Gives the words for each reference in the author's text."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from sluitend.apps.findings.models import Judgement, RecommendationKind, Stance
from sluitend.apps.reporting.account import LABELLED, PARTS, AgreementEntry, EventEntry
from sluitend.apps.reporting.building import annexes_account, figures, results
from sluitend.apps.reporting.building.advice import advice
from sluitend.apps.reporting.building.directives import ANNEXES, told_of
from sluitend.apps.reporting.building.pieces import note, statement
from sluitend.apps.reporting.building.words import attributed, day, label_link, label_links, said, source_of
from sluitend.apps.reporting.material import (
    ConclusionEntry,
    FindingEntry,
    Material,
    Passage,
    QuestionEntry,
    RecommendationEntry,
    SourceEntry,
)
from sluitend.apps.reporting.outcomes import ResultEntry
from sluitend.digits import whole
from sluitend.formats.report import nodes
from sluitend.formats.report.nodes import Node

Entry = (
    QuestionEntry
    | SourceEntry
    | Passage
    | FindingEntry
    | ConclusionEntry
    | RecommendationEntry
    | AgreementEntry
    | EventEntry
    | ResultEntry
)

SMALL = {"custom_style": "Bronvermelding"}
QUESTION = {"custom_style": "Vraag"}


class ReportFiller:
    """Fills in what `material` holds; `annexes_written` tells which annexes the author placed.

    `named` holds the labels that lead to an annex of which a file needs no more than these. `brief` leaves out how a
    recommendation is carried out.
    """

    def __init__(self, material: Material, *, brief: bool = False) -> None:
        self.material, self.brief = material, brief
        self.annexes_written: set[str] = set()
        self.named: dict[str, None] = {}
        self._tables: dict[str, Mapping[int, Entry]] = {
            "S": material.source_by_number,
            "F": material.passage_by_number,
            "B": material.finding_by_number,
            "C": material.conclusion_by_number,
            "A": material.recommendation_by_number,
            "U": material.result_by_number,
        }

    def inline(self, label: str) -> list[Node] | None:
        """In a sentence: the label, the words of a quote, or those of a question."""
        match self._entry(label):
            case None:
                return None
            case Passage() as passage:
                return [
                    *said(passage, self.material.audience),
                    *nodes.text(" ("),
                    *self._origin(passage),
                    *nodes.text(")"),
                ]
            case QuestionEntry() as question:
                return [*nodes.text(f"{question.text} ("), label_link(self.material, label), *nodes.text(")")]
            case ResultEntry() as result:
                return results.named(self.material, result)
            case AgreementEntry() | EventEntry():
                self.named[label] = None
        return [label_link(self.material, label)]

    def block(self, label: str) -> list[Node] | None:
        """Alone in a paragraph: the object with what it rests on."""
        match self._entry(label):
            case Passage() as passage:
                return self._quote(passage)
            case QuestionEntry() as question:
                words = [label_link(self.material, label), *nodes.text(f" {question.text}")]
                return [nodes.div([nodes.para(nodes.strong(*words))], classes=["s-question"], **QUESTION)]
            case FindingEntry() as finding:
                return self._finding(finding)
            case ConclusionEntry() as conclusion:
                return self._conclusion(conclusion)
            case RecommendationEntry() as recommendation:
                return self._recommendation(recommendation)
            case ResultEntry() as result:
                return results.shown(self.material, result)
            case AgreementEntry() as agreement:
                return self._agreement(agreement)
            case EventEntry() as event:
                return self._event(event)
            case SourceEntry() as source:
                return [nodes.para(label_link(self.material, label), *nodes.text(f" {attributed(source)}"))]
        return None

    def directive(self, words: list[str]) -> list[Node] | None:
        """A part that fills itself."""
        match words:
            case ["conclusies"]:
                return self._conclusions()
            case ["aanbevelingen"]:
                return self._recommendations()
            case ["bevindingen", label] if label in self.material.question_by_label:
                return self._findings(label)
            case ["bijlage", name] if name in ANNEXES:
                return self.annex(name)
            case ["bijlagen"]:
                return [block for name in told_of(self.material) for block in self.annex(name)]
            case ["tabel" | "grafiek" as how, name, *about] if figures.is_figure(
                [name, *about], self.material.question_by_label
            ):
                return figures.figure(self.material, name, about[0] if about else "", drawn=how == "grafiek")
        return None

    def named_only(self) -> list[Node]:
        """Of annexes that the author did not place: what the text points at, and no more than that."""
        wanted = {
            letter: [one for one in self.named if one.rstrip("0123456789") == letter]
            for letter, part in LABELLED.items()
            if not self.annexes_written & {name for name, parts in PARTS.items() if part in parts}
        }
        blocks = annexes_account.agreements(self.material, wanted["AF"]) if wanted.get("AF") else []
        return [*blocks, *(annexes_account.events(self.material, wanted["L"]) if wanted.get("L") else [])]

    def annex(self, name: str) -> list[Node]:
        """An annex stands in a report once: labels lead to it."""
        if name in self.annexes_written:
            return []
        self.annexes_written.add(name)
        return ANNEXES[name](self.material)

    def _entry(self, label: str) -> Entry | None:
        letter = label.rstrip("0123456789.")
        number = label[len(letter) :]
        by_label: dict[str, Mapping[str, Entry]] = {
            "V": self.material.question_by_label,
            "AF": self.material.agreement_by_label,
            "L": self.material.event_by_label,
        }
        if letter in by_label:
            return by_label[letter].get(label)
        entries = self._tables.get(letter, {})
        found = whole(number)
        return None if found is None else entries.get(found)

    def _origin(self, passage: Passage) -> list[Node]:
        """Label of the passage and of its source."""
        labels = [passage.label]
        if source := source_of(self.material, passage):
            labels.append(source.label)
        return label_links(self.material, labels)

    def _quote(self, passage: Passage) -> list[Node]:
        source = source_of(self.material, passage)
        origin = [*self._origin(passage), *nodes.text(f" – {attributed(source)}" if source else "")]
        return [
            nodes.quote(nodes.para(*said(passage, self.material.audience))),
            nodes.div([nodes.para(*origin)], classes=["s-attribution"], **SMALL),
        ]

    def _finding(self, finding: FindingEntry) -> list[Node]:
        first = [label_link(self.material, finding.label), *nodes.text(f" {finding.title}")]
        parts = [statement(first), *nodes.paragraphs(finding.text)]
        return [nodes.div([*parts, self._rests(finding)], classes=["s-finding"])]

    def _rests(self, finding: FindingEntry) -> Node:
        """What a finding rests on, what nuances it and what contradicts it: never hidden."""
        words: list[Node] = []
        for stance, text in STANCES.items():
            if labels := finding.rests_on(stance):
                words += [
                    *nodes.text(f"{capfirst(str(text()))} "),
                    *label_links(self.material, labels),
                    *nodes.text(". "),
                ]
        return note(words or nodes.text(_("No evidence is linked yet.")))

    def _conclusion(self, conclusion: ConclusionEntry) -> list[Node]:
        question = self.material.question_by_label[conclusion.question]
        first = [label_link(self.material, conclusion.label), *nodes.text(f" {question.text}")]
        parts = [statement(first)]
        if conclusion.not_answered_reason:
            parts.append(nodes.para(nodes.emph(*nodes.text(_("Not answered.") + " "))))
        parts += nodes.paragraphs(conclusion.text or conclusion.not_answered_reason)
        if conclusion.judgement != Judgement.NOT_JUDGED:
            judged = _("Judgement: %(judgement)s. Criterion: %(criterion)s.") % {
                "judgement": Judgement(conclusion.judgement).label,
                "criterion": conclusion.criterion.rstrip("."),
            }
            parts.append(note(nodes.text(judged)))
        if conclusion.findings:
            labels = [f"B{number}" for number in conclusion.findings]
            parts.append(
                note([*nodes.text(_("Rests on") + " "), *label_links(self.material, labels), *nodes.text(".")])
            )
        return [nodes.div(parts, classes=["s-conclusion"])]

    def _recommendation(self, one: RecommendationEntry) -> list[Node]:
        first = [label_link(self.material, one.label), *nodes.text(f" {one.title}")]
        parts = [statement(first), *nodes.paragraphs(one.text), *advice(one, brief=self.brief)]
        if one.conclusions:
            labels = [f"C{number}" for number in one.conclusions]
            parts.append(
                note([*nodes.text(_("Rests on") + " "), *label_links(self.material, labels), *nodes.text(".")])
            )
        return [nodes.div(parts, classes=["s-recommendation"])]

    def _agreement(self, one: AgreementEntry) -> list[Node]:
        """What was agreed and by whom, and whether it was kept."""
        self.named[one.label] = None
        parts = [statement([label_link(self.material, one.label), *nodes.text(f" {one.text}")])]
        told = [". ".join(filter(None, (one.parties, one.article, one.place)))]
        told.append(". ".join(filter(None, (capfirst(one.judgement or _("not judged yet")), one.reason))))
        parts += [note(nodes.text(words)) for words in told if words]
        return [nodes.div(parts, classes=["s-agreement"])]

    def _event(self, one: EventEntry) -> list[Node]:
        """A line of the logbook."""
        self.named[one.label] = None
        parts = [statement([label_link(self.material, one.label), *nodes.text(f" {one.title}")])]
        parts += [*nodes.paragraphs(one.text), note(nodes.text(f"{capfirst(one.kind)}, {day(one.date)}"))]
        return [nodes.div(parts, classes=["s-event"])]

    def _conclusions(self) -> list[Node]:
        blocks: list[Node] = []
        for question in self.material.to_answer:
            conclusion = self.material.conclusion_of.get(question.label)
            blocks += self._conclusion(conclusion) if conclusion else [self._unanswered(question)]
        return blocks or [note(nodes.text(_("There are no questions yet.")))]

    def _unanswered(self, question: QuestionEntry) -> Node:
        first = [label_link(self.material, question.label), *nodes.text(f" {question.text}")]
        words = nodes.text(_("There is no answer to this question yet."))
        return nodes.div([statement(first), nodes.para(nodes.emph(*words))], classes=["s-conclusion"])

    def _findings(self, label: str) -> list[Node]:
        found = self.material.findings_of(label)
        if not found:
            return [note(nodes.text(_("There are no findings for this question yet.")))]
        return [block for finding in found for block in self._finding(finding)]

    def _recommendations(self) -> list[Node]:
        """Recommendations first, then the softer starting points, each under a heading when there are both."""
        blocks: list[Node] = []
        kinds = {one.kind for one in self.material.recommendations}
        for kind, title in KINDS.items():
            found = [one for one in self.material.recommendations if one.kind == kind]
            if found and len(kinds) > 1:
                blocks.append(nodes.heading(2, nodes.text(str(title()))))
            blocks += [block for one in found for block in self._recommendation(one)]
        return blocks or [note(nodes.text(_("There are no recommendations yet.")))]


STANCES: dict[str, Callable[[], str]] = {
    Stance.SUPPORTS: lambda: _("rests on"),
    Stance.NUANCES: lambda: _("nuanced by"),
    Stance.CONTRADICTS: lambda: _("contradicted by"),
}
KINDS: dict[str, Callable[[], str]] = {
    RecommendationKind.RECOMMENDATION: lambda: _("Recommendations"),
    RecommendationKind.STARTING_POINT: lambda: _("Starting points"),
}
