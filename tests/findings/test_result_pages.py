"""Pages on which results are evidence, for the team and for who reads along."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from django.urls import reverse
from django.utils.html import escape

from sluitend.apps.analyses import actions as analyses
from sluitend.apps.analyses import queries as results
from sluitend.apps.analyses import seals
from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.coding.models import Fragment
from sluitend.apps.datasets import store as dataset_store
from sluitend.apps.design.models import Evaluation, Question
from sluitend.apps.findings import actions, references
from sluitend.apps.findings.models import Finding, ResultLink
from sluitend.apps.people.models import User
from sluitend.apps.sources import store
from sluitend.errors import InputError
from sluitend.web import registry
from tests.findings.outcomes import NOBODYS, WAITS, computed, planted_dataset, result_of, version_of
from tests.findings.pages import ClientOf, page_of, url_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_folders() -> Iterator[None]:
    yield
    for folder in (dataset_store.FOLDER, store.PLAIN):
        shutil.rmtree(store.full(folder), ignore_errors=True)


@pytest.fixture
def result(evaluation: Evaluation, leader: User) -> AnalysisResult:
    """U1, really computed."""
    return computed(planted_dataset(evaluation, leader), leader, NOBODYS)


@pytest.fixture
def link(leader: User, finding: Finding, result: AnalysisResult) -> ResultLink:
    """B1 rests on U1."""
    return actions.use_result(actor=leader, finding=finding, result=result, note="Voor onszelf")


def _outside(result: AnalysisResult) -> tuple[str, ...]:
    try:
        return results.outside(result).sentences
    except InputError:
        return ()


@pytest.mark.parametrize("key", [WAITS, NOBODYS])
def test_who_reads_along_never_sees_what_only_the_team_may(
    key: str, evaluation: Evaluation, leader: User, reader: User, finding: Finding, client_of: ClientOf
) -> None:
    result = computed(planted_dataset(evaluation, leader), leader, key)
    actions.use_result(actor=leader, finding=finding, result=result, note="Voor onszelf")
    exact = seals.opened(result).result.sentences
    canaries = [escape(one) for one in exact[:3] if one not in _outside(result)]
    assert canaries  # the planted log has small numbers

    inside, outside = (page_of(client_of(who), "finding", evaluation.pk, 1) for who in (leader, reader))

    assert all(one in inside for one in canaries)
    assert not any(one in outside for one in canaries)
    assert "Voor onszelf" in inside
    assert "Voor onszelf" not in outside
    assert "U1" in outside
    assert "exact: alleen voor het team" in inside
    assert "exact: alleen voor het team" not in outside


def test_readers_cannot_use_change_or_take_off(
    evaluation: Evaluation, reader: User, link: ResultLink, client_of: ClientOf
) -> None:
    client, key = client_of(reader), evaluation.pk
    addresses = [
        url_of("use_result", key) + "?result=U1",
        url_of("add_result", key, 1),
        url_of("change_result", key, 1, 1),
        url_of("newer_result", key, 1, 1),
        url_of("unlink_result", key, 1, 1),
    ]

    assert [client.post(one).status_code for one in addresses] == [403] * 5
    assert url_of("change_result", key, 1, 1) not in page_of(client, "finding", key, 1)


def test_a_result_leads_to_a_new_finding_that_rests_on_it(
    evaluation: Evaluation, leader: User, question: Question, result: AnalysisResult, client_of: ClientOf
) -> None:
    client = client_of(leader)
    address = url_of("use_result", evaluation.pk) + "?result=U1"
    page = client.get(address).content.decode()
    assert escape(seals.opened(result).result.sentences[0]) in page

    answer = client.post(
        address,
        {
            "finding": "0",
            "title": "Soms is er niemand (fictief)",
            "question": str(question.pk),
            "stance": "supports",
            "note": "",
            "sample_outcome": "Meestal was er toch iemand (fictief).",
        },
    )

    assert answer.headers["Location"] == url_of("finding", evaluation.pk, 1) + "#U1"
    made = Finding.objects.get()
    assert [one.label for one in made.questions.all()] == ["V1"]
    (link,) = made.result_links.all()
    assert (str(link.result), link.sample_outcome) == ("U1", "Meestal was er toch iemand (fictief).")
    assert "Meestal was er toch iemand" in page_of(client, "finding", evaluation.pk, 1)


def test_only_a_sample_asks_for_its_outcome(evaluation: Evaluation, leader: User, client_of: ClientOf) -> None:
    version = version_of(evaluation, leader)
    result_of(version, leader, NOBODYS, state="asked", sealed_content=None, wrapped_key=None, done_at=None)
    result_of(version, leader, WAITS, state="asked", sealed_content=None, wrapped_key=None, done_at=None)
    client = client_of(leader)

    asked = [
        'name="sample_outcome"' in client.get(url_of("use_result", evaluation.pk) + f"?result=U{n}").content.decode()
        for n in (1, 2)
    ]

    assert asked == [True, False]


@pytest.mark.parametrize("label", ["", "U", "F1", "U9", "Ux", "U²"])
def test_what_is_no_result_is_not_found(label: str, evaluation: Evaluation, leader: User, client_of: ClientOf) -> None:
    address = url_of("use_result", evaluation.pk)

    assert client_of(leader).get(address, {"result": label}).status_code == 404


def test_a_result_that_is_not_done_makes_no_finding(
    evaluation: Evaluation, leader: User, question: Question, client_of: ClientOf
) -> None:
    version = version_of(evaluation, leader)
    result_of(version, leader, state="asked", sealed_content=None, wrapped_key=None, done_at=None)
    typed = {"finding": "0", "title": "Te vroeg (fictief)", "question": "", "stance": "supports", "note": ""}

    answer = client_of(leader).post(url_of("use_result", evaluation.pk) + "?result=U1", typed)

    assert "U1 laat (nog) niets zien, en kan dus geen bewijs zijn. Kies een uitkomst die klaar is." in (
        answer.content.decode()
    )
    assert not Finding.objects.exists()


def test_a_result_is_chosen_on_the_page_of_the_finding(
    evaluation: Evaluation, leader: User, finding: Finding, result: AnalysisResult, client_of: ClientOf
) -> None:
    client = client_of(leader)
    assert "U1 Zonder geregistreerde regiehouder (D1)" in page_of(client, "finding", evaluation.pk, 1)

    refused = client.post(url_of("add_result", evaluation.pk, 1), {"result": "9", "stance": "supports"})
    assert "Of kies de uitkomst van een analyse" in refused.content.decode()
    assert not ResultLink.objects.exists()

    client.post(url_of("add_result", evaluation.pk, 1), {"result": "1", "stance": "contradicts", "note": ""})

    assert [one.stance for one in finding.result_links.all()] == ["contradicts"]
    page = page_of(client, "finding", evaluation.pk, 1)
    assert "uitkomst van de steekproef ontbreekt" in page
    assert "U1 Zonder geregistreerde regiehouder (D1)" not in page


def test_the_second_of_two_people_sees_both(
    evaluation: Evaluation, leader: User, link: ResultLink, client_of: ClientOf
) -> None:
    words = {"stance": "nuances", "note": "De eerste", "sample_outcome": ""}
    actions.change_result_link(actor=leader, link=link, revision=1, **words)
    typed = {"stance": "supports", "note": "De tweede", "sample_outcome": "Klopt", "revision": "1"}
    client, address = client_of(leader), url_of("change_result", evaluation.pk, 1, 1)

    page = client.post(address, typed).content.decode()

    assert "Iemand anders heeft dit gewijzigd terwijl u schreef" in page
    assert "De eerste" in page
    assert "De tweede" in page
    client.post(address, {**typed, "revision": "2"})
    link.refresh_from_db()
    assert (link.note, link.sample_outcome) == ("De tweede", "Klopt")


@pytest.mark.parametrize("wrong", [{"note": "Nul\0"}, {"stance": "maybe"}, {"revision": "x"}])
def test_what_cannot_be_read_changes_nothing(
    wrong: dict[str, str], evaluation: Evaluation, leader: User, link: ResultLink, client_of: ClientOf
) -> None:
    client, address = client_of(leader), url_of("change_result", evaluation.pk, 1, 1)

    answer = client.post(address, {"stance": "nuances", "note": "Anders", "revision": "1", **wrong})

    link.refresh_from_db()
    assert (link.stance, link.note, link.revision) == ("supports", "Voor onszelf", 1)
    assert answer.status_code == 400


def test_what_practice_said_stays_where_no_sample_is_drawn_any_more(
    evaluation: Evaluation, leader: User, link: ResultLink, client_of: ClientOf
) -> None:
    ResultLink.objects.update(sample_outcome="Meestal klopte het (fictief).")
    AnalysisResult.objects.update(analysis=WAITS)
    typed = {"stance": "nuances", "note": "Anders", "revision": str(link.revision)}

    client_of(leader).post(url_of("change_result", evaluation.pk, 1, 1), typed)

    link.refresh_from_db()
    assert (link.stance, link.note, link.sample_outcome) == ("nuances", "Anders", "Meestal klopte het (fictief).")


def test_a_result_is_taken_off(evaluation: Evaluation, leader: User, link: ResultLink, client_of: ClientOf) -> None:
    client = client_of(leader)

    answer = client.post(url_of("unlink_result", evaluation.pk, 1, 1), follow=True)

    assert "U1 is geen bewijs meer voor B1." in answer.content.decode()
    assert not ResultLink.objects.exists()
    assert client.post(url_of("unlink_result", evaluation.pk, 1, 1)).status_code == 404


def test_what_was_destroyed_says_so(
    evaluation: Evaluation, leader: User, reader: User, link: ResultLink, client_of: ClientOf
) -> None:
    sentence = escape(seals.opened(link.result).result.sentences[0])
    analyses.forget(leader, link.result.version)

    inside, outside = (page_of(client_of(who), "finding", evaluation.pk, 1) for who in (leader, reader))

    for page in (inside, outside):
        assert "Vernietigd met de gegevens op" in page
        assert "1 uitkomst vernietigd" in page
        assert sentence not in page
    assert "Bekijk deze bevinding opnieuw" in inside
    assert "1 uitkomst vernietigd" in page_of(client_of(leader), "list", evaluation.pk)


@pytest.mark.parametrize("state", ["done", "destroyed"])
def test_a_finding_leads_who_reads_along_to_no_page_that_is_not_there(
    state: str, evaluation: Evaluation, leader: User, reader: User, link: ResultLink, client_of: ClientOf
) -> None:
    """Of what was destroyed the team still has a page: it says what was asked, and when it went."""
    if state == "destroyed":
        analyses.forget(leader, link.result.version)
    there = reverse("analyses:result", args=[evaluation.pk, 1])

    for who in (leader, reader):
        client = client_of(who)
        page = page_of(client, "finding", evaluation.pk, 1)
        assert (f'href="{there}"' in page) == (client.get(there).status_code == 200)
        assert ">U1<" in page


def test_out_of_date_tells_what_changed(
    evaluation: Evaluation, leader: User, link: ResultLink, client_of: ClientOf
) -> None:
    AnalysisResult.objects.filter(pk=link.result_id).update(code_version="0" * 64)

    page = page_of(client_of(leader), "finding", evaluation.pk, 1)

    assert "De methode van de analyse is veranderd." in page
    assert "De dataset heeft een nieuwere versie." not in page
    for view in ("list", "board"):
        assert "1 uitkomst verouderd" in page_of(client_of(leader), view, evaluation.pk)


def test_what_is_out_of_date_is_replaced_by_what_was_computed_since(
    evaluation: Evaluation, leader: User, reader: User, link: ResultLink, client_of: ClientOf
) -> None:
    AnalysisResult.objects.filter(pk=link.result_id).update(code_version="0" * 64)
    again = analyses.ask_again(actor=leader, result=link.result)
    analyses.carry_out(again.pk)
    client, address = client_of(leader), url_of("newer_result", evaluation.pk, 1, 1)
    assert "Laat haar rusten op U2" in page_of(client, "finding", evaluation.pk, 1)
    assert "Laat haar rusten op U2" not in page_of(client_of(reader), "finding", evaluation.pk, 1)
    assert client.post(address, {"newer": "²", "revision": "1"}).status_code == 404

    page = client.post(address, {"newer": "2", "revision": "1"}, follow=True).content.decode()

    assert "B1 rust nu op U2, in plaats van op U1." in page
    assert "1 uitkomst verouderd" not in page


def test_the_page_of_a_result_says_what_rests_on_it(
    evaluation: Evaluation, leader: User, link: ResultLink, client_of: ClientOf
) -> None:
    page = client_of(leader).get(f"/evaluaties/{evaluation.pk}/analyses/1/").content.decode()

    assert link.finding.title in page
    assert "deze uitkomst: ondersteunt" in page
    assert url_of("use_result", evaluation.pk) + "?result=U1" in page


def test_the_chain_is_walked_both_ways(
    evaluation: Evaluation, leader: User, link: ResultLink, fragments: list[Fragment]
) -> None:
    actions.link_evidence(actor=leader, finding=link.finding, fragment=fragments[1])

    up = references.evidence_of_finding(leader, evaluation, "1")
    down = registry.evidence_kinds["U"].down_links(leader, evaluation, "1")

    assert [str(one) for one in up] == ["F2", "U1"]
    assert [str(one) for one in down] == ["B1"]


def test_passages_and_results_are_split_off_together(
    evaluation: Evaluation, leader: User, link: ResultLink, fragments: list[Fragment], client_of: ClientOf
) -> None:
    for fragment in fragments[:2]:
        actions.link_evidence(actor=leader, finding=link.finding, fragment=fragment)
    address = url_of("split_finding", evaluation.pk, 1)
    assert "U1 ondersteunt: Zonder geregistreerde regiehouder" in client_of(leader).get(address).content.decode()

    client_of(leader).post(address, {"title": "Apart (fictief)", "evidence": ["F2", "U1"]})

    new = Finding.objects.get(number=2)
    assert [str(one.fragment) for one in new.evidence.all()] == ["F2"]
    assert [str(one.result) for one in new.result_links.all()] == ["U1"]


def test_support_of_results_stands_apart_from_that_of_people(
    evaluation: Evaluation, leader: User, reader: User, link: ResultLink, client_of: ClientOf
) -> None:
    for who in (leader, reader):
        page = page_of(client_of(who), "finding", evaluation.pk, 1)
        assert "1 uitkomst uit 1 dataset" in page
        assert "Eén dataset is één bron." in page
