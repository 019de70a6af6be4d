from __future__ import annotations

from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sluitend.apps.design import actions
from sluitend.apps.design.models import Evaluation, LogbookEntry, Place
from sluitend.apps.fieldwork.actions import add_respondent
from sluitend.apps.people.models import AuditEvent, Invitation, User
from sluitend.apps.people.permissions import Role

ClientOf = Callable[[User], Client]

PAGES = (
    "evaluation",
    "setup",
    "questions",
    "perspectives",
    "places",
    "methods",
    "matrix",
    "framework",
    "object",
    "phases",
)
LISTS = (*PAGES, "logbook", "members")
FORMS = (
    *("status", "general", "add_question", "add_perspective", "add_places", "add_method", "add_criterion"),
    *("add_object_version", "plan_phases", "add_phase", "add_entry"),
)


def _addresses(evaluation: Evaluation) -> dict[str, str]:
    """Pages of one thing, by URL name."""
    perspective = evaluation.perspectives.all()[0]
    topic = perspective.topics.all()[0]
    criterion = evaluation.criteria.all()[0]
    arguments: dict[str, tuple[object, ...]] = {
        "question": ("V1.2",),
        "reword_question": ("V1.2",),
        "explain_question": ("V1.2",),
        "drop_question": ("V1.2",),
        "restore_question": ("V1.2",),
        "perspective": (perspective.pk,),
        "topic_list": (perspective.pk,),
        "change_perspective": (perspective.pk,),
        "delete_perspective": (perspective.pk,),
        "add_topic": (perspective.pk,),
        "change_topic": (perspective.pk, topic.pk),
        "delete_topic": (perspective.pk, topic.pk),
        "criterion": (criterion.pk,),
        "change_criterion": (criterion.pk,),
        "drop_criterion": (criterion.pk,),
        "restore_criterion": (criterion.pk,),
        "cell": ("V1.2", perspective.pk),
        "describe_object_version": (1,),
        "change_method": (evaluation.methods.all()[0].pk,),
        "delete_method": (evaluation.methods.all()[0].pk,),
        "change_phase": (evaluation.phases.all()[0].pk,),
        "delete_phase": (evaluation.phases.all()[0].pk,),
    }
    return {name: reverse(f"design:{name}", args=[evaluation.pk, *more]) for name, more in arguments.items()}


def _url(name: str, evaluation: Evaluation, *more: object) -> str:
    return reverse(f"design:{name}", args=[evaluation.pk, *more])


def test_every_page_opens_for_the_team(begun: Evaluation, researcher: User, client_of: ClientOf) -> None:
    client = client_of(researcher)
    addresses = [_url(name, begun) for name in (*LISTS, *FORMS)] + list(_addresses(begun).values())

    answers = {address: client.get(address).status_code for address in addresses}

    assert set(answers.values()) == {200}


def test_a_reader_reads_and_cannot_edit(begun: Evaluation, reader: User, client_of: ClientOf) -> None:
    client = client_of(reader)

    for name in LISTS:
        page = client.get(_url(name, begun))
        assert page.status_code == 200
        assert b'<form class="s-panel' not in page.content
    readable = {"question", "perspective", "topic_list", "criterion"}
    for name, address in _addresses(begun).items():
        assert client.get(address).status_code == (200 if name in readable else 403), name
    assert {client.get(_url(name, begun)).status_code for name in (*FORMS, "audit", "audit_export")} == {403}


def test_an_outsider_gets_not_found_everywhere(begun: Evaluation, outsider: User, client_of: ClientOf) -> None:
    client = client_of(outsider)
    addresses = [_url(name, begun) for name in (*LISTS, *FORMS, "audit")] + list(_addresses(begun).values())

    assert {client.get(address).status_code for address in addresses} == {404}


