"""What is asked is found, in both databases the same, by who may read it. Everything is fictitious."""

from __future__ import annotations

import html
import random
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sluitend.apps.coding import actions
from sluitend.apps.coding.actions.search import keeping
from sluitend.apps.coding.models import Code, CodingRound, RoundAssignment, RoundText, SearchText
from sluitend.apps.coding.search import finding, ranking
from sluitend.apps.coding.search.asking import question_of, spaced
from sluitend.apps.coding.search.choosing import Choice
from sluitend.apps.coding.search.finding import Found, search
from sluitend.apps.coding.search.words import words_of
from sluitend.apps.design.models import Evaluation, Membership, Perspective, Place
from sluitend.apps.people.models import Organisation, User
from sluitend.apps.sources.models import Source, SourceKind, SourceVersion, Speaker
from sluitend.errors import InputError, NotFound
from tests.coding.conftest import MakeVersion
from tests.coding.search_twin import twin_search, twin_words

VOCABULARY = (
    *("de", "het", "een", "in", "van", "gezin", "gezinnen", "zin", "wacht", "wachten", "wachttijd", "wachtlijsten"),
    *("gemeente", "gemeenten", "Één", "cliënt", "clienten", "regie", "regio", "keten", "ketens", "overdracht", "2026"),
)
TERMS = (
    *(
        "de",
        "gezin",
        "zinnen",
        "wachten",
        "gemeentes",
        "een",
        "client",
        "regios",
        "keten",
        "2026",
        "afwezig",
        "wijk-team",
    ),
    *('"de gezinnen"', '"in de"', '"het gezin"', '"een"', '"wachten van"', '"de de"'),
    *('"van de in"', '"de de de"', '"het gezin van de"', "in-de", "een-van-de"),
    *("wac*", "wach*", "wacht*", "wachtl*", "wachttijden*", "gez*", "reg*", "2026*"),
)


def spots(found: Found) -> set[tuple[int, int, int]]:
    return {(hit.source.number, hit.start, hit.end) for hit in found.hits}


def ask(user: User, evaluation: Evaluation, asked: str, **more: object) -> Found:
    question = question_of(asked)
    assert question is not None
    return search(user, evaluation, question, **more)  # type: ignore[arg-type]


def shown(found: Found) -> list[str]:
    return ["".join(f"[{part.text}]" if part.is_marked else part.text for part in hit.parts) for hit in found.hits]


@pytest.fixture
def interviews(make_version: MakeVersion) -> list[SourceVersion]:
    made = [
        make_version("De gezinnen wachten op de gemeente.\n\nEr is een wachttijd van een jaar.", 1),
        make_version("Een gezin zoekt de regie.\n\nDe zinnen zijn lang.", 2),
    ]
    keeping.keep()
    return made


@pytest.mark.parametrize("numbers", [1 << 20, 1], ids=["pairs", "all-pairs-share-a-number"])
def test_what_is_found_is_what_a_page_of_loops_finds(
    make_version: MakeVersion, researcher: User, evaluation: Evaluation, monkeypatch: pytest.MonkeyPatch, numbers: int
) -> None:
    monkeypatch.setattr(finding, "PER_PAGE", 10_000)
    monkeypatch.setattr("sluitend.apps.coding.search.index._NUMBERS", numbers)
    draw = random.Random(20261122)
    texts = {number: text_of(draw) for number in range(1, 9)}
    for number, text in texts.items():
        make_version(text, number)
    keeping.keep()
    questions = [[term] for term in TERMS] + [questioned(draw) for _ in range(150)]

    differing = [
        " ".join(terms)
        for terms in questions
        if spots(ask(researcher, evaluation, " ".join(terms))) != twin_search(texts, terms)
    ]

    assert differing == []
    assert sum(bool(twin_search(texts, terms)) for terms in questions) > 60  # else it compares nothing with nothing


