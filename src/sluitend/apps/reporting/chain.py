"""Walks the chain of evidence over the material of a report: down to the passages, and up to what rests on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from sluitend.apps.design.models import Evaluation
from sluitend.apps.findings.models import Stance
from sluitend.apps.people.models import User
from sluitend.apps.reporting.building.words import attributed, instead
from sluitend.apps.reporting.material import Audience, FindingEntry, Material, Passage, Words
from sluitend.errors import NotFound
from sluitend.web import registry

MOST = 60  # passages on one page; of more, each finding says how many it has, and opens them on a page of its own


@dataclass(frozen=True, slots=True)
class Link:
    """One object in the chain with what it rests on, and what rests on it."""

    label: str
    kind: str
    title: str
    text: str = ""
    note: str = ""  # stance, source, for whom
    is_quote: bool = False
    url: str = ""  # its own page, empty when this user has none
    below: tuple[Link, ...] = ()
    further: int = 0  # passages that the object's own chain shows
    above: tuple[tuple[str, str], ...] = ()  # label and title of what rests on it


def chain_of(user: User, evaluation: Evaluation, material: Material, label: str) -> Link:
    """The object and everything below it. Raises NotFound."""
    walk = _Walk(user, evaluation, material)
    return walk.at(label)


@dataclass(frozen=True)
class _Walk:
    user: User
    evaluation: Evaluation
    material: Material

    def at(self, label: str) -> Link:
        reference = registry.Reference.parse(label)
        if reference is None:
            raise NotFound("label")
        letter, number = reference.letter, reference.number
        if letter == "V" and label in self.material.question_by_label:
            return self._question(label)
        walks: dict[str, Callable[[int], Link]] = {
            "A": self._recommendation,
            "C": self._conclusion,
            "B": self._finding,
            "F": self._passage_page,
        }
        if letter not in walks or not number.isdecimal():
            return self._elsewhere(reference)
        try:
            return walks[letter](int(number))
        except KeyError:
            raise NotFound("label") from None

    def _question(self, label: str) -> Link:
        question = self.material.question_by_label[label]
        conclusion = self.material.conclusion_of.get(label)
        known = conclusion.findings if conclusion else ()
        others = [one.number for one in self.material.findings_of(label) if one.number not in known]
        whole = self._fit([*known, *others])
        below = [self._conclusion(conclusion.number, whole)] if conclusion else []
        below += [self._finding(number, whole) for number in others]
        return Link(label, _("question"), question.text, url=self._page(label), below=tuple(below))

    def _recommendation(self, number: int) -> Link:
        one = self.material.recommendation_by_number[number]
        note = _("For: %(addressee)s") % {"addressee": one.addressee} if one.addressee else ""
        conclusions = self.material.conclusion_by_number
        whole = self._fit([finding for number in one.conclusions for finding in conclusions[number].findings])
        below = tuple(self._conclusion(conclusion, whole) for conclusion in one.conclusions)
        return Link(one.label, _("recommendation"), one.title, one.text, note, url=self._page(one.label), below=below)

    def _fit(self, findings: Iterable[int]) -> bool:
        """Whether one page can show the passages of all these findings."""
        return sum(len(self.material.finding_by_number[number].evidence) for number in findings) <= MOST

    def _conclusion(self, number: int, whole: bool | None = None) -> Link:
        one = self.material.conclusion_by_number[number]
        whole = self._fit(one.findings) if whole is None else whole
        question = self.material.question_by_label[one.question]
        above = [(entry.label, entry.title) for entry in self.material.recommendations if number in entry.conclusions]
        return Link(
            one.label,
            _("conclusion"),
            f"{question.label} {question.text}",
            one.text or one.not_answered_reason,
            "" if one.text else _("Not answered."),
            url=self._page(one.label),
            below=tuple(self._finding(finding, whole) for finding in one.findings),
            above=tuple(above),
        )

    def _finding(self, number: int, whole: bool = True) -> Link:
        one = self.material.finding_by_number[number]
        passages = self.material.passage_by_number
        shown = one.evidence if whole else ()
        below = [self._passage(passages[line.passage], line.stance, line.note) for line in shown]
        return Link(
            one.label,
            _("finding"),
            one.title,
            one.text,
            url=self._page(one.label),
            below=tuple(below),
            further=len(one.evidence) - len(shown),
            above=tuple(self._conclusions_on(one)),
        )

    def _conclusions_on(self, finding: FindingEntry) -> Iterable[tuple[str, str]]:
        for number in finding.conclusions:
            conclusion = self.material.conclusion_by_number[number]
            yield conclusion.label, self.material.question_by_label[conclusion.question].text

    def _passage_page(self, number: int) -> Link:
        return self._passage(self.material.passage_by_number[number], "", "")

    def _passage(self, passage: Passage, stance: str, note: str) -> Link:
        source = self.material.source_by_number.get(passage.source)
        words = passage.text if passage.text is not None else instead(passage.words, self.material.audience)
        origin = f"{source.label} {attributed(source)}" if source else _("The source has been withdrawn.")
        return Link(
            passage.label,
            str(Stance(stance).label) if stance else _("quote"),
            words,
            note,
            origin,
            is_quote=passage.words is Words.QUOTE,
            url=self._place(passage),
            above=tuple(self._findings_on.get(passage.number, ())),
        )

    @cached_property
    def _findings_on(self) -> dict[int, list[tuple[str, str]]]:
        """By the passage's number: a conclusion may rest on hundreds."""
        above: dict[int, list[tuple[str, str]]] = {}
        for finding in self.material.findings:
            for number in dict.fromkeys(line.passage for line in finding.evidence):
                above.setdefault(number, []).append((finding.label, finding.title))
        return above

    def _place(self, passage: Passage) -> str:
        """The passage in its text for the team; its own page for others, where they may read it."""
        if self.material.audience is Audience.TEAM:
            page = reverse("coding:workbench", args=[self.evaluation.pk, passage.source])
            return f"{page}?fragment={passage.label}"
        if passage.text is None:
            return ""
        return reverse("coding:fragment", args=[self.evaluation.pk, passage.number])

    def _elsewhere(self, reference: registry.Reference) -> Link:
        """What other rooms know: a source. Raises NotFound."""
        found = registry.resolve(self.user, self.evaluation, reference)
        kind = registry.evidence_kinds[reference.letter].label
        return Link(str(reference), str(kind), found.title, url=found.url)

    def _page(self, label: str) -> str:
        """The object's own page; without a query for each, since a chain may be long."""
        names = {"A": "recommendation", "B": "finding"}
        if label[0] in names:
            return reverse(f"findings:{names[label[0]]}", args=[self.evaluation.pk, int(label[1:])])
        if label[0] == "C":
            question = self.material.conclusion_by_number[int(label[1:])].question
            return reverse("findings:conclusion", args=[self.evaluation.pk, question])
        return reverse("design:question", args=[self.evaluation.pk, label])
