"""Names out: the list, proposals, decisions, and the text without names. All names are fictitious."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.sources import actions, queries, queries_names, seals
from sluitend.apps.sources.models import (
    ListedName,
    NameProposal,
    NameStep,
    ProposalState,
    ReleaseGround,
    Source,
    SourceVersion,
    VersionKind,
)
from sluitend.engines.text.names import FoundBy, Kind, Span
from sluitend.engines.text.names.replacing import repeats
from sluitend.errors import InputError, NotAllowed
from sluitend.web.wording import sentence
from sluitend.work import names_host, runs
from tests.sources.conftest import data_folder_holds

TALK = (
    "Interviewer: Wie was er toen bij?\n\n"
    "R1: Consulent Jannie Zandbergen kwam langs, en moeder Tirza ook. Jannie's plan was goed.\n\n"
    "R1: Langs? Bel haar op 06-00000123. Tirza zei dat ook.\n"
)


class _Host:
    """Stands in for the names process: finds exactly these words, on every place."""

    def __init__(self) -> None:
        self.words = {"Jannie Zandbergen": Kind.PERSON, "Tirza": Kind.PERSON, "06-00000123": Kind.PHONE}
        self.asked: list[Any] = []

    def propose(self, text: str, entries: Any, keep: Any) -> names_host.Proposed:
        self.asked.append((list(entries), list(keep)))
        found = [
            Span(start, end, kind, FoundBy.CONTEXT)
            for words, kind in self.words.items()
            for start, end in repeats(text, words)
        ]
        return names_host.Proposed(tuple(sorted(found)), with_detector=False)


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> _Host:
    made = _Host()
    monkeypatch.setattr(names_host, "host", lambda: made)
    return made


@pytest.fixture
def source(add: Callable[..., Source]) -> Source:
    return add(TALK, "gesprek.txt")


@pytest.fixture
def version(source: Source, researcher: User, host: _Host) -> SourceVersion:
    """The first version, with its proposals."""
    version = source.versions.get()
    actions.propose_names(actor=researcher, version=version)
    runs.drain()
    return version


def found(version: SourceVersion, words: str, place: int = 0) -> NameProposal:
    """The proposal of these words."""
    text = queries.version_text(version)
    return [row for row in version.name_proposals.all() if text[row.start : row.end] == words][place]


def decide(actor: User, version: SourceVersion, state: str = ProposalState.ACCEPTED, **more: Any) -> Any:
    """Decide on everything that is open, unless told otherwise."""
    ids = more.pop("proposals", None) or [row.pk for row in version.name_proposals.filter(state=ProposalState.OPEN)]
    return actions.decide_names(actor=actor, version=version, proposals=ids, state=state, **more)


def test_a_run_writes_down_what_the_process_finds(version: SourceVersion, host: _Host) -> None:
    text = queries.version_text(version)

    assert [text[row.start : row.end] for row in version.name_proposals.all()] == [
        "Jannie Zandbergen",
        "Tirza",
        "06-00000123",
        "Tirza",
    ]
    assert {row.state for row in version.name_proposals.all()} == {ProposalState.OPEN}
    run = queries_names.run_of(version)
    assert run is not None
    assert run.message == "sources.names_without_deduce"


def test_an_accepted_person_gets_a_pseudonym_that_tells_the_role(version: SourceVersion, researcher: User) -> None:
    decide(researcher, version)

    assert found(version, "Jannie Zandbergen").entry.pseudonym == "consulent 1"
    assert found(version, "Tirza").entry.pseudonym == "moeder A"
    assert found(version, "Tirza", 1).entry == found(version, "Tirza").entry
    assert found(version, "06-00000123").entry is None


def test_one_person_keeps_one_pseudonym_over_all_sources(
    add: Callable[..., Source], researcher: User, version: SourceVersion, host: _Host
) -> None:
    decide(researcher, version)
    other = add("R1: Toen belde Tirza weer. Ze heet dus Tirza.\n", "ander.txt").versions.get()
    actions.propose_names(actor=researcher, version=other)
    runs.drain()

    decide(researcher, other)

    assert {row.entry.pseudonym for row in other.name_proposals.all()} == {"moeder A"}
    entries, _keep = host.asked[-1]
    assert ("Tirza",) in [entry.forms for entry in entries]


def test_the_new_text_has_pseudonyms_and_keeps_blocks_and_turns(version: SourceVersion, researcher: User) -> None:
    actions.add_name(
        actor=researcher,
        evaluation=version.source.evaluation,
        kind="person",
        forms=["Jannie Zandbergen", "Jannie"],
        pseudonym="consulent 3",
    )
    decide(researcher, version)
    start = queries.version_text(version).index("Jannie's")
    actions.add_proposal(
        actor=researcher, version=version, start=start, end=start + len("Jannie's"), pseudonym="consulent 3"
    )

    made = actions.finish_names(actor=researcher, version=version)

    text = queries.version_text(made)
    assert text == (
        "Interviewer: Wie was er toen bij?\n\n"
        "R1: Consulent 3 kwam langs, en moeder A ook. consulent 3's plan was goed.\n\n"
        "Langs? Bel haar op [telefoonnummer]. moeder A zei dat ook."
    )
    assert made.kind == VersionKind.PSEUDONYMISED
    assert made.released_at is None
    before = queries.version_text(version)
    assert [text[start:end].split()[-1] for start, end, *_rest in made.blocks] == [
        before[start:end].split()[-1] for start, end, *_rest in version.blocks
    ]
    assert [text[start:end][:4] for start, end, *_rest in made.turns] == ["Wie ", "Cons"]
    assert text[slice(*made.turns[-1][:2])].endswith("zei dat ook.")


def test_labels_of_speakers_and_the_title_get_the_pseudonym_too(
    add: Callable[..., Source], researcher: User, host: _Host
) -> None:
    host.words = {"Tirza": Kind.PERSON}
    talk = "Interviewer: Hoe gaat het?\n\nTirza: Goed.\n\nInterviewer: En nu?\n\nTirza: Ook goed.\n"
    source = add(talk, "Gesprek Tirza.txt")
    version = source.versions.get()
    actions.propose_names(actor=researcher, version=version)
    runs.drain()
    decide(researcher, version, pseudonym="ouder A")

    actions.finish_names(actor=researcher, version=version)

    source.refresh_from_db()
    labels = [seals.label_of(row, source) for row in source.speakers.order_by("number")]
    assert labels == ["Interviewer", "ouder A"]
    assert seals.title_of(source) == "Gesprek ouder A"


def test_nothing_is_released_while_a_proposal_waits(version: SourceVersion, researcher: User) -> None:
    with pytest.raises(InputError) as refused, translation.override("nl"):
        actions.release_version(actor=researcher, version=version, ground=ReleaseGround.NO_PERSONAL_DATA)
    with translation.override("nl"):
        said = sentence(refused.value)

    assert said == "Over sommige voorstellen om iets weg te halen is nog niet besloten (4). Besluit daar eerst over."
    with pytest.raises(InputError, match="names_undecided"):
        actions.finish_names(actor=researcher, version=version)


def test_what_is_to_go_must_be_gone_before_the_release(version: SourceVersion, researcher: User) -> None:
    decide(researcher, version)

    with pytest.raises(InputError, match="names_not_replaced"):
        actions.release_version(actor=researcher, version=version, ground=ReleaseGround.NAMES_TAKEN_OUT)

    made = actions.finish_names(actor=researcher, version=version)
    released = actions.release_version(actor=researcher, version=made, ground=ReleaseGround.NAMES_TAKEN_OUT)
    assert released.release_ground == "names_taken_out"
    assert "Tirza" not in (released.text or "")
    version.refresh_from_db()
    assert version.text is None  # the text with names stays sealed


def test_nobody_states_that_names_are_out_where_nobody_looked(source: Source, researcher: User) -> None:
    with pytest.raises(InputError, match="names_not_looked_for"):
        actions.release_version(actor=researcher, version=source.versions.get(), ground=ReleaseGround.NAMES_TAKEN_OUT)


def test_everything_rejected_leaves_the_text_as_it_is(version: SourceVersion, researcher: User) -> None:
    decide(researcher, version, ProposalState.REJECTED)

    assert actions.finish_names(actor=researcher, version=version) == version


def test_a_decision_for_all_takes_along_what_says_the_same(version: SourceVersion, researcher: User) -> None:
    change = decide(researcher, version, proposals=[found(version, "Tirza").pk], all_same=True)

    assert len(change.changed) == 2
    assert version.name_proposals.filter(state=ProposalState.OPEN).count() == 2


def looked_for(researcher: User, source: Source) -> SourceVersion:
    version = source.versions.get()
    actions.propose_names(actor=researcher, version=version)
    runs.drain()
    return version


def test_a_decision_goes_to_the_other_conversations_too(
    add: Callable[..., Source], version: SourceVersion, researcher: User
) -> None:
    other = looked_for(researcher, add("R1: Toen belde Tirza weer. Bel 06-00000123. Tirza dus.\n", "ander.txt"))
    add("Tirza staat hier in een openbaar stuk.\n", "raad.txt", kind="document", is_public=True)
    released = add("R1: Ook TIRZA was erbij.\n", "derde.txt")
    actions.release_version(actor=researcher, version=released.versions.get(), ground=ReleaseGround.NO_PERSONAL_DATA)

    change = decide(researcher, version, proposals=[found(version, "Tirza").pk], all_same=True, everywhere=True)

    assert (change.elsewhere.texts, change.elsewhere.places) == (1, 2)
    assert change.elsewhere.released == (str(released),)
    entry = found(version, "Tirza").entry
    assert {found(other, "Tirza", place).entry for place in (0, 1)} == {entry}
    assert found(other, "06-00000123").state == ProposalState.OPEN
    told = AuditEvent.objects.get(action="sources.names_decided", object_id=other.source_id)
    assert told.data["count"] == 2


def test_what_was_decided_elsewhere_stays_as_it_was(
    add: Callable[..., Source], version: SourceVersion, researcher: User
) -> None:
    other = looked_for(researcher, add("R1: Toen belde Tirza weer. Ze heet dus Tirza.\n", "ander.txt"))
    decide(researcher, other, ProposalState.REJECTED, proposals=[found(other, "Tirza").pk])

    change = decide(researcher, version, proposals=[found(version, "Tirza").pk], everywhere=True)

    assert change.elsewhere.places == 1
    assert [found(other, "Tirza", place).state for place in (0, 1)] == [ProposalState.REJECTED, ProposalState.ACCEPTED]


def test_undo_takes_back_what_was_decided_elsewhere_as_far_as_nobody_went_on(
    add: Callable[..., Source], version: SourceVersion, researcher: User, leader: User
) -> None:
    one = looked_for(researcher, add("R1: Toen belde Tirza weer.\n", "een.txt"))
    two = looked_for(researcher, add("R1: Tirza zei nee.\n", "twee.txt"))
    decide(researcher, version, proposals=[found(version, "Tirza").pk], all_same=True, everywhere=True)
    decide(leader, two, ProposalState.REJECTED, proposals=[found(two, "Tirza").pk])

    change = actions.undo_names(actor=researcher, version=version)

    assert (change.elsewhere.texts, change.elsewhere.left) == (1, 1)
    assert found(version, "Tirza").state == found(one, "Tirza").state == ProposalState.OPEN
    assert found(two, "Tirza").state == ProposalState.REJECTED


def corrected(researcher: User, source: Source, text: str) -> SourceVersion:
    draft = actions.correct_text(actor=researcher, source=source, text=text)
    return actions.publish_correction(actor=researcher, correction=draft, kind=VersionKind.CORRECTED, reason="drukfout")


def test_a_correction_before_the_names_are_finished_keeps_the_decisions(
    version: SourceVersion, researcher: User
) -> None:
    decide(researcher, version, proposals=[found(version, "Tirza").pk], all_same=True)
    decide(researcher, version, ProposalState.REJECTED, proposals=[found(version, "06-00000123").pk])

    new = corrected(
        researcher, version.source, "Interviewer: Dag!\n\n" + TALK.replace("Jannie Zandbergen", "Jannie Zand").rstrip()
    )

    text = queries.version_text(new)
    kept = {(text[row.start : row.end], row.state, row.entry_id) for row in new.name_proposals.all()}
    entry = found(new, "Tirza").entry
    assert kept == {
        ("Tirza", ProposalState.ACCEPTED, entry.pk),
        ("06-00000123", ProposalState.REJECTED, None),
    }
    assert found(new, "Tirza").decided_by == researcher
    assert not version.name_proposals.filter(state=ProposalState.ACCEPTED).exists()


def test_what_a_correction_put_in_is_looked_through_before_the_names_are_finished(
    version: SourceVersion, researcher: User, host: _Host
) -> None:
    decide(researcher, version)
    new = corrected(researcher, version.source, TALK.rstrip() + " Wietske was er ook.")
    with pytest.raises(InputError) as refused:
        actions.finish_names(actor=researcher, version=new)
    host.words["Wietske"] = Kind.PERSON

    runs.drain()

    assert refused.value.code == "sources.names_searching"
    with translation.override("nl"):
        assert sentence(refused.value) == (
            "In deze tekst wordt nog naar namen gezocht, of het zoeken is gestopt. Wacht erop of laat opnieuw zoeken."
        )
    assert found(new, "Wietske").state == ProposalState.OPEN
    assert found(new, "Tirza").state == ProposalState.ACCEPTED


def test_widening_takes_away_the_proposals_below_it(version: SourceVersion, researcher: User) -> None:
    row = found(version, "Jannie Zandbergen")
    text = queries.version_text(version)
    end = text.index(" ook.")

    change = actions.move_proposal(actor=researcher, version=version, proposal=row.pk, start=row.start, end=end)

    assert text[change.changed[0].start : change.changed[0].end].endswith("moeder Tirza")
    assert len(change.removed) == 1


def test_what_is_replaced_already_is_not_covered_by_something_else(version: SourceVersion, researcher: User) -> None:
    row = found(version, "Tirza")
    decide(researcher, version, proposals=[row.pk])

    with pytest.raises(InputError, match="names_overlap"):
        actions.add_proposal(actor=researcher, version=version, start=row.start - 3, end=row.end)


def test_what_was_missed_is_added_everywhere(version: SourceVersion, researcher: User) -> None:
    start = queries.version_text(version).index("langs")

    change = actions.add_proposal(
        actor=researcher, version=version, start=start, end=start + 5, pseudonym="ouder A", all_same=True
    )

    assert {row.entry.pseudonym for row in change.changed} == {"ouder A"}
    assert len(change.changed) == queries.version_text(version).lower().count("langs") == 2


def as_rows(version: SourceVersion) -> list[tuple[Any, ...]]:
    return list(version.name_proposals.values_list("pk", "start", "end", "kind", "found_by", "state", "entry"))


@pytest.mark.parametrize("step", ["decide", "all", "move", "add", "list"])
def test_undo_puts_everything_back(step: str, version: SourceVersion, researcher: User) -> None:
    listed = actions.add_name(
        actor=researcher, evaluation=version.source.evaluation, kind="person", forms=["Truus"], pseudonym="oma A"
    )
    before, forms = as_rows(version), queries_names.list_for(researcher, version.source.evaluation)
    row = found(version, "Tirza")
    match step:
        case "decide":
            decide(researcher, version)
        case "all":
            decide(researcher, version, proposals=[row.pk], all_same=True, pseudonym="zus A")
        case "move":
            actions.move_proposal(actor=researcher, version=version, proposal=row.pk, start=0, end=row.end)
        case "add":
            actions.add_proposal(actor=researcher, version=version, start=0, end=11, all_same=True)
        case "list":
            decide(researcher, version, proposals=[row.pk], entry=listed.pk)
    assert as_rows(version) != before

    actions.undo_names(actor=researcher, version=version)

    assert as_rows(version) == before
    assert queries_names.list_for(researcher, version.source.evaluation) == forms
    assert not NameStep.objects.exists()


def test_a_step_can_be_undone_after_names_were_looked_for_again(version: SourceVersion, researcher: User) -> None:
    """The search puts new proposals in the place of open ones, also of one that a step opened again."""
    row = found(version, "06-00000123")
    for state in (ProposalState.REJECTED, ProposalState.OPEN):
        actions.decide_names(actor=researcher, version=version, proposals=[row.pk], state=state)
    actions.propose_names(actor=researcher, version=version)
    runs.drain()
    anew = found(version, "06-00000123").pk

    change = actions.undo_names(actor=researcher, version=version)

    assert [one.state for one in change.changed] == [ProposalState.REJECTED]
    assert (change.removed, anew == row.pk) == ([anew], False)
    assert version.name_proposals.filter(start=row.start).count() == 1


def test_nobody_undoes_a_step_that_somebody_went_on_with(
    version: SourceVersion, researcher: User, leader: User
) -> None:
    row = found(version, "Tirza")
    decide(researcher, version, proposals=[row.pk])
    decide(leader, version, ProposalState.REJECTED, proposals=[row.pk])

    with pytest.raises(InputError, match="names_undo_overtaken"):
        actions.undo_names(actor=researcher, version=version)


def test_looking_again_keeps_what_was_decided(version: SourceVersion, researcher: User, host: _Host) -> None:
    decide(researcher, version, ProposalState.REJECTED, proposals=[found(version, "Tirza").pk])
    host.words = {"Tirza": Kind.PERSON}

    actions.propose_names(actor=researcher, version=version)
    runs.drain()

    assert [row.state for row in version.name_proposals.all()] == [ProposalState.REJECTED, ProposalState.OPEN]


def test_a_pseudonym_stands_for_one_person(version: SourceVersion, researcher: User) -> None:
    evaluation = version.source.evaluation
    first = actions.add_name(actor=researcher, evaluation=evaluation, kind="person", forms=["Aart"], role="consulent")
    second = actions.add_name(actor=researcher, evaluation=evaluation, kind="person", forms=["Bep"], role="consulent")

    assert (first.pseudonym, second.pseudonym) == ("consulent 1", "consulent 2")
    with pytest.raises(InputError, match="names_pseudonym_taken"):
        actions.change_name(actor=researcher, entry=second, pseudonym="Consulent 1")


def test_a_name_that_goes_off_the_list_must_be_decided_again(version: SourceVersion, researcher: User) -> None:
    decide(researcher, version)

    reopened = actions.remove_name(actor=researcher, entry=found(version, "Tirza").entry)

    assert reopened == 2
    assert found(version, "Tirza").state == ProposalState.OPEN


def test_the_pseudonym_of_a_name_that_went_off_the_list_is_never_given_again(
    version: SourceVersion, researcher: User
) -> None:
    decide(researcher, version)
    gone = found(version, "Tirza").entry
    actions.remove_name(actor=researcher, entry=gone)

    again = actions.add_name(
        actor=researcher, evaluation=version.source.evaluation, kind="person", forms=["Wietske"], role="moeder"
    )

    assert (gone.pseudonym, again.pseudonym) == ("moeder A", "moeder B")
    with pytest.raises(InputError, match=r"sources\.names_pseudonym_taken"):
        actions.change_name(actor=researcher, entry=again, pseudonym="Moeder A")


def test_a_pseudonym_that_stands_in_a_text_stays_that_persons(version: SourceVersion, researcher: User) -> None:
    decide(researcher, version)
    actions.finish_names(actor=researcher, version=version)
    entry = found(version, "Tirza").entry
    other = found(version, "Jannie Zandbergen").entry
    actions.change_name(actor=researcher, entry=entry, pseudonym="moeder van het gezin")

    with pytest.raises(InputError, match=r"sources\.names_pseudonym_taken"):
        actions.change_name(actor=researcher, entry=other, pseudonym="moeder A")
    assert actions.change_name(actor=researcher, entry=entry, pseudonym="moeder A").pseudonym == "moeder A"


def test_no_name_stands_readable_in_the_data_folder_or_the_audit_trail(
    version: SourceVersion, researcher: User
) -> None:
    decide(researcher, version, pseudonym="moeder B", proposals=[found(version, "Tirza").pk], all_same=True)
    decide(researcher, version)
    actions.finish_names(actor=researcher, version=version)

    assert data_folder_holds("Zandbergen") == []
    assert not any("Tirza" in str(event.data) or "moeder" in str(event.data) for event in AuditEvent.objects.all())
    assert "Tirza" not in str(list(ListedName.objects.values()))


def test_a_reader_has_no_business_here(version: SourceVersion, reader: User) -> None:
    with pytest.raises(NotAllowed):
        queries_names.review_for(reader, version.source)
    with pytest.raises(NotAllowed):
        decide(reader, version)
    with pytest.raises(NotAllowed):
        actions.finish_names(actor=reader, version=version)


def test_only_the_newest_text_is_decided_about(version: SourceVersion, researcher: User) -> None:
    decide(researcher, version)
    actions.finish_names(actor=researcher, version=version)

    with pytest.raises(InputError, match="newer_version"):
        decide(researcher, version, ProposalState.REJECTED, proposals=[found(version, "Tirza").pk])
