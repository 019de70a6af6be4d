"""A text that nobody coded yet is no silence: every result says of how much it is not known yet. All is fictitious."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest

from sluitend.apps.analyses import discovery
from sluitend.apps.analyses.kit.counting import SOME_UNCODED
from sluitend.engines.retrieval.material import Material, Passage
from tests.analyses.planted_voices import DOCUMENT, GEMEENTE, JONGEREN, OUDERS, asked, material, rows, told

QUESTION, CODES = discovery.analysis("vraag-aan-teksten"), discovery.analysis("codes-per-groep")
TOGETHER, CONTRAST = discovery.analysis("codes-samen"), discovery.analysis("wie-sprak-en-wie-niet")
SATURATION, TIME = discovery.analysis("verzadiging"), discovery.analysis("codes-in-de-tijd")
MOMENTS = discovery.analysis("eerst-en-later")
OFFICIALS = frozenset(range(11, 17))


def without(*sources: int) -> Material:
    """The planted material, with nothing coded in these."""
    of = material()
    kept = tuple(one for one in of.passages if one.source not in sources)
    return replace(of, passages=kept, uncoded=frozenset(sources))


@pytest.mark.parametrize(
    ("analysis", "given"),
    [(QUESTION, {"code": "Wachten"}), (CODES, {}), (TOGETHER, {}), (CONTRAST, {}), (TIME, {}), (MOMENTS, {})],
)
def test_every_result_says_how_many_texts_are_not_coded(analysis: object, given: dict[str, object]) -> None:
    some = without(4, 5)
    exact, outward = asked(analysis, some, **given), told(analysis, some, **given)  # type: ignore[arg-type]

    assert [one for one in exact.caveats if one.startswith("2 teksten zijn nog niet gecodeerd")]
    assert SOME_UNCODED in outward.caveats
    assert rows(outward, "uncoded", "texts") == [("een of meer",)]
    assert not [one for one in asked(analysis, **given).caveats if "nog niet" in one]  # type: ignore[arg-type]


def test_beside_a_denominator_stands_how_much_of_it_is_not_coded() -> None:
    made = asked(CODES, without(4, 5, 11), codes=["Wachten"])

    columns = ("group", "of_sources", "uncoded_sources", "respondents", "of_respondents", "uncoded")
    assert rows(made, "cross", *columns) == [
        (OUDERS, 5, 2, 3, 5, 2),
        (JONGEREN, 1, 0, 2, 4, 0),
        (GEMEENTE, 7, 1, 0, 6, 1),
    ]
    assert made.sentences == (
        "‘Wachten’ – ouders: 3 van de 5 respondenten (2 nog niet gecodeerd); jongeren: 2 van de 4 respondenten; "
        "gemeente: 0 van de 6 respondenten (1 nog niet gecodeerd).",
    )


def test_a_group_of_which_nothing_is_coded_is_not_silent() -> None:
    some = without(*OFFICIALS, DOCUMENT)
    made = asked(CONTRAST, some, codes=["Wachten"], topics=["wachten"])
    outward = told(CONTRAST, some, codes=["Wachten"], topics=["wachten"])
    unknown = asked(CONTRAST, some, codes=["Wachten"])

    assert rows(made, "contrast", "stil", "niet bevraagd", "nog niet gecodeerd") == [("", "", GEMEENTE)]
    assert made.sentences[0].endswith("; nog niet gecodeerd: gemeente (6 respondenten).")
    assert rows(outward, "spoke", "group", "respondents")[-1] == (GEMEENTE, "nog niet gecodeerd")
    assert outward.sentences[0].endswith("; nog niet gecodeerd: gemeente.")
    assert rows(unknown, "contrast", "niemand", "nog niet gecodeerd") == [("", GEMEENTE)]
    assert rows(made, "spoke", "group", "share_respondents", "share_sources")[-1] == (GEMEENTE, None, None)
    assert [row["instead"] for row in made.charts[0].spec["data"]["values"]] == [None, None, "nog niet gecodeerd"]


def test_a_group_of_which_a_part_is_coded_is_silent_as_far_as_is_known() -> None:
    made = asked(CONTRAST, without(11), codes=["Wachten"], topics=["wachten"])
    outward = told(CONTRAST, without(11), codes=["Wachten"], topics=["wachten"])

    assert rows(made, "contrast", "stil", "stil, en deels nog niet gecodeerd") == [("", GEMEENTE)]
    assert "gemeente (0 van de 5 bevraagde respondenten, 1 nog niet gecodeerd)" in made.sentences[0]
    assert rows(outward, "spoke", "group", "respondents")[-1] == (GEMEENTE, "stil, en deels nog niet gecodeerd")
    assert rows(
        asked(CONTRAST, without(11), codes=["Wachten"]), "contrast", "niemand, en deels nog niet gecodeerd"
    ) == [(GEMEENTE,)]


def test_a_document_that_nobody_coded_is_no_silence_either() -> None:
    of = material()
    own = {**of.about_sources, DOCUMENT: {"perspective": "raad"}}
    apart = replace(without(DOCUMENT), about_sources=own, values={"perspective": (OUDERS, JONGEREN, GEMEENTE, "raad")})

    assert rows(asked(CONTRAST, apart, codes=["Wachten"]), "contrast", "nog niet gecodeerd") == [("raad",)]


def test_an_uncoded_text_is_no_step_of_saturation() -> None:
    made = asked(SATURATION, without(4, 5))

    assert [source for (source,) in rows(made, "steps", "source")][:4] == ["S1", "S2", "S3", "S6"]
    assert made.n == 13
    assert made.caveats[-1] == "2 bronnen zijn nog niet gecodeerd en staan niet in de lijn."


def test_a_period_of_which_nothing_is_coded_has_no_share() -> None:
    made = asked(TIME, without(*OFFICIALS), codes=["Wachten"], per="quarter")

    assert rows(made, "periods", "share_sources", "share_respondents", "uncoded_sources", "uncoded") == [
        (5 / 6, 6 / 9, 0, 0),
        (None, None, 6, 6),
    ]
    assert made.sentences[0].endswith("2026 kwartaal 2: nog niet gecodeerd (6 respondenten).")


def test_a_phase_of_which_nothing_is_coded_is_not_chosen_by_itself() -> None:
    of = replace(without(16), dates={16: date(2026, 9, 1)})
    phases = ("tussenevaluatie", "eindevaluatie", "nazorg")
    about = {**of.about_sources, 16: {"perspective": GEMEENTE, "phase": "nazorg"}}
    made = asked(MOMENTS, replace(of, about_sources=about, values={**of.values, "phase": phases}))

    assert rows(made, "phases", "moment", "phase") == [("eerst", "tussenevaluatie"), ("later", "eindevaluatie")]


def test_a_question_says_of_whom_nothing_is_coded() -> None:
    made = asked(QUESTION, without(4, 5), code="Wachten", who=[f"perspective={OUDERS}"])
    none = told(QUESTION, without(*OFFICIALS, DOCUMENT), code="Wachten")

    assert made.sentences[0].startswith("3 van de 5 respondenten (2 nog niet gecodeerd) zeiden iets over")
    assert none.sentences[-1] == "Gemeente: nog niet gecodeerd."
    assert told(QUESTION, without(11), code="Wachten").sentences[-1] == (
        "Gemeente: niemand zei iets over ‘Wachten’, en deels nog niet gecodeerd."
    )


@pytest.mark.parametrize("coded", [1, 2])
def test_one_or_two_people_who_are_coded_are_a_small_group(coded: int) -> None:
    """Of five parents only these can have said anything: a word about five would be about them."""
    late = frozenset(range(coded + 1, 6))

    groups = {group for (group,) in rows(told(CODES, without(*late), codes=["Wachten"]), "cross", "group")}

    assert OUDERS not in groups


def of_two(said: Mapping[int, bool], late: frozenset[int]) -> Material:
    """Five people alone of a, five of b."""
    of = material()
    about = {source: {"perspective": "a" if source <= 5 else "b"} for source in range(1, 11)}
    passages = tuple(Passage(source, 0, 20, 3) for source, yes in said.items() if yes and source not in late)
    return replace(
        of,
        passages=passages,
        turns=(),
        people={},
        about_sources=about,
        texts=tuple(about),
        alone={source: f"R{source}" for source in about},
        values={"perspective": ("a", "b")},
        uncoded=late,
    )


def test_who_knows_who_is_coded_learns_of_no_group_that_all_of_them_said_it() -> None:
    """Every number of coded people in both groups, and of them that said it: a word never stands for all alone."""
    kinds: dict[tuple[int, int, tuple[object, ...]], set[tuple[int, int]]] = {}
    for one, two in product(range(6), repeat=2):
        late = frozenset({*range(one + 1, 6), *range(two + 6, 11)})
        for a, b in product(range(one + 1), range(two + 1)):
            made = told(CODES, of_two({at: at <= a or 5 < at <= 5 + b for at in range(1, 11)}, late), codes=["Regie"])
            seen = tuple(rows(made, "cross", "group", "respondents")) if "cross" in {t.key for t in made.tables} else ()
            kinds.setdefault((one, two, seen), set()).add((a, b))

    for (one, two, seen), possible in kinds.items():
        words = dict(seen)  # type: ignore[arg-type]
        for group, size, at in (("a", one, 0), ("b", two, 1)):
            assert group not in words or not size or {pair[at] for pair in possible} != {size}, (one, two, seen)


def in_waterdam(uncoded: tuple[int, ...], on_list: str) -> Material:
    """Of Waterdam four young people (1 to 4) and a parent (5), of whom none said it; elsewhere seven parents did."""
    sources = tuple(range(1, 13))
    about = {
        one: {"perspective": JONGEREN if one <= 4 else OUDERS, "place": "Waterdam" if one <= 5 else "Elders"}
        for one in sources
    }
    return replace(
        material(),
        passages=(*(Passage(one, 0, 20, 1) for one in sources[5:]), *(Passage(one, 0, 20, 3) for one in sources[:4])),
        turns=(), people={}, dates={}, texts=sources, about_sources=about,
        alone={one: f"R{one}" for one in sources}, words={one: tuple(range(0, 200, 2)) for one in sources},
        values={"perspective": (OUDERS, JONGEREN), "place": ("Waterdam", "Elders")},
        topics={"wachten": frozenset({on_list})}, uncoded=frozenset(uncoded),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("uncoded", "on_list", "said"),
    [
        ((5,), OUDERS, "niet bevraagd, en deels nog niet gecodeerd"),  # whoever is coded was not asked
        ((4,), OUDERS, "stil, deels niet bevraagd en deels nog niet gecodeerd"),
        ((5,), JONGEREN, "stil, en deels nog niet gecodeerd"),
        ((), OUDERS, "stil, en deels niet bevraagd"),
    ],
)
def test_whether_a_group_was_asked_is_said_of_whom_something_is_known(
    uncoded: tuple[int, ...], on_list: str, said: str
) -> None:
    given: dict[str, Any] = {"codes": ["Wachten"], "topics": ["wachten"], "by": "place"}
    of = in_waterdam(uncoded, on_list)

    (row,) = rows(asked(CONTRAST, of, **given), "contrast", said)
    assert row == ("Waterdam",)
    assert ("Waterdam", said) in rows(told(CONTRAST, of, **given), "spoke", "group", "respondents")
    share = dict(rows(asked(CONTRAST, of, **given), "spoke", "group", "share_respondents"))["Waterdam"]
    assert (share is None) is said.startswith("niet bevraagd")


def test_what_is_not_coded_yet_is_no_change() -> None:
    """All five said it first; of later one text is coded, in which it is said."""
    sources = tuple(range(1, 11))
    phases = ("tussen", "eind")
    about = {one: {"perspective": OUDERS, "phase": phases[one > 5]} for one in sources}
    of = replace(
        material(),
        passages=tuple(Passage(one, 0, 20, 1) for one in range(1, 7)),
        turns=(), people={}, dates={}, texts=sources, about_sources=about,
        alone={one: f"R{(one - 1) % 5}" for one in sources}, words={one: tuple(range(0, 200, 2)) for one in sources},
        values={"perspective": (OUDERS,), "phase": phases}, uncoded=frozenset(range(7, 11)),
    )  # fmt: skip
    made = asked(MOMENTS, of)

    assert set(rows(made, "changes", "respondents_more", "sources_more")) == {(None, None)}
    assert not [one for one in made.sentences if "Het meest veranderde" in one]
    assert any("alles gecodeerd is" in one for one in made.caveats)
    whole = asked(MOMENTS, replace(of, uncoded=frozenset()))
    assert any("Het meest veranderde" in one for one in whole.sentences)
