"""Two coders in a blind round, one of whom wants to know what the other does: every address, before and after.

Each address that the curious one may open is fetched before and after the colleague codes, and has to be the same byte
for byte but for tokens, its headers too. The curious one is a researcher, and once more the project leader, who may
open more. Everything is fictitious.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Any
from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sluitend.apps.coding import actions
from sluitend.apps.coding.models import Coding, CodingRound, Fragment, Memo
from sluitend.apps.coding.presence import presence
from sluitend.apps.design.models import Evaluation, Membership
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Role
from tests.coding.rounds.near import planned
from tests.permissions.walk import Address, addresses
from tests.permissions.world import QUERIES, World, build

CURIOUS = ("researcher", "leader")
TOKENS = re.compile(rb'(csrfmiddlewaretoken" value=|X-CSRFToken": |nonce=)"[^"]*"')
OF_THE_BODY = ("Content-Length", "Content-Security-Policy")  # the second has the page's nonce in it
LOOKED = datetime.fromisoformat("2026-11-20T10:00+00:00")  # the moment at which the curious one looks, both times
CODED = LOOKED - timedelta(hours=1)

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

Pages = dict[str, tuple[int, bytes]]


@dataclass
class Scene:
    """A blind round of S1 in which both curious ones and the colleague code, and what was seen of it."""

    world: World
    round: CodingRound
    colleague: User
    before: dict[str, Pages]
    again: dict[str, Pages]
    after: dict[str, Pages]
    closed: dict[str, Pages]

    @property
    def evaluation(self) -> Evaluation:
        return self.round.evaluation


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield _played()
        transaction.set_rollback(True)


def _played() -> Scene:
    with _clock(CODED - timedelta(hours=1)):
        world = build()
        one, colleague = _round(world)
    kept = [url for one in addresses() if _is_read(one) and (url := _url(world, one))]
    few = [url for url in kept if url.endswith(("/coderen/1/", "/codeboek/", "/coderen/"))]
    scene = Scene(world, one, colleague, {}, {}, {}, {})
    for name in CURIOUS:
        scene.before[name] = _look(world.users[name], kept)
        scene.again[name] = _look(world.users[name], kept[::7])
    with _clock(CODED):
        _code(colleague, one.evaluation)
    for name in CURIOUS:
        scene.after[name] = _look(world.users[name], kept)
    with transaction.atomic():
        actions.close_round(actor=world.users["leader"], round_=one)
        for name in CURIOUS:
            scene.closed[name] = _look(world.users[name], few)
        transaction.set_rollback(True)
    return scene


def _clock(moment: datetime) -> Any:
    return patch.object(timezone, "now", return_value=moment)


def _round(world: World) -> tuple[CodingRound, User]:
    leader, researcher = world.users["leader"], world.users["researcher"]
    for other in CodingRound.objects.filter(state="open"):
        actions.close_round(actor=leader, round_=other)
    colleague = User.objects.create_user("collega@voorbeeld.invalid", None, name="collega (fictief)")
    evaluation = Evaluation.objects.get()
    Membership.objects.create(evaluation=evaluation, user=colleague, role=Role.RESEARCHER)
    text = evaluation.sources.get(number=1).versions.order_by("-number").first()
    assert text is not None
    one = planned(leader, [text], [leader, researcher, colleague], title="Blind (fictief)")
    share = one.texts.get()
    actions.assign(actor=leader, round_=one, coders={share.pk: [leader.pk, researcher.pk, colleague.pk]})
    return actions.open_round(actor=leader, round_=one), colleague


def _is_read(address: Address) -> bool:
    return "evaluation_id" in address.arguments or address.view in ("design:home", "design:evaluations")


def _url(world: World, address: Address) -> str:
    """Empty for an address without arguments in the world: `tests/permissions` is red for that one."""
    known = world.arguments.get(address.view.partition(":")[0], {}) | world.arguments.get(address.name, {})
    if not address.arguments <= set(known):
        return ""
    return reverse(address.view, kwargs=world.arguments_of(address)) + QUERIES.get(address.view, "")


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def _look(user: User, urls: list[str]) -> Pages:
    """What this user gets there. Nothing that looking writes stays."""
    found = {}
    with transaction.atomic(), _clock(LOOKED):
        client = _client(user)
        for url in urls:
            cache.clear()
            with transaction.atomic():
                found[url] = _page(client.get(url))
                transaction.set_rollback(True)
        transaction.set_rollback(True)
    return found


def _page(response: HttpResponseBase) -> tuple[int, bytes]:
    streamed = getattr(response, "streaming_content", None)
    body = b"".join(streamed) if streamed is not None else response.content  # type: ignore[attr-defined]
    headers = [f"{name}: {value}" for name, value in response.items() if name not in OF_THE_BODY]
    told = "\n".join([*sorted(headers), ""]).encode() + body
    return response.status_code, TOKENS.sub(rb'\1""', told)


def _code(colleague: User, evaluation: Evaluation) -> None:
    """All that can be done in a text: on new passages and on one that is there, with memos, taken back and again."""
    client = _client(colleague)
    codes = list(evaluation.codes.filter(archived_at=None).values_list("pk", flat=True))
    place = {"evaluation_id": evaluation.pk, "source_number": 1}

    def ask(name: str, method: str = "POST", **body: Any) -> None:
        url = reverse(f"coding:{name}", kwargs=place)
        response = client.generic(method, url, json.dumps(body), content_type="application/json")
        assert response.status_code == 200, (name, response.content)

    client.get(reverse("coding:workbench", kwargs=place))
    presence.enter(evaluation.sources.get(number=1).pk, colleague.pk, colleague.name)
    for start, end in ((0, 7), (20, 29), (23, 40), (41, 52)):
        ask("codings", start=start, end=end, code=codes[0])
    ask("codings", start=0, end=7, code=codes[-1])
    ask("memos", start=3, end=12, text="Dit valt mij op (fictief).")
    ask("text_memos", text="Over het geheel (fictief).")
    ask("undo")
    ask("redo")
    ask("undo")


def test_what_is_compared_is_worth_comparing(scene: Scene) -> None:
    assert Coding.objects.filter(coder=scene.colleague).count() == 5
    assert Memo.objects.filter(author=scene.colleague).exists()
    for name in CURIOUS:
        answered = [url for url, (status, _body) in scene.before[name].items() if status == 200]
        assert len(answered) > 80


@pytest.mark.parametrize("name", CURIOUS)
def test_a_page_is_the_same_when_nothing_happened(scene: Scene, name: str) -> None:
    assert _changed(scene.before[name], scene.again[name]) == []


@pytest.mark.parametrize("name", CURIOUS)
def test_no_address_tells_what_a_colleague_does_in_a_blind_round(scene: Scene, name: str) -> None:
    assert _changed(scene.before[name], scene.after[name]) == []


@pytest.mark.parametrize("name", CURIOUS)
def test_the_same_addresses_tell_it_once_the_round_is_closed(scene: Scene, name: str) -> None:
    assert len(_changed(scene.after[name], scene.closed[name])) == 3


@pytest.mark.parametrize("name", CURIOUS)
def test_what_the_colleague_made_is_not_there_for_who_asks_for_it(scene: Scene, name: str) -> None:
    client, known = _client(scene.world.users[name]), {"evaluation_id": scene.evaluation.pk}
    theirs = Coding.objects.filter(coder=scene.colleague).select_related("fragment")
    shared = set(Coding.objects.exclude(coder=scene.colleague).values_list("fragment", flat=True))
    made = {one.fragment for one in theirs if one.fragment_id not in shared}
    memo = Memo.objects.filter(author=scene.colleague).first()
    assert made
    assert memo
    place = known | {"source_number": 1}
    asked = [reverse("coding:fragment", kwargs=known | {"number": one.number}) for one in made]
    taken = [reverse("coding:coding", kwargs=place | {"coding_id": one.pk}) for one in theirs]
    marked = [reverse("coding:marked", kwargs=place | {"number": one.number}) for one in made]
    noted = reverse("coding:memo", kwargs=place | {"memo_id": memo.pk})
    evidence = reverse("findings:use_as_evidence", kwargs=known)

    assert {client.get(url).status_code for url in asked} == {404}
    assert {client.delete(url).status_code for url in [*taken, *marked, noted]} == {404}
    answers = {_page(client.get(f"{evidence}?fragment={one}"))[1].replace(str(one).encode(), b"F0") for one in made}
    assert answers == {_page(client.get(f"{evidence}?fragment=F99999"))[1].replace(b"F99999", b"F0")}


def test_a_shared_passage_gets_the_number_that_it_would_have_had_alone(scene: Scene) -> None:
    """Of what the colleague coded, the number does not say who was first."""
    version = scene.evaluation.sources.get(number=1).versions.order_by("-number").first()
    there = Fragment.objects.get(version=version, start=41, end=52)
    code = scene.evaluation.codes.filter(archived_at=None).first()
    assert version
    assert code
    with transaction.atomic():
        Coding.objects.filter(fragment=there).delete()
        there.delete()
        alone = actions.apply_code(
            actor=scene.world.users["researcher"], version=version, start=41, end=52, code=code
        ).fragment.number
        transaction.set_rollback(True)

    assert alone == there.number
    assert scene.round.numbers_from is not None
    assert scene.round.numbers_from <= there.number < scene.round.numbers_from + scene.round.numbers


def test_who_leads_and_codes_nothing_in_the_round_sees_everything(scene: Scene) -> None:
    leader = scene.world.users["leader"]
    url = reverse("coding:workbench", kwargs={"evaluation_id": scene.evaluation.pk, "source_number": 1})
    with transaction.atomic():
        scene.round.texts.get().assignments.filter(coder=leader).delete()
        status, body = _look(leader, [url])[url]
        transaction.set_rollback(True)

    assert status == 200
    assert b"collega (fictief)" in body


@pytest.mark.parametrize("name", CURIOUS)
def test_a_result_from_before_the_round_is_read_once_it_is_closed(scene: Scene, name: str) -> None:
    """It counted what others had coded in the text before."""
    url = next(_url(scene.world, one) for one in addresses() if one.view == "analyses:take_exact")
    with transaction.atomic():
        actions.close_round(actor=scene.world.users["leader"], round_=scene.round)
        closed = _look(scene.world.users[name], [url])
        transaction.set_rollback(True)

    assert (scene.before[name][url][0], closed[url][0]) == (400, 200)


def _changed(before: Pages, after: Pages) -> list[str]:
    """The addresses that answer otherwise, each with the first line that does."""
    return [f"{url} {_first(before[url], after[url])}" for url in after if before[url] != after[url]]


def _first(before: tuple[int, bytes], after: tuple[int, bytes]) -> str:
    lines = zip_longest(before[1].splitlines(), after[1].splitlines(), fillvalue=b"")
    one, other = next((pair for pair in lines if pair[0] != pair[1]), (b"", b""))
    return f"{before[0]} {one[:300]!r} -> {after[0]} {other[:300]!r}"
