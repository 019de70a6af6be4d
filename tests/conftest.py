"""People and an evaluation that most tests start from. All are fictitious."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import settings

from sluitend.apps.design.models import Evaluation, Membership
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Role
from sluitend.work import vault
from tests.clearing import open_gate

pytest_plugins = ["tests.browser_tools"]

# One example that waits for the processor is no fault: nothing is timed in tests. Continuous integration draws the same
# examples every time, so that red is the change's; by hand every run draws others, and finds what these left.
settings.register_profile("untimed", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("untimed")


@pytest.fixture
def make_user(db: None) -> Callable[..., User]:
    def make(name: str, **fields: object) -> User:
        return User.objects.create_user(f"{name}@voorbeeld.invalid", None, name=f"{name} (fictief)", **fields)

    return make


@pytest.fixture
def owner(make_user: Callable[..., User]) -> User:
    return make_user("eigenaar", is_owner=True, may_start_evaluations=True)


@pytest.fixture
def outsider(make_user: Callable[..., User]) -> User:
    return make_user("buitenstaander")


@pytest.fixture
def evaluation(make_user: Callable[..., User]) -> Evaluation:
    """An evaluation without content whose start gate is open, with a project leader, a researcher and a reader."""
    leader = make_user("projectleider", may_start_evaluations=True)
    evaluation = Evaluation.objects.create(
        title="Sluitende keten Voorbeeldregio (fictief)",
        template_key="keten",
        fictitious=True,
        wrapped_key=vault.new_wrapped_key(),
        created_by=leader,
    )
    members = {
        Role.LEADER: leader,
        Role.RESEARCHER: make_user("onderzoeker"),
        Role.READER: make_user("lezer"),
    }
    for role, user in members.items():
        Membership.objects.create(evaluation=evaluation, user=user, role=role)
    open_gate(evaluation)
    return evaluation


def _member(evaluation: Evaluation, role: Role) -> User:
    return evaluation.memberships.get(role=role).user


@pytest.fixture
def leader(evaluation: Evaluation) -> User:
    return _member(evaluation, Role.LEADER)


@pytest.fixture
def researcher(evaluation: Evaluation) -> User:
    return _member(evaluation, Role.RESEARCHER)


@pytest.fixture
def reader(evaluation: Evaluation) -> User:
    return _member(evaluation, Role.READER)


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    """A test client that is logged in as this user."""

    def login(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return login
