"""What was decided where coders differed travels with a closed round, and answers there as it did here."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone

from sluitend.apps.coding import actions as coding
from sluitend.apps.coding.actions import consensus, reopening
from sluitend.apps.coding.models import (
    CodingRound,
    ConsensusDecision,
    Reopening,
    RoundAssignment,
    RoundText,
)
from sluitend.apps.coding.queries.agreement import compared_for
from sluitend.apps.coding.queries.material import material_of
from sluitend.apps.design.models import Evaluation, Membership
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Role
from sluitend.apps.reporting.actions.exchange import arriving_rounds, placing
from sluitend.apps.reporting.exchange import leaving, queries
from sluitend.apps.reporting.exchange.staying import staying
from sluitend.apps.reporting.models import ExchangeWaiting
from sluitend.apps.sources.actions import publish_version, release_version
from sluitend.apps.sources.models import Source, SourceVersion
from sluitend.formats.documents import Block, BlockKind
from sluitend.formats.qdpx import taken
from sluitend.work import limits
from tests.reporting.exchange.conftest import brought_in, exported, new_evaluation, taken_in
from tests.reporting.exchange.test_arriving import losses
from tests.reporting.exchange.test_round_trip import released, same

pytestmark = pytest.mark.django_db

ONE, TWO, THREE = "De wachttijd liep op 🙂.", "Niemand belde terug.", "Op school ging het goed."
TEXT = f"{ONE} {TWO} {THREE}"
REASON = "Zij bedoelde de school, niet het wijkteam (fictief)."


@pytest.fixture(autouse=True)
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process of its own for every file takes long; other tests go through it."""
    monkeypatch.setattr(limits, "asked", lambda _module, path, **_more: taken.take(path).to_json())


@dataclass(frozen=True)
class Decided:
    """Two coders on three sentences. They agree on the first; of the second the code was rejected, of the third kept.
    The round is about `code` and not about `beside`.
    """

    evaluation: Evaluation
    version: SourceVersion
    round: CodingRound
    anna: User
    bram: User


def coder(evaluation: Evaluation, name: str) -> User:
    user = User.objects.create_user(f"{name}@voorbeeld.invalid", "een lange zin", name=f"{name.title()} (fictief)")
    Membership.objects.create(evaluation=evaluation, user=user, role=Role.RESEARCHER)
    return user


def closed_round(evaluation: Evaluation, leader: User, version: SourceVersion, coders: list[User]) -> CodingRound:
    now = timezone.now()
    made = CodingRound.objects.create(
        evaluation=evaluation,
        number=evaluation.coding_rounds.count() + 1,
        title="Eerste ronde (fictief)",
        share=50,
        seed=7,
        state="closed",
        created_by=leader,
        opened_at=now - timedelta(hours=2),
        opened_by=leader,
        closed_at=now - timedelta(hours=1),
        closed_by=leader,
    )
    text = RoundText.objects.create(round=made, version=version)
    for one in coders:
        RoundAssignment.objects.create(text=text, coder=one, finished_at=now - timedelta(hours=1))
    return made


@pytest.fixture
def decided(leader: User) -> Decided:
    evaluation = new_evaluation(leader, "Beslist (fictief)")
    version = released(evaluation, leader, 1, TEXT)
    anna, bram = coder(evaluation, "anna"), coder(evaluation, "bram")
    code, beside = (coding.add_code(actor=leader, evaluation=evaluation, name=name) for name in ("regie", "ernaast"))
    for who, words, what in (
        (anna, ONE, code),
        (bram, ONE, code),
        (anna, TWO, code),
        (bram, THREE, code),
        (bram, TWO, beside),
    ):
        span = {"start": TEXT.index(words), "end": TEXT.index(words) + len(words)}
        coding.apply_code(actor=who, version=version, **span, code=what)
    made = closed_round(evaluation, leader, version, [anna, bram])
    made.codes.set([code])
    consensus.take_over_agreed(actor=leader, round_=made)
    decide_rest(leader, made, version)
    made.refresh_from_db()
    return Decided(evaluation, version, consensus.adjudicate(actor=leader, round_=made), anna, bram)


