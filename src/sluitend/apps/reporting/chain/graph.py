"""Who rests on whom in one evaluation, as labels: read whole, in a fixed number of queries, without any words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from sluitend.apps.analyses import queries as analyses
from sluitend.apps.analyses.coded import codes_named
from sluitend.apps.analyses.queries import Line
from sluitend.apps.coding.queries.codebook import codebook_for, flat
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
    ResultLink,
)
from sluitend.apps.findings.queries import ConclusionLine, FindingRow
from sluitend.apps.findings.queries.answers import answer_lines
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting.chain.passages import CODE, passages_of
from sluitend.apps.reporting.chain.ties import Ties
from sluitend.apps.reporting.queries.gather_results import rows_of
from sluitend.apps.sources.models import Source


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
    results: Mapping[str, Line]  # those that are there or that a finding rests on
    datasets: Mapping[str, None]  # those with a result
    computed: Ties  # dataset, result
    counted: Ties  # source, result of coded texts; like `named` empty for who may not see the coding
    named: Ties  # code, result that asks it
    figures: Ties  # result, finding

    @cached_property
    def spine(self) -> tuple[Ties, ...]:
        """From source and dataset to recommendation: each rests on what is before it."""
        return self.in_source, self.computed, self.counted, self.evidence, self.figures, self.concluded, self.advised

    def beside(self, label: str) -> Iterator[str]:
        """Every object that it is tied to directly."""
        for ties in (*self.spine, self.coded, self.named, self.asked, self.answered, self.kept, self.told):
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
            "D": self.datasets,
            "U": self.results,
        }
        return kinds.get(letter, {})


def graph_of(user: User, evaluation: Evaluation) -> Graph:
    """Raises NotFound, NotAllowed."""
    questions = design.questions_for(user, evaluation, with_dropped=True)
    rows = findings.findings_for(user, evaluation, questions)
    answers = [line for line in answer_lines(evaluation, questions, ()) if line.conclusion]  # who may see the findings
    advice = list(findings.recommendations_for(user, evaluation))
    passages = passages_of(evaluation)
    links, uses = list(_links(evaluation)), list(_uses(evaluation))
    results = _results(user, evaluation)
    data = [pair for line in results.values() for pair in _data(line)]
    counted = (pair for pair in _counted(evaluation, results) if pair[0] in passages.sources)
    sees_codes = may(user, evaluation, Action.VIEW_CODING)
    return Graph(
        questions={one.label: one for one in questions},
        findings={str(one.finding): one for one in rows},
        answers={str(one.conclusion): one for one in sorted(answers, key=_number)},
        advice={str(one): one for one in advice},
        sources=passages.sources,
        fragments=passages.fragments,
        codes=passages.codes if sees_codes else {},
        stances={(fragment, finding): (stance, note) for fragment, finding, stance, note in links + uses},
        in_source=passages.in_source,
        coded=passages.coded if sees_codes else Ties(()),
        evidence=Ties((fragment, finding) for fragment, finding, _stance, _note in links),
        asked=Ties((line.label, str(row.finding)) for row in rows for line in row.questions),
        answered=Ties((one.question.label, str(one.conclusion)) for one in answers),
        concluded=Ties((str(finding), str(one.conclusion)) for one in answers for finding in one.findings),
        advised=Ties((str(conclusion), str(one)) for one in advice for conclusion in one.conclusions.all()),
        kept=Ties(_agreements(evaluation)),
        told=Ties(_entries(evaluation)),
        results=results,
        datasets=dict.fromkeys(sorted((dataset for dataset, _result in data), key=lambda label: int(label[1:]))),
        computed=Ties(data),
        counted=Ties(counted if sees_codes else ()),
        named=Ties(_named(user, evaluation, results) if sees_codes else ()),
        figures=Ties((result, finding) for result, finding, _stance, _note in uses if result in results),
    )


def _number(line: ConclusionLine) -> int:
    return line.conclusion.number if line.conclusion else 0


def _links(evaluation: Evaluation) -> Iterator[tuple[str, str, str, str]]:
    standing = EvidenceLink.objects.filter(finding__evaluation=evaluation, finding__merged_into__isnull=True)
    rows = standing.order_by("finding__number", "pk")
    for fragment, finding, stance, note in rows.values_list("fragment__number", "finding__number", "stance", "note"):
        yield f"F{fragment}", f"B{finding}", stance, note


def _results(user: User, evaluation: Evaluation) -> dict[str, Line]:
    """By number; what is being computed says nothing yet."""
    return {str(line.result): line for line in analyses.lines_of(rows_of(user, evaluation))}


def _data(line: Line) -> Iterator[tuple[str, str]]:
    """The datasets that a result was computed from."""
    for version in line.result.versions:
        yield str(version.dataset), str(line.result)


def _of_codings(results: Mapping[str, Line]) -> dict[int, str]:
    """Labels of the results of coded texts, by id."""
    return {one.result.pk: label for label, one in results.items() if one.result.is_of_codings}


def _counted(evaluation: Evaluation, results: Mapping[str, Line]) -> Iterator[tuple[str, str]]:
    """The sources whose words a result counted; one query, none where no result is of coded texts."""
    known = _of_codings(results)
    rows = (
        Source.objects.filter(evaluation=evaluation, results_counting__in=known).order_by("number") if known else None
    )
    for number, result in rows.values_list("number", "results_counting") if rows is not None else ():
        if result in known:
            yield f"S{number}", known[result]


def _named(user: User, evaluation: Evaluation, results: Mapping[str, Line]) -> Iterator[tuple[str, str]]:
    """The codes that a result of coded texts asks."""
    known = _of_codings(results)
    paths = {one.path: one.code.pk for one in flat(codebook_for(user, evaluation))} if known else {}
    for label in known.values():
        for path in sorted(codes_named(results[label].result.parameters, paths)):
            yield f"{CODE}{paths[path]}", label


def _uses(evaluation: Evaluation) -> Iterator[tuple[str, str, str, str]]:
    standing = ResultLink.objects.filter(finding__evaluation=evaluation, finding__merged_into__isnull=True)
    rows = standing.order_by("finding__number", "pk")
    for result, finding, stance, note in rows.values_list("result__number", "finding__number", "stance", "note"):
        yield f"U{result}", f"B{finding}", stance, note


def _agreements(evaluation: Evaluation) -> Iterator[tuple[str, str]]:
    for rows in (AgreementEvidence.objects, AgreementText.objects):
        found = rows.filter(agreement__evaluation=evaluation).order_by("agreement__number")
        for fragment, agreement in found.values_list("fragment__number", "agreement__number"):
            yield f"F{fragment}", f"AF{agreement}"


def _entries(evaluation: Evaluation) -> Iterator[tuple[str, str]]:
    standing = LogbookLink.objects.filter(finding__evaluation=evaluation, finding__merged_into__isnull=True)
    for entry, finding in standing.order_by("entry__number").values_list("entry__number", "finding__number"):
        yield f"L{entry}", f"B{finding}"
