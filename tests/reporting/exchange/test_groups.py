"""Groups of codes and sources come in, go out again under their own GUIDs, and tell of nobody more than may be told."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork.actions import add_respondent
from sluitend.apps.people.models import User
from sluitend.apps.reporting.actions.exchange import receiving
from sluitend.apps.reporting.actions.exchange.asking import sentence_of
from sluitend.apps.reporting.exchange.staying import staying
from sluitend.apps.reporting.models import ExchangeGroup
from sluitend.apps.sources.models import Source, SourceKind
from sluitend.formats import qdpx
from tests.reporting.exchange.conftest import REAL, brought_in, exported, needs_real, new_evaluation
from tests.reporting.exchange.test_arriving import losses

pytestmark = pytest.mark.django_db

CODES = [f"00000000-0000-0000-0000-{number:012}" for number in (1, 2)]
TEXTS = [f"00000000-0000-0000-0000-{number:012}" for number in (11, 12, 13, 14)]
THEME, DOCUMENTS = (f"00000000-0000-0000-0000-{number:012}" for number in (21, 22))


def project(*, name: str = "Thema (fictief)", members: tuple[str, ...] = tuple(CODES[:1])) -> bytes:
    codes = "".join(f'<Code guid="{one}" name="C{place}" isCodable="true"/>' for place, one in enumerate(CODES))
    texts = "".join(f'<TextSource guid="{one}" name="T{place}" plainTextPath="internal://{one}.txt"/>'
                    for place, one in enumerate(TEXTS))  # fmt: skip
    of_codes = "".join(f'<MemberCode targetGUID="{one}"/>' for one in members)
    of_texts = "".join(f'<MemberSource targetGUID="{one}"/>' for one in TEXTS[:3])
    sets = f"""<Set guid="{THEME}" name="{name}"><Description>Waarom.</Description>{of_codes}</Set>
      <Set guid="{DOCUMENTS}" name="Gesprekken (fictief)">{of_texts}</Set>"""
    inside = f"<CodeBook><Codes>{codes}</Codes></CodeBook><Sources>{texts}</Sources><Sets>{sets}</Sets>"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("project.qde", f'<Project xmlns="urn:QDA-XML:project:1.0" name="P">{inside}</Project>')
        for one in TEXTS:
            archive.writestr(f"sources/{one}.txt", f"Over {one}.")
    return target.getvalue()


def sets(content: bytes, path: Path) -> dict[str, tuple[object, ...]]:
    (path / "p.qdpx").write_bytes(content)
    found = qdpx.read(path / "p.qdpx").sets
    return {one.guid: (one.name, one.description, set(one.codes), set(one.sources)) for one in found}


def test_groups_come_in_and_go_out_again_with_their_guids_and_members(
    leader: User, empty: Evaluation, tmp_path: Path
) -> None:
    made = brought_in(leader, empty, project(), is_public=True, with_sets=True)

    assert made.brought["sets"] == 2
    first = sets(exported(leader, empty), tmp_path)
    assert first == {
        THEME: ("Thema (fictief)", "Waarom.", {CODES[0]}, set()),
        DOCUMENTS: ("Gesprekken (fictief)", None, set(), set(TEXTS[:3])),
    }
    other = new_evaluation(leader)
    brought_in(leader, other, exported(leader, empty), is_public=True)
    assert sets(exported(leader, other), tmp_path) == first


def test_groups_stay_behind_in_the_list_when_nobody_chose_them(leader: User, empty: Evaluation) -> None:
    made = brought_in(leader, empty, project(), is_public=True)

    assert not ExchangeGroup.objects.exists()
    assert "De groep “Thema (fictief)” (codes: 1, bronnen: 0)." in losses(made)


def test_only_members_that_are_here_are_counted_and_the_others_are_listed(leader: User, empty: Evaluation) -> None:
    nowhere = "00000000-0000-0000-0000-000000000099"
    members = (CODES[0], CODES[0], nowhere, nowhere, TEXTS[0])  # a text is no code

    made = brought_in(leader, empty, project(members=members), is_public=True, with_sets=True)

    assert ExchangeGroup.objects.get(name="Thema (fictief)").codes.count() == 1
    done = [sentence_of(one) for one in receiving.outcome_of(made).done]
    assert "De groep “Thema (fictief)” is bewaard (codes: 1, bronnen: 0)." in done
    assert "Van de groep “Thema (fictief)” codes of bronnen die niet meekomen (2)." in losses(made)


def test_a_newer_file_adds_members_and_takes_nobody_out(leader: User, empty: Evaluation) -> None:
    brought_in(leader, empty, project(), is_public=True, with_sets=True)

    brought_in(leader, empty, project(name="Anders", members=(CODES[1],)), is_public=True, with_sets=True)

    group = ExchangeGroup.objects.get(name="Anders")
    assert set(group.codes.values_list("name", flat=True)) == {"C0", "C1"}
    assert ExchangeGroup.objects.count() == 2


def test_of_people_a_group_is_told_only_where_three_share_it(leader: User, empty: Evaluation, tmp_path: Path) -> None:
    brought_in(leader, empty, project(), is_public=True, with_sets=True)
    Source.objects.filter(evaluation=empty, number__in=(1, 2)).update(kind=SourceKind.TRANSCRIPT, is_public=False)

    few = sets(exported(leader, empty), tmp_path)

    assert few[DOCUMENTS][3] == {TEXTS[2]}  # two conversations are too few; the public document stays
    told = [one.code for one in staying(empty, with_names=False)]
    assert told.count("source_groups_few") == 2
    for source in Source.objects.filter(evaluation=empty, number__in=(1, 2)):
        for number in range(2):
            who = add_respondent(actor=leader, evaluation=empty)
            source.speakers.create(number=number, label="A", respondent=who)
    assert sets(exported(leader, empty), tmp_path)[DOCUMENTS][3] == set(TEXTS[:3])


@needs_real
def test_groups_of_a_real_project_come_back_as_its_own_xml_has_them(
    leader: User, empty: Evaluation, tmp_path: Path
) -> None:
    path = REAL / "skyloom_TestProject.qdpx"

    made = brought_in(leader, empty, path.read_bytes(), path.name, is_public=True, with_sets=True)

    theirs = {one.guid: (set(one.codes), set(one.sources)) for one in qdpx.read(path).sets}
    ours = {guid: one[2:] for guid, one in sets(exported(leader, empty), tmp_path).items()}
    assert made.brought["sets"] == len(theirs) == 16
    assert ours == theirs


def test_a_group_is_shown_and_can_be_forgotten(leader: User, empty: Evaluation, client: Client) -> None:
    brought_in(leader, empty, project(), is_public=True, with_sets=True)
    client.force_login(leader)
    assert "Thema (fictief)" in client.get(reverse("reporting:exchange", args=[empty.pk])).content.decode()
    group = ExchangeGroup.objects.get(name="Thema (fictief)")

    client.post(reverse("reporting:delete_group", args=[empty.pk, group.pk]))

    assert list(ExchangeGroup.objects.values_list("name", flat=True)) == ["Gesprekken (fictief)"]
    assert empty.codes.count() == 2
