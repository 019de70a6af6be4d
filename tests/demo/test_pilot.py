"""The pilot of the demo: what the product says of it equals what was planted, in both measurements.

The truths were written before the findings (`pilot/truths.yaml`). What is expected is counted from the files alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models, transaction

from sluitend.apps.analyses import seals
from sluitend.apps.analyses.kit.tables import records
from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.analyses.queries import lines_of
from sluitend.apps.coding.models import Coding
from sluitend.apps.design import queries as design
from sluitend.apps.design.models import Evaluation
from sluitend.apps.findings import queries
from sluitend.apps.findings.models import ResultLink, Stance
from sluitend.apps.findings.queries import Chain, FindingLine
from sluitend.apps.findings.queries.agreements import agreement_lines_for
from sluitend.apps.findings.queries.breakdown import breakdown_for
from sluitend.apps.findings.queries.snapshots import Compared, comparison_for, snapshots_for
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Role
from sluitend.apps.reporting import checker, coverage
from sluitend.apps.reporting.building import assemble
from sluitend.apps.reporting.checker import Severity
from sluitend.apps.reporting.material import Audience
from sluitend.apps.reporting.queries.gather import material_for
from sluitend.apps.sources.models import ReleaseGround
from sluitend.demo.build import build_pilot
from sluitend.demo.coders import Coders
from sluitend.demo.events import neighbours
from sluitend.demo.final_walk import ASKED
from sluitend.demo.pilot_run import Pilot
from sluitend.demo.report_text import quoted
from sluitend.work import runs
from tests.demo.pilot_planted import (
    DOCUMENTS,
    INTERVIEWS,
    NAME,
    TEMPLATE,
    TEXTS,
    WALK,
    person_of,
    rows_of,
    without_names,
)

pytestmark = pytest.mark.django_db  # all before the tests that empty the database, or it is built twice

IN_FAVOUR = {Stance.SUPPORTS, Stance.NUANCES}
Told = dict[str, tuple[int, int]]


@pytest.fixture(scope="module")
def pilot(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Evaluation]:
    """Built once for this file, in a transaction that is taken back; interrupted on the way, without deduce."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "TEXT_CACHE", tmp_path_factory.mktemp("without-deduce"))
        with transaction.atomic():
            owner = User.objects.create_user("pilot@voorbeeld.invalid", None, name="Eigenaar (fictief)")
            User.objects.filter(pk=owner.pk).update(is_owner=True, may_start_evaluations=True)
            owner.refresh_from_db()
            _break_off(owner)
            assert build_pilot(owner=owner)
            yield Evaluation.objects.get(title=WALK["title"])
            transaction.set_rollback(True)


def _break_off(owner: User) -> None:
    """It is killed while a file is read, and when the interviews are coded; Ctrl-C after the interim measurement."""

    def never(*arguments: Any) -> None:
        raise KeyboardInterrupt

    places: list[tuple[Any, str]] = [(runs, "run_now"), (Coders, "code"), (Pilot, "ask_otherwise")]
    for place, name in places:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(place, name, never)
            with pytest.raises(KeyboardInterrupt):
                build_pilot(owner=owner)


@pytest.fixture
def leader(pilot: Evaluation, db: None) -> User:
    return pilot.memberships.filter(role=Role.LEADER).order_by("-pk")[0].user


@pytest.fixture
def chain(pilot: Evaluation, leader: User) -> Chain:
    return queries.evidence_for(leader, pilot)


@pytest.fixture
def since(pilot: Evaluation, leader: User) -> Compared:
    (frozen,) = [one.frozen for one in snapshots_for(leader, pilot) if one.frozen]
    return comparison_for(leader, pilot, frozen)


def finding(chain: Chain, key: str) -> FindingLine:
    (found,) = [line for line in chain.findings if line.finding.title == WALK["findings"][key]["title"]]
    return found


def planted(key: str, attribute: str) -> Told:
    """How many people say it and how many the opposite, by perspective or phase."""
    groups: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for _key, number, quote, stance, _note in rows_of(key):
        if number in INTERVIEWS:
            who = person_of(number, quote)
            name = TEMPLATE[who["perspective"]] if attribute == "perspective" else phase_of(number)
            groups[name][stance not in IN_FAVOUR].add(who["name"])
    return {name: (len(favour), len(against)) for name, (favour, against) in groups.items()}


def phase_of(number: int) -> str:
    return str(WALK["phase_of"][INTERVIEWS[number]["phase"]])


