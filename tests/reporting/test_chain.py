"""The evidence chain on one screen: what stands in it, for whom, and what is marked."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sluitend.apps.coding import actions as coding
from sluitend.apps.coding.models import Code, Fragment, FragmentMove, ToPlace
from sluitend.apps.design.models import Agreement, Evaluation, LogbookEntry
from sluitend.apps.findings import actions as findings
from sluitend.apps.findings.models import (
    AgreementEvidence,
    Conclusion,
    EvidenceLink,
    Finding,
    LogbookLink,
    Recommendation,
)
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.reporting.chain import Board, Column, board_for, whole_board_for
from sluitend.apps.sources.models import Source
from sluitend.errors import NotFound
from tests.reporting.conftest import RELEASED, Chain, MakeFragment, make_question

pytestmark = pytest.mark.django_db

ClientOf = Callable[[User], Client]


@pytest.fixture
def coded(chain: Chain, leader: User) -> Code:
    code = coding.add_code(actor=leader, evaluation=chain.evaluation, name="Regie (fictief)")
    coding.apply_code(actor=leader, version=chain.secret.version, start=8, end=chain.secret.end, code=code)
    return code


def board(user: User, chain: Chain, label: str) -> Board:
    return board_for(user, chain.evaluation, label, {})


def labels(found: Board) -> dict[str, list[str]]:
    return {column.letter: [item.label for item in column.items] for column in found.columns}


def column(found: Board, letter: str) -> Column:
    return next(one for one in found.columns if one.letter == letter)


def marks(found: Board, label: str) -> set[str]:
    items = [item for column in found.columns for item in column.items]
    return {mark.text for item in items if item.label == label for mark in item.marks}


def test_the_chain_around_a_conclusion_reaches_from_question_to_recommendation(
    chain: Chain, coded: Code, leader: User
) -> None:
    assert labels(board(leader, chain, "C1")) == {
        "V": ["V1"],
        "S": ["S1", "S2", "S3", "S4"],
        "F": ["F1", "F2", "F3", "F4"],
        "K": [f"K{coded.pk}"],
        "B": ["B1"],
        "C": ["C1"],
        "A": ["A1"],
    }


def test_around_a_source_stands_only_what_rests_on_it(
    chain: Chain, coded: Code, leader: User, make_fragment: MakeFragment
) -> None:
    other = findings.add_finding(
        actor=leader, evaluation=chain.evaluation, title="Los hiervan.", questions=[chain.question]
    )
    findings.link_evidence(actor=leader, finding=other, fragment=make_fragment("Heel iets anders.", 9))

    found = labels(board(leader, chain, "S2"))

    assert found["F"] == ["F2"]
    assert found["B"] == ["B1"]
    assert found["K"] == []
    assert (found["C"], found["A"], found["V"]) == (["C1"], ["A1"], ["V1"])


def test_a_code_leads_to_what_its_passages_carry(chain: Chain, coded: Code, leader: User) -> None:
    found = board(leader, chain, f"K{coded.pk}")

    assert found.centre is not None
    assert (found.centre.name, found.kind) == ("Regie (fictief)", "code")
    assert labels(found)["F"] == ["F1"]
    assert labels(found)["S"] == ["S1"]
    assert labels(found)["A"] == ["A1"]


def test_a_question_shows_its_answer_and_the_findings_that_are_no_part_of_it(
    chain: Chain, leader: User, make_fragment: MakeFragment
) -> None:
    loose = findings.add_finding(
        actor=leader, evaluation=chain.evaluation, title="Nog een.", questions=[chain.question]
    )
    findings.link_evidence(actor=leader, finding=loose, fragment=make_fragment("Zoals het ging.", 9))
    make_question(chain.evaluation, leader, "V2", "Wat kost het? (fictief)")

    found = labels(board(leader, chain, "V1"))

    assert found["B"] == ["B1", "B2"]
    assert found["F"][-1] == "F5"
    assert found["V"] == ["V1"]
    assert marks(whole_board_for(leader, chain.evaluation, {}), "V2") == {"nog geen antwoord"}


def test_the_sides_say_what_rests_on_what(chain: Chain, leader: User) -> None:
    found = board(leader, chain, "B1")

    assert {one.letter: one.side for one in found.columns} == {
        "V": "beside",
        "S": "below",
        "F": "below",
        "B": "centre",
        "C": "above",
        "A": "above",
    }
    assert (found.below, found.above) == (8, 2)


def test_weak_contradicted_and_stances_are_marked(chain: Chain, leader: User) -> None:
    alone = findings.add_finding(actor=leader, evaluation=chain.evaluation, title="Eén.", questions=[chain.question])
    findings.link_evidence(actor=leader, finding=alone, fragment=chain.released)

    found = board(leader, chain, "V1")

    assert "ook tegengesproken" in marks(found, "B1")
    assert marks(found, "B2") == {"één bron"}
    assert marks(found, "F3") == {"spreekt tegen B1"}
    assert marks(found, "F2") == {"ondersteunt B1", "ondersteunt B2"}


def test_withdrawn_moved_and_waiting_passages_are_marked_up_to_the_recommendation(chain: Chain, leader: User) -> None:
    Fragment.objects.filter(pk=chain.released.pk).update(withdrawn_at=timezone.now())
    ToPlace.objects.create(fragment=chain.secret, to_version=chain.secret.version)
    FragmentMove.objects.create(
        fragment=chain.public, version=chain.public.version, start=1, end=2, same_words=False, moved_by=leader
    )

    found = board(leader, chain, "C1")

    assert "ingetrokken" in marks(found, "F2")
    assert "nog te plaatsen" in marks(found, "F1")
    assert "kreeg andere woorden in een gecorrigeerde tekst" in marks(found, "F3")
    assert any("ingetrokken" in mark for mark in marks(found, "B1"))
    assert marks(found, "C1") == {"rust op ingetrokken woorden"}
    assert marks(found, "A1") == {"rust op ingetrokken woorden"}
    assert RELEASED not in {item.text for one in found.columns for item in one.items}


def test_a_recommendation_on_nothing_says_so(chain: Chain, leader: User) -> None:
    findings.add_recommendation(actor=leader, evaluation=chain.evaluation, title="Doe iets (fictief).")

    assert marks(board(leader, chain, "A2"), "A2") == {"zonder conclusie"}


def test_for_a_reader_there_are_no_codes_no_closed_sources_and_no_notes(
    chain: Chain, coded: Code, leader: User, reader: User
) -> None:
    EvidenceLink.objects.update(note="GEDACHTE van het team")

    inside, outside = board(leader, chain, "B1"), board(reader, chain, "B1")

    assert "K" in labels(inside)
    assert "K" not in labels(outside)
    assert "GEDACHTE" in repr(inside)
    assert not any(word in repr(outside) for word in ("GEDACHTE", "GEHEIMEZIN", "TITEL van bron 1", "Regie (fictief)"))
    assert [item.may_choose for item in column(outside, "S").items] == [False, False, True, False]
    for closed in ("S1", f"K{coded.pk}"):
        with pytest.raises(NotFound):
            board(reader, chain, closed)


def test_agreements_and_the_logbook_stand_beside_what_they_are_tied_to(
    chain: Chain, leader: User, reader: User
) -> None:
    agreement = Agreement.objects.create(evaluation=chain.evaluation, number=1, text="Binnen een week (fictief).")
    AgreementEvidence.objects.create(agreement=agreement, fragment=chain.released, created_by=leader)
    shared = {"evaluation": chain.evaluation, "kind": "event", "date": timezone.localdate(), "author": leader}
    entry = LogbookEntry.objects.create(number=1, title="Er kwam een ander (fictief).", **shared)
    LogbookLink.objects.create(finding=chain.finding, entry=entry, created_by=leader)

    of_finding, of_source = board(leader, chain, "B1"), board(leader, chain, "S2")
    of_agreement, of_entry = board(reader, chain, "AF1"), board(reader, chain, "L1")

    assert column(of_finding, "L").side == "beside"
    assert "AF" not in labels(of_finding)
    assert marks(of_source, "AF1") == {"nog niet beoordeeld"}
    assert column(of_source, "AF").side == "above"
    assert (labels(of_agreement)["F"], labels(of_agreement)["S"]) == (["F2"], ["S2"])
    assert column(of_agreement, "F").side == "below"
    assert (labels(of_entry)["B"], labels(of_entry)["A"], labels(of_entry)["F"]) == (["B1"], ["A1"], [])
    assert {"AF", "L"} <= set(labels(whole_board_for(leader, chain.evaluation, {})))


def test_a_long_column_comes_in_pages_that_the_address_tells(
    chain: Chain, leader: User, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sluitend.apps.reporting.chain.board.SHOWN", 3)
    url = reverse("reporting:chain", args=[chain.evaluation.pk, "A1"])

    first = client_of(leader).get(url).content.decode()
    second = client_of(leader).get(f"{url}?F=2&S=9").content.decode()

    assert RELEASED in first
    assert "volgens" not in column(board_for(leader, chain.evaluation, "A1", {}), "F").items[-1].text
    assert "1–3 van 4" in first
    assert "?F=2#chain-F" in first
    assert RELEASED not in second
    assert "4–4 van 4" in second
    assert "F=1&amp;S=9#chain-F" in second


@pytest.mark.parametrize("label", ["S01", "AF001", "L01"])
def test_a_number_with_a_leading_zero_is_no_number(chain: Chain, leader: User, client_of: ClientOf, label: str) -> None:
    Agreement.objects.create(evaluation=chain.evaluation, number=1, text="Binnen een week (fictief).")
    shared = {"evaluation": chain.evaluation, "kind": "event", "date": timezone.localdate(), "author": leader}
    LogbookEntry.objects.create(number=1, title="Er kwam een ander (fictief).", **shared)
    start = reverse("reporting:chain_start", args=[chain.evaluation.pk])

    found = client_of(leader).get(start, {"naar": label}, follow=True)

    assert found.redirect_chain == [(reverse("reporting:chain", args=[chain.evaluation.pk, label]), 302)]
    assert found.status_code == 404


def test_what_a_merged_finding_shares_with_the_other_stands_there_once(
    chain: Chain, leader: User, client_of: ClientOf
) -> None:
    double = findings.add_finding(
        actor=leader, evaluation=chain.evaluation, title="Er belt niemand (fictief).", questions=[chain.question]
    )
    findings.link_evidence(actor=leader, finding=double, fragment=chain.secret)
    shared = {"evaluation": chain.evaluation, "kind": "event", "date": timezone.localdate(), "author": leader}
    entry = LogbookEntry.objects.create(number=1, title="Er kwam een ander (fictief).", **shared)
    for finding in (chain.finding, double):
        LogbookLink.objects.create(finding=finding, entry=entry, created_by=leader)
    findings.merge_findings(actor=leader, finding=double, into=chain.finding)

    for label in ("F1", "S1", "L1", "V1", "B1"):
        assert labels(board(leader, chain, label))["B"] == ["B1"], label
    assert marks(board(leader, chain, "F1"), "F1") == {"ondersteunt B1"}
    assert client_of(leader).get(reverse("reporting:chain", args=[chain.evaluation.pk, "F1"])).status_code == 200


def test_a_passage_that_was_coded_after_the_first_look_is_there(
    chain: Chain, leader: User, make_fragment: MakeFragment
) -> None:
    before = labels(whole_board_for(leader, chain.evaluation, {}))
    code = coding.add_code(actor=leader, evaluation=chain.evaluation, name="Later (fictief)")
    version = make_fragment("Er kwam nog iets bij (fictief).", 9).version
    coding.apply_code(actor=leader, version=version, start=8, end=12, code=code)

    after = labels(whole_board_for(leader, chain.evaluation, {}))

    assert "K" not in before
    assert (after["S"], after["F"], after["K"]) == ([*before["S"], "S9"], [*before["F"], "F6", "F5"], [f"K{code.pk}"])


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999", "²", ""])
def test_a_page_that_is_none_is_the_first_or_the_last(chain: Chain, leader: User, page: str) -> None:
    found = board_for(leader, chain.evaluation, "A1", {"F": page})

    assert labels(found)["F"] == ["F1", "F2", "F3", "F4"]


def test_the_start_shows_everything_and_a_number_leads_on(
    chain: Chain, coded: Code, leader: User, client_of: ClientOf
) -> None:
    client = client_of(leader)
    url = reverse("reporting:chain_start", args=[chain.evaluation.pk])

    shown = client.get(url).content.decode()
    to_finding = client.get(url, {"naar": " b1 "})
    nowhere = client.get(url, {"naar": "<b>../"}).content.decode()

    assert {"V1", "S4", "F4", f"K{coded.pk}", "B1", "C1", "A1"} <= set(re.findall(r'data-item="(.+?)"', shown))
    assert to_finding.headers["Location"] == reverse("reporting:chain", args=[chain.evaluation.pk, "B1"])
    assert "is geen nummer" in nowhere
    assert "<b>../" not in nowhere


@pytest.mark.parametrize("label", ["K999999", "S9", "AF9", "L9", "B0", "K1.2", "V1.9", "ZZ1", "B٣"])
def test_what_is_not_there_is_not_found(
    chain: Chain, coded: Code, leader: User, client_of: ClientOf, label: str
) -> None:
    assert client_of(leader).get(reverse("reporting:chain", args=[chain.evaluation.pk, label])).status_code == 404


def test_queries_do_not_grow(chain: Chain, leader: User, client_of: ClientOf, make_fragment: MakeFragment) -> None:
    client = client_of(leader)
    url = reverse("reporting:chain", args=[chain.evaluation.pk, "V1"])
    client.get(url)
    record(leader, "design.object_renamed", leader, evaluation=chain.evaluation.pk)  # so that nothing is remembered
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(10, 16):
        finding = findings.add_finding(
            actor=leader, evaluation=chain.evaluation, title="Meer.", questions=[chain.question]
        )
        findings.link_evidence(actor=leader, finding=finding, fragment=make_fragment("Woorden.", number))
    with CaptureQueriesContext(connection) as many:
        client.get(url)

    assert len(many) == len(few)


class Naive:
    """Walks row by row, as somebody would by hand."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.found: set[str] = set()
        self.evaluation = evaluation

    def down(self, thing: object) -> None:
        self.found.add(str(thing))
        for one in self.below(thing):
            self.down(one)

    def up(self, thing: object) -> None:
        self.found.add(str(thing))
        for one in self.above(thing):
            self.up(one)

    def below(self, thing: object) -> list[object]:
        if isinstance(thing, Recommendation):
            return list(thing.conclusions.all())
        if isinstance(thing, Conclusion):
            return list(thing.findings.all())
        if isinstance(thing, Finding):
            return [link.fragment for link in thing.evidence.all()]
        return [thing.version.source] if isinstance(thing, Fragment) else []

    def above(self, thing: object) -> list[object]:
        if isinstance(thing, Source):
            return [one for version in thing.versions.all() for one in version.fragments.all()]
        if isinstance(thing, Fragment):
            return [link.finding for link in thing.evidence_links.all()]
        if isinstance(thing, Finding):
            return list(thing.conclusions.all())
        return list(thing.recommendations.all()) if isinstance(thing, Conclusion) else []


