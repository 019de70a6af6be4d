"""The table of comments, from a returned Word document to the annex. All of it is fictitious."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sluitend.apps.coding import actions as coding
from sluitend.apps.coding.models import Fragment
from sluitend.apps.fieldwork.copied import MARKER, copies
from sluitend.apps.fieldwork.destruction import Destruction
from sluitend.apps.people.models import User
from sluitend.apps.reporting import actions, building, queries
from sluitend.apps.reporting.account import RespondentEntry
from sluitend.apps.reporting.actions.forgetting import forget_copies
from sluitend.apps.reporting.material import Audience
from sluitend.apps.reporting.models import Remark, ReturnedFile, Waiver
from sluitend.apps.reporting.queries.guarding import closed_rows, copied_in
from sluitend.apps.reporting.queries.voices import coarsened
from sluitend.apps.reporting.returned import rows_of
from sluitend.apps.sources import store
from sluitend.apps.sources.receiving import receive
from sluitend.errors import InputError, NotAllowed
from sluitend.formats import returned_word
from sluitend.formats.returned_word import Comment, Reply, Returned
from sluitend.web.wording import sentence
from sluitend.work import limits, runs
from sluitend.work.limits import Limits
from sluitend.work.models import Run
from tests.formats.word_files import TRANSITIONAL, Said, WordFile, begin, end, para, run
from tests.reporting.conftest import Chain

ClientOf = Callable[[User], Client]
PASSAGE = "De regie lag in de zomer bij niemand."


def commented() -> bytes:
    """A document of one paragraph with one comment on it."""
    body = para(begin(0), run(PASSAGE), end(0))
    return WordFile(body, [Said("In juli wel.", "P. Verzonnen")]).bytes()


def taken_back(chain: Chain, leader: User, content: bytes) -> ReturnedFile:
    returned = actions.take_back(
        actor=leader, report=chain.report, file=receive(io.BytesIO(content)), sender="Gemeente Proefdorp (fictief)"
    )
    runs.run_now(Run.objects.get(pk=int(returned.run_id)))
    returned.refresh_from_db()
    return returned


def test_comments_of_a_returned_document_stand_in_the_table_and_the_file_is_destroyed(
    chain: Chain, leader: User, client_of: ClientOf
) -> None:
    section = chain.write(leader, f"Vooraf. {PASSAGE}")
    page = client_of(leader)
    upload = SimpleUploadedFile("terug.docx", commented())

    page.post(reverse("reporting:take_back", args=[chain.evaluation.pk]), {"file": upload, "sender": "Gemeente X"})
    waiting = ReturnedFile.objects.get()
    path = store.full(waiting.path)
    sealed_words = path.read_bytes()
    runs.run_now(Run.objects.get(pk=int(waiting.run_id)))
    actions.read_returned(waiting.pk)

    remark = Remark.objects.get()
    shown = page.get(reverse("reporting:remarks", args=[chain.evaluation.pk])).content.decode()
    assert PASSAGE.encode() not in sealed_words
    assert not path.exists()
    assert (remark.passage, remark.text, remark.by, remark.section_id) == (
        PASSAGE, "In juli wel.", "P. Verzonnen", section
    )  # fmt: skip
    assert "O1 P. Verzonnen" in shown
    assert "In juli wel." in shown


def test_what_is_no_word_document_is_refused_in_words(chain: Chain, leader: User, client_of: ClientOf) -> None:
    returned = taken_back(chain, leader, b"geen document")

    shown = client_of(leader).get(reverse("reporting:remarks", args=[chain.evaluation.pk])).content.decode()

    assert (returned.state, returned.path) == ("refused", "")
    assert "geweigerd" in shown
    assert not Remark.objects.exists()


def test_a_comment_is_judged_with_a_reason_and_tells_which_conclusion_changed(
    chain: Chain, leader: User, client_of: ClientOf
) -> None:
    taken_back(chain, leader, commented())
    remark = Remark.objects.get()
    url = reverse("reporting:remark", args=[chain.evaluation.pk, 1])
    page = client_of(leader)

    without = page.post(url, {"kind": "fact", "outcome": "not", "revision": 1}).content.decode()
    values = {"kind": "fact", "outcome": "in_part", "reason": "Juli klopt.", "conclusions": [chain.conclusion.pk]}
    page.post(url, {**values, "changed_text": "Tot juli.", "revision": 1})

    remark.refresh_from_db()
    chain.write(leader, "{{bijlage commentaar}}")
    for audience, who in ((Audience.TEAM, "P. Verzonnen"), (Audience.PUBLIC, "Gemeente Proefdorp (fictief)")):
        material = queries.material_for(leader, chain.evaluation, audience)
        annex = building.public_html(building.assemble(material)).decode()
        assert who in annex
        assert ("P. Verzonnen" in annex) == (audience is Audience.TEAM)
        assert "Juli klopt." in annex
    assert "Schrijf waarom de opmerking niet of maar deels is overgenomen." in without
    assert (remark.outcome, remark.kind, list(remark.conclusions.all())) == ("in_part", "fact", [chain.conclusion])


def test_withdrawn_words_leave_the_comments_that_copied_them(chain: Chain, leader: User) -> None:
    taken_back(chain, leader, commented())
    kept = actions.add_remark(actor=leader, report=chain.report, by="Raad (fictief)", text="Mooi rapport.")
    destruction = Destruction(chain.evaluation.pk, words=["Ja, de regie lag in de zomer bij niemand, zei ik."])

    forget_copies(None, None, destruction)

    first = Remark.objects.get(number=1)
    kept.refresh_from_db()
    assert (first.passage, first.text, first.revision) == ("", "In juli wel.", 2)
    assert kept.text == "Mooi rapport."
    assert [(line.kind, line.count) for line in destruction.lines] == [("reporting.remarks", 1)]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("P. Verzonnen: nog nooit gezien", f"P. {MARKER}"),
        ("Klopt dit?\n\nR. Verzonnen: nog nooit gezien", f"Klopt dit?\n\nR. {MARKER}"),
        ("Nog nooit gezien.", ""),
        ("Nog nooit gezien. En dat is jammer.", f"{MARKER} En dat is jammer."),
        ("Taken out: “nog nooit gezien”", ""),
    ],
)
def test_a_few_withdrawn_words_are_found_behind_who_said_them(chain: Chain, leader: User, text: str, left: str) -> None:
    """Older rows have the author of a comment or a reply in front of the words."""
    remark = actions.add_remark(actor=leader, report=chain.report, by="Raad (fictief)", text=text)
    kept = actions.add_remark(
        actor=leader, report=chain.report, by="Raad (fictief)", text="Ik heb dit nog nooit gezien."
    )

    forget_copies(None, None, Destruction(chain.evaluation.pk, words=["Nog nooit gezien."]))

    remark.refresh_from_db()
    kept.refresh_from_db()
    assert (remark.text, kept.text) == (left, "Ik heb dit nog nooit gezien.")


@pytest.mark.parametrize("said", ["Klopt.", "Helemaal eens!", "Ja, dat klopt.", "Verslavingszorg"])
def test_a_turn_that_anybody_may_say_destroys_nothing(chain: Chain, leader: User, said: str) -> None:
    remark = actions.add_remark(actor=leader, report=chain.report, by="Raad (fictief)", text=f"Raad: {said}")
    destruction = Destruction(chain.evaluation.pk, words=[said])

    forget_copies(None, None, destruction)

    remark.refresh_from_db()
    assert (remark.text, destruction.lines) == (f"Raad: {said}", [])


def test_a_quote_that_anybody_may_say_holds_no_file_and_is_left_out_for_others(
    chain: Chain, leader: User, make_fragment: Callable[..., Fragment]
) -> None:
    said = "Klopt helemaal."
    fragment = make_fragment(said, 5)
    code = coding.add_code(actor=leader, evaluation=chain.evaluation, name="Eens (fictief)")
    coding.apply_code(actor=leader, version=fragment.version, start=fragment.start, end=fragment.end, code=code)
    coding.release_quote(actor=leader, fragment=fragment)

    held = copied_in(chain.evaluation.pk, [said])
    coding.withdraw_quote(actor=leader, fragment=fragment)

    assert held == set()
    assert copies(said, closed_rows(chain.evaluation))


def test_a_bomb_is_refused_and_the_next_file_is_read(
    chain: Chain, leader: User, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that unpacks to much, and one that is only large once it is read: that one ends with its process."""
    small = WordFile(para(begin(0), run(PASSAGE), end(0)), [Said("x")])
    empty = "<w:p/>" * 400_000
    part = f'<w:comments xmlns:w="{TRANSITIONAL}"><w:comment w:id="0">{empty}</w:comment></w:comments>'
    swelling = WordFile(small.body, small.comments, parts={"word/comments.xml": part}).bytes()

    unpacking = taken_back(chain, leader, WordFile(" " * 30_000_000).bytes())
    with monkeypatch.context() as patch:
        patch.setattr(limits.returned_limited, "__kwdefaults__", {"filename": "", "limits": Limits(60 * 1024**2)})
        read = taken_back(chain, leader, swelling)
        after = taken_back(chain, leader, commented())

    assert (unpacking.state, unpacking.refusal["code"]) == ("refused", "formats.zip_bomb")
    assert (read.state, read.refusal["code"]) == ("refused", "formats.too_much_memory")
    assert (after.state, Remark.objects.get().text) == ("read", "In juli wel.")
    shown = client_of(leader).get(reverse("reporting:remarks", args=[chain.evaluation.pk])).content.decode()
    assert shown.count("geweigerd") == 2


