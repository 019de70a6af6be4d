"""Planning, dividing, opening, finishing and closing a round. Everything is fictitious."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from sluitend.apps.coding import actions
from sluitend.apps.coding.actions import changes, numbering
from sluitend.apps.coding.agreement.figures import overview
from sluitend.apps.coding.models import Change, Code, CodingRound, Fragment, RoundAssignment, RoundText
from sluitend.apps.coding.queries.agreement import compared_for
from sluitend.apps.coding.queries.rounds import round_for, round_page_for, rounds_for, work_for
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.sources.models import SourceVersion
from sluitend.errors import InputError, NotAllowed, NotFound
from sluitend.web.wording import sentence
from tests.coding.conftest import MakeVersion
from tests.coding.rounds.near import opened, planned

Texts = list[SourceVersion]


@pytest.fixture
def texts(make_version: MakeVersion) -> Texts:
    return [make_version(number=number) for number in (1, 2, 3, 4)]


def _coders(one: CodingRound) -> dict[int, set[str]]:
    rows = RoundText.objects.filter(round=one).prefetch_related("coders")
    return {row.version.source.number: {coder.name.split(" ")[0] for coder in row.coders.all()} for row in rows}


def test_a_plan_has_a_number_a_division_and_a_line_in_the_trail(
    leader: User, researcher: User, colleague: User, texts: Texts, code: Code
) -> None:
    first = planned(leader, texts, [researcher, colleague], codes=[code], share=50, unit="turn")
    second = planned(leader, texts[:1], [researcher])

    assert (first.number, second.number, str(first)) == (1, 2, "Ronde 1")
    assert (first.state, first.unit, first.is_blind, list(first.codes.all())) == ("planned", "turn", True, [code])
    assert sorted(len(coders) for coders in _coders(first).values()) == [1, 1, 2, 2]
    assert _coders(second) == {1: {"onderzoeker"}}
    event = AuditEvent.objects.filter(action="coding.round_planned").earliest("pk")
    assert event.data == {"round": 1, "texts": 4, "coders": 2, "blind": True, "share": 50, "together": 2}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"title": "  "}, "Geef de ronde een titel."),
        ({"texts": []}, "Kies minstens één tekst voor deze ronde."),
        ({"coders": []}, "Kies minstens één codeur voor deze ronde."),
        ({"together": 3}, "U vraagt 3 codeurs per tekst en koos er 1. Kies meer codeurs of een lager aantal."),
    ],
)
def test_what_a_plan_cannot_do_without(
    leader: User, researcher: User, version: SourceVersion, change: dict[str, object], told: str
) -> None:
    about = {"title": "Proef", "texts": [version], "coders": [researcher], **change}

    with pytest.raises(InputError) as error:
        actions.plan_round(actor=leader, evaluation=version.source.evaluation, **about)

    assert sentence(error.value) == told
    assert not CodingRound.objects.exists()


def test_three_can_code_the_same_texts_and_are_compared_together(
    leader: User, researcher: User, colleague: User, texts: Texts, code: Code, client_of: Callable[[User], Client]
) -> None:
    """Of two of the four texts: the others have one coder each. Agreement then is of all three at once."""
    everybody = [leader, researcher, colleague]
    chosen = {"coders": [one.pk for one in everybody], "share": "50", "together": "3"}
    page = client_of(leader).post(
        reverse("coding:plan_round", args=[code.evaluation_id]),
        {"title": "Met drie", "texts": [one.pk for one in texts], "unit": "sentence", **chosen},
    )
    one = CodingRound.objects.get()

    assert page.status_code == 302
    assert sorted(len(coders) for coders in _coders(one).values()) == [1, 1, 3, 3]
    about = client_of(leader).get(reverse("coding:round", args=[one.evaluation_id, 1])).content.decode()
    assert "50% van de teksten, elk door 3 codeurs, loting 1" in about

    actions.open_round(actor=leader, round_=one)
    shared = [text for text in texts if len(_coders(one)[text.source.number]) == 3]
    for version in shared:
        for coder in everybody[1:]:
            actions.apply_code(actor=coder, version=version, start=0, end=21, code=code)
        for coder in everybody:
            actions.finish_text(actor=coder, round_=one, source=version.source.number)
    actions.close_round(actor=leader, round_=one)
    compared = compared_for(leader, CodingRound.objects.get())
    found = overview(compared.sample, [code.pk], unit=compared.kind)

    assert {len(text.coders) for text in compared.sample.compared} == {3}
    assert len(found.pairs) == 3
    units = compared.sample.units  # two of three gave it to one unit of each text: a third of those pairs is equal
    assert found.codes[code.pk].estimates["percent_agreement"].value == pytest.approx(1 - 2 * (2 / 3) / units)


def test_dividing_again_takes_another_number_of_coders(
    leader: User, researcher: User, colleague: User, texts: Texts, client_of: Callable[[User], Client]
) -> None:
    one = planned(leader, texts, [leader, researcher, colleague])
    chosen = {"coders": [person.pk for person in (leader, researcher, colleague)], "share": "100"}
    at = reverse("coding:divide_round", args=[one.evaluation_id, one.number])

    client_of(leader).post(at, chosen | {"together": "3"})
    refused = client_of(leader).post(at, chosen | {"together": "4"}, follow=True).content.decode()

    one.refresh_from_db()
    assert (one.together, one.seed) == (3, 2)
    assert {len(coders) for coders in _coders(one).values()} == {3}
    assert "U vraagt 4 codeurs per tekst en koos er 3." in refused


def test_who_may_not_code_is_no_coder(leader: User, reader: User, version: SourceVersion) -> None:
    with pytest.raises(InputError) as error:
        planned(leader, [version], [reader])

    assert sentence(error.value) == (
        "lezer (fictief) mag in deze evaluatie niet coderen. Maak deze persoon eerst lid als onderzoeker."
    )


def test_only_who_leads_plans_opens_and_closes(leader: User, researcher: User, version: SourceVersion) -> None:
    one = planned(leader, [version], [researcher])

    with pytest.raises(NotAllowed):
        planned(researcher, [version], [researcher])
    for act in (actions.open_round, actions.close_round, actions.delete_round):
        with pytest.raises(NotAllowed):
            act(actor=researcher, round_=one)
    assert CodingRound.objects.get().state == "planned"


def test_a_draw_can_be_repeated_and_changed_by_hand(
    leader: User, researcher: User, colleague: User, texts: Texts
) -> None:
    one = planned(leader, texts, [researcher, colleague], share=0)
    before = _coders(one)

    actions.divide_again(actor=leader, round_=one, coders=[researcher, colleague], share=0, seed=1)
    same = _coders(one)
    actions.divide_again(actor=leader, round_=one, coders=[colleague], share=0, seed=2)
    other = _coders(one)
    text = RoundText.objects.get(version=texts[0])
    actions.assign(actor=leader, round_=one, coders={text.pk: [researcher.pk, leader.pk]})

    assert same == before
    assert other == {number: {"collega"} for number in (1, 2, 3, 4)}
    assert _coders(one) == {**other, 1: {"onderzoeker", "projectleider"}}


def test_a_text_without_a_coder_cannot_be_opened(leader: User, researcher: User, texts: Texts) -> None:
    one = planned(leader, texts, [researcher])
    RoundAssignment.objects.filter(text__version=texts[1]).delete()

    with pytest.raises(InputError) as error:
        actions.open_round(actor=leader, round_=one)

    assert sentence(error.value) == "Elke tekst van de ronde heeft een codeur nodig. Vink er bij elke tekst één aan."


def test_a_text_is_in_one_open_round_at_a_time(leader: User, researcher: User, texts: Texts) -> None:
    opened(leader, texts[:2], [researcher])
    second = planned(leader, texts[1:], [researcher])

    with pytest.raises(InputError) as error:
        actions.open_round(actor=leader, round_=second)

    assert sentence(error.value) == (
        "S2 zit in ronde 1, en die is open. Sluit die eerst, of laat de tekst uit deze ronde weg."
    )


def test_who_leads_and_saw_everything_does_not_join_a_blind_round(
    leader: User, researcher: User, version: SourceVersion
) -> None:
    planning = planned(leader, [version], [researcher])
    text = RoundText.objects.get().pk
    actions.assign(actor=leader, round_=planning, coders={text: [researcher.pk, leader.pk]})
    one = actions.open_round(actor=leader, round_=planning)
    actions.assign(actor=leader, round_=one, coders={text: [researcher.pk]})

    with pytest.raises(InputError) as error:
        actions.assign(actor=leader, round_=one, coders={text: [researcher.pk, leader.pk]})

    assert sentence(error.value) == (
        "projectleider (fictief) leidt de evaluatie en codeert niet mee in ronde 1. Deze persoon kon dus zien wat "
        "anderen coderen. Kies iemand anders, of laat deze persoon in een volgende ronde meecoderen."
    )
    assert _coders(one) == {1: {"onderzoeker"}}


@pytest.mark.parametrize("unknown", ["999999", "9" * 30, "9" * 5000])
def test_who_does_not_exist_is_no_coder(
    leader: User, researcher: User, version: SourceVersion, client_of: Callable[[User], Client], unknown: str
) -> None:
    one = planned(leader, [version], [researcher])
    url = reverse("coding:assign_round", args=[one.evaluation_id, one.number])

    answer = client_of(leader).post(url, {"text-1": [str(researcher.pk), unknown]})

    assert answer.status_code == (404 if len(unknown) < 10 else 302)
    connection.check_constraints()
    assert _coders(one) == {1: {"onderzoeker"}}


@pytest.mark.parametrize(
    "act",
    [
        lambda actor, piece: actions.ensure_fragment(actor=actor, version=piece.version, start=6, end=9),
        lambda actor, piece: actions.place_fragment(actor=actor, fragment=piece, version=piece.version, start=6, end=9),
        lambda actor, piece: actions.lapse_fragment(actor=actor, fragment=piece),
    ],
)
def test_a_round_that_opens_while_somebody_waits_for_its_text_holds_for_them_too(
    leader: User,
    researcher: User,
    version: SourceVersion,
    monkeypatch: pytest.MonkeyPatch,
    act: Callable[[User, Fragment], object],
) -> None:
    fragment = actions.ensure_fragment(actor=researcher, version=version, start=0, end=5)
    one, lock = planned(leader, [version], [researcher]), changes.lock

    def waits(source_id: int) -> None:
        monkeypatch.setattr(changes, "lock", lock)
        actions.open_round(actor=leader, round_=one)
        lock(source_id)

    monkeypatch.setattr(changes, "lock", waits)

    with pytest.raises(InputError, match=r"coding.blind_text"):
        act(researcher, fragment)


def test_texts_are_held_in_one_order(
    leader: User, researcher: User, texts: Texts, monkeypatch: pytest.MonkeyPatch
) -> None:
    planning = planned(leader, texts[::-1], [researcher])
    held: list[int] = []
    monkeypatch.setattr(changes, "lock", held.append)
    coders = {text.pk: [researcher.pk] for text in RoundText.objects.all()}

    actions.assign(actor=leader, round_=planning, coders=coders)

    assert held == sorted(one.source_id for one in texts)


def test_a_number_that_is_taken_in_another_text_meanwhile_is_given_to_nobody_else(
    leader: User, researcher: User, texts: Texts, code: Code, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a stretch of two numbers, of which another coder takes one while this one waits for the counter."""
    one = opened(leader, texts[:2], [researcher])
    CodingRound.objects.filter(pk=one.pk).update(numbers=2)
    taken = {"version": texts[1], "number": one.numbers_from, "start": 0, "end": 5, "created_by": leader}

    def waits(evaluation_id: int, *_kind: object) -> None:
        Fragment.objects.create(evaluation_id=evaluation_id, **taken)

    monkeypatch.setattr(numbering, "next_numbers", waits)
    made = actions.apply_code(actor=researcher, version=texts[0], start=0, end=5, code=code).fragment

    assert one.numbers_from is not None
    assert made.number == one.numbers_from + 1


