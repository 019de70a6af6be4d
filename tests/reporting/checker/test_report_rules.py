"""Rules about the report, the account of the method and figures: each fires, and stays silent."""

from __future__ import annotations

from datetime import date

import pytest

from sluitend.apps.coding import actions as coding
from sluitend.apps.coding.models import Code
from sluitend.apps.design.models import EvaluatedObject, Evaluation, MatrixCell, Membership, Method, Perspective, Topic
from sluitend.apps.fieldwork.models import InformationLetter
from sluitend.apps.findings.models import Conclusion, Finding, Recommendation
from sluitend.apps.people.models import Organisation, OrganisationKind, User
from sluitend.apps.people.permissions import Role
from sluitend.apps.reporting.checker.rules.account import LIMITATIONS, RULES
from sluitend.apps.reporting.models import Remark, Report, ReportStatement, Section, StatementKey
from tests.reporting.checker.conftest import Fires
from tests.reporting.conftest import Chain

STATEMENTS = {
    "W02": StatementKey.LIMITATIONS,
    "W03": StatementKey.RECORDING,
    "W04": StatementKey.DURATION,
    "W05": StatementKey.SATURATION,
    "W06": StatementKey.RETURN_OF_TRANSCRIPTS,
    "W07": StatementKey.PARTICIPANT_CHECK,
    "W08": StatementKey.REFLEXIVITY,
    "W09": StatementKey.TEAM_DISAGREEMENT,
    "W10": StatementKey.REFUSALS,
}


def state(chain: Chain, user: User, key: str, text: str = "Zo ging het (fictief).") -> None:
    ReportStatement.objects.update_or_create(report=chain.report, key=key, defaults={"text": text, "changed_by": user})


@pytest.mark.parametrize("code", STATEMENTS)
def test_something_about_the_method_is_not_told(
    chain: Chain, leader: User, researcher: User, fires: Fires, code: str
) -> None:
    Membership.objects.get_or_create(evaluation=chain.evaluation, user=researcher, defaults={"role": Role.RESEARCHER})
    key = STATEMENTS[code]
    state(chain, leader, key, "  ")
    before = fires(code)

    state(chain, leader, key)

    assert (before, fires(code)) == ([str(key.label)], [])


def test_every_statement_has_its_rule() -> None:
    assert {rule.code for rule in RULES} == {"W01", *STATEMENTS}
    assert LIMITATIONS.code == "W02"


def test_who_works_alone_disagrees_with_nobody(chain: Chain, fires: Fires) -> None:
    Membership.objects.filter(evaluation=chain.evaluation).exclude(role=Role.LEADER).delete()

    assert fires("W09") == []


def test_conversations_without_a_topic_list(chain: Chain, fires: Fires) -> None:
    method = Method.objects.create(evaluation=chain.evaluation, name="Gesprekken (fictief)", kind="interview")
    perspective = Perspective.objects.create(evaluation=chain.evaluation, name="Gezinnen (fictief)")
    not_planned = fires("W01")
    MatrixCell.objects.create(question=chain.question, perspective=perspective, method=method, planned=4)
    before = fires("W01")

    Topic.objects.create(perspective=perspective, text="Wie belt wie? (fictief)")

    assert (not_planned, before, fires("W01")) == ([], ["Gezinnen (fictief)"], [])


def test_coders_not_told(chain: Chain, leader: User, fires: Fires) -> None:
    uncoded = fires("K01")
    code_something(chain, leader, definition="Als iemand belt (fictief).")
    before = fires("K01")

    state(chain, leader, StatementKey.CODERS)

    assert (uncoded, before, fires("K01")) == ([], [str(StatementKey.CODERS.label)], [])


def code_something(chain: Chain, user: User, definition: str) -> Code:
    code = Code.objects.create(evaluation=chain.evaluation, name="Bellen", definition=definition, created_by=user)
    coding.apply_code(
        actor=user, version=chain.secret.version, start=chain.secret.start, end=chain.secret.end, code=code
    )
    return code


def test_code_in_use_without_a_definition(chain: Chain, leader: User, fires: Fires) -> None:
    Code.objects.create(evaluation=chain.evaluation, name="Ongebruikt", created_by=leader)
    code = code_something(chain, leader, definition="")
    before = fires("K02")

    Code.objects.filter(pk=code.pk).update(definition="Als iemand belt (fictief).")

    assert (before, fires("K02")) == (["Bellen"], [])


