"""Decisions go along with a corrected text, with placed fragments and with merged codes, and forget withdrawn words."""

from __future__ import annotations

from collections.abc import Callable
from unittest.mock import Mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sluitend.apps.coding import actions
from sluitend.apps.coding.actions import consensus, consensus_moving
from sluitend.apps.coding.models import Code, CodingRound, ConsensusDecision
from sluitend.apps.coding.queries.consensus import consensus_codes
from sluitend.apps.fieldwork.destruction import Destruction
from sluitend.apps.people.models import User
from sluitend.apps.sources import actions as sources
from sluitend.apps.sources import aligning
from sluitend.apps.sources.aligning import Aligner
from sluitend.apps.sources.models import ReleaseGround, SourceKind, SourceVersion, VersionKind
from sluitend.engines.text.anchoring import align
from sluitend.formats.documents import Block, BlockKind
from tests.coding.agreement.conftest import SENTENCES, TEXT
from tests.coding.conftest import add_version

pytestmark = pytest.mark.django_db

HOLDS, HOLDS_NOT = SENTENCES[1], SENTENCES[2]


@pytest.fixture
def text(make_version: Callable[..., SourceVersion]) -> SourceVersion:
    return make_version(TEXT, kind=SourceKind.DOCUMENT)  # needs neither consent nor the start conditions


@pytest.fixture
def decided(closed: CodingRound, text: SourceVersion, anna: User, code: Code, other_code: Code) -> CodingRound:
    """One decision that holds of the second sentence, one that does not hold of the third."""
    for words, one, applies in ((HOLDS, code, True), (HOLDS_NOT, other_code, False)):
        start = TEXT.index(words if applies else "Op school")
        end = TEXT.index(words) + len(words) - (0 if applies else 1)
        span = (start, end)
        said = {"place": span, "span": span, "applies": applies, "reason": f"Zie “{words}”."}
        consensus.decide(actor=anna, round_=closed, source=1, code=one.pk, **said)  # type: ignore[arg-type]
    return closed


def corrected(leader: User, version: SourceVersion, text: str) -> SourceVersion:
    published = sources.publish_version(
        actor=leader,
        source=version.source,
        text=text,
        blocks=[Block(0, len(text), BlockKind.PARAGRAPH)],
        kind=VersionKind.CORRECTED,
        reason="nageluisterd",
    )
    ground = ReleaseGround.NO_PERSONAL_DATA
    return sources.release_version(actor=leader, version=published, ground=ground, title="Verslag (fictief)")


def words_of(decision: ConsensusDecision) -> str:
    return (decision.version.text or "")[decision.start : decision.end]


def test_decisions_go_along_with_their_words(decided: CodingRound, text: SourceVersion, leader: User) -> None:
    newer = corrected(leader, text, f"Vooraf (fictief). {TEXT}")

    holds, holds_not = ConsensusDecision.objects.order_by("start")

    assert {holds.version, holds_not.version} == {newer}
    assert (words_of(holds), words_of(holds_not)) == (HOLDS, HOLDS_NOT.rstrip("."))


def test_a_corrected_text_is_compared_once_however_much_was_decided_about_it(
    decided: CodingRound, text: SourceVersion, leader: User, other_code: Code, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aligning, "align", compared := Mock(wraps=align))
    for start in range(9):
        ConsensusDecision.objects.create(
            round=decided, version=text, start=start, end=start + 9, code=other_code, applies=False, decided_by=leader
        )
    newer = add_version(text.source, leader, f"Vooraf (fictief). {TEXT}")

    with CaptureQueriesContext(connection) as queries:
        consensus_moving.take_along(leader, text, newer, Aligner())

    assert (compared.call_count, len(queries)) == (1, 5)
    assert ConsensusDecision.objects.filter(version=newer, applies=False).count() == 10


