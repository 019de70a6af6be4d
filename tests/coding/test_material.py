"""The material that questions are asked of: who says what, and what stands for the whole team."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from sluitend.apps.coding import actions
from sluitend.apps.coding.models import Code, CodingRound, ConsensusDecision, RoundAssignment, RoundText
from sluitend.apps.coding.queries.codebook import codebook_for, flat
from sluitend.apps.coding.queries.material import hash_of_material, material_of, outline_of
from sluitend.apps.design.models import Evaluation, Perspective, Phase, Place, Topic
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import Ground, GroundKind, Source, SourceKind, SourceVersion, Speaker
from sluitend.engines.retrieval.expressed import query_of
from sluitend.engines.retrieval.expression import parsed
from sluitend.engines.retrieval.material import Passage
from sluitend.engines.retrieval.query import found
from tests.coding.conftest import MakeVersion, add_version

TALK = "Wij wachten lang. Hoe lang? Een half jaar. Ik zag niets."
#       0                 18        28             43


@pytest.fixture
def perspectives(evaluation: Evaluation) -> dict[str, Perspective]:
    names = ("cliënten", "gemeente")
    return {
        name: Perspective.objects.create(evaluation=evaluation, name=name, order=at) for at, name in enumerate(names)
    }


@pytest.fixture
def talk(
    evaluation: Evaluation, make_version: MakeVersion, perspectives: dict[str, Perspective], leader: User
) -> SourceVersion:
    """A group in which R4 speaks, somebody whom nobody knows, and the interviewer; the source is the municipality's."""
    version = make_version(TALK, 7)
    version.turns = [[0, 17, 0, None], [18, 27, 1, None], [28, 42, 0, None], [43, 56, 2, None]]
    version.save()
    source = version.source
    source.perspective, source.level, source.date = perspectives["gemeente"], "managerial", date(2026, 3, 1)
    source.save()
    r4 = Respondent.objects.create(
        evaluation=evaluation, number=4, perspective=perspectives["cliënten"], created_by=leader
    )
    Speaker.objects.create(source=source, number=0, label="Ouder", respondent=r4)
    Speaker.objects.create(source=source, number=1, label="Vraag", is_interviewer=True)
    Speaker.objects.create(source=source, number=2, label="Iemand", level="executive")
    return version


@pytest.fixture
def codes(evaluation: Evaluation, leader: User) -> dict[str, Code]:
    wachten = actions.add_code(actor=leader, evaluation=evaluation, name="Wachten")
    return {
        "Wachten": wachten,
        "Lang": actions.add_code(actor=leader, evaluation=evaluation, name="Lang", parent=wachten),
        "Regie": actions.add_code(actor=leader, evaluation=evaluation, name="Regie"),
    }


def coded(user: User, version: SourceVersion, start: int, end: int, code: Code) -> None:
    actions.apply_code(actor=user, version=version, start=start, end=end, code=code)


def test_two_codes_with_one_path_are_two(
    evaluation: Evaluation, talk: SourceVersion, codes: dict[str, Code], leader: User
) -> None:
    """A code “Wachten › Lang” at the top, and the code “Lang” under “Wachten”."""
    alike = actions.add_code(actor=leader, evaluation=evaluation, name="Wachten › Lang")
    for start in (0, 4, 28):
        coded(leader, talk, start, start + 3, codes["Lang"])
    coded(leader, talk, 43, 46, alike)

    made = material_of(evaluation)

    assert made.coded["Wachten › Lang"] == codes["Lang"].pk
    assert made.coded["Wachten › Lang (2)"] == alike.pk
    assert len(made.coded) == 4
    assert {code: len(made.by_code[made.coded[code]]) for code in ("Wachten › Lang", "Wachten › Lang (2)")} == {
        "Wachten › Lang": 3,
        "Wachten › Lang (2)": 1,
    }
    nodes = flat(codebook_for(leader, evaluation))
    assert {one.path: one.code.pk for one in nodes} == made.coded  # links from a question to its codes go by these


def test_a_question_names_one_of_two_codes_with_one_path(
    evaluation: Evaluation, talk: SourceVersion, codes: dict[str, Code], leader: User
) -> None:
    alike = actions.add_code(actor=leader, evaluation=evaluation, name="Wachten › Lang")
    coded(leader, talk, 4, 8, codes["Lang"])
    coded(leader, talk, 43, 46, alike)
    made = material_of(evaluation)

    def start_of(asked: str) -> list[int]:
        query = query_of(parsed(asked), made.coded, {}, {})
        return [one.start for one in found(query, made)]

    assert start_of('"Wachten › Lang"') == [4]
    assert start_of('"Wachten › Lang (2)"') == [43]


