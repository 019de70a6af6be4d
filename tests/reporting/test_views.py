"""The pages: who sees what, nothing typed is lost, and a number of queries that does not grow."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.reporting import actions
from sluitend.apps.reporting.models import Build, Section
from sluitend.work import runs
from tests.reporting.conftest import Chain, MakeFragment

ClientOf = Callable[[User], Client]


def address(name: str, evaluation: Evaluation, *arguments: object) -> str:
    return reverse(f"reporting:{name}", args=[evaluation.pk, *arguments])


@pytest.fixture
def page(client_of: ClientOf, leader: User) -> Client:
    return client_of(leader)


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined]


def test_without_a_report_the_team_begins_one_and_a_reader_is_told(
    evaluation: Evaluation, page: Client, client_of: ClientOf, reader: User
) -> None:
    assert "Rapport beginnen" in text(page.get(address("report", evaluation)))
    assert "Rapport beginnen" not in text(client_of(reader).get(address("report", evaluation)))

    page.post(address("start", evaluation))

    assert "Titelpagina en colofon" in text(page.get(address("report", evaluation)))


def test_the_outline_tells_what_each_chapter_lacks(chain: Chain, leader: User, page: Client) -> None:
    chain.write(leader, "", "Leeg")
    chain.write(leader, "> Schrijfhulp: schrijf.\n\nTekst.", "Half")
    chain.write(leader, "Zie [[B9]].", "Fout")
    chain.write(leader, "Zie [[B1]].", "Goed")

    shown = text(page.get(address("report", chain.evaluation)))

    for state in ("leeg", "schrijfhulp", "onbekend: B9", "geschreven", "1 van 4 hoofdstukken klaar"):
        assert state in shown


def test_writing_a_chapter(chain: Chain, leader: User, page: Client) -> None:
    section = chain.write(leader, "Oud.")
    url = address("section", chain.evaluation, section)

    answer = page.post(url, {"title": "Nieuw", "markdown": "Zie [[B1]].", "revision": 1})

    assert answer.status_code == 302
    assert Section.objects.get(pk=section).markdown == "Zie [[B1]]."


def test_two_writers_both_texts_are_shown_and_the_next_try_saves(chain: Chain, leader: User, page: Client) -> None:
    section = Section.objects.get(pk=chain.write(leader, "Oud."))
    actions.change_section(
        actor=leader, section=section, revision=1, title="Van de ander", markdown="Tekst van de ander."
    )
    url = address("section", chain.evaluation, section.pk)

    refused = page.post(url, {"title": "Van mij", "markdown": "Tekst van mij.", "revision": 1})
    shown = text(refused)
    page.post(url, {"title": "Van mij", "markdown": "Tekst van mij.", "revision": 2})

    assert refused.status_code == 200
    assert "Tekst van de ander." in shown
    assert "Tekst van mij." in shown
    assert 'name="revision" value="2"' in shown
    section.refresh_from_db()
    assert section.markdown == "Tekst van mij."
    assert section.versions.filter(markdown="Tekst van de ander.").exists()


def test_of_two_who_give_a_title_the_second_sees_both(chain: Chain, page: Client) -> None:
    url = address("change_report", chain.evaluation)
    page.post(url, {"title": "Van de ander", "subtitle": "", "revision": 1})

    told = text(page.post(url, {"title": "Van mij", "subtitle": "", "revision": 1}))
    page.post(url, {"title": "Van mij", "subtitle": "", "revision": 2})

    chain.report.refresh_from_db()
    assert "Van de ander" in told
    assert 'name="revision" value="2"' in told
    assert chain.report.title == "Van mij"


def test_the_preview_shows_and_stores_nothing(chain: Chain, leader: User, page: Client) -> None:
    section = chain.write(leader, "Oud.")

    shown = text(
        page.post(address("preview", chain.evaluation, section), {"markdown": "**Vet** [[F2]] [[B9]] <b>x</b>"})
    )

    assert "<strong>Vet</strong>" in shown
    assert "briefje" in shown
    assert "[[B9]]" in shown
    assert "<b>x</b>" not in shown
    assert Section.objects.get(pk=section).markdown == "Oud."


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("regiehouder", "B1"),
        ("f3", "F3"),
        ("briefje", "F2"),
        ("belt", "A1"),
        ("V1", "V1"),
        ("meestal", "C1"),
        ("s4", "S4"),
    ],
)
def test_the_picker_finds_by_words_and_by_label(chain: Chain, page: Client, words: str, found: str) -> None:
    answer = page.get(address("choices", chain.evaluation), {"q": words}).json()

    assert f"[[{found}]]" in [one["insert"] for one in answer["choices"]]


def test_a_file_from_the_button_to_the_download(chain: Chain, leader: User, page: Client) -> None:
    chain.write(leader, "Zie [[F1]] en [[F2]].")

    asked = text(page.get(address("build", chain.evaluation, "public")))
    page.post(address("build", chain.evaluation, "public"))
    busy = text(page.get(address("builds", chain.evaluation)))
    runs.drain()
    done = text(page.get(address("builds", chain.evaluation)))
    chain.write(leader, "Meer.")
    later = text(page.get(address("builds", chain.evaluation)))
    build = Build.objects.get()
    file = page.get(address("download", chain.evaluation, build.pk))

    assert "Citaten die worden weggelaten" in asked
    assert "F1" in asked
    assert "Wacht tot ander werk klaar is" in busy
    assert "hx-get" in busy
    assert "actueel" in done
    assert "hx-get" not in done
    assert "sindsdien gewijzigd" in later
    assert file.content.startswith(b"<!DOCTYPE html>")
    assert file["Content-Disposition"].startswith('attachment; filename="rapport-')


def test_a_reference_to_nothing_is_shown_in_place_of_the_button(chain: Chain, leader: User, page: Client) -> None:
    chain.write(leader, "Zie [[B9]].", "Oorzaken")

    shown = text(page.get(address("build", chain.evaluation, "docx")))

    assert "Oorzaken" in shown
    assert '<form method="post">' not in shown


@pytest.mark.parametrize("name", ["read", "report"])
def test_a_reader_never_gets_what_was_not_released(
    chain: Chain, leader: User, client_of: ClientOf, reader: User, name: str
) -> None:
    chain.write(leader, "[[F1]] [[F2]]\n\n{{bijlage bewijs}}\n\n{{bijlage bronnen}}")

    shown = text(client_of(reader).get(address(name, chain.evaluation)))

    assert "GEHEIMEZIN" not in shown
    assert "TITEL van bron 1" not in shown


@pytest.mark.parametrize("label", ["B1", "C1", "A1", "V1", "F1"])
def test_the_chain_of_a_label_goes_down_to_the_words_by_role(
    chain: Chain, page: Client, client_of: ClientOf, reader: User, label: str
) -> None:
    url = address("chain", chain.evaluation, label)

    team, outside = text(page.get(url)), text(client_of(reader).get(url))

    assert "GEHEIMEZIN" in team
    assert "/coderen/1/?fragment=F1" in team
    assert "GEHEIMEZIN" not in outside
    assert "TITEL van bron 1" not in outside
    assert "(alleen voor het team)" in outside


@pytest.mark.parametrize("label", ["B9", "Q1", "x", "F99", "V7"])
def test_a_label_of_nothing_is_not_found(chain: Chain, page: Client, label: str) -> None:
    assert page.get(address("chain", chain.evaluation, label)).status_code == 404


def test_the_checks_say_what_to_mend_and_where(chain: Chain, leader: User, page: Client) -> None:
    section = chain.write(leader, "Zie [[B9]].", "Oorzaken")

    shown = text(page.get(address("checks", chain.evaluation)))

    assert "Verwijzing die nergens naartoe leidt" in shown
    assert address("section", chain.evaluation, section) in shown


def test_chapters_are_moved_deleted_and_put_back(chain: Chain, leader: User, page: Client) -> None:
    first, second = chain.write(leader, "a", "Een"), chain.write(leader, "b", "Twee")

    page.post(address("move_section", chain.evaluation, second), {"step": "up"})
    page.post(address("delete_section", chain.evaluation, first))
    shown = text(page.get(address("report", chain.evaluation)))
    page.post(address("put_back_section", chain.evaluation, first))

    assert "Terugzetten" in shown
    assert [one.title for one in chain.report.sections.filter(deleted_at=None)] == ["Twee", "Een"]


def test_an_earlier_text_is_used_again(chain: Chain, leader: User, page: Client) -> None:
    section = Section.objects.get(pk=chain.write(leader, "Oud."))
    actions.change_section(actor=leader, section=section, revision=1, title="x", markdown="Nieuw.")

    shown = text(page.get(address("versions", chain.evaluation, section.pk)))
    page.post(address("restore_version", chain.evaluation, section.pk, 1), {"revision": 2})

    section.refresh_from_db()
    assert "Oud." in shown
    assert section.markdown == "Oud."


@pytest.mark.parametrize("name", ["report", "read", "checks"])
def test_queries_do_not_grow(chain: Chain, leader: User, page: Client, make_fragment: MakeFragment, name: str) -> None:
    chain.write(leader, "Zie [[F1]].")
    page.get(address(name, chain.evaluation))

    def write(numbers: Iterable[int]) -> None:  # what was remembered for the page is no longer true
        for number in numbers:
            chain.write(leader, f"Zie [[{make_fragment('Woorden.', number)}]].")
            actions.request_build(actor=leader, evaluation=chain.evaluation, kind="docx")

    write([9])
    with CaptureQueriesContext(connection) as few:
        page.get(address(name, chain.evaluation))
    write(range(10, 14))
    with CaptureQueriesContext(connection) as many:
        page.get(address(name, chain.evaluation))

    assert len(many) - len(few) <= 3  # the passages that only the text names, and the runs


@pytest.mark.parametrize("label", ["S1.2", "F1.2", "V9", "F" + "9" * 20, "B" + "9" * 4400, "Q1", "F", "niets"])
def test_a_label_that_nothing_bears_is_not_found(chain: Chain, page: Client, label: str) -> None:
    assert page.get(address("chain", chain.evaluation, label)).status_code == 404


def test_a_reference_with_an_impossible_number_breaks_no_page(chain: Chain, leader: User, page: Client) -> None:
    markdown = f"Dit staat er: [[F{'9' * 20}]] en [[F{'9' * 4400}]]."
    actions.add_section(actor=leader, report=chain.report, title="Getallen", markdown=markdown)
    assert page.get(address("read", chain.evaluation)).status_code == 200
    assert page.get(address("report", chain.evaluation)).status_code == 200
    assert page.get(address("checks", chain.evaluation)).status_code == 200
