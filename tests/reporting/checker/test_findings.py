"""Rules about findings, recommendations and agreements: each fires, and stays silent."""

from __future__ import annotations

import pytest

from sluitend.apps.coding.models import Fragment
from sluitend.apps.design.models import Agreement, MatrixCell, Method, Perspective
from sluitend.apps.findings.models import (
    AgreementEvidence,
    AgreementJudgement,
    EvidenceLink,
    Finding,
    Kept,
    Recommendation,
    RecommendationKind,
)
from sluitend.apps.people.models import Organisation, OrganisationKind, User
from sluitend.apps.sources.models import Source, SourceVersion, Speaker
from tests.reporting.checker.conftest import Fires
from tests.reporting.conftest import Chain


def add(chain: Chain, user: User, number: int, **fields: object) -> Finding:
    return Finding.objects.create(
        evaluation=chain.evaluation, number=number, title=f"Bevinding {number} (fictief)", created_by=user, **fields
    )


def test_finding_tied_to_nothing(chain: Chain, leader: User, fires: Fires) -> None:
    loose = add(chain, leader, 2)
    before = fires("B04")

    loose.questions.add(chain.question)

    assert (before, fires("B04")) == (["B2"], [])


def test_contradiction_that_nobody_weighed(chain: Chain, fires: Fires) -> None:
    before = fires("B06")

    Finding.objects.update(answer_to_contradiction="Het document gaat over later (fictief).")

    assert (before, fires("B06")) == (["B1"], [])


def test_withdrawn_words_contradict_nothing(chain: Chain, fires: Fires) -> None:
    Fragment.objects.filter(pk=chain.public.pk).update(withdrawn_at=chain.evaluation.created_at)

    assert fires("B06") == []


def test_method_that_the_plan_does_not_name(chain: Chain, fires: Fires) -> None:
    planned = Method.objects.create(evaluation=chain.evaluation, name="Interviews (fictief)", kind="interview")
    other = Method.objects.create(evaluation=chain.evaluation, name="Enquête (fictief)", kind="questionnaire")
    without_a_plan = fires("B05")
    perspective = Perspective.objects.create(evaluation=chain.evaluation, name="Gezinnen (fictief)")
    MatrixCell.objects.create(question=chain.question, perspective=perspective, method=planned, planned=4)
    Source.objects.filter(number__gt=1).update(method=planned)
    Source.objects.filter(number=2).update(method=other)
    before = fires("B05")

    Source.objects.update(method=planned)

    assert (without_a_plan, before, fires("B05")) == ([], ["S1", "S2"], [])


def test_no_minor_themes(chain: Chain, leader: User, fires: Fires) -> None:
    for number in (2, 3, 4):
        add(chain, leader, number)
    with_four = fires("B07")
    last = add(chain, leader, 5)
    with_five = fires("B07")

    Finding.objects.filter(pk=last.pk).update(is_minor_theme=True)

    assert (with_four, with_five, fires("B07")) == ([], ["bevindingen"], [])


def test_speakers_of_one_organisation_are_one_voice(chain: Chain, leader: User, fires: Fires) -> None:
    """In a group the organisation is the speaker's: the sources say nothing of it."""
    finding = add(chain, leader, 2)
    same = Organisation.objects.create(name="Proef (fictief)", kind=OrganisationKind.OTHER, fictitious=True)
    for fragment in (chain.secret, chain.released):
        EvidenceLink.objects.create(finding=finding, fragment=fragment, created_by=leader)
        version = fragment.version
        SourceVersion.objects.filter(pk=version.pk).update(turns=[[0, version.length, 0, None]])
        Speaker.objects.create(source=version.source, number=0, label="Deelnemer", organisation=same)
    before = fires("B02")

    Speaker.objects.filter(source=chain.secret.version.source).update(organisation=None)

    assert (before, fires("B02")) == (["B2"], [])


def test_recommendation_that_cannot_be_carried_out(chain: Chain, fires: Fires) -> None:
    before = fires("A02")
    Recommendation.objects.update(kind=RecommendationKind.STARTING_POINT, addressee="Gemeenten (fictief)")
    softer = fires("A02")
    Recommendation.objects.update(kind=RecommendationKind.RECOMMENDATION)
    harder = fires("A02")

    Recommendation.objects.update(action="Bel.", term="voor mei", measure_of_success="Iedereen is gebeld.")

    assert (before, softer, harder, fires("A02")) == (["A1"], [], ["A1"], [])


@pytest.fixture
def agreement(chain: Chain) -> Agreement:
    return Agreement.objects.create(evaluation=chain.evaluation, number=3, text="Wie belt, blijft (fictief).")


def test_agreement_that_nobody_judged(agreement: Agreement, leader: User, fires: Fires) -> None:
    before = fires("G01")

    judge(agreement, leader, Kept.NOT_KNOWN)

    assert (before, fires("G01")) == (["AF3"], [])


def judge(agreement: Agreement, user: User, state: str) -> None:
    AgreementJudgement.objects.update_or_create(
        agreement=agreement, defaults={"state": state, "reason": "Zo is het (fictief).", "judged_by": user}
    )


def test_judgement_on_an_agreement_without_evidence(
    chain: Chain, agreement: Agreement, leader: User, fires: Fires
) -> None:
    judge(agreement, leader, Kept.NOT_KNOWN)
    not_known = fires("G02")
    judge(agreement, leader, Kept.NOT_KEPT)
    before = fires("G02")

    AgreementEvidence.objects.create(agreement=agreement, fragment=chain.secret, created_by=leader)

    assert (not_known, before, fires("G02")) == ([], ["AF3"], [])
