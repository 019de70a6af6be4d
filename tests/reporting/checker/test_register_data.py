"""Register data in the plan, and results of them under findings. Everything is fictitious."""

from __future__ import annotations

import pytest

from sluitend.apps.analyses import actions as analyses
from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.design.models import MatrixCell, Method, MethodKind, Perspective
from sluitend.apps.findings import actions as findings
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import Source
from tests.findings.outcomes import result_of, version_of
from tests.reporting.checker.conftest import Fires
from tests.reporting.conftest import Chain


@pytest.fixture
def result(chain: Chain, leader: User) -> AnalysisResult:
    """U1, of D1."""
    return result_of(version_of(chain.evaluation, leader), leader)


def planned(chain: Chain, kind: MethodKind) -> Method:
    """A method of this kind, for a perspective of its own."""
    perspective = Perspective.objects.create(evaluation=chain.evaluation, name=f"Voor {kind} (fictief)")
    method = Method.objects.create(evaluation=chain.evaluation, name=f"Met {kind} (fictief)", kind=kind)
    MatrixCell.objects.create(question=chain.question, perspective=perspective, method=method, planned=1)
    return method


def test_results_ask_for_register_data_in_the_plan(
    chain: Chain, leader: User, result: AnalysisResult, fires: Fires
) -> None:
    findings.use_result(actor=leader, finding=chain.finding, result=result)
    without_a_plan = fires("B05")
    Source.objects.update(method=planned(chain, MethodKind.INTERVIEW))
    before = fires("B05")

    planned(chain, MethodKind.REGISTER_DATA)

    assert (without_a_plan, before, fires("B05")) == ([], ["D1"], [])


def test_what_was_destroyed_asks_for_no_plan(chain: Chain, leader: User, result: AnalysisResult, fires: Fires) -> None:
    findings.use_result(actor=leader, finding=chain.finding, result=result)
    Source.objects.update(method=planned(chain, MethodKind.INTERVIEW))

    analyses.forget(leader, result.version)

    assert fires("B05") == []


@pytest.mark.parametrize("stance", ["supports", "contradicts"])
def test_who_is_known_from_a_registration_is_not_missing(
    stance: str, chain: Chain, leader: User, result: AnalysisResult, fires: Fires
) -> None:
    planned(chain, MethodKind.REGISTER_DATA)
    before = fires("H01")

    findings.use_result(actor=leader, finding=chain.finding, result=result, stance=stance)

    missing = ["Voor register_data (fictief)"]
    assert (before, fires("H01")) == (missing, [] if stance == "supports" else missing)


def test_a_result_stands_for_no_conversation(chain: Chain, leader: User, result: AnalysisResult, fires: Fires) -> None:
    planned(chain, MethodKind.INTERVIEW)

    findings.use_result(actor=leader, finding=chain.finding, result=result)

    assert fires("H01") == ["Voor interview (fictief)"]


def test_a_result_under_another_question_does_not_count(
    chain: Chain, leader: User, result: AnalysisResult, fires: Fires
) -> None:
    planned(chain, MethodKind.REGISTER_DATA)
    chain.finding.questions.clear()

    findings.use_result(actor=leader, finding=chain.finding, result=result)

    assert fires("H01") == ["Voor register_data (fictief)"]
