"""The dates of an evaluation in the annexes are its own, whenever it was entered. All of it is fictitious."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import date

from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from sluitend.apps.design import actions as design
from sluitend.apps.design.models import Evaluation, PhaseKind
from sluitend.apps.people.models import User
from sluitend.apps.reporting import building, queries
from sluitend.apps.reporting.building.tables import short_day
from sluitend.apps.reporting.material import Audience
from tests.reporting.conftest import Chain

BEGAN, ENDS = date(2025, 5, 5), date(2025, 11, 28)


def shown(chain: Chain, leader: User) -> str:
    material = queries.material_for(leader, chain.evaluation, Audience.PUBLIC)
    return html.unescape(building.public_html(building.assemble(material)).decode())


def runs(leader: User, evaluation: Evaluation, starts: date | None, ends: date | None) -> None:
    evaluation.refresh_from_db()
    same = {name: getattr(evaluation, name) for name in ("revision", "title", "summary", "commissioner", "place_kind")}
    design.change_evaluation(actor=leader, evaluation=evaluation, starts=starts, ends=ends, **same)
    evaluation.refresh_from_db()


def test_what_was_asked_from_the_beginning_was_asked_since_the_evaluation_began(chain: Chain, leader: User) -> None:
    chain.write(leader, "{{bijlage vragen}}")
    today = short_day(timezone.localdate())

    before = shown(chain, leader)
    runs(leader, chain.evaluation, BEGAN, ENDS)
    after = shown(chain, leader)

    assert today in before
    assert short_day(BEGAN) in after
    assert today not in after


def test_what_was_reworded_or_added_later_keeps_its_own_date(chain: Chain, leader: User) -> None:
    chain.write(leader, "{{bijlage vragen}}")
    runs(leader, chain.evaluation, BEGAN, ENDS)
    today = timezone.localdate()

    design.reword_question(
        actor=leader, question=chain.question, text="Wie heeft de zaak?", reason="Korter (fictief).", date=today, seen=1
    )
    added = design.add_question(
        actor=leader,
        evaluation=chain.evaluation,
        parent=chain.question,
        text="Erbij?",
        kind="descriptive",
        reason="Nieuw (fictief).",
    )

    assert shown(chain, leader).count(short_day(today)) == 2
    assert added.versions.get().since(chain.evaluation) == today


def test_an_evaluation_that_begins_later_keeps_the_day_of_its_questions(chain: Chain, leader: User) -> None:
    today = timezone.localdate()
    runs(leader, chain.evaluation, today.replace(year=today.year + 1, day=1), None)

    assert chain.question.versions.get().since(chain.evaluation) == today


def test_the_page_of_a_question_shows_the_same_date(
    chain: Chain, leader: User, client_of: Callable[[User], Client]
) -> None:
    runs(leader, chain.evaluation, BEGAN, ENDS)

    page = client_of(leader).get(f"/evaluaties/{chain.evaluation.pk}/opzet/vragen/{chain.question}/").content.decode()

    assert "vanaf 5 mei 2025" in page
    assert f"vanaf {date_format(timezone.localdate(), 'j F Y')}" not in page


def test_a_planning_with_only_a_period_is_not_empty(chain: Chain, leader: User) -> None:
    chain.write(leader, "{{bijlage methode}}")
    without = shown(chain, leader)
    runs(leader, chain.evaluation, BEGAN, ENDS)
    filled = shown(chain, leader)

    assert "De evaluatie loopt van 5 mei 2025 tot en met 28 november 2025." in filled
    assert filled.count("Er is niets vastgelegd.") == without.count("Er is niets vastgelegd.") - 1


def test_the_planning_says_when_the_evaluation_itself_runs(chain: Chain, leader: User) -> None:
    chain.write(leader, "{{bijlage methode}}")
    design.add_phase(
        actor=leader,
        evaluation=chain.evaluation,
        name="Gesprekken",
        kind=PhaseKind.FIELDWORK,
        weeks=7,
        starts=date(2025, 5, 13),
        ends=date(2025, 7, 4),
    )
    periods = {"both": (BEGAN, ENDS), "starts": (BEGAN, None), "ends": (None, ENDS), "none": (None, None)}
    told = {}
    for name, period in periods.items():
        runs(leader, chain.evaluation, *period)
        told[name] = shown(chain, leader)

    assert "De evaluatie loopt van 5 mei 2025 tot en met 28 november 2025." in told["both"]
    assert "Begin van de evaluatie: 5 mei 2025." in told["starts"]
    assert "Einde van de evaluatie: 28 november 2025." in told["ends"]
    assert "de evaluatie: " not in told["none"]
    assert "De evaluatie loopt" not in told["none"]
    assert all(short_day(date(2025, 7, 4)) in page for page in told.values())