def decide_rest(leader: User, round_: CodingRound, version: SourceVersion) -> None:
    """Of the second sentence the code does not hold, of the third it does."""
    compared = compared_for(leader, round_)
    for place in compared.places(compared.text(1)):
        if not place.is_agreed:
            applies = place.start > TEXT.index(TWO)
            span = (place.start, place.end)
            consensus.decide(
                actor=leader,
                round_=round_,
                source=1,
                place=span,
                code=place.code,
                span=span,
                applies=applies,
                reason=REASON,
            )


def counted(evaluation: Evaluation) -> Counter[tuple[str, int, int]]:
    """By code what counts, as every answer about the texts has it."""
    material = material_of(evaluation)
    return Counter((material.names[one.code], one.start, one.end) for one in material.passages)


def test_an_adjudicated_evaluation_answers_as_before(decided: Decided, leader: User, empty: Evaluation) -> None:
    before = counted(decided.evaluation)

    brought_in(leader, empty, exported(leader, decided.evaluation), is_clean=True)

    assert counted(empty) == before
    assert ("regie", TEXT.index(TWO), TEXT.index(TWO) + len(TWO)) not in before
    assert before.total() == 3  # two that hold, and one of a code that the round was not about
    rows = ConsensusDecision.objects.filter(round__evaluation=empty).order_by("start")
    assert [(one.applies, one.reason) for one in rows] == [(True, ""), (False, REASON), (True, REASON)]
    was = ConsensusDecision.objects.filter(round=decided.round).order_by("start")
    assert [one.decided_at for one in rows] == [one.decided_at for one in was]


def test_a_round_comes_back_as_it_was(decided: Decided, leader: User, empty: Evaluation) -> None:
    reopening.reopen(actor=leader, round_=decided.round, reason="Toch nog eens (fictief).")
    decided.round.refresh_from_db()
    consensus.adjudicate(actor=leader, round_=decided.round)

    brought_in(leader, empty, exported(leader, decided.evaluation), is_clean=True)

    assert same(leaving.made(empty, with_names=False)) == same(leaving.made(decided.evaluation, with_names=False))
    here = CodingRound.objects.get(evaluation=empty)
    assert (here.state, here.share, here.seed, here.number) == ("closed", 50, 7, 1)
    assert Reopening.objects.get(round=here).reason == "Toch nog eens (fictief)."
    people = RoundAssignment.objects.filter(text__round=here).values_list("coder__name", flat=True)
    assert sorted(people) != sorted((decided.anna.name, decided.bram.name))  # as coders are called in the file
    assert len(set(people)) == 2


def test_decisions_wait_sealed_until_their_text_is_released(decided: Decided, leader: User, empty: Evaluation) -> None:
    before = counted(decided.evaluation)
    brought_in(leader, empty, exported(leader, decided.evaluation))

    waiting = ExchangeWaiting.objects.get(version__source__evaluation=empty)
    assert not ConsensusDecision.objects.filter(round__evaluation=empty).exists()
    assert REASON.encode() not in bytes(waiting.sealed_content)

    release_version(actor=leader, version=waiting.version, ground="no_personal_data")

    assert counted(empty) == before


def test_a_decision_whose_words_changed_is_told(decided: Decided, leader: User, empty: Evaluation) -> None:
    made = brought_in(leader, empty, exported(leader, decided.evaluation))
    source = Source.objects.get(evaluation=empty)
    text = TEXT.replace("belde", "schreef")
    block = [Block(0, len(text), BlockKind.PARAGRAPH)]
    version = publish_version(actor=leader, source=source, text=text, blocks=block, kind="corrected", reason="x")
    if version.released_at is None:
        release_version(actor=leader, version=version, ground="no_personal_data")

    told = queries.look_for(leader, empty, made.pk).left

    span = f"{TEXT.index(TWO)}–{TEXT.index(TWO) + len(TWO)}"
    assert [one for one in told if "regie" in one] == [
        f"Wat over “regie” is beslist bij S1 ({span}): deze woorden zijn voor het vrijgeven veranderd."
    ]
    assert ConsensusDecision.objects.filter(round__evaluation=empty).count() == 2


def test_what_waits_of_withdrawn_words_goes(decided: Decided, leader: User, empty: Evaluation) -> None:
    brought_in(leader, empty, exported(leader, decided.evaluation))
    row = ExchangeWaiting.objects.select_related("version__source").get(version__source__evaluation=empty)

    placing._forget_in(row, [(TEXT.index(TWO), TEXT.index(TWO) + 3)])

    (left,) = placing.opened(row).rounds
    assert [one["reason"] for one in left["decisions"]] == ["", REASON]


