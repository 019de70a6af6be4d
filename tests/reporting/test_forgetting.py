"""Words that were withdrawn leave what people of the team typed. All of it is fictitious."""

from __future__ import annotations

import pytest
from django.utils import timezone

from sluitend.apps.coding import actions as coding
from sluitend.apps.coding.models import Code, CodingRound, ConsensusDecision, Fragment, Reopening
from sluitend.apps.design import actions as design
from sluitend.apps.design.models import Agreement, LogbookEntry
from sluitend.apps.fieldwork import actions as fieldwork
from sluitend.apps.fieldwork.copied import MARKER
from sluitend.apps.fieldwork.destruction import Destruction
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.findings.models import AgreementJudgement, Conclusion
from sluitend.apps.people.models import User
from sluitend.apps.reporting import actions, queries
from sluitend.apps.reporting.actions.forgetting import forget_copies
from sluitend.apps.reporting.models import Build, Remark, ReportStatement, Section, SectionVersion, Waiver
from sluitend.apps.sources.models import Ground
from sluitend.work import runs
from tests.fieldwork.conftest import own_ledger as own_ledger
from tests.reporting.conftest import PUBLIC, Chain, MakeFragment

SAID = "Wij werden pas na drie maanden gebeld door iemand die niets wist."
REST = "Dit blijft staan."


def copied_everywhere(chain: Chain, leader: User, words: str) -> None:
    """In the six places that an annex shows, each with a sentence that is the team's own; and all annexes placed."""
    actions.write_statement(actor=leader, report=chain.report, key="ethics", text=f"{REST} Iemand zei: {words}")
    Waiver.objects.create(
        evaluation=chain.evaluation, rule="V01", object_key="V1", object_label="V1", reason=f"{REST} {words}", by=leader
    )
    actions.add_remark(actor=leader, report=chain.report, by="Raad (fictief)", text=f"{REST} {words}")
    agreed = [design.Agreed(f"{REST} {words}")]
    (agreement,) = design.add_agreements(actor=leader, evaluation=chain.evaluation, agreed=agreed)
    AgreementJudgement.objects.create(agreement=agreement, state="kept", reason=f"{REST} {words}", judged_by=leader)
    LogbookEntry.objects.create(
        evaluation=chain.evaluation, number=1, date=timezone.localdate(), kind="event", author=leader,
        title=f"Kop: {words}", text=f"{REST} {words}",
    )  # fmt: skip
    chain.write(leader, "{{bijlagen}}")


def public_file(chain: Chain, leader: User) -> str:
    return actions.build_now(actor=leader, evaluation=chain.evaluation, kind="public").decode()


@pytest.fixture
def spoken(chain: Chain, leader: User, make_fragment: MakeFragment) -> Fragment:
    """A coded passage that was not released."""
    fragment = make_fragment(SAID, 5)
    code = coding.add_code(actor=leader, evaluation=chain.evaluation, name="Wachten (fictief)")
    coding.apply_code(actor=leader, version=fragment.version, start=fragment.start, end=fragment.end, code=code)
    return fragment


@pytest.fixture
def respondent(spoken: Fragment, leader: User) -> Respondent:
    """Who said it, and nobody else did."""
    made = Respondent.objects.create(evaluation=spoken.evaluation, number=1, created_by=leader)
    ground = Ground.objects.create(source=spoken.version.source, kind="consent", recorded_by=leader)
    ground.respondents.add(made)
    return made


def test_a_withdrawal_opens_no_words_that_were_closed(chain: Chain, leader: User, respondent: Respondent) -> None:
    copied_everywhere(chain, leader, SAID)
    before = public_file(chain, leader)

    fieldwork.withdraw(actor=leader, respondent=respondent, asked_on=timezone.localdate())

    assert "drie maanden gebeld" not in before
    assert "drie maanden gebeld" not in public_file(chain, leader)


def test_the_sentence_goes_in_all_six_places_and_the_rest_stays(
    chain: Chain, leader: User, respondent: Respondent
) -> None:
    copied_everywhere(chain, leader, SAID)
    opened = {model: model.objects.get().revision for model in (Agreement, LogbookEntry, AgreementJudgement, Remark)}

    fieldwork.withdraw(actor=leader, respondent=respondent, asked_on=timezone.localdate())

    entry = LogbookEntry.objects.get()
    texts = [
        ReportStatement.objects.get().text,
        Waiver.objects.get().reason,
        Remark.objects.get().text,
        Agreement.objects.get().text,
        AgreementJudgement.objects.get().reason,
        entry.text,
    ]
    assert texts == [f"{REST} {MARKER}"] * 6
    assert entry.title == MARKER
    assert all(model.objects.get().revision == revision + 1 for model, revision in opened.items())
    annexes = public_file(chain, leader)
    assert annexes.count(REST) == 6
    inside = queries.material_for(leader, chain.evaluation)
    assert "drie maanden" not in repr(inside)