def test_incomplete_title_page(chain: Chain, fires: Fires) -> None:
    Evaluation.objects.update(commissioner=None)
    before = fires("R04")

    asks = Organisation.objects.create(name="Gemeente Proef (fictief)", kind=OrganisationKind.OTHER, fictitious=True)
    Evaluation.objects.update(commissioner=asks, starts="2026-01-01", ends="2026-06-01")
    EvaluatedObject.objects.create(evaluation=chain.evaluation, name="De keten (fictief)")
    Report.objects.update(title="Rapport (fictief)")

    assert (before, fires("R04")) == (["titelpagina"], [])


def test_summary(chain: Chain, leader: User, fires: Fires) -> None:
    chain.report.sections.all().delete()
    none = fires("R05")
    section = chain.write(leader, "Kort.", "Samenvatting")
    Section.objects.filter(pk=section).update(is_summary=True)
    short = fires("R05")

    Section.objects.filter(pk=section).update(markdown="woord " * 120)

    assert (none, short, fires("R05")) == (["samenvatting"], ["samenvatting"], [])


def test_annexes(chain: Chain, leader: User, fires: Fires) -> None:
    chain.report.sections.all().delete()
    chain.write(leader, "{{bijlage methode}}\n\n{{bijlage bronnen}}")
    before = fires("R06")

    chain.write(leader, "{{bijlagen}}", "Bijlagen")

    assert (before, fires("R06")) == (["bijlagen"], [])


def test_a_reference_to_no_agreement_entry_or_figure(chain: Chain, leader: User, fires: Fires) -> None:
    chain.evaluation.logbook.create(number=50, date=date(2026, 5, 1), kind="event", title="Proef", author=leader)
    chain.evaluation.agreements.create(number=50, text="Bellen (fictief)")

    chain.write(leader, "[[AF50]] [[L50]] [[AF51]] [[L51]]\n\n{{tabel steun}}\n\n{{grafiek onzin}}")

    assert fires("R01") == ["AF51", "L51", "grafiek onzin"]


def test_comments_without_an_answer(chain: Chain, fires: Fires) -> None:
    for number, outcome in enumerate(("open", "taken_over", "not"), start=1):
        Remark.objects.create(report=chain.report, number=number, by="Partner (fictief)", outcome=outcome)
    before = fires("R07")

    Remark.objects.update(outcome="not", reason="Het staat er al (fictief).")

    assert (before, fires("R07")) == (["O1", "O3"], [])


@pytest.mark.parametrize("word", ["anoniem", "Geanonimiseerd", "anonieme", "anonimiteit"])
def test_anonymous_in_the_report(chain: Chain, leader: User, fires: Fires, word: str) -> None:
    chain.report.sections.all().delete()
    chain.write(leader, f"Alle gesprekken zijn {word} verwerkt.")

    assert fires("P01") == ["1"]


@pytest.mark.parametrize("words", ["niet anoniem", "gepseudonimiseerd", "zonder uw naam", "synoniem"])
def test_what_is_no_promise_of_anonymity(chain: Chain, leader: User, fires: Fires, words: str) -> None:
    chain.write(leader, f"Alle gesprekken zijn {words} verwerkt.")

    assert fires("P01") == []


def test_anonymous_everywhere_else(chain: Chain, leader: User, fires: Fires) -> None:
    Report.objects.update(subtitle="Een anonieme evaluatie (fictief)")
    Finding.objects.update(text="Anoniem verteld (fictief).")
    Conclusion.objects.update(text="Anoniem besloten (fictief).")
    Recommendation.objects.update(text="Doe het anoniem (fictief).")
    InformationLetter.objects.create(
        evaluation=chain.evaluation, number=99, text="U blijft anoniem (fictief).", created_by=leader
    )

    assert sorted(fires("P01")) == ["A1", "B1", "C1", "informatiebrief", "titel van het rapport"]


@pytest.mark.parametrize("text", ["Van de gezinnen belt 50% terug.", "Zo'n 30 procent belt."])
def test_percentage_without_its_number(chain: Chain, leader: User, fires: Fires, text: str) -> None:
    chain.report.sections.all().delete()
    chain.write(leader, f"Eerst iets over 40 gezinnen.\n\n{text}")

    assert fires("D02") == ["1"]


@pytest.mark.parametrize(
    "text",
    [
        "Van de gezinnen belt 50% terug (n = 40).",
        "20 van de 40 gezinnen bellen terug: 50%.",
        "Van 40 respondenten belt 50 procent.",
        "Er is geen percentage.",
    ],
)
def test_percentage_with_its_number(chain: Chain, leader: User, fires: Fires, text: str) -> None:
    chain.write(leader, text)

    assert fires("D02") == []
