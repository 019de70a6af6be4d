"""The pages: the workbench's data, the codebook's screens, a fragment by its label."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sluitend.apps.coding import actions, hooks
from sluitend.apps.coding.models import Code, Memo
from sluitend.apps.coding.opaque_ids import CODING, MEMO
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.sources.models import SourceVersion
from sluitend.web.opaque import opaque
from tests.coding.conftest import TEXT, MakeVersion, add_version

ClientOf = Callable[[User], Client]


def _workbench(client: Client, version: SourceVersion, query: str = "") -> dict[str, object]:
    response = client.get(_url(version) + query)
    assert response.status_code == 200
    return {key: response.context[key] for key in ("text", "workbench", "version")}


def _blocks(html: object) -> list[tuple[int, int, str]]:
    """Where every block is, and the words that the browser makes of it."""
    found = re.findall(r'<p [^>]*data-start="(\d+)" data-end="(\d+)">(.*?)</p>', str(html), re.S)
    return [(int(start), int(end), unescape(words)) for start, end, words in found]


def _url(version: SourceVersion) -> str:
    return reverse("coding:workbench", args=[version.source.evaluation_id, version.source.number])


def test_the_workbench_starts_from_all_that_is_on_the_text(
    client_of: ClientOf, researcher: User, leader: User, version: SourceVersion, code: Code
) -> None:
    coding = actions.apply_code(actor=researcher, version=version, start=3, end=12, code=code)
    theirs = actions.apply_code(actor=leader, version=version, start=3, end=12, code=code)
    memo = actions.write_memo(actor=leader, about=coding.fragment, text="Vaker gehoord.")
    actions.release_quote(actor=leader, fragment=coding.fragment)

    data = _workbench(client_of(researcher), version)["workbench"]

    assert data["source"].pop("mark")  # by which an open workbench notices that the text was blanked
    assert data["source"] == {
        "number": 1,
        "title": "Gesprek 1 (fictief)",
        "kind": "transcript",
        "quoting": "verbatim",
        "public": False,
        "version": 1,
        "length": len(TEXT),
    }
    assert data["fragments"] == [
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
                },
                {
                    "id": opaque(CODING, theirs.pk),
                    "code": code.pk,
                    "coder": "projectleider (fictief)",
                    "mine": False,
                    "suggested": False,
                },
            ],
            "consensus": [],
            "memos": [
                {
                    "id": opaque(MEMO, memo.pk),
                    "text": "Vaker gehoord.",
                    "author": "projectleider (fictief)",
                    "mine": False,
                }
            ],
            "quoteReleased": True,
            "marks": [],
        }
    ]
    assert (data["mayCode"], data["canUndo"], data["canRedo"], data["focus"]) == (True, True, False, None)
    assert [(one["path"], one["count"], one["archived"]) for one in data["codes"]] == [("Wachten", 2, False)]
    json.dumps(data)


def test_the_addresses_have_a_nought_where_a_number_comes(
    client_of: ClientOf, researcher: User, version: SourceVersion
) -> None:
    urls = _workbench(client_of(researcher), version)["workbench"]["urls"]

    start = _url(version)
    assert urls == {
        "codings": f"{start}coderingen/",
        "coding": f"{start}coderingen/0/",
        "memos": f"{start}memos/",
        "memo": f"{start}memos/0/",
        "fragments": f"{start}fragmenten/",
        "marked": f"{start}fragmenten/0/",
        "textMemos": f"{start}tekstmemos/",
        "quote": f"{start}fragmenten/0/citaat/",
        "undo": f"{start}ongedaan/",
        "redo": f"{start}opnieuw/",
        "codes": f"{start}codes/",
        "live": f"{start}live/",
    }


def test_blocks_hold_the_text_to_the_character(
    client_of: ClientOf, researcher: User, make_version: MakeVersion
) -> None:
    text = TEXT + " <b>& 'zo' \"\n  verder"
    version = make_version(text, blocks=[[0, 58, "paragraph", None, 1], [60, len(text), "heading", 2, 2]])

    html = str(_workbench(client_of(researcher), version)["text"])

    assert _blocks(html) == [(0, 58, text[:58]), (60, len(text), text[60:])]
    assert html.count('class="w-page"') == 2
    assert 'class="w-block w-block--heading w-block--level-2" role="heading" aria-level="4"' in html


def test_a_text_without_blocks_is_one_paragraph(client_of: ClientOf, researcher: User, version: SourceVersion) -> None:
    assert _blocks(_workbench(client_of(researcher), version)["text"]) == [(0, len(TEXT), TEXT)]


def test_the_workbench_opens_at_a_fragment(
    client_of: ClientOf, researcher: User, version: SourceVersion, code: Code
) -> None:
    actions.apply_code(actor=researcher, version=version, start=3, end=12, code=code)
    client = client_of(researcher)

    assert _workbench(client, version, "?fragment=F1")["workbench"]["focus"] == 1
    assert _workbench(client, version, "?fragment=F2")["workbench"]["focus"] is None
    assert _workbench(client, version, "?fragment=<script>")["workbench"]["focus"] is None


def test_a_fragment_of_an_older_text_opens_that_text_to_read(
    client_of: ClientOf, researcher: User, version: SourceVersion, code: Code
) -> None:
    actions.apply_code(actor=researcher, version=version, start=3, end=12, code=code)
    newer = add_version(version.source, researcher, "Verbeterde tekst (fictief).")
    client = client_of(researcher)

    old, new = _workbench(client, version, "?fragment=F1"), _workbench(client, version)

    assert (old["version"], old["workbench"]["mayCode"], len(old["workbench"]["fragments"])) == (version, False, 1)
    assert (new["version"], new["workbench"]["mayCode"], new["workbench"]["fragments"]) == (newer, True, [])


def test_an_archived_code_on_the_text_is_still_named(
    client_of: ClientOf, researcher: User, version: SourceVersion, code: Code, other_code: Code
) -> None:
    actions.apply_code(actor=researcher, version=version, start=3, end=12, code=code)
    actions.archive_code(actor=researcher, code=code)
    actions.archive_code(actor=researcher, code=other_code)

    codes = _workbench(client_of(researcher), version)["workbench"]["codes"]

    assert [(one["name"], one["archived"]) for one in codes] == [("Wachten", True)]


def test_rooms_below_add_actions(
    client_of: ClientOf, researcher: User, version: SourceVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    action = hooks.FragmentAction("evidence", "Gebruiken als bewijs", "e", "coding:progress")
    monkeypatch.setattr(hooks, "fragment_actions", [action])

    data = _workbench(client_of(researcher), version)["workbench"]

    url = reverse("coding:progress", args=[version.source.evaluation_id]) + "?fragment=F0"
    assert data["actions"] == [{"key": "evidence", "label": "Gebruiken als bewijs", "shortcut": "e", "url": url}]


def test_a_reader_reads_a_public_document_without_codes_or_memos(
    client_of: ClientOf, reader: User, researcher: User, public_version: SourceVersion, code: Code
) -> None:
    coding = actions.apply_code(actor=researcher, version=public_version, start=3, end=12, code=code)
    actions.write_memo(actor=researcher, about=coding.fragment, text="Alleen voor ons.")
    actions.apply_code(actor=researcher, version=public_version, start=0, end=2, code=code)

    data = _workbench(client_of(reader), public_version, "?fragment=F1")["workbench"]

    assert (data["mayCode"], data["codes"], data["actions"]) == (False, [], [])
    assert data["fragments"] == [
        {
            "number": 1,
            "start": 3,
            "end": 12,
            "codings": [],
            "consensus": [],
            "memos": [],
            "quoteReleased": True,
            "marks": [],
        }
    ]


def test_a_reader_opens_no_older_text_by_its_fragment(
    client_of: ClientOf, reader: User, researcher: User, public_version: SourceVersion, code: Code
) -> None:
    actions.apply_code(actor=researcher, version=public_version, start=3, end=12, code=code)
    newer = add_version(public_version.source, researcher, "Verbeterde tekst zonder namen (fictief).")

    seen = _workbench(client_of(reader), public_version, "?fragment=F1")

    assert (seen["version"], seen["workbench"]["focus"], seen["workbench"]["fragments"]) == (newer, None, [])


def test_opening_an_older_text_by_its_fragment_is_audited(
    client_of: ClientOf, researcher: User, version: SourceVersion, code: Code
) -> None:
    actions.apply_code(actor=researcher, version=version, start=3, end=12, code=code)
    add_version(version.source, researcher, "Verbeterde tekst (fictief).")

    _workbench(client_of(researcher), version, "?fragment=F1")

    opened = AuditEvent.objects.filter(action="sources.opened").order_by("pk")
    assert [event.data["version"] for event in opened] == [2, 1]


def test_a_reader_does_not_open_what_is_the_teams(
    client_of: ClientOf, reader: User, outsider: User, version: SourceVersion
) -> None:
    assert client_of(reader).get(_url(version)).status_code == 404
    assert client_of(outsider).get(_url(version)).status_code == 404


def test_opening_is_audited(client_of: ClientOf, researcher: User, version: SourceVersion) -> None:
    client_of(researcher).get(_url(version))

    assert AuditEvent.objects.filter(action="sources.opened", actor_id=researcher.pk).count() == 1


def test_a_text_that_is_not_released_leads_to_its_source(
    client_of: ClientOf, researcher: User, version: SourceVersion
) -> None:
    version.source.versions.all().delete()
    add_version(version.source, researcher, "Nog dicht (fictief).", released=False)

    response = client_of(researcher).get(_url(version))

    assert response.status_code == 302
    assert response["Location"] == reverse("sources:source", args=[version.source.evaluation_id, 1])


def test_the_workbench_asks_the_same_number_of_questions_whatever_is_on_the_text(
    client_of: ClientOf, researcher: User, leader: User, version: SourceVersion, code: Code, other_code: Code
) -> None:
    client = client_of(researcher)

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(_url(version))
        return len(captured)

    fragment = actions.apply_code(actor=researcher, version=version, start=0, end=2, code=code).fragment
    actions.write_memo(actor=researcher, about=fragment, text="Vaker gehoord.")
    few = count()
    for start in range(3, 30):
        actions.apply_code(actor=leader, version=version, start=start, end=start + 9, code=other_code)

    assert count() == few


def test_the_codebook_page(
    client_of: ClientOf, researcher: User, reader: User, evaluation: Evaluation, code: Code
) -> None:
    url = reverse("coding:codebook", args=[evaluation.pk])

    assert "Wachten" in client_of(researcher).get(url).content.decode()
    assert client_of(reader).get(url).status_code == 403


def test_an_empty_codebook_says_what_to_do(client_of: ClientOf, researcher: User, evaluation: Evaluation) -> None:
    page = client_of(researcher).get(reverse("coding:codebook", args=[evaluation.pk])).content.decode()

    assert "Nog geen codes" in page
    assert reverse("coding:add_code", args=[evaluation.pk]) in page


def test_adding_changing_moving_and_archiving_a_code_by_its_pages(
    client_of: ClientOf, researcher: User, evaluation: Evaluation, code: Code, other_code: Code
) -> None:
    client = client_of(researcher)

    def post(page: str, /, *numbers: int, **data: object) -> int:
        return client.post(reverse(f"coding:{page}", args=[evaluation.pk, *numbers]), data).status_code

    assert post("add_code", name="Overbrugging", parent=code.pk, definition="Hulp tijdens het wachten.") == 302
    made = Code.objects.get(name="Overbrugging")
    assert (made.parent, made.definition) == (code, "Hulp tijdens het wachten.")
    changed = {"name": "Overbruggen", "colour": 5, "example": "Wij belden elke week."}
    assert post("change_code", made.pk, revision=made.revision, **changed) == 302
    assert post("move_code", made.pk, parent="") == 302
    made.refresh_from_db()
    assert (made.name, made.colour, made.definition, made.parent) == ("Overbruggen", 5, "", None)
    assert post("shift_code", made.pk, direction="up") == 302
    assert [one.name for one in Code.objects.all()] == ["Wachten", "Overbruggen", "Warme overdracht"]
    assert post("archive_code", made.pk) == 302
    assert post("restore_code", made.pk) == 302
    assert Code.objects.filter(archived_at__isnull=True).count() == 3


def test_a_refused_name_stays_in_the_form(
    client_of: ClientOf, researcher: User, evaluation: Evaluation, code: Code
) -> None:
    data = {"name": "Wachten", "definition": "Een lange uitleg."}

    page = client_of(researcher).post(reverse("coding:add_code", args=[evaluation.pk]), data).content.decode()

    assert "Er is hier al een code met de naam “Wachten”. Kies een andere naam." in page
    assert "Een lange uitleg." in page


def test_a_code_cannot_be_moved_below_itself_by_hand(
    client_of: ClientOf, researcher: User, evaluation: Evaluation, code: Code
) -> None:
    url = reverse("coding:move_code", args=[evaluation.pk, code.pk])

    assert client_of(researcher).post(url, {"parent": code.pk}).status_code == 200
    code.refresh_from_db()
    assert code.parent is None


def test_a_codes_page_holds_its_passages_and_memos(
    client_of: ClientOf, researcher: User, version: SourceVersion, code: Code
) -> None:
    actions.apply_code(actor=researcher, version=version, start=3, end=21, code=code)
    client, url = client_of(researcher), reverse("coding:code", args=[version.source.evaluation_id, code.pk])

    assert client.post(url, {"text": "Te ruim?"}).status_code == 302
    page = client.get(url).content.decode()

    assert "wachttijd liep op." in page
    assert _url(version) + "?fragment=F1" in page
    assert "Te ruim?" in page
    memo = Memo.objects.get()
    delete = reverse("coding:delete_code_memo", args=[version.source.evaluation_id, code.pk, memo.pk])
    assert "Te ruim?" in client.get(delete).content.decode()
    assert client.post(delete).status_code == 302
    assert not Memo.objects.exists()


def test_the_list_of_texts_to_code(
    client_of: ClientOf, researcher: User, reader: User, version: SourceVersion, code: Code
) -> None:
    actions.apply_code(actor=researcher, version=version, start=3, end=12, code=code)
    url = reverse("coding:progress", args=[version.source.evaluation_id])

    page = client_of(researcher).get(url).content.decode()

    assert f'href="{_url(version)}"' in page
    assert "S1 Gesprek 1 (fictief)" in page
    assert client_of(reader).get(url).status_code == 403


def test_without_sources_the_list_says_what_to_do(
    client_of: ClientOf, researcher: User, evaluation: Evaluation
) -> None:
    page = client_of(researcher).get(reverse("coding:progress", args=[evaluation.pk])).content.decode()

    assert "Nog geen teksten" in page
    assert "Het codeboek is nog leeg." in page


def test_a_fragments_page_by_role(
    client_of: ClientOf, researcher: User, reader: User, outsider: User, version: SourceVersion, code: Code
) -> None:
    fragment = actions.apply_code(actor=researcher, version=version, start=3, end=12, code=code).fragment
    actions.write_memo(actor=researcher, about=fragment, text="Alleen voor ons.")
    url = reverse("coding:fragment", args=[version.source.evaluation_id, 1])

    for_team, for_reader = (client_of(user).get(url).content.decode() for user in (researcher, reader))

    assert "<mark>wachttijd</mark>" in for_team
    assert "Alleen voor ons." in for_team
    assert "alleen voor het team" in for_reader
    for words in ("wachttijd", "Alleen voor ons.", "Wachten", "Gesprek 1", _url(version)):
        assert words not in for_reader
    assert client_of(outsider).get(url).status_code == 404


def test_a_changed_text_is_told_on_the_fragments_page(
    client_of: ClientOf, researcher: User, version: SourceVersion
) -> None:
    actions.ensure_fragment(actor=researcher, version=version, start=3, end=12)
    SourceVersion.objects.update(text=TEXT.upper())

    response = client_of(researcher).get(reverse("coding:fragment", args=[version.source.evaluation_id, 1]))

    assert response.status_code == 400
    assert "kan dus geen bewijs zijn" in response.content.decode()