def text_of(draw: random.Random) -> str:
    pieces = [" ".join(draw.choices(VOCABULARY, k=draw.randint(1, 14))) for _ in range(25)]
    return "\n\n".join(pieces)


def questioned(draw: random.Random) -> list[str]:
    terms = draw.sample(TERMS, draw.randint(2, 4))
    return [terms[0], *(f"-{term}" if draw.random() < 0.3 else term for term in terms[1:])]


def test_words_are_shown_as_they_stand_with_what_was_asked_marked(
    interviews: list[SourceVersion], researcher: User, evaluation: Evaluation
) -> None:
    assert shown(ask(researcher, evaluation, "gezin")) == [
        "Een [gezin] zoekt de regie.",
        "De [gezinnen] wachten op de gemeente.",
    ]
    assert shown(ask(researcher, evaluation, "wacht*")) == [
        "De gezinnen [wachten] op de gemeente.",
        "Er is een [wachttijd] van een jaar.",
    ]
    assert shown(ask(researcher, evaluation, '"gezinnen wachten" gemeente')) == [
        "De [gezinnen wachten] op de [gemeente]."
    ]
    assert shown(ask(researcher, evaluation, "“De Gezinnen”")) == ["[De gezinnen] wachten op de gemeente."]


def test_a_phrase_is_of_these_very_words(
    interviews: list[SourceVersion], researcher: User, evaluation: Evaluation
) -> None:
    assert ask(researcher, evaluation, '"gezin wachten"').hits == []
    assert len(ask(researcher, evaluation, "gezin wachten").hits) == 1


def test_of_a_long_passage_the_words_around_are_shown(
    make_version: MakeVersion, researcher: User, evaluation: Evaluation
) -> None:
    make_version("vulling " * 100 + "de naald " + "vulling " * 100)
    keeping.keep()

    words = shown(ask(researcher, evaluation, "naald"))[0]

    assert "de [naald] vulling" in words
    assert words.startswith("…vulling ")
    assert words.endswith("vulling…")
    assert len(words) < 450


def test_the_best_comes_first_and_of_equals_the_newest() -> None:
    """BM25 by hand, for k1 = 1.2 and b = 0.75: 1.2 * (0.25 + 0.75 * length / 17.5), times 2.2 / (count + that); a space
    before and after a word are of its length.
    """
    question = question_of("keten")
    assert question is not None
    passages = {
        9: ["keten", "een", "twee"],
        8: ["keten", "keten", "ja"],
        7: ["keten", "ja"],
        6: ["keten", "een", "twee", "drie"],
        5: ["keten", "een", "twee"],
        4: ["keten", "ketenen"],
    }
    candidates = [(one, spaced(stems), "") for one, stems in passages.items()]

    assert ranking.ranked(question, candidates) == [8, 7, 4, 9, 5, 6]  # 1.364, 1.179, 1.036, 0.988, 0.988, 0.868


def test_only_the_newest_are_put_in_order(
    interviews: list[SourceVersion], researcher: User, evaluation: Evaluation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "CANDIDATES", 1)

    found = ask(researcher, evaluation, "gezin")

    assert [hit.source.number for hit in found.hits] == [2]
    assert found.is_cut
    assert found.is_full


