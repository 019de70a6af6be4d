"""The design in a real browser: readable for everybody, narrow and wide, and workable without a mouse."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from sluitend.apps.design import actions
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from tests.browser_tools import NARROW, assert_no_csp_violations, assert_no_sideways_scroll, axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]

PAGES = (
    *("", "status/", "opzet/", "opzet/gegevens/", "opzet/vragen/", "opzet/vragen/toevoegen/", "opzet/vragen/V1.2/"),
    *("opzet/vragen/V1.2/formulering/", "opzet/perspectieven/", "opzet/plaatsen/", "opzet/methoden/"),
    *("opzet/matrix/", "opzet/kader/", "opzet/kader/toevoegen/", "opzet/object/", "opzet/object/1/"),
    *("opzet/planning/", "logboek/", "logboek/toevoegen/", "leden/", "controlespoor/", "opzet/kader/vastleggen/"),
    *("opzet/afspraken/", "opzet/afspraken/toevoegen/", "opzet/overleg/", "opzet/sjabloon/"),
)


def _all(evaluation: Evaluation) -> list[str]:
    start = f"/evaluaties/{evaluation.pk}/"
    perspective, criterion = evaluation.perspectives.all()[0].pk, evaluation.criteria.all()[0].pk
    body = evaluation.bodies.get()
    more = [
        f"opzet/overleg/{body.pk}/",
        f"opzet/overleg/bijeenkomsten/{body.meetings.get().pk}/",
        f"opzet/perspectieven/{perspective}/",
        f"opzet/perspectieven/{perspective}/gespreksleidraad/",
        f"opzet/perspectieven/{perspective}/onderwerpen/toevoegen/",
        f"opzet/matrix/V1.2/{perspective}/",
        f"opzet/kader/{criterion}/",
    ]
    return [
        "/",
        "/evaluaties/beginnen/",
        "/evaluaties/beginnen/keten/",
        "/evaluaties/sjablonen/uploaden/",
        *(start + page for page in (*PAGES, *more)),
    ]


def _consult(evaluation: Evaluation, leader: User) -> None:
    """An agreement, a body that met, a decision, an action that is late, and a framework that changed after fixing."""
    day = date(2026, 2, 2)
    actions.add_agreements(actor=leader, evaluation=evaluation, agreed=[actions.Agreed("Elkaar bellen", "artikel 2")])
    body = actions.add_body(actor=leader, evaluation=evaluation, name="Regiegroep", kind="steering_group")
    actions.seat(actor=leader, body=body, name_or_function="directeur")
    meeting = actions.add_meeting(actor=leader, body=body, date=day, subject="Start")
    for text in ("Door.", "Korter."):
        decision = actions.add_decision(actor=leader, meeting=meeting, text=text)
    actions.carry_to_logbook(actor=leader, decision=decision)
    actions.add_body_action(actor=leader, meeting=meeting, text="Bellen", owner="regio", due_on=day)
    actions.lock_framework(actor=leader, evaluation=evaluation)
    criterion = evaluation.criteria.all()[0]
    actions.drop_criterion(actor=leader, criterion=criterion, reason="Dubbel.", date=day)


def test_every_page_is_accessible_and_fits(begun: Evaluation, leader: User, open_page: OpenPage) -> None:
    question = begun.questions.get(label="V1.2")
    first = question.versions.get()
    actions.reword_question(
        actor=leader, question=question, text=f"{first.text} En hoe?", reason="Meer.", date=first.date, seen=1
    )
    _consult(begun, leader)
    wide, narrow = open_page(leader), open_page(leader, viewport=NARROW)

    for address in _all(begun):
        wide.goto(address)
        assert axe(wide) == [], address
        assert_no_csp_violations(wide)
        narrow.goto(address)
        assert axe(narrow) == [], address
        assert_no_sideways_scroll(narrow)


def test_an_evaluation_is_set_up_without_a_mouse(leader: User, open_page: OpenPage) -> None:
    page = open_page(leader)
    page.goto("/evaluaties/beginnen/")
    page.get_by_role("link", name="De keten sluitend maken").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Titel").fill("Zonder muis (fictief)")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Samenvatting")).to_be_visible()

    page.get_by_role("link", name="Opzet nakijken").press("Enter")
    page.get_by_role("link", name="Matrix", exact=True).press("Enter")
    page.get_by_role("link", name="Plan V1.9 voor Jeugdigen en jongvolwassenen").press("Enter")
    page.get_by_label("Methode").first.select_option(index=1)
    page.get_by_label("Aantal").first.fill("4")
    page.keyboard.press("Enter")

    expect(page.get_by_text("De planning van V1.9 is opgeslagen.")).to_be_visible()
    expect(page.locator("tr[id='V1.9'] td").first).to_contain_text("4 ×")