def test_who_says_what(evaluation: Evaluation, talk: SourceVersion, codes: dict[str, Code], leader: User) -> None:
    coded(leader, talk, 4, 16, codes["Lang"])

    made = material_of(evaluation)

    assert made.passages == (Passage(7, 4, 16, codes["Lang"].pk),)
    assert [(one.start, made.person(7, one.speaker)) for one in made.turns] == [
        (0, "R4"),
        (18, None),
        (28, "R4"),
        (43, "S7/2"),
    ]
    parent, asks, somebody = (made.turns[at].speaker for at in (0, 1, 3))
    assert [made.value(7, one, "perspective") for one in (parent, asks, somebody)] == ["cliënten", None, "gemeente"]
    assert [made.value(7, one, "level") for one in (parent, asks, somebody)] == [
        "ambtelijk leidinggevend",
        None,
        "bestuurlijk",
    ]
    assert made.names == {
        codes["Wachten"].pk: "Wachten",
        codes["Lang"].pk: "Wachten › Lang",
        codes["Regie"].pk: "Regie",
    }
    assert made.under[codes["Wachten"].pk] == {codes["Lang"].pk}
    assert made.words[7] == (0, 4, 12, 18, 22, 28, 32, 37, 43, 46, 50)
    assert made.dates == {7: date(2026, 3, 1)}
    assert made.values["perspective"] == ("cliënten", "gemeente")
    assert outline_of(evaluation).words == {}


def test_a_text_without_turns_is_one_voice_and_a_document_is_nobodys(
    evaluation: Evaluation, make_version: MakeVersion, leader: User
) -> None:
    respondent = Respondent.objects.create(evaluation=evaluation, number=9, created_by=leader)
    report = make_version(TALK, 2, SourceKind.INTERVIEW_REPORT)
    ground = Ground.objects.create(source=report.source, kind=GroundKind.CONSENT, recorded_by=leader)
    ground.respondents.add(respondent)
    make_version(TALK, 3)
    make_version(TALK, 4, SourceKind.DOCUMENT)

    made = material_of(evaluation)

    assert [made.person(number, None) for number in (2, 3, 4)] == ["R9", "S3", None]
    assert made.turns == ()


def test_who_withdrew_is_no_voice_and_a_withdrawn_source_is_not_there(
    evaluation: Evaluation, talk: SourceVersion, make_version: MakeVersion
) -> None:
    Respondent.objects.update(withdrawn_at=timezone.now())
    gone = make_version(TALK, 8).source
    Source.objects.filter(pk=gone.pk).update(withdrawn_at=timezone.now())

    made = material_of(evaluation)

    assert made.texts == (7,)
    assert made.person(7, made.turns[0].speaker) is None
    assert made.value(7, made.turns[0].speaker, "perspective") is None


def test_only_the_text_that_is_read_now_counts(
    evaluation: Evaluation, talk: SourceVersion, codes: dict[str, Code], leader: User
) -> None:
    coded(leader, talk, 4, 16, codes["Wachten"])
    before = hash_of_material(evaluation)
    add_version(talk.source, leader, "Iets heel anders.")

    made = material_of(evaluation)

    assert made.passages == ()
    assert made.turns == ()
    assert hash_of_material(evaluation) != before


def test_a_text_that_is_coded_blind_counts_when_its_round_is_closed(
    evaluation: Evaluation, talk: SourceVersion, codes: dict[str, Code], leader: User
) -> None:
    coded(leader, talk, 4, 16, codes["Wachten"])
    round_ = CodingRound.objects.create(
        evaluation=evaluation, number=1, title="Eerste", state="open", opened_at=timezone.now(), created_by=leader
    )
    RoundText.objects.create(round=round_, version=talk)

    blind = material_of(evaluation)
    CodingRound.objects.update(state="closed", closed_at=timezone.now())

    assert (blind.passages, blind.left_out) == ((), 1)
    assert (blind.texts, blind.turns, blind.people, blind.alone) == ((), (), {}, {})
    assert (blind.words, blind.dates, blind.about_sources, blind.values["perspective"]) == ({}, {}, {}, ())
    seen = material_of(evaluation)
    assert (len(seen.passages), seen.left_out, seen.texts) == (1, 0, (7,))


def test_after_adjudication_the_consensus_stands_for_the_codes_of_the_round(
    evaluation: Evaluation, talk: SourceVersion, codes: dict[str, Code], leader: User
) -> None:
    coded(leader, talk, 4, 16, codes["Lang"])
    coded(leader, talk, 28, 42, codes["Regie"])
    now = timezone.now()
    round_ = CodingRound.objects.create(
        evaluation=evaluation, number=1, title="Eerste", state="closed", opened_at=now, closed_at=now, created_by=leader
    )
    round_.codes.add(codes["Wachten"])
    RoundText.objects.create(round=round_, version=talk)
    place = {"round": round_, "version": talk, "code": codes["Wachten"], "decided_by": leader}
    ConsensusDecision.objects.create(**place, start=0, end=16, applies=True, reason="Ook wie wacht hoort erbij.")
    ConsensusDecision.objects.create(**place, start=28, end=42, applies=False, reason="Dit is de duur.")

    before = material_of(evaluation).passages
    CodingRound.objects.update(adjudicated_at=now)

    assert {one.code for one in before} == {codes["Lang"].pk, codes["Regie"].pk}
    assert material_of(evaluation).passages == (
        Passage(7, 0, 16, codes["Wachten"].pk),
        Passage(7, 28, 42, codes["Regie"].pk),
    )


