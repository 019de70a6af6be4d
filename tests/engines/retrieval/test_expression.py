"""Questions in text: read as a twin reads them that looks at characters, and refused with the place. All fictitious."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from sluitend.engines.retrieval.asked import ATTRIBUTES, Question
from sluitend.engines.retrieval.expressed import query_of, told
from sluitend.engines.retrieval.expression import MOST, Condition, Named, Tied, leaves, parsed, quoted
from sluitend.engines.retrieval.material import Hit, Material, Passage, Turn
from sluitend.engines.retrieval.query import found, is_of_codes
from sluitend.errors import InputError

CODES = {"Wachten": 1, "Wachten › Lang": 2, "Regie": 3, 'De "knip"': 4}
VALUES = {"perspective": ("ouders", "jonge ouders", "bestuur"), "phase": ("begin", "eind")}
SIZE = 60  # characters of a text
Cell = tuple[int, int]  # source and character


def read(text: str, of: Material, *, characters: int = 3, below: bool = True) -> tuple[Hit, ...]:
    query = query_of(parsed(text), CODES, ATTRIBUTES, VALUES, characters=characters, below=below)
    return found(query, of)


def material_of(draw: random.Random) -> Material:
    """Four texts: two with turns, one of one voice, one document. Attributes are known or not."""
    passages = []
    for _ in range(draw.randint(4, 16)):
        start = draw.randrange(SIZE - 1)
        end = min(SIZE, start + draw.randint(1, 12))
        passages.append(Passage(draw.randint(1, 4), start, end, draw.randint(1, 4)))
    turns = []
    for source in (1, 2):
        at = draw.randint(0, 4)
        while at < SIZE:
            end = min(SIZE, at + draw.randint(2, 15))
            turns.append(Turn(source, at, end, 10 * source + draw.randint(1, 3)))
            at = end + draw.randint(0, 2)

    def about() -> dict[str, str]:
        return {name: draw.choice(values) for name, values in VALUES.items() if draw.random() < 0.6}

    return Material(
        passages=tuple(passages),
        turns=tuple(turns),
        about_speakers={speaker: about() for speaker in (11, 12, 13, 21, 22)},
        about_sources={source: about() for source in (1, 2, 3)},
        under={1: frozenset({2})},
        alone={3: "R3"},
        nobody=frozenset({13}),
        texts=(1, 2, 3, 4),
    )


# The twin: a question is a function from a material to places, each a frozenset of cells; it never sees the text.
Places = set[frozenset[Cell]]
Twin = Callable[[Material], Places]


def cells(source: int, start: int, end: int) -> frozenset[Cell]:
    return frozenset((source, at) for at in range(start, end))


def twin_code(path: str) -> Twin:
    wanted = {CODES[path]} | ({2} if path == "Wachten" else set())
    return lambda of: {cells(one.source, one.start, one.end) for one in of.passages if one.code in wanted}


def twin_known(of_: str, name: str, values: tuple[str, ...]) -> Twin:
    def known(of: Material) -> Places:
        places: Places = set()
        for source in (1, 2, 3, 4):
            text = of.about_sources.get(source, {}).get(name)
            turns = [one for one in of.turns if one.source == source]
            if of_ == "bron" or (not turns and (of_ == "wie" or source in of.alone)):
                places |= {cells(source, 0, SIZE)} if text in values else set()
                continue
            for turn in turns:
                own = of.about_speakers.get(turn.speaker, {}).get(name)
                value = own if own is not None or of_ == "spreker" else text
                if turn.speaker not in of.nobody and value in values:
                    places.add(cells(turn.source, turn.start, turn.end))
        return places

    return known


def twin_tied(relation: str, parts: list[Twin], most: int) -> Twin:
    def pair(ours: Places, theirs: Places, of: Material) -> Places:
        turns = [cells(one.source, one.start, one.end) for one in of.turns]
        match relation:
            case "en":
                return {one & other for one in ours for other in theirs if one & other}
            case "of":
                return ours | theirs
            case "niet":
                return {one for one in ours if not any(one & other for other in theirs)}
            case "binnen":
                return {one for one in ours if any(one <= other for other in theirs)}
            case "overlapt":
                return {one for one in ours if any(one & other for other in theirs)}
            case "beurt":
                return {one for one in ours if any(one & turn and other & turn for turn in turns for other in theirs)}
        return {
            one
            for one in ours
            for other in theirs
            if min(one)[0] == min(other)[0] and min(abs(a - b) - 1 for _source, a in one for _same, b in other) <= most
        }

    def tied(of: Material) -> Places:
        places = parts[0](of)
        for other in parts[1:]:
            places = pair(places, other(of), of)
        return places

    return tied


def drawn(draw: random.Random, depth: int = 0) -> tuple[str, Twin, bool]:
    """An expression, its twin, and whether it gives places of codes only."""
    if depth == 3 or (depth and draw.random() < 0.4):
        if draw.random() < 0.3:
            of_, name = draw.choice(["bron", "spreker", "wie"]), draw.choice(list(VALUES))
            values = tuple(draw.sample(VALUES[name], draw.randint(1, 2)))
            written = "|".join(quoted(one) if " " in one else one for one in values)
            return f"{of_}:{ATTRIBUTES[name]}={written}", twin_known(of_, name, values), False
        path = draw.choice(list(CODES))
        return quoted(path), twin_code(path), True
    relation = draw.choice(["en", "of", "niet", "binnen", "overlapt", "dichtbij", "beurt"])
    parts = [drawn(draw, depth + 1) for _ in range(draw.randint(2, 3))]
    most, between = 3, relation
    if relation == "dichtbij" and draw.random() < 0.5:
        most = draw.randint(0, 9)
        between = f"dichtbij {most}"
    text = f" {between} ".join(one for one, _twin, _codes in parts)
    of_codes = [codes for _text, _twin, codes in parts]
    anchored = any(of_codes) if relation == "en" else all(of_codes) if relation == "of" else of_codes[0]
    return (
        (f"({text})" if depth else text),
        twin_tied(relation, [twin for _text, twin, _codes in parts], most),
        anchored,
    )


@pytest.mark.parametrize("seed", range(40))
def test_what_is_written_is_what_the_twin_finds(seed: int) -> None:
    draw = random.Random(seed)
    compared = 0
    while compared < 10:
        text, twin, anchored = drawn(draw)
        if sum(1 for _leaf in leaves(parsed(text))) > MOST:
            continue
        if not anchored:
            with pytest.raises(InputError, match="expression_whole_texts"):
                read(text, material_of(draw))
            continue
        material = material_of(draw)
        places = {cells(*hit) for hit in read(text, material)}
        assert places == twin(material), text
        compared += 1


def test_enough_of_the_drawn_questions_have_an_answer() -> None:
    """Else nothing would be compared with nothing."""
    draw = random.Random(7)
    drawn_ = [drawn(draw) for _ in range(600)]

    answered = sum(bool(twin(material_of(draw))) for _text, twin, anchored in drawn_ if anchored)
    assert answered > 60


def test_a_question_is_read_into_its_parts() -> None:
    node = parsed('("Wachten" of “Wachten › Lang”) EN spreker:perspectief=ouders|"jonge ouders"')

    assert node == Tied(
        "en",
        (
            Tied("of", (Named("Wachten", 2), Named("Wachten › Lang", 15))),
            Condition("spreker", "perspectief", ("ouders", "jonge ouders"), 36),
        ),
    )
    assert told(node) == "(‘Wachten’ of ‘Wachten › Lang’) en spreker met perspectief ouders of jonge ouders"
    assert parsed('"De ""knip"""') == Named('De "knip"', 1)
    near = parsed('"Wachten" dichtbij 20 "Regie"')
    assert near == Tied("dichtbij", (Named("Wachten", 1), Named("Regie", 23)), 20)


