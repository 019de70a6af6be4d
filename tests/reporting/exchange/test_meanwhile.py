"""What changed here between two files, or while a file comes in: nothing opens, comes back or goes astray by it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sluitend.apps.coding.models import Code, Coding
from sluitend.apps.design.models import Evaluation, Membership
from sluitend.apps.fieldwork.destruction import Destruction
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Role
from sluitend.apps.reporting.actions.exchange import asking, moments, placing, receiving
from sluitend.apps.reporting.exchange import queries
from sluitend.apps.reporting.models import ExchangeExport, ExchangeWaiting
from sluitend.apps.sources.actions import change_source, delete_source, publish_version, release_version
from sluitend.apps.sources.models import Source, SourceVersion
from sluitend.errors import InputError
from sluitend.formats.documents import Block, BlockKind
from sluitend.work import runs
from sluitend.work.models import Run, State
from tests.coding.rounds.near import opened
from tests.reporting.exchange.conftest import brought_in, taken_in
from tests.reporting.exchange.test_arriving import CODE, OTHER, SOURCE, UNDER, USER, WORDS, bare, losses, project

pytestmark = pytest.mark.django_db

MORE = f"""<PlainTextSelection guid="10000000-0000-0000-0000-000000000009" startPosition="0" endPosition="9">
  <Coding guid="20000000-0000-0000-0000-000000000009" creatingUser="{USER}"><CodeRef targetGUID="{CODE}"/></Coding>
  </PlainTextSelection>"""


def without_text(content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as whole, zipfile.ZipFile(target, "w") as archive:
        archive.writestr("project.qde", whole.read("Project.QDE"))
    return target.getvalue()


def recoded(content: bytes) -> bytes:
    """The same passage in another file, where somebody else put another code on it."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as whole, zipfile.ZipFile(target, "w") as archive:
        xml = whole.read("Project.QDE").decode()
        xml = xml.replace("20000000-0000-0000-0000-000000000001", "20000000-0000-0000-0000-000000000099")
        xml = xml.replace(f'<CodeRef targetGUID="{UNDER}"/>', f'<CodeRef targetGUID="{OTHER}"/>')
        archive.writestr("project.qde", xml)
        archive.writestr("sources/t.txt", whole.read("Sources/t.txt"))
    return target.getvalue()


