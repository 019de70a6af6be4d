"""The pages: what each role sees, what a form keeps, and what a dialog answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sluitend.apps.coding import actions as coding
from sluitend.apps.coding import hooks
from sluitend.apps.coding.models import Fragment
from sluitend.apps.design.models import Criterion, Evaluation, Question
from sluitend.apps.findings import actions
from sluitend.apps.findings.models import Conclusion, Finding, Recommendation
from sluitend.apps.people.models import User
from tests.findings.conftest import HEARD, PUBLIC, SECRET, TITLE, MakeSource, add_question, reword

ClientOf = Callable[[User], Client]


@pytest.fixture
def supported(leader: User, finding: Finding, fragments: list[Fragment]) -> Finding:
    """B1 on F1 (supports), F2 (contradicts, quote released) and F3 (public)."""
    for fragment, stance in zip(fragments, ("supports", "contradicts", "nuances"), strict=True):
        actions.link_evidence(actor=leader, finding=finding, fragment=fragment, stance=stance, note="Voor onszelf")
    coding.release_quote(actor=leader, fragment=fragments[1])
    return finding


@pytest.fixture
def answered(leader: User, supported: Finding, question: Question) -> Conclusion:
    conclusion = actions.write_conclusion(
        actor=leader, question=question, text="Niemand is aan zet.", findings=[supported]
    )
    actions.add_recommendation(
        actor=leader, evaluation=question.evaluation, title="Wijs iemand aan (fictief)", conclusions=[conclusion]
    )
    return conclusion


def _url(name: str, *arguments: object) -> str:
    return reverse(f"findings:{name}", args=arguments)


def _page(client: Client, name: str, *arguments: object) -> str:
    response = client.get(_url(name, *arguments))
    assert response.status_code == 200
    return response.content.decode()


def _pages(evaluation: Evaluation) -> list[str]:
    key = evaluation.pk
    return [
        _url("list", key),
        _url("finding", key, 1),
        _url("conclusions", key),
        _url("conclusion", key, "V1"),
        _url("recommendations", key),
        _url("recommendation", key, 1),
    ]


def test_a_reader_never_sees_what_was_not_released(
    client_of: ClientOf, reader: User, evaluation: Evaluation, answered: Conclusion
) -> None:
    client = client_of(reader)

    shown = {url: client.get(url).content.decode() for url in _pages(evaluation)}

    everything = "".join(shown.values())
    for secret in (SECRET, SECRET[:20], "buurvrouw", TITLE, "Voor onszelf"):
        assert secret not in everything
    page = shown[_url("finding", evaluation.pk, 1)]
    assert HEARD in page
    assert PUBLIC in page
    assert page.count("alleen voor het team") == 1
    assert "spreekt tegen" in page


def test_a_reader_is_offered_nothing_to_change(
    client_of: ClientOf, reader: User, evaluation: Evaluation, answered: Conclusion
) -> None:
    client = client_of(reader)

    for url in _pages(evaluation):
        page = client.get(url).content.decode()
        main = page[page.index("<main") : page.index("</main>")]
        assert 'method="post"' not in main
        assert not any(word in main for word in ("/wijzigen/", "/nieuw/", "/schrijven/", "/verwijderen/", "/zoeken/"))


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("add_finding", ()),
        ("change_finding", (1,)),
        ("delete_finding", (1,)),
        ("find_evidence", (1,)),
        ("use_as_evidence", ()),
        ("write_conclusion", ("V1",)),
        ("delete_conclusion", ("V1",)),
        ("add_recommendation", ()),
        ("change_recommendation", (1,)),
        ("delete_recommendation", (1,)),
    ],
)
def test_only_the_team_opens_the_forms(
    name: str,
    arguments: tuple[object, ...],
    client_of: ClientOf,
    researcher: User,
    reader: User,
    outsider: User,
    evaluation: Evaluation,
    answered: Conclusion,
) -> None:
    url = _url(name, evaluation.pk, *arguments) + "?fragment=F1"

    assert client_of(researcher).get(url).status_code == 200
    assert client_of(reader).get(url).status_code == 403
    assert client_of(outsider).get(url).status_code == 404


def test_the_list_shows_every_finding_wherever_it_is_tied(
    client_of: ClientOf, leader: User, evaluation: Evaluation, supported: Finding, question: Question
) -> None:
    part = add_question(evaluation, leader, "V1.1", parent=question)  # V1 is divided now, and B1 stays with it
    dropped = add_question(evaluation, leader, "V9")
    dropped.dropped_at, dropped.dropped_reason = "2026-02-01", "Valt buiten de afbakening."
    dropped.save()
    for title, tied in (("Bij een deel", [part]), ("Bij wat verviel", [dropped]), ("Los", [])):
        actions.add_finding(actor=leader, evaluation=evaluation, title=f"{title} (fictief)", questions=tied)
    client = client_of(leader)

    page = _page(client, "list", evaluation.pk)
    only_part = client.get(_url("list", evaluation.pk), {"question": "V1.1"}).content.decode()
    only_loose = client.get(_url("list", evaluation.pk), {"question": "none"}).content.decode()

    for title in ("Niemand belt (fictief)", "Bij een deel (fictief)", "Bij wat verviel (fictief)", "Los (fictief)"):
        assert title in page
    assert "1 ondersteunt" in page
    assert "1 spreekt tegen" in page
    assert "uit 3 bronnen" in page
    assert "nog geen bewijs" in page
    assert "Bij een deel" in only_part
    assert "Niemand belt" not in only_part
    assert "Los (fictief)" in only_loose
    assert "Niemand belt" not in only_loose


def test_empty_lists_say_what_to_do_first(
    client_of: ClientOf, leader: User, reader: User, evaluation: Evaluation
) -> None:
    team, outside = client_of(leader), client_of(reader)

    assert "druk op e" in _page(team, "list", evaluation.pk)
    assert "Het team heeft nog geen bevindingen geschreven." in _page(outside, "list", evaluation.pk)
    assert "Schrijf eerst de vragen." in _page(team, "conclusions", evaluation.pk)
    assert "Schrijf eerst de conclusies" in _page(team, "recommendations", evaluation.pk)
    assert "Het team heeft nog geen aanbevelingen geschreven." in _page(outside, "recommendations", evaluation.pk)


def test_writing_a_finding_ends_at_its_evidence(
    client_of: ClientOf, leader: User, evaluation: Evaluation, question: Question, criterion: Criterion
) -> None:
    client = client_of(leader)
    form = client.get(_url("add_finding", evaluation.pk), {"question": "V1"}).context["form"]

    sent = {"title": "Nieuw", "questions": form.initial["questions"], "criteria": [criterion.pk]}
    response = client.post(_url("add_finding", evaluation.pk), sent)

    found = Finding.objects.get()
    assert response.headers["Location"] == _url("finding", evaluation.pk, found.number)
    assert list(found.questions.all()) == [question]
    assert list(found.criteria.all()) == [criterion]


def test_a_changed_finding_keeps_a_question_that_was_dropped(
    client_of: ClientOf, leader: User, evaluation: Evaluation, finding: Finding, question: Question
) -> None:
    question.dropped_at, question.dropped_reason = "2026-02-01", "Valt buiten de afbakening."
    question.save()
    client = client_of(leader)
    form = client.get(_url("change_finding", evaluation.pk, 1)).context["form"]

    client.post(_url("change_finding", evaluation.pk, 1), {**form.initial, "title": "Anders"})

    finding.refresh_from_db()
    assert finding.title == "Anders"
    assert list(finding.questions.all()) == [question]


def test_both_texts_are_shown_to_the_second_of_two_people(
    client_of: ClientOf, leader: User, researcher: User, evaluation: Evaluation, finding: Finding, question: Question
) -> None:
    url = _url("change_finding", evaluation.pk, 1)
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
        (_url("change_finding", evaluation.pk, 1), {"title": "Blind"}),
        (_url("write_conclusion", evaluation.pk, "V1"), {"text": "Blind", "judgement": "not_judged"}),
        (_url("change_recommendation", evaluation.pk, 1), {"title": "Blind", "kind": "recommendation"}),
    ]
    for url, sent in forms:
        response = client.post(url, sent)
        assert response.status_code == 200
        assert "Iemand anders heeft dit gewijzigd" in response.content.decode()

    answered.refresh_from_db()
    assert answered.text == "Niemand is aan zet."
    assert not Finding.objects.filter(title="Blind").exists()
    assert not Recommendation.objects.filter(title="Blind").exists()


def test_the_conclusion_page_shows_support_criteria_and_a_shifted_question(
    client_of: ClientOf, leader: User, evaluation: Evaluation, answered: Conclusion, criterion: Criterion
) -> None:
    reword(answered.question, leader, "Wie belt het gezin (fictief)?")
    client = client_of(leader)

    page = _page(client, "conclusion", evaluation.pk, "V1")
    form = _page(client, "write_conclusion", evaluation.pk, "V1")

    assert "Wie belt het gezin (fictief)?" in page
    assert "De vraag heeft een andere formulering gekregen" in page
    assert "Niemand belt (fictief)" in page
    assert "1 ondersteunt" in page
    for text in ("Elk gezin weet wie het belt.", "Niemand belt."):
        assert text in page
        assert text in form
    assert "B1 Niemand belt (fictief) (1 ondersteunt, 1 spreekt tegen, 1 nuanceert, uit 3 bronnen)" in form
    assert "vraag sindsdien anders geformuleerd" in _page(client, "conclusions", evaluation.pk)


def test_an_answer_and_a_reason_together_are_refused_and_kept(
    client_of: ClientOf, leader: User, evaluation: Evaluation, question: Question
) -> None:
    sent = {"text": "Ja, want …", "not_answered_reason": "Nee, want …", "judgement": "not_judged"}

    page = client_of(leader).post(_url("write_conclusion", evaluation.pk, "V1"), sent).content.decode()

    assert "Schrijf het antwoord, of de reden waarom er geen antwoord is; niet allebei." in page
    assert "Ja, want …" in page
    assert "Nee, want …" in page


def test_what_is_in_use_is_not_deleted_and_says_by_what(
    client_of: ClientOf, leader: User, evaluation: Evaluation, answered: Conclusion
) -> None:
    client = client_of(leader)

    finding = client.post(_url("delete_finding", evaluation.pk, 1)).content.decode()
    conclusion = client.post(_url("delete_conclusion", evaluation.pk, "V1")).content.decode()

    assert "Op deze bevinding rust een conclusie: C1." in finding
    assert "Op deze conclusie rust een aanbeveling: A1." in conclusion
    assert client.post(_url("delete_recommendation", evaluation.pk, 1)).status_code == 302
    assert client.post(_url("delete_conclusion", evaluation.pk, "V1")).status_code == 302
    assert not Conclusion.objects.exists()


def test_a_delete_page_deletes_nothing_by_itself(
    client_of: ClientOf, leader: User, evaluation: Evaluation, finding: Finding
) -> None:
    _page(client_of(leader), "delete_finding", evaluation.pk, 1)

    assert Finding.objects.exists()


def test_labels_are_linked_all_or_none_and_stay_in_the_field(
    client_of: ClientOf, leader: User, evaluation: Evaluation, finding: Finding, fragments: list[Fragment]
) -> None:
    client, url = client_of(leader), _url("add_evidence", evaluation.pk, 1)

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

    page = client.get(_url("find_evidence", evaluation.pk, 1), {"words": "belde", "source": ""}).content.decode()

    assert "2 passages" in page
    assert "Eerst belde niemand." in page
    assert SECRET in page
    assert 'value="F4"' in page
    assert 'value="F1"' not in page
    assert "al gekoppeld" in page
    assert (
        "Geen passage gevonden."
        in client.get(_url("find_evidence", evaluation.pk, 1), {"words": "zzz"}).content.decode()
    )


def test_what_was_added_is_opened(client_of: ClientOf, leader: User, evaluation: Evaluation) -> None:
    client = client_of(leader)

    finding = client.post(_url("add_finding", evaluation.pk), {"title": "Nieuw (fictief)"})
    advice = client.post(
        _url("add_recommendation", evaluation.pk), {"title": "Nieuw (fictief)", "kind": "recommendation"}
    )

    assert finding["Location"] == _url("finding", evaluation.pk, 1)
    assert advice["Location"] == _url("recommendation", evaluation.pk, 1)


def test_stance_and_note_change_on_the_page(
    client_of: ClientOf, leader: User, evaluation: Evaluation, supported: Finding
) -> None:
    client = client_of(leader)

    client.post(
        _url("change_evidence", evaluation.pk, 1, 1), {"stance": "contradicts", "note": "Toch niet", "revision": 1}
    )
    refused = client.post(_url("change_evidence", evaluation.pk, 1, 2), {"stance": "proves", "revision": 1})
    client.post(_url("unlink_evidence", evaluation.pk, 1, 3))

    assert [(one.fragment.number, one.stance, one.note) for one in supported.evidence.all()] == [
        (1, "contradicts", "Toch niet"),
        (2, "contradicts", "Voor onszelf"),
    ]
    assert refused.status_code == 400
    assert client.post(_url("unlink_evidence", evaluation.pk, 1, 3)).status_code == 404


def test_of_two_who_change_a_stance_the_second_sees_both_and_can_save_again(
    client_of: ClientOf, leader: User, evaluation: Evaluation, supported: Finding
) -> None:
    client, url = client_of(leader), _url("change_evidence", evaluation.pk, 1, 1)
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

    form = client.get(_url("use_as_evidence", evaluation.pk), **extra)
    wrong = client.post(_url("use_as_evidence", evaluation.pk), {"finding": "0", "stance": "supports"}, **extra)
    done = client.post(_url("use_as_evidence", evaluation.pk), {"finding": "1", "stance": "contradicts"}, **extra)

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
    client, url = client_of(leader), _url("use_as_evidence", evaluation.pk)

    def offered(label: str) -> list[Any]:
        field = client.get(url, {"fragment": label}).context["form"].fields["finding"]
        return [field.initial, *(number for number, _words in field.choices)]

    assert offered("F1") == [2, 2, 1, 0]
    client.post(f"{url}?fragment=F1", {"finding": "1", "stance": "supports"})
    assert offered("F2") == [1, 1, 2, 0]


def test_a_new_finding_is_written_on_the_spot_with_its_first_evidence(
    client_of: ClientOf, leader: User, evaluation: Evaluation, question: Question, fragments: list[Fragment]
) -> None:
    client, url = client_of(leader), _url("use_as_evidence", evaluation.pk) + "?fragment=f2"

    response = client.post(url, {"finding": "0", "title": "Nieuw", "question": question.pk, "stance": "nuances"})

    found = Finding.objects.get()
    assert response.headers["Location"] == _url("finding", evaluation.pk, found.number)
    assert found.evidence.get().fragment == fragments[1]
    assert list(found.questions.all()) == [question]


def test_a_sentence_beside_a_chosen_finding_is_not_lost(
    client_of: ClientOf, leader: User, evaluation: Evaluation, finding: Finding, fragments: list[Fragment]
) -> None:
    url = _url("use_as_evidence", evaluation.pk) + "?fragment=F1"

    page = client_of(leader).post(url, {"finding": "1", "title": "Bewaar mij", "stance": "supports"}).content.decode()

    assert "U koos een bevinding en schreef ook een nieuwe." in page
    assert "Bewaar mij" in page
    assert not finding.evidence.exists()


@pytest.mark.parametrize("label", ["", "F", "F99", "x1", "F1.2", "²"])
def test_a_fragment_that_is_not_there_is_not_found(
    label: str, client_of: ClientOf, leader: User, evaluation: Evaluation, fragments: list[Fragment]
) -> None:
    assert client_of(leader).get(_url("use_as_evidence", evaluation.pk), {"fragment": label}).status_code == 404


def test_recommendations_are_written_and_changed(
    client_of: ClientOf, leader: User, evaluation: Evaluation, answered: Conclusion
) -> None:
    client = client_of(leader)
    sent = {"title": "Praat", "kind": "starting_point", "addressee": "de colleges", "conclusions": [1]}

    client.post(_url("add_recommendation", evaluation.pk), sent)
    client.post(_url("change_recommendation", evaluation.pk, 2), {**sent, "title": "Praat erover", "revision": 1})

    found = Recommendation.objects.get(number=2)
    assert (found.title, found.kind, found.addressee) == ("Praat erover", "starting_point", "de colleges")
    page = _page(client, "recommendations", evaluation.pk)
    assert "Aanknopingspunt" in page
    assert "voor de colleges" in page


def test_pages_ask_as_many_questions_of_the_database_however_long_they_are(
    client_of: ClientOf, leader: User, evaluation: Evaluation, answered: Conclusion, fragments: list[Fragment]
) -> None:
    client = client_of(leader)
    urls = [*_pages(evaluation), _url("find_evidence", evaluation.pk, 1), _url("write_conclusion", evaluation.pk, "V1")]

    def counts() -> dict[str, int]:
        found = {}
        for url in urls:
            client.get(url)
            with CaptureQueriesContext(connection) as captured:
                client.get(url)
            found[url] = len(captured)
        return found

    before = counts()
    finding = Finding.objects.get()
    for number in range(2, 7):
        question = add_question(evaluation, leader, f"V{number}")
        more = actions.add_finding(actor=leader, evaluation=evaluation, title="Zin", questions=[question])
        actions.link_fragments(actor=leader, finding=more, fragments=fragments, stance="supports")
        answer = actions.write_conclusion(actor=leader, question=question, text="Ja.", findings=[more, finding])
        actions.add_recommendation(actor=leader, evaluation=evaluation, title="Doe.", conclusions=[answer])

    assert counts() == before
    assert max(before.values()) <= 30
