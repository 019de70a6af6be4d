"""The pages of the fieldwork, as people walk through them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork.models import Consent, DestructionStatement, GateItem, InformationLetter, Respondent
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.sources.models import Ground, Source
from tests.fieldwork.conftest import NAME, AddSource

pytestmark = pytest.mark.django_db

ClientOf = Callable[[User], Client]


def at(evaluation: Evaluation, path: str) -> str:
    return f"/evaluaties/{evaluation.pk}/{path}"


def shown(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def words_of(content: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()


def test_the_list_and_the_page_show_no_name(client_of: ClientOf, researcher: User, respondent: Respondent) -> None:
    client, evaluation = client_of(researcher), respondent.evaluation

    listed, page = (shown(client, at(evaluation, path)) for path in ("veldwerk/", "veldwerk/respondenten/1/"))

    assert "R1" in listed
    assert "consulent" in page
    assert NAME not in listed + page
    assert not AuditEvent.objects.filter(action="fieldwork.identity_opened").exists()


def test_a_name_is_shown_when_asked_for_and_kept_nowhere(
    client_of: ClientOf, researcher: User, respondent: Respondent
) -> None:
    response = client_of(researcher).get(at(respondent.evaluation, "veldwerk/respondenten/1/identiteit/"))

    assert NAME in response.content.decode()
    assert response["Cache-Control"] == "no-store"
    assert AuditEvent.objects.filter(action="fieldwork.identity_opened").count() == 1


def test_people_are_added_one_by_one_and_by_list(client_of: ClientOf, researcher: User, evaluation: Evaluation) -> None:
    client = client_of(researcher)

    client.post(at(evaluation, "veldwerk/respondenten/toevoegen/"), {"name": NAME, "age_group": "twelve"})
    late = client.post(
        at(evaluation, "veldwerk/respondenten/toevoegen/lijst/"),
        {"text": "A (fictief); geen adres", "age_group": "adult"},
    )
    client.post(
        at(evaluation, "veldwerk/respondenten/toevoegen/lijst/"),
        {"text": "A (fictief)\nB (fictief)", "age_group": "adult"},
    )

    assert "Regel 1 is niet duidelijk." in late.content.decode()
    assert [one.age_group for one in evaluation.respondents.all()] == ["twelve", "adult", "adult"]


def test_a_consent_is_recorded_with_the_letter_that_was_handed_out(
    client_of: ClientOf, researcher: User, respondent: Respondent
) -> None:
    client, evaluation = client_of(researcher), respondent.evaluation
    client.post(at(evaluation, "veldwerk/brief/schrijven/"), {"text": "Brief van {bureau}", "bureau": "X", "seen": 0})
    letter = InformationLetter.objects.get()
    today = timezone.localdate().isoformat()
    form = {"purposes": ["evaluation"], "by_self": "on", "recording": "on", "how": "signed", "given_on": today}

    refused = client.post(at(evaluation, "veldwerk/respondenten/1/toestemming/"), form)
    done = client.post(
        at(evaluation, "veldwerk/respondenten/1/toestemming/"),
        {**form, "retain_until": today, "letter": letter.pk},
        follow=True,
    )

    assert "retain_until" in refused.content.decode()
    newest = Consent.objects.first()
    assert (newest.letter, newest.recording, newest.quoting) == (letter, True, False)
    assert "opname mag" in done.content.decode()
    assert "geen citaten" in done.content.decode()


def test_the_letter_can_be_taken_away(client_of: ClientOf, researcher: User, evaluation: Evaluation) -> None:
    client = client_of(researcher)
    first = shown(client, at(evaluation, "veldwerk/brief/"))
    client.post(
        at(evaluation, "veldwerk/brief/schrijven/"), {"text": "Bel {contact}", "contact": "X (fictief)", "seen": 0}
    )

    assert "Dit is een brief om mee te beginnen." in first
    assert "[invullen: Wie het uitvoert]" in first
    assert "Bel X (fictief)" in shown(client, at(evaluation, "veldwerk/brief/1/"))
    word = client.get(at(evaluation, "veldwerk/brief/1/word/"))
    assert "Bel X (fictief)" in words_of(word.content)
    assert "Inhoud" not in words_of(word.content)


def test_a_line_of_the_gate_is_filled_in(client_of: ClientOf, leader: User, evaluation: Evaluation) -> None:
    GateItem.objects.filter(kind="dpia").delete()
    client = client_of(leader)
    address = at(evaluation, "veldwerk/startvoorwaarden/dpia/")

    assert "1 regel staat open." in shown(client, at(evaluation, "veldwerk/startvoorwaarden/"))
    assert "bijna altijd nodig" in shown(client, address)
    client.post(address, {"state": "done", "date": "2026-01-05", "reference": "kluis 3", "revision": 0})

    page = shown(client, at(evaluation, "veldwerk/startvoorwaarden/"))
    assert "Alles is geregeld" in page
    assert "5 januari 2026 · kluis 3" in page
    late = client.post(address, {"state": "open", "revision": 0})
    assert "Iemand anders heeft dit gewijzigd" in late.content.decode()
    assert client.get(at(evaluation, "veldwerk/startvoorwaarden/onzin/")).status_code == 404


def test_the_page_of_release_says_what_is_lacking_and_where(
    client_of: ClientOf, leader: User, evaluation: Evaluation, respondent: Respondent, add: AddSource
) -> None:
    GateItem.objects.filter(kind="dpia").delete()
    source = add("Ik zei iets (fictief).")
    client = client_of(leader)
    release, ground = (at(evaluation, f"bronnen/{source.number}/{page}/") for page in ("vrijgeven", "grondslag"))

    page = shown(client, release)
    assert f'href="{at(evaluation, "veldwerk/startvoorwaarden/")}"' in page
    assert f'href="{ground}"' in page
    refused = client.post(release, {"title": "T (fictief)", "version": 1, "stated": "on"})
    assert "kan niet worden vrijgegeven" in refused.content.decode()

    client.post(ground, {"kind": "consent", "respondents": [respondent.pk], "revision": 0})
    assert [list(one.respondents.all()) for one in Ground.objects.all()] == [[respondent]]
    late = client.post(ground, {"kind": "other", "reason": "anders", "revision": 0})
    assert "Iemand anders heeft dit gewijzigd" in late.content.decode()
    assert "Toestemming van de respondenten" in shown(client, at(evaluation, f"bronnen/{source.number}/"))
    document = add("Een notitie (fictief).", "notitie.txt", kind="document")
    assert client.get(at(evaluation, f"bronnen/{document.number}/grondslag/")).status_code == 404


def test_withdrawing_ends_in_a_statement(
    client_of: ClientOf, leader: User, respondent: Respondent, alone: Source, group: Source
) -> None:
    client, evaluation = client_of(leader), respondent.evaluation
    address = at(evaluation, "veldwerk/respondenten/1/intrekken/")
    today = timezone.localdate().isoformat()

    page = shown(client, address)
    assert "S1: de hele bron" in page
    assert "S2: alleen wat deze persoon zei" in page
    unsure = client.post(address, {"asked_on": today, "what": "all"})
    assert unsure.status_code == 200
    assert not DestructionStatement.objects.exists()

    done = client.post(address, {"asked_on": today, "what": "all", "sure": "on"}, follow=True)

    told = done.content.decode()
    assert "Vernietigingsverklaring 1" in told
    assert "S2/1: wat de respondent zei in deze versie – 2 beurten" in told
    word = client.get(at(evaluation, "veldwerk/vernietigd/1/word/"))
    assert "Wij verklaren dat op" in words_of(word.content)
    assert NAME not in told + words_of(word.content)
    assert AuditEvent.objects.filter(action="fieldwork.statement_downloaded").count() == 1
    assert "S1 ingetrokken" in shown(client, at(evaluation, "bronnen/1/"))
    assert "Alleen het nummer is er nog." in shown(client, at(evaluation, "veldwerk/respondenten/1/"))
    assert client.get(address).status_code == 302