def test_a_number_that_an_undo_brings_back_is_given_to_nobody_else(
    leader: User, researcher: User, colleague: User, version: SourceVersion, code: Code
) -> None:
    """In a stretch of two numbers, the one of which is free only until the first coder does the step again."""
    one = opened(leader, [version], [researcher, colleague])
    CodingRound.objects.filter(pk=one.pk).update(numbers=2)
    first = actions.apply_code(actor=researcher, version=version, start=0, end=5, code=code).fragment.number
    actions.undo(actor=researcher, source=version.source)

    spans = ((6, 10), (11, 15))
    others = {
        actions.apply_code(actor=colleague, version=version, start=start, end=end, code=code).fragment.number
        for start, end in spans
    }
    again = actions.redo(actor=researcher, source=version.source)

    assert again.fragment_number == first
    assert first not in others


def test_opening_and_closing_are_told_to_who_has_the_text_open(
    leader: User, researcher: User, version: SourceVersion
) -> None:
    one = opened(leader, [version], [researcher])
    told = Change.objects.filter(source=version.source, kind="everything", by=None).count()

    closed = actions.close_round(actor=leader, round_=one)

    assert told == 1
    assert Change.objects.filter(source=version.source, kind="everything", by=None).count() == 2
    assert (closed.state, closed.closed_by) == ("closed", leader)
    assert AuditEvent.objects.get(action="coding.round_closed").data == {"round": 1, "unfinished": 1}


