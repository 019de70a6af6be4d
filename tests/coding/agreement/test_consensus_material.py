"""When a consensus stands for a text, and when it does not. Everything is fictitious."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone

from sluitend.apps.coding import actions
from sluitend.apps.coding.actions import consensus
from sluitend.apps.coding.models import Code, Coding, CodingRound
from sluitend.apps.coding.queries.material import material_of
from sluitend.apps.coding.queries.passages import in_place, passages_for
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import SourceVersion
from sluitend.engines.retrieval.asked import Question
from sluitend.errors import InputError
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


@pytest.fixture
def of_one_code(standing: Counts, closed: CodingRound, code: Code) -> Counts:
    """The same of a round about one code: of the second sentence, where Anna gave it, it was decided not to hold."""
    closed.codes.set([code])
    return standing


def test_what_was_rejected_of_a_code_does_not_come_back_as_another(
    of_one_code: Counts, closed: CodingRound, evaluation: Evaluation, leader: User, code: Code
) -> None:
    before, third = of_one_code(), actions.add_code(actor=leader, evaluation=evaluation, name="Derde")

    change = actions.merge_codes(actor=leader, code=code, into=third)
    assert (of_one_code(), set(closed.codes.all())) == (before, {code, third})

    actions.undo_merge(actor=leader, change=change)
    assert (of_one_code(), set(closed.codes.all())) == (before, {code})


def test_what_was_rejected_of_a_code_does_not_come_back_by_a_split(
    of_one_code: Counts, closed: CodingRound, leader: User, code: Code
) -> None:
    before = of_one_code()
    second = Coding.objects.filter(code=code, fragment__start=TEXT.index(SENTENCES[1])).values_list("fragment")

    change = actions.split_code(actor=leader, code=code, fragments=[pk for (pk,) in second], name="Nieuw")
    assert of_one_code() == before

    actions.undo_split(actor=leader, change=change)
    assert (of_one_code(), set(closed.codes.all())) == (before, {code})


def test_what_was_rejected_below_a_code_does_not_come_back_from_under_it(
    of_one_code: Counts, closed: CodingRound, evaluation: Evaluation, leader: User, code: Code
) -> None:
    above = actions.add_code(actor=leader, evaluation=evaluation, name="Boven")
    Code.objects.filter(pk=code.pk).update(parent=above)
    code.refresh_from_db()
    closed.codes.set([above])
    before = of_one_code()

    actions.move_code(actor=leader, code=code, parent=None)

    assert (of_one_code(), set(closed.codes.all())) == (before, {above, code})


def test_codes_of_which_one_was_decided_about_become_one_only_when_that_is_open_again(
    of_one_code: Counts, leader: User, code: Code, other_code: Code
) -> None:
    before = of_one_code()

    for one, into in ((code, other_code), (other_code, code)):
        with pytest.raises(InputError) as error:
            actions.merge_codes(actor=leader, code=one, into=into)
        assert (error.value.code, error.value.data) == ("coding.decided_of_one", {"round": 1})
    with pytest.raises(InputError):
        actions.move_code(actor=leader, code=other_code, parent=code)
    assert of_one_code() == before

    CodingRound.objects.update(adjudicated_at=None, adjudicated_by=None)
    actions.merge_codes(actor=leader, code=code, into=other_code)