@pytest.mark.parametrize("seed", range(2))
def test_the_walk_against_a_naive_one_on_random_chains(
    evaluation: Evaluation, leader: User, make_fragment: MakeFragment, seed: int
) -> None:
    chance = random.Random(seed)
    fragments = [make_fragment(f"Woorden {number} (fictief).", number) for number in range(1, 9)]
    questions = [make_question(evaluation, leader, f"V{number}", "Vraag?") for number in range(1, 4)]
    made = [
        findings.add_finding(actor=leader, evaluation=evaluation, title="Zin.", questions=[chance.choice(questions)])
        for _n in range(6)
    ]
    for finding in made:
        for fragment in chance.sample(fragments, chance.randint(0, 4)):
            findings.link_evidence(actor=leader, finding=finding, fragment=fragment)
    answers = [
        findings.write_conclusion(
            actor=leader, question=one, text="Zo.", findings=chance.sample(made, chance.randint(0, 4))
        )
        for one in questions
    ]
    for _n in range(3):
        findings.add_recommendation(
            actor=leader,
            evaluation=evaluation,
            title="Doe.",
            conclusions=chance.sample(answers, chance.randint(0, 2)),
        )

    things = [*made, *answers, *fragments, *evaluation.sources.all(), *evaluation.recommendations.all()]
    for thing in things:
        walk = Naive(evaluation)
        walk.down(thing)
        walk.up(thing)
        shown = labels(board_for(leader, evaluation, str(thing), {}))
        assert {one for letter in "SFBCA" for one in shown[letter]} == walk.found, str(thing)
