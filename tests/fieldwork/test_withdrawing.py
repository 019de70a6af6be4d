"""What somebody may have removed is removed everywhere, and the places stay."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.utils import timezone

from sluitend.apps.coding import actions as coding
from sluitend.apps.coding import queries as coding_queries
from sluitend.apps.coding.models import Code, CodingStep, Memo, QuoteRelease
from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork import actions, ledger, queries
from sluitend.apps.fieldwork.models import ConsentState, DestructionStatement, Respondent
from sluitend.apps.findings import actions as findings
from sluitend.apps.findings import queries as finding_queries
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.reporting import checker
from sluitend.apps.sources import actions as sources
from sluitend.apps.sources import seals, store
from sluitend.apps.sources.models import ListedName, Source
from sluitend.errors import InputError, NotAllowed
from tests.fieldwork.conftest import ALONE, NAME, consent

pytestmark = pytest.mark.django_db


def code_on(user: User, source: Source, words: str) -> int:
    """A code with a memo on these words; the id of the fragment."""
    version = source.versions.get()
    code, _made = Code.objects.get_or_create(evaluation=source.evaluation, name="Stilte", created_by=user)
    start = version.text.index(words)
    made = coding.apply_code(actor=user, version=version, start=start, end=start + len(words), code=code)
    coding.write_memo(actor=user, about=made.fragment, text=f"Let op: {words}")
    return int(made.fragment_id)


def withdraw(user: User, respondent: Respondent, **more: object) -> DestructionStatement:
    return actions.withdraw(actor=user, respondent=respondent, asked_on=timezone.localdate(), **more)


def test_who_spoke_alone_takes_the_whole_source_along(
    leader: User, respondent: Respondent, alone: Source, django_capture_on_commit_callbacks: object
) -> None:
    fragment_id = code_on(leader, alone, "zeven weken niets")
    path = alone.original.path

    with django_capture_on_commit_callbacks(execute=True):
        statement = withdraw(leader, respondent)

    source = Source.objects.get(pk=alone.pk)
    version = source.versions.get()
    assert (version.text, version.sealed_text, version.blocks, version.turns) == (None, None, [], [])
    assert version.text_sha256 == sha256(ALONE.strip().encode()).hexdigest()
    assert (source.title, bytes(source.wrapped_key), source.perspective) == ("–", b"", None)
    assert source.withdrawn_at is not None
    assert not store.full(path).exists()
    assert (source.original.path, source.original.destroyed_reason) == ("", "withdrawn")
    fragment = version.fragments.get(pk=fragment_id)
    assert fragment.withdrawn_at is not None
    assert coding_queries.quote(fragment) == "[ingetrokken]"
    assert fragment.codings.count() == 1
    assert (Memo.objects.count(), CodingStep.objects.count()) == (0, 0)
    kinds = {line["kind"] for line in statement.lines}
    assert kinds == {
        "sources.source",
        "sources.text",
        "sources.original",
        "coding.fragments",
        "coding.memos",
        "coding.steps",
        "fieldwork.identity",
    }


def test_of_one_of_many_only_the_own_words_go(leader: User, respondent: Respondent, group: Source) -> None:
    mine = code_on(leader, group, "lege brievenbus")
    others = code_on(leader, group, "belden elke week")
    before = group.versions.get()

    statement = withdraw(leader, respondent)

    version = group.versions.get()
    assert len(version.text) == len(before.text)
    assert "Wij belden elke week, en niemand nam op." in version.text
    assert not [word for word in ("vuurtoren", "brievenbus", "Annelies") if word in version.text]
    assert version.text.count("[ingetrokken]") == 2
    assert (version.blocks, version.turns) == (before.blocks, before.turns)
    fragments = {one.pk: one for one in version.fragments.all()}
    assert coding_queries.quotes(list(fragments.values())) == {mine: "[ingetrokken]", others: "belden elke week"}
    assert [memo.text for memo in Memo.objects.all()] == ["Let op: belden elke week"]
    assert group.original.destroyed_at is None or group.original.path == ""
    (line,) = [line for line in statement.lines if line["kind"] == "sources.turns"]
    assert line["sha256"] == before.text_sha256
    assert (line["count"], len(line["spans"])) == (2, 4)  # each with its label
    assert [version.text[turn[0] : turn[1]].strip() for turn in version.turns if turn[2] == 1] == ["[ingetrokken]"] * 2
    assert [one.label for one in group.speakers.filter(respondent=None, is_interviewer=False)] == ["–"]


def test_nothing_of_who_it_was_is_left(leader: User, respondent: Respondent, alone: Source) -> None:
    withdraw(leader, respondent)

    respondent.refresh_from_db()
    assert (respondent.sealed_identity, respondent.wrapped_key, respondent.function) == (None, None, "")
    assert queries.consents_of([respondent.pk]) == {respondent.pk: ConsentState.WITHDRAWN}
    with pytest.raises(InputError) as told:
        withdraw(leader, respondent)
    assert told.value.code == "fieldwork.respondent_gone"


def test_a_part_can_be_withdrawn(leader: User, respondent: Respondent, alone: Source, group: Source) -> None:
    withdraw(leader, respondent, sources=[group.number])

    respondent.refresh_from_db()
    assert respondent.emptied_at is None
    assert Source.objects.get(pk=alone.pk).withdrawn_at is None
    assert "brievenbus" not in group.versions.get().text
    with pytest.raises(InputError) as told:
        withdraw(leader, respondent, sources=[group.number])
    assert told.value.code == "fieldwork.nothing_chosen"


def test_who_spoke_without_known_turns_takes_all_along(
    leader: User, evaluation: Evaluation, respondent: Respondent, alone: Source
) -> None:
    """Two in one text, and nobody knows who says what: the words of the one cannot be told from the other's."""
    other = actions.add_respondent(actor=leader, evaluation=evaluation)
    consent(leader, other)
    alone.ground.respondents.add(other)

    withdraw(leader, respondent)

    assert Source.objects.get(pk=alone.pk).withdrawn_at is not None


