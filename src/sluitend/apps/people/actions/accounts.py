"""Accounts themselves, and the link that logs somebody in once."""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from sluitend.apps.people import queries
from sluitend.apps.people.access import require_installation
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import LoginLink, Organisation, User
from sluitend.apps.people.permissions import InstallationAction
from sluitend.apps.people.secrets_of_links import hash_of, new_token
from sluitend.errors import InputError


def create_owner(*, email: str, name: str) -> User:
    """Make the account of who manages the installation; for the person at the machine's console, so without an actor.

    Raises InputError("people.account_exists").
    """
    with transaction.atomic():
        user = make_account(email=email, name=name, password=None, is_owner=True, may_start_evaluations=True)
        record(None, "people.owner_created", user)
    return user


def make_account(*, email: str, name: str, password: str | None, **fields: bool) -> User:
    """A new account; without a password only a login link opens it. The caller checks permission and audits.

    Raises InputError("people.account_exists").
    """
    try:
        with transaction.atomic():
            return User.objects.create_user(email, password, name=name, **fields)
    except IntegrityError as error:
        raise InputError("people.account_exists", email=email) from error


def make_login_link(*, user: User, hours: int = 12) -> str:
    """The secret of a link that logs this user in once; for the person at the console, so without an actor."""
    token = new_token()
    with transaction.atomic():
        expires_at = timezone.now() + timedelta(hours=hours)
        link = LoginLink.objects.create(user=user, token_hash=hash_of(token), expires_at=expires_at)
        record(None, "people.login_link_made", link, user=user.pk, hours=hours)
    return token


def use_login_link(*, token: str) -> User:
    """Use the link up, and give the user whom it logs in.

    Raises InputError("people.link_not_valid") for an unknown, used or expired link, and for a blocked user.
    """
    with transaction.atomic():
        link = queries.login_link(token)
        # One statement decides who was first when a link is used twice at the same moment.
        if not LoginLink.objects.filter(pk=link.pk, used_at__isnull=True).update(used_at=timezone.now()):
            raise InputError("people.link_not_valid")
        record(link.user, "people.login_link_used", link)
    return link.user


def end_login_links(user: User) -> int:
    """Let every link that logs this user in stop working, in the caller's transaction; how many there were.

    Who changes a password means that nobody else comes in any more.
    """
    now = timezone.now()
    return LoginLink.objects.filter(user=user, used_at=None, expires_at__gt=now).update(expires_at=now)


def set_active(*, actor: User, user: User, active: bool) -> User:
    """Block somebody, or let them in again; a block ends their sessions at once.

    Raises NotAllowed, InputError("people.not_yourself", "people.last_owner").
    """
    require_installation(actor, InstallationAction.MANAGE_USERS)
    with transaction.atomic():
        if not active:
            _may_be_blocked(actor, user)
        User.objects.filter(pk=user.pk).update(is_active=active)
        record(actor, "people.user_let_in" if active else "people.user_blocked", user)
    user.is_active = active
    return user


def _may_be_blocked(actor: User, user: User) -> None:
    if user == actor:
        raise InputError("people.not_yourself")
    owners = User.objects.select_for_update().filter(is_owner=True, is_active=True)
    if user.is_owner and set(owners.values_list("pk", flat=True)) <= {user.pk}:
        raise InputError("people.last_owner")


def let_start_evaluations(*, actor: User, user: User, allowed: bool) -> User:
    """Let somebody start evaluations (and keep the register), or no longer. Raises NotAllowed."""
    require_installation(actor, InstallationAction.MANAGE_USERS)
    with transaction.atomic():
        user.may_start_evaluations = allowed
        user.save(update_fields=["may_start_evaluations"])
        record(actor, "people.may_start_evaluations_changed", user, allowed=allowed)
    return user


def change_own_account(*, actor: User, name: str, organisation: Organisation | None) -> User:
    """Change one's own name and organisation."""
    with transaction.atomic():
        actor.name, actor.organisation = name, organisation
        actor.save(update_fields=["name", "organisation"])
        record(actor, "people.account_changed", actor)
    return actor