def test_topics_stand_on_the_lists_of_perspectives(
    evaluation: Evaluation, perspectives: dict[str, Perspective]
) -> None:
    Topic.objects.create(perspective=perspectives["cliënten"], text="wachten")
    Topic.objects.create(perspective=perspectives["gemeente"], text="wachten")
    Topic.objects.create(perspective=perspectives["gemeente"], text="regie")

    made = material_of(evaluation)

    assert made.topics == {"wachten": {"cliënten", "gemeente"}, "regie": {"gemeente"}}
    assert made.asked_by == "perspective"


Change = Callable[[SourceVersion, dict[str, Code], User], None]


def _codes_more(version: SourceVersion, codes: dict[str, Code], user: User) -> None:
    coded(user, version, 28, 42, codes["Regie"])


def _takes_a_code_away(version: SourceVersion, codes: dict[str, Code], user: User) -> None:
    actions.archive_code(actor=user, code=codes["Lang"])


def _moves_the_date(version: SourceVersion, codes: dict[str, Code], user: User) -> None:
    Source.objects.update(date=date(2026, 3, 2))


def _knows_more_of_a_speaker(version: SourceVersion, codes: dict[str, Code], user: User) -> None:
    Speaker.objects.filter(number=2).update(phase=Phase.objects.create(evaluation=version.source.evaluation, name="B"))


def _moves_a_place(version: SourceVersion, codes: dict[str, Code], user: User) -> None:
    place = Place.objects.create(evaluation=version.source.evaluation, name="Waterdam (fictief)", kind="other")
    Source.objects.update(place=place)


def _asks_another_topic(version: SourceVersion, codes: dict[str, Code], user: User) -> None:
    Topic.objects.create(perspective=Perspective.objects.get(name="cliënten"), text="regie")


@pytest.mark.parametrize(
    "change",
    [
        *(_codes_more, _takes_a_code_away, _moves_the_date),
        *(_knows_more_of_a_speaker, _moves_a_place, _asks_another_topic),
    ],
)
def test_the_hash_tells_that_an_answer_may_differ(
    evaluation: Evaluation, talk: SourceVersion, codes: dict[str, Code], leader: User, change: Change
) -> None:
    coded(leader, talk, 4, 16, codes["Lang"])
    before = hash_of_material(evaluation)
    assert hash_of_material(evaluation) == before

    change(talk, codes, leader)

    assert hash_of_material(evaluation) != before


def test_a_second_coder_of_the_same_changes_nothing(
    evaluation: Evaluation, talk: SourceVersion, codes: dict[str, Code], leader: User, researcher: User
) -> None:
    coded(leader, talk, 4, 16, codes["Lang"])
    before = hash_of_material(evaluation)

    coded(researcher, talk, 4, 16, codes["Lang"])

    assert hash_of_material(evaluation) == before


def test_the_number_of_queries_does_not_grow(
    evaluation: Evaluation,
    talk: SourceVersion,
    make_version: MakeVersion,
    codes: dict[str, Code],
    leader: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(20, 26):
        version = make_version(TALK, number)
        Source.objects.filter(pk=version.source_id).update(date=date(2026, 5, 1) + timedelta(days=number))
        Speaker.objects.create(source=version.source, number=0, label="Ouder")
        coded(leader, version, 4, 16, codes["Lang"])

    with django_assert_num_queries(13):
        assert len(material_of(evaluation).passages) == 6


def test_a_text_is_coded_when_somebody_gave_it_a_code_or_finished_it(
    make_version: MakeVersion, evaluation: Evaluation, leader: User, code: Code
) -> None:
    coded, finished, open_ = (make_version("Wij wachten al een half jaar.", number) for number in (1, 2, 3))
    actions.apply_code(actor=leader, version=coded, start=4, end=11, code=code)
    before = hash_of_material(evaluation)
    assert material_of(evaluation).uncoded == {2, 3}

    about = {"state": "closed", "opened_at": timezone.now(), "closed_at": timezone.now()}
    round_ = CodingRound.objects.create(evaluation=evaluation, number=1, title="R", created_by=leader, **about)
    for version, when in ((finished, timezone.now()), (open_, None)):
        text = RoundText.objects.create(round=round_, version=version)
        RoundAssignment.objects.create(text=text, coder=leader, finished_at=when)

    assert material_of(evaluation).uncoded == {3}
    assert hash_of_material(evaluation) != before
