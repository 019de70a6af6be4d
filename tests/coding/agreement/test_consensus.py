"""Deciding where coders differed: what is written, what it rests on, and what cannot be done."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sluitend.apps.coding import actions
from sluitend.apps.coding.actions import consensus
from sluitend.apps.coding.models import Code, Coding, CodingRound, ConsensusDecision, Fragment
from sluitend.apps.coding.queries.agreement import compared_for, compared_round_for
from sluitend.apps.coding.queries.consensus import consensus_codes, progress_of
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.sources.models import SourceVersion
from sluitend.errors import InputError, NotAllowed, NotFound
from sluitend.web.wording import sentence
from tests.coding.agreement.conftest import SENTENCES, TEXT, Give

pytestmark = pytest.mark.django_db

FIRST = (0, len(SENTENCES[0]))
SECOND = (TEXT.index(SENTENCES[1]), TEXT.index(SENTENCES[1]) + len(SENTENCES[1]))


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(InputError) as error:
        act()
    return str(sentence(error.value))


def decide(user: User, round_: CodingRound, code: Code, **changed: object) -> ConsensusDecision:
    said = {"place": SECOND, "span": SECOND, "applies": True, "reason": "Zie de regel bij de code.", **changed}
    return consensus.decide(actor=user, round_=round_, source=1, code=code.pk, **said)  # type: ignore[arg-type]


def test_a_decision_remembers_the_codings_that_it_came_from(
    closed: CodingRound, anna: User, bram: User, code: Code, text: SourceVersion
) -> None:
    coding = Coding.objects.get(coder=anna, fragment__start=SECOND[0])

    made = decide(bram, closed, code)

    assert (made.start, made.end, made.applies, made.reason) == (*SECOND, True, "Zie de regel bij de code.")
    assert made.from_codings == {"codings": [coding.pk], "said": [[anna.pk, *SECOND]]}
    assert (made.decided_by, made.version) == (bram, text)
    event = AuditEvent.objects.get(action="coding.consensus_decided")
    assert event.data == {"round": 1, "code": code.pk, "applies": True, "codings": 1}


def test_what_holds_is_a_passage_that_stays_when_the_coder_takes_the_code_off(
    closed: CodingRound, anna: User, code: Code, text: SourceVersion
) -> None:
    decide(anna, closed, code, span=(SECOND[0], SECOND[0] + 7))
    fragment = Fragment.objects.get(version=text, start=SECOND[0], end=SECOND[0] + 7)

    assert consensus_codes(anna, [text.pk]) == {(text.pk, fragment.start, fragment.end): [code.pk]}
    assert not fragment.codings.exists()  # it is nobody's work
    actions.drop_fragment(actor=anna, fragment=fragment)
    assert Fragment.objects.filter(pk=fragment.pk).exists()


def test_deciding_again_takes_the_place_of_what_was_decided(
    closed: CodingRound, anna: User, code: Code, text: SourceVersion
) -> None:
    decide(anna, closed, code, span=(SECOND[0], SECOND[0] + 7))

    decide(anna, closed, code, applies=False, reason="Toch niet.")

    (left,) = ConsensusDecision.objects.all()
    assert (left.applies, left.reason) == (False, "Toch niet.")
    assert not Fragment.objects.filter(version=text, end=SECOND[0] + 7).exists()


def test_what_all_agreed_on_is_taken_over_in_one_act_and_only_once(
    closed: CodingRound, anna: User, text: SourceVersion
) -> None:
    assert consensus.take_over_agreed(actor=anna, round_=closed) == 2
    assert consensus.take_over_agreed(actor=anna, round_=closed) == 0

    spans = set(ConsensusDecision.objects.values_list("start", "end", "applies", "reason"))
    of_school = TEXT.index("Op school")
    assert spans == {(*FIRST, True, ""), (of_school, TEXT.index("ging het goed") + 13, True, "")}
    assert AuditEvent.objects.filter(action="coding.agreed_taken_over").count() == 1


def test_a_decision_can_be_taken_back_until_the_round_is_adjudicated(
    closed: CodingRound, anna: User, leader: User, code: Code
) -> None:
    made = decide(anna, closed, code)
    consensus.take_back(actor=anna, round_=closed, decision=made)
    assert not ConsensusDecision.objects.exists()

    assert refused(lambda: consensus.adjudicate(actor=leader, round_=closed)) == (
        "In ronde 1 staan nog 3 plaatsen open. Neem eerst over waar allen het eens zijn en beslis over de rest."
    )
    made = decide(anna, closed, code)
    consensus.take_over_agreed(actor=anna, round_=closed)
    consensus.adjudicate(actor=leader, round_=closed)

    assert closed.adjudicated_by == leader
    assert refused(lambda: consensus.take_back(actor=anna, round_=closed, decision=made)) == (
        "De besluiten van ronde 1 zijn voltooid, dus daarin kan niets meer worden gewijzigd."
    )


def test_what_another_took_back_meanwhile_is_not_taken_back_again(closed: CodingRound, anna: User, code: Code) -> None:
    made = decide(anna, closed, code)
    shown = ConsensusDecision.objects.get(pk=made.pk)
    consensus.take_back(actor=anna, round_=closed, decision=made)

    with pytest.raises(NotFound):
        consensus.take_back(actor=anna, round_=closed, decision=shown)

    assert AuditEvent.objects.filter(action="coding.consensus_taken_back").count() == 1


def test_only_who_leads_completes_the_decisions_and_outsiders_do_not_know_the_round(
    closed: CodingRound, anna: User, outsider: User, code: Code
) -> None:
    with pytest.raises(NotAllowed):
        consensus.adjudicate(actor=anna, round_=closed)
    with pytest.raises(NotFound):
        decide(outsider, closed, code)
    with pytest.raises(NotFound):
        compared_round_for(outsider, closed.evaluation, 1)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"reason": "  "}, "Schrijf waarom u dit beslist. Later wil iemand dat weten."),
        ({"reason": "a" * 2001}, "Een reden heeft hoogstens 2000 tekens. Maak de reden korter."),
        ({"span": (0, 5)}, "De passage ligt buiten deze plaats. Kies er een binnen."),
        (
            {"place": (SECOND[0], SECOND[1] - 1)},
            "Een codeur heeft hier intussen iets gewijzigd. Bekijk deze plaats opnieuw en beslis dan.",
        ),
    ],
)
def test_what_cannot_be_decided_is_told(
    closed: CodingRound, anna: User, code: Code, changed: dict[str, object], words: str
) -> None:
    assert refused(lambda: decide(anna, closed, code, **changed)) == words
    assert not ConsensusDecision.objects.exists()


def test_a_blind_round_is_not_compared_while_it_is_open_and_an_open_one_is_not_decided(
    make_round: Callable[..., CodingRound], text: SourceVersion, anna: User, bram: User, leader: User, code: Code
) -> None:
    blind = make_round(text, [anna, bram], state="open")
    for user in (anna, leader):
        assert refused(lambda user=user: compared_round_for(user, blind.evaluation, 1)) == (
            "Ronde 1 is nog niet te vergelijken. Sluit de ronde eerst; daarna ziet iedereen de rest."
        )
    blind.is_blind = False
    blind.save()

    assert compared_round_for(anna, blind.evaluation, 1) == blind
    assert refused(lambda: decide(anna, blind, code)) == (
        "Ronde 1 is nog niet gesloten. Sluit de ronde eerst; daarna kunt u beslissen."
    )


def test_a_text_that_is_coded_blind_in_another_round_is_left_out_and_keeps_the_round_open(
    closed: CodingRound,
    make_round: Callable[..., CodingRound],
    text: SourceVersion,
    anna: User,
    leader: User,
    code: Code,
) -> None:
    decision = decide(anna, closed, code)
    make_round(text, [anna], state="open")

    compared = compared_for(leader, closed)

    assert ([one.away for one in compared.texts], compared.present, compared.marked) == (["blind"], (), {})
    assert refused(lambda: consensus.adjudicate(actor=leader, round_=closed)) == (
        "S1 wordt in een andere ronde blind gecodeerd. Wacht met voltooien tot die ronde is gesloten."
    )
    with pytest.raises(InputError, match=r"coding\.blind_text"):
        consensus.take_back(actor=leader, round_=closed, decision=decision)


def test_only_who_finished_is_compared_and_where_nobody_did_everybody_is(
    make_round: Callable[..., CodingRound], text: SourceVersion, anna: User, bram: User, coded: None
) -> None:
    one_ready = compared_for(anna, make_round(text, [anna, bram], finished=[bram]))
    nobody_ready = compared_for(anna, make_round(text, [anna, bram], finished=[]))

    assert [len(one.by_coder) for one in one_ready.places(one_ready.texts[0])] == [1, 1]
    assert len(nobody_ready.places(nobody_ready.texts[0])) == 3
    assert not one_ready.sample.compared
    assert not nobody_ready.sample.compared  # figures are about finished work alone


def test_a_round_about_a_branch_looks_at_those_codes_alone(
    closed: CodingRound, anna: User, code: Code, other_code: Code
) -> None:
    below = actions.add_code(actor=anna, evaluation=closed.evaluation, name="Kort wachten", parent=code)
    closed.codes.add(code)

    compared = compared_for(anna, closed)

    assert set(compared.codes) == {code.pk, below.pk}
    assert {one.code for one in compared.places(compared.texts[0])} == {code.pk}


def test_progress_counts_places_differences_and_what_is_left(closed: CodingRound, anna: User, code: Code) -> None:
    (before,) = progress_of(compared_for(anna, closed))
    decide(anna, closed, code)
    consensus.take_over_agreed(actor=anna, round_=closed)
    (after,) = progress_of(compared_for(anna, closed))

    assert (before.places, before.agreed, before.differences, before.to_take_over, before.to_decide) == (3, 2, 1, 2, 1)
    assert (after.to_take_over, after.to_decide, after.decided) == (0, 0, 1)


def test_what_was_decided_elsewhere_is_not_seen_by_who_codes_the_text_blind(
    closed: CodingRound,
    make_round: Callable[..., CodingRound],
    text: SourceVersion,
    anna: User,
    leader: User,
    code: Code,
) -> None:
    decide(anna, closed, code)
    make_round(text, [anna], state="open")

    assert consensus_codes(anna, [text.pk]) == {}
    assert list(consensus_codes(leader, [text.pk]).values()) == [[code.pk]]


def test_figures_of_the_round_are_those_of_its_codings(
    closed: CodingRound, anna: User, give: Give, code: Code, other_code: Code
) -> None:
    """Four sentences; of the first code A 1 and 2, B 1: percent 3/4; of the other both only 3."""
    from sluitend.apps.coding.agreement.figures import PERCENT, overview

    compared = compared_for(anna, closed)
    found = overview(compared.sample, list(compared.codes), unit="sentence")

    assert found.codes[code.pk].estimates[PERCENT].value == pytest.approx(0.75)
    assert found.codes[other_code.pk].estimates[PERCENT].value == pytest.approx(1)
    assert (found.sample.units, found.whole.judged) == (4, 8)
