"""A question to coded texts with brackets, in groups, and with attributes of source and speaker apart; and what of it
may leave the team. Everything is fictitious."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sluitend.apps.analyses import actions, discovery, queries, seals
from sluitend.apps.analyses.coded import codes_named
from sluitend.apps.analyses.kit.parameters import parsed
from sluitend.apps.analyses.kit.titles import titled
from sluitend.apps.analyses.kit.vocabulary import vocabulary_of_codes
from sluitend.apps.coding.models import Code
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.errors import InputError
from sluitend.web.wording import sentence
from tests.analyses.planted_voices import GEMEENTE, JONGEREN, OUDERS, asked, material, rows, told
from tests.analyses.voices import World

QUESTION = discovery.analysis("vraag-aan-teksten")
Login = Callable[[User], Client]
COUNTED = ("group", "respondents", "of_respondents")


def refused(**given: Any) -> InputError:
    with pytest.raises(InputError) as found:
        asked(QUESTION, **given)
    return found.value


def test_brackets_of_codes_count_and_leave_the_team_as_rows_do() -> None:
    in_rows = {"code": "Wachten", "relation_2": "or", "code_2": "Regie", "relation_3": "without"}
    in_rows["code_3"] = "Wachten › Lang"
    in_text = {"expression": '("Wachten" of "Regie") niet "Wachten › Lang"'}

    for made in (asked, told):
        assert made(QUESTION, **in_rows).tables == made(QUESTION, **in_text).tables
    assert told(QUESTION, **in_text).tables


def test_the_phase_of_the_source_and_the_perspective_of_the_speaker_are_asked_apart() -> None:
    """Of the four parents who said it three did so in the interim evaluation; young people speak in one text of two."""
    interim = asked(QUESTION, expression='"Wachten" en bron:fase=tussenevaluatie')
    parents = asked(QUESTION, expression=f'("Wachten" of "Regie") en spreker:perspectief={OUDERS}|{JONGEREN}')
    by_form = asked(QUESTION, code="Wachten", of_source=["phase=tussenevaluatie"])

    assert rows(interim, "team_groups", *COUNTED) == [(OUDERS, 3, 5), (JONGEREN, 0, 4), (GEMEENTE, 0, 6)]
    assert by_form.tables == interim.tables
    # Turns of young people say nothing of themselves here: what is known is known of the source.
    assert rows(parents, "team_groups", *COUNTED) == [(OUDERS, 4, 5), (JONGEREN, 0, 4), (GEMEENTE, 0, 6)]
    voices = asked(QUESTION, expression=f'"Wachten" en wie:perspectief={JONGEREN}')
    assert rows(voices, "team_groups", *COUNTED)[1] == (JONGEREN, 2, 4)


@pytest.mark.parametrize(
    "given",
    [
        {"expression": '"Wachten" en bron:plaats=Waterdam'},
        {"expression": f'("Wachten" niet spreker:perspectief={OUDERS}) of "Regie"'},
        {"code": "Wachten", "of_speaker": [f"perspective={OUDERS}"]},
        {"group_1": ["Wachten", "Regie"], "of_source": ["phase=eindevaluatie"]},
    ],
)
def test_what_names_source_or_speaker_stays_with_the_team(given: dict[str, Any]) -> None:
    """One who alone has a value would be told of by his or her group."""
    exact, outside = asked(QUESTION, **given), told(QUESTION, **given)

    assert len(exact.charts) == 1
    assert exact.sentences
    assert (outside.tables, outside.charts, outside.sentences) == ((), (), ())
    assert any("Daarom blijft de uitkomst bij het team." in one for one in outside.caveats)
    assert any("Daarom blijft de uitkomst bij het team." in one for one in exact.caveats)


def test_groups_are_all_or_one_of_their_codes() -> None:
    grouped = asked(QUESTION, group_1=["Wachten", "Regie"], tie_1="of", group_2=["Wachten › Lang"], tie="en")
    written = asked(QUESTION, expression='("Wachten" of "Regie") en "Wachten › Lang"')

    assert grouped.tables == written.tables
    assert rows(grouped, "whole", "respondents") == [(2,)]


def test_there_is_one_way_of_asking() -> None:
    assert refused().code == "coding.no_question"
    assert refused(code="Wachten", expression='"Regie"').code == "coding.one_question"
    assert refused(group_1=["Wachten"], expression='"Regie"').code == "coding.one_question"


def test_what_was_saved_keeps_its_meaning() -> None:
    """Parameters as they were kept before there were expressions."""
    saved = {"code": "Wachten", "relation_2": "or", "code_2": "Regie", "relation_3": "", "code_3": "", "who": []}
    saved |= {"relation_4": "", "code_4": "", "characters": 200, "below": True, "by": "perspective"}

    made = parsed(QUESTION.parameters, saved, vocabulary_of_codes(material()))

    assert titled(QUESTION, saved) == "Vraag aan de teksten: ‘Wachten’ of ‘Regie’"
    assert rows(asked(QUESTION, **saved), "groups", *COUNTED) == [(OUDERS, 4, 5), (JONGEREN, 2, 4), (GEMEENTE, 5, 6)]
    assert (made.model_dump()["expression"], made.model_dump()["of_source"]) == ("", ())


@pytest.mark.parametrize(
    ("text", "told_"),
    [
        (
            '"Wachten" en "Regie" of "Wachten"',
            "Teken 22 van de uitdrukking: ‘of’ staat naast een ander verband. Zet haakjes om wat bij elkaar hoort.",
        ),
        ('("Wachten"', "Teken 1 van de uitdrukking: dit haakje wordt nergens gesloten. Zet er een ) achter."),
        (
            '"Lang"',
            "Teken 1 van de uitdrukking: er is geen code ‘Lang’. Schrijf de codes erboven erbij, zoals ‘Regie › Lang’.",
        ),
        (
            '"Wachten" en bron:fase=midden',
            "Teken 14 van de uitdrukking: niemand en niets heeft fase ‘midden’. Gebruik een van: tussenevaluatie, "
            "eindevaluatie.",
        ),
        (
            "bron:fase=eindevaluatie",
            "De uitdrukking vraagt om hele teksten. Verbind elke voorwaarde met ‘en’ aan een code, met haakjes "
            "eromheen.",
        ),
    ],
)
def test_what_cannot_be_read_is_one_sentence_with_its_place(text: str, told_: str) -> None:
    error = refused(expression=text)

    assert (str(sentence(error)), error.where) == (told_, "expression")


def test_codes_within_an_expression_are_codes_that_it_rests_on() -> None:
    paths = ["Wachten", "Wachten › Lang", "Regie"]

    assert codes_named({"expression": '"Wachten › Lang" of “Regie”'}, paths) == {"Wachten › Lang", "Regie"}
    assert codes_named({"code": "Wachten", "who": ["perspective=Regie"]}, paths) == {"Wachten"}


@pytest.mark.django_db
def test_it_is_asked_on_screen_and_leads_to_its_passages(
    client_of: Login, researcher: User, leader: User, evaluation: Evaluation
) -> None:
    world = World(evaluation, leader)
    code: Code = world.speak({"cliënten": (6, 4), "gemeente": (3, 1)})
    world.finish()
    client, here = client_of(researcher), reverse("analyses:ask", args=[evaluation.pk, "vraag-aan-teksten"])
    ties = dict.fromkeys(("tie_1", "tie_2", "tie_3", "tie"), "of")
    given = {"expression": f'"{code.name}" en', "by": "perspective", "characters": 200, **ties}
    wrong = client.post(here, given)
    assert "Teken 13 van de uitdrukking: hier houdt zij op" in wrong.content.decode()

    row = actions.ask_codings_now(
        actor=researcher,
        evaluation=evaluation,
        key="vraag-aan-teksten",
        parameters={"expression": f'"{code.name}" en wie:perspectief=cliënten'},
    )
    page = client.get(reverse("analyses:result", args=[evaluation.pk, row.number])).content.decode()

    assert "‘Wachten’ en gezegd door perspectief cliënten" in page
    assert "Tussen de groepen" not in page
    assert "Dicht bij is hooguit zoveel tekens" not in page
    assert queries.outside(row).tables == ()
    assert seals.opened(row).result.tables[0].rows[0][4] == 4  # respondents
    quotes = f"{reverse('coding:quotes', args=[evaluation.pk])}?"
    link = next(one for one in page.split('"') if one.startswith(quotes))
    passages = client.get(link.replace("&amp;", "&")).content.decode()
    assert "4 passages" in passages
