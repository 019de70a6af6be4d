"""The final measurement with its results: they say what was planted, and findings rest on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.db import transaction

from sluitend.apps.analyses import actions, seals
from sluitend.apps.analyses.catalogue.overlay import MATCHES
from sluitend.apps.analyses.kit.result import Cell, Result
from sluitend.apps.analyses.kit.tables import records
from sluitend.apps.analyses.kit.voices import NOT_ASKED, SILENT
from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.analyses.queries import lines_of, outside, results_for
from sluitend.apps.design import template_store
from sluitend.apps.design.models import Evaluation
from sluitend.apps.findings.models import AgreementJudgement, Finding, ResultLink, Stance
from sluitend.apps.people.models import User
from sluitend.apps.reporting import checker
from sluitend.apps.reporting.building import assemble
from sluitend.apps.reporting.checker import Severity
from sluitend.apps.reporting.material import Audience
from sluitend.apps.reporting.queries.gather import material_for
from sluitend.demo.build import build_chain
from sluitend.demo.chain import read
from sluitend.demo.events import planted
from sluitend.demo.hearing import read as read_interviews
from sluitend.demo.registered_text import RegisteredText
from sluitend.demo.voices import answered
from sluitend.engines.chain import Match
from tests.demo.planted import WALK

KEYS = (*read("analyses"), *read("stemmen"))
WANTED = read("findings")
INTERVIEWS = read_interviews("truths.yaml")["interviews"]
PERSPECTIVES = {one.key: one.name for one in template_store.template(WALK["template"]).perspectives}
DIFFER = {MATCHES[one] for one in (Match.SAID_NOT_SEEN, Match.SEEN_NOT_SAID)}
ROUND = 1.0  # days: waits that end in a weekend end on the Monday after it


@pytest.fixture(scope="module")
def registered(final: Evaluation, django_db_blocker: Any) -> Iterator[Evaluation]:
    """Interrupted while the chapters are written: then nothing of what rests on the results is there."""
    with django_db_blocker.unblock(), transaction.atomic():
        owner = User.objects.get(email="demo@voorbeeld.invalid")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(RegisteredText, "write", _break_off)
            with pytest.raises(KeyboardInterrupt):
                build_chain(owner=owner)
        assert not ResultLink.objects.filter(finding__evaluation=final).exists()
        assert build_chain(owner=owner)
        yield final
        transaction.set_rollback(True)


def _break_off(self: RegisteredText, words: Any) -> None:
    raise KeyboardInterrupt


def row_of(evaluation: Evaluation, key: str) -> AnalysisResult:
    """Results have their numbers in the order in which they are asked."""
    return AnalysisResult.objects.get(evaluation=evaluation, number=KEYS.index(key) + 1)


def result(evaluation: Evaluation, key: str) -> Result:
    return seals.opened(row_of(evaluation, key)).result


def table(found: Result, key: str) -> list[Mapping[str, Cell]]:
    return next(records(one) for one in found.tables if one.key == key)


def cell(found: Mapping[str, Cell], name: str) -> float:
    value = found[name]
    assert isinstance(value, int | float)
    return float(value)


def waits(evaluation: Evaluation, key: str) -> dict[str, float]:
    """Medians, by the first word of what a group is called."""
    rows = table(result(evaluation, key), "cohorts")
    return {str(row["cohort"]).split(" (")[0]: cell(row, "median") for row in rows}


def finding(evaluation: Evaluation, title: str) -> Finding:
    return evaluation.findings.get(title=title)


# What was planted


def test_the_wait_for_a_guardian_is_longer_in_the_south(registered: Evaluation, db: None) -> None:
    found = waits(registered, "toewijzing")

    assert found["Waterrijk-Zuid"] - found["Waterrijk-Noord"] == pytest.approx(planted.SLOW_DAYS, abs=ROUND)
    assert found["Waterrijk-Zuid"] - found["Waterrijk-Midden"] == pytest.approx(planted.SLOW_DAYS, abs=ROUND)


def test_one_link_explains_that_and_no_other(registered: Evaluation, db: None) -> None:
    links = table(result(registered, "schakel"), "links")

    (clear,) = [row for row in links if row["clear"]]
    assert (clear["one"], clear["next"]) == ("Overdracht aan GI", "Jeugdbeschermer toegewezen")
    assert cell(clear, "low") <= planted.SLOW_DAYS <= cell(clear, "high")


def test_the_agreement_is_kept_least_where_the_voices_say_it_goes_well(registered: Evaluation, db: None) -> None:
    found = waits(registered, "afspraak")

    assert found.pop("Molenhorst") > max(found.values()) + 10
    assert set(found) == {"Lindeveen", "Oosterkade"}


def test_one_in_twenty_five_is_nobodys_for_long(registered: Evaluation, db: None) -> None:
    gaps = table(result(registered, "niemand"), "gaps")

    long = {row["case"] for row in gaps if cell(row, "days") > planted.LOST_DAYS}
    assert len(long) == planted.LOST_CASES
    assert len(table(result(registered, "niemand"), "sample")) == 20


def test_two_providers_pass_back_and_forth(registered: Evaluation, db: None) -> None:
    first, second, *_rest = table(result(registered, "pingpong"), "back")

    assert (first["resource"], first["by_way_of"]) == (planted.THERE, planted.BACK)
    assert cell(first, "cases") > 5 * cell(second, "cases")


def test_what_is_said_and_what_is_done_differ_where_planted(registered: Evaluation, db: None) -> None:
    pairs = table(result(registered, "zeggen"), "pairs")

    differ = {(row["one"], row["other"]) for row in pairs if row["match"] in DIFFER}
    assert {frozenset(pair) for pair in differ} == {
        frozenset(planted.SAID_NOT_SEEN),
        frozenset((planted.THERE, planted.BACK)),
    }


def test_the_pilot_municipality_waits_less(registered: Evaluation, db: None) -> None:
    before, after = (row["median"] for row in table(result(registered, "kreekhoven"), "cohorts"))

    assert isinstance(before, float) and isinstance(after, float)  # noqa: PT018 - of one kind
    assert (after - ROUND) / (before + ROUND) < planted.PILOT_FACTOR < (after + ROUND) / (before - ROUND)


def test_the_noise_is_called_noise(registered: Evaluation, db: None) -> None:
    small = result(registered, "klein")
    funnel = table(result(registered, "uitval"), "places")

    assert abs(waits(registered, "klein")["Zwanebroek"] - waits(registered, "klein")["Elsbroek"]) > 5
    assert "kan toeval zijn" in small.sentences[-1]
    signals = [str(row["signal"]).rpartition(" van ")[2] for row in funnel]
    assert (signals.count("99,8%"), signals.count("95%"), len(signals)) == (0, 1, 12)  # as the finding says


# What coded texts say


def test_who_spoke_who_was_silent_and_who_was_not_asked_is_what_was_planted(registered: Evaluation, db: None) -> None:
    rows = table(result(registered, "stil"), "spoke")

    found = {str(row["group"]): "spoke" if row["respondents"] else row["asked"] for row in rows}
    spoke, silent, not_asked = perspectives_by_stance("werk_inkomen")
    assert {group for group, said in found.items() if said == "spoke"} == spoke
    assert {group for group, said in found.items() if said is True} == silent
    assert {group for group, said in found.items() if said is False} == not_asked
    assert min(map(len, (spoke, silent, not_asked))) > 1


def perspectives_by_stance(truth: str) -> tuple[set[str], set[str], set[str]]:
    """Of the released interviews: who speaks of it, who is only silent, and who was not asked."""
    by: dict[str, set[str]] = {}
    for interview in INTERVIEWS:
        if interview["number"] != WALK["undecided"]["interview"]:
            who = {one["label"]: one["perspective"] for one in interview["speakers"] if "perspective" in one}
            stances = {one["speaker"]: one["stance"] for one in interview["stances"] if one["truth"] == truth}
            for label, perspective in who.items():
                by.setdefault(PERSPECTIVES[perspective], set()).add(stances.get(label, ""))
    silent = {name for name, said in by.items() if said <= {"silent", ""} and "silent" in said}
    not_asked = {name for name, said in by.items() if said == {""}}
    return by.keys() - silent - not_asked, silent, not_asked


def test_outside_the_team_there_are_words_for_numbers(registered: Evaluation, db: None) -> None:
    told = {str(row["group"]): row["respondents"] for row in table(outside(row_of(registered, "stil")), "spoke")}

    assert told[PERSPECTIVES["jeugdhulp"]] == told[PERSPECTIVES["veiligheid"]] == SILENT
    assert told[PERSPECTIVES["ouders"]] == NOT_ASKED
    assert PERSPECTIVES["gemeente"] not in told  # one person
    for key in ("groepen", "stil", "samen"):
        cells = [cell for one in outside(row_of(registered, key)).tables for row in one.rows for cell in row]
        assert cells
        assert {type(cell) for cell in cells} == {str}
    assert outside(row_of(registered, "verzadiging")).tables == ()


def test_a_question_about_a_code_that_is_gone_is_not_asked(registered: Evaluation, leader: User) -> None:
    gone = {"analysis": "codes-per-groep", "parameters": {"codes": ["Verdwenen (fictief)"], "by": "perspective"}}

    assert dict(answered(leader, registered, {"gone": gone})) == {}


# What rests on it


def test_exactly_one_result_is_out_of_date(registered: Evaluation, leader: User) -> None:
    lines = lines_of(results_for(leader, registered))

    assert len(lines) == len(KEYS)
    assert all(one.result.is_done for one in lines)
    assert [str(one.result) for one in lines if one.is_stale] == ["U1"]


def test_a_question_asked_again_gives_the_same(registered: Evaluation, leader: User) -> None:
    row = row_of(registered, "klein")

    again = actions.ask_now(
        actor=leader, dataset=row.version.dataset, key=row.analysis, parameters=read("analyses")["klein"]["parameters"]
    )

    assert again.content_sha256 == row.content_sha256


def test_every_finding_rests_on_the_results_that_are_named(registered: Evaluation, db: None) -> None:
    named = {entry["title"]: entry["results"] for entry in WANTED["new"].values()}
    named |= {WALK["findings"][key]["title"]: entry["results"] for key, entry in WANTED["more"].items()}
    for title, rows in named.items():
        links = finding(registered, title).result_links.all()
        assert {(str(one.result), one.stance) for one in links} == {
            (str(row_of(registered, key)), stance) for key, stance, _note in rows
        }


def test_registered_data_contradict_what_was_heard(registered: Evaluation, db: None) -> None:
    tuesday = finding(registered, WALK["findings"]["dinsdag"]["title"])
    south = finding(registered, WANTED["new"]["zuid"]["title"])

    assert [one.stance for one in tuesday.result_links.all()] == [Stance.CONTRADICTS]
    assert {one.stance for one in south.evidence.all()} == {Stance.CONTRADICTS}
    for one in (tuesday, south):
        assert "registratie" in one.answer_to_contradiction


def test_what_practice_said_of_the_sample_goes_with_it(registered: Evaluation, db: None) -> None:
    links = ResultLink.objects.filter(finding__evaluation=registered).select_related("result")

    told = {one.sample_outcome for one in links if one.result.analysis == "zonder-regiehouder"}
    assert told == {WANTED["sample"]}
    assert "(fictief)" in WANTED["sample"]
    assert {one.sample_outcome for one in links if one.result.analysis != "zonder-regiehouder"} == {""}


def test_figures_are_filled_in(registered: Evaluation, db: None) -> None:
    texts = [one.text + one.answer_to_contradiction for one in registered.findings.all()]
    texts += [one.markdown for one in registered.report.sections.all()]
    texts += AgreementJudgement.objects.filter(agreement__evaluation=registered).values_list("reason", flat=True)

    assert not [text for text in texts if ":cohorts." in text or "[[U:" in text]
    assert "1.600" in finding(registered, WANTED["new"]["verhuisd"]["title"]).text


def test_nothing_says_any_more_that_the_data_did_not_come(registered: Evaluation, db: None) -> None:
    words = read("words")
    texts = {one.title: one.markdown for one in registered.report.sections.all()}

    for title, changes in words["chapters"].items():
        assert len(changes) == sum(change["to"].split(" ([[")[0] in texts[title] for change in changes)
    method = registered.methods.get(name="Registratiegegevens")
    assert method.note == words["methods"][method.name][0]["to"]


def test_the_checker_names_the_result_that_is_out_of_date_and_nothing_else(
    registered: Evaluation, leader: User
) -> None:
    outcome = checker.check(leader, registered)

    found = [(one.rule.code, one.label) for one in outcome.problems if one.rule.severity != Severity.NOTE]
    assert found == [("D01", "U1")]


def test_the_report_gives_every_result_as_it_may_leave_the_team(registered: Evaluation, leader: User) -> None:
    draft = assemble(material_for(leader, registered, Audience.PUBLIC))

    assert draft.lost == []


def test_a_second_set_up_changes_nothing(registered: Evaluation, db: None) -> None:
    before = (registered.findings.count(), registered.results.count(), registered.logbook.count())

    assert not build_chain(owner=User.objects.get(email="demo@voorbeeld.invalid"))

    assert (registered.findings.count(), registered.results.count(), registered.logbook.count()) == before