@pytest.mark.parametrize("placed", ["{{bijlage afspraken}}", "{{bijlage logboek}}", "{{bijlage codeboek}}", "[[AF1]]"])
def test_files_that_may_carry_what_was_emptied_are_destroyed(chain: Chain, leader: User, placed: str) -> None:
    (agreement,) = design.add_agreements(actor=leader, evaluation=chain.evaluation, agreed=[design.Agreed(SAID)])
    AgreementJudgement.objects.create(agreement=agreement, state="kept", reason=SAID, judged_by=leader)
    LogbookEntry.objects.create(
        evaluation=chain.evaluation, number=1, date=timezone.localdate(), kind="event", author=leader, title=SAID
    )
    chain.write(leader, placed)
    actions.request_build(actor=leader, evaluation=chain.evaluation, kind="public")
    runs.drain()

    destruction = Destruction(chain.evaluation.pk, words=[SAID])
    forget_copies(None, None, destruction)

    assert bool(Build.objects.get().path) is (placed == "{{bijlage codeboek}}")
    assert ("reporting.agreed", 3) in [(line.kind, line.count) for line in destruction.lines]


def test_what_also_stands_in_a_public_document_is_nobodys_secret(chain: Chain, leader: User) -> None:
    """An agreement is taken from a document; a respondent who quotes it does not take it along."""
    kept, gone = design.add_agreements(
        actor=leader,
        evaluation=chain.evaluation,
        agreed=[design.Agreed("De regie ligt bij het wijkteam."), design.Agreed(SAID)],
    )

    forget_copies(None, None, Destruction(chain.evaluation.pk, words=[f"U schreef: {PUBLIC}", SAID]))

    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.text, gone.text) == ("De regie ligt bij het wijkteam.", MARKER)


def test_an_account_of_which_nothing_is_left_counts_as_not_written(chain: Chain, leader: User) -> None:
    actions.write_statement(actor=leader, report=chain.report, key="funding", text=SAID)

    forget_copies(None, None, Destruction(chain.evaluation.pk, words=[SAID]))

    assert ReportStatement.objects.get().text == ""


def test_reasons_beside_a_coding_round_lose_the_sentence_wherever_it_was_said(
    chain: Chain, leader: User, spoken: Fragment
) -> None:
    about = {"evaluation": chain.evaluation, "number": 1, "created_by": leader}
    made = CodingRound.objects.create(title="Ronde (fictief)", **about)
    now, reason = timezone.now(), f"{REST} Iemand zei: {SAID}"
    Reopening.objects.create(
        round=made, reason=reason, completed_by=leader, completed_at=now, decisions=1, reopened_by=leader
    )
    ConsensusDecision.objects.create(
        round=made, version=spoken.version, start=0, end=1, code=Code.objects.get(), applies=False,
        reason=reason, decided_by=leader,
    )  # fmt: skip

    forget_copies(None, None, destruction := Destruction(chain.evaluation.pk, words=[SAID]))

    assert [model.objects.get().reason for model in (Reopening, ConsensusDecision)] == [f"{REST} {MARKER}"] * 2
    assert [(line.kind, line.count) for line in destruction.lines] == [("coding.reasons", 2)]


LATER = "In het kader van de regie belt niemand."  # five words of it were said too


def test_chapters_lose_a_copied_sentence_now_and_in_earlier_texts_and_keep_what_is_chance(
    chain: Chain, leader: User
) -> None:
    section = Section.objects.get(pk=chain.write(leader, f"# Kop\n\n{REST} Iemand zei: {SAID} [[B1]]\n\n{LATER}\n"))
    actions.change_section(actor=leader, section=section, revision=1, title=section.title, markdown=f"{SAID} {LATER}")
    build = actions.request_build(actor=leader, evaluation=chain.evaluation, kind="public")
    runs.drain()
    said = [SAID, "Dat gebeurt in het kader van de nieuwe wet."]

    destruction = Destruction(chain.evaluation.pk, words=said)
    revision = Section.objects.get(pk=section.pk).revision
    forget_copies(None, None, destruction)

    section.refresh_from_db()
    earlier = SectionVersion.objects.filter(section=section).order_by("revision").last()
    assert earlier is not None
    assert (section.markdown, section.revision) == (f"{MARKER} {LATER}", revision + 1)
    assert earlier.markdown == f"# Kop\n\n{REST} {MARKER} [[B1]]\n\n{LATER}\n"
    assert [(line.kind, line.count) for line in destruction.lines if not line.sha256] == [("reporting.chapters", 2)]
    build.refresh_from_db()
    assert build.path == ""


def test_what_a_draft_concluded_loses_the_sentence_and_is_no_change_for_that(chain: Chain, leader: User) -> None:
    Conclusion.objects.filter(pk=chain.conclusion.pk).update(text=f"{REST} {SAID}")
    actions.request_build(actor=leader, evaluation=chain.evaluation, kind="public")
    runs.drain()

    forget_copies(None, None, Destruction(chain.evaluation.pk, words=[SAID]))
    chain.write(leader, "{{bijlage commentaar}}")
    same = queries.material_for(leader, chain.evaluation).account.changes

    assert Build.objects.get().said["C1"][0] == f"{REST} {MARKER}"
    assert same == ()