def test_what_came_back_is_read_in_a_process_of_its_own(
    chain: Chain, leader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(returned_word, "read", lambda _path: 1 / 0)  # in this process only

    assert taken_back(chain, leader, commented()).state == "read"


def test_only_the_team_writes_in_the_table(chain: Chain, leader: User, reader: User) -> None:
    with pytest.raises(NotAllowed):
        actions.add_remark(actor=reader, report=chain.report, by="X", text="Y")
    with pytest.raises(InputError) as refused:
        actions.add_remark(actor=leader, report=chain.report, by="X", text=" ")
    assert sentence(refused.value) == "Schrijf wat u wilt zeggen."


def test_what_somebody_replies_is_a_comment_of_their_own() -> None:
    first, day = datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 3, 4, 9, tzinfo=UTC)
    replies = (
        Reply(author="R. Verzonnen", date=day, text="Dat klopt niet."),
        Reply(author="P. Verzonnen", date=day, text="Toch wel."),
        Reply(author="R. Verzonnen", date=day, text=""),
    )
    said = Comment(PASSAGE, "", "", "P. Verzonnen", first, "In juli wel.", replies=replies)

    rows = rows_of(Returned((said,), ()))

    assert [(row.passage, row.by, row.said_on, row.text) for row in rows] == [
        (PASSAGE, "P. Verzonnen", first.date(), "In juli wel.\n\nToch wel."),
        (PASSAGE, "R. Verzonnen", day.date(), "Dat klopt niet."),
    ]


