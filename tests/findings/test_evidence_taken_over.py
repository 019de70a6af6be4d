"""Evidence of another tool's file: the rules for who links it by hand hold for it too."""

from __future__ import annotations

import pytest

from sluitend.apps.coding.models import Fragment
from sluitend.apps.design.models import Evaluation
from sluitend.apps.findings import actions
from sluitend.apps.findings.actions.evidence import NewEvidence
from sluitend.apps.findings.models import EvidenceLink, Finding
from sluitend.apps.people.models import User
from sluitend.errors import InputError
from tests.coding.rounds.near import opened

pytestmark = pytest.mark.django_db


def taken_over(actor: User, evaluation: Evaluation, *links: NewEvidence) -> dict[str, int]:
    return actions.take_over_evidence(actor=actor, evaluation=evaluation, links=links)


def test_what_is_evidence_here_stays_as_it_is(leader: User, finding: Finding, fragments: list[Fragment]) -> None:
    actions.link_evidence(actor=leader, finding=finding, fragment=fragments[0], note="Van hier")
    links = [NewEvidence(f"k{one.pk}", finding.pk, one.pk, "contradicts", " Van daar ") for one in fragments[:2]]

    made = taken_over(leader, finding.evaluation, *links, links[1])

    assert list(made) == [links[1].key]
    found = EvidenceLink.objects.filter(finding=finding).values_list("fragment", "stance", "note")
    assert list(found) == [
        (fragments[0].pk, "supports", "Van hier"),
        (fragments[1].pk, "contradicts", "Van daar"),
    ]


def test_a_finding_that_is_no_longer_here_gets_no_evidence(
    leader: User, evaluation: Evaluation, fragments: list[Fragment]
) -> None:
    assert taken_over(leader, evaluation, NewEvidence("k", 10**6, fragments[0].pk, "supports", "")) == {}


def test_a_text_that_is_coded_blind_is_no_evidence_yet(
    leader: User, researcher: User, finding: Finding, fragments: list[Fragment]
) -> None:
    opened(leader, [fragments[0].version], [leader, researcher], is_blind=True)

    with pytest.raises(InputError) as refused:
        taken_over(leader, finding.evaluation, NewEvidence("k", finding.pk, fragments[0].pk, "supports", ""))

    assert refused.value.code == "coding.blind_text"


def test_evidence_never_leaves_its_evaluation(
    leader: User, other_evaluation: Evaluation, finding: Finding, fragments: list[Fragment]
) -> None:
    with pytest.raises(InputError) as refused:
        taken_over(leader, other_evaluation, NewEvidence("k", finding.pk, fragments[0].pk, "supports", ""))

    assert refused.value.code == "findings.other_evaluation"
    assert not EvidenceLink.objects.exists()
