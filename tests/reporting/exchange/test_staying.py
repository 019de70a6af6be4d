"""Whatever an export leaves behind is told, one by one: every kind of it, and a new kind only with a case here."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from sluitend.apps.coding import actions as coding
from sluitend.apps.coding.models import CodingRound, ConsensusDecision, Fragment, SuggestionDecision
from sluitend.apps.design.actions.logbook import add_entry
from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork.actions import add_respondent
from sluitend.apps.findings import actions as findings
from sluitend.apps.findings.models import LogbookLink, ResultLink
from sluitend.apps.people.models import User
from sluitend.apps.reporting.actions.exchange.asking import sentence_of
from sluitend.apps.reporting.exchange import originals, queries, staying_about, staying_work
from sluitend.apps.reporting.exchange import staying as module
from sluitend.apps.reporting.exchange.standing import WHY
from sluitend.apps.reporting.exchange.staying import staying
from sluitend.apps.reporting.models import ExchangeEnd, ExchangeGroup, ExchangeLink
from sluitend.apps.sources.models import SourceKind, SourceVersion
from sluitend.formats.qdpx.losses import SENTENCES, Loss
from tests.findings.outcomes import result_of, version_of
from tests.reporting.exchange.conftest import new_evaluation
from tests.reporting.exchange.test_originals import PDF, WORD, with_original
from tests.reporting.exchange.test_round_trip import put_without_words, released

pytestmark = pytest.mark.django_db

TEXT = "De wachttijd liep op. Niemand belde terug."
SPAN = {"start": 3, "end": 12}
TELLING = (module, staying_work, staying_about, originals)
CODES = {
    word
    for one in TELLING
    for word in re.findall(r'"(\w+)"', Path(one.__file__ or "").read_text("utf-8"))
    if word in SENTENCES
}
ALWAYS = {"coder_names", "design", "history"}


@dataclass
class World:
    """S1, released, with a code that stands on it."""

    evaluation: Evaluation
    leader: User
    version: SourceVersion
    monkeypatch: pytest.MonkeyPatch
    with_originals: bool = False

    def passage(self) -> Fragment:
        return coding.ensure_fragment(actor=self.leader, version=self.version, **SPAN)

    def code(self, name: str = "regie") -> Any:
        return coding.add_code(actor=self.leader, evaluation=self.evaluation, name=name)

    def finding(self) -> Any:
        return findings.add_finding(actor=self.leader, evaluation=self.evaluation, title="Niemand belt (fictief).")

    def newer(self, text: str = "Geheel anders.") -> None:
        """A newer text, in which nothing was placed."""
        fields: dict[str, Any] = {"number": 2, "text": text, "length": len(text), "text_sha256": "0" * 64}
        by: dict[str, Any] = {"created_by": self.leader, "released_by": self.leader, "released_at": timezone.now()}
        SourceVersion.objects.create(
            source=self.version.source, kind="corrected", release_ground="no_personal_data", **fields, **by
        )

    def unrelease(self) -> None:
        self.version.source.withdrawn_at = timezone.now()
        self.version.source.save(update_fields=["withdrawn_at"])

    def round(self, state: str, *, texts: bool = True) -> CodingRound:
        now = timezone.now()
        made = CodingRound.objects.create(
            evaluation=self.evaluation,
            number=self.evaluation.coding_rounds.count() + 1,
            title="Ronde (fictief)",
            state=state,
            created_by=self.leader,
            opened_at=None if state == "planned" else now,
            closed_at=now if state == "closed" else None,
        )
        if texts:
            made.texts.create(version=self.version)
        return made

    def decide(self) -> None:
        ConsensusDecision.objects.create(
            round=self.round("closed"),
            version=self.version,
            code=self.code("beslist"),
            applies=False,
            reason="Daarom (fictief).",
            decided_by=self.leader,
            **SPAN,
        )

    def rest_on(self) -> None:
        """A finding with evidence in this text."""
        findings.link_evidence(actor=self.leader, finding=self.finding(), fragment=self.passage(), stance="supports")

    def suggested(self, *, accepted: bool) -> None:
        SuggestionDecision.objects.create(
            evaluation=self.evaluation,
            version=self.version,
            code=self.code("voorgesteld"),
            accepted=accepted,
            decided_by=self.leader,
            **SPAN,
        )

    def original(self, media_type: str = PDF, **fields: str) -> None:
        with_original(self.evaluation, self.leader, 2, media_type, **fields)

    def withdraw_words(self) -> None:
        Fragment.objects.filter(pk=self.passage().pk).update(withdrawn_at=timezone.now())

    def logged(self) -> Any:
        day = timezone.localdate()
        return add_entry(
            actor=self.leader, evaluation=self.evaluation, date=day, kind="decision", title="Jan stopt (fictief)"
        )

    def perspective(self) -> Any:
        return self.evaluation.perspectives.create(name="ouders (fictief)")

    def speaks(self, **fields: object) -> None:
        source = self.version.source
        for name, value in {"kind": SourceKind.TRANSCRIPT, **fields}.items():
            setattr(source, name, value)
        source.save()


def _then(*steps: Callable[[World], object]) -> Callable[[World], None]:
    def all_of(world: World) -> None:
        for step in steps:
            step(world)

    return all_of


def _large(world: World) -> None:
    world.monkeypatch.setattr(originals, "MOST_TOGETHER", 1)
    world.with_originals = True
    world.original()


def _other(world: World) -> None:
    world.with_originals = True
    world.original(WORD, kind="pseudonymised", release_ground="names_taken_out")


def _group(world: World) -> None:
    world.speaks()
    ExchangeGroup.objects.create(evaluation=world.evaluation, name="G").sources.add(world.version.source)


def _link(world: World, **origin: object) -> None:
    ends = ExchangeEnd.objects.filter(evaluation=world.evaluation)
    code = ends.create(evaluation=world.evaluation, code=world.code())
    row = ends.create(evaluation=world.evaluation, **origin)
    ExchangeLink.objects.create(evaluation=world.evaluation, name="leidt tot (fictief)", origin=row, target=code)


def _result(world: World) -> None:
    result = result_of(version_of(world.evaluation, world.leader), world.leader)
    ResultLink.objects.create(finding=world.finding(), result=result, created_by=world.leader)


def _logbook_link(world: World) -> None:
    LogbookLink.objects.create(finding=world.finding(), entry=world.logged(), created_by=world.leader)


def _wordless(world: World) -> None:
    put_without_words(world.leader, world.version, (4, 4), world.code())
    world.newer("X")


CASES: dict[str, Callable[[World], object]] = {
    "attributes_few": lambda world: add_respondent(
        actor=world.leader, evaluation=world.evaluation, perspective=world.perspective(), level="executive"
    ),
    "code_archived": lambda world: coding.archive_code(actor=world.leader, code=world.code()),
    "decision": _then(World.decide, World.unrelease),
    "evidence": _then(World.rest_on, World.unrelease),
    "identities": lambda world: add_respondent(actor=world.leader, evaluation=world.evaluation),
    "logbook": World.logged,
    "logbook_link": _logbook_link,
    "link_few": lambda world: _link(world, respondent=add_respondent(actor=world.leader, evaluation=world.evaluation)),
    "link_stays": _then(lambda world: _link(world, fragment=world.passage()), World.withdraw_words),
    "original_large": _large,
    "original_other": _other,
    "passage_withdrawn": World.withdraw_words,
    "quote_release": lambda world: coding.release_quote(actor=world.leader, fragment=world.passage()),
    "results": _result,
    "round_open": lambda world: world.round("open"),
    "round_ours": lambda world: world.round("closed"),
    "round_planned": lambda world: world.round("planned"),
    "round_text": _then(lambda world: world.round("closed"), World.unrelease),
    "source_about": lambda world: world.speaks(origin="Kantoor van Jan (fictief)"),
    "source_attributes_few": lambda world: world.speaks(perspective=world.perspective()),
    "source_blind": lambda world: world.round("open"),
    "source_groups_few": _group,
    "source_layout": World.original,
    "source_old_text": _then(World.passage, World.newer),
    "source_unreleased": World.unrelease,
    "speakers_about": lambda world: world.version.source.speakers.create(number=0, label="A", role="moeder"),
    "suggestion_refused": lambda world: world.suggested(accepted=False),
    "suggestion_taken": lambda world: world.suggested(accepted=True),
    "wordless_old": _wordless,
}


@pytest.fixture
def world(leader: User, monkeypatch: pytest.MonkeyPatch) -> World:
    evaluation = new_evaluation(leader, "Blijft (fictief)")
    return World(evaluation, leader, released(evaluation, leader, 1, TEXT), monkeypatch)


def told(world: World, code: str) -> list[Loss]:
    every = staying(world.evaluation, with_names=False, with_originals=world.with_originals)
    return [one for one in every if one.code == code]


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_kind_of_loss_is_told(world: World, code: str) -> None:
    if code in ALWAYS:
        assert len(told(world, code)) == 1
        return
    assert told(world, code) == []

    CASES[code](world)

    (found,) = told(world, code)
    assert found.sentence  # its data fill it
    assert sentence_shown(world, found)


def sentence_shown(world: World, found: Loss) -> bool:
    """Whether the page before an export says it too; there originals are not chosen yet."""
    return world.with_originals or sentence_of(found) in queries.losses_for(world.leader, world.evaluation)


def test_there_is_no_case_for_what_is_not_told() -> None:
    assert set(CASES) | ALWAYS == CODES


REASONS: dict[str, Callable[[World], object]] = {
    "withdrawn": World.withdraw_words,
    "unreleased": World.unrelease,
    "blind": lambda world: world.round("open"),
    "older": World.newer,
}


@pytest.mark.parametrize("why", sorted(REASONS))
def test_evidence_that_does_not_go_is_told_with_its_place_and_why(world: World, why: str) -> None:
    world.rest_on()
    assert told(world, "evidence") == []

    REASONS[why](world)

    (found,) = told(world, "evidence")
    place = {"finding": "B1", "fragment": "F1", "source": "S1", "start": 3, "end": 12}
    assert found.data == {**place, "stance": "ondersteunt", "why": str(WHY[why])}


@pytest.mark.parametrize("why", ["older", "unreleased", "withdrawn"])
def test_a_decision_that_does_not_go_is_told_with_its_place_and_why(world: World, why: str) -> None:
    world.decide()
    assert told(world, "decision") == []

    REASONS[why](world)

    (found,) = told(world, "decision")
    place = {"round": "Ronde 1", "name": "beslist", "source": "S1", "start": 3, "end": 12}
    assert found.data == {**place, "decided": "geldt niet", "why": str(WHY[why])}


def test_of_a_text_that_is_coded_blind_one_line_tells_no_place(world: World) -> None:
    world.decide()
    coding.release_quote(actor=world.leader, fragment=world.passage())
    world.suggested(accepted=False)
    world.round("open")

    every = staying(world.evaluation, with_names=False)

    assert [one for one in every if "start" in one.data] == []
    assert len(told(world, "source_blind")) == 1


def test_the_logbook_is_told_without_its_words(world: World) -> None:
    world.logged()

    (found,) = told(world, "logbook")

    assert (found.data["entry"], found.data["kind"]) == ("L1", "besluit")
    assert "Jan" not in str(found.data)


def test_a_page_ends_and_the_file_has_the_whole_list(world: World) -> None:
    for _number in range(queries.MOST_ALIKE + 3):
        world.logged()

    shown = queries.losses_for(world.leader, world.evaluation)

    assert sum("logboek" in one for one in shown) == queries.MOST_ALIKE
    assert "En nog 3 van één soort. De hele lijst staat in het bestand." in shown
    assert len(told(world, "logbook")) == queries.MOST_ALIKE + 3
