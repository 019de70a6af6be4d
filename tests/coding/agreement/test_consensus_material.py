"""When a consensus stands for a text, and when it does not. Everything is fictitious."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone

from sluitend.apps.coding.actions import consensus
from sluitend.apps.coding.models import Code, Coding, CodingRound
from sluitend.apps.coding.queries.material import material_of
from sluitend.apps.coding.queries.passages import in_place, passages_for
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import SourceVersion
from sluitend.engines.retrieval.asked import Question
from tests.coding.agreement.conftest import SENTENCES, TEXT

pytestmark = pytest.mark.django_db

Counts = Callable[[], list[tuple[int, int]]]


@pytest.fixture
def standing(closed: CodingRound, evaluation: Evaluation, leader: User) -> Counts:
    """The round was adjudicated, and only what all agreed on holds. Gives the passages that count now."""
    consensus.take_over_agreed(actor=leader, round_=closed)
    CodingRound.objects.filter(pk=closed.pk).update(adjudicated_at=timezone.now(), adjudicated_by=leader)
    return lambda: [(one.start, one.end) for one in material_of(evaluation).passages]


AGREED = [(0, len(SENTENCES[0])), (TEXT.index("Op school"), TEXT.index("ging het goed") + len("ging het goed"))]


def test_an_earlier_consensus_does_not_show_through_a_blind_round(
    standing: Counts, make_round: Callable[..., CodingRound], text: SourceVersion, anna: User, bram: User
) -> None:
    assert standing() == AGREED

    second = make_round(text, [anna, bram], state="open")
    assert standing() == []

    CodingRound.objects.filter(pk=second.pk).update(state="closed", closed_at=timezone.now())
    assert standing() == AGREED


def test_a_consensus_about_words_that_were_withdrawn_counts_no_more(standing: Counts, text: SourceVersion) -> None:
    text.fragments.filter(start=0).update(withdrawn_at=timezone.now())

    assert standing() == AGREED[1:]


def test_what_holds_and_is_nobodys_coding_any_more_keeps_its_passage_among_the_quotes(
    standing: Counts, closed: CodingRound, code: Code, leader: User
) -> None:
    Coding.objects.filter(code=code).delete()

    found = passages_for(leader, closed.evaluation, Question(code.name), "perspective")
    lines = in_place(found, found.hits)

    assert [(line.hit.start, line.hit.end) for line in lines] == AGREED[:1]
    assert [line.fragment and (line.fragment.start, line.fragment.end) for line in lines] == AGREED[:1]
