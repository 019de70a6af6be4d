"""Agreements, bodies and what came of their meetings; and the numbers of the logbook."""

from __future__ import annotations

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db.models import F
from django.utils import timezone

from sluitend.apps.design import actions, queries
from sluitend.apps.design.forms import AddAgreementsForm
from sluitend.apps.design.models import Body, Counter, Evaluation, Meeting, Place
from sluitend.apps.people.models import User
from sluitend.errors import InputError
from sluitend.web import registry
from sluitend.web.wording import sentence

DAY = date(2026, 3, 2)


@pytest.fixture
def body(begun: Evaluation, leader: User) -> Body:
    return actions.add_body(
        actor=leader, evaluation=begun, name="Regiegroep", kind="steering_group", mandate="Beslist."
    )


@pytest.fixture
def meeting(body: Body, leader: User) -> Meeting:
    return actions.add_meeting(actor=leader, body=body, date=DAY, subject="Tussenstand")


def test_agreements_keep_their_numbers(begun: Evaluation, leader: User) -> None:
    first, second = actions.add_agreements(
        actor=leader,
        evaluation=begun,
        agreed=[actions.Agreed("Elkaar bellen", "art. 2"), actions.Agreed("Samen plannen")],
    )
    actions.delete_agreement(actor=leader, agreement=second)
    actions.add_agreements(actor=leader, evaluation=begun, agreed=[actions.Agreed("Wachttijd delen")])

    assert [(one.label, one.text) for one in queries.agreements_for(leader, begun)] == [
        ("AF1", "Elkaar bellen"),
        ("AF3", "Wachttijd delen"),
    ]
    assert registry.resolve(leader, begun, registry.Reference("AF", "1")).title == first.text


def test_pasted_lines_say_where_they_stand(begun: Evaluation) -> None:
    data = {"agreed": "art. 2\tElkaar bellen\n\nSamen plannen", "article": "Convenant"}

    form = AddAgreementsForm(data, places=begun.places.all())

    assert form.is_valid()
    assert form.cleaned_data["agreed"] == [
        actions.Agreed("Elkaar bellen", "art. 2"),
        actions.Agreed("Samen plannen", "Convenant"),
    ]
    wrong = AddAgreementsForm({"agreed": f"Goed\n{'x' * 301}\tFout"}, places=begun.places.all())
    assert wrong.errors["agreed"] == ["Regel 2: de vindplaats mag hoogstens 300 tekens lang zijn."]


def test_a_place_with_an_agreement_stays(begun: Evaluation, leader: User) -> None:
    place = Place.objects.create(evaluation=begun, name="Aardam (fictief)", kind="other")
    actions.add_agreements(actor=leader, evaluation=begun, agreed=[actions.Agreed("Bellen")], place=place)

    with pytest.raises(InputError, match="in_use"):
        actions.delete_place(actor=leader, place=place)


def test_a_decision_is_carried_to_the_logbook_once(meeting: Meeting, leader: User, begun: Evaluation) -> None:
    decision = actions.add_decision(actor=leader, meeting=meeting, text="De vraag wordt\nsmaller.")

    entry = actions.carry_to_logbook(actor=leader, decision=decision)

    assert (entry.label, entry.date, entry.kind) == ("L1", DAY, "decision")
    assert (entry.title, entry.text) == ("Regiegroep: De vraag wordt smaller.", "De vraag wordt\nsmaller.")
    with pytest.raises(InputError) as caught:
        actions.carry_to_logbook(actor=leader, decision=decision)
    assert sentence(caught.value) == "Dit besluit staat al in het logboek."
    actions.delete_decision(actor=leader, decision=decision)
    assert [line.title for line in queries.logbook_for(leader, begun)] == [entry.title]


def test_actions_are_late_open_or_done(meeting: Meeting, leader: User, begun: Evaluation) -> None:
    today = timezone.localdate()
    for days, text in ((7, "later"), (-1, "te laat"), (None, "ooit")):
        due = None if days is None else today + timedelta(days=days)
        actions.add_body_action(actor=leader, meeting=meeting, text=text, owner="projectleider", due_on=due)
    done = actions.add_body_action(actor=leader, meeting=meeting, text="af", owner="regio", due_on=today)
    actions.change_body_action(
        actor=leader, action=done, revision=1, text="af", owner="regio", due_on=today, done_on=today
    )

    lines = [(line.action.text, line.state, line.state_label) for line in queries.body_actions_for(leader, begun)]

    assert lines == [
        ("te laat", "late", "te laat"),
        ("later", "open", "open"),
        ("ooit", "open", "open"),
        ("af", "done", "klaar"),
    ]
    part = next(part for part in queries.parts_for(leader, begun) if part.url_name == "design:bodies")
    assert [str(gap) for gap in part.gaps] == ["1 actie is te laat."]


def test_what_has_outcomes_stays(meeting: Meeting, body: Body, leader: User) -> None:
    actions.add_decision(actor=leader, meeting=meeting, text="Door.")

    with pytest.raises(InputError) as caught:
        actions.delete_meeting(actor=leader, meeting=meeting)
    assert sentence(caught.value) == "Deze bijeenkomst heeft besluiten of acties. Verwijder die eerst."
    with pytest.raises(InputError) as caught:
        actions.delete_body(actor=leader, body=body)
    assert sentence(caught.value) == (
        "Dit overleg is al bijeen geweest. Het blijft staan, zodat de besluiten te vinden zijn."
    )


def test_a_body_is_named_once(body: Body, leader: User, begun: Evaluation) -> None:
    with pytest.raises(InputError, match="name_taken"):
        actions.add_body(actor=leader, evaluation=begun, name=body.name, kind="other")


def test_entries_that_stand_get_numbers_in_order_of_date(begun: Evaluation, leader: User) -> None:
    for day in (3, 1, 2):
        actions.add_entry(actor=leader, evaluation=begun, date=date(2026, 3, day), kind="note", title=str(day))
    begun.logbook.update(number=F("number") + 100)
    Counter.objects.filter(evaluation=begun, kind="L").delete()

    import_module("sluitend.apps.design.migrations.0004_logbook_numbers").number_entries(apps, None)

    assert {entry.title: entry.label for entry in begun.logbook.all()} == {"1": "L1", "2": "L2", "3": "L3"}
    added = actions.add_entry(actor=leader, evaluation=begun, date=DAY, kind="note", title="4")
    assert added.label == "L4"
    assert registry.resolve(leader, begun, registry.Reference("L", "4")).title == "4"
