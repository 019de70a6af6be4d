"""Agreements: the passage in which they stand, what shows whether they were kept, and the judgement."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from sluitend.apps.coding import hooks
from sluitend.apps.coding.models import Fragment
from sluitend.apps.design import actions as design
from sluitend.apps.design.actions.agreements import Agreed
from sluitend.apps.design.models import Agreement, Evaluation, Question
from sluitend.apps.findings import actions, queries
from sluitend.apps.findings.models import AgreementEvidence, Finding
from sluitend.apps.people.models import User
from sluitend.errors import InputError
from sluitend.web import registry
from tests.findings.conftest import HEARD, PUBLIC, SECRET

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]


@pytest.fixture
def agreements(evaluation: Evaluation, leader: User, fragments: list[Fragment]) -> list[Agreement]:
    """AF1 stands in F3 (public), F1 and F2 show it; AF2 has nothing."""
    agreed = [Agreed("Binnen een dag bellen (fictief)"), Agreed("Samen aan tafel (fictief)")]
    first, second = design.add_agreements(actor=leader, evaluation=evaluation, agreed=agreed)
    actions.say_where_written(actor=leader, agreement=first, fragment=fragments[2])
    note = {"note": "Voor onszelf"}
    actions.link_to_agreement(actor=leader, agreement=first, fragments=fragments[:1], stance="contradicts", **note)
    actions.link_to_agreement(actor=leader, agreement=first, fragments=fragments[1:2], stance="nuances")
    actions.judge_agreement(actor=leader, agreement=first, revision=0, state="in_part", reason="Soms wel.")
    return [first, second]


def test_lines_and_counts(evaluation: Evaluation, leader: User, agreements: list[Agreement]) -> None:
    first, second = queries.agreement_lines_for(leader, evaluation)

    assert first.written_in
    assert first.written_in.quote == PUBLIC
    assert [(one.quote, one.stance, one.note) for one in first.evidence] == [
        (SECRET, "contradicts", "Voor onszelf"),
        (HEARD, "nuances", ""),
    ]
    assert (second.judgement, second.written_in, second.evidence) == (None, None, ())
    counts = queries.kept_counts([first, second])
    assert counts == {"kept": 0, "in_part": 1, "not_kept": 0, "not_known": 0, "": 1}


def test_a_reader_sees_the_judgement_and_no_words_for_the_team(
    evaluation: Evaluation, reader: User, agreements: list[Agreement], client_of: ClientOf
) -> None:
    client = client_of(reader)
    pages = [
        reverse("findings:agreements", args=[evaluation.pk]),
        reverse("findings:agreement", args=[evaluation.pk, 1]),
    ]
    shown = "".join(client.get(page).content.decode() for page in pages)

    assert "Soms wel." in shown
    assert "deels nagekomen" in shown
    assert PUBLIC in shown
    assert SECRET not in shown
    assert "Voor onszelf" not in shown
    assert 'method="post"' not in shown[shown.index("<main") : shown.index("</main>")]


@pytest.mark.parametrize(("revision", "code"), [(0, "changed_meanwhile"), (7, "changed_meanwhile"), (1, None)])
def test_two_people_judge_one_agreement(
    revision: int, code: str | None, leader: User, agreements: list[Agreement]
) -> None:
    judged = {"actor": leader, "agreement": agreements[0], "state": "kept", "reason": "Toch wel."}
    if code is None:
        assert actions.judge_agreement(**judged, revision=revision).reason == "Toch wel."
        return
    with pytest.raises(InputError) as refused:
        actions.judge_agreement(**judged, revision=revision)
    assert refused.value.code == f"findings.{code}"


@pytest.mark.parametrize(
    ("state", "reason", "code"), [("kept", " ", "agreement_needs_reason"), ("perhaps", "Ja.", "unknown_judgement")]
)
def test_a_judgement_needs_a_reason(
    state: str, reason: str, code: str, leader: User, agreements: list[Agreement]
) -> None:
    with pytest.raises(InputError) as refused:
        actions.judge_agreement(actor=leader, agreement=agreements[1], revision=0, state=state, reason=reason)

    assert refused.value.code == f"findings.{code}"


def test_fragments_and_chain_know_the_agreement(
    evaluation: Evaluation, leader: User, agreements: list[Agreement], fragments: list[Fragment]
) -> None:
    marks = hooks.marks_of(evaluation.pk, [one.pk for one in fragments])

    assert marks == {
        fragments[0].pk: ["AF1 spreekt tegen"],
        fragments[1].pk: ["AF1 nuanceert"],
        fragments[2].pk: ["AF1"],
    }
    rests_on = registry.evidence_kinds["AF"].up_links(leader, evaluation, "1")
    assert [str(one) for one in rests_on] == ["F1", "F2", "F3"]


def test_what_rests_on_an_agreement_keeps_it(leader: User, agreements: list[Agreement]) -> None:
    with pytest.raises(InputError) as refused:
        design.delete_agreement(actor=leader, agreement=agreements[0])

    assert refused.value.code == "design.in_use"
    design.delete_agreement(actor=leader, agreement=agreements[1])


def test_a_conclusion_shows_agreements_of_its_passages(
    evaluation: Evaluation, leader: User, agreements: list[Agreement], finding: Finding, question: Question
) -> None:
    answer = actions.write_conclusion(actor=leader, question=question, text="Nee.", findings=[finding])
    assert queries.agreements_of_conclusion(leader, evaluation, answer) == []

    fragment = AgreementEvidence.objects.get(stance="nuances").fragment
    actions.link_evidence(actor=leader, finding=finding, fragment=fragment)

    assert [str(one.agreement) for one in queries.agreements_of_conclusion(leader, evaluation, answer)] == ["AF1"]


def test_forms_on_the_page(
    evaluation: Evaluation, leader: User, agreements: list[Agreement], client_of: ClientOf
) -> None:
    client = client_of(leader)

    def send(name: str, **data: object) -> str:
        url = reverse(f"findings:{name}", args=[evaluation.pk, 2])
        return client.post(url, data, follow=True).content.decode()

    assert "Schrijf een nummer zoals F12." in send("agreement_written", label="artikel 4")
    assert "In deze evaluatie bestaat geen fragment F77." in send("agreement_written", label="F77")
    assert "In deze evaluatie bestaat geen fragment F78." in send("link_to_agreement", labels="F78", stance="supports")
    assert HEARD in send("link_to_agreement", labels="F2", stance="supports")
    assert "Iemand anders heeft dit gewijzigd" in send(
        "judge_agreement", state="kept", reason="Ja, dat bleek.", revision=5
    )
    assert "Nagekomen." in send("judge_agreement", state="kept", reason="Ja, dat bleek.", revision=0)
