"""A closed round of two coders on a text of four sentences. Everything is fictitious."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from sluitend.apps.coding import actions
from sluitend.apps.coding.models import Code, Coding, CodingRound, RoundAssignment, RoundText
from sluitend.apps.design.models import Evaluation, Membership
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Role
from sluitend.apps.sources.models import SourceVersion

SENTENCES = [
    "De wachttijd liep op.",
    "Niemand belde ons 👩‍👧 terug.",
    "Op school ging het goed.",
    "Verder weet ik niets.",
]
TEXT = " ".join(SENTENCES)

Give = Callable[[User, str, Code], Coding]


@pytest.fixture
def anna(evaluation: Evaluation) -> User:
    return _member(evaluation, "anna")


@pytest.fixture
def bram(evaluation: Evaluation) -> User:
    return _member(evaluation, "bram")


def _member(evaluation: Evaluation, name: str) -> User:
    user = User.objects.create_user(f"{name}@voorbeeld.invalid", "een lange zin", name=f"{name.title()} (fictief)")
    Membership.objects.create(evaluation=evaluation, user=user, role=Role.RESEARCHER)
    return user


@pytest.fixture
def text(make_version: Callable[..., SourceVersion]) -> SourceVersion:
    return make_version(TEXT)


@pytest.fixture
def give(text: SourceVersion) -> Give:
    """``give(anna, "words", code)``: the code on those words."""

    def apply(user: User, words: str, code: Code) -> Coding:
        start = TEXT.index(words)
        return actions.apply_code(actor=user, version=text, start=start, end=start + len(words), code=code)

    return apply


@pytest.fixture
def make_round(evaluation: Evaluation, leader: User) -> Callable[..., CodingRound]:
    """``make_round(text, [coders], state=…, is_blind=…, finished=…)``: a round of one text."""

    def make(
        version: SourceVersion,
        coders: list[User],
        *,
        state: str = "closed",
        is_blind: bool = True,
        unit: str = "sentence",
        finished: list[User] | None = None,
        opened_before: timedelta = timedelta(hours=1),
    ) -> CodingRound:
        now = timezone.now()
        made = CodingRound.objects.create(
            evaluation=evaluation,
            number=evaluation.coding_rounds.count() + 1,
            title="Ronde (fictief)",
            unit=unit,
            is_blind=is_blind,
            state=state,
            created_by=leader,
            opened_at=None if state == "planned" else now - opened_before,
            closed_at=now if state == "closed" else None,
        )
        row = RoundText.objects.create(round=made, version=version)
        for coder in coders:
            is_ready = finished is None or coder in finished
            RoundAssignment.objects.create(text=row, coder=coder, finished_at=now if is_ready else None)
        return made

    return make


@pytest.fixture
def coded(give: Give, anna: User, bram: User, code: Code, other_code: Code) -> None:
    """Both the first sentence with the code; Anna the second too, Bram a piece of it with another code as well."""
    give(anna, SENTENCES[0], code)
    give(bram, SENTENCES[0], code)
    give(anna, SENTENCES[1], code)
    give(anna, "Op school", other_code)
    give(bram, "ging het goed", other_code)


@pytest.fixture
def closed(
    make_round: Callable[..., CodingRound], text: SourceVersion, anna: User, bram: User, coded: None
) -> CodingRound:
    """Three places: on two of them (in sentences) both agree; one differs."""
    return make_round(text, [anna, bram])
