"""What is looked up beyond the cases that were chosen, or that a group has: returns, steps and families (fictitious).

Forty children each have an ambulant case of 2024 in Waterdam and a residential one of 2025 in Rietveen.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest

from sluitend.apps.analyses.kit.result import Result
from sluitend.engines.chain import EventLog
from tests.analyses.test_catalogue import rows
from tests.analyses.test_catalogue_flow import of_log

Event = tuple[str, str, datetime, str | None, str | None, str | None]
CHILDREN = 40


def log_of(events: list[Event]) -> EventLog:
    names = ("case", "activity", "time", "resource", "kind", "gemeente")
    kinds = (pa.string(), pa.string(), pa.timestamp("us"), pa.string(), pa.string(), pa.string())
    columns = zip(*events, strict=True)
    made = pa.table([pa.array(list(one), kind) for one, kind in zip(columns, kinds, strict=True)], names=list(names))
    return EventLog(made, attributes=["kind", "gemeente"])


def two_cases_each() -> list[Event]:
    found: list[Event] = []
    for child in range(CHILDREN):
        first = datetime(2024, 3, 1) + timedelta(days=5 * child)  # noqa: DTZ001 - a log of days
        later = datetime(2025, 1, 5) + timedelta(days=child)  # noqa: DTZ001
        for name, begin, help_, who, town in (
            (f"a{child}", first, "ambulant", "X", "Waterdam"),
            (f"b{child}", later, "residentieel", "Y", "Rietveen"),
        ):
            found.append((name, help_, begin, who, f"k{child}", town))
            found.append((name, "klaar", begin + timedelta(days=60), who, f"k{child}", town))
    found.append(("laatste", "overig", datetime(2026, 12, 31), "X", None, "Waterdam"))  # noqa: DTZ001
    return found


def ask(key: str, **given: Any) -> Result:
    return of_log(log_of(two_cases_each()), key, given)


@pytest.mark.parametrize("choice", [{"until": "2024-12-31"}, {"only": ["gemeente=Waterdam"]}, {"involved": ["X"]}])
def test_who_returns_with_a_case_outside_the_choice_has_returned(choice: dict[str, Any]) -> None:
    result = ask("terug", closes=["klaar"], per="kind", **choice)

    (one,) = rows(result, "cohorts")
    assert (one["leavings"], one["returned"]) == (CHILDREN, CHILDREN)
    assert sum("buiten de keuze" in said for said in result.caveats) == 1
    assert not any("buiten de keuze" in said for said in ask("terug", closes=["klaar"], per="kind").caveats)


def test_a_return_into_another_group_is_a_return() -> None:
    result = ask("terug", closes=["klaar"], per="kind", compare="attribute", by="gemeente")

    told = {row["cohort"]: (row["leavings"], row["returned"]) for row in rows(result, "cohorts")}
    assert told == {"Waterdam": (CHILDREN, CHILDREN), "Rietveen": (CHILDREN, 0)}


LADDER = {"light": ["ambulant"], "heavy": ["residentieel"], "per": "kind"}


@pytest.mark.parametrize("groups", [{"split": "2025-01-01"}, {"by": "gemeente"}])
def test_a_move_into_another_group_counts_with_the_case_that_is_left(groups: dict[str, str]) -> None:
    result = ask("zwaarder-lichter", **LADDER, **groups)

    moves = [(row["cohort"], row["source"], row["target"], row["count"]) for row in rows(result, "moves")]
    name = "begonnen vóór 01-01-2025" if "split" in groups else "Waterdam"
    assert moves == [(name, "ambulant", "residentieel", CHILDREN)]
    assert {row["cohort"]: row["heavier"] for row in rows(result, "side_by_side")}[name] == 1.0
    assert sum("waaruit wordt vertrokken" in said for said in result.caveats) == 1


def test_a_move_out_of_the_choice_counts_and_one_into_it_does_not() -> None:
    (out,) = rows(ask("zwaarder-lichter", **LADDER, until="2024-12-31"), "moves")

    assert out["count"] == CHILDREN
    assert not rows(ask("zwaarder-lichter", **LADDER, only=["gemeente=Rietveen"]), "moves")
    assert not any("waaruit wordt vertrokken" in said for said in ask("zwaarder-lichter", **LADDER).caveats)


def siblings() -> list[Event]:
    """Forty families of two children, whom X and Y help at the same time; and one case of which no family is known."""
    found: list[Event] = []
    for family in range(CHILDREN):
        first = datetime(2024, 3, 1) + timedelta(days=family)  # noqa: DTZ001 - a log of days
        for name, begin, who in ((f"a{family}", first, "X"), (f"b{family}", first + timedelta(days=1), "Y")):
            town = "Waterdam" if who == "X" else "Rietveen"
            found.append((name, "start", begin, who, f"g{family}", town))
            found.append((name, "stop", first + timedelta(days=60), who, f"g{family}", town))
    found.append(("los", "start", datetime(2024, 3, 1), "X", None, "Waterdam"))  # noqa: DTZ001
    return found


CHOICES: list[dict[str, Any]] = [{}, {"involved": ["X"]}, {"only": ["gemeente=Waterdam"]}]
HELP = {"starts": ["start"], "stops": ["stop"], "per": "kind"}


def of_siblings(key: str, **given: Any) -> Result:
    return of_log(log_of(siblings()), key, given)


@pytest.mark.parametrize("choice", CHOICES)
def test_a_family_with_a_chosen_case_is_looked_at_whole(choice: dict[str, Any]) -> None:
    around = of_siblings("rond-een-gezin", **HELP, **choice)
    directed = of_siblings("zonder-regiehouder", takes=["start"], lets_go=["stop"], per="kind", **choice)
    passed = of_siblings("doorgegeven", per="kind", many=1, **choice)

    (whole,) = rows(around, "whole")
    assert (whole["units"], whole["parallel"], whole["parallel_days"]) == (CHILDREN, CHILDREN, 59 * CHILDREN)
    assert [(row["one"], row["other"], row["units"]) for row in rows(around, "pairs")] == [("X", "Y", CHILDREN)]
    days = {row["state"]: (row["days"], row["families"]) for row in rows(directed, "families")}
    assert days["één regiehouder"] == (CHILDREN, CHILDREN)
    assert days["meer dan één"] == (59 * CHILDREN, CHILDREN)
    assert [(row["organisations"], row["units"], row["cases"]) for row in rows(passed, "organisations")] == [
        (2, CHILDREN, 2 * CHILDREN)
    ]
    for result in (around, directed, passed):
        assert sum("ook die buiten de keuze" in said for said in result.caveats) == bool(choice)
        assert rows(result, "whole")[0].get("cases", CHILDREN) <= (result.n or 0)


def test_what_is_counted_per_case_stays_with_the_chosen_cases() -> None:
    chosen = {"only": ["gemeente=Waterdam"]}

    directed = of_siblings("zonder-regiehouder", takes=["start"], lets_go=["stop"], per="kind", **chosen)
    passed = of_siblings("doorgegeven", per="kind", **chosen)

    assert [rows(one, "whole")[0]["cases"] for one in (directed, passed)] == [CHILDREN + 1] * 2
    assert [one.n for one in (directed, passed, of_siblings("rond-een-gezin", **HELP, **chosen))] == [CHILDREN + 1] * 3
    assert [row["not_placed"] for row in rows(directed, "apart")] == [1]


def test_a_family_counts_in_a_group_with_its_cases_there() -> None:
    """Of those who are chosen by X, only groups in which they have such a case; all of a family in one group."""
    by = rows(of_siblings("rond-een-gezin", **HELP, by="gemeente", involved=["X"]), "groups")
    split = of_siblings("rond-een-gezin", **HELP, split="2024-03-20", involved=["X"])
    passed = of_siblings("doorgegeven", per="kind", by="gemeente", only=["gemeente=Waterdam", "gemeente=Rietveen"])

    assert [(row["group"], row["units"], row["parallel"]) for row in by] == [("Waterdam", CHILDREN, 0)]
    assert [(row["units"], row["parallel"]) for row in rows(split, "whole")] == [(19, 18), (21, 21)]
    told = [(row["cohort"], row["organisations"], row["units"]) for row in rows(passed, "organisations")]
    assert told == [("Rietveen", 1, CHILDREN), ("Waterdam", 1, CHILDREN)]
    for result in (split, passed):
        assert sum("met alleen de casussen van die groep" in said for said in result.caveats) == 1
