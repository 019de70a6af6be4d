"""The analyses of coded texts find what was planted, and tell others no more than they may know."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest

from sluitend.apps.analyses import discovery
from sluitend.apps.analyses.kit.analysis import CODINGS, Analysis
from sluitend.apps.analyses.kit.outside import keeps_to_limits
from sluitend.apps.analyses.kit.titles import titled
from sluitend.apps.analyses.kit.voices import CAVEAT, OTHERS, PARTLY
from sluitend.engines.retrieval.material import Material, Passage
from sluitend.errors import InputError
from sluitend.formats.drawn_chart import draw
from tests.analyses.planted_voices import (
    DOCUMENT,
    GEMEENTE,
    GROUP,
    JONGEREN,
    OUDERS,
    REGIE,
    WACHTEN,
    asked,
    material,
    rows,
    told,
)

QUESTION, CODES = discovery.analysis("vraag-aan-teksten"), discovery.analysis("codes-per-groep")
TOGETHER, CONTRAST = discovery.analysis("codes-samen"), discovery.analysis("wie-sprak-en-wie-niet")
SATURATION, TIME = discovery.analysis("verzadiging"), discovery.analysis("codes-in-de-tijd")
MOMENTS = discovery.analysis("eerst-en-later")
ALL = (QUESTION, CODES, TOGETHER, CONTRAST, SATURATION, TIME, MOMENTS)
NEEDED: dict[str, dict[str, Any]] = {QUESTION.key: {"code": "Wachten"}}


def test_a_question_counts_people_and_sources_before_passages() -> None:
    made = asked(QUESTION, code="Wachten")

    assert rows(made, "whole", "sources", "of_sources", "respondents", "of_respondents", "places") == [
        (5, 13, 6, 15, 7)
    ]
    assert rows(made, "groups", "group", "respondents", "of_respondents", "sources", "per_1000") == [
        (OUDERS, 4, 5, 4, 80.0),
        (JONGEREN, 2, 4, 1, 100.0),
        (GEMEENTE, 0, 6, 0, 0.0),
    ]
    assert rows(made, "sources", "source", "places")[:2] == [("S1", 2), ("S2", 2)]
    assert made.n == 15
    assert made.sentences[0] == "6 van de 15 respondenten zeiden iets over ‘Wachten’."
    assert made.sentences[1] == "Dat staat op 7 plaatsen, in 5 van de 13 bronnen."


def test_a_question_of_several_rows_goes_from_the_top() -> None:
    made = asked(QUESTION, code="Wachten", below=False, relation_2="overlapping", code_2="Wachten › Lang")
    none = asked(QUESTION, code="Wachten", relation_2="and", code_2="Regie", relation_3="or", code_3="Regie")

    assert rows(made, "whole", "respondents", "places") == [(2, 2)]
    assert rows(none, "whole", "respondents", "places") == [(5, 6)]
    assert titled(
        QUESTION, {"code": "Wachten", "relation_2": "turn", "code_2": "Regie", "who": ["perspective=ouders"]}
    ) == ("Vraag aan de teksten: ‘Wachten’ in dezelfde beurt als ‘Regie’, gezegd door ouders")


def test_of_chosen_voices_the_shares_are_of_these_voices() -> None:
    made = asked(QUESTION, code="Wachten", who=[f"perspective={OUDERS}", "phase=tussenevaluatie"])

    assert rows(made, "whole", "respondents", "of_respondents", "share_respondents") == [(3, 3, 1.0)]
    assert rows(made, "groups", "group", "beyond") == [(OUDERS, 2)]


def test_nothing_found_is_said_so() -> None:
    made = asked(QUESTION, code="Wachten", relation_2="within", code_2="Regie")

    assert made.sentences == ("Geen enkele passage beantwoordt de vraag ‘Wachten’ binnen ‘Regie’.",)


def test_a_code_counts_with_those_below_it_unless_asked_otherwise() -> None:
    cross = rows(asked(CODES), "cross", "code", "group", "respondents")
    alone = rows(asked(CODES, codes=["Wachten › Lang"]), "cross", "group", "respondents", "share_respondents")

    assert cross[:3] == [("Wachten", OUDERS, 4), ("Wachten", JONGEREN, 2), ("Wachten", GEMEENTE, 0)]
    assert cross[-1] == ("Regie", GEMEENTE, 5)
    assert alone[0] == (OUDERS, 2, 0.4)


def test_codes_together_are_those_on_the_same_words() -> None:
    assert rows(asked(TOGETHER), "pairs", "code") == []  # a code and one below it are not compared
    own = replace(material(), under={})

    assert rows(asked(TOGETHER, own), "pairs", "code", "other", "sources", "respondents", "places") == [
        ("Wachten", "Wachten › Lang", 2, 2, 2)
    ]


def test_silent_is_who_was_asked_and_not_who_was_not() -> None:
    made = asked(CONTRAST, codes=["Wachten"], topics=["wachten"])
    regie = asked(CONTRAST, codes=["Regie"], topics=["regie"])
    unknown = asked(CONTRAST, codes=["Regie"])

    assert rows(made, "contrast", "code", "spoke", "stil", "niet bevraagd") == [
        ("Wachten", f"{OUDERS}, {JONGEREN}", GEMEENTE, "")
    ]
    assert rows(regie, "contrast", "spoke", "stil", "niet bevraagd") == [(GEMEENTE, "", f"{OUDERS}, {JONGEREN}")]
    assert rows(unknown, "contrast", "spoke", "niemand") == [(GEMEENTE, f"{OUDERS}, {JONGEREN}")]
    assert regie.sentences == (
        "‘Regie’ – sprak erover: gemeente (5 van de 6 bevraagde respondenten); "
        "niet bevraagd: ouders (5 respondenten), jongeren (4 respondenten).",
    )
    assert made.sentences == (
        "‘Wachten’ – sprak erover: ouders (4 van de 5 bevraagde respondenten), "
        "jongeren (2 van de 4 respondenten, 0 bevraagd); stil: gemeente (0 van de 6 bevraagde respondenten).",
    )
    assert unknown.sentences == (
        "‘Regie’ – sprak erover: gemeente (5 van de 6 respondenten); "
        "zei er niets over: ouders (0 van de 5 respondenten), jongeren (0 van de 4 respondenten).",
    )


def test_a_chart_has_words_where_a_group_was_silent_and_an_empty_cell_where_nobody_asked() -> None:
    lang = asked(CONTRAST, codes=["Wachten › Lang"], topics=["wachten"])

    columns = ("group", "asked", "of_asked", "share_respondents", "respondents")
    assert rows(lang, "spoke", *columns) == [
        (OUDERS, True, 5, 0.4, 2),
        (JONGEREN, False, 0, None, 0),
        (GEMEENTE, True, 6, 0.0, 0),
    ]
    (chart,) = lang.charts
    drawn = [(row["group"], row["share_respondents"], row["instead"]) for row in chart.spec["data"]["values"]]
    assert drawn == [(OUDERS, 0.4, None), (JONGEREN, None, "niet bevraagd"), (GEMEENTE, 0.0, "stil (0%)")]
    svg = draw(chart.spec).svg
    assert [svg.count(words) for words in (">niet bevraagd<", ">stil (0%)<")] == [1, 1]
    assert svg.count(">0%<") == 1  # of the scale
    assert chart.text == lang.sentences[0]


def test_how_many_of_a_level_were_asked_is_counted_by_who_was() -> None:
    of = material()
    level = {source: {**known, "level": "uitvoerend"} for source, known in of.about_sources.items()}
    mixed = replace(of, about_sources=level, values={**of.values, "level": ("uitvoerend",)})
    made = asked(CONTRAST, mixed, codes=["Regie"], topics=["regie"], by="level")

    assert made.sentences == ("‘Regie’ – sprak erover: uitvoerend (5 van de 15 respondenten, 6 bevraagd).",)


def test_outside_the_team_a_sentence_has_words_for_how_many_and_nothing_of_two() -> None:
    of = material()
    two = replace(of, texts=tuple(one for one in of.texts if one not in (1, 2, 3)))
    made = told(CONTRAST, two, codes=["Regie"], topics=["regie"])

    assert told(CONTRAST, codes=["Regie"], topics=["regie"]).sentences == (
        "‘Regie’ – sprak erover: gemeente (de meeste respondenten); niet bevraagd: ouders, jongeren.",
    )
    assert made.sentences
    assert not any(OUDERS in one for one in made.sentences)


def test_a_document_breaks_no_silence_and_is_asked_nothing() -> None:
    of = material()
    written = replace(of, passages=(*of.passages, Passage(DOCUMENT, 0, 10, WACHTEN)))
    alone = replace(of, texts=(1, DOCUMENT))

    made = asked(CONTRAST, written, codes=["Wachten"], topics=["wachten"])
    assert rows(made, "contrast", "spoke", "stil") == [(f"{OUDERS}, {JONGEREN}", GEMEENTE)]
    made = asked(CONTRAST, alone, codes=["Wachten"], topics=["wachten"])
    assert rows(made, "contrast", "spoke", "stil", "niet bevraagd") == [(OUDERS, "", GEMEENTE)]


def test_nobody_is_silent_whom_nobody_asked() -> None:
    """Of all in one place only the officials were asked."""
    of = material()
    near = {source: {**known, "place": "Waterdam"} for source, known in of.about_sources.items()}
    beside = tuple(one for one in of.passages if one.code != REGIE)
    of = replace(of, about_sources=near, passages=(*beside, Passage(DOCUMENT, 0, 5, REGIE)))

    given: dict[str, Any] = {"codes": ["Regie"], "topics": ["regie"], "by": "place"}
    for made in (asked(CONTRAST, of, **given), told(CONTRAST, of, **given)):
        assert rows(made, "contrast", "stil", PARTLY, "niet bevraagd") == [("", "Waterdam", "")]
    assert rows(told(CONTRAST, of, **given), "spoke", "group", "respondents") == [("Waterdam", PARTLY)]


def test_saturation_follows_the_fieldwork() -> None:
    made = asked(SATURATION)
    lang = asked(SATURATION, codes=["Wachten › Lang"])

    assert rows(made, "steps", "source", "new", "so_far")[:2] == [("S1", 2, 2), ("S2", 0, 2)]
    assert rows(made, "steps", "so_far")[-1] == (3,)
    assert [row for row in rows(made, "steps", "source", "new") if row[1]] == [("S1", 2), ("S11", 1)]
    assert rows(lang, "steps", "so_far")[-1] == (1,)
    assert "In de laatste 3 bronnen kwamen er 0 codes bij." in made.sentences


def test_periods_are_those_of_the_texts() -> None:
    made = asked(TIME, codes=["Wachten"])

    assert rows(made, "periods", "period", "sources", "of_sources", "respondents", "of_respondents") == [
        ("2026 kwartaal 1", 5, 6, 6, 9),
        ("2026 kwartaal 2", 0, 6, 0, 6),
    ]
    assert "1 tekst heeft geen datum en telt niet mee." in made.caveats
    with pytest.raises(InputError, match=r"analyses\.no_dates"):
        asked(TIME, replace(material(), dates={}))


def test_the_interim_evaluation_stands_beside_the_final_one() -> None:
    made = asked(MOMENTS, codes=["Wachten", "Regie"])

    assert rows(made, "changes", "code", "respondents_eerst", "respondents_later") == [
        ("Wachten", 3 / 4, 3 / 11),
        ("Regie", 1 / 4, 4 / 11),
    ]
    assert "Het meest veranderde ‘Wachten’: 48 procentpunt minder." in made.sentences
    with pytest.raises(InputError, match=r"analyses\.one_group"):
        asked(MOMENTS, before=["phase=eindevaluatie"])


def test_a_phase_of_documents_alone_is_neither_the_first_nor_the_last() -> None:
    """Nobody speaks in its texts, so that there is no share of respondents to hold beside another."""
    found = material()
    papers = {len(found.texts) + 101: "voorbereiding", len(found.texts) + 102: "analyse"}
    more = replace(
        found,
        texts=(*found.texts, *papers),
        words={**found.words, **dict.fromkeys(papers, (0, 5))},
        about_sources={**found.about_sources, **{one: {"phase": phase} for one, phase in papers.items()}},
        values={**found.values, "phase": ("voorbereiding", *found.values["phase"], "analyse")},
    )

    made = asked(MOMENTS, more, codes=["Wachten", "Regie"])

    assert rows(made, "changes", "code", "respondents_eerst", "respondents_later") == rows(
        asked(MOMENTS, codes=["Wachten", "Regie"]), "changes", "code", "respondents_eerst", "respondents_later"
    )
    assert made.sentences[0] == "Eerst is de fase ‘tussenevaluatie’; later is de fase ‘eindevaluatie’."
    named = asked(MOMENTS, before=["phase=tussenevaluatie"], after=["phase=eindevaluatie"], codes=["Wachten"])
    assert "phases" not in {one.key for one in named.tables}


@pytest.mark.parametrize("analysis", ALL, ids=lambda one: one.key)
def test_nobody_who_speaks_is_no_answer(analysis: Analysis) -> None:
    given: dict[str, Any] = dict(NEEDED.get(analysis.key, {}))
    given["before" if analysis is MOMENTS else "who"] = ["place=Waterdam", f"perspective={JONGEREN}"]

    with pytest.raises(InputError, match=r"analyses\.nobody_speaks"):
        asked(analysis, **given)


@pytest.mark.parametrize("analysis", ALL, ids=lambda one: one.key)
def test_texts_that_are_coded_blind_are_told_of(analysis: Analysis) -> None:
    made = asked(analysis, replace(material(), left_out=2), **NEEDED.get(analysis.key, {}))

    assert "2 teksten zijn niet meegeteld: zij worden nog blind gecodeerd." in made.caveats
    assert analysis.data == CODINGS


@pytest.mark.parametrize("analysis", ALL, ids=lambda one: one.key)
def test_every_chart_can_be_drawn(analysis: Analysis) -> None:
    of = replace(material(), under={})
    charts = asked(analysis, of, **NEEDED.get(analysis.key, {})).charts

    assert charts
    for chart in charts:
        assert draw(chart.spec, ("Alleen voor het onderzoeksteam",))


@pytest.mark.parametrize("analysis", ALL, ids=lambda one: one.key)
def test_what_leaves_the_team_has_words_for_numbers(analysis: Analysis) -> None:
    made = told(analysis, **NEEDED.get(analysis.key, {}))

    numbers = [value for one in made.tables for row in one.rows for value in row if isinstance(value, int | float)]
    assert numbers in ([], [1])  # the one text without a date
    assert made.charts == ()
    assert made.caveats[0] == CAVEAT
    assert not any(f"S{DOCUMENT}" in one or "van de" in one for one in made.sentences)


def test_silence_is_told_outside_the_team_too() -> None:
    made = told(CONTRAST, codes=["Wachten"], topics=["wachten"])

    assert ("Wachten", GEMEENTE, "stil") in rows(made, "spoke", "code", "group", "respondents")
    assert rows(made, "contrast", "code", "stil") == [("Wachten", GEMEENTE)]
    assert {"asked", "places", "of_respondents"}.isdisjoint({one.key for table in made.tables for one in table.columns})


def test_what_leaves_the_team_keeps_to_the_limits_also_where_nobody_was_silent() -> None:
    """An archive holds it against them when it comes back."""
    everybody: dict[str, Any] = {"codes": ["Wachten"], "topics": ["wachten"], "who": [f"perspective={OUDERS}"]}
    for analysis in ALL:
        given = everybody if analysis is CONTRAST else NEEDED.get(analysis.key, {})
        assert keeps_to_limits(asked(analysis, **given), told(analysis, **given))
    assert rows(told(CONTRAST, **everybody), "contrast", "spoke", "stil", "niemand") == [(OUDERS, "", None)]


def test_two_whom_a_choice_left_out_stay_inside() -> None:
    """Three parents; the same question of all parents would tell what the other two said."""
    made = told(QUESTION, code="Wachten", who=[f"perspective={OUDERS}", "phase=tussenevaluatie"])

    assert (made.tables, made.sentences) == ((), ())


def one_by_one(days: dict[int, date], people: dict[int, str]) -> Material:
    """A text for every day, by parents of whom only these say something about waiting: the last text of all."""
    return replace(
        material(),
        passages=(Passage(max(days), 0, 20, WACHTEN),),
        turns=(),
        alone=people,
        about_sources={one: {"perspective": OUDERS, "phase": f"fase {one % 2}"} for one in days},
        texts=tuple(days),
        dates=days,
        values={"perspective": (OUDERS,), "phase": ("fase 0", "fase 1")},
    )


def test_two_who_speak_in_two_phases_are_two() -> None:
    days = {one: date(2026, 2, one) for one in range(1, 5)}
    two = one_by_one(days, {1: "R1", 2: "R1", 3: "R2", 4: "R2"})

    assert rows(asked(CODES, two, by="phase"), "cross", "of_respondents", "shared") == [(2, 2), (2, 2)]
    assert told(CODES, two, by="phase").tables == ()
    assert told(MOMENTS, two).tables == ()


def two_groups(parents: int, officials: int, said: tuple[int, int]) -> Material:
    """So many parents and officials with a text each, of whom so many said something about waiting."""
    texts = range(1, parents + officials + 1)
    spoke = [*texts[: said[0]], *texts[parents : parents + said[1]]]
    return replace(
        material(),
        passages=tuple(Passage(one, 0, 20, WACHTEN) for one in spoke),
        turns=(),
        alone={one: f"R{one}" for one in texts},
        people={},
        about_speakers={},
        about_sources={one: {"perspective": OUDERS if one <= parents else GEMEENTE} for one in texts},
        texts=tuple(texts),
        dates={},
        words=dict.fromkeys(texts, (0,)),
        values={"perspective": (OUDERS, GEMEENTE)},
    )


@pytest.mark.parametrize("parents", range(1, 12))
@pytest.mark.parametrize("officials", range(1, 12))
def test_nobody_learns_of_a_whole_group_what_its_people_said(parents: int, officials: int) -> None:
    """Of all outcomes those that look the same from outside, also to somebody who knows every rule and what he or she
    said: by none of them did all others of a group certainly speak, nor none of them, unless that is what was told."""
    if parents + officials > 12:
        return
    alike: dict[Any, list[tuple[int, int]]] = {}
    for said in product(range(parents + 1), range(officials + 1)):
        made = told(QUESTION, two_groups(parents, officials, said), code="Wachten")
        alike.setdefault((made.tables, made.sentences, made.n), []).append(said)
    for same in alike.values():
        for at, size in enumerate((parents, officials)):
            numbers = {said[at] for said in same}
            assert min(numbers) < max(1, size - 1)
            assert max(numbers) > 1 or size < 3 or numbers == {0}


def test_everybody_is_told_of_where_no_group_is() -> None:
    made = two_groups(3, 3, (3, 0))
    unknown = replace(made, about_sources={1: made.about_sources[1]})
    alone, beside = (told(QUESTION, one, code="Wachten") for one in (unknown, made))

    assert alone.sentences == ("Meerdere respondenten zeiden iets over ‘Wachten’.",)
    assert beside.sentences == (
        "Ouders: een of meer respondenten zeiden iets over ‘Wachten’.",
        "Gemeente: niemand zei iets over ‘Wachten’.",
    )


def test_one_of_whom_the_group_is_not_known_is_a_rest() -> None:
    of = material()
    about = {source: known for source, known in of.about_sources.items() if source != 1}
    unknown = told(QUESTION, replace(of, about_sources=about), code="Wachten")

    assert rows(told(QUESTION, of, code="Wachten"), "groups", "group") == [(OUDERS,), (JONGEREN,), (GEMEENTE,)]
    # Of the smallest group nothing is told: beside the total it would say what the one of no group said.
    assert {one for (one,) in rows(unknown, "groups", "group")} < {OUDERS, JONGEREN, GEMEENTE}


def test_one_who_speaks_every_month_is_one() -> None:
    days = {one: date(2026, one, 1) for one in range(1, 4)}

    assert told(TIME, one_by_one(days, dict.fromkeys(days, "R1")), per="month").tables == ()


@pytest.mark.parametrize("alone", range(1, 13))
def test_a_month_is_not_told_where_its_quarter_would_tell_of_one(alone: int) -> None:
    """One in a month, three in another of its quarter; three and two in a quarter beside it: the last one said it."""
    near = alone - 1 if alone % 3 != 1 else alone + 1
    other = (alone - 1) // 3 * 3 + (4 if alone < 10 else -2)
    months = sorted([alone, *[near] * 3, *[other] * 3, *[other + 1] * 2])
    days = {at: date(2026, month, 1) for at, month in enumerate(months, start=1)}
    of = one_by_one(days, {at: f"R{at}" for at in days})

    quarters = sorted({(month - 1) // 3 + 1 for month in months})
    assert rows(told(TIME, of), "periods", "period") == [(f"2026 kwartaal {one}",) for one in quarters]
    assert rows(told(TIME, of, per="month"), "periods", "period") == [(OTHERS,)]


def test_two_whom_a_choice_left_out_of_a_period_stay_inside() -> None:
    of = material()
    officials = {source: date(2026, 2, 1) for source in (11, 12)}
    made = told(
        TIME, replace(of, dates={**of.dates, **officials}), who=[f"perspective={OUDERS}", "perspective=jongeren"]
    )

    assert made.tables == ()


def test_what_stands_near_may_be_said_by_somebody_else() -> None:
    """A young person about waiting, beside another who speaks about direction: chosen voices say the one, not both."""
    of = material()
    beside = replace(
        of,
        passages=(Passage(GROUP, 40, 48, WACHTEN), Passage(GROUP, 52, 60, REGIE)),
        about_speakers={1: {"place": "Waterdam"}, 2: {"place": "Dijkstad"}},
        values={**of.values, "place": ("Waterdam", "Dijkstad")},
    )
    made = asked(QUESTION, beside, code="Wachten", relation_2="near", code_2="Regie", who=["place=Waterdam"])

    assert rows(made, "sources", "source", "places") == [(f"S{GROUP}", 1)]
    assert rows(made, "whole", "respondents", "places") == [(1, 1)]


def test_no_analysis_counts_what_the_interviewer_said() -> None:
    asking = replace(
        material(), nobody=frozenset({1}), passages=(Passage(GROUP, 0, 50, WACHTEN), Passage(GROUP, 0, 50, REGIE))
    )

    assert {row[-1] for row in rows(asked(CODES, asking), "cross", "group", "places")} == {0}
    assert {row[-1] for row in rows(asked(TIME, asking), "periods", "sources", "places")} == {0}
    assert rows(asked(TOGETHER, asking), "pairs", "code") == []
    assert {row[-1] for row in rows(asked(SATURATION, asking), "steps", "source", "new")} == {0}
    assert rows(asked(QUESTION, asking, code="Wachten"), "sources", "source") == []