def test_home_shows_what_to_do_first(
    begun: Evaluation, leader: User, outsider: User, owner: User, client_of: ClientOf
) -> None:
    mine = client_of(leader).get("/").content.decode()
    assert "Keten Voorbeeldregio (fictief)" in mine
    assert "Opzet nakijken" in mine
    assert "u bent projectleider" in mine

    assert "Begin uw eerste evaluatie" in client_of(owner).get("/").content.decode()
    nobody = client_of(outsider).get("/").content.decode()
    assert "U doet nog niet mee aan een evaluatie" in nobody
    assert "Evaluatie beginnen" not in nobody
    assert client_of(outsider).get(reverse("design:begin")).status_code == 403


def test_an_evaluation_begins_from_the_form(leader: User, client_of: ClientOf) -> None:
    client = client_of(leader)
    assert client.get(reverse("design:begin")).content.decode().count("d-template") >= 5
    data = {"title": "Nieuw (fictief)", "commissioner": "Gemeente Aardam (fictief)", "starts": "2026-09-01", "ends": ""}

    answer = client.post(reverse("design:begin_with", args=["pilot"]), data)

    made = Evaluation.objects.get(title="Nieuw (fictief)")
    assert answer["Location"] == f"/evaluaties/{made.pk}/"
    assert (made.template_key, made.starts, made.commissioner.name) == (
        "pilot",
        date(2026, 9, 1),
        "Gemeente Aardam (fictief)",
    )
    wrong = client.post(reverse("design:begin_with", args=["pilot"]), {**data, "ends": "2026-08-01"})
    assert "De einddatum ligt vóór de begindatum." in wrong.content.decode()
    assert client.get(reverse("design:begin_with", args=["onbekend"])).status_code == 400


def test_what_somebody_else_wrote_is_shown_and_nothing_typed_is_lost(
    begun: Evaluation, leader: User, researcher: User, client_of: ClientOf
) -> None:
    entry = LogbookEntry.objects.create(
        evaluation=begun, number=1, date=date(2026, 2, 1), kind="note", title="Eerst", author=leader
    )
    data = {"date": "2026-02-01", "kind": "note", "title": "Van mij", "text": "", "revision": "1"}
    actions.change_entry(
        actor=leader, entry=entry, revision=1, date=entry.date, kind="note", title="Van de ander", text=""
    )
    client, address = client_of(researcher), _url("change_entry", begun, entry.pk)

    page = client.post(address, data).content.decode()

    assert "Iemand anders heeft dit gewijzigd" in page
    assert "Van de ander" in page
    assert 'value="Van mij"' in page
    assert 'name="revision" value="2"' in page
    assert client.post(address, {**data, "revision": "2"}).status_code == 302
    entry.refresh_from_db()
    assert entry.title == "Van mij"


def test_a_question_is_reworded_with_its_difference(begun: Evaluation, leader: User, client_of: ClientOf) -> None:
    client = client_of(leader)
    form = client.get(_url("reword_question", begun, "V1.2")).content.decode()
    assert "Toegesneden op deze evaluatie tijdens de voorbereiding." in form

    client.post(
        _url("reword_question", begun, "V1.2"),
        {"text": "In hoeverre helpen voorzieningen op tijd?", "date": "2026-03-01", "reason": "Korter.", "seen": "1"},
    )

    page = client.get(_url("question", begun, "V1.2")).content.decode()
    assert "<ins>" in page
    assert "<del>" in page
    assert "Reden: Korter." in " ".join(page.split())


def test_a_cell_is_planned_from_the_form(begun: Evaluation, leader: User, client_of: ClientOf) -> None:
    client = client_of(leader)
    perspective, methods = begun.perspectives.all()[0], list(begun.methods.all())
    place = Place.objects.create(evaluation=begun, name="Wijk (fictief)", kind="other")
    address = _url("cell", begun, "V1.9", perspective.pk)
    lines = [(methods[0].pk, "", "each", 2), (methods[1].pk, "executive", place.pk, 3), (methods[2].pk, "", "", "")]
    data = {"form-TOTAL_FORMS": "3", "form-INITIAL_FORMS": "0", "seen": ""}
    for number, (method, level, where, planned) in enumerate(lines):
        prefix = f"form-{number}-"
        data |= {
            f"{prefix}method": method,
            f"{prefix}level": level,
            f"{prefix}where": where,
            f"{prefix}planned": planned,
        }

    answer = client.post(address, data)

    assert answer["Location"].endswith("/opzet/matrix/#V1.9")
    cells = begun.questions.get(label="V1.9").cells.filter(perspective=perspective).order_by("method__order")
    assert [(one.per_place, one.place, one.level, one.planned) for one in cells] == [
        (True, None, "", 2),
        (False, place, "executive", 3),
    ]
    stale = client.post(address, data).content.decode()
    assert "Iemand anders heeft dit gewijzigd" in stale
    assert cells.count() == 2
    data |= {"seen": actions.fingerprint(cells), "form-0-method": ""}
    assert "Kies een methode." in client.post(address, data).content.decode()


