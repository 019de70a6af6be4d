"""An evaluation begun from a template, with the three roles of the bare one."""

from __future__ import annotations

from datetime import date

import pytest

from sluitend.apps.design import actions
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Role


@pytest.fixture
def begun(leader: User, researcher: User, reader: User) -> Evaluation:
    evaluation = actions.create_evaluation(
        actor=leader, template_key="keten", title="Keten Voorbeeldregio (fictief)", starts=date(2026, 1, 5)
    )
    actions.add_member(actor=leader, evaluation=evaluation, user=researcher, role=Role.RESEARCHER)
    actions.add_member(actor=leader, evaluation=evaluation, user=reader, role=Role.READER)
    return evaluation
