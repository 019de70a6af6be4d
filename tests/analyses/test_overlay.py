"""Saying and doing: planted pairs of organisations, two datasets under one result, and what leaves the team."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from sluitend import cli
from sluitend.apps.analyses import actions, queries, seals
from sluitend.apps.analyses.discovery import analysis
from sluitend.apps.analyses.kit.analysis import checked, inputs_of
from sluitend.apps.analyses.kit.outside import outside
from sluitend.apps.analyses.kit.result import Result
from sluitend.apps.analyses.kit.vocabulary import vocabulary_of
from sluitend.apps.analyses.models import AnalysisResult, ResultState
from sluitend.apps.datasets.actions import remove_dataset
from sluitend.apps.datasets.models import Dataset, DatasetKind
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.engines.chain import EventLog
from sluitend.engines.tables.questionnaire import SCHEMA
from sluitend.errors import InputError
from sluitend.formats import eventlog
from sluitend.web.wording import sentence
from tests.analyses import near

KEY = "zeggen-en-doen"
TEAM, GI, CARE, SAFE = "Wijkteam (fictief)", "GI Verzonnen", "Jeugdhulp Verzonnen", "Veiligheid Verzonnen"
# What was planted. The team and the GI say it and do it; the team and the care provider say it, and no case passes;
# the GI and safety hand over and say that they only know each other; of care and safety nobody was asked.
ANSWERS = [
    (TEAM, GI, 3, "Oost"), (GI, TEAM, 2, "Oost"),
    (TEAM, CARE, 4, "Oost"), (CARE, TEAM, 1, "Oost"),
    (GI, SAFE, 1, "Oost"), (SAFE, GI, 0, "Oost"),
    (SAFE, "Spookorganisatie (fictief)", 2, "West"),
]  # fmt: skip
PASSES = {(TEAM, GI): 24, (GI, SAFE): 12, (CARE, CARE): 11}
DAY = datetime(2025, 1, 1)  # noqa: DTZ001 - a log of days


def table(passes: dict[tuple[str, str], int] = PASSES) -> pa.Table:
    """A case of two events for every handover; half of them in Oost, half in West."""
    rows = []
    for (one, two), many in passes.items():
        for place in range(many):
            case, region = f"{one}-{two}-{place}", ("Oost", "West")[place % 2]
            rows += [(case, "melding", DAY + timedelta(days=place), one, region)]
            rows += [(case, "vervolg", DAY + timedelta(days=place + 9), two, region)]
    names = ("case", "activity", "time", "resource", "subregio")
    made = pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))
    return made.set_column(2, "time", made["time"].cast(pa.timestamp("us")))


def answers(rows: list[tuple[str, str, int, str]] = ANSWERS) -> pa.Table:
    columns = dict(
        zip(("organisation", "about", "intensity", "group"), map(list, zip(*rows, strict=True)), strict=True)
    )
    return pa.table([columns.get(name, [None] * len(rows)) for name in SCHEMA.names], schema=SCHEMA)


def run(**asked: Any) -> Result:
    log = EventLog(table(), attributes=["subregio"])
    vocabulary = vocabulary_of(log)
    parameters = checked(analysis(KEY), {"questionnaire": "D2", **asked}, vocabulary)
    inputs = inputs_of(log, vocabulary, parameters, answers())
    return analysis(KEY).run(inputs, parameters, lambda percent: None)


def rows(result: Result, key: str) -> list[dict[str, Any]]:
    (found,) = (one for one in result.tables if one.key == key)
    return [dict(zip([column.key for column in found.columns], row, strict=True)) for row in found.rows]


def test_the_planted_pairs_are_found() -> None:
    result = run()

    assert {(row["one"], row["other"]): row["match"] for row in rows(result, "pairs")} == {
        (GI, TEAM): "zeggen en doen het",
        (CARE, TEAM): "zeggen het, geen overdracht te zien",
        (GI, SAFE): "dragen over, zeggen het niet",
        ("Spookorganisatie (fictief)", SAFE): "niet te zeggen",
    }
    first = rows(result, "pairs")[0]
    assert (first["one_says"], first["other_says"]) == ("werken samen", "stemmen af")
    assert result.sentences[:3] == (
        "Van de 3 paren waarvan beide bekend zijn, is wat zij zeggen en wat er te zien is bij 1 hetzelfde (33,3%).",
        f"1 paar zegt samen te werken zonder dat er een overdracht te zien is: {CARE} en {TEAM}.",
        f"1 paar draagt aan elkaar over zonder samenwerken te noemen: {GI} en {SAFE}.",
    )
    assert result.n == 47


def test_both_networks_are_told_with_their_brokers_and_single_points() -> None:
    result = run()
    places = {row["organisation"]: row for row in rows(result, "organisations")}

    # said: GI - team - care; seen: team - GI - safety
    assert {name: (row["said_partners"], row["seen_partners"]) for name, row in places.items()} == {
        TEAM: (2, 1),
        GI: (1, 2),
        CARE: (1, 0),
        SAFE: (1, 1),
        "Spookorganisatie (fictief)": (1, 0),
    }
    assert places[TEAM]["said_cut_off"] == 1
    assert places[GI]["seen_cut_off"] == 1
    (whole,) = rows(result, "whole")
    assert (whole["said_density"], whole["silent"]) == (pytest.approx(4 / 7), 1)
    assert whole["seen_density"] == pytest.approx(2 / 10)
    assert {chart.key for chart in result.charts} == {"matches-chart", "pairs-square-0", "pairs-said", "pairs-seen"}


TRUSTED = {TEAM: 4.0, GI: 2.0, CARE: 1.5, SAFE: 5.0}


def with_trust(many: int = 1) -> pa.Table:
    """Everybody trusts another as planted, and says so so many times; of the ghost nobody says anything."""
    rows = answers([row for row in ANSWERS for _ in range(many)])
    trust = pa.array([TRUSTED.get(name) for name in rows["about"].to_pylist()], pa.float64())
    return rows.set_column(rows.column_names.index("trust"), "trust", trust)


def trusting(many: int = 1, **asked: Any) -> tuple[Result, Result]:
    log = EventLog(table(), attributes=["subregio"])
    vocabulary = vocabulary_of(log)
    parameters = checked(analysis(KEY), {"questionnaire": "D2", **asked}, vocabulary)
    exact = analysis(KEY).run(
        inputs_of(log, vocabulary, parameters, with_trust(many)), parameters, lambda percent: None
    )
    return exact, outside(analysis(KEY), exact, parameters)


def test_little_trust_between_who_work_closely_is_told_in_the_team() -> None:
    """The scale that is used goes from 1.5 to 5: below 3.25 there is little trust."""
    exact, told = trusting()

    between = {(row["one"], row["other"]): row for row in rows(exact, "between")}
    assert {two: (row["closest"], row["trust"], row["trust_answers"]) for two, row in between.items()} == {
        (GI, TEAM): ("stemmen af", 3.0, 2),
        (CARE, TEAM): ("werken als één", 2.75, 2),
        (GI, SAFE): ("kennen elkaar", 3.5, 2),
        ("Spookorganisatie (fictief)", SAFE): ("werken samen", None, 0),
    }
    assert rows(exact, "low") == [{"below": 3.25}]
    assert (
        "2 van de 2 paren die afstemmen of meer, volgens minstens één van beide, hebben weinig vertrouwen (gemiddeld "
        f"lager dan 3,25): {CARE} en {TEAM} (2,75 uit 2 antwoorden); {GI} en {TEAM} (3 uit 2 antwoorden)."
    ) in exact.sentences
    assert (
        f"Van de organisaties krijgt {SAFE} het meeste vertrouwen van anderen (5 uit 1 antwoord) en {CARE} het minste "
        "(1,5 uit 1 antwoord)."
    ) in exact.sentences
    assert "regarded-chart" in {chart.key for chart in exact.charts}
    assert {table.key for table in told.tables} & {"between", "regarded", "low"} == set()
    assert "vertrouwen" not in " ".join(told.sentences)


def test_what_is_little_trust_can_be_said() -> None:
    exact, _told = trusting(low_trust=2.8)

    assert any(f"(gemiddeld lager dan 2,8): {CARE} en {TEAM}" in said for said in exact.sentences)
    assert not any(f"{GI} en {TEAM} (3" in said for said in exact.sentences)


def test_trust_leaves_the_team_where_ten_people_said_it() -> None:
    """Of the team and the GI there are twelve answers; of pairs never."""
    exact, told = trusting(6)
    said = {row["organisation"]: (row["trust_answers"], row["trust"]) for row in rows(told, "regarded")}

    assert {row["organisation"]: row["trust_answers"] for row in rows(exact, "regarded")} == {
        TEAM: 12, GI: 12, CARE: 6, SAFE: 6, "Spookorganisatie (fictief)": 0
    }  # fmt: skip
    assert said.keys() <= {TEAM, GI}
    assert all(many in (None, 10) for many, _mean in said.values())
    assert "between" not in {table.key for table in told.tables}


def test_a_questionnaire_that_did_not_ask_trust_tells_nothing_of_it() -> None:
    assert {table.key for table in run().tables} & {"between", "regarded", "low"} == set()


@pytest.mark.parametrize(
    ("asked", "group", "expected"),
    [
        ({"both_say": True}, "alle organisaties", 1),
        ({"said_from": "4"}, "alle organisaties", 2),
        ({"seen_from": 20}, "alle organisaties", 0),
        ({"by": "subregio"}, "West", 0),
        ({"split": "2025-01-15"}, "overgedragen vanaf 15-01-2025", 1),
    ],
)
def test_what_counts_can_be_chosen(asked: dict[str, Any], group: str, expected: int) -> None:
    found = {row["group"]: row for row in rows(run(**asked), "counts")}

    key = "seen_not_said" if "both_say" not in asked else "both"
    assert found[group][key] == expected


def test_the_counts_are_those_of_the_pairs() -> None:
    result = run(by="subregio")

    for count in rows(result, "counts"):
        pairs = [row for row in rows(result, "pairs") if row["group"] == count["group"]]
        told = {row["match"]: row["pairs"] for row in rows(result, "matches") if row["group"] == count["group"]}
        assert count["pairs"] == len(pairs) == sum(told.values())
        assert told == {said: sum(row["match"] == said for row in pairs) for said in told}


def test_groups_are_chosen_in_one_way() -> None:
    with pytest.raises(InputError, match=r"analyses\.by_or_split"):
        run(by="subregio", split="2025-02-01")


def test_outside_the_team_no_pair_of_few_cases_and_no_single_answer_is_told() -> None:
    log = EventLog(table({**PASSES, (CARE, SAFE): 7}), attributes=["subregio"])
    vocabulary = vocabulary_of(log)
    parameters = checked(analysis(KEY), {"questionnaire": "D2"}, vocabulary)
    exact = analysis(KEY).run(inputs_of(log, vocabulary, parameters, answers()), parameters, lambda percent: None)

    told = outside(analysis(KEY), exact, parameters)

    assert {(row["one"], row["other"]): row.get("cases") for row in rows(told, "pairs")} == {
        (GI, TEAM): 25,
        (GI, SAFE): 10,
    }
    text = json.dumps(told.as_json(), ensure_ascii=False)
    assert "one_says" not in text
    assert "match" not in {key for row in rows(told, "pairs") for key in row}
    assert not any(GI in sentence_ for sentence_ in told.sentences)
    assert CARE not in text
    assert "organisations" not in {one.key for one in told.tables}


def test_the_order_of_the_pairs_outside_does_not_tell_what_they_say() -> None:
    log = EventLog(table({(TEAM, GI): 12, (GI, SAFE): 40}), attributes=["subregio"])
    vocabulary = vocabulary_of(log)
    parameters = checked(analysis(KEY), {"questionnaire": "D2"}, vocabulary)
    exact = analysis(KEY).run(inputs_of(log, vocabulary, parameters, answers()), parameters, lambda percent: None)
    assert [row["cases"] for row in rows(exact, "pairs")][:2] == [12, 40]  # in the team: what they say comes first

    told = outside(analysis(KEY), exact, parameters)

    assert [row["cases"] for row in rows(told, "pairs")] == [40, 10]


def test_who_gave_no_answer_is_told_of_every_group() -> None:
    silent = [one for one in run(by="subregio").caveats if "geen antwoord" in one]

    assert silent == ["West: 1 organisatie wordt genoemd en gaf zelf geen antwoord."]


# Two datasets under one result


@pytest.fixture
def log_and_answers(evaluation: Evaluation, researcher: User) -> tuple[Dataset, Dataset]:
    log = near.new_dataset(evaluation, researcher)
    near.accepted(log, researcher)
    other = near.new_dataset(evaluation, researcher, DatasetKind.RELATIONS)
    near.accepted_table(other, researcher, answers())
    return log, other


Two = tuple[Dataset, Dataset]


def stale(row: AnalysisResult) -> bool:
    return queries.lines_of([AnalysisResult.objects.get(pk=row.pk)])[0].is_stale


@pytest.mark.django_db(transaction=True)
def test_a_result_rests_on_both(
    client_of: Callable[[User], Any], log_and_answers: Two, researcher: User, evaluation: Evaluation
) -> None:
    log, other = log_and_answers

    row = actions.ask_now(actor=researcher, dataset=log, key=KEY, parameters={"questionnaire": "2"})

    assert row.parameters["questionnaire"] == "D2"
    assert row.beside == other.versions.get()
    assert [one.number for one in queries.up_links(researcher, evaluation, str(row.number))] == ["1", "2"]
    for number in ("1", "2"):
        assert [one.number for one in queries.rests_on(researcher, evaluation, number)] == [str(row.number)]
    assert seals.opened(row).result.n == 41
    listed = client_of(researcher).get(f"/evaluaties/{evaluation.pk}/analyses/").content.decode()
    assert [f"<span>{one} {one.title}</span>" in listed for one in (log, other)] == [True, True]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("which", [0, 1])
def test_a_newer_delivery_of_either_makes_it_stale(log_and_answers: Two, researcher: User, which: int) -> None:
    row = actions.ask_now(actor=researcher, dataset=log_and_answers[0], key=KEY, parameters={"questionnaire": "D2"})
    assert not stale(row)

    if which:
        near.accepted_table(log_and_answers[1], researcher, answers(ANSWERS[:2]))
    else:
        near.accepted(log_and_answers[0], researcher, (("nieuw", "melding", DAY, TEAM, "Waterdam"),))

    assert stale(row)
    assert not stale(actions.ask_again(actor=researcher, result=row))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("which", [0, 1])
def test_it_goes_with_either(log_and_answers: Two, researcher: User, leader: User, which: int) -> None:
    row = actions.ask_now(actor=researcher, dataset=log_and_answers[0], key=KEY, parameters={"questionnaire": "D2"})

    remove_dataset(actor=leader, dataset=log_and_answers[which], reason="not_needed")

    row.refresh_from_db()
    assert (row.state, row.sealed_content, row.parameters) == (ResultState.DESTROYED, None, {})


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("number", "said"), [("9", "D9"), ("1", "D1")])
def test_only_a_questionnaire_in_use_can_lie_beside_it(
    log_and_answers: Two, researcher: User, number: str, said: str
) -> None:
    with pytest.raises(InputError) as refused:
        actions.ask(actor=researcher, dataset=log_and_answers[0], key=KEY, parameters={"questionnaire": number})

    assert sentence(refused.value) == (
        f"Er is geen {said} van de gevraagde soort met een versie in gebruik. Kies een andere."
    )


@pytest.mark.django_db(transaction=True)
def test_a_log_is_asked_of_a_log(log_and_answers: Two, researcher: User) -> None:
    with pytest.raises(InputError) as refused:
        actions.ask(actor=researcher, dataset=log_and_answers[1], key="netwerk", parameters={})

    assert sentence(refused.value) == ("D2 is van een andere soort dan deze analyse gebruikt. Kies een andere dataset.")


@pytest.mark.django_db
def test_the_form_offers_the_questionnaires(
    log_and_answers: Two, researcher: User, client_of: Callable[[User], Any], evaluation: Evaluation
) -> None:
    page = client_of(researcher).get(f"/evaluaties/{evaluation.pk}/analyses/catalogus/{KEY}/").content.decode()

    assert 'value="D2"' in page
    assert 'value="D1"' not in page
    assert "De vragenlijst" in page


@pytest.mark.django_db
def test_without_a_questionnaire_the_catalogue_says_what_it_needs(
    evaluation: Evaluation, researcher: User, client_of: Callable[[User], Any]
) -> None:
    near.accepted(near.new_dataset(evaluation, researcher), researcher)
    client = client_of(researcher)

    page = client.get(f"/evaluaties/{evaluation.pk}/analyses/catalogus/").content.decode()

    assert "Nodig: een dataset van deze soort: vragenlijst: wie werkt met wie." in page
    asked = client.get(f"/evaluaties/{evaluation.pk}/analyses/catalogus/{KEY}/")
    assert (asked.status_code, asked["Location"]) == (302, f"/evaluaties/{evaluation.pk}/analyses/catalogus/")


def test_on_the_command_line_the_answers_are_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log, asked = tmp_path / "log.csv", tmp_path / "antwoorden.csv"
    eventlog.write(table(), log)
    asked.write_text("organisatie,over,mate,subregio\n" + "".join(f"{a},{b},{c},{d}\n" for a, b, c, d in ANSWERS))

    columns = ["--case", "case", "--activity", "activity", "--time", "time", "--resource", "resource"]
    code = cli.main(["analyse", KEY, "--file", str(log), *columns, "--questionnaire", str(asked), "--json"])

    assert code == 0
    found = Result.from_json(json.loads(capsys.readouterr().out))
    assert [row["match"] for row in rows(found, "pairs")] == [row["match"] for row in rows(run(), "pairs")]
