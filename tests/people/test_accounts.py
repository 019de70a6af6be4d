"""Accounts, invitations and links: actions and queries."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.account.adapter import get_adapter
from django.db import connection
from django.utils import timezone, translation

from sluitend.apps.design.models import Evaluation
from sluitend.apps.people import actions, hooks, queries
from sluitend.apps.people.models import AuditEvent, Invitation, LoginLink, User
from sluitend.errors import InputError, NotAllowed
from sluitend.web import wording


def events(action: str) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(action=action))


def refusal(code: str, **data: object) -> str:
    with translation.override("nl"):
        return wording.sentence(InputError(code, **data))


def test_the_owner_is_made_once_and_found_for_the_command_line(db: None) -> None:
    owner = actions.create_owner(email="Eigenaar@Voorbeeld.invalid", name="Eigenaar (fictief)")

    assert queries.owner() == owner
    assert queries.user_by_email(" eigenaar@voorbeeld.INVALID ") == owner
    assert owner.is_owner
    assert not owner.has_usable_password()
    assert len(events("people.owner_created")) == 1
    with pytest.raises(InputError) as caught:
        actions.create_owner(email="eigenaar@voorbeeld.invalid", name="Nog een (fictief)")
    assert caught.value.code == "people.account_exists"
    assert User.objects.count() == 1


def test_without_a_usable_owner_there_is_none(owner: User) -> None:
    User.objects.update(is_active=False)

    assert queries.owner() is None


def test_a_login_link_is_stored_as_its_hash_and_works_once(owner: User) -> None:
    token = actions.make_login_link(user=owner)

    link = LoginLink.objects.get()
    assert token not in link.token_hash
    assert len(token) >= 43  # 32 bytes in base64
    assert queries.login_link(token) == link
    assert actions.use_login_link(token=token) == owner
    for again in (queries.login_link, lambda secret: actions.use_login_link(token=secret)):
        with pytest.raises(InputError) as caught:
            again(token)
        assert caught.value.code == "people.link_not_valid"
    assert len(events("people.login_link_made")) == len(events("people.login_link_used")) == 1


def test_a_new_password_ends_the_links_that_log_in(owner: User, reader: User) -> None:
    token, of_another = actions.make_login_link(user=owner), actions.make_login_link(user=reader)

    get_adapter().set_password(owner, "een-heel-nieuw-wachtwoord-1")

    with pytest.raises(InputError, match=r"people\.link_not_valid"):
        actions.use_login_link(token=token)
    assert actions.use_login_link(token=of_another) == reader
    assert AuditEvent.objects.get(action="people.password_changed").data == {"login_links_ended": 1}


@pytest.mark.parametrize("change", ["expired", "blocked", "unknown"])
def test_a_link_that_does_not_work_never_says_why(owner: User, change: str) -> None:
    token = actions.make_login_link(user=owner)
    if change == "expired":
        LoginLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif change == "blocked":
        User.objects.update(is_active=False)
    else:
        token = ("y" if token[0] == "x" else "x") + token[1:]

    with pytest.raises(InputError) as caught:
        actions.use_login_link(token=token)

    assert caught.value.code == "people.link_not_valid"
    assert refusal("people.link_not_valid") == "Deze link werkt niet of niet meer. Vraag een nieuwe."


@pytest.mark.django_db(transaction=True)
def test_two_browsers_at_once_log_in_once(make_user: Callable[..., User]) -> None:
    token = actions.make_login_link(user=make_user("eigenaar", is_owner=True))
    start, outcomes = threading.Barrier(2), []

    def use() -> None:
        start.wait(60)
        try:
            actions.use_login_link(token=token)
            outcomes.append("in")
        except InputError as error:
            outcomes.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=use) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["in", "people.link_not_valid"]


def test_an_invitation_becomes_an_account(owner: User) -> None:
    invitation, token = actions.invite(actor=owner, email="Nieuw@Voorbeeld.invalid", may_start_evaluations=True)

    user = actions.accept_invitation(token=token, name="Nieuw (fictief)", password="een lange zin van mij")

    assert (user.email, user.name) == ("nieuw@voorbeeld.invalid", "Nieuw (fictief)")
    assert user.check_password("een lange zin van mij")
    assert user.may_start_evaluations
    assert not user.is_owner
    invitation.refresh_from_db()
    assert invitation.accepted_by == user
    with pytest.raises(InputError):
        actions.accept_invitation(token=token, name="Weer (fictief)", password="een lange zin van mij")
    assert len(events("people.invited")) == len(events("people.invitation_accepted")) == 1


def test_what_somebody_typed_is_in_no_audit_event(owner: User) -> None:
    _, token = actions.invite(actor=owner, email="kanarie-adres@voorbeeld.invalid", name="Kanarienaam")
    actions.accept_invitation(token=token, name="Kanarienaam", password="kanarie wachtwoord lang")

    written = str(list(AuditEvent.objects.values()))
    assert "kanarie" not in written.lower()
    assert token not in written


def test_only_the_owner_invites_for_the_installation(outsider: User) -> None:
    with pytest.raises(NotAllowed):
        actions.invite(actor=outsider, email="nieuw@voorbeeld.invalid")


def test_who_leads_an_evaluation_cannot_hand_out_more_than_that(leader: User) -> None:
    with pytest.raises(NotAllowed):
        actions.invite(actor=leader, email="a@voorbeeld.invalid", evaluation_id=1, may_start_evaluations=True)


def test_a_new_invitation_withdraws_the_earlier_one(owner: User) -> None:
    _, first = actions.invite(actor=owner, email="nieuw@voorbeeld.invalid")
    _, second = actions.invite(actor=owner, email="nieuw@voorbeeld.invalid")
    _, other = actions.invite(actor=owner, email="nieuw@voorbeeld.invalid", evaluation_id=7, role="reader")

    with pytest.raises(InputError):
        queries.invitation(first)
    assert queries.invitation(second)
    assert queries.invitation(other)


def test_a_withdrawn_or_expired_invitation_or_one_of_a_blocked_user_does_not_work(owner: User) -> None:
    for spoil in (
        lambda one: actions.withdraw_invitation(actor=owner, invitation=one),
        lambda one: Invitation.objects.filter(pk=one.pk).update(expires_at=timezone.now()),
        lambda one: User.objects.filter(pk=owner.pk).update(is_active=False),
    ):
        invitation, token = actions.invite(actor=owner, email="nieuw@voorbeeld.invalid")
        spoil(invitation)
        with pytest.raises(InputError) as caught:
            actions.accept_invitation(token=token, name="Nieuw (fictief)", password="een lange zin van mij")
        assert caught.value.code == "people.link_not_valid"
        User.objects.filter(pk=owner.pk).update(is_active=True)


def test_an_existing_account_accepts_by_logging_in(
    owner: User, outsider: User, reader: User, evaluation: Evaluation
) -> None:
    _, token = actions.invite(actor=owner, email=outsider.email, evaluation_id=evaluation.pk, role="reader")

    with pytest.raises(InputError) as caught:
        actions.accept_invitation(token=token, name="Ander (fictief)", password="een lange zin van mij")
    assert caught.value.code == "people.log_in_to_accept"
    with pytest.raises(InputError) as caught:
        actions.accept_invitation_as(actor=reader, token=token)
    assert caught.value.code == "people.invitation_for_other"

    actions.accept_invitation_as(actor=outsider, token=token)
    assert Invitation.objects.get().accepted_by == outsider


def test_there_is_nothing_to_invite_an_existing_account_for(owner: User, outsider: User) -> None:
    with pytest.raises(InputError) as caught:
        actions.invite(actor=owner, email=outsider.email)

    assert refusal(caught.value.code, **caught.value.data) == (
        "Er is al een account met het adres buitenstaander@voorbeeld.invalid."
    )


def test_a_hook_runs_in_the_transaction_of_accepting(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[tuple[int, str]] = []

    def fail(invitation: Invitation, user: User) -> None:
        called.append((invitation.evaluation_id or 0, user.email))
        raise RuntimeError

    monkeypatch.setattr(hooks, "on_invitation_accepted", [fail])
    _, token = actions.invite(actor=owner, email="nieuw@voorbeeld.invalid", evaluation_id=9, role="reader")

    with pytest.raises(RuntimeError):
        actions.accept_invitation(token=token, name="Nieuw (fictief)", password="een lange zin van mij")

    assert called == [(9, "nieuw@voorbeeld.invalid")]
    assert queries.user_by_email("nieuw@voorbeeld.invalid") is None
    assert queries.invitation(token)


def test_blocking_and_letting_in_again(owner: User, outsider: User) -> None:
    actions.set_active(actor=owner, user=outsider, active=False)
    assert not User.objects.get(pk=outsider.pk).is_active
    actions.set_active(actor=owner, user=outsider, active=True)
    assert User.objects.get(pk=outsider.pk).is_active
    assert len(events("people.user_blocked")) == len(events("people.user_let_in")) == 1


def test_nobody_blocks_themselves_or_the_last_owner(owner: User, make_user: Callable[..., User]) -> None:
    with pytest.raises(InputError) as caught:
        actions.set_active(actor=owner, user=owner, active=False)
    assert refusal(caught.value.code) == "U kunt uw eigen account niet blokkeren. Vraag het een andere eigenaar."

    second = make_user("tweede", is_owner=True)
    User.objects.filter(pk=second.pk).update(is_active=False)  # a session that outlived its block
    with pytest.raises(InputError) as caught:
        actions.set_active(actor=second, user=owner, active=False)
    assert caught.value.code == "people.last_owner"


def test_a_blocked_owner_manages_nothing(owner: User, outsider: User) -> None:
    owner.is_active = False

    with pytest.raises(NotAllowed):
        actions.set_active(actor=owner, user=outsider, active=False)


def test_who_may_start_evaluations(owner: User, outsider: User) -> None:
    actions.let_start_evaluations(actor=owner, user=outsider, allowed=True)
    assert User.objects.get(pk=outsider.pk).may_start_evaluations
    with pytest.raises(NotAllowed):
        actions.let_start_evaluations(actor=outsider, user=outsider, allowed=True)
    assert len(events("people.may_start_evaluations_changed")) == 1
