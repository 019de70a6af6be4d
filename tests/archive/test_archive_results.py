"""Results of analyses go along when a finding rests on them or the report names them. Everything is fictitious."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from sluitend.apps.analyses import actions as analyses
from sluitend.apps.analyses import queries, seals
from sluitend.apps.analyses.kit import analysis, outside
from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.datasets import actions as datasets
from sluitend.apps.datasets.models import Dataset
from sluitend.apps.design.models import Evaluation
from sluitend.apps.findings import actions as findings
from sluitend.apps.findings.models import ResultLink
from sluitend.apps.people.models import User
from sluitend.apps.reporting.actions.archive import known, put_back
from sluitend.engines.disclosure import rule
from sluitend.errors import InputError
from sluitend.formats import archive
from tests.analyses import near
from tests.analyses.planted import WAITING
from tests.archive.conftest import PASSPHRASE, made
from tests.archive.test_archive import compare, contents, rows
from tests.findings.outcomes import WAITS
from tests.reporting.conftest import Chain


@dataclass
class Computed:
    """U1 under B1, U2 in the text; U3 is being computed, and nothing rests on U99."""

    chain: Chain
    dataset: Dataset

    @property
    def evaluation(self) -> Evaluation:
        return self.chain.evaluation


@pytest.fixture
def computed(chain: Chain, leader: User, request: pytest.FixtureRequest) -> Computed:
    evaluation = chain.evaluation
    dataset = near.accepted(near.new_dataset(evaluation, leader), leader).dataset
    own = sha256(request.node.nodeid.encode()).hexdigest()  # the ledger outlives a test
    dataset.versions.update(raw_sha256=own)
    first = analyses.ask_now(actor=leader, dataset=dataset, key=WAITS, parameters=WAITING)
    analyses.carry_out(analyses.ask_again(actor=leader, result=first).pk)
    analyses.ask_again(actor=leader, result=first)
    AnalysisResult.objects.create(**{**_columns(first), "number": 99})
    link = findings.use_result(actor=leader, finding=chain.finding, result=first, stance="supports", note="Sterk.")
    ResultLink.objects.filter(pk=link.pk).update(sample_outcome="Tien van de twaalf klopten.")
    chain.write(leader, "Zie [[U2]].")
    return Computed(chain, dataset)


def _columns(one: AnalysisResult) -> dict[str, Any]:
    return {column.attname: getattr(one, column.attname) for column in one._meta.concrete_fields[1:]}


def back(actor: User, data: bytes) -> Evaluation:
    return put_back(actor=actor, source=io.BytesIO(data), passphrase=PASSPHRASE)


@pytest.mark.parametrize("originals", [True, False])
def test_what_is_cited_comes_back_the_same_field_by_field(
    computed: Computed, leader: User, owner: User, originals: bool
) -> None:
    data = made(leader, computed.evaluation, originals=originals)

    again = back(owner, data)

    old, new = rows(data), rows(made(owner, again, originals=originals))
    labels = ("datasets.Dataset", "datasets.DatasetVersion", "analyses.AnalysisResult", "findings.ResultLink")
    pairs = {
        label: {one["id"]: other["id"] for one, other in zip(old[label], new[label], strict=True)}
        for label in (*labels, "design.Evaluation", "findings.Finding")
    }
    for model in known.archived():
        if model._meta.label in labels[2:]:
            for before, after in pairs[model._meta.label].items():
                compare(model, before, after, pairs)
    assert list(again.results.values_list("number", flat=True)) == [2, 1]


def test_the_exact_and_the_protected_form_come_back_under_keys_from_here(
    computed: Computed, leader: User, owner: User
) -> None:
    data = made(leader, computed.evaluation)
    again = back(owner, data)

    before, after = (one.results.get(number=1) for one in (computed.evaluation, again))
    assert seals.opened(after) == seals.opened(before)
    assert seals.outside(after) == seals.outside(before)
    assert after.wrapped_key != before.wrapped_key
    assert after.sealed_content != before.sealed_content
    inside = contents(data)
    assert json.loads(inside["results/U1.json"]).keys() == {"result", "drawings", "outside"}
    assert {name for name in inside if name.startswith("results/")} == {"results/U1.json", "results/U2.json"}


def test_a_result_without_its_data_is_not_out_of_date(computed: Computed, leader: User, owner: User) -> None:
    again = back(owner, made(leader, computed.evaluation))

    lines = queries.lines_of(queries.results_for(owner, again))

    assert [line.data_changed for line in lines] == [False, False]
    assert str(ResultLink.objects.get(finding__evaluation=again).result) == "U1"


def test_a_merge_with_results_is_undone_there_too(computed: Computed, leader: User, owner: User) -> None:
    evaluation, second = computed.evaluation, AnalysisResult.objects.get(evaluation=computed.evaluation, number=2)
    other = findings.add_finding(actor=leader, evaluation=evaluation, title="Nog een (fictief)")
    findings.use_result(actor=leader, finding=other, result=second, stance="nuances")
    findings.merge_findings(actor=leader, finding=other, into=computed.chain.finding)

    there = back(owner, made(leader, evaluation))

    merged = there.findings.get(number=computed.chain.finding.number)
    assert sorted(str(one.result) for one in merged.result_links.all()) == ["U1", "U2"]
    findings.undo_merge(actor=owner, change=merged.history.get(kind="merged"))
    taken_back = there.findings.get(number=other.number)
    assert [(str(one.result), one.stance) for one in taken_back.result_links.all()] == [("U2", "nuances")]
    assert [str(one.result) for one in merged.result_links.all()] == ["U1"]


def test_it_goes_when_its_dataset_is_removed_there(computed: Computed, leader: User, owner: User) -> None:
    again = back(owner, made(leader, computed.evaluation))

    datasets.remove_dataset(actor=owner, dataset=again.datasets.get(), reason="not_needed")

    assert {(one.state, one.sealed_content) for one in again.results.all()} == {("destroyed", None)}


def test_what_was_computed_from_data_that_were_destroyed_here_does_not_come_back(
    computed: Computed, leader: User, owner: User
) -> None:
    data = made(leader, computed.evaluation)
    datasets.remove_dataset(actor=leader, dataset=computed.dataset, reason="not_needed")

    with pytest.raises(InputError) as caught:
        back(owner, data)

    assert (caught.value.code, caught.value.data) == ("reporting.archive_withdrawn", {"object": "D1/1"})


def test_a_destroyed_result_comes_back_destroyed(computed: Computed, leader: User, owner: User) -> None:
    datasets.remove_dataset(actor=leader, dataset=computed.dataset, reason="not_needed")

    again = back(owner, made(leader, computed.evaluation))

    assert {one.state for one in again.results.all()} == {"destroyed"}
    assert ResultLink.objects.filter(finding__evaluation=again).count() == 1


def test_another_result_than_that_of_the_row_is_refused(computed: Computed, leader: User, owner: User) -> None:
    other = analyses.ask_now(actor=leader, dataset=computed.dataset, key="doorlooptijd", parameters={"since": None})
    found = contents(made(leader, computed.evaluation))
    found["results/U1.json"] = seals.plain(AnalysisResult.objects.get(pk=other.pk))

    with pytest.raises(InputError) as caught:
        back(owner, _packed(found))

    assert caught.value.code == "formats.archive_broken"


def _small_count(inside: dict[str, Any]) -> None:
    tables = inside["outside"]["result"]["tables"]
    counts = ((one, at) for one in tables for at, column in enumerate(one["columns"]) if column["kind"] == "count")
    table, at = next(counts)
    table["rows"][0][at] = 3


def _another_table(inside: dict[str, Any]) -> None:
    tables = inside["outside"]["result"]["tables"]
    tables.append(tables[0] | {"key": "kinderen"})


def _another_number(inside: dict[str, Any]) -> None:
    inside["outside"]["result"]["n"] = 35


def _acting_drawing(inside: dict[str, Any]) -> None:
    inside["drawings"]["x"] = {"svg": '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "png": ""}


def _no_result(inside: dict[str, Any]) -> None:
    del inside["outside"]["result"]["tables"]


def _another_sentence(inside: dict[str, Any]) -> None:
    inside["outside"]["result"]["sentences"].append("Kind 7 wachtte het langst (fictief).")


def _refused(owner: User, found: dict[str, bytes], change: Callable[[dict[str, Any]], None]) -> bool:
    inside = json.loads(found["results/U1.json"])
    change(inside)
    with pytest.raises(InputError) as caught:
        back(owner, _packed({**found, "results/U1.json": json.dumps(inside).encode()}))
    return caught.value.code == "formats.archive_broken"


def test_what_may_not_leave_the_team_does_not_come_in_as_if_it_might(
    computed: Computed, leader: User, owner: User
) -> None:
    """Of a method that is not here the limits hold all the same."""
    AnalysisResult.objects.update(code_version="1" * 64)
    found = contents(made(leader, computed.evaluation))

    for change in (_small_count, _another_table, _another_number, _acting_drawing, _no_result):
        assert _refused(owner, found, change), change.__name__
    assert Evaluation.objects.count() == 1
    assert str(back(owner, _packed(found)).results.get(number=1)) == "U1"


def test_what_leaves_the_team_is_what_the_method_makes_where_that_is_here(
    computed: Computed, leader: User, owner: User
) -> None:
    assert _refused(owner, contents(made(leader, computed.evaluation)), _another_sentence)


def test_an_archive_of_before_a_mend_in_what_protects_comes_in(
    computed: Computed, leader: User, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine that protects is part of the method: what another one made is held against the limits only."""
    data = made(leader, computed.evaluation)
    mended, read = Path(str(rule.__file__)), Path.read_bytes
    monkeypatch.setattr(outside, "CAVEAT", "Wat klein is, staat er nu anders in.")
    monkeypatch.setattr(Path, "read_bytes", lambda path: read(path) + (b"#" if path == mended else b""))
    analysis._code_version.cache_clear()

    again = back(owner, data)

    (line, *_) = queries.lines_of(queries.results_for(owner, again))
    assert line.code_changed
    monkeypatch.undo()
    analysis._code_version.cache_clear()


def _packed(found: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with archive.writing(target, archive.lock(PASSPHRASE)) as writer:
        for name, content in found.items():
            writer.add(name, content)
    return target.getvalue()
