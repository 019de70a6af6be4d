"""The breakdown against a naive twin on random worlds, and what is told of it outside the team."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from django.utils import timezone

from sluitend.apps.coding.models import Fragment
from sluitend.apps.coding.spans import quote_hash
from sluitend.apps.design.models import Evaluation, Perspective, Phase, Place
from sluitend.apps.fieldwork import actions as fieldwork
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.findings import actions, queries
from sluitend.apps.findings.models import EvidenceLink, Finding
from sluitend.apps.findings.queries.breakdown import Count, Row, Share, breakdown_of
from sluitend.apps.findings.queries.voices import Voice
from sluitend.apps.findings.words_breakdown import in_favour, in_words
from sluitend.apps.people.models import Organisation, OrganisationKind, User
from sluitend.apps.sources.models import Ground, GroundKind, Source, Speaker
from tests.findings.conftest import MakeSource

pytestmark = pytest.mark.django_db
LENGTH = 60
LEVELS = {"": "", "official": "ambtelijk", "executive": "bestuurlijk"}


class Dice:
    """A random world: sources with and without speakers, merged labels, shared respondents, nulls everywhere."""

    def __init__(self, seed: int, evaluation: Evaluation, leader: User, make_source: MakeSource) -> None:
        self.random, self.evaluation, self.leader, self.make = Random(seed), evaluation, leader, make_source
        made = {"evaluation": evaluation}
        self.perspectives = [Perspective.objects.create(name=f"P{n} (fictief)", **made) for n in range(2)]
        self.places = [Place.objects.create(name=f"Plaats {n} (fictief)", kind="other", **made) for n in range(2)]
        self.phases = [Phase.objects.create(name=f"Fase {n} (fictief)", kind="fieldwork", **made) for n in range(2)]
        kind = OrganisationKind.OTHER
        self.organisations = [Organisation.objects.create(name=f"O{seed}{n} (fictief)", kind=kind) for n in range(2)]
        self.respondents = [self._respondent() for _ in range(3)]

    def _one(self, rows: list[Any]) -> Any:
        return self.random.choice([None, *rows])

    def _where(self) -> dict[str, Any]:
        return {
            "perspective": self._one(self.perspectives),
            "place": self._one(self.places),
            "organisation": self._one(self.organisations),
            "level": self.random.choice(list(LEVELS)),
        }

    def _respondent(self) -> Respondent:
        made = fieldwork.add_respondent(actor=self.leader, evaluation=self.evaluation, function="proef (fictief)")
        Respondent.objects.filter(pk=made.pk).update(**self._where())
        return Respondent.objects.get(pk=made.pk)

    def source(self, number: int) -> None:
        public = self.random.random() < 0.2
        where = {**self._where(), "phase": self._one(self.phases)}
        version = self.make(number, "x" * LENGTH, public=public, **where)
        if not public and self.random.random() < 0.7:
            version.turns = [[at, at + 10, self.random.randrange(3), None] for at in range(0, LENGTH, 12)]
            version.save()
            self._speakers(version.source)
        elif not public and self.random.random() < 0.7:
            named = self.random.sample(self.respondents, self.random.choice([1, 2]))
            ground = Ground.objects.create(source=version.source, kind=GroundKind.CONSENT, recorded_by=self.leader)
            ground.respondents.set(named)

    def _speakers(self, source: Source) -> None:
        first = None
        for number in range(3):
            asks = self.random.random() < 0.2
            one = Speaker.objects.create(
                source=source,
                number=number,
                label=f"Stem {number}",
                is_interviewer=asks,
                respondent=None if asks else self._one(self.respondents),
                phase=self._one(self.phases),
                merged_into=first if self.random.random() < 0.2 else None,
                **self._where(),
            )
            first = first or one

    def finding(self) -> Finding:
        finding = actions.add_finding(actor=self.leader, evaluation=self.evaluation, title="Proef (fictief)")
        for number in range(14):
            source = self.random.choice(list(self.evaluation.sources.all()))
            start = self.random.randrange(LENGTH - 1)
            fragment, _new = Fragment.objects.get_or_create(
                version=source.versions.get(),
                start=start,
                end=(end := self.random.randrange(start + 1, LENGTH)),
                defaults={
                    "evaluation": self.evaluation,
                    "number": 100 + number,
                    "quote_sha256": quote_hash("x" * (end - start)),
                    "created_by": self.leader,
                },
            )
            if self.random.random() < 0.15:
                Fragment.objects.filter(pk=fragment.pk).update(withdrawn_at=timezone.now())
            stance = self.random.choice(["supports", "nuances", "contradicts"])
            EvidenceLink.objects.get_or_create(
                finding=finding, fragment=fragment, defaults={"stance": stance, "created_by": self.leader}
            )
        return finding


def naive(finding: Finding, attribute: str) -> dict[str, list[int]]:
    """Name -> people, organisations, documents in favour, and the same against; loops over rows, nothing else."""
    found: dict[str, list[set[Any]]] = {}
    for link in EvidenceLink.objects.filter(finding=finding):
        fragment = Fragment.objects.get(pk=link.fragment_id)
        if fragment.withdrawn_at is not None:
            continue
        offset = 3 if link.stance == "contradicts" else 0
        for who, is_person, values in naive_voices(fragment):
            row = found.setdefault(values[attribute], [set() for _ in range(6)])
            row[offset + (0 if is_person else 2)].add(who)
            if values["organisation"] is not None:
                row[offset + 1].add(values["organisation"])
    return {name: [len(one) for one in row] for name, row in found.items()}


def naive_voices(fragment: Fragment) -> list[tuple[str, bool, dict[str, Any]]]:
    source = Source.objects.get(versions=fragment.version_id)
    heard: list[tuple[str, bool, dict[str, Any]]] = []
    anybody = False
    for start, end, number, _at in fragment.version.turns:
        if end <= fragment.start or start >= fragment.end:
            continue
        one = Speaker.objects.get(source=source, number=number)
        while one.merged_into_id:
            one = Speaker.objects.get(pk=one.merged_into_id)
        if one.is_interviewer:
            continue
        anybody = True
        chain = [one, *([one.respondent] if one.respondent else []), source]
        who = f"respondent {one.respondent_id}" if one.respondent_id else f"speaker {one.pk}"
        heard.append((who, True, naive_values(chain, one.phase or source.phase)))
    is_person = source.kind != "document"
    roots = Speaker.objects.filter(source=source, merged_into=None)
    others = any(not one.is_interviewer for one in roots)
    if not anybody and not (is_person and fragment.version.turns and others):  # else only who asks, or nobody
        named = [row.pk for ground in Ground.objects.filter(source=source) for row in ground.respondents.all()]
        who = f"respondent {named[0]}" if is_person and len(named) == 1 else f"source {source.pk}"
        heard.append((who, is_person, naive_values([source], source.phase)))
    return heard


def naive_values(chain: list[Any], phase: Phase | None) -> dict[str, Any]:
    values: dict[str, Any] = {"phase": phase.name if phase else "", "organisation": None, "level": ""}
    for name in ("perspective", "place"):
        values[name] = ""
        for one in chain:
            if not values[name] and getattr(one, name) is not None:
                values[name] = getattr(one, name).name
    for one in chain:
        values["organisation"] = values["organisation"] or one.organisation_id
        values["level"] = values["level"] or LEVELS[one.level]
    return values


def exact(row: Row) -> list[int]:
    assert row.in_favour
    assert row.against
    return [n for one in (row.in_favour, row.against) for n in (one.people, one.organisations, one.documents)]


@pytest.mark.parametrize("seed", range(6))
def test_the_breakdown_is_that_of_its_twin(
    seed: int, evaluation: Evaluation, leader: User, make_source: MakeSource
) -> None:
    dice = Dice(seed, evaluation, leader, make_source)
    for number in range(1, 5):
        dice.source(number)
    finding = dice.finding()

    found = queries.breakdown_for(leader, finding)
    line = queries.finding_line_for(leader, evaluation, finding.number)

    for attribute in queries.ATTRIBUTES:
        assert {row.name: exact(row) for row in found.rows[attribute]} == naive(finding, attribute)
    assert line.breakdown == found


def said(people: int, stance: str = "supports", first: int = 0, **where: Any) -> list[tuple[str, Voice]]:
    values = {"perspective": "Ouders", "level": "", "place": "", "phase": "", "organisation": None, **where}
    return [(stance, Voice(f"R{first + n}", True, False, **values)) for n in range(people)]


def test_ten_passages_of_one_person_are_one_person() -> None:
    total = breakdown_of(said(1) * 10).total

    assert total.in_favour == Count(1, 0, 0)
    assert total.against == Count(0, 0, 0)


@pytest.mark.parametrize(
    ("part", "whole", "share"), [(0, 5, "none"), (1, 3, "some"), (2, 5, "several"), (2, 4, "several"), (3, 5, "most")]
)
def test_shares_in_words(part: int, whole: int, share: str) -> None:
    assert Share.of(part, whole) == share


def test_outside_the_team_no_group_of_fewer_than_three_and_no_figure() -> None:
    small = said(2, perspective="Wijkteam", first=10)
    found = breakdown_of([*said(3), *said(1, "contradicts", first=3), *small]).guarded()

    (row,) = found.rows["perspective"]
    assert (row.name, row.in_favour, row.against) == ("Ouders", None, None)
    assert (str(in_favour(row)), found.left_out, found.is_exact) == ("de meeste", True, False)
    assert "Wijkteam" not in repr(found)
    assert in_words(Count(1, 2, 0)) == "1 persoon, 2 organisaties"


def test_of_two_people_nothing_is_told_outside_the_team() -> None:
    found = breakdown_of(said(2)).guarded()

    assert not any(found.rows.values())
    assert found.total.share_in_favour is Share.NONE


def test_a_reader_gets_words(evaluation: Evaluation, reader: User, leader: User, make_source: MakeSource) -> None:
    perspective = Perspective.objects.create(evaluation=evaluation, name="Ouders (fictief)")
    finding = actions.add_finding(actor=leader, evaluation=evaluation, title="Proef (fictief)")
    for number in range(1, 4):
        version = make_source(number, "x" * LENGTH, perspective=perspective)
        fragment = Fragment.objects.create(
            version=version, start=0, end=9, evaluation=evaluation, number=number, created_by=leader
        )
        EvidenceLink.objects.create(finding=finding, fragment=fragment, created_by=leader)

    (row,) = queries.breakdown_for(reader, finding).rows["perspective"]
    assert (row.name, row.in_favour, row.share_in_favour) == ("Ouders (fictief)", None, Share.MOST)
    (row,) = queries.breakdown_for(leader, finding).rows["perspective"]
    assert row.in_favour == Count(3, 0, 0)
