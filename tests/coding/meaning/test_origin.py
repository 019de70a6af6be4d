"""What came from a suggestion keeps its origin, and is nobody's reason. Everything is fictitious."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import timezone

from sluitend.apps.coding import actions
from sluitend.apps.coding.actions import history
from sluitend.apps.coding.actions.suggestions import deciding, learning
from sluitend.apps.coding.models import (
    Code,
    Coding,
    CodingRound,
    ConsensusDecision,
    Fragment,
    RoundText,
    Suggestion,
)
from sluitend.apps.coding.suggestions.material import known_of
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import SourceVersion
from sluitend.work import embedding_host, runs
from tests.coding.meaning.conftest import WAITS


def reasons(evaluation: Evaluation) -> set[tuple[int, int]]:
    """Version and start of every fragment that can be shown as a reason."""
    ids = {
        fragment for text in known_of(evaluation, embedding_host.model_name()).texts for fragment in _in(text.reasons)
    }
    return set(Fragment.objects.filter(pk__in=ids).values_list("version", "start"))


def _in(found: object) -> Iterator[int]:
    assert isinstance(found, dict)
    for fragments in found.values():
        yield from fragments


def test_what_came_from_a_suggestion_is_no_reason_for_another(
    learned: list[Suggestion], coded: list[SourceVersion], evaluation: Evaluation, leader: User
) -> None:
    before = reasons(evaluation)
    for one in learned:
        deciding.accept_suggestion(actor=leader, suggestion=one)

    assert len(before) == 12
    assert reasons(evaluation) == before


def test_what_somebody_else_coded_alike_of_their_own_is_a_reason(
    learned: list[Suggestion], coded: list[SourceVersion], evaluation: Evaluation, leader: User, researcher: User
) -> None:
    one = learned[0]
    deciding.accept_suggestion(actor=leader, suggestion=one)
    actions.apply_code(actor=researcher, version=one.version, start=one.start, end=one.end, code=one.code)

    assert (one.version_id, one.start) in reasons(evaluation)


def test_what_the_consensus_rejected_is_no_reason(
    learned: list[Suggestion],
    coded: list[SourceVersion],
    code: Code,
    evaluation: Evaluation,
    leader: User,
    researcher: User,
) -> None:
    """Of the first text only the first passage holds; the second was decided to be something else."""
    text = coded[0].text or ""
    _adjudicated(coded[0], code, leader, [(text.index(WAITS[0]), True), (text.index(WAITS[1]), False)])

    known = known_of(evaluation, embedding_host.model_name())
    assert {start for version, start in reasons(evaluation) if version == coded[0].pk} == {text.index(WAITS[0])}
    for text_of in known.texts:  # as what is learned from
        assert all(text_of.labels[place, column] for place, column in text_of.reasons)
    learning.start_learning(actor=researcher, evaluation=evaluation)
    runs.drain()
    rejected = coded[0].fragments.exclude(start=text.index(WAITS[0])).values_list("pk", flat=True)
    assert not {pk for one in Suggestion.objects.all() for pk in one.reasons} & set(rejected)


def _adjudicated(version: SourceVersion, code: Code, leader: User, said: list[tuple[int, bool]]) -> None:
    now = timezone.now()
    about = {"evaluation": version.source.evaluation, "created_by": leader, "opened_at": now, "closed_at": now}
    made = CodingRound.objects.create(number=1, title="Ronde (fictief)", state="closed", adjudicated_at=now, **about)
    RoundText.objects.create(round=made, version=version)
    for start, applies in said:
        fragment = version.fragments.get(start=start)
        ConsensusDecision.objects.create(
            round=made,
            version=version,
            start=start,
            end=fragment.end,
            code=code,
            applies=applies,
            reason="Zo is de regel (fictief).",
            decided_by=leader,
        )


@pytest.mark.parametrize("again", ["redo", "by hand"])
def test_where_it_came_from_is_remembered_when_it_is_taken_off_and_comes_back(
    learned: list[Suggestion], leader: User, again: str
) -> None:
    one = learned[0]
    coding = deciding.accept_suggestion(actor=leader, suggestion=one)

    history.undo(actor=leader, source=one.version.source)
    assert not Coding.objects.filter(pk=coding.pk).exists()
    if again == "redo":
        history.redo(actor=leader, source=one.version.source)
    else:
        actions.apply_code(actor=leader, version=one.version, start=one.start, end=one.end, code=one.code)

    assert Coding.objects.get(coder=leader).suggested.decided_by == leader


def test_what_somebody_else_codes_there_is_their_own(learned: list[Suggestion], leader: User, researcher: User) -> None:
    one = learned[0]
    deciding.accept_suggestion(actor=leader, suggestion=one)
    history.undo(actor=leader, source=one.version.source)

    coding = actions.apply_code(actor=researcher, version=one.version, start=one.start, end=one.end, code=one.code)

    assert not hasattr(coding, "suggested")
