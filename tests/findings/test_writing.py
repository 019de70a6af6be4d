"""The forms: what they keep, what two people at one object are told, and what is refused."""

from __future__ import annotations

from typing import Any

from sluitend.apps.design.models import Criterion, Evaluation, Question
from sluitend.apps.findings import actions
from sluitend.apps.findings.models import Conclusion, Finding, Recommendation
from sluitend.apps.people.models import User
from tests.findings.conftest import add_question
from tests.findings.pages import ClientOf, page_of, url_of


def test_writing_a_finding_ends_at_its_evidence(
    client_of: ClientOf, leader: User, evaluation: Evaluation, question: Question, criterion: Criterion
) -> None:
    client = client_of(leader)
    form = client.get(url_of("add_finding", evaluation.pk), {"question": "V1"}).context["form"]

    sent = {"title": "Nieuw", "questions": form.initial["questions"], "criteria": [criterion.pk]}
    response = client.post(url_of("add_finding", evaluation.pk), sent)

    found = Finding.objects.get()
    assert response.headers["Location"] == url_of("finding", evaluation.pk, found.number)
    assert list(found.questions.all()) == [question]
    assert list(found.criteria.all()) == [criterion]


def test_a_changed_finding_keeps_a_question_that_was_dropped(
    client_of: ClientOf, leader: User, evaluation: Evaluation, finding: Finding, question: Question
) -> None:
    question.dropped_at, question.dropped_reason = "2026-02-01", "Valt buiten de afbakening."
    question.save()
    client = client_of(leader)
    form = client.get(url_of("change_finding", evaluation.pk, 1)).context["form"]

    client.post(url_of("change_finding", evaluation.pk, 1), {**form.initial, "title": "Anders"})

    finding.refresh_from_db()
    assert finding.title == "Anders"
    assert list(finding.questions.all()) == [question]


def test_both_texts_are_shown_to_the_second_of_two_people(
    client_of: ClientOf, leader: User, researcher: User, evaluation: Evaluation, finding: Finding, question: Question
) -> None:
    url = url_of("change_finding", evaluation.pk, 1)
    other = add_question(evaluation, leader, "V2")
    actions.change_finding(
        actor=leader, finding=finding, revision=1, title="Wat de eerste schreef", text="", questions=[question, other]
    )
    client = client_of(researcher)

    response = client.post(url, {"title": "Wat de tweede schreef", "questions": [question.pk], "revision": 1})
    page = response.content.decode()

    assert response.status_code == 200
    assert "Wat de eerste schreef" in page
    assert "Wat de tweede schreef" in page
    assert "Iemand anders heeft dit gewijzigd terwijl u schreef." in page
    assert ("Helpt bij het antwoord op", "V1 Hoe werkt V1 (fictief)?\nV2 Hoe werkt V2 (fictief)?") in [
        (str(label), value) for label, value in response.context["meanwhile"]
    ]
    again = client.post(
        url, {"title": "Samen", "questions": [question.pk], "revision": response.context["form"]["revision"].value()}
    )
    assert again.status_code == 302
    finding.refresh_from_db()
    assert (finding.title, finding.revision) == ("Samen", 3)


def test_a_form_without_a_revision_never_writes_over_a_text(
    client_of: ClientOf, leader: User, evaluation: Evaluation, answered: Conclusion
) -> None:
    client = client_of(leader)
    forms: list[tuple[str, dict[str, Any]]] = [
        (url_of("change_finding", evaluation.pk, 1), {"title": "Blind"}),
        (url_of("write_conclusion", evaluation.pk, "V1"), {"text": "Blind", "judgement": "not_judged"}),
        (url_of("change_recommendation", evaluation.pk, 1), {"title": "Blind", "kind": "recommendation"}),
    ]
    for url, sent in forms:
        response = client.post(url, sent)
        assert response.status_code == 200
        assert "Iemand anders heeft dit gewijzigd" in response.content.decode()

    answered.refresh_from_db()
    assert answered.text == "Niemand is aan zet."
    assert not Finding.objects.filter(title="Blind").exists()
    assert not Recommendation.objects.filter(title="Blind").exists()


def test_an_answer_and_a_reason_together_are_refused_and_kept(
    client_of: ClientOf, leader: User, evaluation: Evaluation, question: Question
) -> None:
    sent = {"text": "Ja, want …", "not_answered_reason": "Nee, want …", "judgement": "not_judged"}

    page = client_of(leader).post(url_of("write_conclusion", evaluation.pk, "V1"), sent).content.decode()

    assert "Schrijf het antwoord, of de reden waarom er geen antwoord is; niet allebei." in page
    assert "Ja, want …" in page
    assert "Nee, want …" in page


def test_what_is_in_use_is_not_deleted_and_says_by_what(
    client_of: ClientOf, leader: User, evaluation: Evaluation, answered: Conclusion
) -> None:
    client = client_of(leader)

    finding = client.post(url_of("delete_finding", evaluation.pk, 1)).content.decode()
    conclusion = client.post(url_of("delete_conclusion", evaluation.pk, "V1")).content.decode()

    assert "Op deze bevinding rust een conclusie: C1." in finding
    assert "Op deze conclusie rust een aanbeveling: A1." in conclusion
    assert client.post(url_of("delete_recommendation", evaluation.pk, 1)).status_code == 302
    assert client.post(url_of("delete_conclusion", evaluation.pk, "V1")).status_code == 302
    assert not Conclusion.objects.exists()


def test_a_delete_page_deletes_nothing_by_itself(
    client_of: ClientOf, leader: User, evaluation: Evaluation, finding: Finding
) -> None:
    page_of(client_of(leader), "delete_finding", evaluation.pk, 1)

    assert Finding.objects.exists()


def test_what_was_added_is_opened(client_of: ClientOf, leader: User, evaluation: Evaluation) -> None:
    client = client_of(leader)

    finding = client.post(url_of("add_finding", evaluation.pk), {"title": "Nieuw (fictief)"})
    advice = client.post(
        url_of("add_recommendation", evaluation.pk), {"title": "Nieuw (fictief)", "kind": "recommendation"}
    )

    assert finding["Location"] == url_of("finding", evaluation.pk, 1)
    assert advice["Location"] == url_of("recommendation", evaluation.pk, 1)


def test_recommendations_are_written_and_changed(
    client_of: ClientOf, leader: User, evaluation: Evaluation, answered: Conclusion
) -> None:
    client = client_of(leader)
    sent = {"title": "Praat", "kind": "starting_point", "addressee": "de colleges", "conclusions": [1]}

    client.post(url_of("add_recommendation", evaluation.pk), sent)
    client.post(url_of("change_recommendation", evaluation.pk, 2), {**sent, "title": "Praat erover", "revision": 1})

    found = Recommendation.objects.get(number=2)
    assert (found.title, found.kind, found.addressee) == ("Praat erover", "starting_point", "de colleges")
    page = page_of(client, "recommendations", evaluation.pk)
    assert "Aanknopingspunt" in page
    assert "voor de colleges" in page