def test_a_decision_whose_passage_waits_goes_where_a_person_places_it(
    decided: CodingRound, text: SourceVersion, leader: User
) -> None:
    newer = corrected(leader, text, TEXT.replace("Niemand belde ons", "Helemaal niemand heeft ons gebeld"))
    waiting = ConsensusDecision.objects.get(applies=True)
    assert waiting.version == text

    fragment = text.fragments.get(start=waiting.start, end=waiting.end)
    start = (newer.text or "").index("Helemaal niemand")
    actions.place_fragment(actor=leader, fragment=fragment, version=newer, start=start, end=start + 16)

    waiting.refresh_from_db()
    assert (waiting.version, words_of(waiting)) == (newer, "Helemaal niemand")


def test_decisions_go_with_a_code_that_becomes_another_and_come_back(
    decided: CodingRound, leader: User, code: Code, other_code: Code
) -> None:
    change = actions.merge_codes(actor=leader, code=code, into=other_code)
    assert set(ConsensusDecision.objects.values_list("code", flat=True)) == {other_code.pk}

    actions.undo_merge(actor=leader, change=change)
    assert set(ConsensusDecision.objects.values_list("code", "applies")) == {(code.pk, True), (other_code.pk, False)}


def test_what_holds_of_one_of_two_codes_that_become_one_holds_of_that_one(
    decided: CodingRound, leader: User, code: Code, other_code: Code
) -> None:
    holds = ConsensusDecision.objects.get(applies=True)
    ConsensusDecision.objects.filter(applies=False).update(start=holds.start, end=holds.end)
    rows = ConsensusDecision.objects.order_by("pk").values_list("code", "applies", "reason", "decided_at")
    before = list(rows)

    change = actions.merge_codes(actor=leader, code=code, into=other_code)
    merged = dict(ConsensusDecision.objects.values_list("code", "applies"))
    actions.undo_merge(actor=leader, change=change)

    assert merged == {other_code.pk: True, code.pk: False}
    assert list(rows) == before


def test_where_two_codes_held_that_became_one_that_one_holds_once(
    decided: CodingRound, text: SourceVersion, leader: User, code: Code, other_code: Code
) -> None:
    holds = ConsensusDecision.objects.get(applies=True)
    ConsensusDecision.objects.filter(applies=False).update(start=holds.start, end=holds.end, applies=True)
    place = (text.pk, holds.start, holds.end)

    change = actions.merge_codes(actor=leader, code=code, into=other_code)
    assert consensus_codes(leader, [text.pk]) == {place: [other_code.pk]}

    actions.undo_merge(actor=leader, change=change)
    assert set(consensus_codes(leader, [text.pk])[place]) == {code.pk, other_code.pk}


def test_a_round_about_a_code_is_about_what_it_becomes(
    decided: CodingRound, leader: User, code: Code, other_code: Code
) -> None:
    decided.codes.add(code)

    change = actions.merge_codes(actor=leader, code=code, into=other_code)
    merged = set(decided.codes.all())
    actions.undo_merge(actor=leader, change=change)

    assert merged == {code, other_code}
    assert set(decided.codes.all()) == {code}


def test_reasons_about_words_that_were_withdrawn_go_and_others_stay(decided: CodingRound, text: SourceVersion) -> None:
    start = TEXT.index(HOLDS)
    destruction = Destruction(decided.evaluation_id, texts={text.pk: ((start, start + 4),)})

    consensus_moving.forget_reasons(None, None, destruction)

    reasons = dict(ConsensusDecision.objects.values_list("applies", "reason"))
    assert reasons == {True: "", False: f"Zie “{HOLDS_NOT}”."}
    assert [(one.kind, one.count) for one in destruction.lines] == [("coding.reasons", 1)]


def test_reasons_go_with_the_whole_text(decided: CodingRound, text: SourceVersion) -> None:
    consensus_moving.forget_in(text)

    assert set(ConsensusDecision.objects.values_list("reason", flat=True)) == {""}
