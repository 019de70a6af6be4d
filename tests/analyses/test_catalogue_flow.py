"""The entries on flow, delay, links, networks and funnels find what was planted."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest

from sluitend.apps.analyses import catalogue
from sluitend.apps.analyses.discovery import analysis
from sluitend.apps.analyses.kit.analysis import checked, inputs_of
from sluitend.apps.analyses.kit.compare import compare
from sluitend.apps.analyses.kit.networks import drawing, ring
from sluitend.apps.analyses.kit.result import Result
from sluitend.apps.analyses.kit.vocabulary import vocabulary_of
from sluitend.engines.chain import EventLog
from sluitend.errors import InputError
from sluitend.web.wording import sentence
from tests.analyses import planted
from tests.analyses.test_catalogue import ASKED, rows, run

FLOW = {"closes": [planted.START]}


def of_log(log: EventLog, key: str, given: dict[str, Any]) -> Result:
    vocabulary = vocabulary_of(log)
    parameters = checked(analysis(key), given, vocabulary)
    return analysis(key).run(inputs_of(log, vocabulary, parameters), parameters, lambda percent: None)


def test_the_stock_is_who_still_waits() -> None:
    """Of forty-one cases, four still wait and one opened on the last day."""
    result = run("stroom", closes=[planted.START], per="year")

    (year,) = rows(result, "periods")
    assert (year["inflow"], year["outflow"], year["stock"]) == (41, 36, 5)
    assert [row["cases"] for row in rows(result, "ages")] == [1, 0, 0, 0, 4, 0]
    assert "kwamen er 41 binnen en gingen er 36 uit" in result.sentences[0]


def test_a_long_log_is_drawn_and_compared_to_its_last_week() -> None:
    """About five years by the week, in two towns: every row stays, in the table and in the chart."""
    begun = (("oud", planted.REPORT, planted.datetime(2021, 9, 1), planted.TEAM, "Waterdam"),)
    result = of_log(planted.log(begun), "stroom", {**FLOW, "per": "week", "by": "gemeente"})

    periods = rows(result, "periods")
    assert len(periods) > 400
    assert {row["group"] for row in periods} == {"Waterdam", "Rietveen"}
    assert len(result.charts[0].spec["data"]["values"]) == len(periods)
    assert result.charts[0].text.count("tot en met 2025-12-31") == 2
    assert "de eerste" not in result.tables[0].title
    (change, *_) = compare(result, result)
    assert len(change.rows) == len(periods)


def test_nothing_is_counted_before_the_log_begins() -> None:
    asked = run("stroom", closes=[planted.START], first_day="0001-01-01")

    assert rows(asked, "periods")[0]["first"] == "2025-01-01"


def test_a_case_is_open_as_long_as_help_is_awaited() -> None:
    result = run("stroom", closes=[planted.START], by="gemeente")

    assert {row["group"]: row["mean_days"] for row in rows(result, "little")} == planted.WAITS
    assert result.charts[0].table == "periods"


def test_ten_days_more_before_help() -> None:
    """From letting go to help: 36 cases open ten days longer each, all within the year."""
    result = run(
        "vertraging", start=[planted.LET_GO], then=[planted.START], days=10, closes=[planted.START], by="gemeente"
    )

    towns = {row["group"]: row for row in rows(result, "groups")}
    assert {name: row["mean_days_after"] - row["mean_days"] for name, row in towns.items()} == {
        "Waterdam": 10,
        "Rietveen": 10,
    }
    assert "36 casussen gaan samen 36 keer door deze schakel" in result.sentences[0]
    assert "scheelt dat 360 dagen" in result.sentences[0]


def test_a_link_that_cannot_become_so_much_shorter() -> None:
    result = run("vertraging", start=[planted.LET_GO], then=[planted.START], days=-20, closes=[planted.START])

    assert any(caveat.startswith("18 keer duurde de schakel al korter") for caveat in result.caveats)


def test_the_link_that_explains_the_difference() -> None:
    """Help starts 20 days later in Rietveen: that is the link from letting go to help."""
    result = run("welke-schakel", group=["gemeente=Rietveen"], closes=[planted.START])

    first, second = rows(result, "links")
    assert (first["one"], first["next"], first["total"], first["by_days"]) == (planted.LET_GO, planted.START, 20, 20)
    assert second["total"] == 0
    assert [row["days"] for row in rows(result, "variants")] == [0, 20, 20]
    assert "draagt 20 dagen bij" in result.sentences[1]


def test_halves_of_one_municipality_differ_by_no_link() -> None:
    result = run("welke-schakel", group=[], split="2025-03-15", only=["gemeente=Waterdam"], closes=[planted.START])

    assert result.sentences[1].startswith("Van geen enkele schakel")


@pytest.mark.parametrize(
    ("key", "given", "code"),
    [
        ("welke-schakel", {}, "analyses.parameter"),
        ("welke-schakel", {"group": ["gemeente=Rietveen"], "split": "2025-03-15"}, "analyses.by_or_split"),
        ("welke-schakel", {"split": "2024-01-01"}, "analyses.no_cases"),
        ("stroom", {**FLOW, "opens": [planted.START]}, "analyses.parameter"),
        ("stroom", {**FLOW, "first_day": "2026-01-01"}, "analyses.days"),
        ("stroom", {**FLOW, "last_day": "9000-01-01"}, "analyses.last_day"),
        ("trechter", {"having": [planted.BACK]}, "analyses.parameter"),
    ],
)
def test_what_cannot_be_asked_is_refused(key: str, given: dict[str, Any], code: str) -> None:
    with pytest.raises(InputError) as refused:
        of_log(planted.log(), key, given)
    assert refused.value.code == code


def test_more_periods_than_anybody_reads_are_refused() -> None:
    begun = (("oud", planted.REPORT, planted.datetime(2000, 1, 1), planted.TEAM, "Waterdam"),)
    with pytest.raises(InputError) as refused:
        of_log(planted.log(begun), "stroom", {**FLOW, "per": "week"})
    assert refused.value.code == "analyses.too_many_periods"


@pytest.mark.parametrize("key", ["stroom", "vertraging"])
def test_an_activity_that_opens_and_closes_is_refused_before_anything_is_computed(key: str) -> None:
    with pytest.raises(InputError) as refused:
        checked(analysis(key), {**ASKED[key], "opens": [planted.START]}, vocabulary_of(planted.log()))
    assert (refused.value.code, refused.value.where) == ("analyses.parameter", "opens")


def test_a_network_of_too_many_is_refused_with_their_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sluitend.apps.analyses.catalogue.network.MOST", 1)
    with pytest.raises(InputError) as refused:
        run("netwerk")
    assert (refused.value.code, refused.value.data) == ("analyses.too_many_resources", {"most": 1})


@pytest.mark.parametrize("key", ["stroom", "vertraging", "zonder-regiehouder"])
def test_an_entry_computes_with_nothing_of_another_entry(key: str) -> None:
    """Its code version would not see that change."""
    parts = vars(import_module(analysis(key).run.__module__)).values()
    homes = {getattr(part, "__module__", None) or "" for part in parts}
    others = {home for home in homes if home.startswith(catalogue.__name__)}
    assert others == {analysis(key).run.__module__}


def test_who_is_around_a_case() -> None:
    """The team helps from the report on for five days; of every fourth in Rietveen it is back beside who helps."""
    result = run("rond-een-gezin", by="gemeente", many=1)

    (whole,) = rows(result, "whole")
    assert (whole["units"], whole["helped"], whole["parallel"], whole["many"]) == (41, 40, 5, 36)
    assert {row["number"]: row["organisations"] for row in rows(result, "spread")} == {
        "0": 1, "1": 4, "2": 36, "3": 0, "4": 0, "5 of meer": 0
    }  # fmt: skip
    assert [(row["one"], row["other"], row["units"]) for row in rows(result, "pairs")] == [
        (planted.HELP, planted.TEAM, 5)
    ]
    assert {row["group"]: row["parallel"] for row in rows(result, "groups")} == {"Rietveen": 5, "Waterdam": 0}
    assert result.sentences[0].startswith("Van 41 casussen hadden er 36 met meer dan 1 organisatie te maken: 87,8%")
    assert result.sentences[1].startswith(
        "Van 40 casussen met hulp hadden er 5 minstens één dag hulp van twee of meer organisaties tegelijk: 12,5%"
    )
    assert "Rietveen: van 20 casussen met hulp hadden er 5 minstens één dag" in " ".join(result.sentences)
    assert result.sentences[-1] == (
        "Het grootste aantal organisaties rond één casus is 2; op één dag hielpen er hoogstens 2 tegelijk."
    )


def test_teams_that_are_taken_together_help_as_one() -> None:
    result = run("rond-een-gezin", called=["Samen = Wijk* | Jeugdhulp*"])

    assert rows(result, "pairs") == []
    assert {row["number"]: (row["organisations"], row["involved"]) for row in rows(result, "spread")}["2"] == (0, 36)


def test_an_activity_that_is_chosen_twice_around_a_family() -> None:
    with pytest.raises(InputError) as refused:
        run("rond-een-gezin", closes=[planted.START])
    assert refused.value.where == "closes"
    assert str(sentence(refused.value)) == (
        "“start hulp” is gekozen bij twee vragen die elkaar uitsluiten. Laat het bij één van de twee staan."
    )


def test_the_network_of_two() -> None:
    result = run("netwerk")

    links = {(row["resource"], row["next_resource"]): row["handovers"] for row in rows(result, "links")}
    assert links == {(planted.TEAM, planted.HELP): 41, (planted.HELP, planted.TEAM): 5}
    assert [row["share"] for row in rows(result, "organisations")] == [1, 1]
    assert rows(result, "whole")[1]["share"] == 1
    drawing = result.charts[1]
    assert (drawing.table, drawing.text) == (
        "links",
        f"Hoe dikker de lijn, hoe meer overdrachten. De zwaarste verbindingen: {planted.HELP} en {planted.TEAM}: 46.",
    )


def test_a_ring_keeps_who_are_linked_most_beside_each_other_and_leaves_out_what_cannot_be_read() -> None:
    weights = {("a", "c"): 5.0, ("b", "d"): 3.0, ("c", "d"): 1.0}

    assert ring(["a", "b", "c", "d"], weights) == ["a", "c", "d", "b"]
    names = [f"{number:02}" for number in range(40)]
    drawn = drawing(names, {("00", "01"): 2.0, ("00", "39"): 9.0}, table="t", title="x", text="y").spec
    rules, dots, *_texts = drawn["layer"]
    assert len(rules["data"]["values"]) == 1
    assert [dot["weight"] for dot in dots["data"]["values"][:3]] == [2, 2, 0]
    assert len(dots["data"]["values"]) == 30


def extra() -> tuple[planted.Event, ...]:
    """Eight towns more of about a hundred cases, a quarter of which go back; in one of them nearly all."""
    return tuple(
        (f"{town}{case}", activity, planted.datetime(2025, 5, 1), planted.TEAM, town)
        for number, town in enumerate(f"Plaats {letter}" for letter in "abcdefgh")
        for case in range(90 + number)
        for activity in (planted.REPORT, *([planted.BACK] if case % 4 == 0 or (number == 7 and case % 10) else []))
    )


def test_the_town_that_differs_lies_above_the_funnel_and_no_other_does() -> None:
    """In plaats h nearly every case went back; elsewhere a quarter, in Waterdam none of 21."""
    result = of_log(planted.log(extra()), "trechter", {"having": [planted.BACK], "by": "gemeente"})

    said = {row["group"]: row["signal"] for row in rows(result, "places")}
    assert said.pop("Plaats h") in ("boven de grens van 95%", "boven de grens van 99,8%")
    assert {one for one in said.values() if "boven" in one} == set()
    assert any(sentence.startswith("Plaats h ligt") for sentence in result.sentences)
    assert "Plaats h" in result.charts[0].text


def test_a_group_between_the_limits_is_told_with_how_many_chance_puts_there() -> None:
    """Twelve groups of 400 cases with a fifth; one with 25.5%, which lies between the limits of 95% and 99.8%."""
    events = [
        (f"{group}-{case}", activity, planted.datetime(2025, 5, 1), planted.TEAM, f"Groep {group:02}")
        for group in range(12)
        for case in range(400)
        for activity in (planted.REPORT, *([planted.BACK] if case < (102 if group == 0 else 80) else []))
    ]

    log = EventLog(planted.table_of(events), attributes=["gemeente"])
    result = of_log(log, "trechter", {"having": [planted.BACK], "by": "gemeente"})

    assert "Groep 00 ligt boven de grens van 95%." in result.sentences
    assert "Bij 12 groepen liggen er door toeval alleen al gemiddeld 0,6 buiten die van 95%." in result.sentences
    assert any(one.startswith("Geen van de 12 groepen ligt buiten de grens van 99,8%") for one in result.sentences)