@pytest.mark.parametrize(
    ("asked", "head"), [('"gezinnen wachten"', "1 passage"), ('"gezinnen wacht"', "Niets gevonden")]
)
def test_a_phrase_among_the_newest_only_is_said_to_be_so(
    asked: str,
    head: str,
    interviews: list[SourceVersion],
    make_version: MakeVersion,
    researcher: User,
    evaluation: Evaluation,
    client_of: Callable[[User], Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By their stems two passages have it, by how they are spelt one or none of those that are looked at."""
    make_version("Ook dit gezin wacht al lang.\n\nDe gezinnen wachten.", 9)
    keeping.keep()
    monkeypatch.setattr(finding, "CANDIDATES", 2)

    page = client_of(researcher).get(reverse("coding:search", args=[evaluation.pk]), {"q": asked})

    told = " ".join(html.unescape(page.content.decode()).split())
    assert f'id="found"> {head} <' in told
    assert "Er kunnen oudere zijn." in told
    assert "Meer dan 2.000" not in told


def test_no_more_than_what_is_looked_at_is_not_cut(
    interviews: list[SourceVersion], researcher: User, evaluation: Evaluation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "CANDIDATES", 2)

    found = ask(researcher, evaluation, "gezin")

    assert (len(found.hits), found.is_cut, found.is_full) == (2, False, False)


def test_pages_go_on_where_the_one_before_ended(
    make_version: MakeVersion, researcher: User, evaluation: Evaluation
) -> None:
    make_version("\n\n".join(f"De keten nummer {number}." for number in range(60)))
    keeping.keep()

    for asked in ("keten", '"de keten"'):
        pages = [ask(researcher, evaluation, asked, page=page) for page in (1, 2, 3, 4)]

        assert [len(page.hits) for page in pages] == [25, 25, 10, 0]
        assert [page.has_next for page in pages] == [True, True, False, False]
        assert len({hit.start for page in pages for hit in page.hits}) == 60
        assert {page.count for page in pages} == {60}


@pytest.mark.parametrize(
    "asked",
    [
        'gezin" OR 1=1 --',
        "gezin NEAR(regie)",
        "stems : gezin",
        "{stems beginnings} : gezin",
        "gezin AND NOT regie",
        "^gezin",
        "gezin:*",
        "'gezin' & !regie | x",
        '"""gezin"',
        "(gezin",
        "gezin\\",
        "%s %d gezin",
        "gezin\x00regie",
        "👩‍👧 gezin",
        "ﷺ gezin",
        "#16 ^gez",
    ],
)
def test_signs_of_the_databases_are_signs_to_nobody(
    interviews: list[SourceVersion], researcher: User, evaluation: Evaluation, asked: str
) -> None:
    """Whatever is typed, it is words: no error, and nothing is found that has not the words."""
    texts = {one.source.number: one.text or "" for one in interviews}

    found = spots(ask(researcher, evaluation, asked))

    assert found <= twin_search(texts, twin_words(asked))


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("x" * 501, "coding.search_too_long"),
        ("gezin " * 2_000, "coding.search_too_long"),
        ("… !? ***", "coding.search_no_words"),
        ("-gezin", "coding.search_only_minus"),
        ("wa*", "coding.search_short_beginning"),
        (" ".join(f"w{number}" for number in range(21)), "coding.search_too_many"),
    ],
)
def test_what_cannot_be_asked_is_told(asked: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        question_of(asked)

    assert caught.value.code == code


@pytest.mark.parametrize("asked", ["", "   ", "\n\t"])
def test_nothing_asked_is_no_fault(asked: str) -> None:
    assert question_of(asked) is None


def test_a_reader_finds_public_documents_only(
    make_version: MakeVersion, reader: User, researcher: User, evaluation: Evaluation
) -> None:
    make_version("Een gezin zoekt hulp.", 1)
    make_version("De gemeente helpt een gezin.", 2, kind=SourceKind.DOCUMENT, public=True)
    keeping.keep()

    assert [hit.source.number for hit in ask(reader, evaluation, "gezin").hits] == [2]
    assert len(ask(researcher, evaluation, "gezin").hits) == 2


def test_who_has_no_role_is_told_nothing(
    interviews: list[SourceVersion], outsider: User, evaluation: Evaluation
) -> None:
    with pytest.raises(NotFound):
        ask(outsider, evaluation, "gezin")


def test_another_evaluation_is_not_searched(
    interviews: list[SourceVersion], researcher: User, evaluation: Evaluation
) -> None:
    other = Evaluation.objects.create(title="Andere (fictief)", wrapped_key=b"x", created_by=researcher)
    Membership.objects.create(evaluation=other, user=researcher, role="researcher")

    assert ask(researcher, other, "gezin").hits == []
    assert len(ask(researcher, evaluation, "gezin").hits) == 2


def test_the_choice_of_a_kind(make_version: MakeVersion, researcher: User, evaluation: Evaluation) -> None:
    make_version("Een gezin.", 1)
    make_version("Een gezin.", 2, kind=SourceKind.DOCUMENT)
    keeping.keep()

    found = ask(researcher, evaluation, "gezin", choice=Choice(kind=SourceKind.DOCUMENT))

    assert [hit.source.number for hit in found.hits] == [2]


@pytest.fixture
def conversation(make_version: MakeVersion, evaluation: Evaluation) -> SourceVersion:
    """An official, a parent and who asks, all about families; the official's second label is the first as well."""
    version = make_version("Een gezin.\n\nMijn gezin.\n\nWelk gezin?\n\nDat gezin.\n\nOns gezin.")
    official = Perspective.objects.create(evaluation=evaluation, name="Ambtenaren", order=1)
    parent = Perspective.objects.create(evaluation=evaluation, name="Ouders", order=2)
    version.source.perspective = parent
    version.source.save()
    rows = [
        Speaker.objects.create(source=version.source, number=number, label=label)
        for number, label in enumerate(("A", "B", "I", "A2"))
    ]
    rows[0].perspective = official
    rows[0].save()
    rows[2].is_interviewer = True
    rows[2].save()
    rows[3].merged_into = rows[0]
    rows[3].save()
    bounds = [(0, 10, 0), (12, 23, 1), (25, 36, 2), (38, 48, 3)]
    version.turns = [[start, end, speaker, None] for start, end, speaker in bounds]
    version.save()
    keeping.keep()
    return version


@pytest.mark.parametrize(("name", "starts"), [("Ambtenaren", [0, 38]), ("Ouders", [12, 50])])
def test_the_choice_of_a_perspective_goes_by_who_speaks(
    conversation: SourceVersion, researcher: User, evaluation: Evaluation, name: str, starts: list[int]
) -> None:
    perspective = Perspective.objects.get(name=name)

    found = ask(researcher, evaluation, "gezin", choice=Choice(perspective=perspective))

    assert sorted(hit.start for hit in found.hits) == starts
    assert all(view.perspective == perspective for hit in found.hits for view in hit.said_by)


def test_the_choice_of_a_code_takes_those_below_it_along(
    interviews: list[SourceVersion], researcher: User, leader: User, evaluation: Evaluation, code: Code
) -> None:
    below = actions.add_code(actor=leader, evaluation=evaluation, name="Lang wachten", parent=code)
    actions.apply_code(actor=leader, version=interviews[0], start=3, end=11, code=below)

    found = ask(researcher, evaluation, "gezin", choice=Choice(code=code))

    assert [(hit.source.number, hit.start) for hit in found.hits] == [(1, 0)]


def test_a_code_of_a_colleague_shows_nothing_in_a_blind_round(
    interviews: list[SourceVersion], researcher: User, leader: User, evaluation: Evaluation, code: Code
) -> None:
    actions.apply_code(actor=leader, version=interviews[0], start=3, end=11, code=code)
    held = CodingRound.objects.create(
        evaluation=evaluation, number=1, title="R", state="open", opened_at=timezone.now(), created_by=leader
    )
    text = RoundText.objects.create(round=held, version=interviews[0])
    RoundAssignment.objects.create(text=text, coder=researcher)

    assert ask(researcher, evaluation, "gezin", choice=Choice(code=code)).hits == []
    assert len(ask(researcher, evaluation, "gezin").hits) == 2  # the text itself is nobody's secret


def test_a_passage_id_says_its_evaluation(interviews: list[SourceVersion], evaluation: Evaluation) -> None:
    firsts = list(SearchText.objects.order_by("first").values_list("first", flat=True))

    assert firsts == [evaluation.pk << 36, (evaluation.pk << 36) + 2]


@pytest.mark.parametrize(
    ("narrowed", "comes", "found"), [(False, True, [3, 2, 1]), (True, True, [2, 1]), (True, False, [1])]
)
def test_a_text_that_comes_or_goes_meanwhile_does_no_harm(
    interviews: list[SourceVersion],
    make_version: MakeVersion,
    researcher: User,
    evaluation: Evaluation,
    monkeypatch: pytest.MonkeyPatch,
    narrowed: bool,
    comes: bool,
    found: list[int],
) -> None:
    """Between reading which texts there are and asking the index, the worker goes on."""
    shelf = finding.Shelf
    choice = Choice(kind=SourceKind.TRANSCRIPT) if narrowed else Choice()

    def read(*arguments: object) -> object:
        made = shelf(*arguments)  # type: ignore[arg-type]
        if comes:
            make_version("Nog een gezin.", 3)
            keeping.keep()
        else:
            SearchText.objects.filter(version=interviews[1]).delete()
        return made

    monkeypatch.setattr(finding, "Shelf", read)

    assert [hit.source.number for hit in ask(researcher, evaluation, "gezin", choice=choice).hits] == found


@pytest.mark.parametrize("goes", ["from the index", "from the reader"])
def test_words_of_a_text_that_goes_while_they_are_read_are_not_shown(
    interviews: list[SourceVersion],
    researcher: User,
    evaluation: Evaluation,
    monkeypatch: pytest.MonkeyPatch,
    goes: str,
) -> None:
    words_of = finding.words_of

    def read(ids: list[int]) -> object:
        found = words_of(ids)
        if goes == "from the index":
            SearchText.objects.filter(version=interviews[1]).delete()
        else:
            Source.objects.filter(pk=interviews[1].source_id).update(withdrawn_at=timezone.now())
        return found

    monkeypatch.setattr(finding, "words_of", read)

    assert [hit.source.number for hit in ask(researcher, evaluation, "gezin").hits] == [1]


def test_words_are_cut_by_code_points_and_what_is_not_there_is_left_out(
    make_version: MakeVersion, researcher: User, evaluation: Evaluation
) -> None:
    text = "🙂 e\u0301\u0301n gezin\n\nNog 👨‍👩‍👧 een gezin."
    version = make_version(text, 1)
    keeping.keep()
    first = SearchText.objects.get(version=version).first

    found = words_of([first + 1, first, first + 2, first - 1, 5, first + (1 << 36)])  # the last: of another evaluation

    assert [found[one].words for one in (first, first + 1)] == text.split("\n\n")
    assert found.keys() == {first, first + 1}
    assert [(text[one.start : one.end], one.speaker) for one in found.values()] == [
        (one.words, None) for one in found.values()
    ]
    assert words_of([]) == {}


def test_no_more_is_asked_of_the_database_for_more_sources_that_have_a_place(
    make_version: MakeVersion, researcher: User, evaluation: Evaluation
) -> None:
    counts = []
    for numbers in (range(1, 3), range(3, 9)):
        for number in numbers:
            version = make_version("Een gezin wacht.", number)
            place = Place.objects.create(evaluation=evaluation, name=f"Plaats {number} (fictief)", kind="other")
            organisation = Organisation.objects.create(name=f"Zorg {number} (fictief)", kind="other")
            Source.objects.filter(pk=version.source_id).update(place=place, organisation=organisation)
            Speaker.objects.create(source=version.source, number=0, label="A")
            SourceVersion.objects.filter(pk=version.pk).update(turns=[[0, 16, 0, None]])
        keeping.keep()
        with CaptureQueriesContext(connection) as asked:
            hits = ask(researcher, evaluation, "gezin").hits
        counts.append(len(asked))
        assert {str(hit.said_by[0].place) for hit in hits} == {f"Plaats {n} (fictief)" for n in range(1, numbers.stop)}

    assert counts[0] == counts[1]