def test_without_a_number_near_is_as_far_as_was_asked() -> None:
    material = Material((Passage(1, 0, 5, 1), Passage(1, 9, 12, 3)))

    assert read('"Wachten" dichtbij "Regie"', material, characters=3) == ()
    assert read('"Wachten" dichtbij "Regie"', material, characters=4) == (Hit(1, 0, 5),)
    assert read('"Wachten" dichtbij 4 "Regie"', material, characters=0) == (Hit(1, 0, 5),)


@pytest.mark.parametrize(
    ("text", "code", "at"),
    [
        ("", "end", 1),
        ('"Wachten" en', "end", 13),
        ("Wachten", "part", 1),
        ('en "Wachten"', "part", 1),
        ('"Wachten" "Regie"', "relation", 11),
        ('"Wachten" plus "Regie"', "relation", 11),
        ('("Wachten" en "Regie"', "open", 1),
        ('"Wachten") en "Regie"', "close", 10),
        ('"Wachten" en "Regie" of "Wachten"', "mixed", 22),
        ('"Wachten" dichtbij 5 "Regie" dichtbij 6 "Regie"', "mixed", 30),
        ('"Wachten" en "Regie', "open_quote", 14),
        ('"Wachten" en bron:', "condition", 14),
        ('"Wachten" en tekst:fase=eind', "condition", 14),
        ('"Wachten" en bron:fase=eind|', "relation", 28),
        ("(" * 21 + '"Regie"' + ")" * 21, "deep", 21),
        ('"Lang"', "no_code", 1),
        ('"Wachten" en bron:kleur=rood', "no_attribute", 14),
        ('"Wachten" en bron:fase=midden', "no_value", 14),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(text: str, code: str, at: int) -> None:
    with pytest.raises(InputError) as refused:
        read(text, Material(()))

    assert (refused.value.code, refused.value.data["at"]) == (f"coding.expression_{code}", at)


@pytest.mark.parametrize(
    "text",
    ["bron:fase=eind", '"Regie" of bron:fase=eind', 'bron:fase=eind niet "Regie"', "wie:fase=eind en bron:fase=eind"],
)
def test_whole_texts_are_no_answer(text: str) -> None:
    with pytest.raises(InputError, match="expression_whole_texts"):
        read(text, Material(()))


def test_there_is_a_limit_and_no_other_than_that() -> None:
    many = " of ".join(['"Regie"'] * MOST)
    assert read(many, Material((Passage(1, 0, 5, 3),))) == (Hit(1, 0, 5),)
    with pytest.raises(InputError, match="expression_too_many"):
        parsed(f'{many} of "Regie"')
    with pytest.raises(InputError, match="expression_too_long"):
        parsed('"Regie" of ' * 200 + '"Regie"')


@pytest.mark.parametrize("seed", range(20))
def test_nonsense_is_refused_and_never_breaks(seed: int) -> None:
    draw = random.Random(seed)
    for _ in range(100):
        text = "".join(draw.choices('"()|=: ›\nen of niet 12 bron:fase=eind "Regie" dichtbij', k=draw.randint(0, 40)))
        with suppress(InputError):
            assert list(leaves(parsed(text)))


@pytest.mark.parametrize("relation", ["and", "or", "without", "within", "overlapping", "near", "turn"])
def test_rows_mean_what_they_meant(relation: str) -> None:
    """A question that was saved as rows gives what the same gives with brackets."""
    words = {"and": "en", "or": "of", "without": "niet", "within": "binnen", "overlapping": "overlapt", "turn": "beurt"}
    between = words.get(relation, "dichtbij")
    given: dict[str, Any] = {"code": "Wachten", "relation_2": relation, "code_2": "Regie", "relation_3": "without"}
    given |= {"code_3": "Wachten › Lang", "characters": 3, "who": ["perspective=ouders"]}
    rows = Question.from_parameters(given)
    text = f'(("Wachten" {between} "Regie") niet "Wachten › Lang") en wie:perspectief=ouders'

    draw, answered = random.Random(3), 0
    for _ in range(300):
        material = material_of(draw)
        hits = found(rows.query(CODES), material)
        assert hits == read(text, material)
        answered += bool(hits)
    assert answered


def test_groups_are_brackets_and_attributes_apart_are_conditions() -> None:
    given = {
        "group_1": ["Wachten", "Regie"],
        "tie_1": "of",
        "group_3": ["Regie", 'De "knip"'],
        "tie_3": "en",
        "tie": "of",
    }
    given |= {"of_source": ["phase=eind"], "of_speaker": ["perspective=ouders", "perspective=bestuur"]}  # type: ignore[dict-item]
    question = Question.from_parameters(given)

    assert question.expression == '("Wachten" of "Regie") of ("Regie" en "De ""knip""")'
    assert question.words == (
        '(‘Wachten’ of ‘Regie’) of (‘Regie’ en ‘De "knip"’), bron met fase eind, '
        "spreker met perspectief bestuur of ouders"
    )
    same = f"({question.expression}) en bron:fase=eind en spreker:perspectief=ouders|bestuur"
    draw = random.Random(5)
    for _ in range(100):
        material = material_of(draw)
        assert found(question.query(CODES, VALUES), material) == read(same, material)
    assert question.names_who
    assert not Question.from_parameters({"expression": '"Wachten" en "Regie"'}).names_who
    assert Question.from_parameters({"expression": '"Wachten" en bron:fase=eind'}).names_who
    assert is_of_codes(question.query(CODES, VALUES))