def annex(chain: Chain, leader: User, audience: Audience) -> str:
    material = queries.material_for(leader, chain.evaluation, audience)
    return building.public_html(building.assemble(material)).decode()


def test_words_of_a_closed_passage_are_left_out_of_the_comments_for_others(chain: Chain, leader: User) -> None:
    said = "Dat er stond: één naam op een briefje, is onaardig."
    actions.add_remark(actor=leader, report=chain.report, by="Raad (fictief)", text=said, passage="Bladzij 2")
    actions.add_remark(actor=leader, report=chain.report, by="Raad (fictief)", text="Een ander woord is beter.")
    chain.write(leader, "{{bijlage commentaar}}")
    before = annex(chain, leader, Audience.PUBLIC)

    coding.withdraw_quote(actor=leader, fragment=chain.released)

    assert "is onaardig" in before
    assert "is onaardig" in annex(chain, leader, Audience.TEAM)
    for audience, note in ((Audience.PUBLIC, "(citaat niet vrijgegeven)"), (Audience.READER, "(alleen voor het team)")):
        after = annex(chain, leader, audience)
        assert "is onaardig" not in after
        assert note in after
        assert "Bladzij 2" in after
        assert "Een ander woord is beter." in after


@pytest.mark.parametrize(("text", "is_kept"), [("{{bijlage commentaar}}", False), ("Zonder bijlage.", True)])
def test_a_file_with_an_emptied_comment_is_destroyed(chain: Chain, leader: User, text: str, is_kept: bool) -> None:
    taken_back(chain, leader, commented())
    chain.write(leader, text)
    build = actions.request_build(actor=leader, evaluation=chain.evaluation, kind="public")
    runs.drain()

    forget_copies(None, None, Destruction(chain.evaluation.pk, words=[PASSAGE]))

    build.refresh_from_db()
    assert bool(build.path) is is_kept
    assert (build.wrapped_key is not None) is is_kept


