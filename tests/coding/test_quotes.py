"""Quotes in context: by permission, as the words are now, and never of what others may not know yet."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from sluitend.apps.coding import actions
from sluitend.apps.coding.models import Code, CodingRound, Fragment, RoundText
from sluitend.apps.coding.queries.passages import in_place, passages_for, who_said_it
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.sources.models import Source, SourceVersion
from sluitend.engines.retrieval.asked import Question
from sluitend.errors import NotAllowed, NotFound
from tests.coding.conftest import MakeVersion

pytest_plugins = ["tests.coding.group_talk"]
Login = Callable[[User], Client]


def asked(user: User, evaluation: Evaluation, *, outward: bool = False, **given: object) -> list[tuple[str, str]]:
    found = passages_for(user, evaluation, Question.from_parameters(given), "perspective")
    return [(line.group, line.quote) for line in in_place(found, found.hits, outward=outward)]


def test_passages_come_by_who_says_them_in_the_order_of_the_design(
    evaluation: Evaluation, coded: list[Fragment], code: Code, other_code: Code, leader: User
) -> None:
    name, other = code.name, other_code.name

    assert asked(leader, evaluation, code=name) == [("ouders", "wachten lang"), ("gemeente", "Ik zag niets.")]
    assert asked(leader, evaluation, code=name, who=["perspective=gemeente"]) == [("gemeente", "Ik zag niets.")]
    assert asked(leader, evaluation, code=name, relation_2="near", code_2=other, characters=1) == [
        ("gemeente", "Ik zag niets.")
    ]


def test_a_passage_stands_between_what_was_said_around_it(
    evaluation: Evaluation, coded: list[Fragment], code: Code, leader: User
) -> None:
    found = passages_for(leader, evaluation, Question(code.name), "perspective")
    line = in_place(found, found.hits)[0]

    assert (line.before, line.quote, line.after) == ("Wij ", "wachten lang", ". Hoe lang?")
    assert (line.people, line.about["perspective"], line.codes) == (("R4",), "ouders", (code.name,))
    assert line.fragment == coded[0]


def test_only_what_was_released_leaves_the_team(
    evaluation: Evaluation, coded: list[Fragment], code: Code, leader: User
) -> None:
    assert asked(leader, evaluation, code=code.name, outward=True) == []

    actions.release_quote(actor=leader, fragment=coded[2])

    assert asked(leader, evaluation, code=code.name, outward=True) == [("gemeente", "Ik zag niets.")]


def test_what_was_withdrawn_is_gone_at_once(
    evaluation: Evaluation, coded: list[Fragment], code: Code, leader: User
) -> None:
    Source.objects.update(withdrawn_at=timezone.now())

    assert asked(leader, evaluation, code=code.name) == []


def test_a_text_that_is_coded_blind_shows_nothing(
    evaluation: Evaluation, coded: list[Fragment], code: Code, leader: User, client_of: Login, talk: SourceVersion
) -> None:
    about = {"number": 1, "title": "Eerste", "state": "open", "opened_at": timezone.now(), "created_by": leader}
    RoundText.objects.create(round=CodingRound.objects.create(evaluation=evaluation, **about), version=talk)

    page = client_of(leader).get(address(evaluation), {"code": code.name})

    assert asked(leader, evaluation, code=code.name) == []
    assert "1 tekst wordt blind gecodeerd en telt hier niet mee." in page.content.decode()


def test_quotes_are_the_teams(evaluation: Evaluation, reader: User, outsider: User) -> None:
    with pytest.raises(NotAllowed):
        asked(reader, evaluation, code="Wachten")
    with pytest.raises(NotFound):
        asked(outsider, evaluation, code="Wachten")


def address(evaluation: Evaluation, name: str = "quotes", *args: object) -> str:
    return reverse(f"coding:{name}", args=[evaluation.pk, *args])


def test_the_page_asks_and_answers(
    evaluation: Evaluation, coded: list[Fragment], code: Code, other_code: Code, researcher: User, client_of: Login
) -> None:
    given = {"code": code.name, "relation_2": "turn", "code_2": other_code.name, "by": "perspective"}
    client = client_of(researcher)

    empty = client.get(address(evaluation)).content.decode()
    page = client.get(address(evaluation), {"code": code.name, "who": "perspective=ouders"}).content.decode()
    none = client.get(address(evaluation), given).content.decode()

    assert "Passages met code" in empty
    assert "passage</p>" not in empty
    assert f"‘{code.name}’, gezegd door ouders" in page
    assert "<mark>wachten lang</mark>" in page
    assert f"?fragment=F{coded[0].number}" in page
    assert "Geen passage beantwoordt deze vraag." in none
    assert f"‘{code.name}’ in dezelfde beurt als ‘{other_code.name}’" in none


def test_who_said_it_stands_beside_the_passages_people_first(
    evaluation: Evaluation, coded: list[Fragment], code: Code, researcher: User, client_of: Login
) -> None:
    found = passages_for(researcher, evaluation, Question(code.name), "perspective")
    told = {name: (one.respondents, one.sources, one.places) for name, one in who_said_it(found, "perspective").items()}
    page = client_of(researcher).get(address(evaluation), {"code": code.name}).content.decode()
    outward = client_of(researcher).get(address(evaluation), {"code": code.name, "outward": "on"}).content.decode()

    naive: dict[str, set[str]] = {}
    for line in in_place(found, found.hits):
        naive.setdefault(line.group, set()).update(line.people)
    assert {name: len(people) for name, people in naive.items()} == {name: one[0] for name, one in told.items()}
    assert told == {"ouders": (1, 1, 1), "gemeente": (1, 1, 1)}
    assert list(who_said_it(found, "perspective", ["perspective=gemeente"])) == ["gemeente"]
    assert "Wie het zei, per perspectief" in page
    assert page.count('class="c-share__part" width="100"') == 2
    assert "Wie het zei" not in outward


def test_a_question_becomes_an_analysis_that_is_filled_in_already(
    evaluation: Evaluation, coded: list[Fragment], code: Code, researcher: User, client_of: Login
) -> None:
    client = client_of(researcher)
    given = {"code": code.name, "who": ["perspective=ouders", "perspective=gemeente"], "by": "place", "characters": 90}

    page = client.get(address(evaluation), given).content.decode()
    link = re.search(r'href="([^"]*vraag-aan-teksten[^"]*)"', page)

    assert link
    form = client.get(html.unescape(link[1])).context["form"]
    assert {name: form[name].value() for name in ("code", "who", "by", "characters")} == {**given, "characters": "90"}
    assert not form["below"].value()


def test_the_page_of_a_code_leads_here(
    evaluation: Evaluation, coded: list[Fragment], code: Code, researcher: User, client_of: Login
) -> None:
    client = client_of(researcher)
    link = f"{address(evaluation)}?code_id={code.pk}"

    assert link in client.get(reverse("coding:code", args=[evaluation.pk, code.pk])).content.decode()
    assert "wachten lang" in client.get(link, follow=True).content.decode()


def test_a_file_has_codes_and_attributes_as_columns_and_is_recorded(
    evaluation: Evaluation, coded: list[Fragment], code: Code, researcher: User, client_of: Login
) -> None:
    client = client_of(researcher)

    file = client.get(address(evaluation, "take_quotes", "xlsx"), {"code": code.name})
    rows = CalamineWorkbook.from_filelike(BytesIO(file.content)).get_sheet_by_index(0).to_python()
    heading = next(at for at, row in enumerate(rows) if row[0] == "passage")
    first = dict(zip(rows[heading], rows[heading + 1], strict=True))

    assert first["passage"] == "wachten lang"
    assert (first["codes"], first["bron"], first["wie"], first["perspectief"]) == (code.name, "S7", "R4", "ouders")
    assert "Alleen voor het team" in str(rows[0][0])
    event = AuditEvent.objects.get(action="coding.quotes_taken")
    assert event.data == {"kind": "xlsx", "count": 2, "outward": False}


def test_a_csv_opens_in_a_spreadsheet(
    evaluation: Evaluation, coded: list[Fragment], code: Code, researcher: User, client_of: Login
) -> None:
    lines = client_of(researcher).get(address(evaluation, "take_quotes", "csv"), {"code": code.name}).content
    lines = lines.decode("utf-8-sig").splitlines()

    assert lines[1] == f"# ‘{code.name}’"
    assert lines[2].startswith("passage;ervoor;erna;codes;bron")
    assert lines[3].startswith("wachten lang;")
    assert len(lines) == 5


def test_a_file_for_outside_the_team_holds_only_what_was_released(
    evaluation: Evaluation, coded: list[Fragment], code: Code, leader: User, client_of: Login
) -> None:
    """Not the words around it, and not who said it."""
    actions.release_quote(actor=leader, fragment=coded[0])
    given = {"code": code.name, "outward": "on", "who": "perspective=ouders"}

    lines = client_of(leader).get(address(evaluation, "take_quotes", "csv"), given).content.decode("utf-8-sig")

    assert lines.splitlines() == [
        "# Mag buiten het team gelezen worden.",
        f"# ‘{code.name}’",
        "passage;codes;bron;fragment;aanhalen",
        f"wachten lang;{code.name};S7;{coded[0]};mag letterlijk geciteerd worden",
    ]


@pytest.mark.parametrize(("kind", "given"), [("pdf", {"code": "Wachten"}), ("csv", {"code": "Bestaat niet"})])
def test_no_other_file_is_made(
    evaluation: Evaluation, code: Code, researcher: User, client_of: Login, kind: str, given: dict[str, str]
) -> None:
    assert client_of(researcher).get(address(evaluation, "take_quotes", kind), given).status_code == 404


def test_groups_and_an_expression_ask_in_the_place_of_a_code(
    evaluation: Evaluation, coded: list[Fragment], code: Code, researcher: User, client_of: Login
) -> None:
    client, here = client_of(researcher), address(evaluation, "quotes")

    def page(given: dict[str, object]) -> str:
        return client.get(here, {"below": "on", **given}).content.decode()

    assert "2 passages" in page({"code": code.name})
    assert "2 passages" in page({"group_1": [code.name], "tie_1": "of"})
    assert "2 passages" in page({"expression": f'"{code.name}" of "{code.name}"'})
    assert "1 passage\n" in page({"expression": f'"{code.name}" en wie:perspectief=ouders'})
    assert "Teken 1 van de uitdrukking: dit haakje wordt nergens gesloten." in page({"expression": f'("{code.name}"'})
    assert "Vraag op één manier" in page({"expression": f'"{code.name}"', "code": code.name})
    assert "Er is nog niets gevraagd." in page({"code": ""})


@pytest.mark.parametrize("more", [{"of_source": "perspective=ouders"}, {"who": "perspective=ouders"}])
def test_a_file_for_outside_the_team_tells_no_condition(
    evaluation: Evaluation,
    coded: list[Fragment],
    code: Code,
    leader: User,
    client_of: Login,
    more: dict[str, str],
) -> None:
    """Who said it, or in which source, could be one person."""
    actions.release_quote(actor=leader, fragment=coded[0])
    for given in ({"code": code.name}, {"expression": f'"{code.name}" en wie:perspectief=ouders'}):
        lines = client_of(leader).get(address(evaluation, "take_quotes", "csv"), {**given, **more, "outward": "on"})
        assert "ouders" not in lines.content.decode("utf-8-sig")


def test_beside_who_said_it_stands_how_many_texts_are_not_coded(
    evaluation: Evaluation,
    coded: list[Fragment],
    code: Code,
    make_version: MakeVersion,
    researcher: User,
    client_of: Login,
) -> None:
    told = "nog niet gecodeerd"
    before = client_of(researcher).get(address(evaluation), {"code": code.name}).content.decode()
    make_version("Wij wachten lang.", 9)
    after = client_of(researcher).get(address(evaluation), {"code": code.name}).content.decode()

    assert told not in before
    assert "1 tekst is nog niet gecodeerd, en telt hier mee als tekst waarin niemand het zei." in after
    of_parents = {"code": code.name, "who": "perspective=ouders"}
    assert told not in client_of(researcher).get(address(evaluation), of_parents).content.decode()


def test_what_was_asked_is_shown_and_counts_for_nobody(
    evaluation: Evaluation, talk: SourceVersion, code: Code, leader: User, researcher: User, client_of: Login
) -> None:
    """Who asks the questions says the second turn of the group talk, and nothing else has the code."""
    actions.apply_code(actor=leader, version=talk, start=18, end=27, code=code)
    found = passages_for(researcher, evaluation, Question.from_parameters({"code": code.name}), "perspective")
    page = client_of(researcher).get(address(evaluation), {"code": code.name}).content.decode()

    assert (len(found.hits), found.sources, found.people, found.of_nobody) == (1, 0, 0, 1)
    assert "1 passage is wat er werd gevraagd" in page
