"""A newer export of the same project: what nobody changed here is mended, what somebody did stays and is told."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import pytest

from sluitend.apps.coding.actions import change_code, change_memo
from sluitend.apps.coding.models import Code, Coding, Memo
from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork.actions import change_respondent
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.people.models import User
from sluitend.apps.reporting.actions.exchange import receiving
from sluitend.apps.reporting.actions.exchange.asking import sentence_of
from sluitend.apps.reporting.models import ExchangeGuid, ExchangeImport
from sluitend.apps.sources import seals
from sluitend.apps.sources.models import Source
from tests.reporting.exchange.conftest import brought_in, exported
from tests.reporting.exchange.test_arriving import losses

pytestmark = pytest.mark.django_db

CODE, SOURCE, PASSAGE, NOTE, CASE, GROUP, CODED, ABOUT, USER = (
    f"00000000-0000-0000-0000-{number:012}" for number in range(1, 10)
)
FIRST = {
    "code": "Wachten",
    "rule": "Iemand wacht.",
    "title": "Gesprek een",
    "note": "Wie dan?",
    "about": "Nog nakijken",
    "group": "ouders",
    "user": "Codeur Elders (fictief)",
}
SECOND = {
    "code": "Wachttijd",
    "rule": "Iemand wacht langer dan mag.",
    "title": "Gesprek een, deel 1",
    "note": "Wie was dat dan?",
    "about": "Nagekeken",
    "group": "wijkteam",
    "user": "Codeur Daar (fictief)",
}
MORE = f"""<PlainTextSelection guid="00000000-0000-0000-0000-000000000030" startPosition="4" endPosition="9">
  <Coding guid="00000000-0000-0000-0000-000000000031"><CodeRef targetGUID="{CODE}"/></Coding></PlainTextSelection>"""


def project(words: Mapping[str, str], inside: str = "") -> bytes:
    xml = f"""<Project xmlns="urn:QDA-XML:project:1.0" name="P">
      <Users><User guid="{USER}" name="{words["user"]}"/></Users>
      <CodeBook><Codes><Code guid="{CODE}" name="{words["code"]}" isCodable="true">
        <Description>{words["rule"]}</Description><NoteRef targetGUID="{ABOUT}"/></Code></Codes></CodeBook>
      <Variables><Variable guid="{GROUP}" name="Perspectief" typeOfVariable="Text"/></Variables>
      <Cases><Case guid="{CASE}" name="Anna (fictief)"><VariableValue><VariableRef targetGUID="{GROUP}"/>
        <TextValue>{words["group"]}</TextValue></VariableValue><SourceRef targetGUID="{SOURCE}"/></Case></Cases>
      <Sources><TextSource guid="{SOURCE}" name="{words["title"]}" plainTextPath="internal://t.txt">
        <PlainTextSelection guid="{PASSAGE}" startPosition="0" endPosition="3">
          <Coding guid="{CODED}" creatingUser="{USER}"><CodeRef targetGUID="{CODE}"/></Coding>
          <NoteRef targetGUID="{NOTE}"/></PlainTextSelection>{inside}</TextSource></Sources>
      <Notes><Note guid="{NOTE}" creatingUser="{USER}"><PlainTextContent>{words["note"]}</PlainTextContent></Note>
        <Note guid="{ABOUT}"><PlainTextContent>{words["about"]}</PlainTextContent></Note></Notes></Project>"""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("project.qde", xml)
        archive.writestr("sources/t.txt", "Een twee drie vier")
    return target.getvalue()


CHOICES: dict[str, Any] = {"with_cases": True, "with_new_values": True, "is_public": True}


def stands(evaluation: Evaluation) -> dict[str, str]:
    """The same words, as they stand here."""
    code = Code.objects.get(evaluation=evaluation)
    source = Source.objects.get(evaluation=evaluation)
    return {
        "code": code.name,
        "rule": code.definition,
        "title": seals.title_of(source),
        "note": Memo.objects.get(fragment__evaluation=evaluation).text,
        "about": Memo.objects.get(code=code).text,
        "group": str(Respondent.objects.get(evaluation=evaluation).perspective),
        "user": Coding.objects.filter(fragment__evaluation=evaluation).order_by("pk")[0].coder.name,
    }


def done(made: ExchangeImport) -> list[str]:
    return [sentence_of(one) for one in receiving.outcome_of(made).done]


def test_what_nobody_changed_here_is_as_in_the_newer_file(leader: User, empty: Evaluation) -> None:
    brought_in(leader, empty, project(FIRST), **CHOICES)
    assert stands(empty) == FIRST

    made = brought_in(leader, empty, project(SECOND, MORE), **CHOICES)

    assert stands(empty) == SECOND
    assert Coding.objects.filter(fragment__evaluation=empty).count() == 2
    assert str(Source.objects.get(evaluation=empty).perspective) == "wijkteam"
    assert "De code “Wachten” is als in het nieuwere bestand en heet “Wachttijd”." in done(made)
    assert not any("van hier blijft" in one for one in losses(made))


def test_what_was_changed_on_both_sides_stays_as_it_is_here_and_is_told(leader: User, empty: Evaluation) -> None:
    brought_in(leader, empty, project(FIRST), users={USER: leader.pk}, **CHOICES)
    code, person = Code.objects.get(evaluation=empty), Respondent.objects.get(evaluation=empty)
    change_code(actor=leader, code=code, name="Wachten op hulp")
    change_memo(actor=leader, memo=Memo.objects.get(fragment__evaluation=empty), text="Dat was de buurvrouw.")
    now = {
        name: getattr(person, name) for name in ("revision", "function", "age_group", "level", "place", "organisation")
    }
    change_respondent(actor=leader, respondent=person, perspective=None, **now)

    made = brought_in(leader, empty, project(SECOND), users={USER: leader.pk}, **CHOICES)

    mine = {"code": "Wachten op hulp", "note": "Dat was de buurvrouw.", "group": "None", "user": leader.name}
    assert stands(empty) == SECOND | mine  # the rule was changed in the file alone
    told = losses(made)
    assert sum(one.endswith("De onze blijft.") for one in told) == 2
    assert sum(one.endswith("De onze blijven.") for one in told) == 1


def test_what_was_changed_here_alone_stays_without_a_word(leader: User, empty: Evaluation) -> None:
    brought_in(leader, empty, project(FIRST), **CHOICES)
    change_code(actor=leader, code=Code.objects.get(evaluation=empty), name="Anders", definition="Ook anders.")

    made = brought_in(leader, empty, project(FIRST, MORE), **CHOICES)

    assert stands(empty) == FIRST | {"code": "Anders", "rule": "Ook anders."}
    assert not any("De onze" in one for one in losses(made))
    third = brought_in(leader, empty, project(SECOND), **CHOICES)
    assert stands(empty) == SECOND | {"code": "Anders", "rule": "Ook anders."}
    assert sum("De code “Anders”" in one for one in losses(third)) == 2  # its name, and its rule


def test_how_a_line_ends_or_a_letter_is_made_is_no_difference(leader: User, empty: Evaluation) -> None:
    """Also of what was kept here as it was typed, before texts had one form."""
    first = {**FIRST, "note": "Een\nwie da\u0301n?", "rule": "Wa\u0301t\nhet is"}
    brought_in(leader, empty, project(first), **CHOICES)
    Memo.objects.filter(evaluation=empty, fragment__isnull=False).update(text="Een\r\nwie da\u0301n?")
    Code.objects.filter(evaluation=empty).update(definition="Wa\u0301t\r\nhet is")
    now = {**SECOND, "note": "Een\nwie dán?", "rule": "Wát\nhet is"}

    made = brought_in(leader, empty, project(now), **CHOICES)

    told = {one.code for one in receiving.outcome_of(made).losses}
    assert not told & {"kept_memo", "kept_code"}
    assert Code.objects.get(evaluation=empty).name == SECOND["code"]


def test_memos_that_wait_are_as_in_the_newest_file(leader: User, empty: Evaluation) -> None:
    brought_in(leader, empty, project(FIRST))
    brought_in(leader, empty, project(SECOND), is_clean=True)

    assert Memo.objects.get(fragment__evaluation=empty).text == SECOND["note"]
    assert seals.title_of(Source.objects.get(evaluation=empty)) == SECOND["title"]


def test_a_name_that_another_code_has_here_stays_away(leader: User, empty: Evaluation) -> None:
    from sluitend.apps.coding.actions import add_code

    brought_in(leader, empty, project(FIRST), **CHOICES)
    add_code(actor=leader, evaluation=empty, name="Wachttijd")

    made = brought_in(leader, empty, project(SECOND), **CHOICES)

    assert sorted(Code.objects.filter(evaluation=empty).values_list("name", flat=True)) == ["Wachten", "Wachttijd"]
    assert sum("De code “Wachten”" in one for one in losses(made)) == 1


def test_what_first_came_from_here_stays_and_a_difference_is_told(leader: User, empty: Evaluation) -> None:
    brought_in(leader, empty, project(FIRST), **CHOICES)
    ExchangeGuid.objects.filter(evaluation=empty).update(said={})
    content = exported(leader, empty)
    change_code(actor=leader, code=Code.objects.get(evaluation=empty), name="Nieuwer")

    made = brought_in(leader, empty, content, **CHOICES)

    assert Code.objects.get(evaluation=empty).name == "Nieuwer"
    assert sum("De code “Nieuwer”" in one for one in losses(made)) == 1


def test_no_print_tells_a_title_to_who_has_only_the_database(leader: User, empty: Evaluation) -> None:
    from hashlib import sha256

    brought_in(leader, empty, project(FIRST))

    rows = str(list(ExchangeGuid.objects.filter(evaluation=empty).values_list("said", flat=True)))
    assert "title" in rows
    assert FIRST["title"] not in rows
    assert sha256(FIRST["title"].encode()).hexdigest()[:16] not in rows
