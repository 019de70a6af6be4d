"""Every page of this room in a real browser: accessible, within the policy, and whole at 390 px."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Page

from sluitend.apps.people import actions
from sluitend.apps.people.models import Municipality, Organisation, OrganisationKind, Region, RegionKind, User
from tests.browser_tools import NARROW, WIDE, assert_no_csp_violations, assert_no_sideways_scroll, axe

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OpenPage = Callable[..., Page]
PASSWORD = "een lange zin van mij"
ANONYMOUS = (
    "account_login",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
)
LOGGED_IN = (
    "account_change_password",
    "account_logout",
    "mfa_index",
    "people:my_account",
    "people:users",
    "people:invite",
    "people:audit",
    "people:organisations",
    "people:municipalities",
    "people:regions",
    "people:division",
    "people:add_organisation",
    "people:add_municipality",
    "people:add_region",
    "people:import_municipalities",
)


@pytest.fixture
def person(transactional_db: None) -> User:
    """The owner, with a password."""
    cache.clear()
    return User.objects.create_user(
        "eigenaar@voorbeeld.invalid", PASSWORD, name="Eigenaar (fictief)", is_owner=True, may_start_evaluations=True
    )


@pytest.fixture
def region(person: User) -> Region:
    town = Municipality.objects.create(code="GM9901", name="Voorbeeldstad aan de Lange Proefrivier", fictitious=True)
    region = Region.objects.create(name="Jeugdregio Voorbeeld", kind=RegionKind.YOUTH_REGION, fictitious=True)
    Organisation.objects.create(name="Jeugdhulp Proef", kind=OrganisationKind.YOUTH_CARE_PROVIDER, fictitious=True)
    for product in ("jeugdbescherming", "pleegzorg"):
        actions.add_memberships(
            actor=person, region=region, municipalities=[town], product=product, starts=date(2025, 1, 1), ends=None
        )
    return region


def is_sound(page: Page) -> None:
    """No violation of WCAG 2.2 A/AA, nothing blocked by the policy, no sideways scroll."""
    assert axe(page) == []
    assert_no_csp_violations(page)
    assert_no_sideways_scroll(page)


def visit(page: Page, urls: list[str]) -> None:
    for url in urls:
        answer = page.goto(url)
        assert answer is not None
        assert answer.status == 200, url
        is_sound(page)


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_every_page_is_sound(open_page: OpenPage, person: User, region: Region, viewport: dict[str, int]) -> None:
    _, token = actions.invite(actor=person, email="nieuw@voorbeeld.invalid")
    links = [
        reverse("people:login_link", args=[actions.make_login_link(user=person)]),
        reverse("people:invitation", args=[token]),
        reverse("account_reset_password_from_key", args=["1", "onzin"]),
    ]
    objects = [
        reverse("people:user", args=[person.pk]),
        reverse("people:region", args=[region.pk]),
        reverse("people:change_region", args=[region.pk]),
        reverse("people:remove_region", args=[region.pk]),
        reverse("people:add_memberships", args=[region.pk]),
        reverse("people:change_membership", args=[region.pk, region.memberships.all()[0].pk]),
    ]

    visit(open_page(viewport=viewport), [*map(reverse, ANONYMOUS), *links])
    visit(open_page(person, viewport=viewport), [*map(reverse, LOGGED_IN), *objects])


def press(page: Page, text: str) -> None:
    page.get_by_role("button", name=text).press("Enter")


def test_from_the_login_link_to_a_second_factor_without_a_mouse(open_page: OpenPage, person: User) -> None:
    page = open_page()
    page.goto(reverse("people:login_link", args=[actions.make_login_link(user=person)]))
    press(page, "Inloggen als Eigenaar (fictief)")
    page.goto(reverse("mfa_activate_totp"))
    is_sound(page)  # asks for the password once more
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    press(page, "Bevestigen")
    is_sound(page)  # the QR code
    page.get_by_label("Code").fill("000000")
    press(page, "Aanzetten")

    is_sound(page)
    assert page.get_by_text("Deze code klopt niet of niet meer.").first.is_visible()


def test_an_invitation_is_passed_on_and_accepted(open_page: OpenPage, person: User) -> None:
    page = open_page(person)
    page.goto(reverse("people:invite"))
    page.get_by_label("E-mailadres").fill("nieuw@voorbeeld.invalid")
    press(page, "Uitnodigen")
    is_sound(page)
    link = page.get_by_label("Link van de uitnodiging").input_value()

    guest = open_page()
    guest.goto(link)
    guest.get_by_label("Naam").fill("Nieuw Persoon (fictief)")
    guest.get_by_label("Wachtwoord").fill("kort")
    press(guest, "Account maken")
    is_sound(guest)
    guest.get_by_label("Wachtwoord").fill(PASSWORD)
    press(guest, "Account maken")

    guest.wait_for_url("**/")
    assert User.objects.get(email="nieuw@voorbeeld.invalid").name == "Nieuw Persoon (fictief)"


def test_a_wrong_login_is_told_at_the_fields(open_page: OpenPage, person: User) -> None:
    page = open_page()
    page.goto(reverse("account_login"))
    page.get_by_label("E-mailadres").fill(person.email)
    page.get_by_label("Wachtwoord").fill("onjuist")
    press(page, "Inloggen")

    is_sound(page)
    assert page.get_by_role("alert").inner_text() == (
        "Dit e-mailadres en wachtwoord horen niet bij elkaar. Controleer ze allebei."
    )
