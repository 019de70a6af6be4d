"""Links between two things come in, go out again under their own GUIDs, and go with what they lead to."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from lxml import etree

from sluitend.apps.coding import actions as coding
from sluitend.apps.coding.models import Code, CodingRound, Fragment, Memo
from sluitend.apps.design.models import Evaluation, Membership
from sluitend.apps.fieldwork.actions import add_respondent
from sluitend.apps.fieldwork.destruction import Destruction
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Role
from sluitend.apps.reporting.actions.exchange import links, links_waiting, placing
from sluitend.apps.reporting.exchange import queries
from sluitend.apps.reporting.exchange.staying import staying
from sluitend.apps.reporting.models import ExchangeEnd, ExchangeGroup, ExchangeLink, ExchangeWaiting
from sluitend.apps.sources.actions import delete_source, publish_version, release_version
from sluitend.apps.sources.models import Source, SourceKind
from sluitend.errors import NotFound
from sluitend.formats import qdpx
from sluitend.formats.documents import Block, BlockKind
from sluitend.formats.qdpx.model import Link
from tests.coding.rounds.near import opened
from tests.reporting.exchange.conftest import REAL, brought_in, exported, needs_real, new_evaluation
from tests.reporting.exchange.test_arriving import losses

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_process")]


def guid(number: int) -> str:
    return f"00000000-0000-0000-0000-{number:012}"


REGIE, ZICHT, FIRST, SECOND, HERE, THERE, EMPTY, NOTE, THEME = map(guid, (1, 2, 11, 12, 21, 22, 23, 31, 41))
LEADS, BESIDE, SAME, WHOLE, SPOT, OF_NOTE, IN_GROUP = map(guid, range(51, 58))
WORDS = "De regie lag bij niemand."
LINKS = {
    LEADS: Link(
        guid=LEADS, name="leidt tot (fictief)", direction="OneWay", color="#ff0000", origin=REGIE, target=ZICHT
    ),
    BESIDE: Link(guid=BESIDE, name="spreekt tegen", direction="Bidirectional", origin=HERE, target=THERE),
    SAME: Link(guid=SAME, direction="Associative", origin=FIRST, target=SECOND),
    WHOLE: Link(guid=WHOLE, name="gaat over", origin=FIRST, target=REGIE),
    SPOT: Link(guid=SPOT, name="hier", color="#abc", origin=EMPTY, target=HERE, notes=(NOTE,)),
    OF_NOTE: Link(guid=OF_NOTE, name="licht toe", direction="OneWay", origin=NOTE, target=ZICHT),
    IN_GROUP: Link(guid=IN_GROUP, name="deel van", origin=REGIE, target=THEME),
}


def project(*more: Link, without: tuple[str, ...] = ()) -> bytes:
    """Two codes, a group and two texts with a passage each, one with a place without words and a note as well."""
    rows = [one for key, one in LINKS.items() if key not in without]
    every = "".join(map(_xml, [*rows, *more]))
    codes = "".join(f'<Code guid="{one}" name="C{one[-1]}" isCodable="true"/>' for one in (REGIE, ZICHT))
    note = f'<NoteRef targetGUID="{NOTE}"/>'
    empty = f'<PlainTextSelection guid="{EMPTY}" startPosition="0" endPosition="0"/>'
    inside = f"""<CodeBook><Codes>{codes}</Codes></CodeBook>
      <Sources>{_text(FIRST, HERE, note + "</PlainTextSelection>" + empty)}
      {_text(SECOND, THERE, "</PlainTextSelection>")}</Sources>
      <Notes><Note guid="{NOTE}"><PlainTextContent>Wie dan?</PlainTextContent></Note></Notes>
      <Links>{every}</Links>
      <Sets><Set guid="{THEME}" name="Thema (fictief)"><MemberCode targetGUID="{REGIE}"/></Set></Sets>"""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("project.qde", f'<Project xmlns="urn:QDA-XML:project:1.0" name="P">{inside}</Project>')
        archive.writestr(f"sources/{FIRST}.txt", WORDS)
        archive.writestr(f"sources/{SECOND}.txt", WORDS)
    return target.getvalue()


def _text(text: str, passage: str, inside: str) -> str:
    coded = f'<Coding guid="{passage[:-2]}9{passage[-1]}"><CodeRef targetGUID="{REGIE}"/></Coding>'
    span = f'<PlainTextSelection guid="{passage}" startPosition="3" endPosition="8">{coded}{inside}'
    return f'<TextSource guid="{text}" name="T{text[-2:]}" plainTextPath="internal://{text}.txt">{span}</TextSource>'


def _xml(one: Link) -> str:
    said = {"name": one.name, "direction": one.direction, "color": one.color}
    said |= {"originGUID": one.origin, "targetGUID": one.target}
    words = " ".join(f'{name}="{value}"' for name, value in said.items() if value)
    notes = "".join(f'<NoteRef targetGUID="{note}"/>' for note in one.notes)
    return f'<Link guid="{one.guid}" {words}>{notes}</Link>'


def went(leader: User, evaluation: Evaluation, path: Path) -> dict[str, Link]:
    """By GUID what stands in a file for another tool."""
    (path / "p.qdpx").write_bytes(exported(leader, evaluation))
    return {one.guid: one for one in qdpx.read(path / "p.qdpx").links}


def stayed(evaluation: Evaluation) -> list[tuple[str, object]]:
    told = [one for one in staying(evaluation, with_names=False) if one.code.startswith("link_")]
    return [(one.code, one.data["name"]) for one in told]


@pytest.fixture
def linked(leader: User, empty: Evaluation) -> Evaluation:
    brought_in(leader, empty, project(), is_public=True, with_sets=True)
    return empty


def test_links_come_in_and_go_out_again_as_they_were(leader: User, empty: Evaluation, tmp_path: Path) -> None:
    made = brought_in(leader, empty, project(), is_public=True, with_sets=True)

    assert made.brought["links"] == len(LINKS)
    assert went(leader, empty, tmp_path) == LINKS
    assert stayed(empty) == []
    other = new_evaluation(leader)
    brought_in(leader, other, exported(leader, empty), is_public=True)
    assert went(leader, other, tmp_path) == LINKS
    assert Memo.objects.filter(evaluation=other).count() == Memo.objects.filter(evaluation=empty).count()


@needs_real
def test_a_file_with_links_follows_the_schema_of_the_standard(leader: User, linked: Evaluation) -> None:
    with zipfile.ZipFile(io.BytesIO(exported(leader, linked))) as archive:
        tree = etree.fromstring(archive.read("project.qde"))

    etree.XMLSchema(etree.parse(REAL / "Project.xsd")).assertValid(tree)
    assert len(tree.findall(".//{*}Link")) == len(LINKS)


@needs_real
def test_the_link_of_a_real_project_goes_back_to_it(leader: User, empty: Evaluation, tmp_path: Path) -> None:
    path = REAL / "skyloom_TestProject.qdpx"
    (theirs,) = qdpx.read(path).links

    made = brought_in(leader, empty, path.read_bytes(), path.name, is_public=True, with_sets=True)

    told = {sentence.split("”")[0] for sentence in losses(made)}
    assert (theirs.guid in went(leader, empty, tmp_path)) is not (f"De koppeling “{theirs.name}" in told)


def test_the_page_shows_the_first_links_and_counts_the_others(
    leader: User, linked: Evaluation, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = queries.overview_for(leader, linked)
    assert (len(shown.links), shown.more_links) == (len(LINKS), 0)

    monkeypatch.setattr(queries, "MOST_LINKS", 2)

    few = queries.overview_for(leader, linked)
    assert (few.links, few.more_links) == (shown.links[:2], len(LINKS) - 2)


def test_links_stay_behind_in_the_list_when_nobody_chose_them(leader: User, empty: Evaluation) -> None:
    made = brought_in(leader, empty, project(), is_public=True)

    assert not ExchangeLink.objects.exists()
    told = [one for one in losses(made) if one.startswith("De koppeling")]
    assert len(told) == len(LINKS)
    assert any(one.startswith("De koppeling “licht toe” wordt een memo") for one in told)


def test_a_link_to_what_is_not_in_the_file_is_listed(leader: User, empty: Evaluation) -> None:
    gone = Link(guid=guid(60), name="nergens", origin=REGIE, target=guid(99))
    half = Link(guid=guid(61), name="half", origin=HERE)

    made = brought_in(leader, empty, project(gone, half), with_sets=True)

    told = [one for one in losses(made) if one.startswith("De koppeling")]
    assert told == [f"De koppeling “{name}”: wat eraan vastzit, komt niet mee." for name in ("nergens", "half")]
    assert made.brought["links"] == len(LINKS)


def test_a_link_waits_sealed_until_both_its_texts_are_released(leader: User, empty: Evaluation, tmp_path: Path) -> None:
    brought_in(leader, empty, project(), with_sets=True)
    first, second = Source.objects.filter(evaluation=empty).order_by("number")
    names = ExchangeLink.objects.filter(evaluation=empty).values_list("name", flat=True)
    at_once = {"", "deel van", "gaat over", "leidt tot (fictief)", "licht toe"}  # that note stands at a code
    assert set(names) == at_once
    assert b"spreekt tegen" not in bytes(ExchangeWaiting.objects.get(version__source=first).sealed_content)

    release_version(actor=leader, version=first.versions.get(), ground="no_personal_data")
    assert set(names.all()) == at_once | {"hier"}
    release_version(actor=leader, version=second.versions.get(), ground="no_personal_data")

    assert went(leader, empty, tmp_path) == LINKS


def test_the_same_file_again_changes_nothing_and_a_newer_one_is_followed(
    leader: User, linked: Evaluation, tmp_path: Path
) -> None:
    again = brought_in(leader, linked, project(), is_public=True, with_sets=True)
    assert (again.brought["links"], ExchangeLink.objects.count()) == (0, len(LINKS))

    newer = replace(LINKS[BESIDE], name="bevestigt", direction="OneWay", target=ZICHT)
    brought_in(leader, linked, project(newer, without=(BESIDE,)), is_public=True, with_sets=True)

    assert went(leader, linked, tmp_path) == LINKS | {BESIDE: newer}


@pytest.mark.parametrize("with_sets", [True, False])
def test_what_waits_is_no_news_in_the_same_file(leader: User, empty: Evaluation, *, with_sets: bool) -> None:
    brought_in(leader, empty, project(), with_sets=True)

    again = brought_in(leader, empty, project(), with_sets=with_sets)

    assert again.brought.get("links", 0) == 0


def test_a_link_goes_with_what_it_leads_to(leader: User, linked: Evaluation) -> None:
    def left() -> set[str]:
        return set(ExchangeLink.objects.filter(evaluation=linked).values_list("name", flat=True))

    Memo.objects.get(evaluation=linked, text="Wie dan?", code__name="C2").delete()
    assert "licht toe" not in left()
    ExchangeGroup.objects.get(evaluation=linked).delete()
    assert "deel van" not in left()
    version = Source.objects.get(evaluation=linked, number=2).versions.get()
    Fragment.objects.filter(version=version).delete()
    assert "spreekt tegen" not in left()
    Code.objects.get(evaluation=linked, name="C2").delete()
    assert left() == {"", "gaat over", "hier"}


def test_a_source_that_is_removed_takes_its_links_along(leader: User, linked: Evaluation) -> None:
    source = Source.objects.get(evaluation=linked, number=2)
    Fragment.objects.filter(version__source=source).delete()  # the team removes no source that something rests on

    delete_source(actor=leader, source=source, reason="withdrawn")

    names = set(ExchangeLink.objects.filter(evaluation=linked).values_list("name", flat=True))
    assert names == {"leidt tot (fictief)", "gaat over", "hier", "licht toe", "deel van"}


@pytest.mark.parametrize("what", ["source", "fragment"])
def test_a_withdrawal_takes_links_along_and_says_how_many(linked: Evaluation, what: str) -> None:
    source = Source.objects.get(evaluation=linked, number=2)
    now = source.created_at
    Fragment.objects.filter(version__source=source).update(withdrawn_at=now)
    if what == "source":
        Source.objects.filter(pk=source.pk).update(withdrawn_at=now)
    destruction = Destruction(linked.pk)

    links_waiting.forget(None, None, destruction)

    names = set(ExchangeLink.objects.filter(evaluation=linked).values_list("name", flat=True))
    gone = {"spreekt tegen"} | ({""} if what == "source" else set())
    assert {one.name or "" for one in LINKS.values()} - names == gone
    assert [(one.kind, one.count) for one in destruction.lines] == [(links.LINKS, len(gone))]


def test_a_link_that_waits_with_another_text_goes_when_one_of_both_is_withdrawn(
    leader: User, empty: Evaluation
) -> None:
    brought_in(leader, empty, project(), with_sets=True)
    first, second = Source.objects.filter(evaluation=empty).order_by("number")

    delete_source(actor=leader, source=second, reason="withdrawn")

    row = ExchangeWaiting.objects.get(version__source=first)
    assert {one["name"] for one in placing.opened(row).links} == {"hier"}


def test_of_a_link_that_stays_the_list_says_so(leader: User, linked: Evaluation, tmp_path: Path) -> None:
    coding.archive_code(actor=leader, code=Code.objects.get(evaluation=linked, name="C2"))
    fragment = Fragment.objects.get(version__source__number=2, evaluation=linked)
    Fragment.objects.filter(pk=fragment.pk).update(withdrawn_at=fragment.created_at)

    assert set(went(leader, linked, tmp_path)) == {SAME, WHOLE, SPOT, IN_GROUP}
    expected = [("link_stays", "leidt tot (fictief)"), ("link_stays", "spreekt tegen"), ("link_stays", "licht toe")]
    assert sorted(stayed(linked)) == sorted(expected)


def test_a_link_follows_a_code_that_is_merged(leader: User, linked: Evaluation, tmp_path: Path) -> None:
    codes = Code.objects.filter(evaluation=linked)
    coding.merge_codes(actor=leader, code=codes.get(name="C2"), into=codes.get(name="C1"))

    found = went(leader, linked, tmp_path)

    assert (found[OF_NOTE].target, LEADS in found) == (REGIE, False)
    assert stayed(linked) == [("link_stays", "leidt tot (fictief)")]


def test_of_people_a_link_to_a_group_is_told_only_where_three_share_it(leader: User, linked: Evaluation) -> None:
    group = ExchangeEnd.objects.get(group__isnull=False)
    source = Source.objects.get(evaluation=linked, number=1)
    Source.objects.filter(pk=source.pk).update(kind=SourceKind.TRANSCRIPT, is_public=False)
    end = ExchangeEnd.objects.get_or_create(evaluation=linked, source=source)[0]
    ExchangeLink.objects.create(evaluation=linked, name="komt van", origin=end, target=group)
    assert stayed(linked) == [("link_few", "komt van")]

    for number in range(3):
        who = add_respondent(actor=leader, evaluation=linked)
        source.speakers.create(number=number, label="A", respondent=who)
    assert stayed(linked) == []


def test_what_is_said_of_a_respondent_is_told_only_where_three_share_it(leader: User, linked: Evaluation) -> None:
    code = ExchangeEnd.objects.get(code__name="C1")
    for number in range(3):
        who = add_respondent(actor=leader, evaluation=linked)
        end = ExchangeEnd.objects.create(evaluation=linked, respondent=who)
        ExchangeLink.objects.create(evaluation=linked, name="werkt daar", origin=end, target=code)
        assert len(stayed(linked)) == (number + 1) % 3

    other = ExchangeEnd.objects.get(code__name="C2")
    ExchangeLink.objects.create(evaluation=linked, name="leidt", origin=end, target=other)
    assert sorted(stayed(linked)) == [*[("link_few", "leidt")], *[("link_few", "werkt daar")] * 3]


def test_a_link_is_shown_and_can_be_forgotten(leader: User, linked: Evaluation, client: Client) -> None:
    client.force_login(leader)
    page = client.get(reverse("reporting:exchange", args=[linked.pk])).content.decode()
    assert all(words in page for words in ("spreekt tegen", "passage van S1", "groep “Thema (fictief)”", "code “C2”"))
    link = ExchangeLink.objects.get(name="leidt tot (fictief)")

    client.post(reverse("reporting:delete_link", args=[linked.pk, link.pk]))

    assert ExchangeLink.objects.filter(evaluation=linked).count() == len(LINKS) - 1
    assert linked.codes.count() == 2


INTO = {1: {BESIDE, SAME, WHOLE, SPOT}, 2: {BESIDE, SAME}}  # by number of a text


@pytest.fixture
def coder(researcher: User, linked: Evaluation) -> User:
    Membership.objects.create(evaluation=linked, user=researcher, role=Role.RESEARCHER)
    return researcher


def blind(leader: User, evaluation: Evaluation, number: int, coder: User) -> CodingRound:
    version = Source.objects.get(evaluation=evaluation, number=number).versions.get()
    return opened(leader, [version], [coder], is_blind=True)


def shown(user: User, evaluation: Evaluation) -> set[str]:
    return {one.row.name for one in queries.overview_for(user, evaluation).links}


def named(guids: set[str]) -> set[str]:
    return {LINKS[one].name or "" for one in guids}


@pytest.mark.parametrize("number", INTO)
def test_who_codes_a_text_blind_sees_no_links_into_it_until_the_round_is_closed(
    leader: User, coder: User, linked: Evaluation, client: Client, number: int
) -> None:
    every, hidden = set(LINKS), INTO[number]
    round_ = blind(leader, linked, number, coder)
    client.force_login(coder)

    assert shown(coder, linked) == named(every - hidden)
    assert shown(leader, linked) == named(every)  # leads, and codes nothing in it
    page = client.get(reverse("reporting:exchange", args=[linked.pk])).content.decode()
    assert "spreekt tegen" not in page
    assert f"passage van S{number}" not in page
    link = ExchangeLink.objects.get(name="spreekt tegen")
    assert client.post(reverse("reporting:delete_link", args=[linked.pk, link.pk])).status_code == 404
    with pytest.raises(NotFound):
        queries.link_for(coder, linked, link.pk)

    coding.close_round(actor=leader, round_=round_)

    assert shown(coder, linked) == named(every)
    assert queries.link_for(coder, linked, link.pk) == link


def test_links_into_a_text_that_is_coded_blind_are_not_counted_either(
    leader: User, coder: User, linked: Evaluation, monkeypatch: pytest.MonkeyPatch
) -> None:
    blind(leader, linked, 1, coder)
    monkeypatch.setattr(queries, "MOST_LINKS", 2)

    overview = queries.overview_for(coder, linked)

    assert len(overview.links) + overview.more_links == len(LINKS) - len(INTO[1])


@pytest.mark.parametrize("number", INTO)
def test_no_file_and_no_list_of_one_has_links_into_a_text_that_is_coded_blind(
    leader: User, coder: User, linked: Evaluation, tmp_path: Path, number: int
) -> None:
    every, hidden = set(LINKS), INTO[number]
    round_ = blind(leader, linked, number, coder)

    assert set(went(coder, linked, tmp_path)) == every - hidden
    assert stayed(linked) == []
    told = " ".join(queries.losses_for(coder, linked))
    assert [name for name in named(hidden) if name and f"“{name}”" in told] == []

    coding.close_round(actor=leader, round_=round_)

    assert set(went(coder, linked, tmp_path)) == every


def test_what_could_not_be_placed_in_a_text_is_not_told_to_who_codes_it_blind(
    leader: User, researcher: User, empty: Evaluation
) -> None:
    Membership.objects.create(evaluation=empty, user=researcher, role=Role.RESEARCHER)
    made = brought_in(leader, empty, project(), with_sets=True)
    for source in Source.objects.filter(evaluation=empty):
        text = WORDS.replace("regie", "leiding")
        block = [Block(0, len(text), BlockKind.PARAGRAPH)]
        newer = publish_version(actor=leader, source=source, text=text, blocks=block, kind="corrected", reason="x")
        release_version(actor=leader, version=newer, ground="no_personal_data")
    version = Source.objects.get(evaluation=empty, number=2).versions.get(number=2)

    round_ = opened(leader, [version], [researcher], is_blind=True)

    told = queries.look_for(researcher, empty, made.pk).left
    assert [one for one in told if "“S2”" in one] == []
    assert [one for one in told if "“S1”" in one] != []
    assert queries.look_for(leader, empty, made.pk).left != told
    coding.close_round(actor=leader, round_=round_)
    assert queries.look_for(researcher, empty, made.pk).left == queries.look_for(leader, empty, made.pk).left
