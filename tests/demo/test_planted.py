"""What an attentive reader should find in the interim state of the demo; written before the screens that show it.

Planted:
 1. Neighbourhood team and certified institution contradict each other on warm handovers ("half", "nearly always").
 2. Exactly one finding rests on a single voice (one parent), and says why.
 3. Nobody asked young people: the question on their experience stays unanswered, with the reason.
 4. One interview is not released: its text can be read by nobody in the database, and it is no evidence.
 5. Five questions have no conclusion yet; the checker names these five.
 6. On paper there is always a director of the case; a parent had none for seven weeks (agreement against practice).
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sluitend.apps.design.models import Evaluation
from sluitend.apps.findings import queries
from sluitend.apps.findings.queries import Chain, FindingLine
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Role
from sluitend.apps.reporting import checker
from sluitend.apps.reporting.actions import build_now
from sluitend.demo.build import build_demo, build_interim, read_walk
from sluitend.errors import NotAllowed

OPEN_QUESTIONS = {"V1.1", "V1.2", "V1.6.2", "V1.8", "V1.9"}


@pytest.fixture
def demo(owner: User) -> Evaluation:
    build_interim(owner=owner)
    return Evaluation.objects.get(title=read_walk()["title"])


def member(evaluation: Evaluation, role: Role) -> User:
    return evaluation.memberships.filter(role=role).order_by("-pk")[0].user


def finding(chain: Chain, words: str) -> FindingLine:
    (found,) = [line for line in chain.findings if words in line.finding.title]
    return found


def test_what_was_planted_is_found(demo: Evaluation) -> None:
    researcher = member(demo, Role.RESEARCHER)
    chain = queries.evidence_for(researcher, demo)

    warm = finding(chain, "overdracht warm")
    assert [line.quote for line in warm.contradicting] == [
        "De jeugdbeschermers zeggen dat een warme overdracht de regel is en bijna altijd lukt."
    ]
    assert [line.finding.title for line in chain.findings if line.support.voices == 1] == [
        "Een gezin wil één naam en iemand die opneemt."
    ]
    assert finding(chain, "één naam").finding.single_source_reason
    gap = finding(chain, "soms geen regiehouder")
    assert [line.source.kind for line in gap.contradicting] == ["document"]
    (unanswered,) = [line for line in chain.conclusions if line.conclusion and line.conclusion.not_answered_reason]
    assert unanswered.question.label == "V1.5"


def test_the_checker_names_the_questions_that_stay_open(demo: Evaluation) -> None:
    outcome = checker.check(member(demo, Role.LEADER), demo)

    text = checker.as_text(outcome)

    assert {label for label in OPEN_QUESTIONS if label in text} == OPEN_QUESTIONS


def test_what_is_not_released_is_readable_nowhere(demo: Evaluation) -> None:
    closed = demo.sources.get(number=7)

    assert closed.versions.get().text is None
    assert b"Zonnewever" not in bytes(closed.versions.get().sealed_text or b"")
    assert closed.title == "" or "Zonnewever" not in closed.title


def test_the_commissioner_reads_released_words_only(demo: Evaluation) -> None:
    chain = queries.evidence_for(member(demo, Role.READER), demo)

    words = {line.quote for one in chain.findings for line in one.evidence}

    assert "Ik heb zeven weken niemand gesproken." in words
    assert "Voor het eerst hoefde ik mijn verhaal niet nog een keer te doen." not in words
    with pytest.raises(NotAllowed):
        checker.check(member(demo, Role.READER), demo)


@pytest.mark.parametrize("kind", ["inside", "public", "docx"])
def test_its_report_builds(demo: Evaluation, kind: str) -> None:
    content = build_now(actor=member(demo, Role.LEADER), evaluation=demo, kind=kind)

    assert len(content) > 5_000


def test_a_second_set_up_changes_nothing(demo: Evaluation, owner: User) -> None:
    before = (demo.sources.count(), demo.findings.count(), demo.fragments.count())

    assert not build_interim(owner=owner)

    assert (demo.sources.count(), demo.findings.count(), demo.fragments.count()) == before


def test_an_interrupted_set_up_goes_on_where_it_was(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken_off(*arguments: object) -> Callable[..., None]:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("sluitend.demo.build.Argument.carry_out", broken_off)
        with pytest.raises(KeyboardInterrupt):
            build_interim(owner=owner)

    assert build_interim(owner=owner)
    evaluation = Evaluation.objects.get(title=read_walk()["title"])
    assert evaluation.sources.count() == 7
    assert evaluation.findings.count() == 7


@pytest.mark.parametrize(
    ("built", "said"),
    [
        (True, "De fictieve voorbeeldevaluaties staan klaar. Begin met “%s”."),
        (False, "De fictieve voorbeeldevaluaties staan er al. Begin met “%s”."),
    ],
)
def test_the_set_up_says_where_to_look_first(
    owner: User, monkeypatch: pytest.MonkeyPatch, built: bool, said: str
) -> None:
    monkeypatch.setattr("sluitend.demo.build.build_interim", lambda *, owner: False)
    monkeypatch.setattr("sluitend.demo.build.build_final", lambda *, owner: built)
    monkeypatch.setattr("sluitend.demo.build.build_pilot", lambda *, owner: False)

    assert build_demo(owner=owner) == said % "Sluitende jeugdketen regio Waterrijk, eindmeting (fictief)"
