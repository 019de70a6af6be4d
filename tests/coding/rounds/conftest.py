"""A second researcher: rounds are about two. Fictitious."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sluitend.apps.design.models import Evaluation, Membership
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Role


@pytest.fixture
def colleague(evaluation: Evaluation, make_user: Callable[..., User]) -> User:
    user = make_user("collega")
    Membership.objects.create(evaluation=evaluation, user=user, role=Role.RESEARCHER)
    return user
