"""Results of coded texts: asked without a dataset, stale once something is coded, gone with whoever withdraws."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sluitend.apps.analyses import actions, discovery, queries, seals
from sluitend.apps.analyses.kit import voices
from sluitend.apps.analyses.models import AnalysisResult, ResultState
from sluitend.apps.coding import actions as coding
from sluitend.apps.coding.models import Code
from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork import actions as fieldwork
from sluitend.apps.fieldwork import hooks
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.sources.actions import delete_source, destroy_text, publish_version
from sluitend.apps.sources.models import DestroyReason
from sluitend.errors import InputError
from sluitend.formats.documents import Block, BlockKind
from sluitend.web.wording import sentence
from sluitend.work import runs
from tests.analyses.voices import ENTRY, KEY, WAITING, World

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]
ASKED = {"codes": [WAITING]}


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """The small entry stands in the catalogue."""
    entries = {**discovery.analyses(), KEY: ENTRY}
    monkeypatch.setattr(discovery, "analyses", lambda: entries)


@pytest.fixture
def world(evaluation: Evaluation, leader: User) -> World:
    return World(evaluation, leader)


@pytest.fixture
def code(world: World) -> Code:
    """Six clients of whom two say it, three of the municipality of whom nobody does, and one school that does."""
    return world.speak({"cliënten": (6, 2), "gemeente": (3, 0), "school": (1, 1)})


def ask(user: User, evaluation: Evaluation) -> AnalysisResult:
    return actions.ask_codings_now(actor=user, evaluation=evaluation, key=KEY, parameters=ASKED)


def test_asking_counts_people_and_leaves_the_team_in_words(
    researcher: User, evaluation: Evaluation, code: Code
) -> None:
    row = ask(researcher, evaluation)

    exact, outside = seals.opened(row).result, queries.outside(row)
    assert (row.version, row.beside, row.n) == (None, None, 10)
    assert [one[1:4] for one in exact.tables[0].rows] == [("cliënten", 6, 2), ("gemeente", 3, 0), ("school", 1, 1)]
    assert "Wachten, cliënten: 2 van de 6 respondenten." in exact.sentences
    # The school is told of nowhere; neither is the municipality, which would tell of it by what is left of everybody.
    assert outside.tables[0].rows == (("Wachten", "cliënten", "enkele"), ("Wachten", "overige groepen", "een of meer"))
    assert outside.sentences == (
        "Wachten, cliënten: enkele respondenten.",
        "Wachten, overige groepen: een of meer respondenten.",
    )
    assert outside.caveats[0] == voices.CAVEAT
    assert queries.title_of(row) == "Wie spreekt: Wachten"


def test_nothing_coded_is_nothing_to_ask(researcher: User, evaluation: Evaluation, world: World) -> None:
    world.speak({"cliënten": (1, 0)})
    with pytest.raises(InputError) as refused:
        ask(researcher, evaluation)
    assert (
        str(sentence(refused.value))
        == "Er is nog niets gecodeerd waarnaar u kunt vragen. Codeer eerst een tekst; vraag het daarna opnieuw."
    )


def test_a_code_that_is_not_there_is_refused(researcher: User, evaluation: Evaluation, code: Code) -> None:
    with pytest.raises(InputError, match=r"analyses\.not_in_data"):
        actions.ask_codings(actor=researcher, evaluation=evaluation, key=KEY, parameters={"codes": ["Regie"]})
    with pytest.raises(InputError, match=r"analyses\.needs_dataset"):
        actions.ask_codings(actor=researcher, evaluation=evaluation, key="wachten", parameters={})


def test_it_is_stale_once_something_is_coded(
    researcher: User, evaluation: Evaluation, world: World, code: Code
) -> None:
    row = ask(researcher, evaluation)
    assert not queries.lines_of([row])[0].is_stale

    version = world.sources[7].versions.get()
    coding.apply_code(actor=researcher, version=version, start=0, end=3, code=code)

    (line,) = queries.lines_of([row])
    assert (line.data_changed, line.code_changed) == (True, False)
    later = actions.ask_again(actor=researcher, result=row)
    runs.drain()
    later.refresh_from_db()
    assert later.predecessor == row
    assert not queries.lines_of([later])[0].is_stale


def test_it_is_not_compared_while_a_text_that_it_counted_is_coded_blind(
    client_of: Login, researcher: User, leader: User, evaluation: Evaluation, world: World, code: Code
) -> None:
    """Nobody coded anything when the round opens; and whether somebody does in it, must not be told."""
    row = ask(researcher, evaluation)
    version = world.sources[7].versions.get()
    blind = coding.plan_round(
        actor=leader, evaluation=evaluation, title="Blind", texts=[version], coders=[researcher], is_blind=True
    )

    coding.open_round(actor=leader, round_=blind)
    (opened,) = queries.lines_of([row])
    coding.apply_code(actor=researcher, version=version, start=0, end=3, code=code)
    (coded,) = queries.lines_of([row])

    assert [(line.is_stale, line.blind_texts) for line in (opened, coded)] == [(False, 1)] * 2
    client = client_of(leader)
    shown = client.get(reverse("analyses:result", args=[evaluation.pk, row.number])).content.decode()
    assert "1 tekst telt nu niet mee: die zit in een blinde ronde." in shown
    listed = client.get(reverse("analyses:list", args=[evaluation.pk])).content.decode()
    assert "niet vergeleken: blinde ronde" in listed
    assert "actueel" not in listed

    coding.close_round(actor=leader, round_=blind)
    (closed,) = queries.lines_of([row])
    assert (closed.is_stale, closed.blind_texts) == (True, 0)


def test_it_is_stale_once_a_text_that_it_counted_was_destroyed(
    researcher: User, leader: User, evaluation: Evaluation, world: World, code: Code
) -> None:
    """Only one that another text took the place of can be, so it was computed of something else."""
    row = ask(researcher, evaluation)
    old = row.sources.exclude(versions__fragments__isnull=False).order_by("number")[0].versions.get()
    text = f"Vooraf. {old.text}"
    block = [Block(0, len(text), BlockKind.PARAGRAPH)]
    publish_version(actor=leader, source=old.source, text=text, blocks=block, kind="corrected", reason="x")
    released = {"released_at": timezone.now(), "released_by": leader, "release_ground": "no_personal_data"}
    old.source.versions.filter(number=2).update(text=text, sealed_text=None, **released)

    destroy_text(actor=leader, version=old, reason="retention")

    assert queries.lines_of([row])[0].data_changed


def test_it_goes_with_whoever_withdraws_and_can_be_asked_again(
    researcher: User, leader: User, evaluation: Evaluation, code: Code
) -> None:
    row = ask(researcher, evaluation)

    statement = fieldwork.withdraw(
        actor=leader, respondent=Respondent.objects.get(number=1), asked_on=date(2026, 11, 1)
    )

    row.refresh_from_db()
    assert (row.state, row.sealed_content, row.wrapped_key, row.n) == (ResultState.DESTROYED, None, None, None)
    assert row.parameters == {"codes": [WAITING], "by": ""}
    assert AuditEvent.objects.filter(action="analyses.destroyed").count() == 1
    assert [line["object"] for line in statement.lines if line["kind"] == "analyses.results"] == ["U1"]
    assert str(hooks.line_words["analyses.results"]) == "uitkomsten van analyses waarin deze woorden meetelden"
    later = actions.ask_again(actor=researcher, result=row)
    runs.drain()
    later.refresh_from_db()
    assert seals.opened(later).result.tables[0].rows[0][1:4] == ("cliënten", 5, 1)


def test_a_result_that_did_not_count_the_words_stays(
    researcher: User, leader: User, evaluation: Evaluation, world: World, code: Code
) -> None:
    row = ask(researcher, evaluation)
    world.heard(world.sources[1].perspective)  # type: ignore[arg-type]

    fieldwork.withdraw(actor=leader, respondent=Respondent.objects.get(number=11), asked_on=date(2026, 11, 1))

    row.refresh_from_db()
    assert row.is_done


def test_it_goes_with_a_source_that_the_team_deletes(
    researcher: User, leader: User, evaluation: Evaluation, world: World, code: Code
) -> None:
    """Nothing was coded in it; whoever speaks in it was counted all the same."""
    row = ask(researcher, evaluation)
    silent = row.sources.exclude(versions__fragments__isnull=False).order_by("number")[0]

    delete_source(actor=leader, source=silent, reason=DestroyReason.WITHDRAWN)

    row.refresh_from_db()
    assert (row.state, row.sealed_content, row.wrapped_key, row.n) == (ResultState.DESTROYED, None, None, None)


def test_the_page_asks_without_a_dataset(
    client_of: Login, researcher: User, evaluation: Evaluation, code: Code
) -> None:
    client = client_of(researcher)
    catalogue = client.get(reverse("analyses:catalogue", args=[evaluation.pk])).content.decode()
    address = reverse("analyses:ask", args=[evaluation.pk, KEY])
    assert f'href="{address}"' in catalogue
    form = client.get(address).content.decode()
    assert "Over de gecodeerde teksten van deze evaluatie." in form
    assert '<option value="perspective">perspectief</option>' in form

    answer = client.post(address, {"codes": [WAITING], "by": "perspective"})
    runs.drain()

    assert answer["Location"] == reverse("analyses:result", args=[evaluation.pk, 1])
    shown = client.get(answer["Location"]).content.decode()
    assert "Gecodeerde teksten (10)" in shown
    assert "Over 10 respondenten." in shown
    listed = client.get(reverse("analyses:list", args=[evaluation.pk])).content.decode()
    assert "Gecodeerde teksten" in listed


def test_a_reader_sees_words_only(
    client_of: Login, researcher: User, reader: User, evaluation: Evaluation, code: Code
) -> None:
    row = ask(researcher, evaluation)
    shown = client_of(reader).get(reverse("analyses:result", args=[evaluation.pk, row.number])).content.decode()
    assert "enkele" in shown
    assert "school" not in shown
    file = client_of(reader).get(reverse("analyses:take", args=[evaluation.pk, row.number, "voices.csv"]))
    text = b"".join(file).decode()
    assert "Beschermd: over groepen van minder dan drie mensen staat er niets" in text
    assert "school" not in text


def test_a_program_asks_coded_texts(client_of: Login, researcher: User, evaluation: Evaluation, code: Code) -> None:
    client = client_of(researcher)
    address = reverse("analyses:api_results", args=[evaluation.pk])

    def post(body: object) -> dict[str, object]:
        found: dict[str, object] = client.post(address, json.dumps(body), content_type="application/json").json()
        return found

    assert post({"dataset": 1, "analysis": KEY, "parameters": ASKED})["error"] == "analyses.needs_no_dataset"
    assert post({"analysis": "wachten"})["error"] == "analyses.needs_dataset"
    assert post({"analysis": KEY, "parameters": ASKED})["number"] == 1
    runs.drain()
    found = client.get(reverse("analyses:api_result", args=[evaluation.pk, 1])).json()
    assert found["result"]["about"] == "people"
    assert found["result"]["tables"][0]["rows"][0] == ["Wachten", "cliënten", "enkele"]


@pytest.mark.parametrize("key", ["codes-per-groep", "verzadiging", "wie-sprak-en-wie-niet"])
def test_every_file_that_the_page_offers_for_others_is_there(
    key: str, researcher: User, evaluation: Evaluation, code: Code, client_of: Login
) -> None:
    row = actions.ask_codings_now(actor=researcher, evaluation=evaluation, key=key, parameters={})
    browser, here = client_of(researcher), [evaluation.pk, row.number]

    page = browser.get(f"{reverse('analyses:result', args=here)}?vorm=buiten").content.decode()

    outside = seals.outside(row)
    assert reverse("analyses:take_exact", args=[*here, "x"])[:-1] not in page
    offered = re.findall(rf'href="({reverse("analyses:take", args=[*here, "x"])[:-1]}[^"]+)"', page)
    assert {browser.get(one).status_code for one in offered} == {200}
    assert {unquote(one.rpartition("/")[2]) for one in offered} - {"tabellen.xlsx"} == outside.files
