"""Coverage: what was planned, heard, coded and used in a finding, against a naive count of the same."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sluitend.apps.coding.models import Code, Coding, Fragment
from sluitend.apps.coding.spans import quote_hash
from sluitend.apps.design.models import (
    Evaluation,
    Level,
    MatrixCell,
    Method,
    Perspective,
    Place,
    Question,
    Topic,
)
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.findings.models import EvidenceLink, Finding
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.reporting.coverage import Cell, CoverageMap, State, cell_for, map_for
from sluitend.apps.sources.models import Source, SourceVersion, Speaker
from sluitend.errors import NotAllowed
from sluitend.work import vault
from tests.reporting.conftest import make_question

pytestmark = pytest.mark.django_db

ClientOf = Callable[[User], Client]
LEVELS = ["", *Level.values]
SAID = "Wij hoorden het pas laat (fictief). "  # one turn


class Field:
    """An evaluation to fill by hand."""

    def __init__(self, evaluation: Evaluation, leader: User) -> None:
        self.evaluation, self.leader = evaluation, leader
        self.questions = [make_question(evaluation, leader, f"V{n}", f"Vraag {n} (fictief)?") for n in (1, 2)]
        self.perspectives = [
            Perspective.objects.create(evaluation=evaluation, name=f"Groep {n} (fictief)", order=n) for n in range(3)
        ]
        self.method = Method.objects.create(evaluation=evaluation, name="Gesprek", kind="interview")
        self.code = Code.objects.create(evaluation=evaluation, name="Code (fictief)", created_by=leader)

    def source(self, turns: Iterable[int] = (), released: bool = True, **fields: object) -> SourceVersion:
        """One turn for each of these numbers of speakers."""
        number = self.evaluation.sources.count() + 1
        source = Source.objects.create(
            evaluation=self.evaluation,
            number=number,
            title=f"Gesprek {number} (fictief)",
            kind="transcript",
            wrapped_key=vault.new_wrapped_key(),
            created_by=self.leader,
            **fields,
        )
        numbers = list(turns)
        text = SAID * max(1, len(numbers))
        return SourceVersion.objects.create(
            source=source,
            number=1,
            text=text if released else None,
            sealed_text=None if released else b"x",
            length=len(text),
            text_sha256="0" * 64,
            turns=[[at * len(SAID), (at + 1) * len(SAID), one, None] for at, one in enumerate(numbers)],
            created_by=self.leader,
            released_at=timezone.now() if released else None,
            released_by=self.leader if released else None,
            release_ground="no_personal_data" if released else "",
        )

    def speaker(self, version: SourceVersion, number: int, **fields: object) -> Speaker:
        return Speaker.objects.create(source=version.source, number=number, label=f"Spreker {number}", **fields)

    def respondent(self, number: int, **fields: object) -> Respondent:
        return Respondent.objects.create(evaluation=self.evaluation, number=number, created_by=self.leader, **fields)

    def passage(self, version: SourceVersion, turn: int = 0, length: int = 1, coded: bool = False) -> Fragment:
        """From the begin of a turn, over so many of them; the same one when it is there already."""
        start, end = turn * len(SAID), (turn + length) * len(SAID) - 1
        known = Fragment.objects.filter(version=version, start=start, end=end).first()
        fragment = known or Fragment.objects.create(
            evaluation=self.evaluation,
            number=self.evaluation.fragments.count() + 1,
            version=version,
            start=start,
            end=end,
            quote_sha256=quote_hash((version.text or "")[start:end]),
            created_by=self.leader,
        )
        if coded:
            Coding.objects.get_or_create(fragment=fragment, code=self.code, coder=self.leader)
        return fragment

    def finding(
        self, questions: Iterable[Question], fragments: Iterable[Fragment], stance: str = "supports"
    ) -> Finding:
        finding = Finding.objects.create(
            evaluation=self.evaluation,
            number=self.evaluation.findings.count() + 1,
            title="Zin (fictief).",
            created_by=self.leader,
        )
        finding.questions.set(questions)
        for fragment in fragments:
            EvidenceLink.objects.create(finding=finding, fragment=fragment, stance=stance, created_by=self.leader)
        return finding

    def plan(self, question: Question, perspective: Perspective, planned: int, level: str = "", **more: object) -> None:
        MatrixCell.objects.create(
            question=question, perspective=perspective, method=self.method, planned=planned, level=level, **more
        )

    def map(self, user: User, level: str = "") -> CoverageMap:
        """After somebody wrote something: what was kept is no longer true."""
        record(self.leader, "design.object_renamed", self.leader, evaluation=self.evaluation.pk)
        return map_for(user, self.evaluation, level)

    def cell(self, user: User, question: int = 0, perspective: int = 0, level: str = "") -> Cell:
        return self.map(user, level).rows[question].cells[perspective]


@pytest.fixture
def field(evaluation: Evaluation, leader: User) -> Field:
    return Field(evaluation, leader)


def test_from_not_asked_to_in_a_finding(field: Field, leader: User) -> None:
    first, question = field.perspectives[0], field.questions[0]
    states = [field.cell(leader).state]
    field.plan(question, first, 2)
    states.append(field.cell(leader).state)
    version = field.source(perspective=first, level="official")
    states.append(field.cell(leader).state)
    passage = field.passage(version, coded=True)
    states.append(field.cell(leader).state)
    field.finding([question], [passage], "contradicts")
    states.append(field.cell(leader).state)

    cell = field.cell(leader)
    assert states == [State.NOT_ASKED, State.SILENT, State.HEARD, State.CODED, State.FOUND]
    assert (cell.planned, cell.heard.sources, cell.coded.sources, cell.found.sources) == (2, 1, 1, 1)
    assert field.cell(leader, question=1).state is State.NOT_ASKED
    assert field.cell(leader, level="executive").state is State.SILENT
    assert field.cell(leader, level="official").planned == 0  # planned for any level


def test_a_topic_asks_too(field: Field, leader: User) -> None:
    topic = Topic.objects.create(perspective=field.perspectives[1], text="Wie belt er? (fictief)")
    topic.questions.add(field.questions[1])

    assert field.cell(leader, 1, 1).state is State.SILENT
    assert field.cell(leader, 0, 1).state is State.NOT_ASKED


def test_what_was_not_released_or_was_withdrawn_is_not_heard(field: Field, leader: User) -> None:
    first = field.perspectives[0]
    field.plan(field.questions[0], first, 1)
    field.source(released=False, perspective=first)
    gone = field.source(perspective=first)
    Source.objects.filter(pk=gone.source_id).update(withdrawn_at=timezone.now())
    left = field.source([0], perspective=first)
    field.speaker(left, 0, respondent=field.respondent(1, withdrawn_at=timezone.now()))
    lost = field.source(perspective=first)
    passage = field.passage(lost, coded=True)
    Fragment.objects.filter(pk=passage.pk).update(withdrawn_at=timezone.now())

    cell = field.cell(leader)

    assert (cell.heard.sources, cell.coded.sources) == (1, 0)


def test_in_a_group_the_speaker_tells_and_the_interviewer_is_nobody(field: Field, leader: User) -> None:
    first, second, third = field.perspectives
    version = field.source([0, 1, 2, 3], perspective=third, level="official")
    field.speaker(version, 0, is_interviewer=True)
    parent = field.speaker(version, 1, perspective=first)
    field.speaker(version, 2, respondent=field.respondent(1, perspective=second, level="executive"))
    field.speaker(version, 3, merged_into=parent)
    for perspective in field.perspectives:
        field.plan(field.questions[0], perspective, 1)
    asked, answer, same = field.passage(version, 0, coded=True), field.passage(version, 1), field.passage(version, 3)
    field.finding([field.questions[0]], [asked, answer, same])

    cells = field.map(leader).rows[0].cells

    assert [(one.heard.sources, one.heard.voices) for one in cells] == [(1, 1), (1, 1), (0, 0)]
    assert [one.state for one in cells] == [State.FOUND, State.HEARD, State.SILENT]
    assert field.cell(leader, 0, 1, "executive").heard.sources == 1
    assert field.cell(leader, 0, 0, "official").heard.sources == 1  # what is not known is as it is of the source


def test_planned_levels_that_were_not_heard_are_named(field: Field, leader: User) -> None:
    field.plan(field.questions[0], field.perspectives[0], 1, "official")
    field.plan(field.questions[0], field.perspectives[0], 1, "executive")
    field.source(perspective=field.perspectives[0], level="official")

    cell = field.cell(leader)

    assert (cell.planned, cell.missing) == (2, ("bestuurlijk",))


def test_per_place_is_planned_for_every_place(field: Field, leader: User) -> None:
    for name in ("Aa (fictief)", "Bee (fictief)"):
        Place.objects.create(evaluation=field.evaluation, name=name, kind=field.evaluation.place_kind)
    field.plan(field.questions[0], field.perspectives[0], 3, per_place=True)

    assert field.cell(leader).planned == 6


def people(field: Field, amount: int, perspective: int = 0, level: str = "official") -> list[SourceVersion]:
    """So many conversations with one person each."""
    return [field.source(perspective=field.perspectives[perspective], level=level) for _n in range(amount)]


def test_outside_the_team_fewer_than_three_people_are_not_told(field: Field, leader: User, reader: User) -> None:
    field.plan(field.questions[0], field.perspectives[0], 4)
    people(field, 2)
    two = field.cell(reader)
    third = people(field, 1)[0]
    field.finding([field.questions[0]], [field.passage(third, coded=True)])
    three = field.cell(reader)

    assert (two.state, two.heard.sources, two.planned) == (State.SMALL, None, 4)
    assert (three.state, three.heard.sources) == (State.FOUND, 3)
    assert (three.coded.sources, three.found.sources) == (None, None)
    assert field.cell(leader).found.sources == 1


def test_ten_words_of_one_person_are_one_person(field: Field, reader: User) -> None:
    one = field.respondent(1, perspective=field.perspectives[0])
    field.plan(field.questions[0], field.perspectives[0], 1)
    for _n in range(5):
        field.speaker(field.source([0]), 0, respondent=one)

    assert field.cell(reader).state is State.SMALL


def test_one_small_level_hides_all_levels_of_its_perspective(field: Field, leader: User, reader: User) -> None:
    field.plan(field.questions[0], field.perspectives[0], 1, "managerial")
    people(field, 4)
    people(field, 1, level="executive")
    people(field, 3, perspective=1)
    field.plan(field.questions[0], field.perspectives[1], 1, "official")

    assert field.cell(reader).heard.sources == 5
    assert field.cell(reader).missing == ()
    assert {field.cell(reader, level=level).state for level in Level.values} == {State.SMALL}
    assert field.cell(reader, 0, 1, "official").heard.sources == 3
    assert field.cell(leader, level="executive").heard.sources == 1


def test_what_stands_behind_a_cell(field: Field, leader: User, reader: User, client_of: ClientOf) -> None:
    first = field.perspectives[0]
    field.plan(field.questions[0], first, 2, "official")
    version = field.source(perspective=first, level="official")
    other = field.source(perspective=field.perspectives[1])
    field.finding(field.questions, [field.passage(version, coded=True), field.passage(other)])
    url = reverse("reporting:coverage_cell", args=[field.evaluation.pk, "V1", first.pk])

    found = cell_for(leader, field.evaluation, "V1", first.pk, "official")
    shown = client_of(leader).get(url, {"niveau": "official"}).content.decode()

    assert [(str(one.source), one.voices, one.coded, one.found, one.levels) for one in found.sources] == [
        ("S1", 1, 1, 1, ("ambtelijk",))
    ]
    assert found.passages == ((1, (1,)),)
    assert "2 × Gesprek" in shown
    assert "Wij hoorden het pas laat (fictief)." in shown
    assert reverse("findings:finding", args=[field.evaluation.pk, 1]) in shown
    assert cell_for(leader, field.evaluation, "V1", first.pk, "executive").sources == ()
    assert client_of(reader).get(url).status_code == 403
    with pytest.raises(NotAllowed):
        cell_for(reader, field.evaluation, "V1", first.pk)


def test_a_finding_that_was_merged_no_longer_counts(field: Field, leader: User) -> None:
    first = field.perspectives[0]
    passage = field.passage(field.source(perspective=first, level="official"), coded=True)
    standing, double = field.finding(field.questions[:1], [passage]), field.finding(field.questions, [passage])
    before = field.cell(leader, question=1).found.sources

    Finding.objects.filter(pk=double.pk).update(merged_into=standing)  # what was not moved is still tied to it

    assert (before, field.cell(leader, question=1).found.sources) == (1, 0)
    assert cell_for(leader, field.evaluation, "V2", first.pk).passages == ()
    assert cell_for(leader, field.evaluation, "V1", first.pk).passages == ((1, (standing.number,)),)


@pytest.mark.parametrize(("label", "perspective"), [("V9", 0), ("V1", 10**6)])
def test_a_cell_that_is_not_there_is_not_found(
    field: Field, leader: User, client_of: ClientOf, label: str, perspective: int
) -> None:
    known = perspective or field.perspectives[0].pk
    url = reverse("reporting:coverage_cell", args=[field.evaluation.pk, label, known])

    assert client_of(leader).get(url).status_code == 404


def test_the_page_and_the_overview_show_the_map_in_words(
    field: Field, leader: User, reader: User, client_of: ClientOf
) -> None:
    field.plan(field.questions[0], field.perspectives[0], 2)
    people(field, 1)
    field.map(leader)
    pages = [reverse(name, args=[field.evaluation.pk]) for name in ("reporting:coverage", "reporting:coverage_card")]

    inside, card = (client_of(leader).get(page).content.decode() for page in pages)
    for words in ("gepland 2", "gehoord 1", "gecodeerd 0", "in bevindingen 0"):
        assert f"<span>{words}</span>" in inside
    assert "gehoord 1" in " ".join(card.split())
    for page in pages:
        outside = client_of(reader).get(page).content.decode()
        assert "te weinig mensen" in outside
        assert "gehoord 1" not in " ".join(outside.split())
        assert "/dekking/V1/" not in outside
    unknown = client_of(leader).get(pages[0], {"niveau": "hoog"}).content.decode()
    assert "gehoord 1" in unknown


def test_an_empty_design_says_what_to_do_first(evaluation: Evaluation, leader: User, client_of: ClientOf) -> None:
    shown = client_of(leader).get(reverse("reporting:coverage", args=[evaluation.pk])).content.decode()

    assert "Nog niets te dekken" in shown


def test_queries_do_not_grow(field: Field, leader: User) -> None:
    first = field.source([0])
    field.speaker(first, 0, perspective=field.perspectives[0])
    field.finding(field.questions, [field.passage(first, coded=True)])
    field.map(leader)
    with CaptureQueriesContext(connection) as few:
        field.map(leader)
    for version in people(field, 6):
        field.speaker(version, 0, perspective=field.perspectives[1])
        field.finding(field.questions, [field.passage(version, coded=True)])
    with CaptureQueriesContext(connection) as many:
        field.map(leader)

    assert len(many) == len(few)


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