def test_moving_comes_back_to_the_row(begun: Evaluation, leader: User, client_of: ClientOf) -> None:
    client = client_of(leader)

    answer = client.post(_url("move", begun, "question", "V1.2"), {"step": "-1"})

    assert answer["Location"] == f"/evaluaties/{begun.pk}/opzet/vragen/#question-V1.2"
    assert [one.label for one in begun.questions.get(label="V1").children.all()][:2] == ["V1.2", "V1.1"]
    for what, key in (("onzin", "1"), ("method", "abc"), ("topic", "1"), ("method", "999999")):
        assert client.post(_url("move", begun, what, key), {"step": "1"}).status_code == 404
    assert client.get(_url("move", begun, "question", "V1.2")).status_code == 405


def test_an_invitation_is_mailed(begun: Evaluation, leader: User, client_of: ClientOf) -> None:
    client = client_of(leader)

    client.post(_url("add_member", begun), {"email": "nieuw@voorbeeld.invalid", "name": "", "role": "reader"})

    assert [message.to for message in mail.outbox] == [["nieuw@voorbeeld.invalid"]]
    page = client.get(_url("members", begun)).content.decode()
    assert "nieuw@voorbeeld.invalid" in page
    invitation = Invitation.objects.get()
    client.post(_url("withdraw_invitation", begun, invitation.pk))
    assert "nieuw@voorbeeld.invalid" not in client.get(_url("members", begun)).content.decode()


def test_without_mail_the_link_is_shown_once(
    begun: Evaluation, leader: User, client_of: ClientOf, settings: pytest.FixtureRequest
) -> None:
    from sluitend.config.mail import NO_MAIL

    settings.EMAIL_BACKEND = NO_MAIL  # type: ignore[attr-defined]
    client = client_of(leader)

    page = client.post(_url("add_member", begun), {"email": "n@voorbeeld.invalid", "name": "", "role": "reader"})

    assert "http://testserver/uitnodiging" in page.content.decode()
    assert "http://testserver/uitnodiging" not in client.get(_url("members", begun)).content.decode()


def test_roles_change_on_the_page(begun: Evaluation, leader: User, researcher: User, client_of: ClientOf) -> None:
    client, membership = client_of(leader), begun.memberships.get(user=researcher)

    client.post(_url("change_role", begun, membership.pk), {"role": "leader"})
    membership.refresh_from_db()
    assert membership.role == Role.LEADER

    own = begun.memberships.get(user=leader)
    answer = client.post(_url("remove_member", begun, own.pk))
    assert answer["Location"] == "/"
    assert client.get(_url("evaluation", begun)).status_code == 404
    last = client_of(researcher).post(_url("remove_member", begun, membership.pk))
    assert "Maak eerst iemand anders projectleider." in last.content.decode()


def test_the_audit_trail_says_what_it_is_about(begun: Evaluation, leader: User, client_of: ClientOf) -> None:
    respondent = add_respondent(actor=leader, evaluation=begun, function="consulent (fictief)")

    page = client_of(leader).get(_url("audit", begun)).content.decode()

    assert f">{respondent.label}</td>" in page
    assert "<code>" not in page


