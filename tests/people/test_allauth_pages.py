"""Logging in, passwords and the second factor, as allauth does them by our settings."""

from __future__ import annotations

import base64
import hmac
import re
import time
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import NoReverseMatch, get_resolver, reverse

from sluitend.apps.people import actions
from sluitend.apps.people.models import AuditEvent, User
from sluitend.config.mail import NO_MAIL

ClientOf = Callable[[User], Client]
PASSWORD = "een lange zin van mij"
NEW = "een andere zin van mij"


@pytest.fixture(autouse=True)
def _fresh_limits(db: None) -> None:
    cache.clear()


@pytest.fixture
def person(make_user: Callable[..., User]) -> User:
    user = make_user("persoon")
    user.set_password(PASSWORD)
    user.save()
    return user


def log_in(user: User, password: str = PASSWORD) -> tuple[Client, int]:
    client = Client()
    answer = client.post(reverse("account_login"), {"login": user.email, "password": password})
    return client, answer.status_code


def happened(action: str) -> int:
    return AuditEvent.objects.filter(action=action).count()


def code_of(secret: str) -> str:
    """The code of this half minute (RFC 6238, with the truncation of RFC 4226 section 5.3)."""
    counter = (int(time.time()) // 30).to_bytes(8, "big")
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


@pytest.fixture
def two_factors(person: User) -> tuple[Client, str]:
    """A client of the person after turning the second factor on, and the secret in the app."""
    client, _ = log_in(person)
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 302  # asks for the password once more
    client.post(page.headers["Location"], {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}).status_code == 302
    cache.clear()  # a code is taken once
    return client, secret


def test_logging_in_and_out(person: User) -> None:
    client, status = log_in(person)

    assert status == 302
    assert client.get(reverse("people:my_account")).status_code == 200
    assert happened("people.logged_in") == 1
    assert client.get(reverse("account_logout")).status_code == 200  # a GET only asks
    client.post(reverse("account_logout"))
    assert client.get(reverse("people:my_account")).status_code == 302


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(person: User) -> None:
    said = []
    for email, password in ((person.email, "onjuist wachtwoord"), ("niemand@voorbeeld.invalid", PASSWORD)):
        page = Client().post(reverse("account_login"), {"login": email, "password": password}).content.decode()
        said.append("Dit e-mailadres en wachtwoord horen niet bij elkaar. Controleer ze allebei." in page)
        assert password not in page

    assert said == [True, True]


def test_after_five_failures_the_account_waits(person: User) -> None:
    for _ in range(5):
        log_in(person, "onjuist wachtwoord")

    assert log_in(person) != 302
    page = Client().post(reverse("account_login"), {"login": person.email, "password": PASSWORD}).content.decode()
    assert "Te veel mislukte pogingen. Wacht vijf minuten en probeer het opnieuw." in page


def test_who_is_blocked_is_told_and_open_sessions_end(person: User) -> None:
    client, _ = log_in(person)
    User.objects.update(is_active=False)

    assert client.get(reverse("people:my_account")).status_code == 302
    answer = Client().post(reverse("account_login"), {"login": person.email, "password": PASSWORD}, follow=True)
    assert "Dit account is geblokkeerd" in answer.content.decode()


def test_signing_up_and_managing_addresses_are_not_there() -> None:
    for name in ("account_signup", "account_email", "account_confirm_email", "account_request_login_code"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    assert not [key for key in get_resolver().reverse_dict if isinstance(key, str) and "signup" in key]


def test_the_password_is_changed_with_the_old_one(person: User) -> None:
    client, _ = log_in(person)
    url = reverse("account_change_password")

    wrong = client.post(url, {"oldpassword": "onjuist", "password1": NEW, "password2": NEW})
    assert "Dit is niet uw huidige wachtwoord." in wrong.content.decode()
    assert happened("people.password_changed") == 0
    assert client.post(url, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}).status_code == 302

    assert log_in(person, NEW)[1] == 302
    assert happened("people.password_changed") == 1
    assert client.get(reverse("people:my_account")).status_code == 200  # this session stays


def test_who_came_by_a_link_sets_a_password(owner: User, client_of: ClientOf) -> None:
    owner.set_unusable_password()
    owner.save()
    client = client_of(owner)

    assert client.get(reverse("account_change_password")).headers["Location"] == reverse("account_set_password")
    assert client.post(reverse("account_set_password"), {"password1": NEW, "password2": NEW}).status_code == 302

    assert User.objects.get(pk=owner.pk).check_password(NEW)
    assert happened("people.password_changed") == 1


def test_a_forgotten_password_is_replaced_by_a_mailed_link(person: User) -> None:
    client = Client()
    for email in (person.email, "niemand@voorbeeld.invalid"):  # the answer is the same, the mail is not
        answer = client.post(reverse("account_reset_password"), {"email": email}, follow=True)
        assert "Kijk in uw mailbox" in answer.content.decode()
    (message,) = mail.outbox
    assert message.subject == "Een nieuw wachtwoord voor Sluitend"
    url = re.search(r"http://testserver(\S+)", message.body)[1]  # type: ignore[index]

    form = client.get(url, follow=True)
    path = form.redirect_chain[-1][0]
    assert client.post(path, {"password1": NEW, "password2": NEW}).status_code == 302

    assert log_in(person, NEW)[1] == 302
    assert happened("people.password_changed") == 1
    assert "Deze link werkt niet of niet meer. Vraag een nieuwe." in Client().get(url, follow=True).content.decode()


def test_without_a_mail_server_no_mail_is_promised(db: None) -> None:
    with override_settings(EMAIL_BACKEND=NO_MAIL):
        page = Client().get(reverse("account_reset_password")).content.decode()

    assert "Deze installatie verstuurt geen e-mail." in page
    assert "<form method" not in page.split("<main")[1].split("</main")[0]


def test_the_second_factor_is_asked_for_at_every_login(person: User, two_factors: tuple[Client, str]) -> None:
    _, secret = two_factors
    client, status = log_in(person)

    assert status == 302
    assert client.get(reverse("people:my_account")).status_code == 302
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "Deze code klopt niet of niet meer." in wrong.content.decode()
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(secret)}).status_code == 302
    assert client.get(reverse("people:my_account")).status_code == 200


