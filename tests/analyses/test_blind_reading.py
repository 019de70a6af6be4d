"""A result from before a blind round tells its coders nothing until that round closes: not on a page, not in a file.

"Per bron" has of every source how many places answer a question: of the text that is blind now those of others.
Everything is fictitious.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from sluitend.apps.analyses import actions, queries
from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.coding import actions as coding
from sluitend.apps.coding.models import CodingRound
from sluitend.apps.design.models import Evaluation, Membership
from sluitend.apps.findings import actions as findings
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.people.permissions import Role
from tests.analyses.voices import WAITING, World
from tests.coding.rounds.near import opened

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]
WHY = (
    "U1 kunt u lezen als de blinde ronde dicht is: deze uitkomst telde een tekst mee waarin u nu alleen uw eigen codes "
    "ziet. Er gaat niets verloren. Met ‘Opnieuw uitrekenen’ telt u nu al, zonder die tekst."
)
FILES = (
    *(("take_exact", name) for name in ("sources.csv", "tabellen.xlsx", "groups-chart.svg", "groups-chart.png")),
    *(("take", name) for name in ("groups.csv", "tabellen.xlsx")),
    ("image", "groups-chart"),
)
SAYS = "4 van de 6 respondenten"


@pytest.fixture
def world(evaluation: Evaluation, leader: User) -> World:
    """Of six clients four say it, S1 among them."""
    world = World(evaluation, leader)
    world.speak({"cliënten": (6, 4)})
    world.finish()
    return world


@pytest.fixture
def row(world: World, leader: User) -> AnalysisResult:
    """U1, frozen before the round."""
    return asked(world, leader)


@pytest.fixture
def round_(world: World, row: AnalysisResult, leader: User, researcher: User) -> CodingRound:
    """S1 is coded blind; who leads codes nothing in it."""
    colleague = User.objects.create_user("collega@voorbeeld.invalid", None, name="collega (fictief)")
    Membership.objects.create(evaluation=world.evaluation, user=colleague, role=Role.RESEARCHER)
    return opened(leader, [world.sources[1].versions.get()], [researcher, colleague])


def asked(world: World, user: User) -> AnalysisResult:
    given = {"code": WAITING}
    return actions.ask_codings_now(actor=user, evaluation=world.evaluation, key="vraag-aan-teksten", parameters=given)


def url(view: str, row: AnalysisResult, *more: object) -> str:
    return reverse(f"analyses:{view}", args=[row.evaluation_id, row.number, *more])


def shown(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_its_page_says_why_and_until_when(
    client_of: Login, researcher: User, leader: User, row: AnalysisResult, round_: CodingRound
) -> None:
    pages = [url("result", row), f"{url('result', row)}?vorm=buiten"]

    blind = [shown(client_of(researcher), page) for page in pages]
    sees = shown(client_of(leader), pages[0])
    coding.close_round(actor=leader, round_=round_)
    closed = shown(client_of(researcher), pages[0])

    for page in blind:
        assert WHY in page
        assert "respondenten" not in page
        assert "Per bron" not in page
        assert url("image", row, "x")[:-1] not in page
        assert "tabellen.xlsx" not in page
    for page in (sees, closed):
        assert WHY not in page
        assert SAYS in page
        assert "Per bron" in page


@pytest.mark.parametrize(("view", "name"), FILES)
def test_there_is_no_file_of_it(
    view: str, name: str, client_of: Login, researcher: User, leader: User, row: AnalysisResult, round_: CodingRound
) -> None:
    address = url(view, row, name)

    refused = client_of(researcher).get(address)

    assert (refused.status_code, "attachment" in refused.get("Content-Disposition", "")) == (400, False)
    assert WHY in " ".join(refused.content.decode().split())
    assert not AuditEvent.objects.filter(action__startswith="analyses.taken").exists()
    before = client_of(leader).get(address).status_code
    coding.close_round(actor=leader, round_=round_)
    assert client_of(researcher).get(address).status_code == before == 200


def test_another_program_gets_nothing_of_it(
    client_of: Login, researcher: User, reader: User, row: AnalysisResult, round_: CodingRound
) -> None:
    """Who reads along sees what leaves the team, as ever: that tells of no source."""
    refused = client_of(researcher).get(url("api_result", row))

    assert refused.status_code == 400
    assert refused.json() == {"error": "analyses.waits_for_round", "message": WHY}
    listed = client_of(researcher).get(reverse("analyses:api_results", args=[row.evaluation_id])).json()
    assert [one["number"] for one in listed["results"]] == [1]
    told = client_of(reader).get(url("api_result", row)).json()["result"]
    assert [one["key"] for one in told["tables"]] == ["groups"]


def test_it_is_laid_beside_no_other(
    client_of: Login, researcher: User, leader: User, world: World, row: AnalysisResult, round_: CodingRound
) -> None:
    """A result of now does not count the text, and is read; beside the earlier one it would tell what was in it."""
    now = asked(world, researcher)
    client = client_of(researcher)

    assert "3 van de 5 respondenten" in shown(client, url("result", now))
    assert queries.comparable(researcher, world.evaluation, now) == []
    assert client.get(url("compare", now), {"met": row.number})["Location"] == url("result", now)
    assert WHY in shown(client, f"{url('compare', row)}?met={now.number}")
    assert client_of(leader).get(url("compare", now), {"met": row.number}).status_code == 200


def test_under_a_finding_it_says_why(
    client_of: Login, researcher: User, leader: User, reader: User, row: AnalysisResult, round_: CodingRound
) -> None:
    finding = findings.add_finding(actor=leader, evaluation=row.evaluation, title="Men wacht lang (fictief).")
    findings.use_result(actor=leader, finding=finding, result=row)
    pages = [
        reverse("findings:finding", args=[row.evaluation_id, finding.number]),
        f"{reverse('findings:use_result', args=[row.evaluation_id])}?result=U1",
    ]

    for page in pages:
        blind, sees = shown(client_of(researcher), page), shown(client_of(leader), page)
        assert WHY in blind
        assert SAYS not in blind
        assert SAYS in sees
    assert WHY not in shown(client_of(reader), pages[0])


def test_a_result_of_other_texts_stays_readable(
    client_of: Login, researcher: User, leader: User, world: World, row: AnalysisResult
) -> None:
    version = world.heard(world.sources[1].perspective)  # type: ignore[arg-type]
    opened(leader, [version], [researcher])

    assert SAYS in shown(client_of(researcher), url("result", row))


def test_who_leads_and_codes_along_waits_too(client_of: Login, leader: User, world: World, row: AnalysisResult) -> None:
    opened(leader, [world.sources[1].versions.get()], [leader])

    assert WHY in shown(client_of(leader), url("result", row))
