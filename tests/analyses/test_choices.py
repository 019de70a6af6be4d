"""What people write down: names with a star, groups of activities, back and forth that belongs to the work."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest

from sluitend.apps.analyses.catalogue.process_map import MapParameters
from sluitend.apps.analyses.discovery import analysis
from sluitend.apps.analyses.kit.analysis import checked, inputs_of
from sluitend.apps.analyses.kit.matching import groups, matching
from sluitend.apps.analyses.kit.outside import outside
from sluitend.apps.analyses.kit.result import Result
from sluitend.apps.analyses.kit.vocabulary import vocabulary_of
from sluitend.engines.chain import EventLog
from sluitend.errors import InputError
from sluitend.formats.drawn_chart import draw
from sluitend.formats.process_map import main_path
from sluitend.web.wording import sentence
from tests.analyses.test_catalogue import rows, run


def test_names_are_meant_with_or_without_a_star() -> None:
    names = ("Raad Noord", "Raad Zuid", "Wijkteam [1]", "Team?")

    assert matching(["raad*"], names, field="x") == ("Raad Noord", "Raad Zuid")
    assert matching(["Team?", "*[1]"], names, field="x") == ("Wijkteam [1]", "Team?")
    assert matching([], names, field="x") == ()
    with pytest.raises(InputError) as caught:
        matching(["Raad?Noord"], names, field="Wie")
    assert str(sentence(caught.value)) == (
        "“Raad?Noord” bij “Wie”: zo'n naam staat niet in deze gegevens. Schrijf hem zoals hij daar staat."
    )


def test_groups_are_lines_with_a_name() -> None:
    names = ("intake a", "intake b", "start")

    assert groups(["Intake = intake*", "Hulp=start"], names, field="x") == {
        "intake a": "Intake",
        "intake b": "Intake",
        "start": "Hulp",
    }
    for line, said in (("start", "is geen groep"), ("= start", "is geen groep"), ("Hulp = |", "is geen groep")):
        with pytest.raises(InputError) as caught:
            groups([line], names, field="Neem samen")
        assert said in str(sentence(caught.value))
    with pytest.raises(InputError) as caught:
        groups(["A = start", "B = s*"], names, field="Neem samen")
    assert str(sentence(caught.value)) == (
        "“start” bij “Neem samen” zou in twee groepen staan. Haal hem uit een van de twee."
    )


def test_back_and_forth_that_belongs_to_the_work_is_left_out_and_said_so() -> None:
    result = run("doorgegeven", lawful=["jeugdhulp*"])

    assert rows(result, "back") == []
    assert "0 casussen gingen heen en terug" in result.sentences[1]
    assert sum(row["count"] for row in rows(result, "handovers")) == 36 + 10  # these stay handovers
    assert "Heen en terug met deze uitvoerders telt niet mee: jeugdhulp*." in result.caveats
    with pytest.raises(InputError) as caught:
        run("doorgegeven", lawful=["Raad*"])
    assert str(sentence(caught.value)) == (
        "“Raad*” bij “Heen en terug telt niet mee met”: zo'n naam staat niet in deze gegevens. "
        "Schrijf hem zoals hij daar staat."
    )


def drawing(result: Result) -> dict[str, Any]:
    (chart,) = result.charts
    found: dict[str, Any] = chart.spec["process_map"]
    return found


def test_groups_on_the_map_have_the_names_that_were_written() -> None:
    result = run("proceskaart", arrows=100, groups=["Hulp = start* | terug", "Team = losgelaten"], marked=["terug"])

    assert {row["name"]: row["members"] for row in rows(result, "activities")} == {
        "Hulp": "start hulp | terug", "Team": "losgelaten", "melding": "", "afsluiting": ""
    }  # fmt: skip
    assert [(row["source"], row["target"], row["events"]) for row in rows(result, "arrows")] == [
        ("melding", "Team", 40), ("Team", "Hulp", 36), ("Hulp", "Hulp", 10),
    ]  # fmt: skip
    assert [box["name"] for box in drawing(result)["boxes"] if box.get("marked")] == ["Hulp"]
    assert any("samengenomen" in caveat for caveat in result.caveats)


def test_an_activity_that_is_called_as_a_group_is_told_to_be_in_it() -> None:
    days = [datetime(2025, 1, day) for day in range(1, 5)]  # noqa: DTZ001 - a log of days
    steps = [*zip(("melding", "start hulp", "Hulp", "einde"), days, strict=True)]
    events = [(f"c{case}", *step) for case in range(12) for step in steps]
    made = pa.table(dict(zip(("case", "activity", "time"), map(list, zip(*events, strict=True)), strict=True)))
    made = made.set_column(2, "time", made["time"].cast(pa.timestamp("us")))
    log = EventLog(made.append_column("resource", pa.nulls(made.num_rows, pa.string())))
    vocabulary = vocabulary_of(log)
    parameters = checked(analysis("proceskaart"), {"groups": ["Hulp = start*"]}, vocabulary)

    result = analysis("proceskaart").run(inputs_of(log, vocabulary, parameters), parameters, lambda percent: None)

    assert {row["name"]: (row["events"], row["members"]) for row in rows(result, "activities")}["Hulp"] == (
        24,
        "Hulp | start hulp",
    )


def test_the_map_shows_what_was_chosen_only() -> None:
    result = run("proceskaart", arrows=100, shown=["melding", "start hulp", "losgelaten"])

    assert {row["name"] for row in rows(result, "activities")} == {"melding", "start hulp", "losgelaten"}
    assert len(rows(result, "arrows")) == 2
    assert "3 van 5 (60%) activiteiten" in result.sentences[0]


def test_a_sequence_stands_out_on_the_map_by_thick_arrows() -> None:
    """The second in the table is the one that goes back to the team twice."""
    result = run("proceskaart", arrows=100, path=2)

    listed = rows(result, "variants")
    assert [(row["rank"], row["cases"]) for row in listed][:2] == [("1e", 31), ("2e", 5)]
    assert listed[1]["activities"] == "melding → losgelaten → start hulp → terug → terug"
    assert [row["path"] for row in rows(result, "arrows")] == [True, True, True, True]
    first = run("proceskaart", arrows=100)
    names = [box["name"] for box in drawing(first)["boxes"]]
    thick = {(names[a["source"]], names[a["target"]]) for a in drawing(first)["arrows"] if a["marked"]}
    assert thick == {("melding", "losgelaten"), ("losgelaten", "start hulp")}
    assert "De dikke pijlen volgen volgorde 1: melding → losgelaten → start hulp (31 casussen)." in first.sentences
    plain = run("proceskaart", arrows=100, path=0)
    assert not any(a["marked"] for a in drawing(plain)["arrows"])
    assert "path" not in rows(plain, "arrows")[0]


def test_forty_activities_are_on_one_map_and_more_are_said_to_be_left_out() -> None:
    moments = [datetime(2025, 1, 1) + timedelta(days=day) for day in range(60)]  # noqa: DTZ001 - a log of days
    events = [(f"c{case}", f"stap {step:02}", moments[step], None) for case in range(5) for step in range(50)]
    cases, names, times, who = zip(*events, strict=True)
    made = pa.table({"case": cases, "activity": names, "time": times, "resource": pa.array(who, pa.string())})
    log = EventLog(made.set_column(2, "time", made["time"].cast(pa.timestamp("us"))))
    entry, vocabulary = analysis("proceskaart"), vocabulary_of(log)
    parameters = checked(entry, {}, vocabulary)

    result = entry.run(inputs_of(log, vocabulary, parameters), parameters, lambda percent: None)

    assert "40 van 50 (80%) activiteiten" in result.sentences[0]
    assert 0 < float(main_path(draw(result.charts[0].spec).svg)) < 1


def test_what_leaves_the_team_has_no_path_of_few_cases() -> None:
    exact = run("proceskaart", arrows=100, path=2)
    found = outside(analysis("proceskaart"), exact, MapParameters(arrows=100, path=2))

    assert [row["cases"] for row in rows(found, "variants")] == [30]
    assert not any("volgorde 2" in sentence for sentence in found.sentences)
    assert all("path" not in row for row in rows(found, "arrows"))
