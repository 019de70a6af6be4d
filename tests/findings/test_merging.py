"""Merging and splitting: evidence moves, nothing is lost, labels keep leading somewhere, and a merge can be undone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from sluitend.apps.coding import hooks
from sluitend.apps.coding.models import Fragment
from sluitend.apps.design.models import Evaluation, Question
from sluitend.apps.findings import actions, queries, references
from sluitend.apps.findings.models import EvidenceLink, Finding, FindingHistory
from sluitend.apps.people.models import User
from sluitend.errors import InputError
from tests.findings.conftest import add_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def double(evaluation: Evaluation, leader: User, finding: Finding, fragments: list[Fragment]) -> Finding:
    """B2 rests on F1 (contradicts) and F2; B1 on F1 (supports). B2 has a question and a conclusion of its own."""
    actions.link_evidence(actor=leader, finding=finding, fragment=fragments[0], note="Van B1")
    question = add_question(evaluation, leader, "V2")
    other = actions.add_finding(actor=leader, evaluation=evaluation, title="Er belt niemand", questions=[question])
    actions.link_evidence(actor=leader, finding=other, fragment=fragments[0], stance="contradicts", note="Van B2")
    actions.link_evidence(actor=leader, finding=other, fragment=fragments[1], note="Ook van B2")
    actions.write_conclusion(actor=leader, question=question, text="Nee.", findings=[other])
    return other


def _state(evaluation: Evaluation) -> object:
    links = EvidenceLink.objects.order_by("finding__number", "fragment__number")
    tied = [
        (one.number, sorted(map(str, one.questions.all())), sorted(map(str, one.conclusions.all())))
        for one in evaluation.findings.all()
    ]
    return list(links.values_list("finding__number", "fragment__number", "stance", "note")), tied


def test_evidence_questions_and_conclusions_move(
    evaluation: Evaluation, leader: User, finding: Finding, double: Finding
) -> None:
    actions.merge_findings(actor=leader, finding=double, into=finding)

    line = queries.finding_line_for(leader, evaluation, 1)
    assert [(str(one.fragment), one.stance, one.note) for one in line.evidence] == [
        ("F1", "supports", "Van B1"),
        ("F2", "supports", "Ook van B2"),
    ]
    assert [one.label for one in line.questions] == ["V1", "V2"]
    assert [str(one) for one in line.conclusions] == ["C1"]
    assert [row.finding.number for row in queries.findings_for(leader, evaluation)] == [1]
    assert queries.finding_counts(leader, evaluation).total == 1


def test_a_merge_is_undone_to_what_it_was(
    evaluation: Evaluation, leader: User, finding: Finding, double: Finding
) -> None:
    before = _state(evaluation)

    change = actions.merge_findings(actor=leader, finding=double, into=finding)
    assert _state(evaluation) != before
    actions.undo_merge(actor=leader, change=change)

    assert _state(evaluation) == before
    kinds = list(FindingHistory.objects.order_by("id").values_list("kind", "other_number"))
    assert kinds == [("merged", 2), ("unmerged", 2)]
    with pytest.raises(InputError) as refused:
        actions.undo_merge(actor=leader, change=change)
    assert refused.value.code == "findings.merge_undone"


def test_what_was_taken_off_meanwhile_does_not_come_back(
    leader: User, finding: Finding, double: Finding, fragments: list[Fragment]
) -> None:
    change = actions.merge_findings(actor=leader, finding=double, into=finding)
    for link in list(finding.evidence.all()):
        actions.unlink_evidence(actor=leader, link=link)

    assert not EvidenceLink.objects.exists()  # nothing out of sight holds a fragment
    actions.undo_merge(actor=leader, change=change)

    assert not Finding.objects.get(number=2).evidence.exists()


def test_a_merged_label_leads_to_what_it_went_into(
    evaluation: Evaluation, leader: User, finding: Finding, double: Finding, client_of: Callable[[User], Client]
) -> None:
    third = actions.add_finding(actor=leader, evaluation=evaluation, title="Contact ontbreekt (fictief)")
    actions.merge_findings(actor=leader, finding=double, into=finding)
    finding.refresh_from_db()
    actions.merge_findings(actor=leader, finding=finding, into=third)

    assert references.resolve_finding(leader, evaluation, "2").title == third.title
    assert queries.merged_numbers_for(leader, evaluation) == {1: 3, 2: 3}
    answer = client_of(leader).get(reverse("findings:finding", args=[evaluation.pk, 2]))
    assert answer.headers["Location"] == reverse("findings:finding", args=[evaluation.pk, 3])


@pytest.mark.parametrize("code", ["findings.merge_in_itself", "findings.merged_already"])
def test_what_cannot_be_merged(code: str, leader: User, finding: Finding, double: Finding) -> None:
    if code == "findings.merged_already":
        actions.merge_findings(actor=leader, finding=double, into=finding)
    with pytest.raises(InputError) as refused:
        actions.merge_findings(actor=leader, finding=double, into=double if code.endswith("itself") else finding)

    assert refused.value.code == code


def test_a_merge_is_undone_from_the_outside_in(
    evaluation: Evaluation, leader: User, finding: Finding, double: Finding
) -> None:
    third = actions.add_finding(actor=leader, evaluation=evaluation, title="Contact ontbreekt (fictief)")
    inner = actions.merge_findings(actor=leader, finding=double, into=finding)
    finding.refresh_from_db()
    actions.merge_findings(actor=leader, finding=finding, into=third)

    with pytest.raises(InputError) as refused:
        actions.undo_merge(actor=leader, change=inner)

    assert refused.value.code == "findings.merged_already"
    inner.refresh_from_db()
    assert inner.undone_at is None


def test_a_split_moves_what_was_ticked_and_stays_under_the_conclusion(
    evaluation: Evaluation, leader: User, double: Finding, fragments: list[Fragment]
) -> None:
    link = double.evidence.get(fragment=fragments[1])

    new = actions.split_finding(actor=leader, finding=double, links=[link], title="Aan tafel zat niemand (fictief)")

    assert [one.fragment for one in new.evidence.all()] == [fragments[1]]
    assert [one.fragment for one in double.evidence.all()] == [fragments[0]]
    assert [one.label for one in new.questions.all()] == ["V2"]
    assert [str(one) for one in new.conclusions.all()] == ["C1"]
    assert FindingHistory.objects.get(kind="split").other == new
    assert hooks.marks_of(evaluation.pk, [fragments[1].pk]) == {fragments[1].pk: ["B3 ondersteunt"]}
    with pytest.raises(InputError) as refused:
        actions.split_finding(actor=leader, finding=double, links=[link], title="Nog eens")
    assert refused.value.code == "findings.nothing_to_split"


def test_a_changed_sentence_keeps_its_older_words(leader: User, finding: Finding, question: Question) -> None:
    same = {"actor": leader, "finding": finding, "text": "", "questions": [question]}
    actions.change_finding(**same, revision=1, title="Er belt niemand (fictief)")
    actions.change_finding(**same, revision=2, title="Er belt niemand (fictief)")

    assert [one.before["title"] for one in finding.history.all()] == ["Niemand belt (fictief)"]
