"""Results of analyses under findings: of each what this user may see of it, and whether it still holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from sluitend.apps.analyses import discovery, seals
from sluitend.apps.analyses import queries as analyses
from sluitend.apps.analyses.models import AnalysisResult, ResultState
from sluitend.apps.datasets.models import Dataset
from sluitend.apps.design.access import may, require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.findings.models import Finding, ResultLink, Stance
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError, NotFound
from sluitend.web.wording import sentence

FIRST = 3  # sentences of a result that stand under a finding; its own page has them all


@dataclass(frozen=True, slots=True)
class ResultEvidence:
    """A result under a finding: which one, what it means for the finding, and whether it still holds."""

    link: ResultLink
    line: analyses.Line  # its title, and what changed since
    note: str  # what the team writes to itself
    is_exact: bool  # whether this user sees it as it is, small numbers included
    draws_sample: bool  # so that the finding has to tell what came of it

    @property
    def result(self) -> AnalysisResult:
        return self.link.result

    @property
    def stance(self) -> str:
        return self.link.stance

    @property
    def is_destroyed(self) -> bool:
        """Whether nothing of it is left to read; the link stays."""
        return self.result.state == ResultState.DESTROYED

    @property
    def title(self) -> str:
        return self.line.title

    @property
    def datasets(self) -> list[Dataset]:
        """That it was computed from; none of one of coded texts."""
        return [one.dataset for one in self.result.versions]

    @property
    def is_stale(self) -> bool:
        """Whether computing it again may give something else."""
        return self.line.is_stale

    @property
    def has_page(self) -> bool:
        """Whether this user finds a page behind its number: others than the team only where there is something."""
        return self.is_exact or self.result.is_done

    @property
    def is_gone_with_words(self) -> bool:
        """Whether somebody whose words it counted withdrew: what was asked stays, and can be asked again."""
        return self.is_destroyed and self.result.is_of_codings

    @property
    def lacks_outcome(self) -> bool:
        """Whether the outcome of its sample is still to be told."""
        return self.draws_sample and not self.link.sample_outcome


@dataclass(frozen=True, slots=True)
class Said:
    """The first sentences of a result, its caveats and its number of cases, as one user may see them."""

    sentences: tuple[str, ...]
    caveats: tuple[str, ...]
    n: int | None  # None: too small to be told of, or nothing is told


NOT_TOLD = Said((), (), None)


def result_links() -> QuerySet[ResultLink]:
    """With their results, without what these say: that is large."""
    rows = ResultLink.objects.select_related("result__version__dataset", "result__beside__dataset")
    heavy = [
        f"result__{of}__{name}" for of in ("version", "beside") for name in ("report", "mapping", "sealed_columns")
    ]
    return rows.defer("result__sealed_content", *heavy)


def results_under(user: User, evaluation: Evaluation, links: Iterable[ResultLink]) -> dict[int, ResultEvidence]:
    """By the id of the link, in two queries; none when there are none. The caller has checked who asks."""
    rows = list(links)
    if not rows:
        return {}
    in_team = may(user, evaluation, Action.VIEW_RESULTS)
    lines = analyses.lines_of(row.result for row in rows)
    return {row.pk: _evidence(row, line, in_team=in_team) for row, line in zip(rows, lines, strict=True)}


def _evidence(row: ResultLink, line: analyses.Line, *, in_team: bool) -> ResultEvidence:
    return ResultEvidence(row, line, row.note if in_team else "", in_team, draws_sample(row.result))


def draws_sample(result: AnalysisResult) -> bool:
    """Whether its analysis draws a sample to be checked with practice."""
    known = discovery.analyses().get(result.analysis)
    return known is not None and known.draws_sample


def said_by(user: User, evaluation: Evaluation, evidence: Sequence[ResultEvidence]) -> dict[int, Said]:
    """By the result's id what it says: to the team as it is, to others as it may leave the team. One query.

    Raises NotFound, NotAllowed.
    """
    require(user, evaluation, Action.VIEW_FINDINGS)
    wanted = [one.result.pk for one in evidence if not one.is_destroyed]
    if not wanted:
        return {}
    in_team = may(user, evaluation, Action.VIEW_RESULTS)
    find = analyses.results_for if in_team else analyses.outside_results_for
    rows = find(user, evaluation).defer(None).filter(pk__in=wanted, state=ResultState.DONE)
    return {row.pk: _said(row, in_team=in_team) for row in rows}


def said_of_result(user: User, evaluation: Evaluation, result: AnalysisResult) -> Said:
    """What a result says that this user has opened; nothing when nothing is left. Raises NotFound, NotAllowed."""
    require(user, evaluation, Action.VIEW_OUTSIDE_RESULTS)
    return _said(result, in_team=may(user, evaluation, Action.VIEW_RESULTS)) if result.is_done else NOT_TOLD


def _said(row: AnalysisResult, *, in_team: bool) -> Said:
    try:
        analyses.refuse_who_waits(row)
    except InputError as error:
        return Said((), (sentence(error),), None)
    try:
        found = seals.opened(row).result if in_team else analyses.outside(row)
    except InputError:
        return NOT_TOLD
    return Said(found.sentences[:FIRST], found.caveats, found.n)


def result_link_for(user: User, finding: Finding, number: int) -> ResultLink:
    """What U<number> means for a finding. Raises NotFound."""
    require(user, finding.evaluation_id, Action.VIEW_FINDINGS)
    found = result_links().select_related("finding").filter(finding=finding, result__number=number).first()
    if found is None:
        raise NotFound("result")
    return found


def newer_results(user: User, evaluation: Evaluation, evidence: Iterable[ResultEvidence]) -> dict[int, AnalysisResult]:
    """By the id of a result that is out of date, or gone with words that it counted, what the same question gave last.
    One query, or none.

    Raises NotFound, NotAllowed.
    """
    stale = [one.result for one in evidence if one.is_stale or one.is_gone_with_words]
    if not stale:
        return {}
    asked_again = analyses.results_for(user, evaluation).filter(predecessor__isnull=False)
    rows = list(asked_again.order_by("number"))
    return {one.pk: last for one in stale if (last := _last(one, rows))}


def _last(first: AnalysisResult, rows: Iterable[AnalysisResult]) -> AnalysisResult | None:
    """The newest that says something; what was asked in between may be gone. A row stands behind its predecessor."""
    line, last = {first.pk}, None
    for row in rows:
        if row.predecessor_id in line:
            line.add(row.pk)
            last = row if row.is_done else last
    return last


def usable_results(user: User, evaluation: Evaluation) -> list[tuple[AnalysisResult, str]]:
    """Results that say something, the newest first, with their titles. One query. Raises NotFound, NotAllowed."""
    require(user, evaluation, Action.WRITE_FINDINGS)
    rows = analyses.results_for(user, evaluation).filter(state=ResultState.DONE)
    return [(row, title_of(row)) for row in rows]


def title_of(result: AnalysisResult) -> str:
    """As the room of analyses calls it."""
    return analyses.title_of(result)


def result_marks_of(user: User, evaluation: Evaluation, result: AnalysisResult) -> list[tuple[Finding, str]]:
    """The findings that rest on a result, by number, each with how. One query. Raises NotFound, NotAllowed."""
    require(user, evaluation, Action.VIEW_FINDINGS)
    links = ResultLink.objects.filter(result=result, finding__merged_into__isnull=True)
    words: Mapping[str, str] = {value: str(label) for value, label in Stance.choices}
    return [(one.finding, words[one.stance]) for one in links.select_related("finding").order_by("finding__number")]
