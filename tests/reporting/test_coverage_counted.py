"""Coverage against a naive count of the same, on random conversations."""

from __future__ import annotations

import random

import pytest
from django.utils import timezone

from sluitend.apps.coding.models import Fragment
from sluitend.apps.design.models import Evaluation, Question
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import SourceVersion, Speaker
from tests.reporting.coverage_field import LEVELS, SAID, Field

pytestmark = pytest.mark.django_db


@pytest.fixture
def field(evaluation: Evaluation, leader: User) -> Field:
    return Field(evaluation, leader)


# The naive twin: for every cell all rows again, in plain loops.
def heard_in(version: SourceVersion, perspective: int, level: str, turn: tuple[int, int] | None) -> set[str]:
    """Who of this perspective (and level) speaks in these turns of the text, or in all of it."""
    if version.released_at is None or version.source.withdrawn_at is not None:
        return set()
    speakers = {one.number: one for one in version.source.speakers.all()}
    people: dict[int, Speaker] = {}
    for number, one in speakers.items():
        while one.merged_into is not None:
            one = one.merged_into  # noqa: PLW2901 - the one it stands for
        people[number] = one
    told = {number: one for number, one in people.items() if not one.is_interviewer}
    if not told:
        mine = (version.source.perspective_id, version.source.level)
        return {f"S{version.source_id}"} if mine[0] == perspective and level in ("", mine[1]) else set()
    numbers = {row[2] for at, row in enumerate(version.turns) if turn is None or turn[0] <= at < turn[1]}
    if turn is None:
        numbers = set(told)
    found = set()
    for number in numbers & set(told):
        one = told[number]
        who = one.respondent
        if who is not None and who.withdrawn_at is not None:
            continue
        known = [one, version.source] if who is None else [one, who, version.source]
        at = [each.perspective_id for each in known if each.perspective_id] or [None]
        high = [each.level for each in known if each.level] or [""]
        if at[0] == perspective and level in ("", high[0]):
            found.add(f"R{who.pk}" if who is not None else f"P{one.pk}")
    return found


def naive(field: Field, question: Question, perspective: int, level: str) -> list[tuple[int, int]]:
    """(sources, voices) of heard, coded and found."""
    result = []
    for measure in ("heard", "coded", "found"):
        sources, voices = set(), set()
        for version in SourceVersion.objects.select_related("source"):
            spans: list[tuple[int, int] | None] = [None] if measure == "heard" else []
            for fragment in version.fragments.filter(withdrawn_at=None) if measure != "heard" else []:
                if measure == "coded" and not fragment.codings.exists():
                    continue
                links = fragment.evidence_links.filter(finding__questions=question)
                if measure == "found" and not links.exists():
                    continue
                spans.append((fragment.start // len(SAID), -(-fragment.end // len(SAID))))
            for span in spans:
                here = heard_in(version, perspective, level, span)
                voices |= here
                sources |= {version.source_id} if here else set()
        result.append((len(sources), len(voices)))
    return result


@pytest.mark.parametrize("seed", range(3))
def test_against_a_naive_count_on_random_conversations(field: Field, leader: User, seed: int) -> None:
    chance = random.Random(seed)
    groups = [*field.perspectives, None]
    respondents = [
        field.respondent(n, perspective=chance.choice(groups), level=chance.choice(LEVELS)) for n in range(1, 5)
    ]
    respondents.append(field.respondent(9, withdrawn_at=timezone.now()))
    for _source in range(7):
        amount = chance.randint(0, 4)
        turns = [chance.randrange(amount) for _turn in range(chance.randint(1, 6))] if amount else []
        released = chance.random() > 0.2
        version = field.source(turns, released, perspective=chance.choice(groups), level=chance.choice(LEVELS))
        fill(field, chance, version, amount, respondents)
    for version in SourceVersion.objects.filter(released_at__isnull=False):
        used = [one for one in version.fragments.all() if chance.random() < 0.5]
        field.finding(chance.sample(field.questions, chance.randint(0, 2)), used)

    for level in LEVELS:
        for row in field.map(leader, level).rows:
            for cell in row.cells:
                shown = [(one.sources, one.voices) for one in (cell.heard, cell.coded, cell.found)]
                wanted = field.questions[0] if row.question.label == "V1" else field.questions[1]
                assert shown == naive(field, wanted, cell.perspective.pk, level)


def fill(
    field: Field, chance: random.Random, version: SourceVersion, amount: int, respondents: list[Respondent]
) -> None:
    """Speakers of all kinds, and passages over one turn or more."""
    made: list[Speaker] = []
    for number in range(amount):
        asks = chance.random() < 0.2
        answering = [one for one in made if not one.is_interviewer]
        made.append(
            field.speaker(
                version,
                number,
                is_interviewer=asks,
                respondent=None if asks else chance.choice([None, *respondents]),
                merged_into=chance.choice([None, *answering]),
                perspective=None if asks else chance.choice([None, *field.perspectives]),
                level="" if asks else chance.choice(LEVELS),
            )
        )
    if version.released_at is None:
        return
    for _passage in range(chance.randint(0, 4)):
        turn = chance.randrange(max(1, len(version.turns)))
        length = chance.randint(1, max(1, len(version.turns) - turn))
        passage = field.passage(version, turn, length, coded=chance.random() < 0.5)
        if chance.random() < 0.15:
            Fragment.objects.filter(pk=passage.pk).update(withdrawn_at=timezone.now())
