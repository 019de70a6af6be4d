"""Process behaviour charts: a planted change is found, noise is not, and small counts do not leave the team."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest

from sluitend.apps.analyses import actions, seals
from sluitend.apps.analyses.discovery import analysis
from sluitend.apps.analyses.kit.analysis import checked, inputs_of, table_inputs_of
from sluitend.apps.analyses.kit.outside import keeps_to_limits, outside
from sluitend.apps.analyses.kit.result import Result
from sluitend.apps.analyses.kit.vocabulary import vocabulary_of, vocabulary_of_series
from sluitend.apps.datasets.models import DatasetKind
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.engines.chain import EventLog
from sluitend.engines.learning.spc import xmr
from sluitend.engines.tables.series import values
from sluitend.errors import InputError
from tests.analyses import near

LOG, SERIES = "procesgrafiek", "procesgrafiek-reeks"
MONTHS = [f"{2023 + at // 12}-{at % 12 + 1:02}" for at in range(24)]
NOISE = [30 + [1, -2, 3, -1, 0, 2, -3][at % 7] for at in range(24)]
CHANGED = [*NOISE[:12], *(one + 25 for one in NOISE[12:])]  # from the thirteenth month on


def series(rows: dict[str, list[Any]]) -> pa.Table:
    return values({name: [None if one is None else str(one) for one in column] for name, column in rows.items()})


def run(table: pa.Table, **asked: Any) -> Result:
    known = vocabulary_of_series(table)
    parameters = checked(analysis(SERIES), asked, known)
    return analysis(SERIES).run(table_inputs_of(table, known, parameters), parameters, lambda percent: None)


def log(counts: list[int]) -> EventLog:
    """So many cases begin in every month, one a day; each closes after 5 days."""
    rows = []
    for at, many in enumerate(counts):
        first = datetime(2023 + at // 12, at % 12 + 1, 1)  # noqa: DTZ001 - a log of days
        for place in range(many):
            day = first + timedelta(days=place % 28)
            rows += [
                (f"{at}-{place}", "melding", day, "Team"),
                (f"{at}-{place}", "gesloten", day + timedelta(days=5), "Team"),
            ]
    rows.append(("eind", "melding", datetime(2025, 1, 1), "Team"))  # noqa: DTZ001
    made = pa.table(
        dict(zip(("case", "activity", "time", "resource"), map(list, zip(*rows, strict=True)), strict=True))
    )
    return EventLog(made.set_column(2, "time", made["time"].cast(pa.timestamp("us"))), attributes=[])


def rows_of(result: Result, key: str) -> list[dict[str, Any]]:
    (found,) = (one for one in result.tables if one.key == key)
    return [dict(zip([column.key for column in found.columns], row, strict=True)) for row in found.rows]


def test_the_limits_are_those_of_the_engine() -> None:
    result = run(series({"period": MONTHS, "value": NOISE}))

    expected = xmr([float(one) for one in NOISE])
    (segment,) = rows_of(result, "segments")
    assert segment["mean"] == pytest.approx(expected.segments[0].mean)
    assert (segment["low"], segment["high"]) == pytest.approx((expected.segments[0].low, expected.segments[0].high))
    assert result.n == sum(NOISE)


def test_noise_is_not_told_as_a_change() -> None:
    result = run(series({"period": MONTHS, "value": NOISE}))

    assert {row["signal"] for row in rows_of(result, "points")} == {"gewone variatie"}
    assert "Geen periode wijkt meer af dan deze reeks uit zichzelf doet." in result.sentences


def test_a_planted_change_is_found_and_named_by_its_months() -> None:
    result = run(series({"period": MONTHS, "value": CHANGED}))

    signals = {row["first"]: row["signal"] for row in rows_of(result, "points")}
    assert signals["2024-01-01"] != "gewone variatie"
    assert any(sentence.startswith("2024-01-01") for sentence in result.sentences)
    assert result.charts[0].text.count("2024") >= 6


def test_new_limits_part_before_and_after() -> None:
    result = run(series({"period": MONTHS, "value": CHANGED}), new_limits="2024-01-01")

    before, after = rows_of(result, "segments")
    assert (before["points"], after["points"]) == (12, 12)
    assert before["mean"] == pytest.approx(sum(CHANGED[:12]) / 12)
    assert after["mean"] == pytest.approx(sum(CHANGED[12:]) / 12)
    assert {row["signal"] for row in rows_of(result, "points")} == {"gewone variatie"}


def test_a_target_is_judged_by_the_limits() -> None:
    table = series({"period": MONTHS, "value": NOISE})

    assert rows_of(run(table, better="decrease", target=90), "segments")[0]["assurance"].endswith("steeds gehaald")
    assert rows_of(run(table, better="decrease", target=2), "segments")[0]["assurance"].endswith("steeds niet gehaald")
    assert "de ene keer wel" in rows_of(run(table, better="decrease", target=30), "segments")[0]["assurance"]


def test_a_chart_of_few_periods_may_leave_the_team_and_come_back() -> None:
    table = series({"period": MONTHS[:8], "value": NOISE[:8]})
    known = vocabulary_of_series(table)
    exact = run(table)

    told = outside(analysis(SERIES), exact, checked(analysis(SERIES), {}, known))

    assert [row["points"] for row in rows_of(told, "segments")] == [8]
    assert keeps_to_limits(exact, told)


def test_a_gap_begins_the_series_anew_and_says_so() -> None:
    kept = [at for at in range(24) if at != 5]
    result = run(series({"period": [MONTHS[at] for at in kept], "value": [NOISE[at] for at in kept]}))

    assert len(rows_of(result, "points")) == 18
    assert "5 waarden vóór een periode die ontbreekt tellen niet mee: een reeks heeft geen gaten." in result.caveats


def test_groups_and_periods_can_be_chosen_and_shares_are_divided() -> None:
    rows = {
        "period": MONTHS * 2,
        "value": [*NOISE, *CHANGED],
        "group": ["Rietveen"] * 24 + ["Waterdam"] * 24,
        "denominator": [100] * 48,
    }
    table = series(rows)

    assert len(run(table).charts) == 2
    result = run(table, only=["groep=Waterdam"], since="2024-01-01")
    points = rows_of(result, "points")
    assert {row["group"] for row in points} == {"Waterdam"}
    assert [row["value"] for row in points] == pytest.approx([one / 100 for one in CHANGED[12:]])
    with pytest.raises(InputError, match=r"analyses\.no_rows"):
        run(table, since="2031-01-01")
    with pytest.raises(InputError, match=r"analyses\.too_few_periods"):
        run(table, since="2024-12-01")


@pytest.mark.parametrize("figure", ["inflow", "outflow"])
def test_the_monthly_figure_of_a_log_is_what_was_planted(figure: str) -> None:
    planted = log(CHANGED)
    known = vocabulary_of(planted)
    parameters = checked(analysis(LOG), {"closes": ["gesloten"], "figure": figure}, known)

    result = analysis(LOG).run(inputs_of(planted, known, parameters), parameters, lambda percent: None)

    points = rows_of(result, "points")
    assert points[0]["first"] == "2023-01-01"
    assert points[-1]["first"] == "2024-12-01"  # January 2025 is one day long
    if figure == "inflow":
        assert [row["value"] for row in points] == CHANGED
    else:
        assert sum(row["value"] for row in points) == sum(CHANGED) - sum(
            one >= date(2025, 1, 1) for one in ends(CHANGED)
        )


def ends(counts: list[int]) -> list[date]:
    """When the planted cases close."""
    return [
        date(2023 + at // 12, at % 12 + 1, 1) + timedelta(days=place % 28 + 5)
        for at, many in enumerate(counts)
        for place in range(many)
    ]


# What leaves the team


def told(table: pa.Table) -> Result:
    known = vocabulary_of_series(table)
    parameters = checked(analysis(SERIES), {}, known)
    exact = analysis(SERIES).run(table_inputs_of(table, known, parameters), parameters, lambda percent: None)
    return outside(analysis(SERIES), exact, parameters)


def test_outside_counts_are_rounded_and_small_ones_are_not_told() -> None:
    small = [*NOISE[:23], 4]

    found = told(series({"period": MONTHS, "value": small}))

    points = rows_of(found, "points")
    assert len(points) == 23
    assert all(row["value"] % 5 == 0 for row in points)
    assert not [one for one in found.tables if one.key == "segments"]
    assert "2024-12-01" not in json.dumps(found.as_json())


def test_outside_limits_do_not_tell_the_point_that_is_kept_back() -> None:
    """Of 7 and 50 the mean is 28.5 and the only step 43: the two together are 7 and 50."""
    short = {"period": MONTHS[:2], "value": [7, 50]}
    whole = {"period": MONTHS[:2], "value": [17, 50]}

    (kept,), both = rows_of(told(series(short)), "points"), rows_of(told(series(whole)), "points")

    assert [kept[key] for key in ("value", "mean", "low", "high")] == [50, None, None, None]
    assert [row["mean"] for row in both] == [33.5, 33.5]


def test_outside_a_share_needs_ten_who_have_it_and_ten_who_have_not() -> None:
    rows = {"period": MONTHS, "value": [*NOISE[:22], 3, 97], "denominator": [100] * 24}

    points = rows_of(told(series(rows)), "points")

    assert len(points) == 22
    assert all(round(row["value"], 2) == row["value"] for row in points)


def test_outside_nothing_is_told_of_numbers_that_rest_on_nobody_knows_what() -> None:
    assert told(series({"period": MONTHS, "value": [one + 0.5 for one in NOISE]})).tables == ()


@pytest.mark.django_db(transaction=True)
def test_a_series_is_asked_as_any_dataset(
    evaluation: Evaluation, researcher: User, client_of: Callable[[User], Any]
) -> None:
    dataset = near.new_dataset(evaluation, researcher, DatasetKind.SERIES)
    near.accepted_table(dataset, researcher, series({"period": MONTHS, "value": CHANGED}))

    page = client_of(researcher).get(f"/evaluaties/{evaluation.pk}/analyses/catalogus/{SERIES}/").content.decode()
    row = actions.ask_now(actor=researcher, dataset=dataset, key=SERIES, parameters={"better": "increase"})

    assert "Welke perioden en groepen (niet verplicht)" in page
    assert "Gevolgd tot en met" not in page
    assert len(seals.opened(row).drawings) == 1
