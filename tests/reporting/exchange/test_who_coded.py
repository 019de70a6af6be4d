"""Whose codings come in: nobody puts work to a colleague's name but the project leader, or a file that is known."""

from __future__ import annotations

import io
import zipfile

import pytest

from sluitend.apps.coding.models import Coding
from sluitend.apps.design.models import Evaluation, Membership
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.people.permissions import Role
from sluitend.apps.reporting.actions.exchange import receiving
from sluitend.apps.reporting.exchange import queries
from sluitend.errors import InputError
from tests.reporting.exchange.conftest import brought_in, exported, taken_in
from tests.reporting.exchange.test_arriving import CODE, USER, losses, project
from tests.reporting.exchange.test_meanwhile import MORE, recoded

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


PSEUDONYM, OTHER, THIRD = "Codeur 1", *(f"50000000-0000-0000-0000-00000000000{number}" for number in (1, 2))


def by(content: bytes, **changed: str) -> bytes:
    """The same project, in which some words are others."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as whole, zipfile.ZipFile(target, "w") as archive:
        xml = whole.read("Project.QDE").decode()
        for old, new in (("name", "Codeur Elders (fictief)"), ("guid", USER)):
            xml = xml.replace(new, changed.get(old, new))
        archive.writestr("Project.QDE", xml)
        archive.writestr("Sources/t.txt", whole.read("Sources/t.txt"))
    return target.getvalue()


def names(evaluation: Evaluation) -> list[str]:
    """Of each coding who made it, in the order of the codings."""
    rows = Coding.objects.filter(fragment__evaluation=evaluation).order_by("pk")
    return list(rows.values_list("coder__name", flat=True))


def test_a_pseudonym_of_an_export_takes_nobodys_name_away(leader: User, empty: Evaluation) -> None:
    brought_in(leader, empty, project(), is_public=True)

    brought_in(leader, empty, by(project(MORE), name=PSEUDONYM), is_public=True)
    brought_in(leader, empty, exported(leader, empty), is_public=True)

    assert names(empty) == ["Codeur Elders (fictief)"] * 2
    assert not User.objects.filter(name=PSEUDONYM).exists()


def test_a_pseudonym_with_another_guid_is_nobody_else(leader: User, empty: Evaluation) -> None:
    brought_in(leader, empty, by(project(), name=PSEUDONYM), is_public=True)
    first = User.objects.get(name=PSEUDONYM)

    brought_in(leader, empty, recoded(by(project(), name=PSEUDONYM, guid=OTHER)), is_public=True)

    assert names(empty) == [PSEUDONYM] * 2
    assert Coding.objects.filter(fragment__evaluation=empty).values("coder").distinct().count() == 2
    first.refresh_from_db()
    assert first.name == PSEUDONYM


def test_a_newer_file_with_another_pseudonym_or_a_name_is_followed(leader: User, empty: Evaluation) -> None:
    brought_in(leader, empty, by(project(), name=PSEUDONYM), is_public=True)

    brought_in(leader, empty, by(project(MORE), name="Codeur 2"), is_public=True)
    assert names(empty) == ["Codeur 2"] * 2
    brought_in(leader, empty, recoded(by(project(), name="Anna (fictief)")), is_public=True)

    assert names(empty) == ["Anna (fictief)"] * 3


@pytest.mark.parametrize("name", [PSEUDONYM, "Jan (fictief)"])
def test_a_name_says_of_nobody_who_it_is(leader: User, researcher: User, empty: Evaluation, name: str) -> None:
    User.objects.filter(pk=researcher.pk).update(name=name)
    content = by(project(), name=name)

    (coder,) = queries.coders_for(leader, empty, receiving.content_of(taken_in(leader, empty, content)))
    brought_in(leader, empty, content, is_public=True, users={USER: coder.member})

    assert coder.member == 0
    assert researcher not in {one.coder for one in Coding.objects.filter(fragment__evaluation=empty)}
    assert attributed(empty) == []


def passages(*coders: str) -> str:
    """A passage for each of these, with a code of his or hers on it."""
    return "".join(
        f"""<PlainTextSelection guid="60000000-0000-0000-0000-00000000000{place}" startPosition="{place}"
          endPosition="9"><Coding guid="70000000-0000-0000-0000-00000000000{place}" {coder}>
          <CodeRef targetGUID="{CODE}"/></Coding></PlainTextSelection>"""
        for place, coder in enumerate(coders)
    )


def test_each_coder_who_stands_in_no_list_is_somebody_apart(leader: User, empty: Evaluation) -> None:
    some = [f'creatingUser="{guid}"' for guid in (OTHER, THIRD, OTHER)]

    made = brought_in(leader, empty, project(passages(*some, "", "")), is_public=True)

    by_place = dict(Coding.objects.filter(fragment__start__lt=5).values_list("fragment__start", "coder"))
    assert len(set(by_place.values())) == 3  # of the last two nothing tells them apart
    assert (by_place[0] == by_place[2], by_place[3] == by_place[4]) == (True, True)
    told = [one for one in losses(made) if "geen naam" in one]
    assert ["geen naam hebben: 2." in one for one in told] == [True]
    assert {"Onbekende codeur", f"Onbekende codeur {OTHER[:8]}"} < set(names(empty))


def test_who_stood_in_no_list_is_known_again_and_gets_a_name_from_a_newer_file(leader: User, empty: Evaluation) -> None:
    brought_in(leader, empty, project(passages(f'creatingUser="{OTHER}"')), is_public=True)
    unknown = Coding.objects.get(fragment__evaluation=empty, fragment__start=0).coder

    brought_in(leader, empty, by(project(passages("", f'creatingUser="{OTHER}"')), guid=OTHER), is_public=True)

    unknown.refresh_from_db()
    assert unknown.name == "Codeur Elders (fictief)"
    assert Coding.objects.get(fragment__evaluation=empty, fragment__start=1).coder == unknown
