"""The JSON of the workbench: what changes answer with, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sluitend.apps.coding import actions
from sluitend.apps.coding.models import Code, Coding, Fragment, Memo, QuoteRelease
from sluitend.apps.coding.opaque_ids import CODING, MEMO
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import SourceKind, SourceVersion
from sluitend.web.opaque import opaque
from tests.coding.conftest import MakeVersion

Call = Callable[..., tuple[int, dict[str, Any]]]
ClientOf = Callable[[User], Client]


@pytest.fixture
def call(client_of: ClientOf, researcher: User, version: SourceVersion) -> Call:
    """``call("post", "codings", {...}, *numbers, user=…)`` -> status and body."""

    def send(
        method: str, name: str, body: object = None, *numbers: int, user: User = researcher, source: int = 1
    ) -> tuple[int, dict[str, Any]]:
        url = reverse(f"coding:{name}", args=[version.source.evaluation_id, source, *numbers])
        content = body if isinstance(body, str) else json.dumps(body or {})
        response = getattr(client_of(user), method)(url, content, content_type="application/json")
        return response.status_code, response.json() if response.content else {}

    return send


def test_applying_answers_with_the_fragment(call: Call, code: Code) -> None:
    status, answer = call("post", "codings", {"start": 3, "end": 12, "code": code.pk})

    coding = Coding.objects.get()
    assert status == 200
    assert answer == {
        "changed": [
            {
                "number": 1,
                "start": 3,
                "end": 12,
                "codings": [
                    {
                        "id": opaque(CODING, coding.pk),
                        "code": code.pk,
                        "coder": "onderzoeker (fictief)",
                        "mine": True,
                        "suggested": False,
                    }
                ],
                "consensus": [],
                "memos": [],
                "quoteReleased": False,
                "marks": [],
            }
        ],
        "removed": [],
        "message": "Code “Wachten” gezet op F1.",
        "canUndo": True,
        "canRedo": False,
    }


def test_taking_the_last_code_off_answers_with_the_number_that_went(call: Call, code: Code) -> None:
    call("post", "codings", {"start": 3, "end": 12, "code": code.pk})

    status, answer = call("delete", "coding", None, Coding.objects.get().pk)

    assert (status, answer["changed"], answer["removed"]) == (200, [], [1])
    assert answer["message"] == "Code “Wachten” weggehaald van F1."


def test_undo_and_redo_tell_what_they_did(call: Call, code: Code) -> None:
    call("post", "codings", {"start": 3, "end": 12, "code": code.pk})

    _, undone = call("post", "undo")
    _, done = call("post", "redo")
    status, refused = call("post", "redo")

    assert (undone["removed"], undone["canUndo"], undone["canRedo"]) == ([1], False, True)
    assert undone["message"] == "Ongedaan gemaakt: code “Wachten” bij F1."
    assert ([one["number"] for one in done["changed"]], done["canUndo"], done["canRedo"]) == ([1], True, False)
    assert done["message"] == "Opnieuw gedaan: code “Wachten” bij F1."
    assert (status, refused) == (
        400,
        {"error": "coding.nothing_to_redo", "message": "Er is in deze tekst niets om opnieuw te doen."},
    )


def test_a_fragment_without_a_code(call: Call) -> None:
    status, answer = call("post", "fragments", {"start": 3, "end": 12})

    assert (status, answer["changed"][0]["codings"], answer["canUndo"]) == (200, [], False)
    assert answer["message"] == "Dit is fragment F1."


def test_memos_on_a_span_and_on_a_fragment(call: Call) -> None:
    _, first = call("post", "memos", {"start": 3, "end": 12, "text": "Vaker gehoord."})
    _, second = call("post", "memos", {"fragment": 1, "text": "Ook elders."})
    memo = Memo.objects.order_by("id")[0]
    _, changed = call("patch", "memo", {"text": "Niet vaker."}, memo.pk)
    status, deleted = call("delete", "memo", None, memo.pk)

    assert first["changed"][0]["memos"] == [
        {"id": opaque(MEMO, memo.pk), "text": "Vaker gehoord.", "author": "onderzoeker (fictief)", "mine": True}
    ]
    assert len(second["changed"][0]["memos"]) == 2
    assert changed["changed"][0]["memos"][0]["text"] == "Niet vaker."
    assert (status, [one["text"] for one in deleted["changed"][0]["memos"]]) == (200, ["Ook elders."])


def test_a_refused_memo_leaves_no_fragment(call: Call) -> None:
    status, answer = call("post", "memos", {"start": 3, "end": 12, "text": " "})

    assert (status, answer["message"]) == (400, "De memo is leeg. Schrijf eerst iets.")
    assert not Fragment.objects.exists()


def test_releasing_and_withdrawing_a_quote(call: Call, code: Code) -> None:
    call("post", "codings", {"start": 3, "end": 12, "code": code.pk})

    _, released = call("post", "quote", None, 1)
    status, withdrawn = call("delete", "quote", None, 1)

    assert released["changed"][0]["quoteReleased"] is True
    assert (status, withdrawn["changed"][0]["quoteReleased"]) == (200, False)
    assert not QuoteRelease.objects.exists()


def test_a_new_code_comes_with_the_codebook(call: Call, code: Code) -> None:
    status, answer = call("post", "codes", {"name": "Overbrugging", "parent": code.pk})

    made = Code.objects.get(name="Overbrugging")
    assert (status, answer["code"], answer["changed"]) == (200, made.pk, [])
    assert [one["path"] for one in answer["codes"]] == ["Wachten", "Wachten › Overbrugging"]


@pytest.mark.parametrize(
    "body",
    [
        "geen json",
        "[]",
        {"start": 3, "end": 12},
        {"start": "3", "end": 12, "code": 1},
        {"start": 3.5, "end": 12, "code": 1},
        {"start": -1, "end": 12, "code": 1},
        {"start": 3, "end": 12, "code": 1, "coder": 2},
        {"start": True, "end": 12, "code": 1},
    ],
)
def test_a_body_is_exactly_what_it_should_be(call: Call, body: object) -> None:
    status, answer = call("post", "codings", body)

    assert (status, answer["error"]) == (400, "coding.bad_request")
    assert answer["message"] == "Dit kon niet gelezen worden. Laad de pagina opnieuw en doe nog eens wat u deed."


@pytest.mark.parametrize(
    "body", [{"text": "x"}, {"text": "x", "start": 3}, {"text": "x", "fragment": 1, "start": 3, "end": 5}]
)
def test_a_memo_is_of_one_thing(call: Call, body: object) -> None:
    assert call("post", "memos", body)[0] == 400


def test_a_text_with_a_nul_is_refused(call: Call) -> None:
    assert call("post", "memos", {"start": 3, "end": 12, "text": "een\x00twee"})[0] == 400
    assert call("post", "codes", {"name": "een\x00twee"})[0] == 400
    assert call("post", "memos", {"start": 3, "end": 12, "text": "een\ntwee"})[0] == 200


def test_a_span_outside_the_text_is_told(call: Call, code: Code, version: SourceVersion) -> None:
    status, answer = call("post", "codings", {"start": 3, "end": 9999, "code": code.pk})

    assert (status, answer["error"]) == (400, "coding.span_outside")
    assert answer["message"] == (
        f"U hebt buiten de tekst van {version.length} tekens geselecteerd. Selecteer de passage opnieuw."
    )


def test_what_is_not_there_is_not_found(call: Call, code: Code, make_version: MakeVersion, researcher: User) -> None:
    elsewhere = actions.apply_code(actor=researcher, version=make_version(number=2), start=3, end=12, code=code)

    assert call("post", "codings", {"start": 3, "end": 12, "code": 999})[0] == 404
    assert call("delete", "coding", None, 999)[0] == 404
    assert call("delete", "coding", None, elsewhere.pk)[0] == 404
    assert call("post", "quote", None, elsewhere.fragment.number)[0] == 404
    assert call("post", "memos", {"fragment": elsewhere.fragment.number, "text": "x"})[0] == 404
    assert call("post", "undo", source=9)[0] == 404


def test_another_method_is_refused(call: Call) -> None:
    assert call("put", "codings")[0] == 405


def test_who_may_not_code_gets_json_too(call: Call, reader: User, outsider: User, code: Code) -> None:
    body = {"start": 3, "end": 12, "code": code.pk}

    refused, answer = call("post", "codings", body, user=reader)
    unknown, _ = call("post", "codings", body, user=outsider)

    assert (refused, answer["error"], unknown) == (403, "people.not_allowed", 404)
    assert not Coding.objects.exists()


def test_a_change_needs_the_token(researcher: User, version: SourceVersion, code: Code) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(researcher, backend="allauth.account.auth_backends.AuthenticationBackend")
    url = reverse("coding:codings", args=[version.source.evaluation_id, 1])

    response = client.post(url, json.dumps({"start": 3, "end": 12, "code": code.pk}), content_type="application/json")

    assert response.status_code == 403
    assert not Coding.objects.exists()


def test_fragments_of_a_public_document_are_open(call: Call, public_version: SourceVersion, code: Code) -> None:
    _, answer = call("post", "codings", {"start": 3, "end": 12, "code": code.pk}, source=2)
    status, refused = call("post", "quote", None, 1, source=2)

    assert answer["changed"][0]["quoteReleased"] is True
    assert (status, refused["message"]) == (
        400,
        "Dit document is openbaar: de tekst mag zonder vrijgave geciteerd worden.",
    )


def test_what_may_not_be_quoted_is_told(call: Call, make_version: MakeVersion) -> None:
    make_version(number=3, kind=SourceKind.CASE_FILE_SCORE)
    call("post", "fragments", {"start": 3, "end": 12}, source=3)

    status, answer = call("post", "quote", None, 1, source=3)

    assert status == 400
    assert answer["message"] == (
        "Uit deze bron mag niets geciteerd worden: de soort laat het niet toe, "
        "of de respondent heeft het verslag nog niet goedgekeurd."
    )
