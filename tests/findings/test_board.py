"""The board, the list with its filters, and what is judged about a finding."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from sluitend.apps.coding import actions as coding
from sluitend.apps.coding.models import Fragment
from sluitend.apps.design import actions as design
from sluitend.apps.design.models import Evaluation, Perspective, Question
from sluitend.apps.findings import actions, queries
from sluitend.apps.findings.models import Finding
from sluitend.apps.findings.queries.board import Column, columns
from sluitend.apps.findings.queries.suggestion import suggestion_for
from sluitend.apps.people.models import User
from sluitend.errors import InputError
from sluitend.web import registry
from tests.findings.conftest import MakeSource

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]


def _rows(user: User, evaluation: Evaluation) -> dict[str, list[str]]:
    found = columns(queries.findings_for(user, evaluation))
    return {column.value: [str(row.finding) for row in rows] for column, rows in found.items() if rows}


def test_a_finding_moves_over_the_board(
    evaluation: Evaluation, leader: User, finding: Finding, question: Question, fragments: list[Fragment]
) -> None:
    def where() -> str:
        ((column, _findings),) = _rows(leader, evaluation).items()
        return column

    seen = [where()]
    for fragment, stance in zip(fragments, ("contradicts", "supports", "nuances"), strict=True):
        actions.link_evidence(actor=leader, finding=finding, fragment=fragment, stance=stance)
        seen.append(where())
    same = {"actor": leader, "finding": finding, "title": finding.title, "text": "", "questions": [question]}
    actions.change_finding(**same, revision=1, answer_to_contradiction="Dat was een uitzondering.")
    seen.append(where())
    actions.write_conclusion(actor=leader, question=question, text="Ja.", findings=[finding])
    seen.append(where())

    assert seen == ["no_evidence", "no_evidence", "one_voice", "contradicted", "ready", "concluded"]
    assert list(columns([])) == list(Column)


@pytest.fixture
def heard(evaluation: Evaluation, leader: User, finding: Finding, make_source: MakeSource) -> Finding:
    """B1 rests on a parent; B2 on nobody."""
    parents = Perspective.objects.create(evaluation=evaluation, name="Ouders (fictief)")
    version = make_source(1, "Niemand belde.", perspective=parents)
    fragment = coding.ensure_fragment(actor=leader, version=version, start=0, end=7)
    actions.link_evidence(actor=leader, finding=finding, fragment=fragment)
    actions.add_finding(actor=leader, evaluation=evaluation, title="Zonder stem (fictief)")
    return finding


@pytest.mark.parametrize("name", ["list", "board"])
def test_list_and_board_are_filtered_by_question_and_perspective(
    name: str, evaluation: Evaluation, leader: User, reader: User, heard: Finding, client_of: ClientOf
) -> None:
    url = reverse(f"findings:{name}", args=[evaluation.pk])

    def shown(user: User, **asked: str) -> list[str]:
        page = client_of(user).get(url, asked).content.decode()
        return [title for title in ("Niemand belt (fictief)", "Zonder stem (fictief)") if title in page]

    assert len(shown(leader)) == 2
    assert shown(leader, perspective="Ouders (fictief)") == ["Niemand belt (fictief)"]
    assert shown(leader, question="none") == ["Zonder stem (fictief)"]
    assert shown(leader, question="V1") == ["Niemand belt (fictief)"]
    assert len(shown(reader, perspective="Ouders (fictief)")) == 2  # the filter would tell whose voice it is


def test_confidence_is_judged_with_reasons_and_shown(
    evaluation: Evaluation, leader: User, finding: Finding, client_of: ClientOf
) -> None:
    client, url = client_of(leader), reverse("findings:judge_confidence", args=[evaluation.pk, 1])

    assert "Waarom zo zeker" in client.get(url).content.decode()
    refused = client.post(url, {"confidence": "low", "revision": 1}).content.decode()
    bare = client.post(url, {"coherence": "serious", "revision": 1}).content.decode()
    sent = {"confidence": "low", "reason": "Alleen ouders.", "adequacy": "serious", "adequacy_why": "Twee mensen."}
    page = client.post(url, {**sent, "revision": 1}, follow=True).content.decode()

    assert "Schrijf waarom u zo zeker bent: de reden komt in het rapport." in refused
    assert "Schrijf een zin bij elke zorg die u klein, matig of ernstig noemt." in bare
    for words in ("zekerheid: laag", "Alleen ouders.", "Ernstige zorg: Twee mensen."):
        assert words in page
    again = client.post(url, {**sent, "revision": 1}).content.decode()
    assert "Iemand anders heeft dit gewijzigd" in again


@pytest.mark.parametrize(
    ("concerns", "level"),
    [
        (("none", "minor", "none", "minor"), "high"),
        (("moderate", "none", "none", "none"), "moderate"),
        (("serious", "none", "none", "minor"), "low"),
        (("serious", "serious", "serious", "none"), "very_low"),
        (("serious", "", "none", "none"), None),
    ],
)
def test_a_level_is_suggested_once_all_four_were_looked_at(concerns: tuple[str, ...], level: str | None) -> None:
    names = ("methodological_limits", "coherence", "adequacy", "relevance")
    found = suggestion_for(Finding(**dict(zip(names, concerns, strict=True))))

    assert (found.level if found else None) == level


def test_a_logbook_entry_is_seen_from_both_sides(
    evaluation: Evaluation, leader: User, finding: Finding, client_of: ClientOf
) -> None:
    entry = design.add_entry(
        actor=leader, evaluation=evaluation, date="2026-01-02", kind="event", title="Het loket sloot (fictief)"
    )
    client, url = client_of(leader), reverse("findings:tie_entry", args=[evaluation.pk, 1])

    page = client.post(url, {"entry": entry.pk, "note": "Daarna belde niemand."}, follow=True).content.decode()

    assert "Het loket sloot (fictief)" in page
    assert "Daarna belde niemand." in page
    other_side = client.get(reverse("design:logbook", args=[evaluation.pk])).content.decode()
    assert "B1 Niemand belt (fictief)" in other_side
    assert "Daarna belde niemand." in other_side
    (told,) = registry.evidence_kinds["L"].down_links(leader, evaluation, str(entry.number))
    assert str(told) == "B1"
    assert queries.findings_of_entries(leader, evaluation, [entry.pk]) == {
        entry.pk: [(finding, "Daarna belde niemand.")]
    }
    client.post(reverse("findings:untie_entry", args=[evaluation.pk, 1, entry.pk]))
    assert not finding.logbook_links.exists()


def test_merging_on_the_page_and_back(
    evaluation: Evaluation, leader: User, heard: Finding, client_of: ClientOf
) -> None:
    client = client_of(leader)
    page = client.post(
        reverse("findings:merge_finding", args=[evaluation.pk, 2]), {"into": 1}, follow=True
    ).content.decode()
    change = heard.history.get()

    assert "De bevindingen zijn samengevoegd." in page
    assert "Zonder stem (fictief)" in page  # in the history
    back = client.post(reverse("findings:undo_merge", args=[evaluation.pk, 1, change.pk]), follow=True)
    assert "B2 staat weer op zichzelf." in back.content.decode()
    split = reverse("findings:split_finding", args=[evaluation.pk, 1])
    assert "Vink minstens één stuk bewijs aan" in client.post(split, {"title": "Deel (fictief)"}).content.decode()
    client.post(split, {"title": "Deel (fictief)", "evidence": ["F1"]})
    assert Finding.objects.get(number=3).evidence.count() == 1


def test_recommendations_are_grouped_by_whom_they_are_for(
    evaluation: Evaluation, leader: User, client_of: ClientOf
) -> None:
    for addressee, priority in (("de regio", 3), ("de colleges", None), ("de regio", 1)):
        actions.add_recommendation(
            actor=leader, evaluation=evaluation, title="Bel (fictief)", addressee=addressee, priority=priority
        )
    client, url = client_of(leader), reverse("findings:recommendations", args=[evaluation.pk])

    def groups(**asked: str) -> list[tuple[str, list[int]]]:
        found = client.get(url, asked).context["groups"]
        return [(heading, [one.number for one in rows]) for heading, rows in found]

    assert groups() == [("de colleges", [2]), ("de regio", [3, 1])]
    assert groups(by="priority") == [("hoog", [3]), ("laag", [1]), ("", [2])]
    assert groups(by="number") == [("", [1, 2, 3])]


def test_an_unknown_concern_is_refused(leader: User, finding: Finding) -> None:
    with pytest.raises(InputError) as refused:
        actions.judge_confidence(
            actor=leader, finding=finding, revision=1, confidence="", reason="", concerns={"coherence": ("huge", "x")}
        )

    assert refused.value.code == "findings.unknown_confidence"
