"""Results of coded texts in a report and in the chain: in words, with what they were computed from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sluitend.apps.analyses.kit import voices
from sluitend.apps.analyses.kit.result import CASES, PEOPLE, Column, Kind, Result, Table
from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.analyses.queries import lines_of
from sluitend.apps.coding import actions as coding
from sluitend.apps.coding.models import Code, Coding, Fragment
from sluitend.apps.fieldwork import actions as fieldwork
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.findings import actions as findings
from sluitend.apps.findings.models import EvidenceLink
from sluitend.apps.findings.queries import findings_for
from sluitend.apps.findings.queries.board import column_of
from sluitend.apps.findings.queries.results import newer_results, results_under
from sluitend.apps.findings.queries.support import support_by_finding
from sluitend.apps.people.models import User
from sluitend.apps.reporting import actions as reports
from sluitend.apps.reporting import building, checker, queries
from sluitend.apps.reporting.chain.graph import graph_of
from sluitend.apps.reporting.material import Audience
from sluitend.apps.reporting.models import Build
from sluitend.apps.reporting.queries.drafts import changes_since_draft
from sluitend.apps.reporting.queries.gather_results import content_of, smallest_count
from sluitend.apps.reporting.queries.picker import results_to_choose
from sluitend.apps.sources.actions import delete_source
from sluitend.apps.sources.models import DestroyReason, Source
from tests.reporting.coded import FIRST, again, voices_asked
from tests.reporting.conftest import Chain

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    """What is kept of a result outlives a test, and another test has a result with this id."""
    content_of.cache_clear()
    yield
    content_of.cache_clear()


@pytest.fixture
def result(chain: Chain, leader: User, monkeypatch: pytest.MonkeyPatch) -> AnalysisResult:
    return voices_asked(chain, leader, monkeypatch)


def gone(leader: User, number: int = FIRST) -> None:
    respondent = Respondent.objects.get(number=number)
    fieldwork.withdraw(actor=leader, respondent=respondent, asked_on=date(2026, 11, 1))


def problems(chain: Chain, user: User, code: str) -> list[str]:
    return [one.sentence for one in checker.check(user, chain.evaluation).problems if one.rule.code == code]


def test_the_report_tells_it_in_words_and_of_what_it_was_computed(
    chain: Chain, leader: User, result: AnalysisResult
) -> None:
    chain.write(leader, "[[U1]]\n\n{{bijlage uitkomsten}}")

    for audience in (Audience.TEAM, Audience.PUBLIC):
        material = queries.material_for(leader, chain.evaluation, audience)
        (entry,) = material.results
        assert (entry.dataset, entry.version, entry.datasets, entry.data_hash) == (None, None, (), "")
        assert entry.content is not None
        assert (entry.content.n, entry.content.of_people, entry.content.smallest) == (str(result.n), True, None)
        html = " ".join(building.public_html(building.assemble(material)).decode().split())
        assert "Wachten, cliënten: enkele respondenten." in html
        assert "gecodeerde teksten van deze evaluatie" in html
        assert f"n = {result.n} respondenten." in html
        assert voices.CAVEAT in html
        assert "school" not in html


def test_the_chain_goes_from_the_sources_and_the_code_to_the_finding(
    chain: Chain, leader: User, reader: User, result: AnalysisResult
) -> None:
    findings.use_result(actor=leader, finding=chain.finding, result=result)
    code = Code.objects.get(evaluation=chain.evaluation)

    graph = graph_of(leader, chain.evaluation)
    assert set(graph.counted.below("U1")) == set(_coded_sources())
    assert list(graph.named.below("U1")) == [f"K{code.pk}"]
    assert list(graph.figures.above("U1")) == ["B1"]
    assert list(graph.datasets) == []
    outside = graph_of(reader, chain.evaluation)
    assert (list(outside.named.below("U1")), list(outside.counted.below("U1"))) == ([], [])


def _coded_sources() -> list[str]:
    rows = Fragment.objects.filter(pk__in=Coding.objects.values("fragment"))
    rows |= Fragment.objects.filter(version__source__number__lt=FIRST)
    return sorted({f"S{number}" for number in rows.values_list("version__source__number", flat=True)})


def test_it_can_be_chosen_by_what_it_is_of(chain: Chain, leader: User, result: AnalysisResult) -> None:
    (choice,) = results_to_choose(leader, chain.evaluation)
    assert choice.text == f"Wie spreekt: Wachten · gecodeerde teksten · n = {result.n}"


def test_what_is_coded_is_not_read_for_results_that_nobody_looks_for(
    chain: Chain, leader: User, result: AnalysisResult
) -> None:
    with CaptureQueriesContext(connection) as asked:
        found = [[one.label for one in results_to_choose(leader, chain.evaluation, words)] for words in ("niks", "u9")]

    assert found == [[], []]
    assert not [one["sql"] for one in asked if "coding_" in one["sql"]]
    for words in ("u1", "wachten GECODEERDE", ""):
        assert [one.label for one in results_to_choose(leader, chain.evaluation, words)] == ["U1"]


def test_it_is_told_without_reading_what_is_coded_now(chain: Chain, leader: User, result: AnalysisResult) -> None:
    coding.apply_code(
        actor=leader,
        version=chain.released.version,
        start=0,
        end=4,
        code=Code.objects.get(evaluation=chain.evaluation),
    )
    with CaptureQueriesContext(connection) as asked:
        (line,) = lines_of([result], with_codings=False)

    assert not line.data_changed
    assert not [one["sql"] for one in asked if "coding_" in one["sql"]]
    assert lines_of([result])[0].data_changed


def test_it_supports_a_finding_and_is_no_source_of_its_own(chain: Chain, leader: User, result: AnalysisResult) -> None:
    before = support_by_finding(chain.evaluation)[chain.finding.pk]
    findings.use_result(actor=leader, finding=chain.finding, result=result)
    after = support_by_finding(chain.evaluation)[chain.finding.pk]

    assert (after.independent, after.grounds, after.datasets) == (before.independent, before.grounds, before.datasets)
    assert after.supporting == before.supporting + 1
    for link in EvidenceLink.objects.filter(finding=chain.finding):
        findings.unlink_evidence(actor=leader, link=link)
    assert problems(chain, leader, "B01") == []
    assert problems(chain, leader, "B05") == []
    (row,) = findings_for(leader, chain.evaluation)
    assert column_of(row) == "one_voice"


def test_after_a_withdrawal_the_finding_asks_for_a_newer_result(
    chain: Chain, leader: User, result: AnalysisResult
) -> None:
    link = findings.use_result(actor=leader, finding=chain.finding, result=result)
    gone(leader)

    assert problems(chain, leader, "D01") == [
        "Deze uitkomst ligt onder B1 en is verwijderd met woorden die erin meetelden. Vraag haar opnieuw."
    ]
    between = again(chain, leader)
    AnalysisResult.objects.filter(pk=between.pk).update(predecessor=result)
    gone(leader, FIRST + 1)
    later, running = again(chain, leader), again(chain, leader)
    AnalysisResult.objects.filter(pk=later.pk).update(predecessor=between)
    nothing = {"sealed_content": None, "wrapped_key": None, "done_at": None}
    AnalysisResult.objects.filter(pk=running.pk).update(predecessor=later, state="asked", **nothing)
    later.refresh_from_db()
    shown = list(results_under(leader, chain.evaluation, [link]).values())
    assert newer_results(leader, chain.evaluation, shown) == {result.pk: later}
    link.refresh_from_db()
    findings.take_newer_result(actor=leader, link=link, revision=link.revision, newer=later)
    assert problems(chain, leader, "D01") == []


def test_a_count_with_words_that_went_is_not_told_beside_the_count_without_them(
    chain: Chain, leader: User, result: AnalysisResult
) -> None:
    chain.write(leader, "[[U1]]\n\n{{bijlage commentaar}}")
    reports.build_now(actor=leader, evaluation=chain.evaluation, kind="public")
    assert "U1" in Build.objects.get().said
    gone(leader)
    again(chain, leader)
    chain.write(leader, "[[U2]]")

    assert set(Build.objects.get().said) == {"C1", "A1"}
    assert [(one.label, one.before) for one in changes_since_draft(chain.report)] == [("U2", "")]


def test_nor_after_a_source_that_it_counted_is_deleted(chain: Chain, leader: User, result: AnalysisResult) -> None:
    chain.write(leader, "[[U1]]")
    reports.build_now(actor=leader, evaluation=chain.evaluation, kind="public")
    silent = Source.objects.exclude(versions__fragments__isnull=False).filter(results_counting=result).first()
    assert silent is not None

    delete_source(actor=leader, source=silent, reason=DestroyReason.WITHDRAWN)

    assert set(Build.objects.get().said) == {"C1", "A1"}


def test_opening_a_blind_round_is_no_error(
    chain: Chain, leader: User, researcher: User, result: AnalysisResult
) -> None:
    findings.use_result(actor=leader, finding=chain.finding, result=result)
    text = result.sources.order_by("number")[0].versions.get()
    blind = coding.plan_round(
        actor=leader, evaluation=chain.evaluation, title="Blind", texts=[text], coders=[researcher], is_blind=True
    )
    coding.open_round(actor=leader, round_=blind)

    code = Code.objects.get(evaluation=chain.evaluation)
    coding.apply_code(actor=researcher, version=text, start=0, end=3, code=code)

    assert problems(chain, leader, "D01") == []
    coding.close_round(actor=leader, round_=blind)
    assert len(problems(chain, leader, "D01")) == 1


def test_it_is_stale_in_the_checker_as_soon_as_something_is_coded(
    chain: Chain, leader: User, result: AnalysisResult
) -> None:
    findings.use_result(actor=leader, finding=chain.finding, result=result)
    assert problems(chain, leader, "D01") == []

    code = Code.objects.get(evaluation=chain.evaluation)
    coding.apply_code(actor=leader, version=chain.released.version, start=0, end=4, code=code)

    assert problems(chain, leader, "D01") == [
        "Deze uitkomst ligt onder B1, maar waaruit zij is berekend, is sindsdien gewijzigd."
    ]


def test_numbers_of_who_was_heard_are_told_beside_coded_texts_only_in_words(
    chain: Chain, leader: User, result: AnalysisResult
) -> None:
    chain.write(leader, "Drie respondenten zijn ziek.\n\nDat zeggen enkele respondenten [[U1]].")
    assert problems(chain, leader, "D05") == []
    for text, told in (
        ("Twee van de zes respondenten zeggen dit [[U1]].", "Twee van de zes respondenten"),
        ("Volgens [[U1]] wachten 4 van de 12 geïnterviewden.", "4 van de 12 geïnterviewden"),
        ("Vijf deelnemers wachten [[U1]].", "Vijf deelnemers"),
    ):
        chain.write(leader, text, "Cijfers (fictief)")
        said = f"In “Cijfers (fictief)” noemt een alinea bij een uitkomst over gecodeerde teksten “{told}”."
        assert said in problems(chain, leader, "D05")
    assert problems(chain, leader, "D03") == []
    assert problems(chain, leader, "D02") == []


@pytest.mark.parametrize(("about", "smallest"), [(PEOPLE, None), (CASES, 1)])
def test_one_text_that_was_left_out_is_no_small_count_of_people(about: str, smallest: int | None) -> None:
    apart = Table("blind", "Blijft buiten", (Column("texts", "teksten", Kind.COUNT),), ((1,),))

    assert smallest_count(Result((apart,), (), (), (), 12, about)) == smallest


def test_what_practice_said_of_a_sample_tells_no_small_count(
    chain: Chain, leader: User, result: AnalysisResult
) -> None:
    link = findings.use_result(actor=leader, finding=chain.finding, result=result, sample_outcome="De meeste klopten.")
    assert problems(chain, leader, "D05") == []
    link.refresh_from_db()
    findings.change_result_link(
        actor=leader,
        link=link,
        revision=link.revision,
        stance="supports",
        note="",
        sample_outcome="Bij drie van de 40 kinderen klopte het.",
    )
    assert problems(chain, leader, "D05") == [
        "Wat de praktijk van de steekproef zei, staat bij deze bevinding en noemt “drie van de 40 kinderen”."
    ]
