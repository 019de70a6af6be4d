"""Variables and cases of other tools: a person chooses what they become, and each is told."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.test import Client
from django.urls import reverse

from sluitend.apps.coding.models import Memo
from sluitend.apps.design.models import Evaluation, Membership
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.people.models import Organisation, User
from sluitend.apps.people.permissions import Role
from sluitend.apps.reporting.actions.exchange import receiving
from sluitend.apps.reporting.actions.exchange.asking import sentence_of
from sluitend.apps.reporting.actions.exchange.variables import Became, guess
from sluitend.apps.reporting.exchange import queries
from sluitend.apps.reporting.models import ExchangeImport
from sluitend.apps.sources.actions import release_version
from sluitend.apps.sources.grounds import respondents_in
from sluitend.apps.sources.models import Source
from sluitend.errors import InputError
from tests.clearing import give_ground
from tests.reporting.exchange.conftest import brought_in, taken_in
from tests.reporting.exchange.test_arriving import losses

pytestmark = pytest.mark.django_db


def guid(number: int) -> str:
    return f"00000000-0000-0000-0000-{number:012}"


GROUP, TOWN, JOB, AGE, WHEN, FIRM = (guid(number) for number in range(1, 7))
TALK, PLAIN, REPORT = guid(11), guid(12), guid(13)
TEXTS = {
    TALK: "Interviewer: Hoe ging het?\n\nAnna: Ik wachtte lang.\n\nInterviewer: En nu?\n\nAnna: Nog.\n\nBert: Ik ook.",
    PLAIN: "Een gesprek zonder namen.",
    REPORT: "Een verslag van twee mensen.",
}


def value(variable: str, words: str, kind: str = "Text") -> str:
    return f'<VariableValue><VariableRef targetGUID="{variable}"/><{kind}Value>{words}</{kind}Value></VariableValue>'


def case(number: int, name: str, inside: str) -> str:
    return f'<Case guid="{guid(number)}" name="{name}">{inside}</Case>'


def source(one: str, name: str, inside: str = "") -> str:
    return f'<TextSource guid="{one}" name="{name}" plainTextPath="internal://{one}.txt">{inside}</TextSource>'


def project() -> bytes:
    """Six variables, four cases and three texts of a fictitious study."""
    names = {
        GROUP: "Stakeholder",
        TOWN: "Gemeente (naam)",
        JOB: "Beroep",
        AGE: "Leeftijd",
        WHEN: "Datum",
        FIRM: "Werkgever",
    }
    variables = "".join(f'<Variable guid="{one}" name="{name}" typeOfVariable="Text"/>' for one, name in names.items())
    start = TEXTS[TALK].index("Ik ook.")
    spoken = f'<PlainTextSelection guid="{guid(20)}" startPosition="{start}" endPosition="{start + 7}"/>'
    cases = [
        case(31, "Anna", value(GROUP, "ouders") + value(AGE, "16") + f'<SourceRef targetGUID="{TALK}"/>'),
        case(32, "Een ander", value(JOB, "consulent") + f'<SelectionRef targetGUID="{guid(20)}"/>'),
        case(33, "Carla", value(TOWN, "Proefstad") + value(AGE, "40") + f'<SourceRef targetGUID="{PLAIN}"/>'),
        case(34, "Dirk", value(AGE, "50") + f'<SourceRef targetGUID="{REPORT}"/>'),
        case(35, "Els", f'<SourceRef targetGUID="{REPORT}"/>'),
    ]
    own = value(WHEN, "2024-03-05", "Date") + value(FIRM, "Jeugdhulp Elders (fictief)")
    texts = source(TALK, "Gesprek", spoken) + source(PLAIN, "Kaal") + source(REPORT, "Verslag", own)
    xml = f"<Variables>{variables}</Variables><Cases>{''.join(cases)}</Cases><Sources>{texts}</Sources>"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("project.qde", f'<Project xmlns="urn:QDA-XML:project:1.0" name="P">{xml}</Project>')
        for one, words in TEXTS.items():
            archive.writestr(f"sources/{one}.txt", words)
    return target.getvalue()


def done(made: ExchangeImport) -> list[str]:
    return [sentence_of(one) for one in receiving.outcome_of(made).done]


def source_of(evaluation: Evaluation, number: int) -> Source:
    return Source.objects.get(evaluation=evaluation, number=number)


@pytest.mark.parametrize(
    ("name", "became"),
    [
        ("Perspectief", Became.PERSPECTIVE),
        ("stakeholder type", Became.PERSPECTIVE),
        ("GEMEENTE", Became.PLACE),
        ("Organisation:", Became.ORGANISATION),
        ("Rol van de gemeente", Became.NOTHING),
        ("Leeftijd", Became.NOTHING),
        ("", Became.NOTHING),
    ],
)
def test_what_a_variable_becomes_is_guessed_from_words_that_agree(name: str, became: Became) -> None:
    assert guess(name) == became


def test_without_a_choice_only_values_that_are_here_are_taken_and_the_rest_is_told(
    leader: User, empty: Evaluation
) -> None:
    empty.perspectives.create(name="Ouders")

    made = brought_in(leader, empty, project(), with_cases=True)

    first = Respondent.objects.get(evaluation=empty, number=1)
    assert str(first.perspective) == "Ouders"
    assert not empty.places.exists()
    assert "Gemeente (naam) van “R3”: “Proefstad”." in losses(made)
    assert "Leeftijd van “R1”: “16”." in losses(made)


def test_new_values_come_in_the_lists_of_the_evaluation_when_that_is_chosen(leader: User, empty: Evaluation) -> None:
    made = brought_in(leader, empty, project(), with_cases=True, with_new_values=True, variables={AGE: "memo"})

    people = {one.number: one for one in Respondent.objects.filter(evaluation=empty)}
    assert [str(one.perspective or "") for one in people.values()] == ["ouders", "", "", "", ""]
    assert (people[2].function, str(people[3].place)) == ("consulent", "Proefstad")
    plain, report = source_of(empty, 2), source_of(empty, 3)
    assert (str(plain.place), str(report.date)) == ("Proefstad", "2024-03-05")
    told = done(made)
    assert "De variabele “Stakeholder” werd het perspectief (waarden: 1, nieuw: 1)." in told
    assert "De variabele “Leeftijd” staat in memo’s bij de bronnen (waarden: 2)." in told
    assert "Leeftijd van “R4”: “50”." in losses(made)  # two cases share that report


def test_a_memo_holds_what_has_no_attribute_here(leader: User, empty: Evaluation) -> None:
    brought_in(leader, empty, project(), with_cases=True, variables={AGE: "memo"})
    plain = source_of(empty, 2)
    give_ground(plain)

    release_version(actor=leader, version=plain.versions.get(), ground="no_personal_data")

    assert [one.text for one in Memo.objects.filter(source=plain)] == ["Leeftijd: 40"]


def test_an_organisation_that_the_register_does_not_know_is_told_to_who_may_not_add_it(
    researcher: User, empty: Evaluation
) -> None:
    Membership.objects.create(evaluation=empty, user=researcher, role=Role.RESEARCHER)

    made = brought_in(researcher, empty, project(), with_new_values=True)

    assert not Organisation.objects.filter(name="Jeugdhulp Elders (fictief)").exists()
    assert any(one.startswith("De organisatie “Jeugdhulp Elders (fictief)” staat niet") for one in losses(made))


def test_a_case_speaks_in_its_sources_as_the_speaker_that_it_is(leader: User, empty: Evaluation) -> None:
    made = brought_in(leader, empty, project(), with_cases=True)

    talk, plain, report = (source_of(empty, number) for number in (1, 2, 3))
    by_label = {one.number: one.respondent_id for one in talk.speakers.all()}
    numbers = dict(Respondent.objects.filter(evaluation=empty).values_list("number", "pk"))
    assert by_label == {0: None, 1: numbers[1], 2: numbers[2]}  # by its name, and by its passage
    assert respondents_in([plain.pk, report.pk]) == {
        plain.pk: {numbers[3]},
        report.pk: {numbers[4], numbers[5]},
    }
    assert {talk.kind, plain.kind, report.kind} == {"transcript"}
    assert "R3 spreekt in S2." in done(made)
    assert "Een casus werd R3. De naam is verzegeld." in done(made)
    assert not any(name in one for one in done(made) for name in ("Anna", "Carla", "Dirk"))  # opening is recorded
    again = brought_in(leader, empty, project(), with_cases=True)
    assert not any("spreekt in" in one for one in done(again))


def test_cases_that_stay_away_at_first_speak_when_a_later_file_brings_them(leader: User, empty: Evaluation) -> None:
    brought_in(leader, empty, project())
    assert respondents_in([one.pk for one in Source.objects.filter(evaluation=empty)]) == {}

    brought_in(leader, empty, project(), with_cases=True)

    assert len(respondents_in([one.pk for one in Source.objects.filter(evaluation=empty)])) == 3


def test_who_was_taken_out_of_a_text_here_does_not_come_back_with_the_same_file(
    leader: User, empty: Evaluation
) -> None:
    """He would take the whole text along when he withdraws."""
    brought_in(leader, empty, project(), with_cases=True)
    plain = source_of(empty, 2)
    plain.speakers.filter(respondent__isnull=False).update(respondent=None)

    brought_in(leader, empty, project(), with_cases=True)

    assert respondents_in([plain.pk]) == {}


def test_in_a_public_document_nobody_speaks_and_that_is_told(leader: User, empty: Evaluation) -> None:
    made = brought_in(leader, empty, project(), with_cases=True, is_public=True)

    plain = source_of(empty, 2)
    assert plain.is_public
    assert not plain.speakers.exists()
    assert "Van R3 dat die bij “S2” hoort: in een openbaar document spreekt niemand." in losses(made)


def test_a_choice_is_remembered_and_shown(leader: User, empty: Evaluation, client: Client) -> None:
    client.force_login(leader)
    first = taken_in(leader, empty, project())
    page = client.get(reverse("reporting:imported", args=[empty.pk, first.pk])).content.decode()
    assert "Variabele “Leeftijd” (tekst; 3 waarden, 3 verschillende) wordt" in page
    choices = {f"variable-{place}": "nothing" for place in range(6)} | {"variable-3": "function", "texts": "sealed"}

    client.post(reverse("reporting:imported", args=[empty.pk, first.pk]), choices)

    first.refresh_from_db()
    assert first.choices["variables"][AGE] == "function"
    second = taken_in(leader, empty, project())
    content = receiving.content_of(second)
    shown = {one.guid: one.became for one in queries.variables_for(leader, empty, content)}
    assert shown == dict.fromkeys((GROUP, TOWN, JOB, WHEN, FIRM), "nothing") | {AGE: "function"}


def test_a_variable_becomes_only_what_there_is(leader: User, empty: Evaluation) -> None:
    made = taken_in(leader, empty, project())

    with pytest.raises(InputError) as caught:
        receiving.start_import(actor=leader, imported=made, users={}, variables={AGE: "shoe_size"})

    assert caught.value.code == "reporting.import_variable"
