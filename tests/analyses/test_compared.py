"""Groups side by side: the same question of each, as if its cases were all there are. Everything is fictitious."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from django.test import Client
from django.urls import reverse

from sluitend import cli
from sluitend.apps.analyses import actions, queries
from sluitend.apps.analyses.discovery import analysis
from sluitend.apps.analyses.kit.across import part
from sluitend.apps.analyses.kit.analysis import checked, inputs_of
from sluitend.apps.analyses.kit.compare import Change, compare
from sluitend.apps.analyses.kit.parameters import asked
from sluitend.apps.analyses.kit.result import Result, Table
from sluitend.apps.analyses.kit.vocabulary import vocabulary_of
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.engines.chain import EventLog
from sluitend.errors import InputError
from sluitend.formats import eventlog
from sluitend.formats.drawn_chart import draw
from tests.analyses import crowd, planted
from tests.analyses.conftest import Accept
from tests.analyses.test_command_line import COLUMNS

Event = tuple[str, str, datetime, str | None, str | None]
ASKED: dict[str, dict[str, Any]] = {
    "doorgegeven": {"lawful": ["Meldpunt"], "longest": 4},
    "doorlooptijd": {"variants": 5},
    "netwerk": {},
    "proceskaart": {"arrows": 100, "path": 0},
    "starten-stoppen": crowd.ASKED["starten-stoppen"],
    "zwaarder-lichter": {"light": ["melding", "afgebroken"], "middle": ["hulp"], "heavy": ["terug"]},
}
ONLY_SPLIT: dict[str, dict[str, Any]] = {  # of an attribute they have groups of their own
    key: {name: value for name, value in crowd.ASKED[key].items() if name not in ("by", "per")}
    for key in ("rond-een-gezin", "trechter", "vertraging", "zonder-regiehouder")
}
OWN_GROUPS = {"groups", "states", "periods"}
SPLIT = date(2024, 9, 1)
VERDICTS = ("beter", "slechter", "sneller", "langzamer", "significant", "korter dan", "verbeter", "verschil")


def events(seed: int) -> list[Event]:
    """Of a crowd: a tenth without a municipality, ties in time, and cases that begin at the day itself."""
    chance = random.Random(seed)
    towns = {f"k{case}": chance.choice([None, *crowd.TOWNS, *crowd.TOWNS]) for case in range(160)}
    found: list[Event] = []
    for case, activity, at, who, _town, _family in crowd.events(seed, 160):
        found.append((case, activity, at, who, towns[case]))
    for at, name in ((datetime(2024, 9, 1), "op de dag"), (datetime(2024, 8, 31, 23, 59), "ervoor")):  # noqa: DTZ001
        found += [(name, "melding", at, "Wijkteam", "Waterdam"), (name, "hulp", at, "Meldpunt", "Waterdam")]
    return found


def log_of(rows: Iterable[Event]) -> EventLog:
    names = ("case", "activity", "time", "resource", "gemeente")
    kinds = (pa.string(), pa.string(), pa.timestamp("us"), pa.string(), pa.string())
    columns = zip(*rows, strict=True)
    made = pa.table([pa.array(list(one), kind) for one, kind in zip(columns, kinds, strict=True)], names=list(names))
    return EventLog(made, attributes=["gemeente"])


def ask(log: EventLog, key: str, last: date | None = None, **more: Any) -> Result:
    """`last`: the last day that counts, also of a log that ends earlier."""
    vocabulary = vocabulary_of(log)
    given = (ASKED | ONLY_SPLIT).get(key, {}) | more
    known = {*vocabulary.activities}  # of a few cases not everything happened
    given = {name: [one for one in value if one in known] if name in STEPS else value for name, value in given.items()}
    parameters = checked(analysis(key), given, vocabulary)
    inputs = inputs_of(log, vocabulary, parameters)
    inputs = replace(inputs, last_day=last) if last else inputs
    return analysis(key).run(inputs, parameters, lambda percent: None)


STEPS = {
    "starts", "pauses", "stops", "light", "middle", "heavy", "takes", "takes_over", "lets_go", "closes", "having",
    "start", "then",
}  # fmt: skip


def by_hand(rows: list[Event], whose: Callable[[list[Event]], str]) -> dict[str, list[Event]]:
    """The events of the cases of every group, in the order of the log."""
    cases: dict[str, list[Event]] = {}
    for event in rows:
        cases.setdefault(event[0], []).append(event)
    groups = {name: whose(own) for name, own in cases.items()}
    return {group: [one for one in rows if groups[one[0]] == group] for group in {*groups.values()}}


def town(own: list[Event]) -> str:
    return own[0][4] or "onbekend"


def side(own: list[Event]) -> str:
    began = min(event[2] for event in own).date()
    return f"begonnen {'vóór' if began < SPLIT else 'vanaf'} 01-09-2024"


def tables(result: Result) -> dict[str, Table]:
    return {one.key: one for one in result.tables}


PER_TOWN, FROM_DAY = {"by": "gemeente"}, {"split": SPLIT.isoformat()}
PARTED = {"doorgegeven", "netwerk", "zonder-regiehouder"}  # by when something happened: see test_parted
ALL_WAYS = [
    *((key, PER_TOWN, town) for key in ASKED),
    *((key, FROM_DAY, side) for key in ASKED if key not in PARTED),
    *((key, FROM_DAY, side) for key in ONLY_SPLIT if key not in {*PARTED, "trechter"}),  # never asked of all cases
]


@pytest.mark.parametrize(("key", "how", "whose"), ALL_WAYS)
@pytest.mark.parametrize("seed", [3, 4])
def test_every_group_is_what_its_cases_alone_give(
    key: str, how: dict[str, str], whose: Callable[[list[Event]], str], seed: int
) -> None:
    rows = events(seed)
    last = max(event[2] for event in rows).date()
    groups = by_hand(rows, whose)
    result = ask(log_of(rows), key, last, **how)

    found = tables(result)
    assert [row[0] for row in found["side_by_side"].rows] == sorted(groups, key=lambda name: (name == "onbekend", name)
        if whose is town else name != "begonnen vóór 01-09-2024")  # fmt: skip
    for name, own in groups.items():
        alone = ask(log_of(own), key, last)
        for one in (one for one in alone.tables if key in ASKED or one.key not in OWN_GROUPS):
            same = part(found[one.key], name)
            assert (same.rows, same.by, same.title) == (one.rows, one.by, one.title), (name, one.key)
    assert result.n == len({event[0] for event in rows})


def test_a_case_that_begins_on_the_day_is_after_it() -> None:
    result = ask(log_of([one for one in events(3) if one[0] in ("op de dag", "ervoor")]), "doorlooptijd", split=SPLIT)

    assert tables(result)["side_by_side"].rows == (
        ("begonnen vóór 01-09-2024", 1, 0.0, 0.0),
        ("begonnen vanaf 01-09-2024", 1, 0.0, 0.0),
    )


@pytest.mark.parametrize("key", ASKED)
def test_without_groups_it_is_as_it_was(key: str) -> None:
    log = log_of(events(5))
    result = ask(log, key, None)

    assert ask(log, key, None, by="", split=None) == result
    assert not {"side_by_side", "groups"} & tables(result).keys()
    assert not any(column.key == "cohort" for one in result.tables for column in one.columns)
    assert not any("groep" in said for said in (*result.sentences, *result.caveats))


@pytest.mark.parametrize("key", [*ASKED, *ONLY_SPLIT, "stroom", "wachten"])
def test_groups_are_asked_in_the_same_words_everywhere(key: str) -> None:
    fields = {one.name: (one.label, one.help, one.ask) for one in asked(analysis(key).parameters)}
    waiting = {one.name: (one.label, one.help, one.ask) for one in asked(analysis("wachten").parameters)}

    assert [fields[name] for name in ("by", "split")] == [waiting[name] for name in ("by", "split")]
    order = list(fields)
    assert order[-7:] == ["by", "split", "only", "involved", "since", "until", "last_day"]
    with pytest.raises(InputError) as refused:
        ask(planted.log(), key, None, by="gemeente", split="2025-03-01", **_needed(key))
    assert (refused.value.code, refused.value.where) == ("analyses.by_or_split", "split")


def _needed(key: str) -> dict[str, Any]:
    two = {
        "starten-stoppen": ("starts", "stops"), "zwaarder-lichter": ("light", "heavy"), "wachten": ("start", "end"),
        "rond-een-gezin": ("starts", "stops"), "trechter": ("having",), "vertraging": ("start", "then"),
        "zonder-regiehouder": ("takes", "lets_go"),
    }  # fmt: skip
    closes = {"closes": ["afsluiting"]} if key in ("stroom", "vertraging") else {}
    return closes | dict(zip(two.get(key, ()), ([planted.REPORT], [planted.START]), strict=False))


def test_the_largest_twelve_stand_apart_and_the_others_together() -> None:
    """Of groups that are as large the name decides; a case without a municipality is a group too."""
    sizes = {f"Dorp {place:02}": 5 - place // 5 for place in range(17)} | {None: 2}
    rows: list[Event] = [
        (f"{name}-{one}", "melding", datetime(2025, 1, 1 + one), "Team", name)  # noqa: DTZ001
        for name, size in sizes.items()
        for one in range(size)
    ]
    result = ask(log_of(rows), "doorlooptijd", None, by="gemeente")

    groups = {row[0]: row[1] for row in tables(result)["side_by_side"].rows}
    names = [f"Dorp {place:02}" for place in range(12)]
    assert groups == {name: sizes[name] for name in names} | {"overige (6 groepen)": 15}
    assert list(groups)[-1] == "overige (6 groepen)"
    assert "De 12 grootste groepen staan apart. De andere staan samen als “overige (6 groepen)”." in result.caveats
    assert result.sentences[0] == "Mediaan, dagen: 0 in alle 13 groepen."
    assert "De tabel heeft alle 13 groepen." in result.sentences


def test_a_group_that_is_called_unknown_is_not_those_without_a_name() -> None:
    at = datetime(2025, 1, 1)  # noqa: DTZ001
    rows: list[Event] = [("een", "a", at, "x", "onbekend"), ("twee", "a", at, "x", None), ("drie", "a", at, "x", None)]

    result = ask(log_of(rows), "doorlooptijd", None, by="gemeente")

    assert [row[:2] for row in tables(result)["side_by_side"].rows] == [("onbekend", 1), ("onbekend *", 2)]


def pilot(days: Callable[[random.Random, bool], int]) -> EventLog:
    """A case a day for two years that ends after so many days; does it begin after the pilot did?"""
    chance, rows = random.Random(8), list[Event]()
    for place in range(600):
        at = datetime(2024, 1, 1) + timedelta(days=place)  # noqa: DTZ001
        took = days(chance, at.date() >= SPLIT)
        rows += [(f"k{place}", "melding", at, "Team", "Waterdam")]
        rows += [(f"k{place}", "einde", at + timedelta(days=took), "Team", "Waterdam")]
    return log_of(rows)


def test_a_pilot_that_shortens_what_it_takes_is_found() -> None:
    result = ask(
        pilot(lambda chance, after: chance.choice([19, 20, 21]) if after else chance.choice([39, 40, 41])),
        "doorlooptijd", None, split=SPLIT,
    )  # fmt: skip

    before, after = tables(result)["side_by_side"].rows
    assert before == ("begonnen vóór 01-09-2024", 244, 40.0, 41.0)
    assert after == ("begonnen vanaf 01-09-2024", 356, 20.0, 21.0)
    assert result.sentences[0] == (
        "Mediaan, dagen: begonnen vóór 01-09-2024 40 (n = 244); begonnen vanaf 01-09-2024 20 (n = 356)."
    )
    assert any("korter gevolgd" in said for said in result.caveats)


def test_a_pilot_that_shortens_the_days_of_nobody_is_found() -> None:
    """Who is let go of before it, is taken again 20 days later; since, after 4. Cases begin before and after it."""
    rows, known = list[Event](), {True: Counter[str](), False: Counter[str]()}
    for place in range(400):
        at = datetime(2024, 1, 1) + timedelta(days=place)  # noqa: DTZ001
        gap = 4 if (at + timedelta(days=40)).date() >= SPLIT else 20
        for name, days in (("melding", 0), ("losgelaten", 40), ("hulp", 40 + gap), ("einde", 90)):
            rows.append((f"k{place}", name, at + timedelta(days=days), "Team", "Waterdam"))
        for day in range(90):
            known[(at + timedelta(days=day)).date() >= SPLIT]["nobody" if 40 <= day < 40 + gap else "one"] += 1
    asked = {"takes": ["melding", "hulp"], "closes": ["einde"]}

    result = ask(log_of(rows), "zonder-regiehouder", None, split=SPLIT, **asked)

    assert any("Zet “Eén regiehouder tegelijk” uit" in said for said in result.caveats)
    assert any("in beide delen" in said for said in result.caveats)
    before, after = tables(result)["side_by_side"].rows
    for row, days, name in ((before, known[False], "vóór"), (after, known[True], "vanaf")):
        assert row[0] == f"dagen {name} 01-09-2024"
        assert row[3:] == tuple(pytest.approx(days[one] / days.total()) for one in ("nobody", "one"))
    assert (before[1], after[1]) == (244, 156 + 89)
    assert result.n == 400


@pytest.mark.parametrize("seed", [3, 4])
def test_a_share_before_and_from_a_day_is_that_of_a_count_by_hand(seed: int) -> None:
    rows = events(seed)
    result = ask(log_of(rows), "trechter", None, split=SPLIT)

    known = []
    for name, own in sorted(by_hand(rows, side).items(), reverse=True):
        cases = {event[0] for event in own}
        having = {event[0] for event in own if event[1] == "terug"}
        known.append((name, len(cases), len(having), pytest.approx(len(having) / len(cases))))
        assert any(
            said.startswith(f"{name[:1].upper()}{name[1:]}: van {len(cases)} casussen hadden er {len(having)} ")
            for said in result.sentences
        )
    found = tables(result)
    assert [row[:4] for row in found["whole"].rows] == known
    assert [row[:2] for row in found["side_by_side"].rows] == [row[:2] for row in known]
    assert all(low < share < high for _name, _cases, _having, share, low, high in found["whole"].rows)
    assert not {"places", "limits"} & found.keys()


def test_a_pilot_that_takes_a_case_through_a_link_twice_is_found() -> None:
    """Before it everybody goes from letting go to help once, since then twice: a day longer costs twice as much."""
    rows = list[Event]()
    for place in range(400):
        at = datetime(2024, 1, 1) + timedelta(days=place)  # noqa: DTZ001
        steps = ["melding", *["losgelaten", "hulp"] * (2 if at.date() >= SPLIT else 1), "einde"]
        rows += [
            (f"k{place}", step, at + timedelta(days=4 * one), "Team", "Waterdam") for one, step in enumerate(steps)
        ]
    known = {"start": ["losgelaten"], "then": ["hulp"], "closes": ["einde"], "days": 3}

    found = tables(ask(log_of(rows), "vertraging", None, split=SPLIT, **known))

    assert [row[:6] for row in found["side_by_side"].rows] == [
        ("begonnen vóór 01-09-2024", 244, 1, 3, 12, 15),
        ("begonnen vanaf 01-09-2024", 156, 2, 6, 20, 26),
    ]
    assert found["side_by_side"].columns[1].title == "casussen met deze schakel"
    assert not {"groups", "periods"} & found.keys()


def test_a_pilot_after_which_fewer_help_at_once_is_found() -> None:
    """Before it a second organisation helps beside the first for ten days of forty; since then it comes after it."""
    rows = list[Event]()
    for place in range(400):
        at = datetime(2024, 1, 1) + timedelta(days=place)  # noqa: DTZ001
        second = 40 if at.date() >= SPLIT else 30
        for name, days, who in (
            ("hulp", 0, "Een"),
            ("hulp", second, "Twee"),
            ("einde", 40, "Een"),
            ("einde", 60, "Twee"),
        ):
            rows.append((f"k{place}", name, at + timedelta(days=days), who, "Waterdam"))
    known = {"starts": ["hulp"], "stops": ["einde"], "closes": [], "takes_over": []}

    found = tables(ask(log_of(rows), "rond-een-gezin", None, split=SPLIT, **known))

    assert [row[:4] for row in found["side_by_side"].rows] == [
        ("begonnen vóór 01-09-2024", 244, 1.0, pytest.approx(10 / 60)),
        ("begonnen vanaf 01-09-2024", 156, 0.0, 0.0),
    ]
    assert [row[:4] for row in found["pairs"].rows] == [("begonnen vóór 01-09-2024", "Een", "Twee", 244)]


def test_a_pilot_after_which_more_have_something_is_found() -> None:
    """Before it one in ten goes back, since then half."""
    rows = list[Event]()
    for place in range(400):
        at = datetime(2024, 1, 1) + timedelta(days=place)  # noqa: DTZ001
        rows.append((f"k{place}", "melding", at, "Team", "Waterdam"))
        if place % (2 if at.date() >= SPLIT else 10) == 0:
            rows.append((f"k{place}", "terug", at + timedelta(days=9), "Team", "Waterdam"))

    result = ask(log_of(rows), "trechter", None, split=SPLIT)

    assert [row[:3] for row in tables(result)["whole"].rows] == [
        ("begonnen vóór 01-09-2024", 244, 25),
        ("begonnen vanaf 01-09-2024", 156, 78),
    ]
    assert result.sentences[0] == (
        "Aandeel: begonnen vóór 01-09-2024 10,2% (n = 244); begonnen vanaf 01-09-2024 50% (n = 156)."
    )


def test_no_difference_is_called_one_without_a_test() -> None:
    result = ask(pilot(lambda chance, _after: chance.randrange(20, 40)), "doorlooptijd", None, split=SPLIT)

    told = " ".join(result.sentences).lower()
    assert "n = 244" in told
    assert "n = 356" in told
    assert [word for word in VERDICTS if word in told] == []
    assert any("niet getoetst" in said for said in result.caveats)


@pytest.mark.parametrize("key", ONLY_SPLIT)
def test_of_an_attribute_an_entry_keeps_the_groups_that_it_had(key: str) -> None:
    log = log_of(events(5))
    result, known = (ask(log, key, None, **how) for how in ({"by": "gemeente"}, {"by": "gemeente", "split": None}))

    assert result == known
    assert "side_by_side" not in tables(result)
    assert not any(column.key == "cohort" for one in result.tables for column in one.columns)


@pytest.mark.parametrize(
    ("key", "how"), [*((key, PER_TOWN) for key in ASKED), *((key, FROM_DAY) for key in ONLY_SPLIT)]
)
def test_groups_are_drawn_with_words_and_a_table(key: str, how: dict[str, str]) -> None:
    result = ask(log_of(events(3)), key, None, **how)

    known = tables(result)
    assert result.charts
    assert len({one.key for one in result.charts}) == len(result.charts)
    for chart in result.charts:
        assert chart.table in known
        assert chart.text
        assert draw(chart.spec).svg


def test_an_earlier_run_is_held_beside_a_later_one() -> None:
    rows = events(3)
    before = ask(log_of(rows), "doorlooptijd", None, by="gemeente")
    more: list[Event] = [("nieuw", "melding", datetime(2024, 5, 1), "Wijkteam", "Rietveen")]  # noqa: DTZ001
    after = ask(log_of([*rows, *more]), "doorlooptijd", None, by="gemeente")

    first = compare(before, after)[0]
    assert {row.after[0]: row.change for row in first.rows if row.after} == {
        row[0]: Change.CHANGED if row[0] == "Rietveen" else Change.SAME for row in tables(after)["side_by_side"].rows
    }


def test_the_command_line_asks_groups(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "keten.parquet"
    eventlog.write(planted.table(), path)
    about = ["--file", str(path), *COLUMNS, "--attribute", "gemeente", "--by", "gemeente"]

    assert cli.main(["analyse", "doorgegeven", *about, "--json"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert [row[:2] for row in found["tables"][0]["rows"]] == [["Rietveen", 20], ["Waterdam", 21]]


@pytest.mark.django_db
def test_the_form_and_other_programs_ask_groups(
    client_of: Callable[[User], Client], accept: Accept, researcher: User, evaluation: Evaluation
) -> None:
    version, client = accept(), client_of(researcher)
    address = reverse("analyses:ask", args=[evaluation.pk, "doorlooptijd"])
    assert "Vergelijk vóór en vanaf" in client.get(address, {"dataset": 1}).content.decode()
    address = reverse("analyses:api_results", args=[evaluation.pk])
    body = {"dataset": 1, "analysis": "doorlooptijd", "parameters": {"split": "2025-03-01"}}
    assert client.post(address, json.dumps(body), content_type="application/json").status_code == 200

    own = {"by": "gemeente"}
    row = actions.ask_now(actor=researcher, dataset=version.dataset, key="doorlooptijd", parameters=own)

    told = queries.outside(row)
    assert told.tables[0].key == "side_by_side"
    assert "per gemeente" in client.get(reverse("analyses:result", args=[evaluation.pk, row.number])).content.decode()


def test_the_arrows_that_differ_most_are_those_of_a_count_by_hand() -> None:
    rows = [one for one in events(6) if one[4] in ("Waterdam", "Rietveen")]
    result = ask(log_of(rows), "proceskaart", None, by="gemeente")

    shares: dict[tuple[str, str], dict[str, float]] = {}
    for name, own in by_hand(rows, town).items():
        cases: dict[str, list[Event]] = {}
        for event in own:
            cases.setdefault(event[0], []).append(event)
        ways = [[one[1] for one in sorted(case, key=lambda event: event[2])] for case in cases.values()]
        for arrow in {two for way in ways for two in pairwise(way)}:
            share = sum(arrow in pairwise(way) for way in ways) / len(ways)
            shares.setdefault(arrow, {})[name] = share
    both = {arrow: max(one.values()) - min(one.values()) for arrow, one in shares.items() if len(one) == len(GROUPS)}
    found = tables(result)["differing_shares"]
    largest = sorted(both.values(), reverse=True)[: len(found.rows)]
    assert [row[-1] for row in found.rows] == pytest.approx(largest)
    for source, target, low, low_share, low_n, high, high_share, high_n, _difference in found.rows:
        assert shares[str(source), str(target)] == pytest.approx({str(low): low_share, str(high): high_share})
        assert {low_n, high_n} == {row[1] for row in tables(result)["side_by_side"].rows}
    maps = [chart for chart in result.charts if chart.key.startswith("process-map")]
    assert [chart.title for chart in maps] == ["Proceskaart: Rietveen", "Proceskaart: Waterdam"]


GROUPS = ("Rietveen", "Waterdam")
