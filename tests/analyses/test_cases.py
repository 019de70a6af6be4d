"""Looking at cases one by one: for the team, recorded, and of what was chosen only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from sluitend.apps.analyses import actions, queries
from sluitend.apps.analyses.actions.cases import Choice
from sluitend.apps.datasets.actions import remove_dataset
from sluitend.apps.datasets.models import DatasetVersion
from sluitend.apps.datasets.models.version import DestroyReason
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import AuditEvent, User
from sluitend.errors import InputError, NotAllowed, NotFound
from sluitend.formats.still_svg import is_still
from tests.analyses import planted
from tests.analyses.conftest import Accept

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]


@pytest.fixture
def version(accept: Accept) -> DatasetVersion:
    return accept()


def names(actor: User, version: DatasetVersion, **choice: object) -> set[str]:
    activity, variant = choice.pop("activity", None), choice.pop("variant", None)
    chosen = Choice(dict(choice), activity, variant)  # type: ignore[arg-type]
    listed = actions.list_cases(actor=actor, version=version, choice=chosen, most=100, skip=0)
    assert listed.total == len(listed.rows)
    return {row["case"] for row in listed.rows}


def test_the_choice_gives_the_cases_that_a_loop_finds(version: DatasetVersion, researcher: User) -> None:
    events = list(planted.events())

    assert names(researcher, version, activity=planted.BACK) == {e[0] for e in events if e[1] == planted.BACK}
    assert names(researcher, version, only=["gemeente=Waterdam"], since="2025-02-01", until="2025-02-28") == {
        e[0] for e in events if e[1] == planted.REPORT and e[4] == "Waterdam" and e[2].month == 2
    }
    assert names(researcher, version, involved=[planted.HELP], only=[f"laatste organisatie={planted.TEAM}"]) == set()
    assert names(researcher, version, involved=[planted.HELP]) == {e[0] for e in events if e[3] == planted.HELP}
    assert names(researcher, version, activity="bestaat niet") == set()
    assert names(researcher, version, since="2030-01-01") == set()
    with pytest.raises(InputError):
        names(researcher, version, only=["gemeente=Nergens"])


def test_a_sequence_that_was_offered_gives_as_many_cases_as_it_says(version: DatasetVersion, researcher: User) -> None:
    first = actions.list_cases(actor=researcher, version=version, choice=Choice({}), most=5, skip=0)

    assert (first.total, len(first.rows)) == (41, 5)
    assert first.variants[0]["activities"] == [planted.REPORT, planted.LET_GO, planted.START]
    for one in first.variants:
        assert len(names(researcher, version, variant=one["variant"])) == one["cases"]


def test_one_case_step_by_step(version: DatasetVersion, researcher: User) -> None:
    rows = actions.list_cases(actor=researcher, version=version, choice=Choice({}), most=100, skip=0).rows
    place = next(row["place"] for row in rows if row["case"] == "NA")  # a case by that name

    name, steps = actions.open_case(actor=researcher, version=version, place=place)

    assert name == "NA"
    assert [(one["activity"], one["resource"], one["wait_days"]) for one in steps] == [
        (planted.REPORT, planted.TEAM, 5),
        (planted.LET_GO, planted.TEAM, 5),
        (planted.START, planted.HELP, None),
    ]


def test_every_look_is_recorded_without_names(
    client_of: Login, evaluation: Evaluation, version: DatasetVersion, researcher: User
) -> None:
    browser = client_of(researcher)
    browser.get(reverse("analyses:cases", args=[evaluation.pk]))
    browser.get(reverse("analyses:case", args=[evaluation.pk, 1, 1, 0]))
    browser.get(reverse("analyses:dots", args=[evaluation.pk]))

    seen = AuditEvent.objects.filter(action__startswith="analyses.case", actor_id=researcher.pk).order_by("pk")
    assert [(one.action, one.data) for one in seen] == [
        ("analyses.cases_listed", {"dataset": 1, "cases": 41}),
        ("analyses.case_opened", {"dataset": 1, "place": 0}),
        ("analyses.cases_drawn", {"dataset": 1, "cases": 41}),
    ]


def test_dots_are_taken_as_a_drawing_or_a_table(
    client_of: Login, evaluation: Evaluation, version: DatasetVersion, researcher: User
) -> None:
    browser = client_of(researcher)

    def taken(kind: str, **choice: str) -> bytes:
        response = browser.get(reverse("analyses:take_dots", args=[evaluation.pk, kind]), choice)
        assert f'filename="stippen.{kind}"' in response["Content-Disposition"]
        return response.content

    steps = [
        (one, row["activity"], row["time"])
        for place in range(41)
        for one, of_it in [actions.open_case(actor=researcher, version=version, place=place)]
        for row in of_it
    ]
    note, heading, *lines = taken("csv").decode("utf-8-sig").splitlines()
    assert "Alleen voor het team" in note
    assert heading == "Casus;Activiteit;Tijdstip"
    assert Counter(line.rpartition(";")[0] for line in lines) == Counter(f"{case};{what}" for case, what, _ in steps)
    assert {line.rpartition(";")[2][:10] for line in lines} == {at.date().isoformat() for *_, at in steps}
    assert len(CalamineWorkbook.from_filelike(BytesIO(taken("xlsx"))).get_sheet_by_index(0).to_python()) > len(steps)
    assert b"Alleen voor het team" in taken("svg")
    assert is_still(taken("svg").decode())
    assert taken("png").startswith(b"\x89PNG")
    only = taken("csv", only="gemeente=Rietveen").decode("utf-8-sig").splitlines()[2:]
    assert len({line.partition(";")[0] for line in only}) == 20
    assert browser.get(reverse("analyses:take_dots", args=[evaluation.pk, "pdf"])).status_code == 404
    none = browser.get(reverse("analyses:take_dots", args=[evaluation.pk, "csv"]), {"only": "gemeente=Nergens"})
    assert none.status_code == 302
    seen = AuditEvent.objects.filter(action="analyses.cases_taken").order_by("pk").values_list("data", flat=True)
    assert [one["kind"] for one in seen] == ["csv", "xlsx", "svg", "svg", "png", "csv"]


def test_the_team_only(
    evaluation: Evaluation, version: DatasetVersion, reader: User, outsider: User, client_of: Login
) -> None:
    for actor, error in ((reader, NotAllowed), (outsider, NotFound)):
        with pytest.raises(error):
            queries.case_versions(actor, evaluation)
        with pytest.raises(error):
            actions.open_case(actor=actor, version=version, place=0)
        with pytest.raises(error):
            actions.list_cases(actor=actor, version=version, choice=Choice({}), most=1, skip=0)
        with pytest.raises(error):
            actions.draw_cases(actor=actor, version=version, choice=Choice({}), most=1)
    assert not AuditEvent.objects.filter(action__startswith="analyses.case").exists()
    assert "Casussen een voor een" not in client_of(reader).get("/").content.decode()


def test_the_screens_say_what_is_in_them(
    client_of: Login, evaluation: Evaluation, version: DatasetVersion, researcher: User
) -> None:
    browser = client_of(researcher)

    listed = browser.get(reverse("analyses:cases", args=[evaluation.pk]), {"only": "gemeente=Rietveen"})
    assert "20 casussen, de eerst begonnen bovenaan." in listed.content.decode()
    assert "niet anoniem" in listed.content.decode()
    helped = browser.get(reverse("analyses:cases", args=[evaluation.pk]), {"involved": planted.HELP})
    assert "36 casussen" in " ".join(helped.content.decode().split())
    beyond = browser.get(reverse("analyses:cases", args=[evaluation.pk]), {"only": "gemeente=Nergens"})
    assert "“gemeente=Nergens” bij “Alleen casussen met” staat niet in deze gegevens." in beyond.content.decode()
    place = listed.context["rows"][0]["place"]
    one = browser.get(reverse("analyses:case", args=[evaluation.pk, 1, 1, place])).content.decode()
    assert "25 dagen tot de volgende gebeurtenis" in one
    assert "langste wachttijd" in one
    assert f"doorgegeven aan {planted.HELP}" in one
    drawn = browser.get(reverse("analyses:dots", args=[evaluation.pk])).content.decode()
    assert "Alle 41 casussen staan erin." in drawn
    assert "Een rij voor elk van 41 casussen" in drawn
    assert browser.get(reverse("analyses:dots", args=[evaluation.pk]), {"activity": planted.REPORT}).status_code == 200
    late = browser.get(reverse("analyses:cases", args=[evaluation.pk]), {"until": "9999-12-31"}).content.decode()
    assert "“Begonnen tot en met” (until) ontbreekt of heeft een waarde die niet kan." in late
    for odd in ({"page": "99"}, {"page": "9" * 30}, {"variant": "9" * 30}, {"page": "x", "variant": "-1"}):
        assert browser.get(reverse("analyses:cases", args=[evaluation.pk]), odd, follow=True).context["rows"]
    for address in (
        [evaluation.pk, 1, 1, 10**30],
        [evaluation.pk, 1, 1, 99],
        [evaluation.pk, 1, 7, 0],
        [evaluation.pk, 7, 1, 0],
    ):
        assert browser.get(reverse("analyses:case", args=address)).status_code == 404


def test_what_was_destroyed_is_looked_at_no_more(
    evaluation: Evaluation, version: DatasetVersion, researcher: User, leader: User
) -> None:
    assert queries.case_versions(researcher, evaluation) == [version]

    remove_dataset(actor=leader, dataset=version.dataset, reason=DestroyReason.NOT_NEEDED)

    assert queries.case_versions(researcher, evaluation) == []
