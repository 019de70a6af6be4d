"""The events of the demo: what was planted is found, and the noise is not (docs/developer/planted_events.md)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from sluitend.demo.events import planted
from sluitend.demo.events.__main__ import main
from sluitend.demo.events.questionnaire import answers
from sluitend.demo.events.table import events
from sluitend.engines.chain import EventLog, Match, Ownership, Rules, Unit, Wait, Waiting, answers_of
from sluitend.engines.learning import spc

PROTECTION = "Jeugdbescherming"
HANDOVER = ("Overdracht aan GI", "Jeugdbeschermer toegewezen")
TO_GUARDIAN = Wait((HANDOVER[0],), (HANDOVER[1],), unit=Unit.DAYS)
TO_INTAKE = Wait(("Aanmelding",), ("Intake",), unit=Unit.DAYS)
DIRECTORS = Rules(
    takes=("Regiehouder aangewezen", "Jeugdbeschermer toegewezen"),
    lets_go=("Verhuizing",),
    opens=("Regiehouder aangewezen",),
    closes=("Afgesloten",),
)
HELPERS = Rules(
    takes=("Hulp gestart",),
    lets_go=("Hulp afgerond", "Hulp voortijdig gestopt"),
    opens=("Hulp gestart",),
    closes=("Afgesloten",),
    alone=False,
)
OTHERS = [name for name in planted.PLACES if name != planted.PILOT]
ROUND = 1.0  # days: waits that end in a weekend end on the Monday after it


@pytest.fixture(scope="module")
def table() -> pa.Table:
    return events()


@pytest.fixture(scope="module")
def log(table: pa.Table) -> EventLog:
    return EventLog(table, attributes=("municipality", "subregion", "family", "kind"), registered="registered")


@pytest.fixture(scope="module")
def coming(table: pa.Table) -> EventLog:
    """Only how cases begin: what many questions about the intake need."""
    few = table.filter(pc.is_in(table["activity"], pa.array([*TO_INTAKE.start, *TO_INTAKE.end])))
    return EventLog(few, attributes=("municipality",))


@pytest.fixture(scope="module")
def directors(log: EventLog) -> Ownership:
    return log.ownership(DIRECTORS, until=planted.END)


def at(year: int, month: int, day: int) -> datetime:
    """The beginning of a day by the clock of the region."""
    return datetime.combine(date(year, month, day), time())


def apart(found: Waiting, one: str, other: str) -> tuple[float, float, float]:
    """By how many days the median of `one` lies above that of `other`: low, value, high."""
    medians = {cohort.name: cohort.median for cohort in found.cohorts}
    mine, theirs = medians[one], medians[other]
    assert None not in (mine.low, mine.value, mine.high, theirs.low, theirs.value, theirs.high)
    return mine.low - theirs.high, mine.value - theirs.value, mine.high - theirs.low  # type: ignore[operator]


def ratio(found: Waiting) -> tuple[float, float, float]:
    """The median after a day over that before it: low, value, high, with a day of rounding."""
    before, after = (cohort.median for cohort in found.cohorts)
    low = (after.low - ROUND) / (before.high + ROUND)  # type: ignore[operator]
    return low, after.value / before.value, (after.high + ROUND) / (before.low - ROUND)  # type: ignore[operator]


def around_the_pilot(coming: EventLog, place: str | Sequence[str], split: date = planted.PILOT_FROM) -> Waiting:
    """A year before and a year after: the same seasons at both sides."""
    since, until = (at(planted.PILOT_FROM.year + more, planted.PILOT_FROM.month, 1) for more in (-1, 1))
    chosen = coming.where(since=since, until=until, municipality=place)
    return chosen.waiting(TO_INTAKE, until=planted.END, split=split)


def compared(found: Waiting) -> tuple[float, float]:
    """Chi-square of the log-rank test, and p."""
    assert found.log_rank is not None
    assert found.log_rank.statistic is not None
    assert found.log_rank.p is not None
    return found.log_rank.statistic, found.log_rank.p


def p_of(found: Waiting) -> float:
    return compared(found)[1]


# What should be found


@pytest.mark.parametrize("other", [planted.NORTH, planted.MIDDLE])
def test_the_handover_takes_longer_in_one_subregion(log: EventLog, other: str) -> None:
    both = log.where(kind=PROTECTION, subregion=[planted.SLOW_PLACE, other])

    found = both.waiting(TO_GUARDIAN, until=planted.END, by="subregion")

    low, _value, high = apart(found, planted.SLOW_PLACE, other)
    assert low <= planted.SLOW_DAYS <= high
    assert high - low < 5
    assert p_of(found) < 1e-6


def test_that_handover_explains_the_longer_course(log: EventLog) -> None:
    """Of cases that came early enough for nearly all to have closed."""
    early = log.where(kind=PROTECTION, until=at(2024, 4, 1))
    slow, others = early.where(subregion=planted.SLOW_PLACE), early.where(subregion=[planted.NORTH, planted.MIDDLE])

    found = slow.explain(others, closes=("Afgesloten",), draws=200)

    first, *rest = found.links.to_pylist()
    assert (first["one"], first["next"]) == HANDOVER
    assert first["low"] <= planted.SLOW_DAYS <= first["high"]
    assert first["by_days"] == pytest.approx(first["total"], abs=0.5)
    assert all(abs(row["total"]) < planted.SLOW_DAYS / 2 for row in rest)


def test_one_in_twenty_five_is_nobodys_for_long_after_moving(directors: Ownership) -> None:
    found = directors.gaps

    gaps = found.filter(pc.greater(found["days"], planted.LOST_DAYS)).to_pylist()
    assert len({gap["case"] for gap in gaps}) == planted.LOST_CASES == 0.04 * planted.CASES
    assert all(gap["passed_on"] and gap["last_owner"].startswith("Wijkteam ") for gap in gaps)
    others = found.filter(pc.less_equal(found["days"], planted.LOST_DAYS))
    assert others.num_rows > planted.LOST_CASES
    assert pc.max(others["days"]).as_py() <= 14


def test_two_providers_pass_cases_back_and_forth(log: EventLog) -> None:
    """Teams get cases back from the council by design; between providers there is one pair that stands out."""
    first, *rest = [row for row in log.ping_pongs().to_pylist() if row["resource"] in planted.PROVIDERS]

    assert (first["resource"], first["by_way_of"]) == (planted.THERE, planted.BACK)
    assert 0.9 * planted.PING_PONGS < first["cases"] < 1.15 * planted.PING_PONGS
    assert all(row["cases"] < first["cases"] / 5 for row in rest)


def test_waiting_gets_shorter_in_the_pilot(coming: EventLog) -> None:
    found = around_the_pilot(coming, planted.PILOT)

    low, value, high = ratio(found)
    assert low <= planted.PILOT_FACTOR <= high
    assert value < 0.75
    assert p_of(found) < 1e-6


def test_the_month_in_which_it_changed_is_the_planted_one(coming: EventLog) -> None:
    months = [date(planted.PILOT_FROM.year, month, 1) for month in range(1, 7)]

    changes = {split: compared(around_the_pilot(coming, planted.PILOT, split)) for split in months}

    assert max(changes, key=changes.__getitem__) == planted.PILOT_FROM


@pytest.mark.parametrize("year", [2023, 2024, 2025])
def test_who_comes_in_summer_waits_longer(coming: EventLog, year: int) -> None:
    begins, ends = (at(year, *edge) for edge in planted.SUMMER)
    chosen = coming.where(since=at(year, begins.month - 2, begins.day), until=ends, municipality=OTHERS)

    found = chosen.waiting(TO_INTAKE, until=planted.END, split=begins.date())

    low, value, high = ratio(found)
    assert low <= planted.SUMMER_FACTOR <= high
    assert value > 1.2


def test_nobody_has_an_intake_at_christmas(table: pa.Table) -> None:
    intakes = table.filter(pc.equal(table["activity"], "Intake"))["time"].to_pylist()
    (last_month, last_day), (_january, new_year) = planted.CHRISTMAS

    days = {(at.month, at.day) for at in intakes}

    assert not {day for day in days if day >= (last_month, last_day) or day <= (1, new_year)}
    assert {(12, 22), (1, 2)} <= days


def test_what_organisations_say_and_do_differs_where_planted(log: EventLog) -> None:
    found = log.overlay(answers_of(answers()))

    pairs = {
        match: {frozenset((row["one"], row["other"])) for row in found.pairs.to_pylist() if row["match"] == match}
        for match in (Match.SAID_NOT_SEEN, Match.SEEN_NOT_SAID)
    }
    assert pairs[Match.SAID_NOT_SEEN] == {frozenset(planted.SAID_NOT_SEEN)}
    assert pairs[Match.SEEN_NOT_SAID] == {frozenset((planted.THERE, planted.BACK))}
    assert found.perceived[None].silent == (planted.HEALTH,)


# What should not be found


def test_two_small_municipalities_only_seem_to_differ(coming: EventLog) -> None:
    found = coming.where(municipality=planted.NOISE).waiting(TO_INTAKE, until=planted.END, by="municipality")

    _low, value, _high = apart(found, *planted.NOISE)
    assert abs(value) >= 7  # a week, of about three
    assert p_of(found) > 0.05  # without any correction


def test_no_municipality_stands_out_by_help_that_stopped_early(log: EventLog) -> None:
    """Beyond 99.8% limits: over twelve municipalities 2.4% of regions have one by chance."""
    table = log.occurring(("Hulp voortijdig gestopt",), by="municipality").to_pydict()

    found = spc.funnel(table["having"], table["cases"])

    assert table["group"] == sorted(planted.PLACES)
    assert max(found.value) / min(found.value) > 1.2
    assert not {spc.Signal.LOW998, spc.Signal.HIGH998} & set(found.signals)


def test_the_other_subregions_do_not_differ(log: EventLog) -> None:
    both = log.where(kind=PROTECTION, subregion=[planted.NORTH, planted.MIDDLE])

    assert p_of(both.waiting(TO_GUARDIAN, until=planted.END, by="subregion")) > 0.05


def test_nothing_changed_outside_the_pilot(coming: EventLog) -> None:
    """At 1% over all of them together (Bonferroni)."""
    found = {place: p_of(around_the_pilot(coming, place)) for place in OTHERS}

    assert {place for place, p in found.items() if p < 0.01 / len(OTHERS)} == set()


def test_the_log_is_as_it_was_written_down(log: EventLog, table: pa.Table) -> None:
    found = log.summary()

    assert (found.cases, found.resources) == (planted.CASES, len(planted.PLACES) + len(planted.PROVIDERS) + 3)
    assert table["time"] == table["time"].take(pc.array_sort_indices(table["time"].combine_chunks()))
    assert log.case_steps("NA").num_rows > 1
    sizes = {place: log.where(municipality=place).summary().cases for place in planted.NOISE}
    assert sizes == {place: planted.PLACES[place][1] for place in planted.NOISE}


def test_registrations_are_late_missing_and_open(directors: Ownership, table: pa.Table) -> None:
    days = directors.days.to_pylist()[0]
    closed = pc.count_distinct(table.filter(pc.equal(table["activity"], "Afgesloten"))["case"]).as_py()
    tied = table.group_by(["case", "time"]).aggregate([([], "count_all")])

    assert min(days["late"], days["unknown"], days["nobody"]) > 10_000
    assert table["resource"].null_count > 1_000
    assert planted.CASES * 0.5 < closed < planted.CASES * 0.9
    assert pc.sum(pc.greater(tied["count_all"], 1)).as_py() > 100
    assert pc.max(table["registered"]).as_py() < planted.END
    lag = pc.subtract(table["registered"].cast(pa.date32()), table["time"].cast(pa.date32()))
    assert pc.min(lag.cast(pa.duration("s")).cast(pa.int64())).as_py() >= 0


def test_brothers_and_sisters_are_one_family_and_help_can_be_parallel(log: EventLog) -> None:
    families = {row["organisations"]: row for row in log.organisations(per="family").to_pylist()}
    helped = log.ownership(HELPERS, until=planted.END).days.to_pylist()[0]

    assert sum(row["cases"] for row in families.values()) == planted.CASES
    assert 1.2 < planted.CASES / sum(row["units"] for row in families.values()) < 2
    assert 0.01 < helped["several"] / helped["case_days"] < 2 * planted.PARALLEL_SHARE


def test_everything_invented_says_so(table: pa.Table) -> None:
    columns = (table[name].drop_null().unique() for name in ("municipality", "subregion", "resource"))
    names = {name for column in columns for name in column.to_pylist()}

    assert all(name.endswith("(fictief)") for name in names)


def test_it_is_written_the_same_every_time(table: pa.Table, tmp_path: Path) -> None:
    to, network = tmp_path / "events.parquet", tmp_path / "network.parquet"

    main(["--to", str(to), "--network", str(network)])

    for path, again in ((to, table), (network, answers())):
        twice = tmp_path / "twice.parquet"
        pq.write_table(again, twice)
        assert path.read_bytes() == twice.read_bytes()


def test_nothing_is_written_over(tmp_path: Path) -> None:
    there = tmp_path / "there.parquet"
    there.write_text("kept")
    new = tmp_path / "new.parquet"

    for network, said in ((there, "bestaat al"), (new, "een ander bestand")):
        with pytest.raises(SystemExit, match=said):
            main(["--to", str(new), "--network", str(network)])

    assert there.read_text() == "kept"
    assert not new.exists()
