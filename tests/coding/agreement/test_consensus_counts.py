"""A consensus says no more than was marked, and nobody's codings stop counting without a word. All is fictitious."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from sluitend.apps.coding import actions
from sluitend.apps.coding.actions import consensus
from sluitend.apps.coding.models import Code, CodingRound, ConsensusDecision
from sluitend.apps.coding.queries.agreement import compared_for
from sluitend.apps.coding.queries.material import material_of
from sluitend.apps.coding.queries.not_compared import not_compared
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.sources.actions import publish_version, release_version
from sluitend.apps.sources.models import SourceVersion
from sluitend.errors import InputError
from sluitend.formats.documents import Block, BlockKind
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
    assert AuditEvent.objects.get(action="coding.round_adjudicated").data["decisions"] == 1


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


def test_deciding_again_as_it_stands_keeps_every_passage(
    turn: CodingRound, evaluation: Evaluation, leader: User, client_of: Callable[[User], Client]
) -> None:
    """The form opens at what was decided, and sends that."""
    consensus.take_over_agreed(actor=leader, round_=turn)
    where = reverse("coding:compare", args=[turn.evaluation_id, turn.number, 1]) + "?show=all"
    page = client_of(leader).get(where).content.decode()
    (sent,) = re.findall(r'value="([0-9+-]+)"\s+checked', page)
    assert "zoals nu besloten:" in page

    place = f"0-{len(WORDS) - 1}"
    data = {"code": turn_code(turn), "place": place, "span": sent, "applies": "yes", "reason": "blijft zo"}
    client_of(leader).post(reverse("coding:decide", args=[turn.evaluation_id, turn.number, 1]), data)
    consensus.adjudicate(actor=leader, round_=turn)

    assert held(evaluation) == ["een", "drie vier vijf", "twaalf"]
    assert set(ConsensusDecision.objects.values_list("reason", flat=True)) == {"blijft zo"}


def turn_code(round_: CodingRound) -> int:
    return ConsensusDecision.objects.filter(round=round_).values_list("code", flat=True)[0]


def test_passages_that_all_marked_apart_stay_apart(
    evaluation: Evaluation,
    give: Give,
    make_round: Callable[..., CodingRound],
    text: SourceVersion,
    anna: User,
    bram: User,
    leader: User,
    code: Code,
) -> None:
    text.turns = [[0, len(text.text or ""), 0, None]]
    text.save()
    for coder in (anna, bram):
        for words in SENTENCES[:2]:
            give(coder, words, code)
    made = make_round(text, [anna, bram], unit="turn")
    before = {(one.start, one.end) for one in material_of(evaluation).passages}

    consensus.take_over_agreed(actor=leader, round_=made)
    consensus.adjudicate(actor=leader, round_=made)

    assert {(one.start, one.end) for one in material_of(evaluation).passages} == before
    assert len(before) == 2


def test_a_passage_that_waits_for_its_place_goes_with_the_others_of_its_decision(
    turn: CodingRound, evaluation: Evaluation, leader: User
) -> None:
    """The text was corrected where one of three passages stood; that one may not come back over "does not hold"."""
    consensus.take_over_agreed(actor=leader, round_=turn)
    source = turn.texts.get().version.source
    new = WORDS.replace("twaalf", "een dozijn gewoon")
    version = publish_version(
        actor=leader,
        source=source,
        text=new,
        blocks=[Block(0, len(new), BlockKind.PARAGRAPH)],
        kind="corrected",
        reason="x",
    )
    if version.released_at is None:
        release_version(actor=leader, version=version, ground="no_personal_data")
    assert ConsensusDecision.objects.filter(version=version).count() == 2
    assert ConsensusDecision.objects.exclude(version=version).count() == 1

    (waits,) = ConsensusDecision.objects.filter(version=version, start=0)
    consensus.take_back(actor=leader, round_=turn, decision=waits)

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


def test_what_an_earlier_consensus_holds_is_told_too_and_what_counted_no_more_is_not(
    give: Give,
    make_round: Callable[..., CodingRound],
    text: SourceVersion,
    evaluation: Evaluation,
    anna: User,
    bram: User,
    leader: User,
    code: Code,
    other_code: Code,
) -> None:
    """The first round made one sentence of two pieces, of which nobody has the codes any more. In the second one only
    who leads codes; a code out of use counts for nobody."""
    pieces = [give(anna, "De wachttijd liep", code), give(bram, "wachttijd liep op.", code)]
    first = make_round(text, [anna, bram])
    consensus.take_over_agreed(actor=leader, round_=first)
    consensus.adjudicate(actor=leader, round_=first)
    for coder, one in zip((anna, bram), pieces, strict=True):
        actions.remove_coding(actor=coder, coding=one)
    give(anna, SENTENCES[1], other_code)
    actions.archive_code(actor=leader, code=other_code)
    give(leader, SENTENCES[3], code)
    second = make_round(text, [leader])
    consensus.take_over_agreed(actor=leader, round_=second)
    before = {(one.start, one.end) for one in material_of(evaluation).passages}

    told = not_compared(compared_for(leader, second))
    consensus.adjudicate(actor=leader, round_=second, left_out=sum(told.values()))

    after = {(one.start, one.end) for one in material_of(evaluation).passages}
    assert told == {None: 1}
    assert len(before - after) == 1