def test_a_closed_round_stays_as_it_is(leader: User, researcher: User, version: SourceVersion) -> None:
    one = actions.close_round(actor=leader, round_=opened(leader, [version], [researcher]))
    text = RoundText.objects.get()

    for act in (
        lambda: actions.open_round(actor=leader, round_=one),
        lambda: actions.close_round(actor=leader, round_=one),
        lambda: actions.delete_round(actor=leader, round_=one),
        lambda: actions.assign(actor=leader, round_=one, coders={text.pk: [leader.pk]}),
        lambda: actions.finish_text(actor=researcher, round_=one, source=1),
    ):
        with pytest.raises(InputError):
            act()

    assert CodingRound.objects.get().state == "closed"
    assert _coders(one) == {1: {"onderzoeker"}}


def test_a_coder_says_to_be_finished_and_takes_it_back(
    leader: User, researcher: User, colleague: User, version: SourceVersion
) -> None:
    one = opened(leader, [version], [researcher, colleague])

    actions.finish_text(actor=researcher, round_=one, source=1)
    seen_by_leader = round_page_for(leader, round_for(leader, version.source.evaluation, 1))
    actions.finish_text(actor=researcher, round_=one, source=1, is_finished=False)

    assert {line.coder: (line.finished, line.assigned) for line in seen_by_leader.coders} == {
        researcher: (1, 1),
        colleague: (0, 1),
    }
    assert not RoundAssignment.objects.exclude(finished_at=None).exists()


