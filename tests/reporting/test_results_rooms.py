"""Results through the rooms that compute them: chain, picker, files and drafts. Everything is fictitious."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse

from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.datasets import actions as datasets
from sluitend.apps.findings import actions as findings
from sluitend.apps.people.models import User
from sluitend.apps.reporting import actions
from sluitend.apps.reporting.chain import board_for
from sluitend.apps.reporting.queries.drafts import changes_since_draft
from tests.findings.outcomes import computed, planted_dataset
from tests.reporting.conftest import Chain
from tests.reporting.test_chain import column, labels, marks
from tests.reporting.test_files import built, text_of

ClientOf = Callable[[User], Client]


@pytest.fixture
def result(chain: Chain, leader: User) -> AnalysisResult:
    """U1 of D1, under B1."""
    found = computed(planted_dataset(chain.evaluation, leader), leader)
    findings.use_result(actor=leader, finding=chain.finding, result=found, stance="supports")
    return found


def test_the_chain_runs_from_dataset_to_recommendation_and_back(
    chain: Chain, leader: User, result: AnalysisResult
) -> None:
    around = {label: labels(board_for(leader, chain.evaluation, label, {})) for label in ("D1", "U1", "B1", "A1")}

    assert {label: (found["D"], found["U"]) for label, found in around.items()} == dict.fromkeys(
        around, (["D1"], ["U1"])
    )
    assert around["D1"]["A"] == around["U1"]["A"] == ["A1"]
    assert around["D1"]["V"] == ["V1"]
    assert around["D1"]["F"] == []
    board = board_for(leader, chain.evaluation, "U1", {})
    assert [column(board, letter).side for letter in "DUBCA"] == ["below", "centre", "above", "above", "above"]
    assert (board.below, board.above) == (1, 3)
    assert marks(board_for(leader, chain.evaluation, "B1", {}), "U1") == {"ondersteunt B1"}


def test_what_is_stale_or_destroyed_is_marked_up_to_the_recommendation(
    chain: Chain, leader: User, result: AnalysisResult
) -> None:
    AnalysisResult.objects.update(code_version="0" * 64)
    stale = board_for(leader, chain.evaluation, "C1", {})
    datasets.remove_dataset(actor=leader, dataset=result.version.dataset, reason="not_needed")
    gone = board_for(leader, chain.evaluation, "C1", {})

    assert "de methode is gewijzigd" in marks(stale, "U1")
    assert "rust op een uitkomst die verouderd is" in marks(stale, "A1")
    assert "vernietigd met de gegevens" in marks(gone, "U1")


def test_a_reader_sees_the_chain_without_a_way_to_the_data(
    chain: Chain, reader: User, result: AnalysisResult, client_of: ClientOf
) -> None:
    board = board_for(reader, chain.evaluation, "U1", {})
    page = client_of(reader).get(reverse("reporting:chain", args=[chain.evaluation.pk, "U1"])).content.decode()

    (data,) = column(board, "D").items
    assert (data.url, data.may_choose) == ("", False)
    assert "Ketengegevens (fictief)" in page


def test_the_picker_finds_results_by_label_and_by_words(
    chain: Chain, leader: User, result: AnalysisResult, client_of: ClientOf
) -> None:
    url = reverse("reporting:choices", args=[chain.evaluation.pk])
    AnalysisResult.objects.update(code_version="0" * 64)

    for words in ("U1", "verouderd D1"):
        (found,) = [one for one in client_of(leader).get(url, {"q": words}).json()["choices"] if one["label"] == "U1"]
        assert found["insert"] == "[[U1]]"
        assert found["text"].endswith("· D1 · n = 40 · verouderd")


@pytest.mark.parametrize("kind", ["public", "docx", "pdf", "summary"])
def test_every_file_has_it_as_it_may_leave_the_team_and_the_same_again(
    chain: Chain, leader: User, result: AnalysisResult, kind: str
) -> None:
    section = chain.write(leader, "[[U1]]\n\nUit [[U1]] blijkt het.")
    row = chain.report.sections.get(pk=section)
    row.is_summary = True
    row.save(update_fields=["is_summary"])

    first, content = built(chain, leader, kind)
    again, same = built(chain, leader, kind)

    assert (first.state_sha256, content) == (again.state_sha256, same)
    told = text_of(content) if content.startswith(b"%PDF") else _words(content)
    assert "uitkomst U1" in told
    assert "n = 40" in told


def _words(content: bytes) -> str:
    page = content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as package:
            page = package.read("word/document.xml")
    return " ".join(re.sub(r"<[^>]+>", " ", page.decode()).split())


def test_what_was_computed_anew_is_told_beside_the_draft(chain: Chain, leader: User, result: AnalysisResult) -> None:
    chain.write(leader, "Zie [[U1]].")
    _before, _content = built(chain, leader, "docx")
    same = changes_since_draft(chain.report)

    datasets.remove_dataset(actor=leader, dataset=result.version.dataset, reason="not_needed")
    (change,) = changes_since_draft(chain.report)

    assert same == []
    assert change.label == "U1"
    assert change.before.endswith("n = 40")
    assert change.after == ""


def test_a_file_is_out_of_date_once_its_result_is(
    chain: Chain, leader: User, result: AnalysisResult, client_of: ClientOf
) -> None:
    chain.write(leader, "Zie [[U1]].")
    built(chain, leader, "docx")
    page, url = client_of(leader), reverse("reporting:builds", args=[chain.evaluation.pk])
    fresh = page.get(url).content.decode()

    actions.add_section(actor=leader, report=chain.report, title="–", markdown="")
    AnalysisResult.objects.update(code_version="0" * 64)

    assert "sindsdien gewijzigd" not in fresh
    assert "sindsdien gewijzigd" in page.get(url).content.decode()
