"""Every action: permission, change, audit; what is refused; two people at one object."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sluitend.apps.coding import actions as coding
from sluitend.apps.coding.models import Code, Fragment
from sluitend.apps.design import actions as design
from sluitend.apps.design.actions.agreements import Agreed
from sluitend.apps.design.models import Criterion, Evaluation, Question
from sluitend.apps.findings import actions
from sluitend.apps.findings.actions.evidence import NewEvidence
from sluitend.apps.findings.models import Conclusion, EvidenceLink, Finding, Judgement, Recommendation
from sluitend.apps.people.models import AuditEvent, User
from sluitend.errors import InputError, NotAllowed, NotFound
from tests.findings.conftest import SECRET, MakeSource, add_question
from tests.findings.outcomes import result_of, version_of

Act = Callable[[User], object]


def _events() -> list[str]:
    return list(AuditEvent.objects.order_by("id").values_list("action", flat=True))


@pytest.fixture
def conclusion(leader: User, question: Question, finding: Finding) -> Conclusion:
    return actions.write_conclusion(actor=leader, question=question, text="Er is een gat.", findings=[finding])


@pytest.fixture
def recommendation(leader: User, evaluation: Evaluation, conclusion: Conclusion) -> Recommendation:
    return actions.add_recommendation(actor=leader, evaluation=evaluation, title="Bel.", conclusions=[conclusion])


@pytest.fixture
def link(leader: User, finding: Finding, fragments: list[Fragment]) -> EvidenceLink:
    return actions.link_evidence(actor=leader, finding=finding, fragment=fragments[0])


ALL = (
    "add_finding",
    "change_finding",
    "delete_finding",
    "link_evidence",
    "link_fragments",
    "take_over_evidence",
    "change_evidence",
    "unlink_evidence",
    "write_conclusion",
    "change_conclusion",
    "delete_conclusion",
    "add_recommendation",
    "change_recommendation",
    "delete_recommendation",
    "merge_findings",
    "undo_merge",
    "split_finding",
    "judge_confidence",
    "tie_entry",
    "untie_entry",
    "judge_agreement",
    "say_where_written",
    "link_to_agreement",
    "unlink_from_agreement",
    "use_result",
    "change_result_link",
    "remove_result",
    "take_newer_result",
)
LEADERS = ("freeze_phase", "discard_snapshot")
TWO_EVENTS = ("link_fragments", "split_finding", "take_newer_result")


@pytest.fixture
def acts(
    evaluation: Evaluation,
    leader: User,
    finding: Finding,
    link: EvidenceLink,
    conclusion: Conclusion,
    recommendation: Recommendation,
    fragments: list[Fragment],
) -> dict[str, Act]:
    """Every action with arguments that it accepts, by name."""
    spare = actions.add_finding(actor=leader, evaluation=evaluation, title="Los (fictief)")
    extra = add_question(evaluation, leader, "V2")
    loose = actions.write_conclusion(
        actor=leader, question=add_question(evaluation, leader, "V3"), not_answered_reason="Te weinig gesprekken."
    )
    words = {"title": "Anders", "text": "", "addressee": "", "kind": "starting_point"}
    results = [result_of(version_of(evaluation, leader), leader) for _ in range(2)]
    later = result_of(results[0].version, leader, predecessor=results[0])
    used = actions.use_result(actor=leader, finding=finding, result=results[0])
    note = {"date": date(2026, 1, 2), "kind": "event", "title": "Iets (fictief)"}
    entries = [design.add_entry(actor=leader, evaluation=evaluation, **note) for _ in range(2)]
    tied = actions.tie_entry(actor=leader, finding=finding, entry=entries[0])
    double = actions.add_finding(actor=leader, evaluation=evaluation, title="Dubbel (fictief)")
    merge = actions.merge_findings(actor=leader, finding=double, into=finding)
    finding.refresh_from_db()
    (agreement,) = design.add_agreements(
        actor=leader, evaluation=evaluation, agreed=[Agreed("Wij bellen terug (fictief)")]
    )
    shown = actions.link_to_agreement(actor=leader, agreement=agreement, fragments=fragments[:1], stance="supports")
    revision = finding.revision
    sure = {"finding": finding, "revision": revision, "confidence": "low", "reason": "Anders."}
    return {
        "merge_findings": lambda user: actions.merge_findings(actor=user, finding=spare, into=finding),
        "undo_merge": lambda user: actions.undo_merge(actor=user, change=merge),
        "split_finding": lambda user: actions.split_finding(actor=user, finding=finding, links=[link], title="Anders"),
        "judge_confidence": lambda user: actions.judge_confidence(actor=user, **sure),
        "judge_agreement": lambda user: actions.judge_agreement(
            actor=user, agreement=agreement, revision=0, state="kept", reason="Anders."
        ),
        "say_where_written": lambda user: actions.say_where_written(
            actor=user, agreement=agreement, fragment=fragments[2]
        ),
        "link_to_agreement": lambda user: actions.link_to_agreement(
            actor=user, agreement=agreement, fragments=fragments[1:], stance="contradicts"
        ),
        "unlink_from_agreement": lambda user: actions.unlink_from_agreement(actor=user, link=shown[0]),
        "tie_entry": lambda user: actions.tie_entry(actor=user, finding=finding, entry=entries[1], note="Anders"),
        "untie_entry": lambda user: actions.untie_entry(actor=user, link=tied),
        "add_finding": lambda user: actions.add_finding(actor=user, evaluation=evaluation, title="Nieuw"),
        "change_finding": lambda user: actions.change_finding(
            actor=user, finding=finding, revision=revision, title="Anders", text="", questions=[]
        ),
        "delete_finding": lambda user: actions.delete_finding(actor=user, finding=spare),
        "link_evidence": lambda user: actions.link_evidence(actor=user, finding=finding, fragment=fragments[1]),
        "link_fragments": lambda user: actions.link_fragments(
            actor=user, finding=finding, fragments=fragments[1:], stance="nuances"
        ),
        "take_over_evidence": lambda user: actions.take_over_evidence(
            actor=user,
            evaluation=evaluation,
            links=[NewEvidence("k", finding.pk, fragments[1].pk, "supports", "Elders")],
        ),
        "change_evidence": lambda user: actions.change_evidence(
            actor=user, link=link, revision=1, stance="nuances", note=""
        ),
        "unlink_evidence": lambda user: actions.unlink_evidence(actor=user, link=link),
        "use_result": lambda user: actions.use_result(actor=user, finding=finding, result=results[1], note="Anders"),
        "change_result_link": lambda user: actions.change_result_link(
            actor=user, link=used, revision=1, stance="nuances", note="Anders"
        ),
        "take_newer_result": lambda user: actions.take_newer_result(actor=user, link=used, revision=1, newer=later),
        "remove_result": lambda user: actions.remove_result(actor=user, link=used),
        "write_conclusion": lambda user: actions.write_conclusion(actor=user, question=extra, text="Ja."),
        "change_conclusion": lambda user: actions.change_conclusion(
            actor=user, conclusion=conclusion, revision=1, text="Nee."
        ),
        "delete_conclusion": lambda user: actions.delete_conclusion(actor=user, conclusion=loose),
        "add_recommendation": lambda user: actions.add_recommendation(actor=user, evaluation=evaluation, title="Doe"),
        "change_recommendation": lambda user: actions.change_recommendation(
            actor=user, recommendation=recommendation, revision=1, conclusions=[], **words
        ),
        "delete_recommendation": lambda user: actions.delete_recommendation(actor=user, recommendation=recommendation),
    }


@pytest.mark.parametrize("name", ALL)
def test_only_the_team_writes_and_every_write_is_audited(
    name: str, acts: dict[str, Act], researcher: User, reader: User, outsider: User, owner: User
) -> None:
    act = acts[name]
    before = len(_events())

    with pytest.raises(NotAllowed):
        act(reader)
    for stranger in (outsider, owner):
        with pytest.raises(NotFound):
            act(stranger)
    assert len(_events()) == before

    act(researcher)
    written = AuditEvent.objects.order_by("id")[before:]
    assert [event.actor_id for event in written] == [researcher.pk] * (2 if name in TWO_EVENTS else 1)


def test_every_action_of_the_room_is_walked() -> None:
    assert sorted([*ALL, *LEADERS]) == sorted(actions.__all__)


def test_the_audit_trail_holds_numbers_and_no_words(acts: dict[str, Act], leader: User) -> None:
    for name in (
        "add_finding",
        "change_finding",
        "link_evidence",
        "write_conclusion",
        "add_recommendation",
        "tie_entry",
        "use_result",
    ):
        acts[name](leader)

    trail = " ".join(str(data) for data in AuditEvent.objects.values_list("data", flat=True))
    assert "Nieuw" not in trail
    assert "Anders" not in trail
    assert "Ja." not in trail
    linked = AuditEvent.objects.filter(action="findings.evidence_linked").latest("id")
    assert linked.data == {"finding": 1, "fragment": 2, "stance": "supports"}


@pytest.mark.parametrize("title", ["", "  \n "])
def test_a_finding_is_a_sentence(title: str, leader: User, evaluation: Evaluation) -> None:
    with pytest.raises(InputError) as refused:
        actions.add_finding(actor=leader, evaluation=evaluation, title=title)

    assert refused.value.code == "findings.title_missing"


@pytest.fixture
def elsewhere(
    leader: User, other_evaluation: Evaluation, make_source: MakeSource
) -> tuple[Question, Fragment, Finding, Conclusion, Criterion]:
    """Objects of another evaluation in which the actor is project leader too."""
    question = add_question(other_evaluation, leader, "V1")
    version = make_source(1, SECRET, within=other_evaluation)
    fragment = coding.ensure_fragment(actor=leader, version=version, start=0, end=5)
    finding = actions.add_finding(actor=leader, evaluation=other_evaluation, title="Daar (fictief)")
    conclusion = actions.write_conclusion(actor=leader, question=question, text="Daar (fictief)")
    return (
        question,
        fragment,
        finding,
        conclusion,
        Criterion.objects.create(evaluation=other_evaluation, question=question),
    )


def test_the_chain_never_leaves_its_evaluation(
    leader: User,
    evaluation: Evaluation,
    finding: Finding,
    question: Question,
    fragments: list[Fragment],
    elsewhere: tuple[Question, Fragment, Finding, Conclusion, Criterion],
) -> None:
    their_question, their_fragment, their_finding, their_conclusion, their_criterion = elsewhere
    new = {"actor": leader, "evaluation": evaluation, "title": "Hier"}
    attempts: list[Callable[[], object]] = [
        lambda: actions.add_finding(**new, questions=[their_question]),
        lambda: actions.add_finding(**new, criteria=[their_criterion]),
        lambda: actions.link_evidence(actor=leader, finding=finding, fragment=their_fragment),
        lambda: actions.link_fragments(
            actor=leader, finding=finding, fragments=[fragments[0], their_fragment], stance="supports"
        ),
        lambda: actions.write_conclusion(actor=leader, question=question, text="Ja", findings=[their_finding]),
        lambda: actions.write_conclusion(actor=leader, question=question, text="Ja", criterion=their_criterion),
        lambda: actions.add_recommendation(**new, conclusions=[their_conclusion]),
    ]
    for attempt in attempts:
        with pytest.raises(InputError) as refused:
            attempt()
        assert refused.value.code == "findings.other_evaluation"

    assert not finding.evidence.exists()  # all fragments, or none
    assert evaluation.findings.count() == 1
    assert not evaluation.recommendations.exists()


def test_linking_again_changes_the_stance_and_keeps_the_note(
    leader: User, finding: Finding, fragments: list[Fragment]
) -> None:
    actions.link_evidence(actor=leader, finding=finding, fragment=fragments[0], note="Denk aan de tijd.")

    again = actions.link_evidence(actor=leader, finding=finding, fragment=fragments[0], stance="contradicts")

    assert finding.evidence.count() == 1
    assert (again.stance, again.note) == ("contradicts", "Denk aan de tijd.")
    assert actions.change_evidence(actor=leader, link=again, revision=1, stance="nuances", note=" ").note == ""


def test_an_unknown_stance_is_refused(leader: User, link: EvidenceLink, fragments: list[Fragment]) -> None:
    for attempt in (
        lambda: actions.link_evidence(actor=leader, finding=link.finding, fragment=fragments[1], stance="proves"),
        lambda: actions.change_evidence(actor=leader, link=link, revision=1, stance="", note=""),
    ):
        with pytest.raises(InputError) as refused:
            attempt()
        assert refused.value.code == "findings.unknown_stance"


@pytest.mark.parametrize(("text", "reason"), [("", ""), ("Ja", "Nee"), (" ", "\n")])
def test_a_conclusion_is_an_answer_or_a_reason(text: str, reason: str, leader: User, question: Question) -> None:
    with pytest.raises(InputError) as refused:
        actions.write_conclusion(actor=leader, question=question, text=text, not_answered_reason=reason)

    assert refused.value.code == "findings.answer_or_reason"
    with pytest.raises(IntegrityError), transaction.atomic():
        Conclusion.objects.create(
            evaluation=question.evaluation,
            question=question,
            number=9,
            text=text.strip(),
            not_answered_reason=reason.strip(),
            created_by=leader,
        )


def test_a_judgement_names_its_criterion(leader: User, question: Question, criterion: Criterion) -> None:
    with pytest.raises(InputError) as refused:
        actions.write_conclusion(actor=leader, question=question, text="Goed", judgement=Judgement.GOOD)
    judged = actions.write_conclusion(
        actor=leader, question=question, text="Goed", judgement=Judgement.GOOD, criterion=criterion
    )

    assert refused.value.code == "findings.judgement_needs_criterion"
    assert judged.criterion == criterion


def test_a_question_has_one_conclusion_and_a_refusal_costs_no_number(leader: User, conclusion: Conclusion) -> None:
    with pytest.raises(InputError) as refused:
        actions.write_conclusion(actor=leader, question=conclusion.question, text="Nog een")

    assert (refused.value.code, refused.value.data) == ("findings.question_has_conclusion", {"question": "V1"})
    next_one = actions.write_conclusion(
        actor=leader, question=add_question(conclusion.evaluation, leader, "V2"), text="Ja"
    )
    assert str(next_one) == "C2"


@pytest.mark.parametrize("name", ["change_finding", "change_conclusion", "change_recommendation"])
def test_the_second_of_two_people_is_told(name: str, acts: dict[str, Act], leader: User, researcher: User) -> None:
    acts[name](leader)

    with pytest.raises(InputError) as refused:
        acts[name](researcher)

    assert refused.value.code == "findings.changed_meanwhile"
    assert _events().count(f"findings.{name.removeprefix('change_')}_changed") == 1


def test_what_something_rests_on_stays(
    leader: User, finding: Finding, conclusion: Conclusion, recommendation: Recommendation
) -> None:
    with pytest.raises(InputError) as used_finding:
        actions.delete_finding(actor=leader, finding=finding)
    with pytest.raises(InputError) as used_conclusion:
        actions.delete_conclusion(actor=leader, conclusion=conclusion)

    assert (used_finding.value.code, used_finding.value.data) == ("findings.finding_in_use", {"conclusions": "C1"})
    assert used_conclusion.value.code == "findings.conclusion_in_use"
    assert used_conclusion.value.data == {"recommendations": "A1"}

    actions.delete_recommendation(actor=leader, recommendation=recommendation)
    actions.delete_conclusion(actor=leader, conclusion=conclusion)
    actions.delete_finding(actor=leader, finding=finding)
    assert not Finding.objects.exists()


def test_a_fragment_that_is_evidence_survives_its_last_code(
    leader: User, finding: Finding, fragments: list[Fragment], code: Code
) -> None:
    version = fragments[0].version
    coded = coding.apply_code(actor=leader, version=version, start=0, end=fragments[0].end, code=code)
    actions.link_evidence(actor=leader, finding=finding, fragment=coded.fragment)

    coding.remove_coding(actor=leader, coding=coded)

    assert finding.evidence.get().fragment == fragments[0]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(["add", "delete"]), min_size=1, max_size=12))
def test_a_number_is_never_used_again(steps: list[str], leader: User, evaluation: Evaluation) -> None:
    given_out: list[int] = []
    with transaction.atomic():
        for step in steps:
            last = evaluation.findings.last()
            if step == "add":
                given_out.append(actions.add_finding(actor=leader, evaluation=evaluation, title="Zin").number)
            elif last is not None:
                actions.delete_finding(actor=leader, finding=last)
        transaction.set_rollback(True)

    assert given_out == list(range(1, len(given_out) + 1))
