"""A consensus says no more than was marked, and nobody's codings stop counting without a word. All is fictitious."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from sluitend.apps.coding import actions
from sluitend.apps.coding.actions import consensus
from sluitend.apps.coding.models import Code, CodingRound, ConsensusDecision
from sluitend.apps.coding.queries.agreement import compared_for
from sluitend.apps.coding.queries.consensus import not_compared
from sluitend.apps.coding.queries.material import material_of
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.sources.models import SourceVersion
from sluitend.errors import InputError
from tests.coding.agreement.conftest import SENTENCES, Give

pytestmark = pytest.mark.django_db
MakeRound = Callable[..., CodingRound]
MakeVersion = Callable[..., SourceVersion]
WORDS = "een twee drie vier vijf zes zeven acht negen tien elf twaalf."


@pytest.fixture
def turn(
    make_version: Callable[..., SourceVersion],
    make_round: Callable[..., CodingRound],
    anna: User,
    bram: User,
    code: Code,
) -> CodingRound:
    """One turn; of the same code Anna marked "een" and "drie vier", Bram "vier vijf" and "twaalf"."""
    version = make_version(WORDS)
    version.turns = [[0, len(WORDS), 0, None]]
    version.save()
    for coder, words in ((anna, "een"), (anna, "drie vier"), (bram, "vier vijf"), (bram, "twaalf")):
        start = WORDS.index(words)
        actions.apply_code(actor=coder, version=version, start=start, end=start + len(words), code=code)
    return make_round(version, [anna, bram], unit="turn")


def held(evaluation: Evaluation) -> list[str]:
    return [WORDS[one.start : one.end] for one in material_of(evaluation).passages]


def test_what_all_agreed_on_holds_of_what_was_marked_and_of_nothing_between(
    turn: CodingRound, evaluation: Evaluation, leader: User
) -> None:
    assert consensus.take_over_agreed(actor=leader, round_=turn) == 1
    consensus.adjudicate(actor=leader, round_=turn)

    assert held(evaluation) == ["een", "drie vier vijf", "twaalf"]


def test_several_passages_of_one_place_are_shown_and_taken_back_together(
    turn: CodingRound, leader: User, client_of: Callable[[User], Client]
) -> None:
    consensus.take_over_agreed(actor=leader, round_=turn)
    where = reverse("coding:compare", args=[turn.evaluation_id, turn.number, 1]) + "?show=all"
    page = client_of(leader).get(where).content.decode()

    assert "“een … drie vier vijf … twaalf”" in page
    assert "Besluiten zonder plaats" not in page

    consensus.take_back(actor=leader, round_=turn, decision=ConsensusDecision.objects.all()[1])
    assert not ConsensusDecision.objects.exists()


@pytest.fixture
def uneven(
    give: Give,
    make_round: Callable[..., CodingRound],
    text: SourceVersion,
    anna: User,
    bram: User,
    leader: User,
    code: Code,
) -> CodingRound:
    """Anna finished, Bram did not, and who leads coded without being in the round; once where Anna did too."""
    give(anna, SENTENCES[0], code)
    give(bram, SENTENCES[1], code)
    give(leader, SENTENCES[2], code)
    give(leader, SENTENCES[0], code)
    return make_round(text, [anna, bram], finished=[anna])


def test_codings_that_are_not_compared_are_counted_by_whose_they_are(
    uneven: CodingRound, anna: User, bram: User, leader: User
) -> None:
    consensus.take_over_agreed(actor=leader, round_=uneven)

    assert not_compared(compared_for(leader, uneven)) == {bram.pk: 1, leader.pk: 1}


def test_they_do_not_stop_counting_before_somebody_confirmed_it(
    uneven: CodingRound, evaluation: Evaluation, bram: User, leader: User
) -> None:
    consensus.take_over_agreed(actor=leader, round_=uneven)
    before = material_of(evaluation).passages

    for left_out in (0, 1, 3):
        with pytest.raises(InputError, match=r"coding\.not_compared"):
            consensus.adjudicate(actor=leader, round_=uneven, left_out=left_out)
    assert material_of(evaluation).passages == before

    consensus.adjudicate(actor=leader, round_=uneven, left_out=2)
    data = AuditEvent.objects.get(action="coding.round_adjudicated").data
    assert (data["left_out"], data["left_out_of"]) == (2, ", ".join(map(str, sorted([bram.pk, leader.pk]))))
    assert len(material_of(evaluation).passages) == 1


def test_the_page_says_whose_they_are_and_completing_confirms_it(
    uneven: CodingRound, bram: User, leader: User, client_of: Callable[[User], Client]
) -> None:
    consensus.take_over_agreed(actor=leader, round_=uneven)
    client, about = client_of(leader), [uneven.evaluation_id, uneven.number]
    texts, complete = reverse("coding:comparing", args=about), reverse("coding:adjudicate", args=about)

    for where in (texts, complete):
        assert f"{bram.name}: 1 codering" in client.get(where).content.decode()
    unseen = client.post(complete, follow=True).content.decode()
    assert "zijn 2 coderingen die niet worden vergeleken" in unseen
    done = client.post(complete, {"left_out": "2"}, follow=True).content.decode()

    uneven.refresh_from_db()
    assert uneven.adjudicated_at is not None
    assert f"{bram.name}: 1 codering" in done
