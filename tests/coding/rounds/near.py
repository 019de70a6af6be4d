"""A round over one or more texts. All of it is fictitious."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sluitend.apps.coding import actions
from sluitend.apps.coding.models import CodingRound
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import SourceVersion


def planned(leader: User, texts: Collection[SourceVersion], coders: Collection[User], **about: Any) -> CodingRound:
    """A round of these texts, all of them coded by two."""
    evaluation = next(iter(texts)).source.evaluation
    asked = {"title": "Proefronde (fictief)", **about}
    return actions.plan_round(actor=leader, evaluation=evaluation, texts=texts, coders=coders, **asked)


def opened(leader: User, texts: Collection[SourceVersion], coders: Collection[User], **about: Any) -> CodingRound:
    """The same, in which everybody can begin."""
    return actions.open_round(actor=leader, round_=planned(leader, texts, coders, **about))