def test_who_codes_nothing_in_a_text_is_not_finished_with_it(
    leader: User, researcher: User, colleague: User, version: SourceVersion
) -> None:
    one = opened(leader, [version], [researcher])

    with pytest.raises(NotFound):
        actions.finish_text(actor=colleague, round_=one, source=1)


def test_a_coder_sees_their_own_texts_and_nothing_of_a_plan(
    leader: User, researcher: User, colleague: User, texts: Texts, evaluation: Evaluation
) -> None:
    planned(leader, texts, [researcher])
    one = opened(leader, texts[:2], [researcher, colleague], share=0)
    own = {number for number, names in _coders(one).items() if "onderzoeker" in names}

    page = round_page_for(researcher, round_for(researcher, evaluation, 2))

    assert [line.round for line in rounds_for(researcher, evaluation)] == [one]
    assert {line.source.number for line in page.texts} == own != {1, 2}
    assert {share.coder for line in page.texts for share in line.shares} == {researcher}
    assert {line.coder for line in page.coders} == {researcher}
    assert len(work_for(researcher, evaluation)) == len(own)
    with pytest.raises(NotFound):
        round_for(researcher, evaluation, 1)


def test_who_stays_assigned_stays_finished(
    leader: User, researcher: User, colleague: User, version: SourceVersion
) -> None:
    one = opened(leader, [version], [researcher])
    actions.finish_text(actor=researcher, round_=one, source=1)

    actions.assign(actor=leader, round_=one, coders={RoundText.objects.get().pk: [researcher.pk, colleague.pk]})

    shares = {share.coder: share.finished_at is not None for share in RoundAssignment.objects.all()}
    assert shares == {researcher: True, colleague: False}


def test_without_rounds_a_coder_sees_none(
    client_of: Callable[..., object], researcher: User, version: SourceVersion, evaluation: Evaluation
) -> None:
    page = client_of(researcher).get(f"/evaluaties/{evaluation.pk}/coderen/").content.decode()  # type: ignore[attr-defined]

    assert "S1" in page
    assert "rondes" not in page
    assert "ronde" not in page.replace("rondes", "")
