"""The final measurement of the demo: what was planted in the interviews is still there after names went out of them."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from sluitend.apps.coding import queries as coding
from sluitend.apps.coding.models import Coding, Fragment, ToPlace
from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork import queries as fieldwork
from sluitend.apps.fieldwork.models import ConsentState
from sluitend.apps.findings.queries import Chain, FindingLine
from sluitend.apps.findings.queries.agreements import agreement_lines_for
from sluitend.apps.people.models import User
from sluitend.apps.reporting import checker
from sluitend.apps.reporting.building import assemble
from sluitend.apps.reporting.checker import Severity
from sluitend.apps.reporting.material import Audience
from sluitend.apps.reporting.queries.gather import material_for
from sluitend.apps.sources import queries as sources
from sluitend.apps.sources import queries_names
from sluitend.apps.sources.models import ProposalState, ReleaseGround, Source, SourceVersion
from sluitend.apps.sources.speakers import SpeakerView, turn_index
from sluitend.demo.build import build_final
from sluitend.demo.final_walk import ASKED, evidence_for, evidence_of
from sluitend.demo.report_text import quoted
from tests.demo.planted import CODED, CORRECTED, INTERVIEWS, NAME, NAMES, OF_CODER, UNDECIDED, WALK, without_names


def source(final: Evaluation, number: int) -> Source:
    """Sources are taken in in the order of the interviews."""
    return Source.objects.get(evaluation=final, number=number)


def finding(chain: Chain, key: str) -> FindingLine:
    (found,) = [line for line in chain.findings if line.finding.title == WALK["findings"][key]["title"]]
    return found


def who(line: Any) -> list[SpeakerView]:
    """Who speaks in a passage."""
    fragment: Fragment = line.fragment
    return turn_index(fragment.version).within(fragment.start, fragment.end)


@pytest.mark.parametrize("number", [number for number in CODED if number != CORRECTED])
def test_what_was_coded_is_what_was_said_without_the_names(final: Evaluation, leader: User, number: int) -> None:
    text = source(final, number).versions.get(number=2).text or ""

    for letter, entries in CODED[number].items():
        mine = Coding.objects.filter(fragment__version__source__number=number, fragment__evaluation=final)
        rows = mine.filter(coder__email=OF_CODER[letter]).select_related("fragment", "code")
        made = Counter((text[row.fragment.start : row.fragment.end], row.code.name) for row in rows)

        assert made == Counter((without_names(one["quote"]), code) for one in entries for code in one["codes"])


def test_every_interview_but_one_is_released_without_its_names(final: Evaluation, leader: User) -> None:
    grounds = {
        one.number: one.versions.order_by("-number")[0].release_ground for one in final.sources.filter(is_public=False)
    }

    assert grounds == {number: "" if number == UNDECIDED else ReleaseGround.NAMES_TAKEN_OUT for number in INTERVIEWS}


def test_the_one_that_is_left_waits_with_so_many_names(final: Evaluation, leader: User) -> None:
    left = source(final, UNDECIDED)

    counts = queries_names.review_for(leader, left).counts

    assert counts[ProposalState.OPEN] == WALK["undecided"]["open"]
    assert counts[ProposalState.ACCEPTED] > counts[ProposalState.OPEN]
    assert left.title == ""
    assert not Fragment.objects.filter(version__source=left).exists()


def test_no_name_stands_readable_in_the_database(final: Evaluation, leader: User) -> None:
    found = {
        f"{model._meta.label}.{field.name}": sorted(set(NAME.findall(str(value))))
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
        for value in model._default_manager.values_list(field.name, flat=True)
        if value and NAME.search(str(value))
    }

    assert found == {}


def test_the_names_are_there_for_who_may_open_the_original(final: Evaluation, leader: User) -> None:
    text = sources.version_text(source(final, 4).versions.get(number=1))

    assert {"Ivo", "Djamila Dauwtrap", "Selam"} <= set(NAME.findall(text))


def test_one_person_keeps_one_pseudonym_over_all_interviews(final: Evaluation, leader: User) -> None:
    said_in = {
        one.number
        for one in final.sources.all()
        if "jeugdbeschermer 1" in (one.versions.order_by("-number")[0].text or "")
    }

    (ivo,) = [entry for entry in NAMES["names"] if entry["pseudonym"] == "jeugdbeschermer 1"]
    assert said_in == set(ivo["in"]) - {UNDECIDED}


def test_everybody_who_speaks_consented_and_is_known_by_number(final: Evaluation, leader: User) -> None:
    heard = [one for interview in INTERVIEWS.values() for one in interview["speakers"] if not one.get("interviewer")]
    respondents = final.respondents.all()

    states = fieldwork.consents_of([one.pk for one in respondents])

    assert Counter(one.function for one in respondents) == Counter(one["role"] for one in heard)
    assert set(states.values()) == {ConsentState.VALID}
    assert fieldwork.gate_state(final).open_items == ()


def test_who_governs_and_who_works_with_families_contradict_each_other(final: Evaluation, chain: Chain) -> None:
    gap = finding(chain, "gat")

    contradicting = {(view.level, str(view.perspective)) for line in gap.contradicting for view in who(line)}
    supporting = {view.level for line in gap.supporting for view in who(line)}
    reports = {line.source.level for line in gap.contradicting if not who(line)}

    assert contradicting == {("executive", "Bestuur en regiegroep")}
    assert reports == {"executive"}  # an interview report has no turns: what all its speakers share is of the source
    assert supporting == {""}
    assert len(gap.nuancing) == 2
    assert {view.level for line in gap.nuancing for view in who(line)} == {"managerial"}


def test_only_young_people_say_why_they_do_not_answer(final: Evaluation, chain: Chain) -> None:
    found = finding(chain, "nummer")
    speakers = [view for line in found.supporting for view in who(line)]

    assert {str(view.perspective) for view in speakers} == {"Jeugdigen en jongvolwassenen"}
    assert len(speakers) == len(found.supporting) > 5


@pytest.mark.parametrize(("key", "silent"), [("werk", {1, 3, 4, 13}), ("raad", {17, 18})])
def test_silence_where_it_was_asked_is_evidence(final: Evaluation, chain: Chain, key: str, silent: set[int]) -> None:
    asked = [line for line in finding(chain, key).evidence if line.note == ASKED]

    assert {line.source.number for line in asked} == silent
    for line in asked:
        question = _asked(line.source.number, WALK["findings"][key]["truth"])
        before = (line.fragment.version.text or "")[: line.fragment.start]
        assert 0 < len(before) - before.index(question) - len(question) < 400, "the answer comes at once"


def _asked(number: int, truth: str) -> str:
    (stance,) = [one for one in INTERVIEWS[number]["stances"] if one["truth"] == truth]
    return without_names(stance["asked"])


def test_findings_rest_on_all_that_was_planted(final: Evaluation, chain: Chain) -> None:
    for key, entry in WALK["findings"].items():
        rows = evidence_for(entry, but=UNDECIDED)
        said = Counter((row[3], without_names(row[2])) for row in rows)

        assert Counter((line.stance, line.quote) for line in finding(chain, key).evidence) == said
        assert {row[0] for row in evidence_of(entry.get("truth", ""), but=UNDECIDED)} <= {row[0] for row in rows}
    assert len([line for line in chain.conclusions if line.conclusion]) == len(WALK["conclusions"])


def test_one_fragment_of_the_corrected_interview_waits_for_a_person(final: Evaluation, leader: User) -> None:
    (waiting,) = coding.waiting_for(leader, final)
    newest: SourceVersion = source(final, CORRECTED).versions.order_by("-number")[0]

    moved = Fragment.objects.filter(version=newest)

    assert waiting.to_version == newest
    assert WALK["correction"]["changes"][0]["to"] in (newest.text or "")
    assert moved.count() > 15
    assert ToPlace.objects.filter(fragment__in=moved).count() == 0


def test_a_second_set_up_changes_nothing(final: Evaluation, leader: User) -> None:
    before = (final.sources.count(), final.respondents.count(), final.fragments.count(), final.findings.count())

    assert not build_final(owner=User.objects.get(email="demo@voorbeeld.invalid"))

    assert (
        final.sources.count(),
        final.respondents.count(),
        final.fragments.count(),
        final.findings.count(),
    ) == before


def test_the_readme_counts_what_is_there(final: Evaluation, leader: User) -> None:
    readme = (Path(__file__).parents[3] / "README.md").read_text("utf-8")

    codings = Coding.objects.filter(fragment__evaluation=final).count()

    assert f"{final.respondents.count()} respondents" in readme
    assert f"{codings} codings" in readme


def test_its_report_refers_to_what_is_there_and_gives_every_quote(final: Evaluation, leader: User) -> None:
    draft = assemble(material_for(leader, final, Audience.PUBLIC))

    assert draft.lost == []
    shown = [one for one in draft.material.passages if one.label in _quoted(final)]
    assert len(shown) == len(quoted(WALK["report"]["sections"]))
    assert [one.label for one in shown if one.text is None] == []


def _quoted(final: Evaluation) -> set[str]:
    """The passages that the chapters name."""
    return {label for one in final.report.sections.all() for label in re.findall(r"\[\[(F\d+)\]\]", one.markdown)}


def test_every_chapter_of_the_outline_is_written(final: Evaluation, leader: User) -> None:
    written = {one.title: one.markdown for one in final.report.sections.all()}

    assert set(written) == set(WALK["report"]["sections"])
    assert [title for title, text in written.items() if "Schrijfhulp" in text] == []


def test_every_agreement_is_judged_with_what_shows_it(final: Evaluation, leader: User) -> None:
    judged = {line.agreement.text: line for line in agreement_lines_for(leader, final)}

    states = {text: line.judgement.state for text, line in judged.items() if line.judgement}

    assert states == {one["text"]: one["state"] for one in WALK["agreements"]}


def test_the_checker_finds_nothing_but_what_was_put_aside(final: Evaluation, leader: User) -> None:
    outcome = checker.check(leader, final)

    assert [(one.rule.code, one.label) for one in outcome.problems if one.rule.severity != Severity.NOTE] == []
    assert {one.code for one in outcome.waived} == {entry["rule"] for entry in WALK["waivers"]}
    assert len(outcome.waived) == sum(len(entry["objects"]) for entry in WALK["waivers"])