def test_a_login_link_does_not_pass_the_second_factor_by(person: User, two_factors: tuple[Client, str]) -> None:
    client = Client()
    answer = client.post(reverse("people:login_link", args=[actions.make_login_link(user=person)]))

    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("people:my_account")).status_code == 302


def test_its_secrets_are_sealed_in_the_database(two_factors: tuple[Client, str]) -> None:
    _, secret = two_factors

    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert Authenticator.objects.count() == 2  # the app, and the recovery codes
    assert happened("people.second_factor_added") == 2


def test_a_recovery_code_lets_in_once(person: User, two_factors: tuple[Client, str]) -> None:
    client, _ = two_factors
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    code = re.findall(r"<code>(\d+)</code>", page)[0]
    assert code in client.get(reverse("mfa_download_recovery_codes")).content.decode()

    first, _ = log_in(person)
    assert first.post(reverse("mfa_authenticate"), {"code": code}).status_code == 302
    again, _ = log_in(person)
    assert again.post(reverse("mfa_authenticate"), {"code": code}).status_code == 200


def test_new_recovery_codes_replace_the_old(two_factors: tuple[Client, str]) -> None:
    client, _ = two_factors
    before = client.get(reverse("mfa_download_recovery_codes")).content

    assert client.get(reverse("mfa_generate_recovery_codes")).status_code == 200
    client.post(reverse("mfa_generate_recovery_codes"))

    assert client.get(reverse("mfa_download_recovery_codes")).content != before


def test_turning_the_second_factor_off(person: User, two_factors: tuple[Client, str]) -> None:
    client, _ = two_factors

    assert client.get(reverse("mfa_deactivate_totp")).status_code == 200
    assert client.post(reverse("mfa_deactivate_totp")).status_code == 302

    assert not Authenticator.objects.exists()
    assert happened("people.second_factor_removed") == 2
    other, _ = log_in(person)
    assert other.get(reverse("people:my_account")).status_code == 200