@pytest.mark.parametrize("attribute", ["perspective", "phase"])
@pytest.mark.parametrize("key", WALK["findings"])
def test_the_breakdown_counts_who_said_it(leader: User, chain: Chain, key: str, attribute: str) -> None:
    rows = breakdown_for(leader, finding(chain, key).finding).rows[attribute]

    told = {row.name: (row.in_favour.people, row.against.people) for row in rows if row.in_favour and row.against}

    assert {name: counts for name, counts in told.items() if counts != (0, 0)} == planted(key, attribute)


@pytest.mark.parametrize("key", WALK["findings"])
def test_a_finding_rests_on_what_was_planted_and_hides_no_contradiction(chain: Chain, key: str) -> None:
    line = finding(chain, key)

    said = sorted((one.stance, one.quote) for one in line.evidence)

    assert said == sorted((row[3], without_names(row[2])) for row in rows_of(key))
    assert bool(line.finding.answer_to_contradiction) == bool(line.contradicting)


def test_nobody_who_was_asked_knows_what_it_costs(chain: Chain) -> None:
    asked = {line.source.number for line in finding(chain, "kosten").evidence if line.note == ASKED}

    assert asked == {3, 4, 5, 8, 9, 10}


@pytest.mark.parametrize("label", ["V1.4", "V1.5.1", "V1.6"])
def test_the_coverage_tells_who_is_in_a_finding(pilot: Evaluation, leader: User, label: str) -> None:
    (row,) = [one for one in coverage.map_for(leader, pilot).rows if one.question.label == label]

    expected: dict[str, set[str]] = defaultdict(set)
    for key, entry in WALK["findings"].items():
        for _key, number, quote, _stance, _note in rows_of(key) if label in entry["questions"] else ():
            if number in INTERVIEWS:
                who = person_of(number, quote)
                expected[TEMPLATE[who["perspective"]]].add(who["name"])

    found = {cell.perspective.name: cell.found.people for cell in row.cells if cell.found.people}

    assert found == {name: len(people) for name, people in expected.items()}


def test_an_interview_tells_of_the_role_as_it_was_then(pilot: Evaluation, leader: User) -> None:
    versions = dict(
        pilot.sources.exclude(object_version=None).values_list("number", "object_version__number").order_by("number")
    )

    assert versions == {1: 1, 2: 1, 3: 1} | dict.fromkeys(range(4, 11), 2)
    assert design.object_versions_for(leader, pilot)[-1].starts == WALK["narrowed"]["starts"]


def test_what_could_not_be_answered_in_the_interim_measurement_is_answered_now(since: Compared) -> None:
    unanswered = {
        one.label for one in since.questions if one.before and one.before["not_answered_reason"] and one.after
    }
    now = {one.label: one.after["answer"] for one in since.questions if one.after}

    assert unanswered == {"V1.4", "V1.5.2", "V1.6", "V1.9"}
    assert [label for label in unanswered if not now[label]] == []
    assert [one.label for one in since.questions if one.is_reworded] == [WALK["reworded"]["question"]]


def test_findings_of_the_interim_measurement_are_laid_beside_those_of_now(since: Compared) -> None:
    changes = {one.number: one for question in since.questions for one in question.findings}

    was = {one.before["title"] for one in changes.values() if one.before}
    new = {one.after["title"] for one in changes.values() if one.after and not one.before}

    assert was == {one["interim"]["title"] for one in WALK["findings"].values() if "interim" in one}
    assert new == {one["title"] for one in WALK["findings"].values() if "interim" not in one}
    assert [one.number for one in changes.values() if one.before and not one.is_supported_otherwise] == []


def test_the_interim_measurement_rested_on_its_own_interviews(since: Compared) -> None:
    sources = {one.before["sources"] for question in since.questions for one in question.findings if one.before}

    assert max(sources) <= 4  # three conversations; of the documents then, one at a time nuances


def test_the_wait_for_an_intake_rests_on_the_registration_and_is_what_was_planted(pilot: Evaluation) -> None:
    linked = ResultLink.objects.filter(finding__evaluation=pilot).select_related("finding", "result__version__dataset")
    links = list(linked.order_by("pk"))
    entry = WALK["findings"]["intake"]
    results = dict(zip((key for key, _stance, _note in entry["results"]), (one.result for one in links), strict=True))

    assert {one.finding.title for one in links} == {entry["title"]}
    assert [one.stance for one in links] == [stance for _key, stance, _note in entry["results"]]
    assert all(line.result.is_done and not line.is_stale for line in lines_of(results.values()))
    ratios = {key: _ratio(results[key]) for key in ("havenrak", "buren")}
    assert ratios["havenrak"] == pytest.approx(neighbours.FACTOR, abs=0.1)
    assert ratios["buren"] == pytest.approx(1, abs=0.15)
    assert "{" not in links[0].finding.text


