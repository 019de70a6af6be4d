"""A coder in a blind round counts: numbers and ids of one's own, before and after a colleague works. Fictitious.

What the curious one gets for the very same acts is compared between two worlds, one in which the colleague did nothing
and one in which the colleague did a lot. Words that stand for ids may differ, and so may numbers of passages within the
stretch that the round keeps: where two places point at the same one. Nothing else may.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sluitend.apps.coding import actions
from sluitend.apps.coding.actions import numbering
from sluitend.apps.coding.actions.taking_over import NewPassage, take_over_passages
from sluitend.apps.coding.models import Code, Fragment
from sluitend.apps.design.numbers import Numbered, next_numbers
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import SourceVersion
from sluitend.errors import InputError
from sluitend.web.opaque import PATTERN
from tests.coding.rounds.near import opened, planned

WORDS = re.compile(rf"(?<![A-Za-z0-9~_]){PATTERN}(?![A-Za-z0-9~_])")
TOKENS = re.compile(r"""(csrfmiddlewaretoken" value=|X-CSRFToken": |nonce=)"[^"]*\"""")
FIRST = 70_000  # far from any other number on a page, so that the stretch of the round is known by it
OF_PASSAGES = re.compile(r"\bF?70\d{3}\b")
MOMENT = datetime(2026, 11, 20, 10, tzinfo=UTC)

pytestmark = pytest.mark.django_db


class Curious:
    """Does the same things each time, and keeps every answer."""

    def __init__(self, user: User, version: SourceVersion, code: Code) -> None:
        self.user, self.code = user, code
        self.client = Client()
        self.client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        self.here = {"evaluation_id": version.source.evaluation_id}
        self.text = self.here | {"source_number": version.source.number}

    def acts(self) -> list[str]:
        with patch.object(timezone, "now", return_value=MOMENT):
            return [*self._does(), *self._looks()]

    def _does(self) -> list[str]:
        code = self.code.pk
        asked: list[tuple[str, dict[str, Any]]] = [
            ("codings", {"start": 3, "end": 12, "code": code}),
            ("codings", {"start": 41, "end": 52, "code": code}),
            ("memos", {"start": 3, "end": 12, "text": "Dit valt mij op (fictief)."}),
            ("text_memos", {"text": "Over het geheel (fictief)."}),
            ("undo", {}),
            ("redo", {}),
        ]
        return [self._ask(name, body) for name, body in asked]

    def _ask(self, name: str, body: dict[str, Any]) -> str:
        url = reverse(f"coding:{name}", kwargs=self.text)
        answer = self.client.post(url, json.dumps(body), content_type="application/json")
        assert answer.status_code == 200, answer.content
        return answer.content.decode()

    def _looks(self) -> list[str]:
        code = self.here | {"code_id": self.code.pk}
        self.client.post(reverse("coding:code", kwargs=code), {"text": "Bij de code (fictief)."})
        bench = self.client.get(reverse("coding:workbench", kwargs=self.text))
        cursor = {"after": bench.context["workbench"]["cursor"]}
        live = self.client.get(reverse("coding:live", kwargs=self.text), cursor)
        pages = [self._page("coding:code", code), self._page("coding:split_code", code)]
        trail = [self._page(f"design:{name}", self.here) for name in ("audit", "audit_export")]
        return [bench.content.decode(), live.content.decode(), *pages, *trail]

    def _page(self, name: str, known: dict[str, int]) -> str:
        answer = self.client.get(reverse(name, kwargs=known))
        streamed = getattr(answer, "streaming_content", None)
        return (b"".join(streamed) if streamed is not None else answer.content).decode()


def _worlds(curious: Curious, work: Any) -> tuple[list[str], list[str]]:
    """What the curious one gets when nobody works, and when somebody did; words and tokens left out."""
    with transaction.atomic():
        alone = curious.acts()
        transaction.set_rollback(True)
    work()
    return [_plain(one) for one in alone], [_plain(one) for one in curious.acts()]


def _plain(answer: str) -> str:
    return OF_PASSAGES.sub("70…", TOKENS.sub(r'\1""', WORDS.sub("…", answer)))


@pytest.mark.parametrize("name", ["researcher", "leader"])
def test_nothing_of_ones_own_tells_how_much_a_colleague_did(
    name: str, leader: User, researcher: User, colleague: User, version: SourceVersion, code: Code
) -> None:
    with patch.object(timezone, "now", return_value=MOMENT):
        next_numbers(version.source.evaluation_id, Numbered.FRAGMENT, FIRST)
        one = planned(leader, [version], [leader, researcher, colleague])
        coders = [leader.pk, researcher.pk, colleague.pk]
        actions.assign(actor=leader, round_=one, coders={one.texts.get().pk: coders})
        one = actions.open_round(actor=leader, round_=one)
    assert (one.numbers_from, one.numbers) == (FIRST + 1, 800)
    curious = Curious({"researcher": researcher, "leader": leader}[name], version, code)

    def work() -> None:
        for start in range(12, 30):
            made = actions.apply_code(actor=colleague, version=version, start=start, end=start + 9, code=code)
        actions.write_memo(actor=colleague, about=made.fragment, text="Van mij (fictief).")
        actions.write_memo(actor=colleague, about=version.source, text="Van mij (fictief).")
        actions.undo(actor=colleague, source=version.source)

    alone, beside = _worlds(curious, work)

    assert alone == beside


def test_who_takes_up_all_numbers_learns_nothing_by_it(
    leader: User, researcher: User, colleague: User, version: SourceVersion, code: Code, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(numbering, "FEWEST", 6)
    one = opened(leader, [version], [researcher, colleague])
    assert one.numbers == 18

    def numbers_of(user: User, starts: range) -> list[int]:
        codings = [actions.apply_code(actor=user, version=version, start=at, end=at + 9, code=code) for at in starts]
        return [coding.fragment.number for coding in codings]

    def where_it_ends() -> list[bool]:
        within = range(one.numbers_from or 0, (one.numbers_from or 0) + one.numbers)
        return [number in within for number in numbers_of(researcher, range(20, 29))]

    with transaction.atomic():
        alone = where_it_ends()
        transaction.set_rollback(True)
    numbers_of(colleague, range(5))

    assert alone == where_it_ends() == [True] * 6 + [False] * 3


def test_no_work_of_elsewhere_is_put_in_a_text_that_is_coded_blind(
    leader: User, researcher: User, version: SourceVersion
) -> None:
    passage = NewPassage("P1", 3, 12, researcher.pk, MOMENT)
    round_ = opened(leader, [version], [researcher])

    with pytest.raises(InputError) as refused:
        take_over_passages(actor=leader, version=version, passages=[passage])

    assert refused.value.code == "coding.blind_text"
    assert not Fragment.objects.exists()
    actions.close_round(actor=leader, round_=round_)
    assert take_over_passages(actor=leader, version=version, passages=[passage]).fragments
