"""The pages behind a secret link: a look uses nothing up."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse

from sluitend.apps.design.models import Evaluation
from sluitend.apps.people import actions, queries
from sluitend.apps.people.models import AuditEvent, Invitation, LoginLink, User
from sluitend.config.mail import NO_MAIL, mail_server

ClientOf = Callable[[User], Client]
PASSWORD = "een lange zin van mij"
NO_LONGER = "Deze link werkt niet of niet meer. Vraag een nieuwe."


@pytest.fixture(autouse=True)
def _fresh_limits(db: None) -> None:
    cache.clear()


def login_url(user: User) -> str:
    return reverse("people:login_link", args=[actions.make_login_link(user=user)])


def test_looking_at_a_login_link_uses_nothing_up_and_the_button_logs_in_once(owner: User) -> None:
    url, client = login_url(owner), Client()

    for _ in range(2):  # a mail scanner, then the person
        page = client.get(url)
        assert "Inloggen als eigenaar (fictief)" in page.content.decode()
    assert LoginLink.objects.get().used_at is None
    done = client.post(url)

    assert done.status_code == 302
    assert client.session["_auth_user_id"] == str(owner.pk)
    assert AuditEvent.objects.filter(action="people.logged_in", actor_id=owner.pk).count() == 1
    for again in (Client().get(url), Client().post(url)):
        assert again.status_code == 400
        assert NO_LONGER in again.content.decode()


def test_the_button_needs_its_own_page(owner: User) -> None:
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(login_url(owner)).status_code == 403
    assert LoginLink.objects.get().used_at is None


def test_an_unknown_link_gets_one_plain_sentence(db: None) -> None:
    for name in ("people:login_link", "people:invitation"):
        page = Client().get(reverse(name, args=["onzin"]))
        assert page.status_code == 400
        assert NO_LONGER in page.content.decode()


def test_links_are_tried_twenty_times_a_minute_at_most(db: None) -> None:
    url = reverse("people:login_link", args=["onzin"])

    answers = [Client().get(url).status_code for _ in range(21)]

    assert answers == [400] * 20 + [429]
    assert "Wacht een minuut en probeer het opnieuw." in Client().get(url).content.decode()


def test_a_login_link_takes_over_a_session_of_somebody_else(owner: User, outsider: User, client_of: ClientOf) -> None:
    client = client_of(outsider)

    client.post(login_url(owner))

    assert client.session["_auth_user_id"] == str(owner.pk)


@pytest.fixture
def invited(owner: User) -> str:
    _, token = actions.invite(actor=owner, email="nieuw@voorbeeld.invalid", name="Nieuw (fictief)")
    return reverse("people:invitation", args=[token])


def test_an_invitation_shows_who_invites_and_makes_the_account(invited: str) -> None:
    client = Client()
    page = client.get(invited).content.decode()
    assert "eigenaar (fictief) nodigt u uit voor Sluitend" in page
    assert 'value="Nieuw (fictief)"' in page

    done = client.post(invited, {"name": "Nieuw Persoon (fictief)", "password": PASSWORD})

    assert (done.status_code, done.headers["Location"]) == (302, "/")
    user = queries.user_by_email("nieuw@voorbeeld.invalid")
    assert user is not None
    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.get(invited).status_code == 400


@pytest.mark.parametrize("password", ["kort", "nieuw@voorbeeld.invalid", "wachtwoord", "123456789012345"])
def test_a_weak_password_is_refused_and_what_was_typed_is_kept(invited: str, password: str) -> None:
    page = Client().post(invited, {"name": "Nieuwe Naam (fictief)", "password": password})

    assert page.status_code == 200
    assert "Nieuwe Naam (fictief)" in page.content.decode()
    assert f'value="{password}"' not in page.content.decode()
    assert queries.user_by_email("nieuw@voorbeeld.invalid") is None


def test_an_existing_account_logs_in_first_and_then_accepts(
    owner: User, outsider: User, evaluation: Evaluation, client_of: ClientOf
) -> None:
    _, token = actions.invite(actor=owner, email=outsider.email, evaluation_id=evaluation.pk, role="reader")
    url = reverse("people:invitation", args=[token])

    assert f"{reverse('account_login')}?next={url}" in Client().get(url).content.decode()
    client = client_of(outsider)
    assert "Accepteren als buitenstaander (fictief)" in client.get(url).content.decode()
    done = client.post(url)

    assert done.headers["Location"] == reverse("design:evaluation", args=[evaluation.pk])
    assert Invitation.objects.get().accepted_by == outsider


def test_an_invitation_is_not_for_who_happens_to_be_logged_in(
    invited: str, outsider: User, client_of: ClientOf
) -> None:
    client = client_of(outsider)

    assert "U bent ingelogd met een ander adres" in client.get(invited).content.decode()
    assert client.post(invited).status_code == 400
    assert Invitation.objects.get().accepted_by is None


def link_on(page: str) -> str:
    return page.split('id="id_link"')[1].split('value="')[1].split('"')[0]


def test_who_invites_sees_the_link_once_and_it_is_mailed(owner: User, client_of: ClientOf) -> None:
    client = client_of(owner)

    page = client.post(reverse("people:invite"), {"email": "nieuw@voorbeeld.invalid"}).content.decode()

    link = link_on(page)
    assert Client().get(link).status_code == 200
    (message,) = mail.outbox
    assert message.to == ["nieuw@voorbeeld.invalid"]
    assert message.subject == "Uitnodiging voor Sluitend"
    assert link in message.body
    assert link not in client.get(reverse("people:users")).content.decode()


def test_without_a_mail_server_the_link_is_passed_on(owner: User, client_of: ClientOf) -> None:
    with override_settings(EMAIL_BACKEND=NO_MAIL):
        page = client_of(owner).post(reverse("people:invite"), {"email": "nieuw@voorbeeld.invalid"}).content.decode()

    assert "Geef deze link door aan nieuw@voorbeeld.invalid" in page
    assert link_on(page).startswith("http://testserver/uitnodiging/")
    assert mail.outbox == []


def test_a_mail_server_that_refuses_loses_no_invitation(owner: User, client_of: ClientOf) -> None:
    with override_settings(EMAIL_BACKEND="tests.people.no_server.Refusing"):
        page = client_of(owner).post(reverse("people:invite"), {"email": "nieuw@voorbeeld.invalid"}).content.decode()

    assert "Geef deze link door aan nieuw@voorbeeld.invalid" in page
    assert Client().get(link_on(page)).status_code == 200


def test_the_mail_server_is_one_address() -> None:
    assert mail_server("").backend == NO_MAIL
    assert mail_server("smtp://u:p%40ss@mail.invalid:587")[1:] == ("mail.invalid", 587, "u", "p@ss", True, False)
    assert mail_server("smtps://mail.invalid")[1:] == ("mail.invalid", 465, "", "", False, True)
    assert mail_server("smtp://localhost:25")[1:] == ("localhost", 25, "", "", False, False)
    for wrong in ("mail.invalid", "http://mail.invalid", "smtp://"):
        with pytest.raises(ValueError, match="SLUITEND_MAIL"):
            mail_server(wrong)
