"""After a change only what it touched is read again, and only the rules that looked at what is different run."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sluitend.apps.findings import actions as findings
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.queries import actions_between, pulse_of
from sluitend.apps.reporting import actions, checker
from sluitend.apps.reporting.checker.parts import Kept, Parts, part
from sluitend.apps.reporting.checker.world import PARTS, World, touched_by
from tests.reporting.conftest import Chain


class Small(Parts):
    """Two tables, and what is made of them; counts what is made."""

    tables: dict[str, int]
    made: list[str]

    @part("one")
    def first(self) -> int:
        self.made.append("first")
        return self.tables["first"]

    @part("other")
    def second(self) -> int:
        self.made.append("second")
        return self.tables["second"]

    @part()
    def is_even(self) -> bool:
        self.made.append("is_even")
        return self.first % 2 == 0

    def rule(self) -> str:
        def told() -> str:
            self.made.append("rule")
            return "even" if self.is_even else f"second is {self.second}"

        return self.of("rule", told)


def round_of(first: int, second: int, kept: dict[str, Kept] | None = None, touched: tuple[str, ...] = ()) -> Small:
    parts = Small(kept, touched)
    parts.tables, parts.made = {"first": first, "second": second}, []
    return parts


def test_nothing_is_made_again_when_nothing_was_touched() -> None:
    before = round_of(2, 5)
    assert (before.rule(), before.made) == ("even", ["rule", "is_even", "first"])

    again = round_of(3, 6, before.kept)

    assert (again.rule(), again.made) == ("even", [])


def test_what_comes_out_the_same_makes_nothing_else_run() -> None:
    before = round_of(2, 5)
    before.rule()

    again = round_of(4, 5, before.kept, ("first",))

    assert (again.rule(), again.made) == ("even", ["first", "is_even"])


def test_a_rule_that_now_looks_further_remembers_that() -> None:
    before = round_of(2, 5)
    before.rule()
    odd = round_of(3, 5, before.kept, ("first",))
    assert odd.rule() == "second is 5"

    later = round_of(3, 6, odd.kept, ("second",))

    assert later.rule() == "second is 6"


def test_every_part_of_a_room_is_touched_by_what_is_written_there() -> None:
    assert {"findings", "links", "conclusions"} <= touched_by("findings.finding_changed")
    assert touched_by("findings.evidence_linked") == {"links"}
    assert touched_by("fieldwork.withdrawn") == touched_by("unheard_of.something") == set(PARTS)
    assert not touched_by("people.logged_in")


def test_a_change_of_a_chapter_reads_little_and_says_the_same_as_reading_everything(chain: Chain, leader: User) -> None:
    section = chain.report.sections.get(pk=chain.write(leader, "Zie [[B9]]."))
    checker.outcome_for(leader, chain.evaluation)

    actions.change_section(actor=leader, section=section, revision=1, title="Vol", markdown="Zie [[B8]].")
    with CaptureQueriesContext(connection) as some:
        found = checker.outcome_for(leader, chain.evaluation)
    with CaptureQueriesContext(connection) as all_of_them:
        anew = checker.check(leader, chain.evaluation)

    assert [one.found for one in found.problems] == [one.found for one in anew.problems]
    assert "B8" in [one.label for one in found.problems]
    assert len(some) < len(all_of_them) / 3


def test_each_change_says_the_same_as_reading_everything(chain: Chain, leader: User) -> None:
    checker.outcome_for(leader, chain.evaluation)
    changes: list[Callable[[], object]] = [
        lambda: findings.add_finding(
            actor=leader, evaluation=chain.evaluation, title="Nog een.", questions=[chain.question]
        ),
        lambda: findings.link_evidence(
            actor=leader, finding=chain.evaluation.findings.get(number=2), fragment=chain.public
        ),
        lambda: chain.write(leader, "[[F1]] en [[F4]] en 50%."),
        lambda: findings.add_recommendation(actor=leader, evaluation=chain.evaluation, title="Doe iets."),
        lambda: actions.change_report(
            actor=leader, report=chain.report, revision=1, title="Anoniem (fictief)", subtitle=""
        ),
    ]
    for change in changes:
        change()
        found = checker.outcome_for(leader, chain.evaluation)
        assert [one.found for one in found.problems] == [
            one.found for one in checker.check(leader, chain.evaluation).problems
        ]


def test_what_was_done_between_two_pulses(chain: Chain, leader: User) -> None:
    pk = chain.evaluation.pk
    before = pulse_of(pk)
    record(leader, "findings.evidence_linked", leader, evaluation=pk)
    record(leader, "findings.evidence_linked", leader, evaluation=pk + 1)
    now = pulse_of(pk)

    assert before is not None
    assert now is not None
    assert actions_between(pk, before, now) == ["findings.evidence_linked"]


def test_it_cannot_be_told_when_the_events_are_others_than_they_were(chain: Chain, leader: User) -> None:
    pk = chain.evaluation.pk
    pulse = pulse_of(pk)
    assert pulse is not None
    other = type(pulse)(pulse.newest, pulse.at - timedelta(days=1), pulse.count)
    fewer = type(pulse)(pulse.newest, pulse.at, pulse.count - 1)

    assert actions_between(pk, other, pulse) is None
    assert actions_between(pk, fewer, pulse) is None
    assert actions_between(pk, type(pulse)(pulse.newest + 1, timezone.now(), pulse.count), pulse) is None


def test_every_part_is_read_by_some_rule(chain: Chain, leader: User) -> None:
    world = World(leader, chain.evaluation)
    chain.write(leader, "[[F1]]")
    for rule in checker.RULES:
        world.found_by(rule)

    assert set(PARTS) - set(world.kept) == {
        "waivers",
        "agreements_shown",
        "outside",
        "questions_of",
        "recoded",
    }  # nothing is judged, cited, planned or computed of coded texts


@pytest.mark.parametrize("name", ["findings", "links", "sections", "sources", "fragments"])
def test_parts_know_their_rooms(name: str) -> None:
    assert PARTS[name].rooms