@pytest.mark.parametrize(
    ("where", "text", "is_kept"),
    [
        ("statement", "{{bijlagen}}", False),
        ("statement", "{{bijlage commentaar}}", True),
        ("waiver", "{{bijlage regels}}", False),
        ("waiver", "{{bijlage verantwoording}}", True),
    ],
)
def test_a_file_with_an_emptied_account_is_destroyed(
    chain: Chain, leader: User, where: str, text: str, is_kept: bool
) -> None:
    if where == "statement":
        actions.write_statement(actor=leader, report=chain.report, key="ethics", text=PASSAGE)
    else:
        Waiver.objects.create(
            evaluation=chain.evaluation, rule="V01", object_key="V1", object_label="V1", reason=PASSAGE, by=leader
        )
    chain.write(leader, text)
    build = actions.request_build(actor=leader, evaluation=chain.evaluation, kind="public")
    runs.drain()

    forget_copies(None, None, Destruction(chain.evaluation.pk, words=[PASSAGE]))

    build.refresh_from_db()
    assert bool(build.path) is is_kept


@pytest.mark.parametrize("way", ["broken", "no_role", "no_run"])
def test_a_returned_file_never_waits_for_ever(
    chain: Chain, leader: User, client_of: ClientOf, outsider: User, way: str
) -> None:
    file = receive(io.BytesIO(commented()))
    returned = actions.take_back(actor=leader, report=chain.report, file=file, sender="Gemeente Proefdorp (fictief)")
    path = store.full(returned.path)
    if way == "broken":
        path.write_bytes(path.read_bytes()[:-1])
    elif way == "no_role":
        ReturnedFile.objects.filter(pk=returned.pk).update(by=outsider)

    if way == "no_run":
        Run.objects.filter(pk=int(returned.run_id)).delete()
        actions.sweep_returned()
    else:
        runs.run_now(Run.objects.get(pk=int(returned.run_id)))

    returned.refresh_from_db()
    shown = client_of(leader).get(reverse("reporting:remarks", args=[chain.evaluation.pk])).content.decode()
    assert (returned.state, returned.path, returned.wrapped_key) == ("refused", "", None)
    assert not path.exists()
    assert not Remark.objects.exists()
    assert "geweigerd" in shown


def test_one_small_level_hides_the_levels_of_its_perspective() -> None:
    levels = ["a"] * 3 + ["b"] * 2
    mixed = [RespondentEntry(n, "Ouders", level, "", "") for n, level in enumerate(levels)]
    whole = [RespondentEntry(n, "Staf", "a", "Proefdorp", "") for n in range(10, 13)]

    told = coarsened([*mixed, *whole])

    assert {(one.perspective, one.level) for one in told[:5]} == {("Ouders", "")}
    assert {(one.perspective, one.level, one.place) for one in told[5:]} == {("Staf", "a", "Proefdorp")}
