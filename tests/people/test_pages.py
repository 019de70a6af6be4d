"""Pages of the register, the users and the audit trail, as somebody uses them."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sluitend.apps.people import actions
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import (
    AuditEvent,
    Municipality,
    Organisation,
    OrganisationKind,
    Region,
    RegionKind,
    RegionMembership,
    User,
)

ClientOf = Callable[[User], Client]


def text_of(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def region(db: None) -> Region:
    return Region.objects.create(name="Voorbeeldregio", kind=RegionKind.YOUTH_REGION, fictitious=True)


@pytest.fixture
def towns(db: None) -> list[Municipality]:
    names = ["Voorbeeldstad", "Proefdorp"]
    return [Municipality.objects.create(code=f"GM990{n}", name=name) for n, name in enumerate(names)]


def test_an_empty_register_says_what_to_do_first(owner: User, reader: User, client_of: ClientOf) -> None:
    assert "Voeg eerst de opdrachtgever van uw evaluatie toe." in text_of(
        client_of(owner).get(reverse("people:organisations"))
    )
    assert "Wie evaluaties mag starten, houdt dit register bij." in text_of(
        client_of(reader).get(reverse("people:organisations"))
    )


def test_an_organisation_is_added_found_changed_and_removed(owner: User, client_of: ClientOf) -> None:
    client = client_of(owner)
    data = {"name": "Wijkteam Proef", "kind": "neighbourhood_team", "fictitious": "on"}

    assert client.post(reverse("people:add_organisation"), data).status_code == 302
    entry = Organisation.objects.get()
    assert entry.fictitious
    assert "Wijkteam Proef" in text_of(client.get(reverse("people:organisations"), {"q": "wijkTEAM"}))
    assert "Wijkteam Proef" not in text_of(client.get(reverse("people:organisations"), {"q": "elders"}))

    client.post(reverse("people:change_organisation", args=[entry.pk]), {**data, "name": "Wijkteam Voorbeeld"})
    entry.refresh_from_db()
    assert entry.name == "Wijkteam Voorbeeld"

    assert "Wijkteam Voorbeeld verwijderen?" in text_of(
        client.get(reverse("people:remove_organisation", args=[entry.pk]))
    )
    client.post(reverse("people:remove_organisation", args=[entry.pk]))
    assert not Organisation.objects.exists()


def test_a_wrong_code_is_told_at_its_field(owner: User, client_of: ClientOf) -> None:
    page = client_of(owner).post(reverse("people:add_municipality"), {"code": "123", "name": "Proefdorp"})

    assert "Schrijf GM en vier cijfers, zoals GM0000." in text_of(page)
    assert 'value="Proefdorp"' in text_of(page)


def test_what_is_used_is_not_removed_and_the_page_says_where(
    owner: User, client_of: ClientOf, region: Region, towns: list[Municipality]
) -> None:
    actions.add_memberships(
        actor=owner, region=region, municipalities=towns[:1], product="pleegzorg", starts=date(2025, 1, 1), ends=None
    )

    page = client_of(owner).post(reverse("people:remove_municipality", args=[towns[0].pk]), follow=True)

    assert "Voorbeeldstad kan niet worden verwijderd, want het wordt nog gebruikt: de deelname aan een regio (1×)." in (
        text_of(page)
    )


def test_municipalities_come_from_a_file_or_stay_out_with_reasons(owner: User, client_of: ClientOf) -> None:
    client, url = client_of(owner), reverse("people:import_municipalities")

    wrong = client.post(url, {"file": io.BytesIO(b"GM9901;Voorbeeldstad\nelders;Proefdorp")})
    assert "Er is niets geïmporteerd. Aantal rijen dat niet klopt: 1." in text_of(wrong)
    assert "Rij 2: ‘elders’ is geen gemeentecode." in text_of(wrong)
    assert not Municipality.objects.exists()

    right = client.post(url, {"file": io.BytesIO(b"GM9901;Voorbeeldstad\nGM9902;Proefdorp")}, follow=True)
    assert "2 gemeenten toegevoegd, 0 hernoemd." in text_of(right)


def test_a_file_that_is_far_too_large_is_told(owner: User, client_of: ClientOf) -> None:
    page = client_of(owner).post(reverse("people:import_municipalities"), {"file": io.BytesIO(b"x" * 3_000_000)})

    assert "Het bestand is groter dan 1 MB." in text_of(page)


def test_a_list_is_taken_from_its_own_page_only(owner: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(owner, backend="allauth.account.auth_backends.AuthenticationBackend")

    answer = strict.post(reverse("people:import_municipalities"), {"file": io.BytesIO(b"GM9901;Voorbeeldstad")})

    assert answer.status_code == 403
    assert not Municipality.objects.exists()


def test_municipalities_join_a_region_by_pasting_their_names(
    owner: User, client_of: ClientOf, region: Region, towns: list[Municipality]
) -> None:
    client, url = client_of(owner), reverse("people:add_memberships", args=[region.pk])
    data = {"municipalities": "Voorbeeldstad\nGM9901\n", "product": "pleegzorg", "starts": "2025-01-01"}

    wrong = client.post(url, {**data, "municipalities": "Voorbeeldstad\nNergens"})
    assert "Regel 2: de gemeente ‘Nergens’ staat niet in het register." in text_of(wrong)
    assert "Voorbeeldstad\nNergens" in text_of(wrong)
    assert client.post(url, data).status_code == 302
    assert RegionMembership.objects.count() == 2

    again = client.post(url, data)
    assert "Voorbeeldstad zit in die tijd voor pleegzorg al in Voorbeeldregio." in text_of(again)
    page = text_of(client.get(reverse("people:division")))
    assert "pleegzorg" in page
    assert "Voorbeeldregio" in page


def test_a_membership_ends_or_is_taken_out(
    owner: User, client_of: ClientOf, region: Region, towns: list[Municipality]
) -> None:
    (membership,) = actions.add_memberships(
        actor=owner, region=region, municipalities=towns[:1], product="pleegzorg", starts=date(2025, 1, 1), ends=None
    )
    client = client_of(owner)
    change = reverse("people:change_membership", args=[region.pk, membership.pk])

    dates = {"product": "pleegzorg", "starts": "2025-01-01"}
    wrong = client.post(change, {**dates, "ends": "2024-01-01"})
    assert "De laatste dag ligt vóór de eerste dag." in text_of(wrong)
    client.post(change, {**dates, "ends": "2025-12-31"})
    membership.refresh_from_db()
    assert membership.ends == date(2025, 12, 31)

    client.post(reverse("people:remove_membership", args=[region.pk, membership.pk]))
    assert not RegionMembership.objects.exists()


def test_the_owner_blocks_and_lets_in(owner: User, outsider: User, client_of: ClientOf) -> None:
    client, url = client_of(owner), reverse("people:change_user", args=[outsider.pk])

    assert "geblokkeerd" in text_of(client.post(url, {"change": "block"}, follow=True))
    assert client_of(outsider).get(reverse("people:my_account")).status_code == 302
    client.post(url, {"change": "let_in"})
    client.post(url, {"change": "may_start"})
    outsider.refresh_from_db()
    assert (outsider.is_active, outsider.may_start_evaluations) == (True, True)
    client.post(url, {"change": "may_not_start"})
    outsider.refresh_from_db()
    assert not outsider.may_start_evaluations
    assert client.post(url, {"change": "anything"}).status_code == 404


def test_blocking_oneself_is_refused_with_a_sentence(owner: User, client_of: ClientOf) -> None:
    client = client_of(owner)
    page = client.post(reverse("people:change_user", args=[owner.pk]), {"change": "block"}, follow=True)

    assert "U kunt uw eigen account niet blokkeren. Vraag het een andere eigenaar." in text_of(page)
    assert 'value="block"' not in text_of(page)


def test_inviting_who_is_there_already_is_told_at_the_address(owner: User, outsider: User, client_of: ClientOf) -> None:
    page = client_of(owner).post(reverse("people:invite"), {"email": outsider.email})

    assert "Er is al een account met het adres buitenstaander@voorbeeld.invalid." in text_of(page)


def test_an_invitation_is_withdrawn_from_the_list(owner: User, client_of: ClientOf) -> None:
    invitation, token = actions.invite(actor=owner, email="nieuw@voorbeeld.invalid")
    client = client_of(owner)
    assert "nieuw@voorbeeld.invalid" in text_of(client.get(reverse("people:users")))

    client.post(reverse("people:withdraw_invitation", args=[invitation.pk]))

    assert "nieuw@voorbeeld.invalid" not in text_of(client.get(reverse("people:users")))
    assert Client().get(reverse("people:invitation", args=[token])).status_code == 400


def test_one_changes_ones_own_name_and_organisation(outsider: User, client_of: ClientOf) -> None:
    organisation = Organisation.objects.create(name="Bureau Proef", kind=OrganisationKind.RESEARCH_BUREAU)
    client = client_of(outsider)

    client.post(reverse("people:my_account"), {"name": "Nieuwe Naam (fictief)", "organisation": organisation.pk})

    outsider.refresh_from_db()
    assert (outsider.name, outsider.organisation) == ("Nieuwe Naam (fictief)", organisation)
    assert AuditEvent.objects.filter(action="people.account_changed", actor_id=outsider.pk).count() == 1


def test_a_name_cannot_be_emptied_nor_a_right_be_slipped_in(outsider: User, client_of: ClientOf) -> None:
    page = client_of(outsider).post(reverse("people:my_account"), {"name": "", "is_owner": "on"})

    assert page.status_code == 200
    outsider.refresh_from_db()
    assert (outsider.name, outsider.is_owner) == ("buitenstaander (fictief)", False)


def test_the_trail_is_filtered_and_downloaded_as_shown(owner: User, outsider: User, client_of: ClientOf) -> None:
    record(owner, "people.invited", owner)
    record(outsider, "people.account_changed", outsider)
    record(owner, "design.question_added", owner, evaluation=8)
    client, wanted = client_of(owner), {"actor": outsider.pk}

    page = text_of(client.get(reverse("people:audit"), wanted))
    rows = page.split("<tbody>")[1]
    assert "eigen account gewijzigd" in rows
    assert "iemand uitgenodigd" not in rows
    file = b"".join(client.get(reverse("people:audit_csv"), wanted).streaming_content).decode()  # type: ignore[attr-defined]
    assert file.count("\n") == 2
    assert AuditEvent.objects.filter(action="people.audit_exported", actor_id=owner.pk).count() == 1
    assert "design.question_added" not in text_of(client.get(reverse("people:audit")))


def test_a_filter_that_is_not_right_says_so_and_shows_the_rest(owner: User, client_of: ClientOf) -> None:
    record(owner, "people.invited", owner)

    page = client_of(owner).get(reverse("people:audit"), {"since": "onzin", "actor": "9999"})

    assert page.status_code == 200
    assert "iemand uitgenodigd" in text_of(page).split("<tbody>")[1]


@pytest.mark.parametrize("name", ["users", "audit", "organisations", "municipalities", "regions", "division"])
def test_a_longer_list_takes_no_more_queries(owner: User, client_of: ClientOf, name: str) -> None:
    client, url = client_of(owner), reverse(f"people:{name}")
    _fill(owner, 2)
    few = _count(client, url)
    _fill(owner, 12)

    assert _count(client, url) == few


def _fill(owner: User, count: int) -> None:
    start = Municipality.objects.count()
    for number in range(start, start + count):
        town = Municipality.objects.create(code=f"GM{number:04}", name=f"Proef {number}")
        region = Region.objects.create(name=f"Regio {number}", kind=RegionKind.OTHER, lead_municipality=town)
        Organisation.objects.create(name=f"Organisatie {number}", kind=OrganisationKind.OTHER, municipality=town)
        User.objects.create_user(
            f"persoon{number}@voorbeeld.invalid", name=f"Persoon {number}", organisation=Organisation.objects.first()
        )
        actions.invite(actor=owner, email=f"genodigde{number}@voorbeeld.invalid")
        actions.add_memberships(
            actor=owner, region=region, municipalities=[town], product="pleegzorg", starts=date(2025, 1, 1), ends=None
        )


def _count(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)
