"""Evidence on the pages: choosing passages, their stance, and the dialog over the text that is coded."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sluitend.apps.coding import actions as coding
from sluitend.apps.coding import hooks
from sluitend.apps.coding.models import Fragment
from sluitend.apps.design.models import Evaluation, Question
from sluitend.apps.findings import actions
from sluitend.apps.findings.models import Finding
from sluitend.apps.people.models import User
from tests.findings.conftest import SECRET, MakeSource
from tests.findings.pages import ClientOf, url_of


def test_labels_are_linked_all_or_none_and_stay_in_the_field(
    client_of: ClientOf, leader: User, evaluation: Evaluation, finding: Finding, fragments: list[Fragment]
) -> None:
    client, url = client_of(leader), url_of("add_evidence", evaluation.pk, 1)

    unknown = client.post(url, {"labels": "f1; F77", "stance": "supports", "note": "Bewaar mij"}).content.decode()
    nonsense = client.post(url, {"labels": "F1 en F2", "stance": "supports"}).content.decode()
    assert not finding.evidence.exists()
    assert "In deze evaluatie bestaat geen fragment F77. Controleer het nummer." in unknown
    assert "f1; F77" in unknown
    assert "Bewaar mij" in unknown
    assert "Schrijf nummers zoals F12, met komma’s ertussen." in nonsense

    client.post(url, {"labels": "f1", "fragment": ["F3", "F2"], "stance": "nuances"})
    assert {(one.fragment.number, one.stance) for one in finding.evidence.all()} == {(n, "nuances") for n in (1, 2, 3)}


def test_passages_are_searched_and_ticked(
    client_of: ClientOf, leader: User, evaluation: Evaluation, supported: Finding, make_source: MakeSource
) -> None:
    version = make_source(4, "Eerst belde niemand. Toen belde de gemeente.")
    coding.ensure_fragment(actor=leader, version=version, start=0, end=20)
    client = client_of(leader)

    page = client.get(url_of("find_evidence", evaluation.pk, 1), {"words": "belde", "source": ""}).content.decode()

    assert "2 passages" in page
    assert "Eerst belde niemand." in page
    assert SECRET in page
    assert 'value="F4"' in page
    assert 'value="F1"' not in page
    assert "al gekoppeld" in page
    assert (
        "Geen passage gevonden."
        in client.get(url_of("find_evidence", evaluation.pk, 1), {"words": "zzz"}).content.decode()
    )


def test_stance_and_note_change_on_the_page(
    client_of: ClientOf, leader: User, evaluation: Evaluation, supported: Finding
) -> None:
    client = client_of(leader)

    client.post(
        url_of("change_evidence", evaluation.pk, 1, 1), {"stance": "contradicts", "note": "Toch niet", "revision": 1}
    )
    refused = client.post(url_of("change_evidence", evaluation.pk, 1, 2), {"stance": "proves", "revision": 1})
    client.post(url_of("unlink_evidence", evaluation.pk, 1, 3))

    assert [(one.fragment.number, one.stance, one.note) for one in supported.evidence.all()] == [
        (1, "contradicts", "Toch niet"),
        (2, "contradicts", "Voor onszelf"),
    ]
    assert refused.status_code == 400
    assert client.post(url_of("unlink_evidence", evaluation.pk, 1, 3)).status_code == 404


def test_of_two_who_change_a_stance_the_second_sees_both_and_can_save_again(
    client_of: ClientOf, leader: User, evaluation: Evaluation, supported: Finding
) -> None:
    client, url = client_of(leader), url_of("change_evidence", evaluation.pk, 1, 1)
    client.post(url, {"stance": "nuances", "note": "Van de ander", "revision": 1})
    mine = {"stance": "contradicts", "note": "Van mij"}

    told = client.post(url, {**mine, "revision": 1}).content.decode()
    client.post(url, {**mine, "revision": 2})

    assert "Van de ander" in told
    assert "Van mij" in told
    assert 'name="revision" value="2"' in told
    assert supported.evidence.get(fragment__number=1).note == "Van mij"


@pytest.mark.parametrize("asked", [{"QUERY_STRING": "fragment=F1&dialog=1"}, {"HTTP_HX_REQUEST": "true"}])
def test_a_dialog_gets_the_form_alone_and_is_told_when_it_is_done(
    asked: dict[str, str],
    client_of: ClientOf,
    leader: User,
    evaluation: Evaluation,
    finding: Finding,
    fragments: list[Fragment],
) -> None:
    client = client_of(leader)
    extra: dict[str, Any] = {"QUERY_STRING": "fragment=F1", **asked}

    form = client.get(url_of("use_as_evidence", evaluation.pk), **extra)
    wrong = client.post(url_of("use_as_evidence", evaluation.pk), {"finding": "0", "stance": "supports"}, **extra)
    done = client.post(url_of("use_as_evidence", evaluation.pk), {"finding": "1", "stance": "contradicts"}, **extra)

    assert "<html" not in form.content.decode()
    assert SECRET in form.content.decode()
    assert "X-Sluitend-Done" not in wrong.headers
    assert "Schrijf de nieuwe bevinding in één zin" in wrong.content.decode()
    assert (done.status_code, done.headers["X-Sluitend-Done"]) == (200, "1")
    told = json.loads(done.headers["HX-Trigger"])["sluitend:evidence"]
    assert told == {"fragment": 1, "finding": "B1", "message": "F1 is bewijs voor B1."}
    assert finding.evidence.get().stance == "contradicts"
    assert hooks.marks_of(evaluation.pk, [fragments[0].pk]) == {fragments[0].pk: ["B1 spreekt tegen"]}


def test_the_finding_used_last_stands_first_and_chosen(
    client_of: ClientOf, leader: User, evaluation: Evaluation, finding: Finding, fragments: list[Fragment]
) -> None:
    actions.add_finding(actor=leader, evaluation=evaluation, title="Nieuwer (fictief)")
    client, url = client_of(leader), url_of("use_as_evidence", evaluation.pk)

    def offered(label: str) -> list[Any]:
        field = client.get(url, {"fragment": label}).context["form"].fields["finding"]
        return [field.initial, *(number for number, _words in field.choices)]

    assert offered("F1") == [2, 2, 1, 0]
    client.post(f"{url}?fragment=F1", {"finding": "1", "stance": "supports"})
    assert offered("F2") == [1, 1, 2, 0]


def test_a_new_finding_is_written_on_the_spot_with_its_first_evidence(
    client_of: ClientOf, leader: User, evaluation: Evaluation, question: Question, fragments: list[Fragment]
) -> None:
    client, url = client_of(leader), url_of("use_as_evidence", evaluation.pk) + "?fragment=f2"

    response = client.post(url, {"finding": "0", "title": "Nieuw", "question": question.pk, "stance": "nuances"})

    found = Finding.objects.get()
    assert response.headers["Location"] == url_of("finding", evaluation.pk, found.number)
    assert found.evidence.get().fragment == fragments[1]
    assert list(found.questions.all()) == [question]


def test_a_sentence_beside_a_chosen_finding_is_not_lost(
    client_of: ClientOf, leader: User, evaluation: Evaluation, finding: Finding, fragments: list[Fragment]
) -> None:
    url = url_of("use_as_evidence", evaluation.pk) + "?fragment=F1"

    page = client_of(leader).post(url, {"finding": "1", "title": "Bewaar mij", "stance": "supports"}).content.decode()

    assert "U koos een bevinding en schreef ook een nieuwe." in page
    assert "Bewaar mij" in page
    assert not finding.evidence.exists()


@pytest.mark.parametrize("label", ["", "F", "F99", "x1", "F1.2", "²"])
def test_a_fragment_that_is_not_there_is_not_found(
    label: str, client_of: ClientOf, leader: User, evaluation: Evaluation, fragments: list[Fragment]
) -> None:
    assert client_of(leader).get(url_of("use_as_evidence", evaluation.pk), {"fragment": label}).status_code == 404