def test_the_audit_trail_is_shown_and_exported(begun: Evaluation, leader: User, client_of: ClientOf) -> None:
    client = client_of(leader)
    page = client.get(_url("audit", begun)).content.decode()
    assert "evaluatie begonnen" in page
    assert "lid toegevoegd" in page

    export = client.get(_url("audit_export", begun) + "?action=design.member_added")

    lines = b"".join(export.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert len(lines) == 3
    assert all("design.member_added" in line for line in lines[1:])
    assert AuditEvent.objects.filter(action="design.audit_exported", evaluation_id=begun.pk).count() == 1


def test_the_logbook_is_filtered(begun: Evaluation, researcher: User, client_of: ClientOf) -> None:
    client = client_of(researcher)
    for kind, title in (("decision", "Besluit A"), ("event", "Gebeurtenis B")):
        client.post(_url("add_entry", begun), {"date": "2026-02-01", "kind": kind, "title": title, "text": ""})

    page = client.get(_url("logbook", begun) + "?kind=decision").content.decode()

    assert "Besluit A" in page
    assert "Gebeurtenis B" not in page


def test_starting_the_evaluation_closes_the_first_step(begun: Evaluation, leader: User, client_of: ClientOf) -> None:
    client = client_of(leader)
    assert "punten om na te kijken" in client.get(_url("setup", begun)).content.decode()

    client.post(_url("status", begun), {"status": "running"})

    assert "Evaluatie starten" not in client.get(_url("setup", begun)).content.decode()
    form = unescape(client.get(_url("add_question", begun)).content.decode())
    assert 'name="reason"' in form


def _double(evaluation: Evaluation, leader: User) -> None:
    """Twice as much of everything that these pages list."""
    for number in range(12):
        perspective = actions.add_perspective(actor=leader, evaluation=evaluation, name=f"Groep {number}")
        question = evaluation.questions.get(label="V1.2")
        actions.add_topic(actor=leader, perspective=perspective, text="x", prompts=["y"], questions=[question])
        method = actions.add_method(actor=leader, evaluation=evaluation, name=f"Methode {number}", kind="expert")
        plans = [actions.Plan(method, 2)]
        actions.set_cell(actor=leader, question=question, perspective=perspective, plans=plans)
        actions.add_phase(actor=leader, evaluation=evaluation, name=f"Fase {number}", kind="analysis")
        actions.add_criterion(actor=leader, question=question, name="n", source="s", good="g", insufficient="i")
        main = evaluation.questions.get(label="V1")
        actions.add_question(actor=leader, evaluation=evaluation, text="Hoe?", kind="forward", parent=main, reason="r")
        actions.add_entry(actor=leader, evaluation=evaluation, date=date(2026, 2, 1), kind="note", title="t")
        user = User.objects.create_user(f"lid{number}@voorbeeld.invalid", name=f"Lid {number} (fictief)")
        actions.add_member(actor=leader, evaluation=evaluation, user=user, role="reader")
    actions.add_places(actor=leader, evaluation=evaluation, names=[f"P{n}" for n in range(20)], kind="municipality")


# What each page asks of the database; a number that grows must have a reason.
AT_MOST = {
    "evaluation": 45,  # the cards and steps of all rooms
    "setup": 26,
    "questions": 10,
    "perspectives": 10,
    "places": 14,
    "methods": 10,
    "matrix": 12,
    "framework": 11,
    "object": 10,
    "phases": 10,
    "logbook": 15,
    "members": 10,
}


def test_a_page_asks_as_much_of_the_database_whatever_its_length(
    begun: Evaluation, leader: User, client_of: ClientOf
) -> None:
    client = client_of(leader)
    actions.add_entry(actor=leader, evaluation=begun, date=date(2026, 2, 1), kind="note", title="t")
    actions.add_places(actor=leader, evaluation=begun, names=["P"], kind="municipality")

    def counts() -> dict[str, int]:
        found = {}
        for name in LISTS:
            with CaptureQueriesContext(connection) as captured:
                assert client.get(_url(name, begun)).status_code == 200
            found[name] = len(captured)
        return found

    counts()  # whatever is read once
    short = counts()
    _double(begun, leader)
    counts()  # and what is remembered until something is written
    assert counts() == short
    assert {name: number for name, number in short.items() if number > AT_MOST[name]} == {}