def one_text(words: str) -> bytes:
    """A project with a text and nothing on it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(
            "project.qde",
            '<Project xmlns="urn:QDA-XML:project:1.0" name="P"><Sources>'
            f'<TextSource guid="{SOURCE}" name="T (fictief)" plainTextPath="internal://t.txt"/></Sources></Project>',
        )
        archive.writestr("sources/t.txt", words.encode())
    return target.getvalue()


def corrected(leader: User, source: Source, *, released: bool) -> SourceVersion:
    text = "Vooraf. " + WORDS.replace("\r\n", "\n")
    block = [Block(0, len(text), BlockKind.PARAGRAPH)]
    version = publish_version(actor=leader, source=source, text=text, blocks=block, kind="corrected", reason="x")
    if released and version.released_at is None:
        release_version(actor=leader, version=version, ground="no_personal_data")
    return version


def where(evaluation: Evaluation) -> set[tuple[int, int]]:
    """Of each coding the number of its version and its first place."""
    rows = Coding.objects.filter(fragment__evaluation=evaluation)
    return set(rows.values_list("fragment__version__number", "fragment__start"))


@pytest.mark.parametrize("released_between", [True, False])
def test_codes_of_two_files_on_one_passage_both_stay(
    leader: User, empty: Evaluation, *, released_between: bool
) -> None:
    brought_in(leader, empty, project(), is_clean=released_between)
    brought_in(leader, empty, recoded(project()))
    if not released_between:
        release_version(
            actor=leader, version=Source.objects.get(evaluation=empty).versions.get(), ground="no_personal_data"
        )

    codings = Coding.objects.filter(fragment__evaluation=empty)
    assert set(codings.values_list("code__name", flat=True)) == {"Overig", "Overig (2)"}
    assert len(set(codings.values_list("fragment"))) == 1


def test_what_could_not_be_placed_is_still_told_after_another_file(leader: User, empty: Evaluation) -> None:
    brought_in(leader, empty, project())
    text = WORDS.replace("bij niemand", "nergens").replace("\r\n", "\n")
    block = [Block(0, len(text), BlockKind.PARAGRAPH)]
    source = Source.objects.get(evaluation=empty)
    version = publish_version(actor=leader, source=source, text=text, blocks=block, kind="corrected", reason="x")
    release_version(actor=leader, version=version, ground="no_personal_data")

    made = brought_in(leader, empty, recoded(project()))

    row = ExchangeWaiting.objects.get(version__source=source)
    (kept,) = placing.opened(row).passages
    assert [one["key"][-2:] for one in kept["codings"]] == ["01", "99"]
    assert len(queries.look_for(leader, empty, made.pk).left) == 1


@pytest.mark.parametrize("is_public", [True, False])
def test_new_codings_on_an_older_text_come_in_the_text_of_now(
    leader: User, empty: Evaluation, *, is_public: bool
) -> None:
    brought_in(leader, empty, project(), is_public=is_public, is_clean=not is_public)
    corrected(leader, Source.objects.get(evaluation=empty), released=True)

    brought_in(leader, empty, project(MORE), is_public=is_public)

    assert where(empty) == {(2, 8), (2, 19)}


def test_words_in_a_public_placeholder_stay_away_unless_they_are_said_to_be_public(
    leader: User, empty: Evaluation
) -> None:
    brought_in(leader, empty, without_text(project()), is_public=True)

    made = brought_in(leader, empty, project())

    assert Source.objects.get(evaluation=empty).versions.count() == 1
    told = "“Gesprek (fictief)” kwam eerder binnen, als S1, met een andere tekst."
    assert any(one.startswith(told) for one in losses(made))


def test_texts_without_codes_are_released_too_when_they_hold_no_personal_data(leader: User, empty: Evaluation) -> None:
    brought_in(leader, empty, one_text("Hier staat niets bijzonders."), is_clean=True)

    assert Source.objects.get(evaluation=empty).versions.get().text == "Hier staat niets bijzonders."


def test_a_withdrawn_text_stays_away_and_the_list_says_so(leader: User, empty: Evaluation) -> None:
    brought_in(leader, empty, one_text("Hier staat niets bijzonders."), is_public=True)
    Source.objects.filter(evaluation=empty).update(withdrawn_at=timezone.now())

    made = brought_in(leader, empty, one_text("Hier staat niets bijzonders."), is_public=True)

    assert "“T (fictief)” is hier eerder ingetrokken, en blijft weg." in losses(made)
    assert Source.objects.filter(evaluation=empty).count() == 1


@pytest.mark.parametrize(("reason", "comes_back"), [("wrong_file", True), ("withdrawn", False)])
def test_a_source_that_the_team_removed_comes_back_unless_somebody_withdrew_it(
    leader: User, empty: Evaluation, *, reason: str, comes_back: bool
) -> None:
    brought_in(leader, empty, one_text("Hier staat niets bijzonders."), is_public=True)
    delete_source(actor=leader, source=Source.objects.get(evaluation=empty), reason=reason)

    made = brought_in(leader, empty, one_text("Hier staat niets bijzonders."), is_public=True)

    assert any("ingetrokken" in one for one in losses(made)) is not comes_back
    assert Source.objects.filter(evaluation=empty).exists() is comes_back


def test_a_text_to_come_that_was_withdrawn_keeps_no_other_one_away(leader: User, empty: Evaluation) -> None:
    brought_in(leader, empty, without_text(project()))
    delete_source(actor=leader, source=Source.objects.get(evaluation=empty), reason="withdrawn")

    made = brought_in(leader, empty, bare("", f'<PictureSource guid="{OTHER}" name="Flipover (fictief)"/>'))

    assert not any("ingetrokken" in one for one in losses(made))
    assert Source.objects.filter(evaluation=empty).count() == 1


def test_what_was_here_is_not_told_to_be_brought_in(leader: User, empty: Evaluation) -> None:
    """Also what waits for its text, which no GUID is known of."""
    made = [brought_in(leader, empty, content, is_public=False) for content in (project(), project(), project(MORE))]
    version = Source.objects.get(evaluation=empty).versions.get()
    release_version(actor=leader, version=version, ground="no_personal_data")
    made += [brought_in(leader, empty, recoded(project(MORE)))]

    names = ("codes", "sources", "selections", "codings")
    assert [[one.brought[name] for name in names] for one in made] == [
        [3, 1, 1, 1],
        [0, 0, 0, 0],
        [0, 0, 1, 1],
        [0, 0, 0, 1],
    ]


def test_who_was_a_member_can_be_somebody_else_in_a_later_file(leader: User, empty: Evaluation) -> None:
    brought_in(leader, empty, project(), is_public=True, users={USER: leader.pk})
    brought_in(leader, empty, project(MORE), is_public=True, users={USER: 0})

    coders = Coding.objects.filter(fragment__evaluation=empty).values_list("coder__name", flat=True)
    assert sorted(coders) == ["Codeur Elders (fictief)", leader.name]


def test_nothing_comes_in_beside_a_blind_round(leader: User, empty: Evaluation, researcher: User) -> None:
    brought_in(leader, empty, project(), is_public=True)
    Membership.objects.get_or_create(evaluation=empty, user=researcher, defaults={"role": Role.RESEARCHER})
    version = Source.objects.get(evaluation=empty).versions.get()
    early = taken_in(leader, empty, project(MORE))
    receiving.start_import(actor=leader, imported=early, users={})
    opened(leader, [version], [leader, researcher], is_blind=True)
    made = taken_in(leader, empty, project(MORE))

    with pytest.raises(InputError) as caught:
        receiving.start_import(actor=leader, imported=made, users={USER: researcher.pk})

    assert caught.value.code == "coding.blind_text"
    early.refresh_from_db()
    assert early.state == "read"
    assert Coding.objects.filter(fragment__version=version).count() == 1


def test_a_file_from_before_a_blind_round_shows_its_coders_nothing(
    leader: User, empty: Evaluation, researcher: User
) -> None:
    brought_in(leader, empty, project(), is_public=True)
    Membership.objects.get_or_create(evaluation=empty, user=researcher, defaults={"role": Role.RESEARCHER})
    before = lying(leader, empty)
    opened(leader, [Source.objects.get(evaluation=empty).versions.get()], [researcher], is_blind=True)
    during = lying(leader, empty)

    with pytest.raises(InputError) as caught:
        asking.open_export(actor=researcher, asked=before)

    assert caught.value.code == "coding.blind_round"
    assert asking.open_export(actor=leader, asked=before)  # leads, and codes nothing in it
    with zipfile.ZipFile(io.BytesIO(asking.open_export(actor=researcher, asked=during))) as archive:
        assert b"<Coding " not in archive.read("project.qde")


def test_a_file_that_is_coming_in_is_stopped_when_somebody_withdraws(leader: User, empty: Evaluation) -> None:
    made = taken_in(leader, empty, project())
    receiving.start_import(actor=leader, imported=made, users={})

    placing.forget_removed(leader, Destruction(empty.pk))
    runs.drain()

    made.refresh_from_db()
    assert (made.state, made.sealed_content, made.wrapped_key) == ("discarded", None, None)
    assert not Code.objects.filter(evaluation=empty).exists()


def test_a_file_that_waits_is_not_told_to_be_worked_on(
    leader: User, empty: Evaluation, client_of: Callable[[User], Client]
) -> None:
    made = taken_in(leader, empty, project())
    receiving.start_import(actor=leader, imported=made, users={})
    address = reverse("reporting:imported", args=[empty.pk, made.pk])

    waiting = client_of(leader).get(address).content.decode()
    Run.objects.filter(state=State.QUEUED).update(state=State.RUNNING, heartbeat_at=timezone.now())
    busy = client_of(leader).get(address).content.decode()

    told = ("Wacht tot ander werk klaar is", "Sluitend is met dit bestand bezig")
    assert [words in waiting for words in told] == [True, False]
    assert [words in busy for words in told] == [False, True]


def test_a_withdrawal_while_it_comes_in_leaves_nothing_of_it(
    leader: User, empty: Evaluation, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = taken_in(leader, empty, project())
    receiving.start_import(actor=leader, imported=made, users={})
    before = placing.keep

    def keep(*given: object) -> object:
        placing.forget_removed(leader, Destruction(empty.pk))
        return before(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(placing, "keep", keep)
    runs.drain()

    assert not Source.objects.filter(evaluation=empty).exists()
    assert queries.overview_for(leader, empty).waiting == 0


@pytest.mark.parametrize("never", ["0001-01-01T00:00:00", "9999-12-31T23:59:59Z", "gisteren", "2020-13-01T00:00:00Z"])
def test_a_date_that_was_never_filled_in_becomes_that_of_the_import(never: str) -> None:
    before = timezone.now()

    assert before <= moments.moment(never) <= timezone.now()


def test_a_text_with_impossible_dates_can_be_released(leader: User, empty: Evaluation) -> None:
    brought_in(leader, empty, project(MORE.replace("<Coding ", '<Coding creationDateTime="0001-01-01T00:00:00" ')))

    release_version(
        actor=leader, version=Source.objects.get(evaluation=empty).versions.get(), ground="no_personal_data"
    )

    assert where(empty) == {(1, 0), (1, 11)}


@pytest.mark.parametrize(("is_public", "is_released"), [(True, True), (False, True), (False, False)])
def test_a_file_that_lies_ready_goes_when_a_corrected_text_can_be_read(
    leader: User, empty: Evaluation, *, is_public: bool, is_released: bool
) -> None:
    brought_in(leader, empty, project(), is_public=is_public, is_clean=not is_public)
    asked = lying(leader, empty)

    corrected(leader, Source.objects.get(evaluation=empty), released=is_released)

    assert gone(asked) is is_released


def test_a_file_that_lies_ready_goes_when_a_text_turns_out_confidential(leader: User, empty: Evaluation) -> None:
    brought_in(leader, empty, project(), is_public=True)
    asked = lying(leader, empty)
    source = Source.objects.get(evaluation=empty)

    attributes = {"kind": source.kind, "is_public": False}
    change_source(actor=leader, source=source, title=source.title, attributes=attributes, revision=source.revision)

    assert gone(asked)


def test_a_file_that_lies_ready_goes_when_something_is_removed(leader: User, empty: Evaluation) -> None:
    asked, removal = lying(leader, empty), Destruction(empty.pk)

    placing.forget_removed(leader, removal)

    assert gone(asked)
    assert [(line.kind, line.sha256) for line in removal.lines] == [(asking.EXPORTS, asked.sha256)]


def lying(leader: User, evaluation: Evaluation) -> ExchangeExport:
    """A file that waits to be downloaded."""
    asked = asking.request_export(actor=leader, evaluation=evaluation)
    runs.drain()
    asked.refresh_from_db()
    assert asked.path
    return asked


def gone(asked: ExchangeExport) -> bool:
    return ExchangeExport.objects.filter(pk=asked.pk, state="destroyed", path="", wrapped_key=None).exists()