def _ratio(row: AnalysisResult) -> float:
    """The median of the wait after the pilot began, against the one before."""
    (cohorts,) = [one for one in seals.opened(row).result.tables if one.key == "cohorts"]
    before, after = [cell["median"] for cell in records(cohorts)]
    assert isinstance(before, int | float)
    assert isinstance(after, int | float)
    return after / before


def test_one_person_in_two_interviews_is_one_respondent(pilot: Evaluation) -> None:
    heard = {
        one["name"] for interview in INTERVIEWS.values() for one in interview["speakers"] if not one.get("interviewer")
    }

    assert pilot.respondents.count() == len(heard) == 14


def test_every_interview_is_released_without_its_names(pilot: Evaluation) -> None:
    grounds = {
        one.number: one.versions.order_by("-number")[0].release_ground for one in pilot.sources.filter(is_public=False)
    }

    assert grounds == dict.fromkeys(INTERVIEWS, ReleaseGround.NAMES_TAKEN_OUT)


def test_no_name_stands_readable_in_the_database(pilot: Evaluation) -> None:
    found = {
        f"{model._meta.label}.{field.name}": sorted(set(NAME.findall(str(value))))
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
        for value in model._default_manager.values_list(field.name, flat=True)
        if value and NAME.search(str(value))
    }

    assert found == {}


def test_two_researchers_coded(pilot: Evaluation) -> None:
    coders = Coding.objects.filter(fragment__evaluation=pilot).values_list("coder__email", flat=True)

    assert len(set(coders)) == 2
    assert len(coders) > 100


def test_every_agreement_is_judged_with_what_shows_it(pilot: Evaluation, leader: User) -> None:
    judged = {line.agreement.text: line for line in agreement_lines_for(leader, pilot)}

    states = {text: line.judgement.state for text, line in judged.items() if line.judgement}

    assert states == {one["text"]: one["state"] for one in WALK["agreements"]}


def test_its_report_refers_to_what_is_there_and_gives_every_quote(pilot: Evaluation, leader: User) -> None:
    draft = assemble(material_for(leader, pilot, Audience.PUBLIC))

    labels = {
        label for one in pilot.report.sections.all() for label in re.findall(r"\[\[(F\d+)\]\]", one.markdown)
    }  # the passages that the chapters name
    shown = [one for one in draft.material.passages if one.label in labels]

    assert draft.lost == []
    assert len(shown) == len(quoted(WALK["report"]["sections"]))
    assert [one.label for one in shown if one.text is None] == []
    assert {one.title for one in pilot.report.sections.all()} == set(WALK["report"]["sections"])


def test_the_checker_finds_nothing_but_what_was_put_aside(pilot: Evaluation, leader: User) -> None:
    outcome = checker.check(leader, pilot)

    assert [(one.rule.code, one.label) for one in outcome.problems if one.rule.severity != Severity.NOTE] == []
    assert len(outcome.waived) == sum(len(entry["objects"]) for entry in WALK["waivers"])


def test_a_second_set_up_changes_nothing(pilot: Evaluation) -> None:
    def counted() -> list[int]:
        rows: list[models.Manager[Any]] = [pilot.sources, pilot.respondents, pilot.fragments, pilot.findings]
        rows += [pilot.datasets]
        return [*(row.count() for row in rows), ResultLink.objects.filter(finding__evaluation=pilot).count()]

    before = counted()

    assert not build_pilot(owner=User.objects.get(email="pilot@voorbeeld.invalid"))

    assert counted() == before


def test_what_is_named_with_it_stands_once_in_its_source() -> None:
    wanted = [(number, quote) for key in WALK["findings"] for _key, number, quote, _stance, _note in rows_of(key)]
    wanted += [tuple(one["where"]) for one in WALK["agreements"]]
    wanted += [(number, quote) for one in WALK["agreements"] for number, _stance, quote in one["evidence"]]

    assert [one for one in wanted if TEXTS[one[0]].count(one[1]) != 1] == []
    assert all("fictief" in TEXTS[number] for number in TEXTS)
    assert len(DOCUMENTS) == len(WALK["documents"])


def test_its_people_and_organisations_are_labelled_fictitious() -> None:
    named = [WALK["title"], *(one["name"] for one in (*WALK["people"], *WALK["organisations"]))]

    assert [name for name in named if "(fictief)" not in name] == []
    assert [name for name, text in WALK["report"]["sections"].items() if NAME.search(text)] == []
