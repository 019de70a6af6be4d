"""Who rests on whom in one evaluation, as labels: read whole, in a fixed number of queries, without any words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from sluitend.apps.coding.models import Coding, Fragment
from sluitend.apps.design import queries as design
from sluitend.apps.design.access import may
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.queries import QuestionLine
from sluitend.apps.findings import queries as findings
from sluitend.apps.findings.models import (
    AgreementEvidence,
    AgreementText,
    EvidenceLink,
    LogbookLink,
    Recommendation,
)
from sluitend.apps.findings.queries import ConclusionLine, FindingRow
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action

CODE = "K"  # codes have no number that people say; in an address they have their own


class Ties:
    """Pairs of labels, to be asked from both sides: `below` is what the other rests on."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._above: dict[str, list[str]] = defaultdict(list)
        self._below: dict[str, list[str]] = defaultdict(list)
        for below, above in dict.fromkeys(pairs):
            self._above[below].append(above)
            self._below[above].append(below)

    def above(self, label: str) -> list[str]:
        """What rests on it."""
        return self._above.get(label, [])

    @property
    def lower(self) -> list[str]:
        """Everything on which something rests, in the order of the pairs."""
        return list(self._above)

    @property
    def upper(self) -> list[str]:
        """Everything that rests on something, in the order of the pairs."""
        return list(self._below)

    def below(self, label: str) -> list[str]:
        """What it rests on."""
        return self._below.get(label, [])


@dataclass(frozen=True)
class Graph:
    """One evaluation, as far as this user may know of it."""

    questions: Mapping[str, QuestionLine]
    findings: Mapping[str, FindingRow]
    answers: Mapping[str, ConclusionLine]
    advice: Mapping[str, Recommendation]
    sources: Mapping[str, None]  # those with a fragment
    fragments: Mapping[str, int]  # label -> id, source by source, in the order of the text
    codes: Mapping[str, int]  # label -> id; empty for who may not see the coding
    stances: Mapping[tuple[str, str], tuple[str, str]]  # (fragment, finding) -> stance, note
    in_source: Ties  # source, fragment
    coded: Ties  # fragment, code
    evidence: Ties  # fragment, finding
    asked: Ties  # question, finding
    answered: Ties  # question, conclusion
    concluded: Ties  # finding, conclusion
    advised: Ties  # conclusion, recommendation
    kept: Ties  # fragment, agreement
    told: Ties  # logbook entry, finding: an explanation, never evidence

    @cached_property
    def spine(self) -> tuple[Ties, ...]:
        """From source to recommendation: each rests on what is before it."""
        return self.in_source, self.evidence, self.concluded, self.advised

    def beside(self, label: str) -> Iterator[str]:
        """Every object that it is tied to directly."""
        for ties in (*self.spine, self.coded, self.asked, self.answered, self.kept, self.told):
            yield from ties.above(label)
            yield from ties.below(label)

    def known(self, letter: str) -> Mapping[str, object]:
        """The objects of a kind, in the order in which people see them."""
        kinds: dict[str, Mapping[str, object]] = {
            "V": self.questions,
            "S": self.sources,
            "F": self.fragments,
            CODE: self.codes,
            "B": self.findings,
            "C": self.answers,
            "A": self.advice,
            "AF": dict.fromkeys(self.kept.upper),
            "L": dict.fromkeys(self.told.lower),
        }
        return kinds.get(letter, {})


def graph_of(user: User, evaluation: Evaluation) -> Graph:
    """Raises NotFound, NotAllowed."""
    questions = design.questions_for(user, evaluation, with_dropped=True)
    rows = findings.findings_for(user, evaluation, questions)
    answers = [line for line in findings.answers_for(user, evaluation) if line.conclusion]
    advice = list(findings.recommendations_for(user, evaluation))
    spans = list(_fragments(evaluation))
    links = list(_links(evaluation))
    coded = list(_codings(evaluation)) if may(user, evaluation, Action.VIEW_CODING) else []
    return Graph(
        questions={one.label: one for one in questions},
        findings={str(one.finding): one for one in rows},
        answers={str(one.conclusion): one for one in sorted(answers, key=_number)},
        advice={str(one): one for one in advice},
        sources=dict.fromkeys(source for _pk, _label, source in spans),
        fragments={label: pk for pk, label, _source in spans},
        codes={code: int(code[1:]) for _fragment, code in coded},
        stances={(fragment, finding): (stance, note) for fragment, finding, stance, note in links},
        in_source=Ties((source, label) for _pk, label, source in spans),
        coded=Ties(coded),
        evidence=Ties((fragment, finding) for fragment, finding, _stance, _note in links),
        asked=Ties((line.label, str(row.finding)) for row in rows for line in row.questions),
        answered=Ties((one.question.label, str(one.conclusion)) for one in answers),
        concluded=Ties((str(finding), str(one.conclusion)) for one in answers for finding in one.findings),
        advised=Ties((str(conclusion), str(one)) for one in advice for conclusion in one.conclusions.all()),
        kept=Ties(_agreements(evaluation)),
        told=Ties(_entries(evaluation)),
    )


def _number(line: ConclusionLine) -> int:
    return line.conclusion.number if line.conclusion else 0


def _fragments(evaluation: Evaluation) -> Iterator[tuple[int, str, str]]:
    rows = Fragment.objects.filter(evaluation=evaluation).order_by("version__source__number", "version", "start", "end")
    for pk, number, source in rows.values_list("pk", "number", "version__source__number"):
        yield pk, f"F{number}", f"S{source}"


def _links(evaluation: Evaluation) -> Iterator[tuple[str, str, str, str]]:
    rows = EvidenceLink.objects.filter(finding__evaluation=evaluation).order_by("finding__number", "pk")
    for fragment, finding, stance, note in rows.values_list("fragment__number", "finding__number", "stance", "note"):
        yield f"F{fragment}", f"B{finding}", stance, note


def _agreements(evaluation: Evaluation) -> Iterator[tuple[str, str]]:
    for rows in (AgreementEvidence.objects, AgreementText.objects):
        found = rows.filter(agreement__evaluation=evaluation).order_by("agreement__number")
        for fragment, agreement in found.values_list("fragment__number", "agreement__number"):
            yield f"F{fragment}", f"AF{agreement}"


def _entries(evaluation: Evaluation) -> Iterator[tuple[str, str]]:
    links = LogbookLink.objects.filter(finding__evaluation=evaluation).order_by("entry__number")
    for entry, finding in links.values_list("entry__number", "finding__number"):
        yield f"L{entry}", f"B{finding}"


def _codings(evaluation: Evaluation) -> Iterator[tuple[str, str]]:
    rows = Coding.objects.filter(fragment__evaluation=evaluation).order_by("code__order", "code_id")
    for fragment, code in rows.values_list("fragment__number", "code_id"):
        yield f"F{fragment}", f"{CODE}{code}"
