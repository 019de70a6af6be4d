"""The breakdown of support beside a twin by another hand, on random evaluations."""

from __future__ import annotations

import pytest

from sluitend.apps.design.models import Level
from sluitend.apps.findings import queries
from sluitend.apps.findings.queries.breakdown import Breakdown, Row
from sluitend.apps.people.models import User
from tests.twins.breakdown import Group, breakdown
from tests.twins.conftest import Drawn
from tests.twins.stored import Stored
from tests.twins.world import World

pytestmark = pytest.mark.django_db
SEEDS = 8
Figures = tuple[tuple[int, int, int], tuple[int, int, int]]


def name_of(stored: Stored, attribute: str, value: object) -> str:
    if value is None or value == "":
        return ""
    if attribute == "level":
        return str(Level(value).label)
    assert isinstance(value, int)
    rows = {"perspective": stored.groups, "place": stored.places, "phase": stored.phases}
    return str(rows[attribute][value])


def figures(row: Row) -> Figures:
    assert row.in_favour
    assert row.against
    favour, against = row.in_favour, row.against
    return (
        (favour.people, favour.organisations, favour.documents),
        (against.people, against.organisations, against.documents),
    )


def words(row: Row) -> tuple[str, str]:
    assert (row.in_favour, row.against) == (None, None)
    return str(row.share_in_favour), str(row.share_against)


def told(group: Group) -> tuple[str, str]:
    return group.word(group.in_favour), group.word(group.against)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_who_supports_a_finding_and_who_contradicts_it(seed: int, draw: Drawn, leader: User, reader: User) -> None:
    world, stored = draw(seed)

    for finding in world.standing:
        row = stored.findings[finding.number]
        total, rows = breakdown(world, finding)
        inside, outside = queries.breakdown_for(leader, row), queries.breakdown_for(reader, row)

        assert figures(inside.total) == (total.in_favour.figures, total.against.figures), str(row)
        assert words(outside.total) == (told(total) if total.is_told else ("none", "none"))
        for attribute, groups in rows.items():
            named = {name_of(stored, attribute, value): group for value, group in groups.items()}
            check(named, attribute, inside, outside)
    chain = queries.evidence_for(leader, stored.evaluation)  # the report reads all of them at once
    assert [line.breakdown for line in chain.findings] == [
        queries.breakdown_for(leader, stored.findings[line.finding.number]) for line in chain.findings
    ]


def check(named: dict[str, Group], attribute: str, inside: Breakdown, outside: Breakdown) -> None:
    wanted = {name: (group.in_favour.figures, group.against.figures) for name, group in named.items()}
    assert {row.name: figures(row) for row in inside.rows[attribute]} == wanted
    shown = {name: told(group) for name, group in named.items() if group.is_told}
    assert {row.name: words(row) for row in outside.rows[attribute]} == shown
    assert outside.left_out or len(shown) == len(named)


def test_the_worlds_hold_what_the_twin_has_to_tell_apart() -> None:
    """Else a seed that happens to be empty would prove nothing."""
    from tests.twins.voices import saying
    from tests.twins.world import drawn

    worlds: list[World] = [drawn(seed) for seed in range(SEEDS)]
    said = [(one, saying(world, one)) for world in worlds for one in world.passages]

    assert any(len({voice.who for voice in voices}) > 1 for _one, voices in said)
    assert any(one.text.labels and not voices for one, voices in said)  # only who asks, or nobody
    assert any(not voice.is_person for _one, voices in said for voice in voices)
    assert any(finding.merged_into for world in worlds for finding in world.findings)
    assert any(archived for world in worlds for archived in world.codes.values())
