"""Files of what people said, with exact numbers: for whoever may see these on screen, and for nobody else."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from sluitend.apps.analyses import actions, seals
from sluitend.apps.analyses.kit.marks import INTERNAL
from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.coding import actions as coding
from sluitend.apps.coding.models import Code
from sluitend.apps.design.models import Evaluation, Membership
from sluitend.apps.fieldwork import actions as fieldwork
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.people.permissions import Role
from tests.analyses.near import two_results
from tests.analyses.voices import World

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]
HEARD = {"cliënten": (6, 2), "gemeente": (3, 0), "school": (1, 1)}


@pytest.fixture
def world(evaluation: Evaluation, leader: User) -> World:
    return World(evaluation, leader)


@pytest.fixture
def code(world: World) -> Code:
    """Six clients of whom two say it, three of the municipality of whom nobody does, and one school that does."""
    code = world.speak(HEARD)
    world.finish()
    return code


def ask(user: User, evaluation: Evaluation, key: str = "codes-per-groep", **given: object) -> AnalysisResult:
    return actions.ask_codings_now(actor=user, evaluation=evaluation, key=key, parameters=given)


def url(row: AnalysisResult, name: str, view: str = "take_exact") -> str:
    return reverse(f"analyses:{view}", args=[row.evaluation_id, row.number, name])


def lines_of(content: bytes) -> list[list[str]]:
    """The rows of a csv, without its notes."""
    return [line.split(";") for line in content.decode("utf-8-sig").splitlines() if not line.startswith(("#", '"#'))]


def test_the_csv_has_every_number_and_says_that_it_is_for_the_team(
    client_of: Login, researcher: User, evaluation: Evaluation, code: Code
) -> None:
    response = client_of(researcher).get(url(ask(researcher, evaluation), "cross.csv"))

    told = response.content.decode("utf-8-sig").splitlines()
    assert told[0] == f"# {INTERNAL}"
    assert "# Per: perspectief" in told
    assert "alleen-team.csv" in response["Content-Disposition"]
    headings, *rows = lines_of(response.content)
    assert headings[:3] == ["code", "code, laag 1", "perspectief"]
    found = {row[2]: dict(zip(headings, row, strict=True)) for row in rows}
    counted = {name: (int(one["van de respondenten"]), int(one["respondenten"])) for name, one in found.items()}
    assert counted == HEARD
    shares = {name: one["aandeel van de respondenten (0 tot 1)"] for name, one in found.items()}
    assert {name: float(one.replace(",", ".")) for name, one in shares.items()} == {
        name: said / heard for name, (heard, said) in HEARD.items()
    }


def test_every_layer_of_a_code_has_a_column(
    client_of: Login, researcher: User, leader: User, evaluation: Evaluation, world: World, code: Code
) -> None:
    below = coding.add_code(actor=leader, evaluation=evaluation, name="Lang", parent=code)
    coding.apply_code(actor=leader, version=world.sources[3].versions.get(), start=4, end=11, code=below)

    content = client_of(researcher).get(url(ask(researcher, evaluation), "cross.csv")).content

    headings, *rows = lines_of(content)
    assert headings[:4] == ["code", "code, laag 1", "code, laag 2", "perspectief"]
    assert {tuple(row[:3]) for row in rows} == {("Wachten", "Wachten", ""), ("Wachten › Lang", "Wachten", "Lang")}


def test_the_workbook_has_all_tables_with_what_was_asked(
    client_of: Login, researcher: User, evaluation: Evaluation, code: Code
) -> None:
    row = ask(researcher, evaluation, "verzadiging", codes=["Wachten"])
    book = CalamineWorkbook.from_filelike(io.BytesIO(client_of(researcher).get(url(row, "tabellen.xlsx")).content))

    assert book.sheet_names == ["Uitkomst", "Na elke bron"]
    assert {book.get_sheet_by_name(name).to_python()[0][0] for name in book.sheet_names} == {INTERNAL}
    assert ["Codes", "Wachten"] in book.get_sheet_by_name("Uitkomst").to_python()
    _note, headings, *rows = book.get_sheet_by_name("Na elke bron").to_python()
    found = [dict(zip(map(str, headings), one, strict=True)) for one in rows]
    assert [one["perspectief"] for one in found] == ["cliënten"] * 6 + ["gemeente"] * 3 + ["school"]
    assert [one["codes tot nu toe"] for one in found] == [1] * 10


def test_a_chart_says_that_it_is_for_the_team(
    client_of: Login, researcher: User, evaluation: Evaluation, code: Code
) -> None:
    row = ask(researcher, evaluation)
    client = client_of(researcher)

    assert f">{INTERNAL}</text>" in client.get(url(row, "cross-chart.svg")).content.decode()
    assert client.get(url(row, "cross-chart.png")).content == seals.opened(row).drawings["cross-chart"].png
    kinds = [event.data["kind"] for event in AuditEvent.objects.filter(action="analyses.taken_exact").order_by("pk")]
    assert kinds == ["svg", "png"]
    for name in ("verzonnen.csv", "verzonnen.svg", "verzonnen.xlsx", "cross.exe", "zonder"):
        assert client.get(url(row, name)).status_code == 404


@pytest.mark.parametrize("name", ["cross.csv", "tabellen.xlsx", "cross-chart.svg", "cross-chart.png"])
def test_who_may_not_see_exact_numbers_on_screen_gets_no_file_of_them(
    name: str, client_of: Login, researcher: User, reader: User, outsider: User, evaluation: Evaluation, code: Code
) -> None:
    row = ask(researcher, evaluation)

    assert client_of(reader).get(url(row, name)).status_code == 403
    assert client_of(outsider).get(url(row, name)).status_code == 404
    assert client_of(researcher).get(url(row, name)).status_code == 200
    Membership.objects.filter(evaluation=evaluation, user=researcher).update(role=Role.READER)
    assert client_of(researcher).get(url(row, name)).status_code == 403
    assert AuditEvent.objects.filter(action="analyses.taken_exact").count() == 1


def test_what_leaves_the_team_is_what_it_was(
    client_of: Login, researcher: User, reader: User, evaluation: Evaluation, code: Code
) -> None:
    row = ask(researcher, evaluation)

    files = [client_of(user).get(url(row, "cross.csv", "take")).content for user in (researcher, reader)]

    assert files[0] == files[1]
    assert "Beschermd: over groepen van minder dan drie mensen" in files[0].decode()
    assert "school" not in files[0].decode()
    assert lines_of(files[0]) == [
        ["code", "perspectief", "respondenten"],
        ["Wachten", "cliënten", "enkele"],
        ["Wachten", "overige groepen", "een of meer"],
    ]


def test_a_text_that_is_coded_blind_is_in_no_file(
    client_of: Login, researcher: User, leader: User, evaluation: Evaluation, world: World, code: Code
) -> None:
    """What is coded in it, also not for who leads and sees it; nor who speaks in it, who would be silent there."""
    version = world.sources[7].versions.get()
    blind = coding.plan_round(
        actor=leader, evaluation=evaluation, title="Blind", texts=[version], coders=[researcher], is_blind=True
    )
    coding.open_round(actor=leader, round_=blind)
    coding.apply_code(actor=researcher, version=version, start=4, end=11, code=code)

    content = client_of(leader).get(url(ask(leader, evaluation), "cross.csv")).content

    headings, *rows = lines_of(content)
    at, of = headings.index("respondenten"), headings.index("van de respondenten")
    assert {row[2]: (int(row[of]), int(row[at])) for row in rows} == HEARD | {"gemeente": (2, 0)}
    assert "1 tekst is niet meegeteld: die wordt nog blind gecodeerd." in content.decode()


def test_there_is_none_of_register_data_nor_of_words_that_were_withdrawn(
    client_of: Login, researcher: User, leader: User, evaluation: Evaluation, code: Code
) -> None:
    row = ask(researcher, evaluation)
    fieldwork.withdraw(actor=leader, respondent=Respondent.objects.get(number=1), asked_on=date(2026, 11, 1))
    assert client_of(researcher).get(url(row, "cross.csv")).status_code == 404

    two_results(leader, evaluation)
    of_a_log = AnalysisResult.objects.filter(version__isnull=False, state="done").last()
    assert of_a_log is not None
    content = seals.opened(of_a_log)
    name = next(iter(content.files))
    assert client_of(researcher).get(url(of_a_log, name)).status_code == 404
    assert client_of(researcher).get(url(of_a_log, name, "take")).status_code == 200


@pytest.mark.parametrize(
    "key", ["codes-per-groep", "codes-samen", "verzadiging", "wie-sprak-en-wie-niet", "vraag-aan-teksten"]
)
def test_every_table_and_chart_on_the_page_has_its_files_for_the_team(
    key: str, client_of: Login, researcher: User, evaluation: Evaluation, code: Code
) -> None:
    row = ask(researcher, evaluation, key, **({"code": "Wachten"} if key == "vraag-aan-teksten" else {}))
    browser = client_of(researcher)

    page = browser.get(reverse("analyses:result", args=[evaluation.pk, row.number])).content.decode()

    exact = seals.opened(row)
    offered = re.findall(rf'href="({url(row, "x")[:-1]}[^"]+)"', page)
    names = {unquote(one.rpartition("/")[2]) for one in offered}
    drawn = {f"{one.key}.{kind}" for one in exact.result.charts for kind in ("svg", "png")}
    assert names == {"tabellen.xlsx", *(f"{one.key}.csv" for one in exact.result.tables), *drawn}
    assert {browser.get(one).status_code for one in offered} == {200}
    assert url(row, "x", "take")[:-1] not in page
    assert "Alleen voor het team: aantallen zijn exact, ook in de bestanden hieronder." in page
