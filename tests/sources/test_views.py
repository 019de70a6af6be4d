"""The screens: who gets what, what they say, and how many queries they take."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sluitend.apps.design.models import Evaluation, Perspective
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.sources import actions, seals
from sluitend.apps.sources.models import Source, Upload, UploadState
from sluitend.web import registry
from sluitend.work import runs
from tests.sources.conftest import TEXT, files_on_disk

Add = Callable[..., Source]
Take = Callable[..., Upload]
Login = Callable[[User], Client]


def base(evaluation: Evaluation) -> str:
    return f"/evaluaties/{evaluation.pk}/bronnen/"


def upload(name: str, content: str | bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


@pytest.fixture
def team(client_of: Login, researcher: User) -> Client:
    return client_of(researcher)


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_an_empty_list_says_what_to_do_first(team: Client, evaluation: Evaluation) -> None:
    said = page(team, base(evaluation))

    assert "Nog geen bronnen" in said
    assert f'href="{base(evaluation)}toevoegen/"' in said


def test_two_hundred_files_in_one_request(team: Client, evaluation: Evaluation) -> None:
    files = [upload(f"verslag {number}.txt", f"Verslag {number} (fictief).") for number in range(200)]

    response = team.post(f"{base(evaluation)}toevoegen/", {"documents": files, "kind": "transcript"})

    assert response.status_code == 302
    assert Upload.objects.filter(state=UploadState.WAITING).count() == 200
    assert len(files_on_disk()) == 200


def test_the_form_takes_common_attributes(team: Client, evaluation: Evaluation) -> None:
    perspective = Perspective.objects.create(evaluation=evaluation, name="Gemeenten")
    fields = {"kind": "interview_report", "perspective": perspective.pk, "level": "official", "date": "2026-05-12"}
    files = [upload("een.txt", "Eén"), upload("twee.txt", "Twee")]

    team.post(f"{base(evaluation)}toevoegen/", {**fields, "documents": files})
    runs.drain()

    assert [(source.perspective, source.level) for source in Source.objects.all()] == [(perspective, "official")] * 2


def test_a_wrong_form_keeps_nothing_and_says_why(team: Client, evaluation: Evaluation) -> None:
    fields = {"kind": "transcript", "is_public": "on", "documents": [upload("een.txt", "Eén")]}

    response = team.post(f"{base(evaluation)}toevoegen/", fields)

    assert "Alleen een document kan openbaar zijn" in response.content.decode()
    assert files_on_disk() == []


def test_one_file_a_request_answers_in_json(team: Client, evaluation: Evaluation) -> None:
    fields = {"kind": "transcript", "documents": [upload("een.txt", TEXT)]}
    json = {"HTTP_ACCEPT": "application/json"}

    taken = team.post(f"{base(evaluation)}toevoegen/", fields, **json).json()
    wrong = team.post(f"{base(evaluation)}toevoegen/", {"kind": "transcript"}, **json)

    assert taken == {"uploads": [{"id": Upload.objects.get().pk, "state": "waiting"}]}
    assert (wrong.status_code, wrong.json()) == (400, {"message": "Bestanden: Dit veld is verplicht."})


def test_what_became_of_the_files(team: Client, evaluation: Evaluation, take_in: Take) -> None:
    take_in(filename="goed.txt")
    take_in(b"", "leeg.txt")
    runs.drain()
    take_in("nog een", "wacht.txt")

    said = page(team, f"{base(evaluation)}toevoegen/resultaten/")

    assert "S1 goed" in said
    assert "Dit bestand is leeg." in said
    assert "wacht.txt" in said
    assert "every 2s" in said


def test_nothing_busy_asks_no_more(team: Client, evaluation: Evaluation, add: Add) -> None:
    add()

    assert "every 2s" not in page(team, f"{base(evaluation)}toevoegen/resultaten/")


def test_a_refused_file_is_taken_off_the_list(team: Client, evaluation: Evaluation, take_in: Take) -> None:
    refused = take_in(b"", "leeg.txt")
    address = f"{base(evaluation)}toevoegen/resultaten/"

    response = team.post(f"{address}wissen/", {"upload": refused.pk}, HTTP_HX_REQUEST="true")

    assert response.status_code == 200
    assert "leeg.txt" not in page(team, address)


def test_files_of_strangers_get_no_room(client: Client, evaluation: Evaluation, monkeypatch: Any) -> None:
    """Not even for the time of the request: no file is opened for who is not logged in."""
    monkeypatch.setattr("sluitend.apps.sources.receiving.Receiver", lambda: pytest.fail("a file was opened"))

    response = client.post(f"{base(evaluation)}toevoegen/", {"documents": [upload("een.txt", "Eén")]})

    assert (response.status_code, files_on_disk()) == (302, [])


def test_files_of_who_may_not_add_are_gone_with_the_request(
    client_of: Login, reader: User, evaluation: Evaluation
) -> None:
    fields = {"kind": "transcript", "documents": [upload("een.txt", "Eén")]}

    response = client_of(reader).post(f"{base(evaluation)}toevoegen/", fields)

    assert (response.status_code, files_on_disk()) == (403, [])


def test_the_list_filters(team: Client, evaluation: Evaluation, add: Add) -> None:
    perspective = Perspective.objects.create(evaluation=evaluation, name="Gemeenten")
    add("Beleid (fictief).", "beleid.txt", kind="document", is_public=True)
    add("Gesprek (fictief).", "gesprek.txt", kind="interview_report", perspective=perspective, level="official")

    def titles(query: str) -> tuple[bool, bool]:
        said = page(team, f"{base(evaluation)}?{query}")
        return (">beleid<" in said, ">gesprek<" in said)

    assert titles("") == (True, True)
    assert titles("kind=document") == (True, False)
    assert titles("state=sealed") == (False, True)
    assert titles("state=released") == (True, False)
    assert titles("state=unapproved") == (False, True)
    assert titles(f"perspective={perspective.pk}") == (False, True)
    assert titles("level=official") == (False, True)
    assert titles("level=keizer") == (True, True)
    assert "Geen bron past bij deze filters." in page(team, f"{base(evaluation)}?kind=expert_note")


def test_a_reader_sees_public_documents_only(client_of: Login, reader: User, evaluation: Evaluation, add: Add) -> None:
    add("Beleid (fictief).", "beleid.txt", kind="document", is_public=True)
    add("Gesprek (fictief).", "gesprek.txt")
    client = client_of(reader)

    said = page(client, base(evaluation))

    assert ">beleid<" in said
    assert ">gesprek<" not in said
    assert "Beleid (fictief)." in page(client, f"{base(evaluation)}1/tekst/")
    assert "Origineel" not in page(client, f"{base(evaluation)}1/")
    assert client.get(f"{base(evaluation)}2/").status_code == 404
    assert client.get(f"{base(evaluation)}1/origineel/").status_code == 403


ADDRESSES = [
    *("", "toevoegen/", "toevoegen/resultaten/", "1/", "1/wijzigen/", "1/tekst/", "1/tekst/1/", "1/vrijgeven/"),
    *("1/origineel/", "1/origineel/vernietigen/", "1/verwijderen/"),
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_outsiders_learn_nothing(
    client: Client, client_of: Login, outsider: User, evaluation: Evaluation, add: Add, address: str
) -> None:
    add()

    assert client_of(outsider).get(base(evaluation) + address).status_code == 404
    assert client.get(base(evaluation) + address).status_code == 302


@pytest.mark.parametrize("address", ["1/origineel/vernietigen/", "1/verwijderen/"])
def test_destroying_is_the_leaders(team: Client, evaluation: Evaluation, add: Add, address: str) -> None:
    add()

    assert team.get(base(evaluation) + address).status_code == 403
    assert team.post(base(evaluation) + address, {"reason": "not_needed"}).status_code == 403


def test_a_release_shows_what_looks_like_personal_data(team: Client, evaluation: Evaluation, add: Add) -> None:
    add("De deelnemer (BSN 111222333) belde.")

    said = page(team, f"{base(evaluation)}1/vrijgeven/")

    assert "lijkt een burgerservicenummer" in said
    assert "<mark>111222333</mark>" in said
    assert "checked" not in said


def test_without_the_statement_nothing_is_released(team: Client, evaluation: Evaluation, add: Add) -> None:
    source = add()

    response = team.post(f"{base(evaluation)}1/vrijgeven/", {"title": "Gesprek", "version": "1"})

    said = response.content.decode()
    assert "Zet een vinkje bij de verklaring als er geen persoonsgegevens in staan." in said
    assert source.versions.get().released_at is None


def test_the_statement_releases(team: Client, evaluation: Evaluation, add: Add, researcher: User) -> None:
    source = add()

    team.post(f"{base(evaluation)}1/vrijgeven/", {"title": "Gesprek 1", "version": "1", "stated": "on"})

    source.refresh_from_db()
    version = source.versions.get()
    assert (version.released_by, version.release_ground, source.title) == (
        researcher,
        "no_personal_data",
        "Gesprek 1",
    )


def test_a_statement_about_another_version_counts_for_nothing(
    team: Client, evaluation: Evaluation, add: Add, researcher: User
) -> None:
    source = add()
    actions.publish_version(
        actor=researcher, source=source, text="Nieuw.", blocks=[], kind="corrected", reason="fout hersteld"
    )

    response = team.post(f"{base(evaluation)}1/vrijgeven/", {"title": "x", "version": "1", "stated": "on"})

    assert "Er is een nieuwere versie van deze tekst." in response.content.decode()
    assert not source.versions.filter(released_at__isnull=False).exists()


def test_a_stale_change_shows_both_and_loses_nothing(
    team: Client, evaluation: Evaluation, add: Add, leader: User
) -> None:
    source = add()
    actions.change_source(actor=leader, source=source, title="Van een ander", attributes={}, revision=1)
    address = f"{base(evaluation)}1/wijzigen/"

    stale = team.post(address, {"title": "Van mij", "kind": "transcript", "revision": "1"}).content.decode()
    assert 'value="Van mij"' in stale
    assert "nu: Van een ander" in stale
    assert 'name="revision" value="2"' in stale

    again = team.post(address, {"title": "Van mij", "kind": "transcript", "revision": "2"})
    source.refresh_from_db()
    assert (again.status_code, seals.title_of(source)) == (302, "Van mij")


def test_reading_a_text_is_recorded(team: Client, evaluation: Evaluation, add: Add) -> None:
    add()

    said = page(team, f"{base(evaluation)}1/tekst/")

    assert "De regie over de casus lag bij niemand" in said
    assert AuditEvent.objects.latest("pk").action == "sources.opened"


def test_the_original_is_downloaded_whole(team: Client, evaluation: Evaluation, add: Add) -> None:
    add(TEXT, "verslag één.txt")

    response = team.get(f"{base(evaluation)}1/origineel/")

    assert b"".join(response.streaming_content) == TEXT.encode()
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment;")
    assert AuditEvent.objects.latest("pk").action == "sources.original_downloaded"


def test_the_leader_destroys_and_deletes(client_of: Login, leader: User, evaluation: Evaluation, add: Add) -> None:
    add()
    client = client_of(leader)

    client.post(f"{base(evaluation)}1/origineel/vernietigen/", {"reason": "withdrawn"})
    said = page(client, f"{base(evaluation)}1/")
    assert "ingetrokken door de respondent of de afzender" in said

    client.post(f"{base(evaluation)}1/verwijderen/", {"reason": "withdrawn"})
    assert not Source.objects.exists()


def test_approval_of_a_report(team: Client, evaluation: Evaluation, add: Add) -> None:
    add(kind="interview_report")
    assert "Mag niet worden geciteerd" in page(team, f"{base(evaluation)}1/")

    team.post(f"{base(evaluation)}1/akkoord/", {"seen": "draft", "approval": "approved"})

    assert "volgens het verslag" in page(team, f"{base(evaluation)}1/")


def test_of_two_who_set_the_approval_the_second_is_told(team: Client, evaluation: Evaluation, add: Add) -> None:
    source = add(kind="interview_report")
    team.post(f"{base(evaluation)}1/akkoord/", {"seen": "draft", "approval": "approved"})

    answer = team.post(f"{base(evaluation)}1/akkoord/", {"seen": "draft", "approval": "sent"}, follow=True)

    source.refresh_from_db()
    assert source.approval == "approved"
    assert "Iemand anders heeft de goedkeuring van S1 ingesteld terwijl u bezig was." in answer.content.decode()


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        page(client, address)
    return len(captured)


def test_queries_do_not_grow_with_the_list(team: Client, evaluation: Evaluation, add: Add) -> None:
    perspective = Perspective.objects.create(evaluation=evaluation, name="Gemeenten")
    addresses = [base(evaluation), f"{base(evaluation)}toevoegen/resultaten/"]
    add("een", perspective=perspective)
    few = [queries_of(team, address) for address in addresses]
    for number in range(12):
        add(f"tekst {number}", perspective=perspective)

    assert [queries_of(team, address) for address in addresses] == few
    assert max(few) <= 20


def test_what_the_shell_gets(evaluation: Evaluation, add: Add, researcher: User, outsider: User) -> None:
    add("Beleid (fictief).", "beleid.txt", kind="document", is_public=True)
    add()

    card = registry.summary_cards
    (sources,) = [entry for entry in card if entry.key == "sources"]
    shown = sources.build(researcher, evaluation)
    assert shown is not None
    assert (shown.context["figure"], str(shown.context["note"])) == (2, "1 wacht op vrijgave")
    assert sources.build(outsider, evaluation) is None
    reference = registry.evidence_kinds["S"].resolve(researcher, evaluation, "1")
    assert (reference.title, reference.url) == ("beleid", f"{base(evaluation)}1/")
