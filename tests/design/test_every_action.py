"""Every action asks permission first, and leaves one audit row without a word that somebody wrote."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction

from sluitend.apps.design import actions
from sluitend.apps.design import models as m
from sluitend.apps.design.wording import AUDIT_WORDS
from sluitend.apps.people.models import AuditEvent, Invitation, Municipality, Region, RegionMembership, User
from sluitend.errors import NotAllowed, NotFound

WRITTEN = "Geheime tekst"
DAY = date(2026, 11, 1)
Call = Callable[[User, m.Evaluation], object]


def _question(e: m.Evaluation, label: str = "V1.2") -> m.Question:
    return e.questions.get(label=label)


def _first(rows: Any) -> Any:
    return rows.order_by("pk")[0]


def _region(e: m.Evaluation) -> Region:
    region, _made = Region.objects.get_or_create(name="Regio (fictief)", kind="youth_region")
    town, _made = Municipality.objects.get_or_create(code="GM9001", name="Aardam (fictief)")
    RegionMembership.objects.get_or_create(region=region, municipality=town, product="JB", starts=date(2020, 1, 1))
    return region


def _place(e: m.Evaluation) -> m.Place:
    return m.Place.objects.create(evaluation=e, name="Wijk (fictief)", kind="other")


def _entry(e: m.Evaluation) -> m.LogbookEntry:
    return m.LogbookEntry.objects.create(evaluation=e, number=1, date=DAY, kind="note", title="t", author=e.created_by)


def _member(e: m.Evaluation) -> m.Membership:
    return e.memberships.get(role="researcher")


def _invitation(e: m.Evaluation) -> Invitation:
    return Invitation.objects.create(
        email="x@voorbeeld.invalid", token_hash="x", evaluation_id=e.pk, expires_at="2099-01-01T00:00Z"
    )


def _agreement(e: m.Evaluation) -> m.Agreement:
    return m.Agreement.objects.create(evaluation=e, number=1, text=WRITTEN)


def _body(e: m.Evaluation) -> m.Body:
    return m.Body.objects.create(evaluation=e, name="Regiegroep", kind="steering_group")


def _meeting(e: m.Evaluation) -> m.Meeting:
    return m.Meeting.objects.create(body=_body(e), date=DAY, subject=WRITTEN)


def _seat(e: m.Evaluation) -> m.BodyMember:
    return m.BodyMember.objects.create(body=_body(e), name_or_function=WRITTEN)


def _decision(e: m.Evaluation) -> m.Decision:
    return m.Decision.objects.create(meeting=_meeting(e), text=WRITTEN)


def _task(e: m.Evaluation) -> m.BodyAction:
    return m.BodyAction.objects.create(meeting=_meeting(e), text=WRITTEN, owner=WRITTEN)


CRITERION = {"name": WRITTEN, "source": WRITTEN, "good": WRITTEN, "insufficient": WRITTEN, "reason": WRITTEN}
VERSION = {"name": WRITTEN, "description": WRITTEN, "scope": WRITTEN}

CALLS: dict[str, Call] = {
    "design.evaluation_changed": lambda u, e: actions.change_evaluation(
        actor=u,
        evaluation=e,
        revision=1,
        title=WRITTEN,
        summary=WRITTEN,
        commissioner=None,
        starts=None,
        ends=None,
        place_kind="region",
    ),
    "design.status_changed": lambda u, e: actions.set_status(actor=u, evaluation=e, status="running"),
    "design.question_added": lambda u, e: actions.add_question(
        actor=u, evaluation=e, text=WRITTEN, kind="forward", parent=_question(e), why=WRITTEN
    ),
    "design.question_reworded": lambda u, e: actions.reword_question(
        actor=u, question=_question(e), text=WRITTEN, reason=WRITTEN, date=DAY, seen=1
    ),
    "design.question_explained": lambda u, e: actions.explain_question(
        actor=u, question=_question(e), revision=1, kind="forward", why=WRITTEN, no_criterion=WRITTEN
    ),
    "design.question_dropped": lambda u, e: actions.drop_question(
        actor=u, question=_question(e), reason=WRITTEN, date=DAY
    ),
    "design.question_restored": lambda u, e: actions.restore_question(actor=u, question=_question(e)),
    "design.criterion_added": lambda u, e: actions.add_criterion(actor=u, question=_question(e), **CRITERION),
    "design.criterion_changed": lambda u, e: actions.change_criterion(
        actor=u, criterion=_first(e.criteria), seen=1, **CRITERION
    ),
    "design.criterion_dropped": lambda u, e: actions.drop_criterion(
        actor=u, criterion=_first(e.criteria), reason=WRITTEN, date=DAY
    ),
    "design.criterion_restored": lambda u, e: actions.restore_criterion(actor=u, criterion=_first(e.criteria)),
    "design.perspective_added": lambda u, e: actions.add_perspective(actor=u, evaluation=e, name=WRITTEN),
    "design.perspective_changed": lambda u, e: actions.change_perspective(
        actor=u,
        perspective=_first(e.perspectives),
        revision=1,
        name=WRITTEN,
        description=WRITTEN,
        is_client=True,
        levels=["official"],
    ),
    "design.perspective_deleted": lambda u, e: actions.delete_perspective(actor=u, perspective=_first(e.perspectives)),
    "design.topic_added": lambda u, e: actions.add_topic(
        actor=u, perspective=_first(e.perspectives), text=WRITTEN, prompts=[WRITTEN], questions=[_question(e)]
    ),
    "design.topic_changed": lambda u, e: actions.change_topic(
        actor=u, topic=_first(_first(e.perspectives).topics), revision=1, text=WRITTEN, prompts=[WRITTEN], questions=[]
    ),
    "design.topic_deleted": lambda u, e: actions.delete_topic(actor=u, topic=_first(_first(e.perspectives).topics)),
    "design.places_added": lambda u, e: actions.add_places(actor=u, evaluation=e, names=[WRITTEN], kind="other"),
    "design.places_taken_over": lambda u, e: actions.take_region(
        actor=u, evaluation=e, region=_region(e), product="JB"
    ),
    "design.place_changed": lambda u, e: actions.change_place(
        actor=u, place=_place(e), revision=1, name=WRITTEN, kind="other", parent=None
    ),
    "design.place_deleted": lambda u, e: actions.delete_place(actor=u, place=_place(e)),
    "design.phase_added": lambda u, e: actions.add_phase(actor=u, evaluation=e, name=WRITTEN, kind="analysis"),
    "design.phase_changed": lambda u, e: actions.change_phase(
        actor=u, phase=_first(e.phases), revision=1, name=WRITTEN, kind="analysis", weeks=2, starts=None, ends=None
    ),
    "design.phase_deleted": lambda u, e: actions.delete_phase(actor=u, phase=_first(e.phases)),
    "design.phases_planned": lambda u, e: actions.plan_phases(actor=u, evaluation=e, starts=DAY),
    "design.method_added": lambda u, e: actions.add_method(actor=u, evaluation=e, name=WRITTEN, kind="expert"),
    "design.method_changed": lambda u, e: actions.change_method(
        actor=u, method=_first(e.methods), revision=1, name=WRITTEN, kind="expert", note=WRITTEN
    ),
    "design.method_deleted": lambda u, e: actions.delete_method(actor=u, method=_first(e.methods)),
    "design.matrix_changed": lambda u, e: actions.set_cell(
        actor=u, question=_question(e), perspective=_first(e.perspectives), plans=[actions.Plan(_first(e.methods), 3)]
    ),
    "design.order_changed": lambda u, e: actions.move(actor=u, item=_question(e), step=1),
    "design.object_renamed": lambda u, e: actions.rename_object(
        actor=u, evaluated_object=e.evaluated_object, name=WRITTEN
    ),
    "design.object_described": lambda u, e: actions.describe_object_version(
        actor=u, version=e.evaluated_object.versions.get(), revision=1, starts=DAY, **VERSION
    ),
    "design.object_changed": lambda u, e: actions.add_object_version(
        actor=u, evaluated_object=e.evaluated_object, starts=DAY, reason=WRITTEN, seen=1, **VERSION
    ),
    "design.logbook_added": lambda u, e: actions.add_entry(
        actor=u, evaluation=e, date=DAY, kind="event", title=WRITTEN, text=WRITTEN
    ),
    "design.logbook_changed": lambda u, e: actions.change_entry(
        actor=u, entry=_entry(e), revision=1, date=DAY, kind="note", title=WRITTEN, text=WRITTEN
    ),
    "design.agreements_added": lambda u, e: actions.add_agreements(
        actor=u, evaluation=e, agreed=[actions.Agreed(WRITTEN, WRITTEN)], parties=WRITTEN
    ),
    "design.agreement_changed": lambda u, e: actions.change_agreement(
        actor=u,
        agreement=_agreement(e),
        revision=1,
        text=WRITTEN,
        parties=WRITTEN,
        article=WRITTEN,
        agreed_on=DAY,
        due_on=DAY,
        place=None,
    ),
    "design.agreement_deleted": lambda u, e: actions.delete_agreement(actor=u, agreement=_agreement(e)),
    "design.body_added": lambda u, e: actions.add_body(actor=u, evaluation=e, name=WRITTEN, kind="other"),
    "design.body_changed": lambda u, e: actions.change_body(
        actor=u, body=_body(e), revision=1, name=WRITTEN, kind="other", mandate=WRITTEN
    ),
    "design.body_deleted": lambda u, e: actions.delete_body(actor=u, body=_body(e)),
    "design.body_member_added": lambda u, e: actions.seat(actor=u, body=_body(e), name_or_function=WRITTEN),
    "design.body_member_removed": lambda u, e: actions.unseat(actor=u, member=_seat(e)),
    "design.meeting_added": lambda u, e: actions.add_meeting(actor=u, body=_body(e), date=DAY, subject=WRITTEN),
    "design.meeting_changed": lambda u, e: actions.change_meeting(
        actor=u, meeting=_meeting(e), revision=1, date=DAY, subject=WRITTEN, notes=WRITTEN
    ),
    "design.meeting_deleted": lambda u, e: actions.delete_meeting(actor=u, meeting=_meeting(e)),
    "design.decision_added": lambda u, e: actions.add_decision(actor=u, meeting=_meeting(e), text=WRITTEN),
    "design.decision_deleted": lambda u, e: actions.delete_decision(actor=u, decision=_decision(e)),
    "design.body_action_added": lambda u, e: actions.add_body_action(
        actor=u, meeting=_meeting(e), text=WRITTEN, owner=WRITTEN
    ),
    "design.body_action_changed": lambda u, e: actions.change_body_action(
        actor=u, action=_task(e), revision=1, text=WRITTEN, owner=WRITTEN, due_on=DAY, done_on=DAY
    ),
}

LEADERS: dict[str, Call] = {
    "design.framework_locked": lambda u, e: actions.lock_framework(actor=u, evaluation=e),
    "design.member_added": lambda u, e: actions.add_member(
        actor=u, evaluation=e, user=User.objects.create_user("n@voorbeeld.invalid", name=WRITTEN), role="reader"
    ),
    "people.invited": lambda u, e: actions.invite_member(
        actor=u, evaluation=e, email="nieuw@voorbeeld.invalid", name=WRITTEN, role="reader"
    ),
    "people.invitation_withdrawn": lambda u, e: actions.withdraw_invitation(
        actor=u, evaluation=e, invitation=_invitation(e)
    ),
    "design.member_role_changed": lambda u, e: actions.change_role(actor=u, membership=_member(e), role="reader"),
    "design.member_removed": lambda u, e: actions.remove_member(actor=u, membership=_member(e)),
    "design.audit_exported": lambda u, e: actions.note_audit_export(actor=u, evaluation=e),
}
ALL = CALLS | LEADERS
OWN_STORIES = {
    "design.evaluation_created",
    "design.member_joined",
    "design.template_saved",
    "design.template_deleted",
}


Outcome = tuple[str, list[AuditEvent]]


def _tried(calls: dict[str, Call], user: User, evaluation: m.Evaluation) -> dict[str, Outcome]:
    """Each call on the same evaluation, undone afterwards: what it raised, and the audit rows it left."""
    outcomes = {}
    for action, call in calls.items():
        savepoint = transaction.savepoint()
        before = AuditEvent.objects.count()
        try:
            call(user, m.Evaluation.objects.get(pk=evaluation.pk))
            raised = ""
        except (NotAllowed, NotFound) as error:
            raised = type(error).__name__
        outcomes[action] = (raised, list(AuditEvent.objects.order_by("id")[before:]))
        transaction.savepoint_rollback(savepoint)
    return outcomes


def test_every_action_of_the_room_is_tried_here() -> None:
    ours = {action for action in AUDIT_WORDS if action.startswith("design.")}

    assert set(ALL) >= ours - OWN_STORIES


def test_each_leaves_one_audit_row_without_words(begun: m.Evaluation, leader: User) -> None:
    for action, (raised, events) in _tried(ALL, leader, begun).items():
        assert (raised, [event.action for event in events]) == ("", [action])
        assert (events[0].actor_id, events[0].evaluation_id) == (leader.pk, begun.pk)
        assert events[0].object_id.isdigit()
        assert WRITTEN not in str(events[0].data)
        assert "voorbeeld.invalid" not in str(events[0].data)


def test_a_reader_may_do_none(begun: m.Evaluation, reader: User) -> None:
    assert _tried(ALL, reader, begun) == dict.fromkeys(ALL, ("NotAllowed", []))


def test_an_outsider_is_not_told_that_it_exists(begun: m.Evaluation, outsider: User) -> None:
    assert _tried(ALL, outsider, begun) == dict.fromkeys(ALL, ("NotFound", []))


def test_a_researcher_edits_the_design_but_not_the_members(begun: m.Evaluation, researcher: User) -> None:
    raised = {action: outcome[0] for action, outcome in _tried(ALL, researcher, begun).items()}

    assert raised == dict.fromkeys(CALLS, "") | dict.fromkeys(LEADERS, "NotAllowed")
