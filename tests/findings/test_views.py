"""The pages: what each role sees, and what a list costs."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sluitend.apps.coding.models import Fragment
from sluitend.apps.design.models import Criterion, Evaluation, Question
from sluitend.apps.findings import actions
from sluitend.apps.findings.models import Conclusion, EvidenceLink, Finding
from sluitend.apps.people.models import User
from tests.findings.conftest import HEARD, PUBLIC, SECRET, TITLE, add_question, reword
from tests.findings.pages import ClientOf, page_of, pages_of, url_of


def test_a_reader_never_sees_what_was_not_released(
    client_of: ClientOf, reader: User, evaluation: Evaluation, answered: Conclusion
) -> None:
    client = client_of(reader)

    shown = {url: client.get(url).content.decode() for url in pages_of(evaluation)}

    everything = "".join(shown.values())
    for secret in (SECRET, SECRET[:20], "buurvrouw", TITLE, "Voor onszelf"):
        assert secret not in everything
    page = shown[url_of("finding", evaluation.pk, 1)]
    assert HEARD in page
    assert PUBLIC in page
    assert page.count("alleen voor het team") == 1
    assert "spreekt tegen" in page


def test_under_a_passage_the_team_finds_more_like_it(
    client_of: ClientOf, researcher: User, reader: User, evaluation: Evaluation, answered: Conclusion
) -> None:
    url, address = url_of("finding", evaluation.pk, 1), reverse("coding:similar", args=[evaluation.pk])

    for_team, for_reader = (client_of(user).get(url).content.decode() for user in (researcher, reader))

    assert f'href="{address}?fragment=F1"' in for_team
    assert for_team.count("Meer zoals dit") == EvidenceLink.objects.filter(finding__number=1).count()
    assert address not in for_reader


def test_nothing_is_like_withdrawn_words(
    client_of: ClientOf, researcher: User, evaluation: Evaluation, answered: Conclusion
) -> None:
    Fragment.objects.filter(number=1).update(withdrawn_at=timezone.now())

    page = client_of(researcher).get(url_of("finding", evaluation.pk, 1)).content.decode()

    assert "?fragment=F1" in page  # the place in the text
    assert f"{reverse('coding:similar', args=[evaluation.pk])}?fragment=F1" not in page


def test_a_reader_is_offered_nothing_to_change(
    client_of: ClientOf, reader: User, evaluation: Evaluation, answered: Conclusion
) -> None:
    client = client_of(reader)

    for url in pages_of(evaluation):
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
    url = url_of(name, evaluation.pk, *arguments) + "?fragment=F1"

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

    page = page_of(client, "list", evaluation.pk)
    only_part = client.get(url_of("list", evaluation.pk), {"question": "V1.1"}).content.decode()
    only_loose = client.get(url_of("list", evaluation.pk), {"question": "none"}).content.decode()

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

    assert "druk op e" in page_of(team, "list", evaluation.pk)
    assert "Het team heeft nog geen bevindingen geschreven." in page_of(outside, "list", evaluation.pk)
    assert "Schrijf eerst de vragen." in page_of(team, "conclusions", evaluation.pk)
    assert "Schrijf eerst de conclusies" in page_of(team, "recommendations", evaluation.pk)
    assert "Het team heeft nog geen aanbevelingen geschreven." in page_of(outside, "recommendations", evaluation.pk)


def test_the_conclusion_page_shows_support_criteria_and_a_shifted_question(
    client_of: ClientOf, leader: User, evaluation: Evaluation, answered: Conclusion, criterion: Criterion
) -> None:
    reword(answered.question, leader, "Wie belt het gezin (fictief)?")
    client = client_of(leader)

    page = page_of(client, "conclusion", evaluation.pk, "V1")
    form = page_of(client, "write_conclusion", evaluation.pk, "V1")

    assert "Wie belt het gezin (fictief)?" in page
    assert "De vraag heeft een andere formulering gekregen" in page
    assert "Niemand belt (fictief)" in page
    assert "1 ondersteunt" in page
    for text in ("Elk gezin weet wie het belt.", "Niemand belt."):
        assert text in page
        assert text in form
    assert "B1 Niemand belt (fictief) (1 ondersteunt, 1 spreekt tegen, 1 nuanceert, uit 3 bronnen)" in form
    assert "vraag sindsdien anders geformuleerd" in page_of(client, "conclusions", evaluation.pk)


def test_pages_ask_as_many_questions_of_the_database_however_long_they_are(
    client_of: ClientOf, leader: User, evaluation: Evaluation, answered: Conclusion, fragments: list[Fragment]
) -> None:
    client = client_of(leader)
    urls = [
        *pages_of(evaluation),
        url_of("find_evidence", evaluation.pk, 1),
        url_of("write_conclusion", evaluation.pk, "V1"),
    ]

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
