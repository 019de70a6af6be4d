"""Rules about results of analyses, through the rooms that compute them. Everything is fictitious."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from sluitend.apps.analyses import actions as analyses
from sluitend.apps.analyses import seals
from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.datasets import actions as datasets
from sluitend.apps.datasets.models import Dataset
from sluitend.apps.findings import actions as findings
from sluitend.apps.findings.models import EvidenceLink, Finding, ResultLink
from sluitend.apps.people.models import User
from sluitend.apps.reporting import checker
from sluitend.apps.reporting.checker.reading import results
from sluitend.apps.reporting.checker.small import small_counts
from sluitend.apps.reporting.queries.gather_results import content_of
from tests.analyses import near
from tests.findings.outcomes import NOBODYS, WAITS, computed, planted_dataset
from tests.reporting.checker.conftest import Fires
from tests.reporting.conftest import Chain

MORE = ("nieuw", "melding", datetime(2025, 3, 1), "Wijkteam", "Waterdam")  # noqa: DTZ001 - a log of days
FEW = {"start": ["melding"], "end": ["start hulp"], "until": "2025-01-20"}


@pytest.fixture
def dataset(chain: Chain, leader: User) -> Dataset:
    return planted_dataset(chain.evaluation, leader)


@pytest.fixture
def waits(dataset: Dataset, leader: User) -> AnalysisResult:
    """U1, of D1."""
    return computed(dataset, leader)


@pytest.fixture
def nothing_kept() -> Iterator[None]:
    """What is kept of a result outlives a test, and another test has a result with this id."""
    content_of.cache_clear()
    yield
    content_of.cache_clear()


def asked(dataset: Dataset, actor: User, parameters: dict[str, Any]) -> AnalysisResult:
    return analyses.ask_now(actor=actor, dataset=dataset, key=WAITS, parameters=parameters)


def said(actor: User, chain: Chain, code: str) -> list[str]:
    return [one.sentence for one in checker.check(actor, chain.evaluation).problems if one.rule.code == code]


def only_results(chain: Chain, actor: User) -> Finding:
    """The finding without its passages."""
    for link in EvidenceLink.objects.filter(finding=chain.finding):
        findings.unlink_evidence(actor=actor, link=link)
    return chain.finding


def test_a_cited_result_is_stale_once_its_data_are_others(
    chain: Chain, leader: User, dataset: Dataset, waits: AnalysisResult, fires: Fires
) -> None:
    chain.write(leader, "Zie [[U1]].")
    before = fires("D01")

    near.accepted(dataset, leader, (MORE,))

    assert (before, fires("D01"), fires("R01")) == ([], ["U1"], [])


def test_so_is_one_that_only_a_finding_rests_on(
    chain: Chain, leader: User, dataset: Dataset, waits: AnalysisResult, fires: Fires
) -> None:
    AnalysisResult.objects.update(code_version="0" * 64)
    nobody = fires("D01")

    findings.use_result(actor=leader, finding=chain.finding, result=waits, stance="supports")

    assert nobody == []
    assert said(leader, chain, "D01") == [
        "Deze uitkomst ligt onder B1, maar waaruit zij is berekend, is sindsdien gewijzigd."
    ]
    outcome = checker.check(leader, chain.evaluation)
    assert [one.rule.code for one in outcome.about("B1") if one.label == "U1"] == ["D01"]


def test_what_nothing_rests_on_may_be_stale(chain: Chain, waits: AnalysisResult, fires: Fires) -> None:
    AnalysisResult.objects.update(code_version="0" * 64)

    assert fires("D01") == []


def test_a_result_over_too_few_cases_tells_no_number(
    chain: Chain, leader: User, dataset: Dataset, waits: AnalysisResult, fires: Fires
) -> None:
    chain.write(leader, "Zie [[U1]].")
    enough = fires("D02")
    few = asked(dataset, leader, FEW)
    chain.write(leader, f"Zie [[{few}]].")

    assert few.n is None  # too few to be told
    assert (enough, fires("D02")) == ([], ["U2"])


def test_a_percentage_beside_a_result_needs_its_number(
    chain: Chain, leader: User, waits: AnalysisResult, fires: Fires
) -> None:
    chain.write(leader, "Uit [[U1]] blijkt dat 50% wacht (n = 40).")
    with_it = fires("D02")

    chain.write(leader, "Uit [[U1]] blijkt dat 50% wacht.")

    assert (len(with_it), len(fires("D02"))) == (0, 1)


@pytest.mark.usefixtures("nothing_kept")
def test_what_cannot_leave_the_team_may_not_be_cited(
    chain: Chain, leader: User, waits: AnalysisResult, fires: Fires
) -> None:
    older = json.loads(seals.plain(waits))
    del older["outside"]
    waits.sealed_content, waits.code_version = seals.sealed_again(waits, json.dumps(older).encode()), "0" * 64
    waits.save()

    chain.write(leader, "Zie [[U1]].")

    assert fires("D03") == ["U1"]


@pytest.mark.parametrize(("smallest", "found"), [(4, ["U1"]), (10, []), (None, [])])
def test_a_small_count_that_slipped_through_is_seen(
    chain: Chain,
    leader: User,
    waits: AnalysisResult,
    fires: Fires,
    monkeypatch: pytest.MonkeyPatch,
    smallest: int | None,
    found: list[str],
) -> None:
    chain.write(leader, "Zie [[U1]].")
    outside = content_of(waits.pk, waits.content_sha256)
    assert outside is not None
    assert (outside.smallest or 10) >= 10

    monkeypatch.setattr(results, "content_of", lambda pk, sha256: replace(outside, smallest=smallest))

    assert fires("D03") == found


def test_an_unknown_and_a_destroyed_result_lead_nowhere(
    chain: Chain, leader: User, dataset: Dataset, waits: AnalysisResult, fires: Fires
) -> None:
    chain.write(leader, "Zie [[U1]] en [[U99]].")
    before = fires("R01")

    datasets.remove_dataset(actor=leader, dataset=dataset, reason="not_needed")

    assert (before, fires("R01"), fires("D01")) == (["U99"], ["U1", "U99"], [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Volgens [[U1]] wachten 7 kinderen.", ["7 kinderen"]),
        ("Volgens [[U1]] wachten zeven\u00a0gezinnen en 4 casussen.", ["zeven gezinnen", "4 casussen"]),
        ("Volgens [[U1]] wachten 3 van de 40 kinderen.", ["3 van de 40 kinderen"]),
        ("Volgens [[U1]] wachten twee van onze gezinnen.", ["twee van onze gezinnen"]),
        ("Volgens [[U1]] is het in vier van de vijfentwintig zaken.", ["vier van de vijfentwintig zaken"]),
        ("Volgens [[U1]] wachten 9 van de 1.200 cliënten.", ["9 van de 1.200 cliënten"]),
        ("Volgens [[U1]] wachten 13 van de 40 kinderen, een op de 40.", []),
        ("Volgens [[U1]] wachten 17 kinderen.", []),
        ("Volgens [[U1]] zijn er 2,7 kinderen per gezin, 1.007 kinderen in al.", []),
        ("Volgens [[U1]] is het één gezin, één plan.", []),
        ("Zie [[U1]].\n\nWij spraken 7 gezinnen.", []),
    ],
)
def test_small_counts_beside_a_result_are_recognised(text: str, found: list[str]) -> None:
    assert list(small_counts(text)) == found


def test_a_small_count_in_the_text_beside_a_result_is_told(
    chain: Chain, leader: User, waits: AnalysisResult, fires: Fires
) -> None:
    chain.write(leader, "Wij spraken 7 gezinnen.")
    without = fires("D05")

    chain.write(leader, "Volgens [[U1]] wachten 7 kinderen.")

    assert (without, fires("D05")) == ([], ["7 kinderen"])


def test_a_finding_may_rest_on_results_alone(chain: Chain, leader: User, waits: AnalysisResult, fires: Fires) -> None:
    finding = only_results(chain, leader)
    without = said(leader, chain, "B01")

    findings.use_result(actor=leader, finding=finding, result=waits, stance="nuances")

    assert without == ["Aan deze bevinding is geen passage en geen uitkomst gekoppeld."]
    assert fires("B01") == []
    assert said(leader, chain, "B02") == ["Deze bevinding rust op één bron, D1."]


def test_a_dataset_and_a_voice_are_two_sources(chain: Chain, leader: User, waits: AnalysisResult, fires: Fires) -> None:
    EvidenceLink.objects.exclude(fragment=chain.secret).delete()
    one = fires("B02")

    findings.use_result(actor=leader, finding=chain.finding, result=waits, stance="supports")

    assert (one, fires("B02")) == (["B1"], [])


def test_a_result_that_contradicts_supports_nothing_and_is_to_be_weighed(
    chain: Chain, leader: User, waits: AnalysisResult
) -> None:
    finding = only_results(chain, leader)

    findings.use_result(actor=leader, finding=finding, result=waits, stance="contradicts")

    assert said(leader, chain, "B01") == ["Deze bevinding wordt alleen tegengesproken."]
    assert said(leader, chain, "B06") == ["Dit spreekt de bevinding tegen: U1. Nergens staat hoe dat is gewogen."]


def test_what_rested_on_destroyed_data_rests_on_nothing(
    chain: Chain, leader: User, dataset: Dataset, waits: AnalysisResult
) -> None:
    finding = only_results(chain, leader)
    findings.use_result(actor=leader, finding=finding, result=waits, stance="supports")

    datasets.remove_dataset(actor=leader, dataset=dataset, reason="not_needed")

    assert said(leader, chain, "B01") == ["Waarop deze bevinding berustte, is met de gegevens vernietigd."]


def test_a_sample_is_checked_with_practice(chain: Chain, leader: User, dataset: Dataset, fires: Fires) -> None:
    result = computed(dataset, leader, NOBODYS)
    findings.use_result(actor=leader, finding=chain.finding, result=result, stance="supports")
    silent = said(leader, chain, "D04")

    ResultLink.objects.update(sample_outcome="Van de vijftien klopten er elf.")

    assert silent == ["Deze bevinding berust op U1, maar vertelt niet wat de praktijk zei over de steekproef."]
    assert fires("D04") == []


def found(outcome: checker.Outcome) -> list[tuple[str, str]]:
    return [(one.rule.code, one.label) for one in outcome.problems]


def test_what_is_remembered_sees_changes_of_data_and_of_results(
    chain: Chain, leader: User, dataset: Dataset, waits: AnalysisResult
) -> None:
    chain.write(leader, "Zie [[U1]] en [[U2]].")
    kept = [found(checker.outcome_for(leader, chain.evaluation))]
    anew = [found(checker.check(leader, chain.evaluation))]

    for change in (
        lambda: findings.use_result(actor=leader, finding=only_results(chain, leader), result=waits, stance="supports"),
        lambda: computed(dataset, leader, NOBODYS),
        lambda: datasets.remove_dataset(actor=leader, dataset=dataset, reason="not_needed"),
    ):
        change()
        kept.append(found(checker.outcome_for(leader, chain.evaluation)))
        anew.append(found(checker.check(leader, chain.evaluation)))

    assert kept == anew
    assert [("R01", "U2") in one for one in kept] == [True, True, False, True]
    assert [("R01", "U1") in one for one in kept] == [False, False, False, True]
