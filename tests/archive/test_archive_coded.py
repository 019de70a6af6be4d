"""Results of coded texts go along as others do, with the sources that they counted. Everything is fictitious."""

from __future__ import annotations

import io
from datetime import date

import pytest

from sluitend.apps.analyses import actions as analyses
from sluitend.apps.analyses import discovery, queries, seals
from sluitend.apps.analyses.models import AnalysisResult, ResultState
from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork import actions as fieldwork
from sluitend.apps.findings import actions as findings
from sluitend.apps.people.models import User
from sluitend.apps.reporting.actions.archive import put_back
from sluitend.apps.reporting.actions.archive.results import FOLDER
from tests.analyses.voices import ENTRY, KEY, WAITING, World
from tests.archive.conftest import PASSPHRASE, made
from tests.archive.test_archive import contents
from tests.reporting.conftest import Chain

SAID = {"cliënten": (6, 2), "gemeente": (3, 0)}


@pytest.fixture
def result(chain: Chain, leader: User, monkeypatch: pytest.MonkeyPatch) -> AnalysisResult:
    """U1 under B1, of nine texts that stand beside those of the chain."""
    entries = {**discovery.analyses(), KEY: ENTRY}
    monkeypatch.setattr(discovery, "analyses", lambda: entries)
    world = World(chain.evaluation, leader, first=201)
    world.speak(SAID)
    asked = {"codes": [WAITING]}
    row = analyses.ask_codings_now(actor=leader, evaluation=chain.evaluation, key=KEY, parameters=asked)
    findings.use_result(actor=leader, finding=chain.finding, result=row)
    return row


def back(actor: User, data: bytes) -> Evaluation:
    return put_back(actor=actor, source=io.BytesIO(data), passphrase=PASSPHRASE)


def test_it_comes_back_with_its_sources_and_is_not_out_of_date(
    result: AnalysisResult, leader: User, owner: User
) -> None:
    there = back(owner, made(leader, result.evaluation)).results.get()

    assert there.version is None
    assert seals.opened(there) == seals.opened(result)
    assert seals.outside(there) == seals.outside(result)
    numbers = [set(one.sources.values_list("number", flat=True)) for one in (result, there)]
    assert numbers[0] == numbers[1]
    assert len(numbers[0]) >= 9
    assert not queries.lines_of([there])[0].data_changed


def test_it_goes_there_with_whoever_withdraws_there(result: AnalysisResult, leader: User, owner: User) -> None:
    again = back(owner, made(leader, result.evaluation))

    fieldwork.withdraw(actor=owner, respondent=again.respondents.get(number=201), asked_on=date(2026, 11, 1))

    assert again.results.get().state == ResultState.DESTROYED
    assert AnalysisResult.objects.get(pk=result.pk).is_done


def hold_back(result: AnalysisResult) -> None:
    """One of the texts that it counted was public, and turned out not to be."""
    versions = result.sources.order_by("number")[0].versions
    versions.update(released_at=None, released_by=None, release_ground="public_document")


def test_what_counted_a_text_that_stays_behind_says_nothing_there(
    result: AnalysisResult, leader: User, owner: User
) -> None:
    hold_back(result)

    data = made(leader, result.evaluation)
    there = back(owner, data).results.get()

    assert (there.state, there.sealed_content, there.n) == (ResultState.DESTROYED, None, None)
    assert not [name for name in contents(data) if name.startswith(f"{FOLDER}/")]
    assert there.evidence_links.count() == 1  # the finding says that it rested on it
    assert AnalysisResult.objects.get(pk=result.pk).is_done


def test_with_the_sealed_texts_it_goes_along_whole(result: AnalysisResult, leader: User, owner: User) -> None:
    hold_back(result)

    there = back(owner, made(leader, result.evaluation, originals=True)).results.get()

    assert seals.opened(there) == seals.opened(result)
