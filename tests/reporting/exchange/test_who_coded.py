"""Whose codings come in: nobody puts work to a colleague's name but the project leader, or a file that is known."""

from __future__ import annotations

import pytest

from sluitend.apps.coding.models import Coding
from sluitend.apps.design.models import Evaluation, Membership
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.people.permissions import Role
from sluitend.apps.reporting.actions.exchange import receiving
from sluitend.apps.reporting.exchange import queries
from sluitend.errors import InputError
from tests.reporting.exchange.conftest import brought_in, taken_in
from tests.reporting.exchange.test_arriving import USER, project
from tests.reporting.exchange.test_meanwhile import MORE

pytestmark = pytest.mark.django_db


@pytest.fixture
def empty(empty: Evaluation, researcher: User) -> Evaluation:
    Membership.objects.create(evaluation=empty, user=researcher, role=Role.RESEARCHER)
    return empty


def coders(evaluation: Evaluation) -> list[str]:
    return sorted(Coding.objects.filter(fragment__evaluation=evaluation).values_list("coder__name", flat=True))


def attributed(evaluation: Evaluation) -> list[dict[str, object]]:
    events = AuditEvent.objects.filter(action="reporting.exchange_attributed", evaluation_id=evaluation.pk)
    return list(events.order_by("pk").values_list("data", flat=True))


def test_a_researcher_does_not_make_codings_a_colleagues(leader: User, researcher: User, empty: Evaluation) -> None:
    made = taken_in(researcher, empty, project())

    with pytest.raises(InputError) as refused:
        receiving.start_import(actor=researcher, imported=made, users={USER.upper(): leader.pk})

    assert refused.value.code == "reporting.import_who_coded"


def test_the_project_leader_does_and_the_audit_trail_tells(leader: User, researcher: User, empty: Evaluation) -> None:
    brought_in(leader, empty, project(), is_public=True, users={USER: researcher.pk})

    assert coders(empty) == [researcher.name]
    assert attributed(empty) == [{"member": researcher.pk, "ground": "chosen"}]


def test_who_was_known_by_an_earlier_file_is_known_again(leader: User, researcher: User, empty: Evaluation) -> None:
    brought_in(leader, empty, project(), is_public=True, users={USER: leader.pk})

    brought_in(researcher, empty, project(MORE), is_public=True, users={USER: leader.pk})

    assert coders(empty) == [leader.name] * 2
    assert attributed(empty)[1] == {"member": leader.pk, "ground": "known"}


def test_a_researcher_says_which_codings_are_their_own(researcher: User, empty: Evaluation) -> None:
    brought_in(researcher, empty, project(), is_public=True, users={USER: researcher.pk})

    assert coders(empty) == [researcher.name]


def test_what_is_nobodys_here_keeps_its_own_name(researcher: User, empty: Evaluation) -> None:
    brought_in(researcher, empty, project(), is_public=True, users={USER: 0})

    assert coders(empty) == ["Codeur Elders (fictief)"]
    assert attributed(empty) == []


def test_the_page_offers_whom_one_may_choose(leader: User, researcher: User, empty: Evaluation) -> None:
    taken = receiving.content_of(taken_in(leader, empty, project()))

    (for_leader,), (for_researcher,) = (queries.coders_for(user, empty, taken) for user in (leader, researcher))

    assert {pk for pk, _name in for_leader.members} == {leader.pk, researcher.pk}
    assert for_researcher.members == [(researcher.pk, researcher.name)]
