"""What is read: support that counts sources, the chain, the choice of fragments; each in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sluitend.apps.coding import actions as coding
from sluitend.apps.coding.models import Code, Fragment
from sluitend.apps.design.models import Evaluation, Question
from sluitend.apps.findings import actions, queries, references
from sluitend.apps.findings.models import Finding
from sluitend.apps.findings.queries.support import ResultTally, Support, Tally
from sluitend.apps.findings.words import support_in_words, weakness
from sluitend.apps.people.models import Organisation, OrganisationKind, User
from sluitend.errors import InputError, NotAllowed, NotFound
from tests.findings.conftest import HEARD, PUBLIC, SECRET, TITLE, MakeSource, add_question, reword


def _link(leader: User, finding: Finding, *links: tuple[Fragment, str]) -> None:
    for fragment, stance in links:
        actions.link_evidence(actor=leader, finding=finding, fragment=fragment, stance=stance, note="Voor onszelf")


def test_support_counts_sources_and_not_fragments() -> None:
    much = Support.of([Tally("supports", 1, None, 40), Tally("nuances", 1, None), Tally("contradicts", 2, None, 2)])

    assert (much.supporting, much.nuancing, much.contradicting) == (40, 1, 2)
    assert (much.sources, much.in_favour, much.voices) == (2, 1, 1)


def test_the_sources_of_one_organisation_are_one_voice() -> None:
    same = Support.of([Tally("supports", 1, 7), Tally("supports", 2, 7)])
    two = Support.of([Tally("supports", 1, 7), Tally("supports", 2, None)])
    loose = Support.of([Tally("supports", 1, None), Tally("supports", 2, None)])

    assert [one.voices for one in (same, two, loose)] == [1, 2, 2]


@pytest.mark.parametrize(
    ("tallies", "reason", "mark"),
    [
        ([], "", ("nog geen bewijs", "danger")),
        ([Tally("contradicts", 1, None)], "", ("alleen tegengesproken", "danger")),
        ([Tally("supports", 1, None, 3)], "", ("één bron", "warning")),
        ([Tally("supports", 1, 7), Tally("nuances", 2, 7)], "", ("één organisatie", "warning")),
        ([Tally("supports", 1, None)], "Alleen daar.", ("één bron, met reden", "neutral")),
        ([Tally("supports", 1, None), Tally("nuances", 2, None)], "", None),
    ],
)
def test_weak_support_is_marked(tallies: list[Tally], reason: str, mark: tuple[str, str] | None) -> None:
    assert weakness(Support.of(tallies), reason) == mark


def test_what_is_only_counted_in_coded_texts_is_said_by_more_than_the_interviewer() -> None:
    counted = [ResultTally("supports", None)]
    alone, asked = Support.of([], counted), Support.of([Tally("supports", 1, None, is_heard=False)], counted)
    against = Support.of([], [ResultTally("contradicts", None)])

    assert weakness(alone) == weakness(asked) == ("alleen geteld: koppel de passages", "warning")
    assert support_in_words(alone) == "1 ondersteunt, uit gecodeerde teksten"
    assert weakness(against) == ("alleen tegengesproken", "danger")
    assert weakness(Support.of([Tally("supports", 2, None)], counted)) == ("één bron", "warning")


def test_support_in_words() -> None:
    found = Support.of([Tally("supports", 1, None, 2), Tally("contradicts", 2, None)])

    assert support_in_words(found) == "2 ondersteunen, 1 spreekt tegen, uit 2 bronnen"
    assert support_in_words(Support.of([])) == "nog geen bewijs"


def test_lists_and_the_whole_chain_tell_the_same_support(
    evaluation: Evaluation, leader: User, finding: Finding, fragments: list[Fragment], make_source: MakeSource
) -> None:
    organisation = Organisation.objects.create(name="Jeugdhulp Proef", kind=OrganisationKind.OTHER)
    version = make_source(4, HEARD, organisation=organisation)
    two = [coding.ensure_fragment(actor=leader, version=version, start=start, end=start + 5) for start in (0, 9)]
    _link(
        leader, finding, (fragments[0], "supports"), (fragments[1], "contradicts"), *((one, "nuances") for one in two)
    )

    (row,) = queries.findings_for(leader, evaluation)
    line = queries.finding_line_for(leader, evaluation, 1)

    assert (
        dict(row.support.fragments) == dict(line.support.fragments) == {"supports": 1, "contradicts": 1, "nuances": 2}
    )
    assert (row.support.sources, row.support.in_favour, row.support.voices) == (3, 2, 2)
    assert (line.support.sources, line.support.in_favour, line.support.voices) == (3, 2, 2)
    counts = queries.finding_counts(leader, evaluation)
    assert (counts.total, counts.supported, counts.answered) == (1, 1, 0)


def test_the_chain_from_question_to_recommendation(
    evaluation: Evaluation, leader: User, finding: Finding, question: Question, fragments: list[Fragment]
) -> None:
    _link(leader, finding, (fragments[0], "supports"), (fragments[1], "contradicts"))
    answer = actions.write_conclusion(actor=leader, question=question, text="Er is een gat.", findings=[finding])
    advice = actions.add_recommendation(actor=leader, evaluation=evaluation, title="Bel.", conclusions=[answer])
    actions.add_finding(actor=leader, evaluation=evaluation, title="Los (fictief)")

    chain = queries.evidence_for(leader, evaluation)

    first, loose = chain.findings
    assert [(one.quote, one.title, one.note) for one in first.evidence] == [
        (SECRET, f"{TITLE} 1", "Voor onszelf"),
        (HEARD, f"{TITLE} 2", "Voor onszelf"),
    ]
    assert [one.fragment for one in first.contradicting] == [fragments[1]]
    assert first.conclusions == (answer,)
    assert [one.label for one in first.questions] == ["V1"]
    assert chain.loose_findings == [loose]
    assert chain.findings_of(question.pk) == [first]
    (line,) = chain.conclusions
    assert (line.conclusion, line.findings, line.recommendations) == (answer, (finding,), (advice,))
    assert chain.recommendations == (advice,)


def test_a_reader_gets_words_titles_and_places_of_public_documents_only(
    evaluation: Evaluation,
    leader: User,
    reader: User,
    finding: Finding,
    fragments: list[Fragment],
    make_source: MakeSource,
) -> None:
    _link(leader, finding, *((one, "supports") for one in fragments))
    heard = fragments[1]
    heard.version.source.level = "executive"
    heard.version.source.save()
    coding.release_quote(actor=leader, fragment=heard)

    evidence = queries.evidence_for(reader, evaluation).findings[0].evidence

    assert [one.quote for one in evidence] == [None, HEARD, PUBLIC]
    assert [one.title for one in evidence] == ["", "", "Raadsbesluit (fictief)"]
    assert [one.note for one in evidence] == ["", "", ""]
    assert evidence[1].where == ()  # a level may point at one person
    assert queries.evidence_for(leader, evaluation).findings[0].evidence[1].where == ("bestuurlijk",)


def test_a_question_that_shifts_after_its_answer_is_told(
    leader: User, evaluation: Evaluation, question: Question
) -> None:
    answer = actions.write_conclusion(actor=leader, question=question, text="Ja.")
    assert queries.answer_for(leader, evaluation, "V1").reworded_at is None

    reword(question, leader, "Wie belt het gezin (fictief)?")
    assert queries.answer_for(leader, evaluation, "V1").reworded_at is not None

    actions.change_conclusion(actor=leader, conclusion=answer, revision=1, text="Niemand.")
    assert queries.answer_for(leader, evaluation, "V1").reworded_at is None


def test_fragments_are_found_by_code_source_and_words(
    evaluation: Evaluation, leader: User, fragments: list[Fragment], code: Code
) -> None:
    version = fragments[1].version
    coding.apply_code(actor=leader, version=version, start=0, end=fragments[1].end, code=code)

    def found(**filters: Any) -> list[str]:
        return [str(one) for one in queries.candidates_for(leader, evaluation, **filters)]

    assert found() == ["F1", "F2", "F3"]
    assert found(codes=[code.pk]) == ["F2"]
    assert found(source=3) == ["F3"]
    assert found(words="  BELDE buurvrouw ") == ["F1"]
    assert found(words="belde norm") == []
    assert found(codes=[code.pk], words="belde") == []


def test_a_candidate_tells_what_rests_on_it(
    evaluation: Evaluation, leader: User, finding: Finding, fragments: list[Fragment], code: Code
) -> None:
    coding.apply_code(actor=leader, version=fragments[0].version, start=0, end=fragments[0].end, code=code)
    _link(leader, finding, (fragments[0], "contradicts"))

    one, two = queries.described(leader, evaluation, queries.candidates_for(leader, evaluation)[:2])

    assert (one.quote, one.title, one.codes, one.marks) == (
        SECRET,
        f"{TITLE} 1",
        ("Overdracht",),
        ("B1 spreekt tegen",),
    )
    assert (two.codes, two.marks) == ((), ())


def test_only_the_team_chooses_fragments(evaluation: Evaluation, reader: User, outsider: User) -> None:
    for query in (queries.candidates_for, lambda user, where: queries.fragments_numbered(user, where, [1])):
        with pytest.raises(NotAllowed):
            query(reader, evaluation)
        with pytest.raises(NotFound):
            query(outsider, evaluation)


def test_a_label_that_does_not_exist_is_named(evaluation: Evaluation, leader: User, fragments: list[Fragment]) -> None:
    with pytest.raises(InputError) as refused:
        queries.fragments_numbered(leader, evaluation, [1, 9, 12])

    assert refused.value.data == {"label": "F9, F12"}
    assert queries.fragments_numbered(leader, evaluation, [3, 1, 3]) == [fragments[2], fragments[0]]


@pytest.mark.parametrize(
    "query",
    [
        queries.findings_for,
        queries.answers_for,
        queries.evidence_for,
        queries.finding_counts,
        queries.recommendations_for,
        lambda user, evaluation: queries.finding_for(user, evaluation, 1),
        lambda user, evaluation: queries.finding_line_for(user, evaluation, 1),
    ],
)
def test_an_outsider_does_not_learn_that_it_exists(
    query: Callable[[User, Evaluation], object], evaluation: Evaluation, finding: Finding, outsider: User, owner: User
) -> None:
    for stranger in (outsider, owner):
        with pytest.raises(NotFound):
            query(stranger, evaluation)


def test_up_and_down_the_chain(
    evaluation: Evaluation, leader: User, finding: Finding, question: Question, fragments: list[Fragment]
) -> None:
    _link(leader, finding, (fragments[2], "supports"), (fragments[0], "supports"))
    answer = actions.write_conclusion(actor=leader, question=question, text="Er is een gat.", findings=[finding])
    actions.add_recommendation(actor=leader, evaluation=evaluation, title="Bel.", conclusions=[answer])

    def labels(links: Callable[..., Any], number: str) -> list[str]:
        return [str(one) for one in links(leader, evaluation, number)]

    by_letter = {kind.letter: kind for kind in references.KINDS}
    assert labels(by_letter["B"].up_links, "1") == ["F1", "F3"]
    assert labels(by_letter["B"].down_links, "1") == ["C1"]
    assert labels(by_letter["C"].up_links, "1") == ["B1"]
    assert labels(by_letter["C"].down_links, "1") == ["A1"]
    assert labels(by_letter["A"].up_links, "1") == ["C1"]
    assert labels(references.of_question, "1") == ["C1", "B1"]
    assert [kind.resolve(leader, evaluation, "1").title for kind in references.KINDS] == [
        "Niemand belt (fictief)",
        "Er is een gat.",
        "Bel.",
    ]
    with pytest.raises(NotFound):
        by_letter["B"].resolve(leader, evaluation, "1.2")


def _grow(evaluation: Evaluation, leader: User, make_source: MakeSource, first: int, count: int) -> None:
    """Findings with a question, a source, a fragment, an answer and a recommendation each."""
    for number in range(first, first + count):
        question = add_question(evaluation, leader, f"V{number}")
        version = make_source(number, SECRET)
        fragment = coding.ensure_fragment(actor=leader, version=version, start=0, end=9)
        finding = actions.add_finding(actor=leader, evaluation=evaluation, title="Zin", questions=[question])
        actions.link_evidence(actor=leader, finding=finding, fragment=fragment)
        answer = actions.write_conclusion(actor=leader, question=question, text="Ja.", findings=[finding])
        actions.add_recommendation(actor=leader, evaluation=evaluation, title="Doe.", conclusions=[answer])


def _count(read: Callable[[], object]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        read()
    return len(captured)


def test_the_number_of_queries_does_not_grow_with_the_evidence(
    evaluation: Evaluation, leader: User, make_source: MakeSource
) -> None:
    reads: dict[str, Callable[[], object]] = {
        "evidence_for": lambda: queries.evidence_for(leader, evaluation),
        "findings_for": lambda: queries.findings_for(leader, evaluation),
        "answers_for": lambda: queries.answers_for(leader, evaluation),
        "recommendations_for": lambda: list(queries.recommendations_for(leader, evaluation)),
        "finding_line_for": lambda: queries.finding_line_for(leader, evaluation, 1),
        "candidates": lambda: queries.described(leader, evaluation, queries.candidates_for(leader, evaluation)),
    }
    _grow(evaluation, leader, make_source, 1, 2)
    few = {name: _count(read) for name, read in reads.items()}

    _grow(evaluation, leader, make_source, 3, 6)

    assert {name: _count(read) for name, read in reads.items()} == few
    assert few["evidence_for"] <= 26  # one of them for labels of merged findings, one for results