def test_what_rested_on_it_is_stale(
    leader: User, evaluation: Evaluation, respondent: Respondent, alone: Source
) -> None:
    fragment = alone.versions.get().fragments.get(pk=code_on(leader, alone, "zeven weken niets"))
    coding.release_quote(actor=leader, fragment=fragment)
    finding = findings.add_finding(actor=leader, evaluation=evaluation, title="Het bleef stil (fictief)")
    findings.link_evidence(actor=leader, finding=finding, fragment=fragment, stance="supports", note="zeven weken!")

    withdraw(leader, respondent)

    line = finding_queries.finding_line_for(leader, evaluation, finding.number)
    assert [one.quote for one in line.withdrawn] == ["[ingetrokken]"]
    assert (line.support.sources, line.evidence[0].note) == (0, "")
    found = {one.rule.code for one in checker.check(leader, evaluation).problems}
    assert "B03" in found
    assert not found & {"B01", "F02"}
    assert QuoteRelease.objects.count() == 0
    assert coding_queries.outward_quotes([fragment]) == {}


def test_an_example_in_the_codebook_goes_too(
    leader: User, evaluation: Evaluation, respondent: Respondent, alone: Source
) -> None:
    kept = Code.objects.create(evaluation=evaluation, name="Anders", example="iets anders", created_by=leader)
    copied = Code.objects.create(evaluation=evaluation, name="Stil", example="“zeven weken niets”", created_by=leader)

    withdraw(leader, respondent)

    kept.refresh_from_db()
    copied.refresh_from_db()
    assert (kept.example, copied.example) == ("iets anders", "")


def test_statement_and_trail_hold_no_content(
    leader: User, respondent: Respondent, alone: Source, group: Source
) -> None:
    statement = withdraw(leader, respondent)

    told = f"{statement.lines} {[event.data for event in AuditEvent.objects.all()]}"
    assert not [word for word in (NAME, "Kwikstaartje", "brievenbus", "Annelies") if word in told]


def test_only_the_project_leader_withdraws(researcher: User, respondent: Respondent) -> None:
    with pytest.raises(NotAllowed):
        withdraw(researcher, respondent)


def test_past_the_retention_date_the_same_is_destroyed(
    leader: User, researcher: User, respondent: Respondent, alone: Source
) -> None:
    today = timezone.localdate()
    consent(researcher, respondent, until=today)
    assert actions.destroy_expired() == 0
    assert [one.respondent for one in queries.expiring_for(leader, respondent.evaluation, today)] == [respondent]

    assert actions.destroy_expired(today + timedelta(days=1)) == 1

    statement = DestructionStatement.objects.get()
    assert (statement.reason, statement.made_by, statement.respondent) == ("retention", None, respondent)
    source = Source.objects.get(pk=alone.pk)
    assert source.withdrawn_at is not None
    assert source.versions.get().destroyed_reason == "retention"
    respondent.refresh_from_db()
    assert (respondent.withdrawn_at, respondent.sealed_identity) == (None, None)
    assert actions.destroy_expired(today + timedelta(days=1)) == 0


def test_what_was_withdrawn_takes_nothing_any_more(leader: User, respondent: Respondent, alone: Source) -> None:
    withdraw(leader, respondent)
    source = Source.objects.get(pk=alone.pk)

    for attempt in (
        lambda: sources.set_ground(actor=leader, source=source, kind="other", reason="toch", revision=0),
        lambda: sources.publish_version(
            actor=leader, source=source, text="nieuw", blocks=[], kind="corrected", reason="toch"
        ),
        lambda: coding_queries.source_to_code(leader, source),
    ):
        with pytest.raises(InputError) as told:
            attempt()
        assert told.value.code == "sources.withdrawn"


def test_earlier_examples_of_a_code_go_too(
    leader: User, evaluation: Evaluation, respondent: Respondent, alone: Source
) -> None:
    code = coding.add_code(actor=leader, evaluation=evaluation, name="Stil", example="zeven weken niets")
    assert "zeven weken niets" in str(list(code.changes.values("before", "after")))

    withdraw(leader, respondent)

    assert "zeven weken niets" not in str(list(code.changes.values("before", "after")))


def test_forms_of_the_name_go_and_the_pseudonym_stays(leader: User, respondent: Respondent) -> None:
    key = respondent.evaluation
    entry = ListedName.objects.create(
        evaluation=key,
        kind="person",
        pseudonym="consulent 1",
        respondent=respondent,
        sealed_forms=seals.seal_forms(key, [NAME]),
        created_by=leader,
    )

    withdraw(leader, respondent)

    entry.refresh_from_db()
    assert (seals.open_forms(key, entry.sealed_forms), entry.pseudonym) == ([], "consulent 1")


def test_a_ledger_that_was_lost_is_written_again(
    leader: User, respondent: Respondent, alone: Source, own_ledger: Path
) -> None:
    statement = withdraw(leader, respondent)
    written = own_ledger.read_text()
    own_ledger.unlink()

    assert actions.replay() == 0

    assert own_ledger.read_text() == written
    assert [entry.uid for entry in ledger.entries()] == [str(statement.uid)]


def test_a_line_that_a_crash_cut_off_keeps_nothing_from_the_rest(
    leader: User, respondent: Respondent, alone: Source, own_ledger: Path
) -> None:
    own_ledger.write_text('{"uid": "half')

    withdraw(leader, respondent)

    assert [entry.whole for entry in ledger.entries()] == [True]
    assert actions.replay() == 0
