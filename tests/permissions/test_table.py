"""The role × action table itself: complete, and without rows that nothing uses."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import sluitend
from sluitend.apps.people.access import may
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import ALLOWED, Action, InstallationAction, Role, is_allowed
from sluitend.config.public_urls import PUBLIC
from tests.permissions.walk import addresses

SOURCE = Path(sluitend.__file__).parent


def used(enum: str) -> set[str]:
    """Members of an enum that the code names, outside the file that defines them."""
    trees = (ast.parse(path.read_text("utf-8")) for path in SOURCE.rglob("*.py") if path.name != "permissions.py")
    return {
        node.attr
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == enum
    }


def test_every_action_has_a_row() -> None:
    assert set(ALLOWED) == set(Action)
    assert all(ALLOWED.values())


def test_no_row_is_dead() -> None:
    assert set(Action.__members__) - used("Action") == set()
    assert set(InstallationAction.__members__) - used("InstallationAction") == set()


def test_who_leads_may_whatever_anybody_may() -> None:
    assert all(Role.LEADER in roles for roles in ALLOWED.values())


def test_a_reader_only_looks() -> None:
    assert {action for action in Action if is_allowed(Role.READER, action)} == {
        Action.VIEW_EVALUATION,
        Action.VIEW_PUBLIC_SOURCE,
        Action.VIEW_OUTSIDE_RESULTS,
        Action.VIEW_FINDINGS,
        Action.VIEW_REPORT,
    }


def test_no_role_is_no_permission() -> None:
    assert not any(is_allowed(None, action) for action in Action)
    with pytest.raises(ValueError, match="stranger"):
        is_allowed("stranger", Action.VIEW_EVALUATION)


@pytest.mark.parametrize("action", list(InstallationAction))
def test_who_is_blocked_may_nothing(action: InstallationAction) -> None:
    owner = User(is_owner=True, may_start_evaluations=True)
    assert may(owner, action)

    owner.is_active = False
    assert not may(owner, action)


def test_every_public_name_is_an_address() -> None:
    assert {address.view for address in addresses()} >= PUBLIC


def test_every_address_has_a_name_of_its_own() -> None:
    views = [address.view for address in addresses()]
    assert len(views) == len(set(views))
    assert [view for view in views if "/" in view or not view] == []
