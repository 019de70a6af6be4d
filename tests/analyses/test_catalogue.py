"""Every entry of the catalogue finds what was planted, and says it in the same words every time."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from sluitend.apps.analyses import catalogue
from sluitend.apps.analyses.discovery import analyses, analysis
from sluitend.apps.analyses.forms import AnalysisForm
from sluitend.apps.analyses.kit.analysis import checked, inputs_of
from sluitend.apps.analyses.kit.charts import COLOURS
from sluitend.apps.analyses.kit.parameters import Ask, Vocabulary, asked
from sluitend.apps.analyses.kit.result import Result, Table
from sluitend.apps.analyses.kit.vocabulary import vocabulary_of
from sluitend.engines.chain import EventLog
from sluitend.errors import InputError
from sluitend.formats.drawn_chart import draw
from tests.analyses import planted

ASKED: dict[str, dict[str, Any]] = {
    "wachten": planted.WAITING,
    "zonder-regiehouder": planted.NOBODY,
    "stroom": {"closes": [planted.START]},
    "vertraging": {"start": [planted.LET_GO], "then": [planted.START], "closes": [planted.START]},
    "welke-schakel": {"group": ["gemeente=Rietveen"]},
    "trechter": {"having": [planted.BACK], "by": "gemeente"},
    "terug": {"closes": [planted.LET_GO], "opens": [planted.REPORT, planted.START]},
    "einde": {"planned": [planted.START]},
    "zwaarder-lichter": {"light": [planted.REPORT], "heavy": [planted.START]},
    "rond-een-gezin": {"starts": [planted.REPORT, planted.START, planted.BACK], "stops": [planted.LET_GO]},
    "starten-stoppen": {"starts": [planted.START, planted.REPORT], "stops": [planted.LET_GO]},
}


def run(key: str, **more: Any) -> Result:
    """One analysis of the planted log."""
    return asked_of(planted.log(), key, **more)


def asked_of(log: EventLog, key: str, **more: Any) -> Result:
    vocabulary = vocabulary_of(log)
    parameters = checked(analysis(key), ASKED.get(key, {}) | more, vocabulary)
    return analysis(key).run(inputs_of(log, vocabulary, parameters), parameters, lambda percent: None)


def rows(result: Result, key: str) -> list[dict[str, Any]]:
    found: Table = next(one for one in result.tables if one.key == key)
    return [dict(zip([column.key for column in found.columns], row, strict=True)) for row in found.rows]


def test_waiting_is_what_was_planted() -> None:
    result = run("wachten")
    towns = {row["cohort"]: row for row in rows(result, "cohorts")}

    assert {name: row["median"] for name, row in towns.items()} == planted.WAITS
    assert {name: (row["reached"], row["open"]) for name, row in towns.items()} == {
        "Waterdam": (18, 2),
        "Rietveen": (18, 2),
    }
    assert (towns["Waterdam"]["within"], towns["Waterdam"]["kept"]) == (0.9, 18)
    assert towns["Rietveen"]["within"] == 0
    assert (
        next(row["time"] for row in rows(result, "curve") if row["cohort"] == "Waterdam" and row["waiting"] < 1) == 10
    )
    assert any(sentence.startswith("De groepen wachten niet even lang") for sentence in result.sentences)
    assert "1 casus zonder begin telt niet mee" in result.caveats[0]


def test_one_case_has_its_verb_in_the_singular() -> None:
    """Of those of March one went back and forth; in Waterdam one of April waits, and the one that closes the log."""
    march = run("doorgegeven", since="2025-03-01", until="2025-03-31")
    assert "1 casus ging heen en terug" in march.sentences[1]
    april = run("zonder-regiehouder", only=["gemeente=Waterdam"], since="2025-04-01", until="2025-04-30")
    assert "1 casus was langer dan 30 dagen" in april.sentences[2]
    assert april.sentences[3] == "Op de laatste dag is 1 casus van niemand."


def test_lines_are_told_apart_in_one_legend_by_colour_and_dashes() -> None:
    drawn = draw(run("wachten").charts[0].spec).svg
    legend = drawn[drawn.index("role-legend-title") - 4000 : drawn.index("role-legend-title")]

    assert drawn.count('class="mark-group role-legend"') == 1
    assert "stroke-dasharray" in legend
    assert all(colour in legend for colour in COLOURS[:2])


def test_who_waits_no_longer_than_others_is_not_said_to() -> None:
    """Half of one municipality against the other half is noise."""
    result = run("wachten", by="", only=["gemeente=Waterdam"], split="2025-03-15")

    assert any(sentence.startswith("Het verschil tussen de groepen kan toeval zijn") for sentence in result.sentences)
    assert [row["cohort"] for row in rows(result, "cohorts")] == [
        "begonnen vóór 15-03-2025",
        "begonnen vanaf 15-03-2025",
    ]


def test_nobodys_days_are_what_was_planted() -> None:
    """5 days until help in Waterdam, 25 in Rietveen, and to the last day for those that still wait."""
    result = run("zonder-regiehouder")
    gaps = rows(result, "gaps")

    assert sorted({row["days"] for row in gaps if not row["now"]}) == [5, 25]
    assert sum(row["now"] for row in gaps) == 5  # and the case that opens on the last day
    assert {row["last_owner"] for row in gaps} == {planted.TEAM, None}  # nobody let go of what opened without an owner
    assert rows(result, "groups")[0]["cases_nobody"] == 41
    assert len(rows(result, "sample")) == 20
    assert "4 casussen waren langer dan 30 dagen" in result.sentences[2]


def test_who_is_nobodys_today_stands_first_in_a_table_of_its_own() -> None:
    """Fifty long gaps that have closed come before all open ones in the table of every gap."""
    closed = [
        (f"oud{case}", activity, planted.datetime(2022 + year, 1, 1), planted.TEAM, "Waterdam")
        for case in range(50)
        for activity, year in ((planted.REPORT, 0), (planted.LET_GO, 1), (planted.START, 3))
    ]
    result = asked_of(planted.log(tuple(closed)), "zonder-regiehouder")

    assert not any(row["now"] for row in rows(result, "gaps")[:50])
    open_ = rows(result, "open")
    assert [row["days"] for row in open_] == sorted((row["days"] for row in open_), reverse=True)
    assert [row["case"] for row in open_] == [row["case"] for row in rows(result, "gaps") if row["now"]]
    assert len(open_) == 5
    assert result.sentences[3:] == (
        "Op de laatste dag zijn 5 casussen van niemand.",
        f"De langste daarvan is dat al {open_[0]['days']} dagen, vanaf 06-02-2025.",
    )


def test_more_than_one_director_is_told_only_where_it_was_measured() -> None:
    """With one at a time there are no such days by construction: a 0 would be no finding."""
    alone, beside = run("zonder-regiehouder"), run("zonder-regiehouder", alone=False)

    for table in alone.tables:
        assert "several" not in {column.key for column in table.columns}
    assert "meer dan één" not in {row["state"] for row in rows(alone, "states")}
    assert not any("meer dan één" in sentence for sentence in alone.sentences)
    assert any("niet gemeten" in caveat and "Zet “Eén regiehouder tegelijk” uit" in caveat for caveat in alone.caveats)
    (whole,) = rows(beside, "whole")
    assert whole["several"] > 0
    assert f"Op {whole['several']:,} dagen had een casus meer".replace(",", ".") in " ".join(beside.sentences)
    assert "meer dan één" in {row["state"] for row in rows(beside, "states")}
    assert not any("tegelijk" in caveat for caveat in beside.caveats)


SIBLINGS = ("Waterdam", "Waterdam", None)


def of_families(**more: Any) -> Result:
    """Two brothers with a director each for ten days, and a child of no known family; beside it nothing."""
    events = [
        (f"kind{number}", activity, planted.datetime(2025, 1, day), f"Team {number}", family)
        for number, family in enumerate(SIBLINGS)
        for activity, day in ((planted.REPORT, 1), ("einde", 11))
    ]
    names = ("case", "activity", "time", "resource", "gezin")
    columns: dict[str, Any] = dict(zip(names, map(list, zip(*events, strict=True)), strict=True))
    made = pa.table(columns)
    log = EventLog(made.set_column(2, "time", made["time"].cast(pa.timestamp("us"))), attributes=["gezin"])
    return asked_of(log, "zonder-regiehouder", takes=[planted.REPORT], lets_go=[], closes=["einde"], **more)


def test_brothers_with_two_directors_are_no_family_with_one() -> None:
    result = of_families(per="gezin")

    (whole,) = rows(result, "whole")
    assert (whole["one"], whole["case_days"]) == (30, 30)
    found = {row["state"]: (row["days"], row["share"], row["families"], row["of"]) for row in rows(result, "families")}
    assert found["meer dan één"] == (10, 1, 1, 1)
    assert found["één regiehouder"] == (0, 0, 0, 1)
    assert rows(result, "apart") == [{"not_placed": 1}]
    assert result.sentences[-2:] == (
        "Van de dagen van 1 gezin was er, over alle casussen van een gezin samen, op 0% precies één regiehouder, "
        "op 100% meer dan één en op 0% niemand.",
        "1 gezin had minstens één dag meer dan één regiehouder: 100% (95%-interval 20,7% tot 100%).",
    )
    assert result.caveats[-1] == "Van 1 casus is het gezin niet bekend; die telt alleen per casus mee."


def test_families_are_not_measured_unless_they_are_asked() -> None:
    result = of_families()

    assert "families" not in {table.key for table in result.tables}
    assert any("niet gemeten" in caveat and "Van welk gezin een casus is" in caveat for caveat in result.caveats)


def test_back_and_forth_is_what_was_planted() -> None:
    result = run("doorgegeven")

    assert [(row["resource"], row["by_way_of"], row["count"]) for row in rows(result, "back")] == [
        (planted.HELP, planted.TEAM, 5),
        (planted.TEAM, planted.HELP, 5),
    ]
    assert sum(row["count"] for row in rows(result, "handovers")) == 36 + 10
    assert "5 casussen gingen heen en terug (A→B→A): 12,2%" in result.sentences[1]


def test_ways_are_what_was_planted() -> None:
    result = run("doorlooptijd")

    assert next((row["activities"], row["cases"]) for row in rows(result, "variants")) == (
        "melding → losgelaten → start hulp",
        31,
    )
    assert "31" in result.charts[0].text
    assert result.n == 41


@pytest.mark.parametrize("key", ["wachten", "zonder-regiehouder", "doorgegeven", "doorlooptijd"])
def test_an_outcome_is_the_same_as_json_and_every_time(key: str) -> None:
    result = run(key)

    assert Result.from_json(result.as_json()) == result
    assert run(key).sha256 == result.sha256
    assert result.sentences
    assert result.caveats
    assert result.n == 41
    tables = {table.key for table in result.tables}
    assert all(chart.table in tables and chart.text for chart in result.charts)
    for table in result.tables:
        assert {len(row) for row in table.rows} <= {len(table.columns)}
        assert set(table.by) <= {column.key for column in table.columns}


@pytest.mark.parametrize("key", analyses())
def test_every_entry_asks_in_full_words(key: str) -> None:
    found = analysis(key)
    fields = list(asked(found.parameters))

    assert found.title
    assert found.question.endswith("?")
    assert all(field.label for field in fields)
    known = {name for name, one in found.parameters.model_fields.items() if one.json_schema_extra}
    assert {field.name for field in fields} == known
    assert all(field.choices for field in fields if field.ask == "choice")
    assert len(found.code_version) == 64


def test_a_file_in_the_folder_is_an_entry(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing else is touched: no list, no form, no option."""
    (tmp_path / "counted_here.py").write_text(
        "from sluitend.apps.analyses.kit.analysis import Analysis\n"
        "from sluitend.apps.analyses.kit.parameters import Parameters\n"
        "from sluitend.apps.analyses.kit.result import Result\n"
        "ANALYSIS = Analysis('tellen', 'Tellen', 'Hoeveel?', Parameters,\n"
        "    lambda inputs, params, progress: Result((), (), (str(inputs.vocabulary.cases),), (), 1))\n"
    )
    monkeypatch.setattr(catalogue, "__path__", [*catalogue.__path__, str(tmp_path)])
    analyses.cache_clear()
    try:
        assert run("tellen").sentences == ("41",)
    finally:
        analyses.cache_clear()


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"start": []}, "analyses.parameter"),
        ({"start": ["verzonnen"]}, "analyses.not_in_data"),
        ({"by": "verzonnen"}, "analyses.not_in_data"),
        ({"only": ["gemeente=Verzonnen"]}, "analyses.not_in_data"),
        ({"norm": -1}, "analyses.parameter"),
        ({"unit": "weken"}, "analyses.parameter"),
        ({"until": "9999-12-31"}, "analyses.parameter"),
        ({"last_day": "9999-12-31"}, "analyses.parameter"),
        ({"verzonnen": 1}, "analyses.no_such_parameter"),
        ({"by": "gemeente", "split": "2025-03-01"}, "analyses.by_or_split"),
        ({"since": "2025-03-01", "until": "2025-02-01"}, "analyses.days"),
        ({"since": "2030-01-01"}, "analyses.no_cases"),
    ],
)
def test_what_cannot_be_asked_is_refused(given: dict[str, Any], code: str) -> None:
    with pytest.raises(InputError) as refused:
        run("wachten", **given)
    assert refused.value.code == code


def test_a_sign_that_no_database_keeps_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        run("doorgegeven", lawful=["a\0b"])
    assert (refused.value.code, refused.value.where) == ("analyses.parameter", "lawful")


def test_choosing_no_attribute_is_called_what_it_is() -> None:
    """“No comparison” is what it is to leave out what groups are made by, and not to say whose a case is."""
    vocabulary = Vocabulary(attributes={"gezin": ("a", "b")})
    for one in analyses().values():
        for asked_for in asked(one.parameters):
            if asked_for.ask is Ask.ATTRIBUTE and asked_for.name == "per":
                (value, said), *_rest = AnalysisForm(one, vocabulary).fields["per"].choices
                assert (value, str(said)) == ("", asked_for.none)
                assert asked_for.none
