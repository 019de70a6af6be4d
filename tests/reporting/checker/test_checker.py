"""Every rule fires where it should, and stays silent where it should."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sluitend.apps.coding import actions as coding
from sluitend.apps.findings import actions as findings
from sluitend.apps.findings.models import Finding
from sluitend.apps.people.models import Organisation, OrganisationKind, User
from sluitend.apps.reporting import actions, checker
from sluitend.apps.reporting.checker import RULES, Severity
from sluitend.apps.sources.models import ApprovalState, Source, SourceKind, SourceVersion
from sluitend.errors import NotAllowed, NotFound
from tests.reporting.conftest import FORBIDDEN, Chain, MakeFragment, make_question

Mend = Callable[[], object]


def labels(user: User, chain: Chain, code: str) -> list[str]:
    outcome = checker.check(user, chain.evaluation)
    return [problem.label for problem in outcome.problems if problem.rule.code == code]


def test_a_closed_chain_has_no_problem(chain: Chain, leader: User) -> None:
    chain.write(leader, "Zie [[B1]] en [[F2]].")

    outcome = checker.check(leader, chain.evaluation)

    assert [problem.label for problem in outcome.problems if problem.rule.severity is Severity.ERROR] == []
    assert not outcome.has_errors
    assert outcome.rules_run == RULES


def test_question_without_a_conclusion_or_a_reason(chain: Chain, leader: User) -> None:
    open_question = make_question(chain.evaluation, leader, "V2", "Wat kost het?")
    before = labels(leader, chain, "V01")

    findings.write_conclusion(actor=leader, question=open_question, not_answered_reason="Geen cijfers.")

    assert (before, labels(leader, chain, "V01")) == (["V2"], [])


def test_finding_without_evidence(chain: Chain, leader: User) -> None:
    finding = add_finding(chain, leader)
    without = labels(leader, chain, "B01")
    link = findings.link_evidence(actor=leader, finding=finding, fragment=chain.public, stance="contradicts")
    only_contradicted = labels(leader, chain, "B01")

    findings.change_evidence(actor=leader, link=link, revision=link.revision, stance="supports", note="")

    assert (without, only_contradicted, labels(leader, chain, "B01")) == (["B2"], ["B2"], [])


def add_finding(chain: Chain, user: User) -> Finding:
    return findings.add_finding(actor=user, evaluation=chain.evaluation, title="Nog een.", questions=[chain.question])


def test_finding_on_one_source_without_a_reason(chain: Chain, leader: User) -> None:
    finding = add_finding(chain, leader)
    findings.link_evidence(actor=leader, finding=finding, fragment=chain.secret)
    findings.link_evidence(actor=leader, finding=finding, fragment=chain.public, stance="contradicts")
    one = labels(leader, chain, "B02")

    finding.single_source_reason = "Er is maar één ouder gesproken."
    finding.save()

    assert (one, labels(leader, chain, "B02")) == (["B2"], [])


def test_two_sources_of_one_organisation_are_one_voice(chain: Chain, leader: User) -> None:
    finding = add_finding(chain, leader)
    for fragment in (chain.secret, chain.released):
        findings.link_evidence(actor=leader, finding=finding, fragment=fragment)
    before = labels(leader, chain, "B02")

    same = Organisation.objects.create(name="Proef (fictief)", kind=OrganisationKind.OTHER, fictitious=True)
    Source.objects.filter(pk__in=[chain.secret.version.source_id, chain.released.version.source_id]).update(
        organisation=same
    )

    assert (before, labels(leader, chain, "B02")) == ([], ["B2"])


def test_recommendation_without_a_conclusion(chain: Chain, leader: User) -> None:
    loose = findings.add_recommendation(actor=leader, evaluation=chain.evaluation, title="Doe iets.")
    before = labels(leader, chain, "A01")

    loose.conclusions.add(chain.conclusion)

    assert (before, labels(leader, chain, "A01")) == (["A2"], [])


def test_quote_of_a_kind_that_may_not_be_quoted(chain: Chain, leader: User, make_fragment: MakeFragment) -> None:
    fragment = make_fragment(FORBIDDEN, 5, SourceKind.CASE_FILE_SCORE)
    as_evidence_only = labels(leader, chain, "F01")

    chain.write(leader, f"[[{fragment}]]")

    assert (as_evidence_only, labels(leader, chain, "F01")) == ([], [str(fragment)])


def test_quote_of_a_report_that_is_not_approved(chain: Chain, leader: User) -> None:
    chain.write(leader, "[[F4]]")
    approved = labels(leader, chain, "F01")

    Source.objects.filter(pk=chain.paraphrase.version.source_id).update(approval=ApprovalState.SENT)

    assert (approved, labels(leader, chain, "F01")) == ([], ["F4"])


def test_quote_whose_text_was_changed_behind_our_back(chain: Chain, leader: User) -> None:
    before = labels(leader, chain, "F02")

    SourceVersion.objects.filter(pk=chain.secret.version_id).update(text="Vooraf. Iets anders.")

    assert (before, labels(leader, chain, "F02")) == ([], ["F1"])


def test_quote_that_was_not_released(chain: Chain, leader: User) -> None:
    chain.write(leader, "[[F1]] en [[F2]] en [[F3]]")
    before = labels(leader, chain, "F03")

    coding.release_quote(actor=leader, fragment=chain.secret)

    assert (before, labels(leader, chain, "F03")) == (["F1"], [])


@pytest.mark.parametrize("text", ["[[B9]]", "{{bevindingen V9}}", "{{onzin}}", "[[F99]]", "[[S9]]", "[[X1]]"])
def test_reference_that_leads_nowhere(chain: Chain, leader: User, text: str) -> None:
    chain.write(leader, f"Tekst.\n\n{text}")

    assert labels(leader, chain, "R01") == [text.strip("[]{}")]


def test_references_that_lead_somewhere(chain: Chain, leader: User) -> None:
    chain.write(
        leader, "[[B1]] [[C1]] [[A1]] [[V1]] [[F1]] [[S1]] `[[B9]]`\n\n{{bevindingen V1}}\n\n{{bijlage bronnen}}"
    )

    assert labels(leader, chain, "R01") == []


def test_writing_help_and_empty_chapters(chain: Chain, leader: User) -> None:
    section = chain.report.sections.get(pk=chain.write(leader, "> Schrijfhulp: schrijf iets."))
    before = labels(leader, chain, "R02"), labels(leader, chain, "R03")

    actions.change_section(actor=leader, section=section, revision=1, title="Vol", markdown="Tekst.")

    assert before == (["1"], ["1"])
    assert (labels(leader, chain, "R02"), labels(leader, chain, "R03")) == ([], [])


def test_it_is_for_the_team(chain: Chain, reader: User, outsider: User) -> None:
    with pytest.raises(NotAllowed):
        checker.check(reader, chain.evaluation)
    with pytest.raises(NotFound):
        checker.check(outsider, chain.evaluation)


def test_as_text_and_as_json(chain: Chain, leader: User) -> None:
    chain.write(leader, "Zie [[B9]].", "Oorzaken")

    outcome = checker.check(leader, chain.evaluation)

    text = checker.as_text(outcome)
    assert (
        "R01  fout  B9  In “Oorzaken” staat [[B9]], maar dat bestaat niet.\n"
        "     Verbeter het nummer, of haal de verwijzing uit het hoofdstuk.\n"
    ) in text
    assert text.splitlines()[-1].startswith("Fouten: 1, waarschuwingen: ")
    told = json.loads(checker.as_json(outcome))
    assert [one["object"] for one in told["problems"] if one["code"] == "R01"] == ["B9"]
    assert told["counts"]["error"] == 1


def test_it_takes_the_same_queries_however_much_there_is(
    chain: Chain, leader: User, make_fragment: MakeFragment
) -> None:
    with CaptureQueriesContext(connection) as few:
        checker.check(leader, chain.evaluation)
    for number in range(10, 15):
        finding = add_finding(chain, leader)
        findings.link_evidence(actor=leader, finding=finding, fragment=make_fragment("Woorden.", number))
        chain.write(leader, f"Zie [[{finding}]].")
    with CaptureQueriesContext(connection) as many:
        checker.check(leader, chain.evaluation)

    assert len(many) == len(few)


def test_codes_are_unique_and_every_rule_says_what_to_do() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert all(str(rule.title) and str(rule.why) and str(rule.how_to_mend) and rule.standard for rule in RULES)


def test_the_card_counts_anew_after_a_write_and_remembers_until_then(chain: Chain, leader: User) -> None:
    before = checker.counts_for(leader, chain.evaluation)
    chain.write(leader, "Zie [[B9]].")
    after = checker.counts_for(leader, chain.evaluation)
    with CaptureQueriesContext(connection) as again:
        checker.counts_for(leader, chain.evaluation)

    assert (before[Severity.ERROR], after[Severity.ERROR]) == (0, 1)
    assert len(again) <= 2


def test_the_card_is_for_the_team(chain: Chain, reader: User) -> None:
    with pytest.raises(NotAllowed):
        checker.counts_for(reader, chain.evaluation)
