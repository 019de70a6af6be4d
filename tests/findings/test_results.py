"""Results of analyses as evidence: what they count for, merging and splitting, and what stays when data go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sluitend.apps.analyses import actions as analyses
from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.coding.models import Fragment
from sluitend.apps.datasets.models import DatasetVersion
from sluitend.apps.design.models import Evaluation
from sluitend.apps.findings import actions, queries
from sluitend.apps.findings.models import Finding, ResultLink
from sluitend.apps.findings.queries.board import Column, column_of
from sluitend.apps.findings.words import outdated, sources_in_words, staleness, support_in_words, weakness
from sluitend.apps.people.models import AuditEvent, User
from sluitend.errors import InputError
from tests.findings.conftest import add_question
from tests.findings.outcomes import NOBODYS, result_of, version_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(evaluation: Evaluation, leader: User) -> DatasetVersion:
    return version_of(evaluation, leader)


@pytest.fixture
def result(version: DatasetVersion, leader: User) -> AnalysisResult:
    return result_of(version, leader)


def _row(leader: User, evaluation: Evaluation, number: int = 1) -> queries.FindingRow:
    return next(row for row in queries.findings_for(leader, evaluation) if row.finding.number == number)


def _both_ways(leader: User, evaluation: Evaluation) -> queries.Support:
    """The list adds up in the database, the page in memory: they say the same."""
    support = _row(leader, evaluation).support
    assert queries.finding_line_for(leader, evaluation, 1).support == support
    return support


def test_a_result_is_linked_once_and_its_words_stay(leader: User, finding: Finding, result: AnalysisResult) -> None:
    actions.use_result(actor=leader, finding=finding, result=result, note="Let op", sample_outcome="Klopt meestal")

    again = actions.use_result(actor=leader, finding=finding, result=result, stance="nuances")

    assert ResultLink.objects.count() == 1
    assert (again.stance, again.note, again.sample_outcome, again.revision) == ("nuances", "Let op", "Klopt meestal", 2)


@pytest.mark.parametrize("state", ["asked", "destroyed"])
def test_what_says_nothing_is_no_evidence(
    state: str, leader: User, finding: Finding, version: DatasetVersion, result: AnalysisResult
) -> None:
    if state == "destroyed":
        analyses.forget(leader, version)
    else:
        nothing = {"sealed_content": None, "wrapped_key": None, "done_at": None}
        AnalysisResult.objects.filter(pk=result.pk).update(state="asked", **nothing)

    with pytest.raises(InputError) as refused:
        actions.use_result(actor=leader, finding=finding, result=result)

    assert (refused.value.code, refused.value.data) == ("findings.result_not_done", {"label": "U1"})
    assert not ResultLink.objects.exists()


def test_a_result_of_another_evaluation_is_refused(
    leader: User, finding: Finding, other_evaluation: Evaluation
) -> None:
    stray = result_of(version_of(other_evaluation, leader), leader)

    with pytest.raises(InputError) as refused:
        actions.use_result(actor=leader, finding=finding, result=stray)

    assert refused.value.code == "findings.other_evaluation"


def test_of_two_people_the_second_is_told(leader: User, finding: Finding, result: AnalysisResult) -> None:
    link = actions.use_result(actor=leader, finding=finding, result=result)
    change: dict[str, Any] = {"actor": leader, "link": link, "revision": 1, "sample_outcome": ""}
    actions.change_result_link(**change, stance="contradicts", note="De eerste")

    with pytest.raises(InputError) as refused:
        actions.change_result_link(**change, stance="supports", note="De tweede")

    assert refused.value.code == "findings.changed_meanwhile"
    link.refresh_from_db()
    assert (link.stance, link.note, link.revision) == ("contradicts", "De eerste", 2)


def test_the_trail_names_numbers_and_no_words(leader: User, finding: Finding, result: AnalysisResult) -> None:
    link = actions.use_result(actor=leader, finding=finding, result=result, note="Geheim", sample_outcome="Geheim")
    actions.change_result_link(actor=leader, link=link, revision=1, stance="nuances", note="Geheim")
    actions.remove_result(actor=leader, link=link)

    events = AuditEvent.objects.filter(action__startswith="findings.result_").order_by("id")
    assert [(one.action, one.data) for one in events] == [
        ("findings.result_linked", {"finding": 1, "result": 1, "stance": "supports"}),
        ("findings.result_changed", {"finding": 1, "result": 1, "stance": "nuances"}),
        ("findings.result_unlinked", {"finding": 1, "result": 1}),
    ]


def test_results_of_one_dataset_are_one_source_and_nobodys_voice(
    evaluation: Evaluation, leader: User, finding: Finding, version: DatasetVersion
) -> None:
    for stance in ("supports", "nuances", "contradicts"):
        actions.use_result(actor=leader, finding=finding, result=result_of(version, leader), stance=stance)

    support = _both_ways(leader, evaluation)

    assert (support.supporting, support.nuancing, support.contradicting) == (1, 1, 1)
    assert (support.registers, support.independent, support.grounds) == (1, 1, 1)
    assert (support.sources, support.voices, support.in_favour) == (0, 0, 0)
    assert weakness(support) == ("één dataset", "warning")
    assert sources_in_words(support) == "uit 1 dataset"
    line = queries.finding_line_for(leader, evaluation, 1)
    assert line.breakdown.total.in_favour == queries.Count()
    assert column_of(_row(leader, evaluation)) == Column.ONE_VOICE


def test_a_result_beside_one_organisation_are_two_independent_sources(
    evaluation: Evaluation, leader: User, finding: Finding, fragments: list[Fragment], result: AnalysisResult
) -> None:
    actions.link_evidence(actor=leader, finding=finding, fragment=fragments[0])
    actions.use_result(actor=leader, finding=finding, result=result)

    support = _both_ways(leader, evaluation)

    assert (support.voices, support.registers, support.independent) == (1, 1, 2)
    assert weakness(support) is None
    assert support_in_words(support) == "2 ondersteunen, uit 1 bron en uit 1 dataset"
    assert column_of(_row(leader, evaluation)) == Column.READY
    assert queries.finding_counts(leader, evaluation).supported == 1


def test_two_datasets_are_two_sources(evaluation: Evaluation, leader: User, finding: Finding) -> None:
    for _dataset in range(2):
        one = result_of(version_of(evaluation, leader), leader)
        actions.use_result(actor=leader, finding=finding, result=one)

    assert _both_ways(leader, evaluation).independent == 2


def test_what_only_contradicts_supports_nothing(
    evaluation: Evaluation, leader: User, finding: Finding, result: AnalysisResult
) -> None:
    actions.use_result(actor=leader, finding=finding, result=result, stance="contradicts")

    support = _both_ways(leader, evaluation)

    assert support.grounds == 0
    assert weakness(support) == ("alleen tegengesproken", "danger")
    assert column_of(_row(leader, evaluation)) == Column.NO_EVIDENCE


def test_a_destroyed_result_stays_linked_and_counts_nowhere(
    evaluation: Evaluation, leader: User, finding: Finding, version: DatasetVersion, result: AnalysisResult
) -> None:
    actions.use_result(actor=leader, finding=finding, result=result)

    analyses.forget(leader, version)

    support = _both_ways(leader, evaluation)
    assert (support.destroyed, support.supporting, support.registers) == (1, 0, 0)
    assert weakness(support) == ("nog geen bewijs", "danger")
    assert staleness(support) == "1 uitkomst vernietigd"
    (one,) = queries.finding_line_for(leader, evaluation, 1).results
    assert one.is_destroyed
    assert queries.said_by(leader, evaluation, [one]) == {}


@pytest.mark.parametrize("changed", ["data", "code"])
def test_a_result_that_is_out_of_date_counts_and_is_marked(
    changed: str, evaluation: Evaluation, leader: User, finding: Finding, version: DatasetVersion
) -> None:
    old = {"data": {"data_hash": "3" * 64}, "code": {"code_version": "4" * 64}}[changed]
    actions.use_result(actor=leader, finding=finding, result=result_of(version, leader, **old))

    support = _both_ways(leader, evaluation)

    assert (support.registers, support.stale) == (1, 1)
    assert outdated(support) == "1 uitkomst verouderd"
    (one,) = queries.finding_line_for(leader, evaluation, 1).results
    assert (one.line.data_changed, one.line.code_changed) == (changed == "data", changed == "code")


def test_a_sample_asks_for_its_outcome(
    evaluation: Evaluation, leader: User, finding: Finding, version: DatasetVersion, result: AnalysisResult
) -> None:
    link = actions.use_result(actor=leader, finding=finding, result=result_of(version, leader, NOBODYS))
    actions.use_result(actor=leader, finding=finding, result=result)
    assert [one.lacks_outcome for one in queries.finding_line_for(leader, evaluation, 1).results] == [True, False]

    words = {"stance": "supports", "note": "", "sample_outcome": "Meestal was er iemand (fictief)."}
    actions.change_result_link(actor=leader, link=link, revision=1, **words)

    assert not any(one.lacks_outcome for one in queries.finding_line_for(leader, evaluation, 1).results)


@pytest.fixture
def double(evaluation: Evaluation, leader: User, finding: Finding, version: DatasetVersion) -> Finding:
    """B1 rests on U1; B2 on U1 too, otherwise, and on U2."""
    first, second = result_of(version, leader), result_of(version, leader)
    actions.use_result(actor=leader, finding=finding, result=first, note="Van B1")
    other = actions.add_finding(
        actor=leader,
        evaluation=evaluation,
        title="Dubbel (fictief)",
        questions=[add_question(evaluation, leader, "V2")],
    )
    actions.use_result(actor=leader, finding=other, result=first, stance="contradicts", note="Van B2")
    actions.use_result(actor=leader, finding=other, result=second, sample_outcome="Klopt (fictief)")
    return other


def _links() -> list[tuple[Any, ...]]:
    rows = ResultLink.objects.order_by("finding__number", "result__number")
    return list(rows.values_list("finding__number", "result__number", "stance", "note", "sample_outcome"))


def test_a_merge_takes_results_along_and_is_undone_to_what_it_was(
    evaluation: Evaluation, leader: User, finding: Finding, double: Finding
) -> None:
    before = _links()
    assert queries.in_common(leader, finding) == {double.pk: 1}

    change = actions.merge_findings(actor=leader, finding=double, into=finding)

    line = queries.finding_line_for(leader, evaluation, 1)
    assert [(str(one.result), one.stance) for one in line.results] == [("U1", "supports"), ("U2", "supports")]
    assert _row(leader, evaluation).results == ("U1", "U2")
    actions.undo_merge(actor=leader, change=change)
    assert _links() == before


def test_a_merge_of_before_there_were_results_is_undone(leader: User, finding: Finding, double: Finding) -> None:
    change = actions.merge_findings(actor=leader, finding=double, into=finding)
    del change.moved["results"]
    change.save(update_fields=["moved"])

    actions.undo_merge(actor=leader, change=change)

    assert Finding.objects.count() == 2


def test_what_is_taken_off_is_taken_off_what_was_merged_too(leader: User, finding: Finding, double: Finding) -> None:
    actions.merge_findings(actor=leader, finding=double, into=finding)

    for link in list(finding.result_links.all()):
        actions.remove_result(actor=leader, link=link)

    assert not ResultLink.objects.exists()


def test_a_split_moves_the_results_that_were_ticked(leader: User, double: Finding) -> None:
    link = double.result_links.get(result__number=2)

    new = actions.split_finding(actor=leader, finding=double, results=[link], title="Apart (fictief)")

    assert [(number, result) for number, result, *_rest in _links()] == [(1, 1), (2, 1), (3, 2)]
    assert new.number == 3


def test_a_phase_keeps_which_results_a_finding_rested_on(
    evaluation: Evaluation, leader: User, finding: Finding, result: AnalysisResult
) -> None:
    before = queries.snapshots.content_of(leader, evaluation)
    actions.use_result(actor=leader, finding=finding, result=result)

    after = queries.snapshots.content_of(leader, evaluation)

    (was, now) = before["findings"][0], after["findings"][0]
    assert (was["results"], now["results"]) == ([], ["U1"])
    older = {name: value for name, value in was.items() if name != "results"}
    change = queries.snapshots.FindingChange
    assert change(1, older, now).is_supported_otherwise
    assert not change(1, older, was).is_supported_otherwise


def test_what_was_asked_again_takes_the_place_of_what_is_out_of_date(
    evaluation: Evaluation, leader: User, finding: Finding, version: DatasetVersion
) -> None:
    old = result_of(version, leader, NOBODYS, code_version="0" * 64)
    between = result_of(version, leader, NOBODYS, predecessor=old)
    newest = result_of(version, leader, NOBODYS, predecessor=between)
    result_of(version, leader, NOBODYS, predecessor=newest, state="asked", sealed_content=None, done_at=None)
    words = {"stance": "nuances", "note": "Let op", "sample_outcome": "Klopt (fictief)"}
    link = actions.use_result(actor=leader, finding=finding, result=old, **words)
    evidence = queries.finding_line_for(leader, evaluation, 1).results
    assert queries.newer_results(leader, evaluation, evidence) == {old.pk: newest}

    new = actions.take_newer_result(actor=leader, link=link, revision=1, newer=newest)

    assert [one.result for one in finding.result_links.all()] == [newest]
    assert (new.stance, new.note, new.sample_outcome) == ("nuances", "Let op\nU1: Klopt (fictief)", "")
    assert queries.newer_results(leader, evaluation, queries.finding_line_for(leader, evaluation, 1).results) == {}


def test_a_finding_that_rests_on_the_newer_result_already_keeps_what_was_written_of_it(
    leader: User, finding: Finding, version: DatasetVersion, result: AnalysisResult
) -> None:
    newer = result_of(version, leader, predecessor=result)
    link = actions.use_result(actor=leader, finding=finding, result=result, note="Van de eerste")
    actions.use_result(actor=leader, finding=finding, result=newer, stance="contradicts", note="Van de tweede")

    new = actions.take_newer_result(actor=leader, link=link, revision=1, newer=newer)

    assert (new.stance, new.note) == ("contradicts", "Van de tweede\nVan de eerste")
    assert [one.result for one in finding.result_links.all()] == [newer]


@pytest.mark.parametrize("code", ["findings.not_newer", "findings.changed_meanwhile"])
def test_what_is_not_newer_or_changed_meanwhile_takes_no_place(
    code: str, leader: User, finding: Finding, version: DatasetVersion, result: AnalysisResult
) -> None:
    link = actions.use_result(actor=leader, finding=finding, result=result)
    before = result if code == "findings.changed_meanwhile" else None
    other = result_of(version, leader, predecessor=before)

    with pytest.raises(InputError) as refused:
        actions.take_newer_result(actor=leader, link=link, revision=2 if before else 1, newer=other)

    assert refused.value.code == code
    assert [one.result for one in finding.result_links.all()] == [result]


def test_more_results_ask_no_more_of_the_database(
    evaluation: Evaluation, leader: User, finding: Finding, version: DatasetVersion
) -> None:
    reads: dict[str, Callable[[], object]] = {
        "line": lambda: queries.finding_line_for(leader, evaluation, 1).results,
        "rows": lambda: queries.findings_for(leader, evaluation),
        "chain": lambda: queries.evidence_for(leader, evaluation),
    }
    actions.use_result(actor=leader, finding=finding, result=result_of(version, leader))
    few = {name: _count(read) for name, read in reads.items()}

    for _more in range(3):
        actions.use_result(actor=leader, finding=finding, result=result_of(version, leader, NOBODYS))

    assert {name: _count(read) for name, read in reads.items()} == few


def _count(read: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as asked:
        read()
    return len(asked)


def test_an_evaluation_can_still_be_deleted(evaluation: Evaluation, leader: User, result: AnalysisResult) -> None:
    loose = actions.add_finding(actor=leader, evaluation=evaluation, title="Los (fictief)")
    actions.use_result(actor=leader, finding=loose, result=result)

    evaluation.delete()

    assert not ResultLink.objects.exists()
