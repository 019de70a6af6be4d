"""Undo and redo, against a twin that keeps whole states in a list."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.utils import timezone

from sluitend.apps.coding import actions
from sluitend.apps.coding.actions.history import MEMO_KEPT, STEPS_KEPT, forget_deleted_memos
from sluitend.apps.coding.models import Code, Coding, CodingStep, Fragment, Memo
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import SourceVersion
from sluitend.errors import InputError
from sluitend.web.wording import sentence
from tests.coding.conftest import add_version

SPANS = [(0, 2), (3, 12), (3, 20)]
State = frozenset[tuple[object, ...]]


@dataclass
class Twin:
    """What a person did, as all states so far and the place in them: undo goes back one, redo forward."""

    states: list[State] = field(default_factory=lambda: [frozenset()])
    now: int = 0

    @property
    def state(self) -> State:
        return self.states[self.now]

    def do(self, state: State) -> None:
        if state != self.state:
            self.states = [*self.states[: self.now + 1], state]
            self.now += 1

    def undo(self) -> bool:
        moved = self.now > 0
        self.now -= moved
        return moved

    def redo(self) -> bool:
        moved = self.now < len(self.states) - 1
        self.now += moved
        return moved


def _state(user: User) -> State:
    """Everything on the text by this user, as values."""
    codings = Coding.objects.filter(coder=user).values_list("fragment__start", "fragment__end", "code_id")
    memos = Memo.objects.filter(author=user).values_list("fragment__start", "fragment__end", "text")
    return frozenset([("code", *row) for row in codings] + [("memo", *row) for row in memos])


def _act(choice: random.Random, user: User, version: SourceVersion, codes: list[Code]) -> State:
    """One random change through the actions; the state that the twin expects after it."""
    before, (start, end), code = _state(user), choice.choice(SPANS), choice.choice(codes)
    mine = Coding.objects.filter(coder=user).order_by("?").first()
    memo = Memo.objects.filter(author=user).order_by("id").first()
    match choice.randrange(6):
        case 0 | 1:
            actions.apply_code(actor=user, version=version, start=start, end=end, code=code)
            return before | {("code", start, end, code.pk)}
        case 2 if mine:
            gone = ("code", mine.fragment.start, mine.fragment.end, mine.code_id)
            actions.remove_coding(actor=user, coding=mine)
            return before - {gone}
        case 3 if not memo:
            fragment = actions.ensure_fragment(actor=user, version=version, start=start, end=end)
            text = f"gedachte {choice.random()}"
            actions.write_memo(actor=user, about=fragment, text=text)
            return before | {("memo", start, end, text)}
        case 4 if memo and memo.fragment:
            place, text = (memo.fragment.start, memo.fragment.end), f"anders {choice.random()}"
            old = ("memo", *place, memo.text)
            actions.change_memo(actor=user, memo=memo, text=text)
            return (before - {old}) | {("memo", *place, text)}
        case 5 if memo and memo.fragment:
            actions.delete_memo(actor=user, memo=memo)
            return before - {("memo", memo.fragment.start, memo.fragment.end, memo.text)}
    return before


def _back_or_forth(choice: random.Random, twin: Twin, user: User, version: SourceVersion) -> None:
    is_undo = choice.random() < 0.6
    expected = twin.undo() if is_undo else twin.redo()
    step = actions.undo if is_undo else actions.redo
    if expected:
        step(actor=user, source=version.source)
    else:
        with pytest.raises(InputError):
            step(actor=user, source=version.source)


@pytest.mark.parametrize("seed", range(6))
def test_undo_and_redo_agree_with_the_twin(
    seed: int, leader: User, researcher: User, version: SourceVersion, code: Code, other_code: Code
) -> None:
    choice, twin = random.Random(seed), Twin()
    colleague = actions.apply_code(actor=leader, version=version, start=3, end=12, code=code)

    for _ in range(40):
        if choice.random() < 0.55:
            twin.do(_act(choice, researcher, version, [code, other_code]))
        else:
            _back_or_forth(choice, twin, researcher, version)
        assert _state(researcher) == twin.state

    while twin.undo():
        actions.undo(actor=researcher, source=version.source)
    assert _state(researcher) == frozenset()
    assert list(Coding.objects.all()) == [colleague]


def test_a_fragment_comes_back_under_its_own_number(researcher: User, version: SourceVersion, code: Code) -> None:
    actions.apply_code(actor=researcher, version=version, start=0, end=2, code=code)
    coding = actions.apply_code(actor=researcher, version=version, start=3, end=12, code=code)
    actions.remove_coding(actor=researcher, coding=coding)

    step = actions.undo(actor=researcher, source=version.source)

    assert step.fragment_number == 2
    assert Fragment.objects.get(start=3).number == 2


def test_a_span_that_a_colleague_coded_meanwhile_keeps_the_colleagues_number(
    leader: User, researcher: User, version: SourceVersion, code: Code
) -> None:
    coding = actions.apply_code(actor=researcher, version=version, start=3, end=12, code=code)
    actions.remove_coding(actor=researcher, coding=coding)
    theirs = actions.apply_code(actor=leader, version=version, start=3, end=12, code=code)

    back = actions.undo(actor=researcher, source=version.source)
    gone = actions.undo(actor=researcher, source=version.source)

    assert (back.fragment_number, gone.fragment_number) == (theirs.fragment.number, theirs.fragment.number)
    assert list(Coding.objects.all()) == [theirs]


def test_each_person_undoes_their_own(leader: User, researcher: User, version: SourceVersion, code: Code) -> None:
    actions.apply_code(actor=leader, version=version, start=3, end=12, code=code)

    with pytest.raises(InputError) as error:
        actions.undo(actor=researcher, source=version.source)

    assert sentence(error.value) == "Er is in deze tekst niets om ongedaan te maken."


def test_a_new_step_clears_what_could_be_done_again(researcher: User, version: SourceVersion, code: Code) -> None:
    actions.apply_code(actor=researcher, version=version, start=3, end=12, code=code)
    actions.undo(actor=researcher, source=version.source)
    actions.apply_code(actor=researcher, version=version, start=0, end=2, code=code)

    with pytest.raises(InputError) as error:
        actions.redo(actor=researcher, source=version.source)

    assert sentence(error.value) == "Er is in deze tekst niets om opnieuw te doen."


def test_a_step_overtaken_by_a_colleague_is_told_and_passed_by(
    leader: User, researcher: User, version: SourceVersion, code: Code, other_code: Code
) -> None:
    actions.apply_code(actor=researcher, version=version, start=0, end=2, code=code)
    coding = actions.apply_code(actor=researcher, version=version, start=3, end=12, code=other_code)
    actions.remove_coding(actor=researcher, coding=coding)
    actions.archive_code(actor=leader, code=other_code)

    with pytest.raises(InputError) as error:
        actions.undo(actor=researcher, source=version.source)

    assert sentence(error.value) == (
        "Deze stap bij F2 kan niet meer teruggedraaid worden: er is daarna iets veranderd."
    )
    assert not Coding.objects.filter(code=other_code).exists()
    # The step that applied it is overtaken as well; the one before it is not.
    with pytest.raises(InputError):
        actions.undo(actor=researcher, source=version.source)
    assert actions.undo(actor=researcher, source=version.source).fragment_number == 1
    assert not Coding.objects.exists()


def test_undo_looks_at_the_text_on_the_screen(
    researcher: User, leader: User, version: SourceVersion, code: Code
) -> None:
    actions.apply_code(actor=researcher, version=version, start=3, end=12, code=code)
    add_version(version.source, leader, "Verbeterde tekst (fictief).")

    with pytest.raises(InputError) as error:
        actions.undo(actor=researcher, source=version.source)

    assert error.value.code == "coding.nothing_to_undo"


def test_very_old_steps_are_forgotten(researcher: User, version: SourceVersion, code: Code) -> None:
    for _ in range(STEPS_KEPT // 2 + 2):
        coding = actions.apply_code(actor=researcher, version=version, start=3, end=12, code=code)
        actions.remove_coding(actor=researcher, coding=coding)

    assert CodingStep.objects.count() == STEPS_KEPT


def test_the_words_of_a_deleted_memo_go_after_a_day_and_no_sooner(
    researcher: User, version: SourceVersion, code: Code
) -> None:
    coding = actions.apply_code(actor=researcher, version=version, start=3, end=12, code=code)
    kept = actions.write_memo(actor=researcher, about=coding.fragment, text="Blijft staan.")
    gone = actions.write_memo(actor=researcher, about=coding.fragment, text="Namen die hier niet horen.")
    actions.delete_memo(actor=researcher, memo=gone)
    steps = CodingStep.objects.filter(memo_id=gone.pk)
    long_ago = timezone.now() - MEMO_KEPT - timedelta(minutes=1)
    CodingStep.objects.filter(kind="memo_written").update(created_at=long_ago)

    assert forget_deleted_memos() == 0  # deleted today: it can still be brought back
    CodingStep.objects.update(created_at=long_ago)
    assert forget_deleted_memos() == 2

    assert not steps.exists()
    assert CodingStep.objects.filter(memo_id=kept.pk).count() == 1
    assert actions.undo(actor=researcher, source=version.source).memo_id == kept.pk
