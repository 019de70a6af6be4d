"""What the picture says of each object: its words as this user may read them, where it leads, and what is weak."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from sluitend.apps.coding import queries as coding
from sluitend.apps.coding.models import Code, Fragment, FragmentMove
from sluitend.apps.datasets.models import Dataset
from sluitend.apps.design.access import may
from sluitend.apps.design.models import Agreement, Evaluation, LogbookEntry
from sluitend.apps.findings import words as findings_words
from sluitend.apps.findings.models import Kept, Stance
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting.chain import results
from sluitend.apps.reporting.chain.graph import Graph
from sluitend.apps.reporting.chain.marks import Mark
from sluitend.apps.reporting.chain.passages import CODE
from sluitend.apps.sources import seals
from sluitend.apps.sources.models import Quoting, Source
from sluitend.errors import NotFound
from sluitend.web import registry

HEAVY = ("version__text", "version__sealed_text", "version__blocks", "version__turns")


@dataclass(frozen=True, slots=True)
class Item:
    """One object in the picture."""

    label: str
    name: str  # as it is said: the label, or a code's own name
    text: str
    url: str = ""  # its own page, or its place in the text; empty when this user has none
    note: str = ""  # of a passage: its source
    more: str = ""  # what is shown of the chosen object alone
    marks: tuple[Mark, ...] = ()
    is_quote: bool = False
    may_choose: bool = True  # whether it can be put in the middle
    beside: tuple[str, ...] = field(default=())  # labels in the picture that it is tied to directly


class Items:
    """Describes labels of one graph for one user, with a few queries for each kind that is asked for."""

    def __init__(self, user: User, evaluation: Evaluation, graph: Graph) -> None:
        self._user, self._evaluation, self._graph = user, evaluation, graph
        self._in_team = may(user, evaluation, Action.VIEW_SOURCES)

    def of(self, letter: str, labels: list[str]) -> Iterator[Item]:
        """In the order of the labels. Raises NotFound for what another room does not know."""
        kinds = {
            "V": self._questions,
            "S": self._sources,
            "F": self._fragments,
            CODE: self._codes,
            "B": self._findings,
            "C": self._conclusions,
            "A": self._advice,
            "AF": self._agreements,
            "L": self._entries,
            "D": self._datasets,
            "U": self._results,
        }
        return iter(kinds.get(letter, self._elsewhere)(labels))

    def stances(self, label: str, among: Iterable[str]) -> Iterator[Mark]:
        """What a passage means for these findings."""
        signs = {Stance.SUPPORTS: "circle-plus", Stance.CONTRADICTS: "circle-minus", Stance.NUANCES: "circle-dashed"}
        for finding in among:
            if found := self._graph.stances.get((label, finding)):
                stance = Stance(found[0])
                kind = "warning" if stance is Stance.CONTRADICTS else "neutral"
                yield Mark(f"{stance.label} {finding}", signs[stance], kind)

    def note(self, label: str, finding: str) -> str:
        """What the team wrote to itself beside a passage."""
        return self._graph.stances.get((label, finding), ("", ""))[1] if self._in_team else ""

    def _url(self, name: str, *arguments: object) -> str:
        return reverse(name, args=[self._evaluation.pk, *arguments])

    def _questions(self, labels: list[str]) -> Iterator[Item]:
        for label in labels:
            line = self._graph.questions[label]
            yield Item(label, label, line.text, self._url("design:question", label), marks=tuple(self._open(label)))

    def _open(self, label: str) -> Iterator[Mark]:
        line = self._graph.questions[label]
        if line.is_dropped:
            yield Mark(_("dropped"), "ban", "neutral")
        elif not line.has_parts and not self._graph.answered.above(label):
            yield Mark(_("no answer yet"), "circle-dashed", "warning")

    def _findings(self, labels: list[str]) -> Iterator[Item]:
        for label in labels:
            one = self._graph.findings[label].finding
            url = self._url("findings:finding", one.number)
            yield Item(label, label, one.title, url, more=one.text, marks=tuple(self._weak(label)))

    def _weak(self, label: str) -> Iterator[Mark]:
        row = self._graph.findings[label]
        if stale := findings_words.staleness(row.support):
            yield Mark(stale, "link-off", "danger")
        if weakness := findings_words.weakness(row.support, row.finding.single_source_reason):
            yield Mark(weakness[0], "alert-triangle", weakness[1])
        if row.support.in_favour and row.support.contradicting:
            yield Mark(_("contradicted too"), "circle-minus", "warning")

    def _below(self, findings: Iterable[str]) -> Iterator[Mark]:
        """What is wrong further down."""
        supports = [self._graph.findings[label].support for label in findings if label in self._graph.findings]
        if any(one.withdrawn for one in supports):
            yield Mark(_("rests on withdrawn words"), "link-off", "danger")
        if any(one.stale or one.destroyed for one in supports):
            yield Mark(_("rests on a result that is out of date"), "history", "warning")

    def _conclusions(self, labels: list[str]) -> Iterator[Item]:
        for label in labels:
            line = self._graph.answers[label]
            answer = line.conclusion
            text = (answer.text or answer.not_answered_reason) if answer else ""
            url = self._url("findings:conclusion", line.question.label)
            yield Item(label, label, text, url, marks=tuple(self._shaken(label)))

    def _shaken(self, label: str) -> Iterator[Mark]:
        line = self._graph.answers[label]
        if line.conclusion and not line.conclusion.text:
            yield Mark(_("not answered"), "circle-dashed", "neutral")
        elif not line.findings:
            yield Mark(_("without findings"), "alert-triangle", "danger")
        if line.reworded_at:
            yield Mark(_("question reworded since"), "history", "warning")
        yield from self._below(self._graph.concluded.below(label))

    def _advice(self, labels: list[str]) -> Iterator[Item]:
        for label in labels:
            one = self._graph.advice[label]
            url = self._url("findings:recommendation", one.number)
            note = _("For: %(addressee)s") % {"addressee": one.addressee} if one.addressee else ""
            yield Item(label, label, one.title, url, note, one.text, tuple(self._loose(label)))

    def _loose(self, label: str) -> Iterator[Mark]:
        conclusions = self._graph.advised.below(label)
        if not conclusions:
            yield Mark(_("without conclusion"), "alert-triangle", "danger")
        yield from self._below([finding for one in conclusions for finding in self._graph.concluded.below(one)])

    def _codes(self, labels: list[str]) -> Iterator[Item]:
        names = dict(Code.objects.filter(pk__in=[int(label[1:]) for label in labels]).values_list("pk", "name"))
        for label in labels:
            pk = int(label[1:])
            yield Item(label, names[pk], "", self._url("coding:code", pk))

    def _agreements(self, labels: list[str]) -> Iterator[Item]:
        numbers = [int(label[2:]) for label in labels]
        rows = Agreement.objects.filter(evaluation=self._evaluation, number__in=numbers).select_related("judgement")
        found = {row.label: row for row in rows}
        for label in labels:
            row = found[label]
            judgement = getattr(row, "judgement", None)
            state = judgement.get_state_display() if judgement else _("not judged yet")
            kind = "warning" if judgement and judgement.state == Kept.NOT_KEPT else "neutral"
            url = f"{self._url('design:agreements')}#{label}"
            yield Item(label, label, row.text, url, marks=(Mark(str(state), "scale", kind),))

    def _entries(self, labels: list[str]) -> Iterator[Item]:
        numbers = [int(label[1:]) for label in labels]
        rows = LogbookEntry.objects.filter(evaluation=self._evaluation, number__in=numbers)
        found = {row.label: row for row in rows}
        for label in labels:
            row = found[label]
            url = f"{self._url('design:logbook')}?entry={row.number}#{label}"
            yield Item(label, label, row.title, url, str(row.get_kind_display()), row.text)

    def _sources(self, labels: list[str]) -> Iterator[Item]:
        numbers = [int(label[1:]) for label in labels]
        rows = {str(row): row for row in Source.objects.filter(evaluation=self._evaluation, number__in=numbers)}
        for label in labels:
            row = rows[label]
            is_open = self._in_team or row.is_public
            title = seals.title_of(row) if is_open else str(row.get_kind_display())
            url = self._url("sources:source", row.number) if is_open else ""
            gone = (Mark(_("withdrawn"), "link-off", "danger"),) if row.withdrawn_at else ()
            yield Item(label, label, title, url, marks=gone, may_choose=is_open)

    def _fragments(self, labels: list[str]) -> Iterator[Item]:
        rows = Fragment.objects.select_related("version__source").defer(*HEAVY)
        found = {str(row): row for row in rows.filter(pk__in=[self._graph.fragments[label] for label in labels])}
        quotes = coding.quotes_for(self._user, self._evaluation, list(found.values()))
        waiting = coding.waiting_in_evaluation(self._evaluation)
        moved = dict(FragmentMove.objects.filter(fragment__in=found.values()).values_list("fragment", "same_words"))
        for label in labels:
            row = found[label]
            marks = list(_unsteady(row, row.pk in waiting, moved.get(row.pk)))
            yield self._passage(row, quotes[row.pk], marks)

    def _passage(self, row: Fragment, words: str | None, marks: list[Mark]) -> Item:
        rule = coding.quoting_rule(row)
        if words is not None and rule is Quoting.NEVER:
            marks.append(Mark(_("not to be quoted"), "ban", "neutral"))
        return Item(
            label=str(row),
            name=str(row),
            text=_("(for the team only)") if words is None else words,
            url=self._place(row, words),
            note=str(row.version.source),
            marks=tuple(marks),
            is_quote=words is not None and rule is Quoting.VERBATIM and row.withdrawn_at is None,
        )

    def _place(self, row: Fragment, words: str | None) -> str:
        """The passage in its text for the team; its own page for others, where they may read it."""
        if self._in_team:
            return f"{self._url('coding:workbench', row.version.source.number)}?fragment={row}"
        return self._url("coding:fragment", row.number) if words is not None else ""

    def _datasets(self, labels: list[str]) -> Iterator[Item]:
        rows = Dataset.objects.filter(evaluation=self._evaluation, number__in=[int(label[1:]) for label in labels])
        found = {str(row): row for row in rows}
        for label in labels:
            if (row := found.get(label)) is None:
                raise NotFound("dataset")
            url = self._url("datasets:dataset", row.number) if self._in_team else ""
            gone = (Mark(_("destroyed"), "link-off", "danger"),) if row.removed_at else ()
            yield Item(label, label, row.title, url, str(row.get_kind_display()), marks=gone, may_choose=self._in_team)

    def _results(self, labels: list[str]) -> Iterator[Item]:
        """By the title of their analysis; the chosen one with what it says, as it may leave the team."""
        for label in labels:
            if (line := self._graph.results.get(label)) is None:
                raise NotFound("result")
            more = results.said(line) if len(labels) == 1 else ""
            url = self._url("analyses:result", line.result.number)
            yield Item(label, label, line.title, url, results.origin(line), more, tuple(results.marks(line)))

    def _elsewhere(self, labels: list[str]) -> Iterator[Item]:
        """What only its own room knows."""
        for label in labels:
            reference = registry.Reference.parse(label)
            assert reference is not None, "a neighbour comes from the registry"
            found = registry.resolve(self._user, self._evaluation, reference)
            yield Item(label, label, found.title, found.url)


def _unsteady(row: Fragment, waits: bool, same_words: bool | None) -> Iterator[Mark]:
    if row.withdrawn_at is not None:
        yield Mark(_("withdrawn"), "link-off", "danger")
    elif waits:
        yield Mark(_("to be placed"), "map-pin", "danger")
    if same_words is not None:
        words = _("moved along with a corrected text") if same_words else _("got other words in a corrected text")
        yield Mark(words, "corner-down-right", "neutral" if same_words else "warning")
