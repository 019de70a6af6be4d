"""A group conversation with codes on what a parent and the municipality say. Everything is fictitious."""

from __future__ import annotations

import pytest

from sluitend.apps.coding import actions
from sluitend.apps.coding.models import Code, Fragment
from sluitend.apps.design.models import Evaluation, Perspective
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import SourceVersion, Speaker
from tests.coding.conftest import MakeVersion

TALK = "Wij wachten lang. Hoe lang? Een half jaar. Ik zag niets."


@pytest.fixture
def talk(evaluation: Evaluation, make_version: MakeVersion, leader: User) -> SourceVersion:
    """A group with a parent (R4), the interviewer, and somebody of the municipality."""
    version = make_version(TALK, 7)
    version.turns = [[0, 17, 0, None], [18, 27, 1, None], [28, 42, 0, None], [43, 56, 2, None]]
    version.save()
    ouders, gemeente = (
        Perspective.objects.create(evaluation=evaluation, name=name, order=at)
        for at, name in enumerate(("ouders", "gemeente"))
    )
    r4 = Respondent.objects.create(evaluation=evaluation, number=4, perspective=ouders, created_by=leader)
    Speaker.objects.create(source=version.source, number=0, label="Ouder", respondent=r4)
    Speaker.objects.create(source=version.source, number=1, label="Vraag", is_interviewer=True)
    Speaker.objects.create(source=version.source, number=2, label="Iemand", perspective=gemeente)
    return version


@pytest.fixture
def coded(talk: SourceVersion, code: Code, other_code: Code, leader: User) -> list[Fragment]:
    """“Wachten” on what the parent says and on what the municipality says; the other code beside it."""
    spans = ((4, 16, code), (28, 42, other_code), (43, 56, code))
    return [
        actions.apply_code(actor=leader, version=talk, start=start, end=end, code=one).fragment
        for start, end, one in spans
    ]
