"""Asking, computing, going stale, computing again and being destroyed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from sluitend.apps.analyses import actions, discovery, queries, seals
from sluitend.apps.analyses.kit import analysis as kit
from sluitend.apps.analyses.models import AnalysisResult, ResultState
from sluitend.apps.datasets import hooks
from sluitend.apps.datasets.models import Dataset, DatasetVersion
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import AuditEvent, User
from sluitend.errors import InputError, NotAllowed, NotFound
from sluitend.formats import sealed
from sluitend.web import registry
from sluitend.work import runs
from sluitend.work.models import Run, State
from tests.analyses import planted
from tests.analyses.conftest import Accept

pytestmark = pytest.mark.django_db
Compute = Callable[[AnalysisResult], AnalysisResult]
LATER = (("nieuw", planted.REPORT, planted.datetime(2025, 11, 1), planted.TEAM, "Waterdam"),)  # noqa: DTZ001


@pytest.fixture
def version(accept: Accept) -> DatasetVersion:
    return accept()


@pytest.fixture
def done(version: DatasetVersion, researcher: User, computed: Compute) -> AnalysisResult:
    """U1, computed."""
    return computed(actions.ask(actor=researcher, dataset=version.dataset, key="wachten", parameters=planted.WAITING))


def line(row: AnalysisResult) -> queries.Line:
    return queries.lines_of([AnalysisResult.objects.get(pk=row.pk)])[0]


def test_a_result_has_all_that_is_needed_to_compute_it_again(done: AnalysisResult, version: DatasetVersion) -> None:
    result = seals.opened(done).result

    assert (str(done), done.state, result.n) == ("U1", ResultState.DONE, 41)
    assert done.n == seals.outside(done).result.n == 40  # what is not sealed is as it leaves the team
    assert done.data_hash == version.data_hash
    assert done.code_version == discovery.analysis("wachten").code_version
    assert done.content_sha256 == result.sha256
    assert done.parameters["start"] == [planted.REPORT]
    assert set(seals.opened(done).drawings) == {chart.key for chart in result.charts}
    assert not line(done).is_stale
    verbs = AuditEvent.objects.filter(action__startswith="analyses.").order_by("pk").values_list("action", flat=True)
    assert [*verbs] == ["analyses.asked", "analyses.computed"]


def test_what_came_out_is_sealed_and_proven(done: AnalysisResult) -> None:
    assert planted.HELP.encode() not in bytes(done.sealed_content)
    assert b"Waterdam" not in bytes(done.sealed_content)
    done.content_sha256 = "0" * 64
    with pytest.raises(sealed.SealBroken):
        seals.opened(done)


def test_newer_data_make_it_stale_and_computing_again_names_the_earlier_one(
    done: AnalysisResult, accept: Accept, researcher: User, computed: Compute
) -> None:
    newer = accept(LATER)

    assert (line(done).data_changed, line(done).code_changed) == (True, False)
    again = computed(actions.ask_again(actor=researcher, result=done))
    assert (again.number, again.predecessor, again.version, again.n) == (2, done, newer, 40)
    assert again.parameters == done.parameters
    assert not line(again).is_stale
    done.refresh_from_db()
    assert done.n == 40  # never replaced


def test_the_same_data_accepted_once_more_change_nothing(done: AnalysisResult, accept: Accept) -> None:
    accept()
    assert not line(done).is_stale


def test_another_method_makes_it_stale_and_is_told_apart(done: AnalysisResult, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kit, "_code_version", lambda module, engines: "1" * 64)
    assert (line(done).data_changed, line(done).code_changed) == (False, True)


def test_a_reader_sees_no_exact_result_and_an_outsider_none(
    done: AnalysisResult, evaluation: Evaluation, reader: User, outsider: User
) -> None:
    with pytest.raises(NotAllowed):
        queries.results_for(reader, evaluation)
    assert queries.outside_for(reader, evaluation, 1) == done
    assert registry.resolve(reader, evaluation, registry.Reference("U", "1")).title.startswith("Wachten: ")
    assert not [*registry.evidence_kinds["U"].up_links(reader, evaluation, "1")]
    for query in (queries.results_for, queries.outside_results_for):
        with pytest.raises(NotFound):
            query(outsider, evaluation)
    with pytest.raises(NotAllowed):
        actions.ask_again(actor=reader, result=done)
    with pytest.raises(NotFound):
        actions.note_taken(actor=outsider, result=done, kind="csv")


def test_the_chain_is_walked_both_ways(done: AnalysisResult, evaluation: Evaluation, researcher: User) -> None:
    result, dataset = (registry.Reference(letter, "1") for letter in "UD")

    assert registry.resolve(researcher, evaluation, result).title.startswith("Wachten: ")
    assert [*registry.evidence_kinds["U"].up_links(researcher, evaluation, "1")] == [dataset]
    assert [*registry.evidence_kinds["D"].down_links(researcher, evaluation, "1")] == [result]


def test_a_result_goes_with_its_data(done: AnalysisResult, researcher: User, evaluation: Evaluation) -> None:
    with transaction.atomic():
        for handler in hooks.removed:
            handler(None, done.version)
    done.refresh_from_db()

    assert (done.state, done.wrapped_key, done.sealed_content, done.parameters, done.n) == (
        ResultState.DESTROYED,
        None,
        None,
        {},
        None,
    )
    assert done.content_sha256
    assert done.data_hash
    with pytest.raises(InputError, match=r"analyses\.destroyed"):
        actions.ask_again(actor=researcher, result=done)


def test_what_still_waits_is_stopped_when_its_data_go(version: DatasetVersion, researcher: User) -> None:
    row = actions.ask(actor=researcher, dataset=version.dataset, key="doorlooptijd", parameters={})
    with transaction.atomic():
        actions.forget(None, version)

    assert Run.objects.get(pk=int(row.run_id)).state == State.CANCELLED
    actions.carry_out(row.pk)
    row.refresh_from_db()
    assert row.state == ResultState.DESTROYED


def test_somebody_stops_it(version: DatasetVersion, researcher: User, computed: Compute) -> None:
    row = actions.ask(actor=researcher, dataset=version.dataset, key="doorlooptijd", parameters={})
    actions.stop(actor=researcher, result=row)

    assert not computed(row).is_done
    assert line(row).is_stopped
    assert not line(row).is_busy


def test_one_that_is_busy_stops_at_its_next_step_and_keeps_nothing(version: DatasetVersion, researcher: User) -> None:
    row = actions.ask(actor=researcher, dataset=version.dataset, key="doorlooptijd", parameters={})

    def stop(percent: int) -> None:
        if percent > 50:
            raise runs.Cancelled

    with pytest.raises(runs.Cancelled):
        actions.carry_out(row.pk, stop)
    row.refresh_from_db()
    assert (row.state, row.sealed_content) == (ResultState.ASKED, None)


def test_computing_twice_makes_it_once(done: AnalysisResult) -> None:
    before = bytes(done.sealed_content)
    actions.carry_out(done.pk)
    done.refresh_from_db()
    assert bytes(done.sealed_content) == before


def test_a_dataset_without_an_accepted_version_answers_nothing(dataset: Dataset, researcher: User) -> None:
    with pytest.raises(InputError, match=r"analyses\.no_version"):
        actions.ask(actor=researcher, dataset=dataset, key="doorlooptijd", parameters={})
    assert not AnalysisResult.objects.exists()


def test_what_no_case_answers_fails_with_its_reason(version: DatasetVersion, researcher: User) -> None:
    with pytest.raises(InputError, match=r"analyses\.no_cases"):
        actions.ask_now(
            actor=researcher, dataset=version.dataset, key="doorlooptijd", parameters={"since": "2030-01-01"}
        )


def test_the_database_keeps_no_half_results(done: AnalysisResult) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        AnalysisResult.objects.filter(pk=done.pk).update(sealed_content=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        AnalysisResult.objects.filter(pk=done.pk).update(state=ResultState.ASKED)
