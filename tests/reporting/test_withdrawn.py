"""A quote that was taken back: no file that holds it can be had any more, and the file itself goes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sluitend.apps.coding import actions as coding
from sluitend.apps.coding.models import Fragment
from sluitend.apps.design import actions as design
from sluitend.apps.design.models import LogbookEntry
from sluitend.apps.findings import actions as findings
from sluitend.apps.findings.models import AgreementJudgement, EvidenceLink
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.reporting import actions, queries
from sluitend.apps.reporting.actions import builds
from sluitend.apps.reporting.material import Audience
from sluitend.apps.reporting.models import Build, DestroyReason, Waiver
from sluitend.apps.sources import store
from sluitend.apps.sources.models import ApprovalState, Source, SourceKind, SourceVersion
from sluitend.errors import InputError, NotAllowed
from sluitend.web.wording import sentence
from sluitend.work import chores, runs
from tests.reporting.conftest import Chain, MakeFragment

ClientOf = Callable[[User], Client]

REFUSED = (
    "Dit bestand bevat een ingetrokken citaat en kan daarom niet meer worden gedownload; bouw een nieuw bestand, of "
    "vraag het team erom."
)


def built(chain: Chain, actor: User, kind: str = "public") -> Build:
    """A file on disk."""
    asked = actions.request_build(actor=actor, evaluation=chain.evaluation, kind=kind)
    runs.drain()
    made = Build.objects.get(pk=asked.pk)
    assert made.path
    return made


def do_daily() -> None:
    chores.start_daily()
    runs.drain()


def withdraw(chain: Chain, leader: User) -> None:
    coding.withdraw_quote(actor=leader, fragment=chain.released)


def change_kind(chain: Chain, leader: User) -> None:
    Source.objects.filter(pk=chain.released.version.source_id).update(kind=SourceKind.CASE_RECONSTRUCTION)


def take_back_approval(chain: Chain, leader: User) -> None:
    Source.objects.filter(pk=chain.paraphrase.version.source_id).update(approval=ApprovalState.CORRECTED)


def close_document(chain: Chain, leader: User) -> None:
    Source.objects.filter(pk=chain.public.version.source_id).update(is_public=False)


WAYS = [withdraw, change_kind, take_back_approval, close_document]


@pytest.mark.parametrize("kind", ["public", "docx"])
def test_a_file_with_a_withdrawn_quote_is_refused_to_everybody_and_destroyed(
    chain: Chain, leader: User, reader: User, client_of: ClientOf, kind: str
) -> None:
    build = built(chain, leader, kind)
    path = store.full(build.path)
    pages = [client_of(leader), client_of(reader)]
    listing = reverse("reporting:report", args=[chain.evaluation.pk])
    url = reverse("reporting:download", args=[chain.evaluation.pk, build.pk])
    before = [(page.get(listing).content.decode(), page.get(url).status_code) for page in pages]

    coding.withdraw_quote(actor=leader, fragment=chain.released)
    lists = [page.get(listing).content.decode() for page in pages]
    answers = [page.get(url) for page in pages]
    do_daily()
    later = [page.get(listing).content.decode() for page in pages]
    refused_later = [page.get(url) for page in pages]

    assert all(url in shown and status == 200 for shown, status in before)
    assert all(url not in shown and "bevat een ingetrokken citaat" in shown for shown in lists + later)
    assert "Bouw het bestand opnieuw" in lists[0]
    assert "Vraag het team om een nieuw bestand" in lists[1]
    assert [answer.status_code for answer in answers + refused_later] == [400] * 4
    assert all(REFUSED in answer.content.decode() for answer in answers + refused_later)
    assert not path.exists()
    after = Build.objects.get(pk=build.pk)
    assert (after.path, after.wrapped_key, after.destroyed_reason) == ("", None, DestroyReason.QUOTE_WITHDRAWN)
    assert after.destroyed_at is not None
    assert (after.sha256, after.size) == (build.sha256, build.size)
    assert after.size > 0
    event = AuditEvent.objects.get(action="reporting.build_destroyed")
    assert (event.actor_id, event.object_id, event.evaluation_id) == (None, str(build.pk), chain.evaluation.pk)
    assert event.data == {"reason": "quote_withdrawn"}


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_every_way_in_which_words_are_taken_back_counts(
    chain: Chain, leader: User, way: Callable[[Chain, User], None]
) -> None:
    coding.release_quote(actor=leader, fragment=chain.paraphrase)
    build = built(chain, leader)
    assert actions.open_build(actor=leader, build=build)

    way(chain, leader)

    with pytest.raises(InputError) as refused:
        actions.open_build(actor=leader, build=build)
    assert refused.value.code == "reporting.quote_withdrawn"
    assert sentence(refused.value) == REFUSED


def coded(chain: Chain, leader: User, fragment: Fragment) -> Fragment:
    """Released; the code keeps the passage when the release is taken back."""
    code = coding.add_code(actor=leader, evaluation=chain.evaluation, name="Wachten (fictief)")
    coding.apply_code(actor=leader, version=fragment.version, start=fragment.start, end=fragment.end, code=code)
    coding.release_quote(actor=leader, fragment=fragment)
    return fragment


COPIED = "Wij werden pas na drie maanden gebeld door iemand."


def test_words_of_a_quote_that_stand_in_a_comment_count_too(
    chain: Chain, leader: User, make_fragment: MakeFragment
) -> None:
    """No finding rests on the passage: only somebody who commented copied it."""
    fragment = coded(chain, leader, make_fragment(COPIED, 5))
    without = built(chain, leader)
    actions.add_remark(actor=leader, report=chain.report, by="Raad (fictief)", text=f"Raad: {COPIED} Waarom?")
    chain.write(leader, "{{bijlage commentaar}}")
    holding = built(chain, leader)
    told = actions.open_build(actor=leader, build=holding).decode()

    coding.withdraw_quote(actor=leader, fragment=fragment)

    assert COPIED in told
    assert (without.quoted, holding.quoted) == ([[2, 2], [3, 3]], [[2, 2], [3, 3], [5, 5]])
    assert actions.open_build(actor=leader, build=without)
    with pytest.raises(InputError, match="quote_withdrawn"):
        actions.open_build(actor=leader, build=holding)
    assert actions.destroy_withdrawn(actor=leader, report=chain.report) == 1
    again = built(chain, leader)
    assert COPIED not in actions.open_build(actor=leader, build=again).decode()
    assert again.quoted == [[2, 2], [3, 3]]


def write_everywhere(chain: Chain, leader: User, words: str) -> None:
    """Copy these words into everything that people type and that an annex shows, and place the annexes."""
    actions.write_statement(actor=leader, report=chain.report, key="ethics", text=f"Methode: {words}")
    Waiver.objects.create(
        evaluation=chain.evaluation, rule="V01", object_key="V1", object_label="V1", reason=f"Regel: {words}", by=leader
    )
    agreed = [design.Agreed(f"Afspraak: {words}")]
    (agreement,) = design.add_agreements(actor=leader, evaluation=chain.evaluation, agreed=agreed)
    AgreementJudgement.objects.create(agreement=agreement, state="kept", reason=f"Oordeel: {words}", judged_by=leader)
    LogbookEntry.objects.create(
        evaluation=chain.evaluation, number=1, date=timezone.localdate(), kind="event", author=leader,
        title=f"Kop: {words}", text=f"Logboek: {words}",
    )  # fmt: skip
    chain.write(leader, "{{bijlagen}}")


def test_words_of_a_quote_in_any_annex_that_people_wrote_count_too(
    chain: Chain, leader: User, make_fragment: MakeFragment
) -> None:
    fragment = coded(chain, leader, make_fragment(COPIED, 5))
    write_everywhere(chain, leader, COPIED)
    holding = built(chain, leader)
    told = actions.open_build(actor=leader, build=holding).decode()

    coding.withdraw_quote(actor=leader, fragment=fragment)

    note = "(citaat niet vrijgegeven)"
    inside = queries.material_for(leader, chain.evaluation, Audience.TEAM).account
    assert told.count(COPIED) == 6
    assert sum(COPIED in text for text in builds._typed(inside)) == 6
    assert [5, 5] in holding.quoted
    with pytest.raises(InputError, match="quote_withdrawn"):
        actions.open_build(actor=leader, build=holding)
    again = actions.open_build(actor=leader, build=built(chain, leader)).decode()
    assert COPIED not in again
    assert again.count(note) - told.count(note) == 6


def test_a_file_without_that_quote_stays(chain: Chain, leader: User) -> None:
    findings.unlink_evidence(actor=leader, link=EvidenceLink.objects.get(fragment=chain.released))
    without = built(chain, leader)

    coding.withdraw_quote(actor=leader, fragment=chain.released)
    do_daily()

    without.refresh_from_db()
    assert actions.open_build(actor=leader, build=without).startswith(b"<!DOCTYPE html>")
    line = next(one for one in queries.builds_for(leader, chain.evaluation, "") if one.build == without)
    assert line.is_ready


def test_a_fragment_of_a_public_document_that_went_since_was_not_withdrawn(chain: Chain, leader: User) -> None:
    build = built(chain, leader)
    findings.unlink_evidence(actor=leader, link=EvidenceLink.objects.get(fragment=chain.public))
    type(chain.public).objects.filter(pk=chain.public.pk).delete()
    open_still = actions.open_build(actor=leader, build=build)

    close_document(chain, leader)

    assert open_still.startswith(b"<!DOCTYPE html>")
    with pytest.raises(InputError):
        actions.open_build(actor=leader, build=build)


def test_the_next_build_destroys_the_file_and_leaves_the_quote_out(chain: Chain, leader: User, reader: User) -> None:
    first = built(chain, leader)
    held = actions.open_build(actor=leader, build=first)
    path = store.full(first.path)
    coding.withdraw_quote(actor=leader, fragment=chain.released)

    with pytest.raises(NotAllowed):
        actions.request_build(actor=reader, evaluation=chain.evaluation, kind="public")
    there_before = path.exists()
    second = built(chain, leader)

    assert there_before
    assert not path.exists()
    assert "briefje" in held.decode()
    assert "briefje" not in actions.open_build(actor=reader, build=second).decode()
    assert AuditEvent.objects.get(action="reporting.build_destroyed").actor_id == leader.pk
    actions.carry_out(first.pk)
    first.refresh_from_db()
    assert first.path == ""


def test_a_damaged_text_keeps_no_other_report_from_its_work(
    chain: Chain, leader: User, caplog: pytest.LogCaptureFixture
) -> None:
    build = built(chain, leader)
    SourceVersion.objects.filter(pk=chain.released.version_id).update(text="x" * 200)

    actions.destroy_all_withdrawn()

    build.refresh_from_db()
    assert build.path
    assert "coding.quote_changed" in caplog.text


def test_the_number_of_queries_does_not_grow_with_the_builds(chain: Chain, leader: User) -> None:
    build = built(chain, leader)
    with CaptureQueriesContext(connection) as few:
        queries.builds_for(leader, chain.evaluation, "")
    for _number in range(6):
        built(chain, leader)
    with CaptureQueriesContext(connection) as many:
        lines = queries.builds_for(leader, chain.evaluation, "")
    coding.withdraw_quote(actor=leader, fragment=chain.released)
    with CaptureQueriesContext(connection) as withdrawn:
        closed = queries.builds_for(leader, chain.evaluation, "")

    assert build.quoted == [[2, 2], [3, 3]]
    assert (len(lines), sum(one.is_ready for one in lines)) == (7, 7)
    assert all(one.is_withdrawn and not one.is_ready for one in closed)
    assert len(many) == len(few) == len(withdrawn)