def test_a_second_file_leaves_the_round_as_it_is(decided: Decided, leader: User, empty: Evaluation) -> None:
    content = exported(leader, decided.evaluation)
    brought_in(leader, empty, content, is_clean=True)

    again = brought_in(leader, empty, content, is_clean=True)

    assert "De codeerronde “Eerste ronde (fictief)” is hier al. Die blijft zoals zij hier is." in losses(again)
    assert CodingRound.objects.filter(evaluation=empty).count() == 1
    assert ConsensusDecision.objects.filter(round__evaluation=empty).count() == 3


def test_only_who_plans_rounds_brings_decisions_in(
    decided: Decided, leader: User, researcher: User, empty: Evaluation
) -> None:
    Membership.objects.create(evaluation=empty, user=researcher, role=Role.RESEARCHER)
    content = exported(leader, decided.evaluation)
    told = (
        "De codeerronde “Eerste ronde (fictief)” (beslissingen: 3): alleen een projectleider haalt die binnen. Tot "
        "dan telt elke codering mee, ook wat was afgewezen."
    )

    made = taken_in(researcher, empty, content)
    assert told in queries.look_for(researcher, empty, made.pk).losses
    made = brought_in(researcher, empty, content, is_public=True)
    assert told in losses(made)
    assert not CodingRound.objects.filter(evaluation=empty).exists()

    brought_in(leader, empty, content, is_public=True)
    assert counted(empty) == counted(decided.evaluation)


def test_decisions_from_elsewhere_do_not_silence_codings_of_here(
    decided: Decided, leader: User, researcher: User, empty: Evaluation
) -> None:
    Membership.objects.create(evaluation=empty, user=researcher, role=Role.RESEARCHER)
    content = exported(leader, decided.evaluation)
    brought_in(researcher, empty, content, is_public=True)
    version = SourceVersion.objects.get(source__evaluation=empty)
    code = empty.codes.get(name="regie")
    coding.apply_code(actor=leader, version=version, start=3, end=12, code=code)

    made = brought_in(leader, empty, content, is_public=True)

    assert ("regie", 3, 12) in counted(empty)
    assert (
        "Wat in “Tekst 1 (fictief)” is beslist in de codeerronde “Eerste ronde (fictief)” (beslissingen: 3): deze "
        "tekst is hier ook gecodeerd, en die coderingen zouden dan niet meer meetellen."
    ) in losses(made)
    assert not RoundText.objects.filter(round__evaluation=empty).exists()


def test_an_open_round_never_goes(decided: Decided, leader: User) -> None:
    CodingRound.objects.create(
        evaluation=decided.evaluation,
        number=2,
        title="Tweede ronde (fictief)",
        is_blind=True,
        state="open",
        opened_at=timezone.now(),
        created_by=leader,
    ).texts.create(version=decided.version)

    made = leaving.made(decided.evaluation, with_names=False)

    (only,) = made.more.rounds
    assert (only.title, only.texts) == ("Eerste ronde (fictief)", ())
    told = {one.code: one.data for one in staying(decided.evaluation, with_names=False)}
    assert told["round_open"]["name"] == "Tweede ronde (fictief)"
    assert told["source_blind"]["source"] == "S1"
    assert "decision" not in told


def test_what_was_decided_of_words_that_are_gone_is_told(decided: Decided) -> None:
    decided.version.fragments.filter(start=0).update(withdrawn_at=timezone.now())

    made = leaving.made(decided.evaluation, with_names=False)

    assert len(made.more.rounds[0].texts[0].decisions) == 2
    (told,) = (one for one in made.losses if one.code == "decision")
    assert (told.data["source"], told.data["start"], told.data["end"]) == ("S1", 0, len(ONE))


def test_a_round_whose_codes_stay_away_does_not_become_one_about_all(
    decided: Decided, leader: User, empty: Evaluation
) -> None:
    more = leaving.made(decided.evaluation, with_names=False).more.model_dump(mode="json")
    told: list[object] = []

    rounds = arriving_rounds.Rounds(leader, empty, more, lambda _guid: leader, {}, told)  # type: ignore[arg-type]

    assert [one.code for one in told] == ["round_no_codes"]  # type: ignore[attr-defined]
    assert (rounds.brought, CodingRound.objects.filter(evaluation=empty).exists()) == (0, False)
