"""A rule is set aside for one object, with a reason; it stands apart, and comes back."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.test import Client

from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.reporting import actions, checker
from sluitend.apps.reporting.actions.waiving import LONGEST_REASON, waive, withdraw_waiver
from sluitend.apps.reporting.models import Waiver
from sluitend.errors import InputError, NotAllowed, NotFound
from sluitend.web.wording import sentence
from tests.reporting.conftest import Chain, make_question

ClientOf = Callable[[User], Client]
REASON = "Deze vraag schuift door naar de eindmeting (fictief)."


@pytest.fixture
def open_question(chain: Chain, leader: User) -> str:
    return make_question(chain.evaluation, leader, "V2", "Wat kost het? (fictief)").label


def errors(chain: Chain, user: User) -> list[str]:
    return [one.label for one in checker.outcome_for(user, chain.evaluation).problems if one.rule.code == "V01"]


def test_it_no_longer_counts_and_comes_back(chain: Chain, leader: User, open_question: str) -> None:
    before = errors(chain, leader)
    waiver = waive(actor=leader, evaluation=chain.evaluation, rule="V01", key=open_question, reason=f" {REASON} ")
    aside = checker.waived_for(leader, chain.evaluation)
    without = errors(chain, leader)

    withdraw_waiver(actor=leader, waiver=waiver)

    assert (before, without, errors(chain, leader)) == (["V2"], [], ["V2"])
    assert [(one.code, one.label, one.reason, one.by) for one in aside] == [("V01", "V2", REASON, leader.name)]
    assert checker.waived_for(leader, chain.evaluation) == ()
    assert not checker.check(leader, chain.evaluation).waived


def test_each_step_leaves_its_trace_without_words(chain: Chain, leader: User, open_question: str) -> None:
    waiver = waive(actor=leader, evaluation=chain.evaluation, rule="V01", key=open_question, reason=REASON)
    withdraw_waiver(actor=leader, waiver=waiver)
    withdraw_waiver(actor=leader, waiver=waiver)

    events = AuditEvent.objects.filter(action__startswith="reporting.waive").order_by("pk")
    assert [(one.action, one.data) for one in events] == [
        ("reporting.waived", {"rule": "V01"}),
        ("reporting.waiver_withdrawn", {"rule": "V01"}),
    ]


@pytest.mark.parametrize(
    ("rule", "key", "reason", "code"),
    [
        ("V01", "V2", "  ", "reporting.waiver_reason_missing"),
        ("V01", "V2", "x" * (LONGEST_REASON + 1), "reporting.waiver_reason_too_long"),
        ("V01", "V9", REASON, "reporting.problem_gone"),
        ("X99", "V2", REASON, "reporting.problem_gone"),
    ],
)
def test_what_cannot_be_set_aside(
    chain: Chain, leader: User, open_question: str, rule: str, key: str, reason: str, code: str
) -> None:
    with pytest.raises(InputError) as caught:
        waive(actor=leader, evaluation=chain.evaluation, rule=rule, key=key, reason=reason)

    assert caught.value.code == code
    assert open_question == "V2"
    assert not Waiver.objects.exists()


def test_the_sentence_says_why_a_reason_is_asked() -> None:
    assert sentence(InputError("reporting.waiver_reason_missing")) == (
        "Schrijf waarom deze regel hier niet telt. De reden staat in een bijlage van het rapport."
    )


def test_it_is_for_the_team(chain: Chain, reader: User, outsider: User, open_question: str) -> None:
    with pytest.raises(NotAllowed):
        waive(actor=reader, evaluation=chain.evaluation, rule="V01", key=open_question, reason=REASON)
    with pytest.raises(NotFound):
        waive(actor=outsider, evaluation=chain.evaluation, rule="V01", key=open_question, reason=REASON)


def test_a_chapter_keeps_its_waiver_wherever_it_stands(chain: Chain, leader: User) -> None:
    chain.report.sections.all().delete()
    first = chain.write(leader, "Tekst.", "Eerste")
    last = chain.write(leader, "", "Leeg")
    key = next(one.key for one in checker.check(leader, chain.evaluation).problems if one.rule.code == "R03")
    waive(actor=leader, evaluation=chain.evaluation, rule="R03", key=key, reason=REASON)

    actions.move_section(actor=leader, section=chain.report.sections.get(pk=last), step=-1)

    outcome = checker.outcome_for(leader, chain.evaluation)
    assert "R03" not in [one.rule.code for one in outcome.problems]
    assert first != last


def test_on_the_page(chain: Chain, leader: User, open_question: str, client_of: ClientOf) -> None:
    page, address = client_of(leader), f"/evaluaties/{chain.evaluation.pk}/controle/"
    shown = page.get(address).content.decode()
    assert 'name="reason"' in shown

    page.post(f"{address}terzijde/", {"rule": "V01", "key": open_question, "reason": REASON})
    aside = page.get(address).content.decode()
    page.post(f"{address}terzijde/{Waiver.objects.get().pk}/terug/")

    assert (REASON in shown, REASON in aside, REASON in page.get(address).content.decode()) == (False, True, False)


def test_the_page_says_what_is_wrong_with_a_reason(
    chain: Chain, leader: User, open_question: str, client_of: ClientOf
) -> None:
    page, address = client_of(leader), f"/evaluaties/{chain.evaluation.pk}/controle/"

    answer = page.post(f"{address}terzijde/", {"rule": "V01", "key": open_question, "reason": ""}, follow=True)

    assert "Schrijf waarom deze regel hier niet telt." in answer.content.decode()


def filtered(page: Client, chain: Chain, query: str) -> str:
    return page.get(f"/evaluaties/{chain.evaluation.pk}/controle/?{query}").content.decode()


def test_by_severity_and_by_object(chain: Chain, leader: User, open_question: str, client_of: ClientOf) -> None:
    page = client_of(leader)

    assert 'id="V01"' in filtered(page, chain, "severity=error")
    assert 'id="V01"' not in filtered(page, chain, "severity=note")
    assert 'id="W03"' in filtered(page, chain, "severity=note")
    assert f">{open_question}</a>" in filtered(page, chain, "by=object&severity=error")
    assert 'id="W03"' not in filtered(page, chain, "rule=V01")


def test_a_page_shows_what_is_wrong_with_its_object(
    chain: Chain, leader: User, reader: User, client_of: ClientOf
) -> None:
    evaluation = f"/evaluaties/{chain.evaluation.pk}"
    page = client_of(leader)

    shown = page.get(f"{evaluation}/bevindingen/1/").content.decode()
    marks = page.get(f"{evaluation}/controle/bij/B1/").content.decode()

    assert f'hx-get="{evaluation}/controle/bij/B1/"' in shown
    assert "B06" in marks
    assert "controle/bij" not in client_of(reader).get(f"{evaluation}/bevindingen/1/").content.decode()
    assert page.get(f"{evaluation}/controle/bij/C1/").content.decode().strip() == ""


def test_a_passage_is_shown_with_its_source_and_its_chapter(chain: Chain, leader: User) -> None:
    section = chain.write(leader, "[[F1]]")

    outcome = checker.outcome_for(leader, chain.evaluation)

    for name in ("F1", "S1", f"H{section}"):
        assert "F03" in [one.rule.code for one in outcome.about(name)]


def test_sarif(chain: Chain, leader: User, open_question: str) -> None:
    other = make_question(chain.evaluation, leader, "V3", "En wat levert het op? (fictief)").label
    waive(actor=leader, evaluation=chain.evaluation, rule="V01", key=other, reason=REASON)

    told = json.loads(checker.as_sarif(checker.check(leader, chain.evaluation)))

    (run,) = told["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert (told["version"], told["$schema"].endswith("sarif-2.1.0.json")) == ("2.1.0", True)
    assert run["tool"]["driver"]["name"] == "Sluitend"
    assert len({rule["id"] for rule in rules}) == len(rules) == len(checker.RULES)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
        assert result["message"]["text"]
        assert result["locations"][0]["logicalLocations"][0]["name"]
    found = {
        one["locations"][0]["logicalLocations"][0]["name"]: one for one in run["results"] if one["ruleId"] == "V01"
    }
    assert found[other]["suppressions"] == [{"kind": "external", "status": "accepted", "justification": REASON}]
    assert found[open_question]["suppressions"] == []
