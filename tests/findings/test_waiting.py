"""A finding says that a passage it rests on has to be placed again in a corrected text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from sluitend.apps.coding.models import Fragment, ToPlace
from sluitend.apps.design.models import Evaluation
from sluitend.apps.findings import actions
from sluitend.apps.findings.models import Finding, Stance
from sluitend.apps.findings.queries import finding_line_for
from sluitend.apps.people.models import User
from sluitend.apps.sources import actions as sources
from sluitend.apps.sources.models import VersionKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def resting(evaluation: Evaluation, leader: User, fragments: list[Fragment]) -> Finding:
    """B1, which rests on F3 of a public document whose words were corrected since."""
    finding = actions.add_finding(actor=leader, evaluation=evaluation, title="De norm ligt vast (fictief)")
    actions.link_evidence(actor=leader, finding=finding, fragment=fragments[2], stance=Stance.SUPPORTS)
    correct(leader, fragments[2])
    return finding


def correct(leader: User, fragment: Fragment) -> None:
    version = fragment.version
    text = (version.text or "").replace("tien werkdagen", "vijf werkdagen")
    sources.publish_version(
        actor=leader, source=version.source, text=text, blocks=[], kind=VersionKind.CORRECTED, reason="drukfout"
    )


def test_the_evidence_waits(evaluation: Evaluation, leader: User, resting: Finding) -> None:
    line = finding_line_for(leader, evaluation, resting.number)

    assert [one.waits for one in line.evidence] == [True]


def test_the_page_of_the_finding_says_so(
    evaluation: Evaluation, leader: User, resting: Finding, client_of: Callable[[User], Client]
) -> None:
    page = client_of(leader).get(f"/evaluaties/{evaluation.pk}/bevindingen/{resting.number}/").content.decode()

    assert "nog te plaatsen in de gecorrigeerde tekst" in page
    assert f"/evaluaties/{evaluation.pk}/coderen/te-plaatsen/#F3" in page


def test_what_a_finding_rests_on_does_not_lapse(
    evaluation: Evaluation, leader: User, resting: Finding, client_of: Callable[[User], Client]
) -> None:
    client = client_of(leader)

    answer = client.post(f"/evaluaties/{evaluation.pk}/coderen/te-plaatsen/3/vervallen/", follow=True)

    assert "F3 kan niet vervallen, want er rust iets op: B1. Haal het daar eerst weg." in answer.content.decode()
    assert ToPlace.objects.get().fragment.number == 3
