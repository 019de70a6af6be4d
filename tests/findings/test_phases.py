"""Interim against final: what a frozen phase keeps, and what changed since."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from sluitend.apps.coding.models import Fragment
from sluitend.apps.design.models import Evaluation, Phase, Question
from sluitend.apps.fieldwork.destruction import Destruction
from sluitend.apps.findings import actions, queries
from sluitend.apps.findings.actions.withdrawing import forget_notes
from sluitend.apps.findings.models import Finding, FindingHistory, PhaseSnapshot
from sluitend.apps.people.models import AuditEvent, User
from sluitend.errors import InputError, NotAllowed
from tests.findings.conftest import SECRET, add_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def phases(evaluation: Evaluation) -> list[Phase]:
    named = (("Tussentijds (fictief)", "interim"), ("Eind (fictief)", "final"))
    return [Phase.objects.create(evaluation=evaluation, name=name, kind=kind) for name, kind in named]


@pytest.fixture
def frozen(
    evaluation: Evaluation, leader: User, phases: list[Phase], finding: Finding, fragments: list[Fragment]
) -> PhaseSnapshot:
    """B1 on F1 answers V1; B2 goes, B3 is merged later."""
    actions.link_evidence(actor=leader, finding=finding, fragment=fragments[0])
    question = finding.questions.get()
    actions.write_conclusion(actor=leader, question=question, text="Niemand belt.", findings=[finding])
    for title in ("Gaat weg (fictief)", "Gaat op in een ander (fictief)"):
        actions.add_finding(actor=leader, evaluation=evaluation, title=title, questions=[question])
    return actions.freeze_phase(actor=leader, phase=phases[0])


def test_only_the_project_leader_freezes_and_only_once(
    frozen: PhaseSnapshot, leader: User, researcher: User, reader: User, phases: list[Phase]
) -> None:
    for user in (researcher, reader):
        with pytest.raises(NotAllowed):
            actions.freeze_phase(actor=user, phase=phases[1])
        with pytest.raises(NotAllowed):
            actions.discard_snapshot(actor=user, snapshot=frozen)
    with pytest.raises(InputError) as refused:
        actions.freeze_phase(actor=leader, phase=phases[0])
    assert refused.value.code == "findings.phase_frozen"

    actions.discard_snapshot(actor=leader, snapshot=frozen)
    actions.freeze_phase(actor=leader, phase=phases[0])
    kept = AuditEvent.objects.order_by("id").values_list("action", "data")
    assert list(kept)[-2:] == [
        ("findings.snapshot_discarded", {"phase": phases[0].pk}),
        ("findings.phase_frozen", {"phase": phases[0].pk, "findings": 3}),
    ]


def test_a_frozen_state_holds_no_passage(frozen: PhaseSnapshot) -> None:
    assert SECRET not in repr(frozen.content)
    assert frozen.content["findings"][0]["title"] == "Niemand belt (fictief)"


WORDS = "Het wijkteam belde ons zeven weken niet terug"


def forget(finding: Finding, *words: str) -> Destruction:
    destruction = Destruction(finding.evaluation_id, words=list(words))
    forget_notes(None, None, destruction)
    return destruction


def test_withdrawn_words_leave_what_was_frozen_and_what_was_worded_before(
    frozen: PhaseSnapshot, leader: User, finding: Finding
) -> None:
    before = {"title": "Het wijkteam belde ons", "text": f"Kort. Eén zei: {WORDS}. En nu?"}
    old = FindingHistory.objects.create(finding=finding, kind="changed", actor=leader, before=before)
    question = frozen.content["questions"][0]
    content = frozen.content | {"questions": [{**question, "answer": f"Want: {WORDS}! Wij zagen dat ook."}]}
    PhaseSnapshot.objects.filter(pk=frozen.pk).update(content=content)

    destruction = forget(finding, WORDS)

    old.refresh_from_db()
    frozen.refresh_from_db()
    assert old.before == {"title": "[ingetrokken]", "text": "Kort. [ingetrokken] En nu?"}
    assert frozen.content["questions"] == [{**question, "answer": "[ingetrokken] Wij zagen dat ook."}]
    assert frozen.content["findings"] == content["findings"]
    assert [(line.kind, line.count) for line in destruction.lines] == [("findings.history", 2)]


def test_a_question_that_was_read_out_loud_and_a_criterion_keep_their_wording(
    frozen: PhaseSnapshot, finding: Finding
) -> None:
    """The words of a source that goes as a whole are also those of who asks."""
    text = "Hoe werkt het overdragen in de zomer (fictief)?"
    content = frozen.content | {"questions": [{**frozen.content["questions"][0], "text": text, "criterion": "Op tijd"}]}
    PhaseSnapshot.objects.filter(pk=frozen.pk).update(content=content)

    destruction = forget(finding, f"Interviewer: {text}", "Op tijd.", "Het is op tijd, zei hij.")

    frozen.refresh_from_db()
    assert frozen.content == content
    assert destruction.lines == []


def test_withdrawn_words_leave_a_finding_that_stands_in_another(
    evaluation: Evaluation, leader: User, finding: Finding, fragments: list[Fragment]
) -> None:
    """Its form does not open, so nobody else could take them out; undoing the merge does not bring them back."""
    other = actions.add_finding(
        actor=leader, evaluation=evaluation, title=WORDS, text=f"{WORDS}. Kort.", single_source_reason=f"{WORDS}!"
    )
    for one in (other, finding):
        actions.link_evidence(actor=leader, finding=one, fragment=fragments[1], note=f"Ook: {WORDS}")
    change = actions.merge_findings(actor=leader, finding=other, into=finding)

    forget(finding, f"Ja, {WORDS.lower()}, echt.")
    actions.undo_merge(actor=leader, change=change)

    back = Finding.objects.get(pk=other.pk)
    gone = "[ingetrokken]"
    assert (back.title, back.text, back.single_source_reason) == (gone, f"{gone} Kort.", gone)
    assert back.evidence.get().note == gone
    assert finding.evidence.get().note == f"Ook: {WORDS}"  # the team can change that one


def test_a_comparison_says_that_words_were_withdrawn_and_calls_that_no_rewording(
    evaluation: Evaluation, leader: User, frozen: PhaseSnapshot, finding: Finding, client_of: Callable[[User], Client]
) -> None:
    held = frozen.content["findings"]
    PhaseSnapshot.objects.filter(pk=frozen.pk).update(
        content=frozen.content | {"findings": [{**held[0], "title": "[ingetrokken]"}, *held[1:]]}
    )
    frozen.refresh_from_db()

    compared = queries.comparison_for(leader, evaluation, frozen)
    page = client_of(leader).get(reverse("findings:phases", args=[evaluation.pk])).content.decode()

    first, second, third = compared.questions[0].findings
    assert (first.is_reworded, first.is_withdrawn, first.is_the_same) == (False, True, False)
    assert (second.is_the_same, third.is_the_same) == (True, True)
    assert not compared.questions[0].is_the_same
    assert "woorden ingetrokken" in page
    assert "anders geformuleerd" not in page
    assert ">Niemand belt (fictief)<" in page


def test_what_changed_per_question(
    evaluation: Evaluation,
    leader: User,
    frozen: PhaseSnapshot,
    finding: Finding,
    question: Question,
    fragments: list[Fragment],
) -> None:
    second, third = evaluation.findings.filter(number__gt=1)
    actions.delete_finding(actor=leader, finding=second)
    actions.merge_findings(actor=leader, finding=third, into=finding)
    finding.refresh_from_db()
    same = {"actor": leader, "finding": finding, "text": "", "questions": [question]}
    actions.change_finding(**same, revision=finding.revision, title="Er belt niemand (fictief)")
    actions.link_evidence(actor=leader, finding=finding, fragment=fragments[1], stance="contradicts")
    late = add_question(evaluation, leader, "V2")
    actions.add_finding(actor=leader, evaluation=evaluation, title="Nieuw (fictief)", questions=[late])
    actions.change_conclusion(
        actor=leader, conclusion=question.conclusion, revision=1, text="Bijna niemand belt.", findings=[finding]
    )

    compared = queries.comparison_for(leader, evaluation, frozen)

    first, new = compared.questions
    assert (first.label, first.is_answered_otherwise, first.is_judged_otherwise) == ("V1", True, False)
    assert [(one.number, one.before is None, one.after is None, one.merged_into) for one in first.findings] == [
        (1, False, False, None),
        (2, False, True, None),
        (3, False, True, 1),
    ]
    assert (first.findings[0].is_reworded, first.findings[0].is_supported_otherwise) == (True, True)
    assert (new.label, new.before) == ("V2", None)
    assert [one.number for one in new.findings] == [4]


def test_nothing_changed_is_said_too(evaluation: Evaluation, leader: User, frozen: PhaseSnapshot) -> None:
    compared = queries.comparison_for(leader, evaluation, frozen)

    assert [one.is_the_same for one in compared.questions] == [True]
    assert all(one.is_the_same for one in compared.questions[0].findings)


def test_the_page_is_honest_about_what_was_not_frozen(
    evaluation: Evaluation,
    leader: User,
    reader: User,
    frozen: PhaseSnapshot,
    phases: list[Phase],
    client_of: Callable[[User], Client],
) -> None:
    url = reverse("findings:phases", args=[evaluation.pk])

    shown = client_of(leader).get(url).content.decode()
    read = client_of(reader).get(f"{url}?before={phases[0].pk}&after=onzin").content.decode()

    for page in (shown, read):
        assert "Niet vastgelegd: de stand van toen is hier niet bekend." in page
        assert "Vragen waarin niets veranderde" in page
    assert "Leg de stand van nu vast" in shown
    assert "Leg de stand van nu vast" not in read
    client_of(leader).post(reverse("findings:freeze_phase", args=[evaluation.pk, phases[1].pk]))
    assert PhaseSnapshot.objects.filter(phase=phases[1]).exists()
