"""Codes merged, taken apart and split: nobody's coding is lost, and what people undid stays right."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from sluitend.apps.coding import actions, queries
from sluitend.apps.coding.models import Code, CodeChange, Coding, CodingStep, Fragment
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.sources.models import SourceVersion
from sluitend.errors import InputError, NotAllowed
from sluitend.web.wording import sentence

Codings = set[tuple[int, int, int]]


def _codings() -> Codings:
    return set(Coding.objects.values_list("fragment_id", "coder_id", "code_id"))


def _apply(user: User, version: SourceVersion, code: Code, start: int = 3, end: int = 12) -> Coding:
    return actions.apply_code(actor=user, version=version, start=start, end=end, code=code)


def test_merging_moves_the_codings_of_everybody_and_folds_what_is_double(
    leader: User, researcher: User, version: SourceVersion, code: Code, other_code: Code
) -> None:
    both, theirs = _apply(researcher, version, code), _apply(leader, version, code)
    _apply(researcher, version, other_code)
    alone = _apply(researcher, version, code, 20, 24)
    actions.write_memo(actor=leader, about=code, text="Waarom deze code?")

    change = actions.merge_codes(actor=leader, code=code, into=other_code)

    assert _codings() == {
        (both.fragment_id, researcher.pk, other_code.pk),
        (theirs.fragment_id, leader.pk, other_code.pk),
        (alone.fragment_id, researcher.pk, other_code.pk),
    }
    assert (len(change.moved["codings"]), len(change.moved["folded"])) == (2, 1)
    code.refresh_from_db()
    assert code.archived_at
    assert code.merged_into == other_code
    assert other_code.memos.get().text == "Waarom deze code?"
    event = AuditEvent.objects.get(action="coding.codes_merged")
    assert event.data == {"into": other_code.pk, "codings": 2, "folded": 1}


def test_a_merge_is_undone_as_it_was(
    leader: User, researcher: User, version: SourceVersion, code: Code, other_code: Code
) -> None:
    child = actions.add_code(actor=leader, evaluation=code.evaluation, name="Onder", parent=code)
    source = random.Random(20261122)
    for _ in range(40):
        start = source.randrange(100)
        _apply(source.choice([leader, researcher]), version, source.choice([code, other_code]), start, start + 5)
    actions.write_memo(actor=leader, about=code, text="Blijft van deze code.")
    before, moments = _codings(), set(Coding.objects.values_list("created_at", flat=True))

    change = actions.merge_codes(actor=leader, code=code, into=other_code)
    assert {one[2] for one in _codings()} == {other_code.pk}
    assert {one[:2] for one in _codings()} == {one[:2] for one in before}
    child.refresh_from_db()
    assert child.parent == other_code
    actions.undo_merge(actor=leader, change=change)

    assert _codings() == before
    assert set(Coding.objects.values_list("created_at", flat=True)) == moments
    child.refresh_from_db()
    code.refresh_from_db()
    assert (child.parent, code.archived_at, code.merged_into) == (code, None, None)
    assert code.memos.count() == 1
    with pytest.raises(InputError, match=r"coding\.merge_undone"):
        actions.undo_merge(actor=leader, change=change)


def test_what_was_done_since_stays_when_a_merge_is_undone(
    leader: User, researcher: User, version: SourceVersion, code: Code, other_code: Code
) -> None:
    moved, gone = _apply(leader, version, code), _apply(leader, version, code, 20, 24)
    change = actions.merge_codes(actor=leader, code=code, into=other_code)
    actions.remove_coding(actor=leader, coding=Coding.objects.get(pk=gone.pk))
    new = _apply(researcher, version, other_code, 30, 40)

    actions.undo_merge(actor=leader, change=change)

    assert _codings() == {
        (moved.fragment_id, leader.pk, code.pk),
        (new.fragment_id, researcher.pk, other_code.pk),
    }


def test_undo_and_redo_stay_right_after_a_merge(
    leader: User, researcher: User, version: SourceVersion, code: Code, other_code: Code
) -> None:
    _apply(researcher, version, code)
    _apply(researcher, version, other_code)
    _apply(researcher, version, code, 20, 24)
    actions.undo(actor=researcher, source=version.source)
    actions.merge_codes(actor=leader, code=code, into=other_code)

    redone = actions.redo(actor=researcher, source=version.source)
    assert redone.code == other_code
    assert Coding.objects.filter(code=other_code, coder=researcher).count() == 2
    actions.undo(actor=researcher, source=version.source)
    actions.undo(actor=researcher, source=version.source)

    assert not Coding.objects.exists()
    with pytest.raises(InputError, match=r"coding\.nothing_to_undo"):
        actions.undo(actor=researcher, source=version.source)


def test_who_had_the_merged_code_in_hand_hears_that_it_is_archived(
    leader: User, researcher: User, version: SourceVersion, code: Code, other_code: Code
) -> None:
    in_hand = Code.objects.get(pk=code.pk)
    actions.merge_codes(actor=leader, code=code, into=other_code)

    with pytest.raises(InputError, match=r"coding\.code_archived"):
        _apply(researcher, version, in_hand)
    assert not Fragment.objects.exists()


def test_splitting_gives_the_chosen_passages_a_new_code_for_everybody(
    leader: User, researcher: User, version: SourceVersion, code: Code
) -> None:
    chosen, theirs = _apply(researcher, version, code), _apply(leader, version, code)
    stays = _apply(researcher, version, code, 20, 24)

    change = actions.split_code(actor=leader, code=code, fragments=[chosen.fragment_id], name="Wachten op een gesprek")

    new = change.other
    assert new
    assert (new.name, new.parent, new.colour != code.colour) == ("Wachten op een gesprek", code.parent, True)
    assert _codings() == {
        (chosen.fragment_id, researcher.pk, new.pk),
        (theirs.fragment_id, leader.pk, new.pk),
        (stays.fragment_id, researcher.pk, code.pk),
    }
    actions.undo(actor=researcher, source=version.source)
    actions.undo(actor=researcher, source=version.source)
    assert _codings() == {(theirs.fragment_id, leader.pk, new.pk)}


def test_a_split_is_undone_and_the_code_that_was_made_for_it_goes(
    leader: User, researcher: User, version: SourceVersion, code: Code
) -> None:
    chosen, theirs = _apply(researcher, version, code), _apply(leader, version, code)
    before = _codings()
    change = actions.split_code(actor=leader, code=code, fragments=[chosen.fragment_id], name="Wachten op een gesprek")
    assert _codings() != before

    actions.undo_split(actor=leader, change=change)

    assert _codings() == before
    assert {theirs.code_id, chosen.code_id} == {code.pk}
    assert Code.objects.get(pk=change.other_id).archived_at is not None
    with pytest.raises(InputError) as refused:
        actions.undo_split(actor=leader, change=change)
    assert sentence(refused.value) == "Deze splitsing is al ongedaan gemaakt."


def test_what_was_coded_since_stays_when_a_split_is_undone(
    leader: User, researcher: User, version: SourceVersion, code: Code
) -> None:
    chosen = _apply(researcher, version, code)
    change = actions.split_code(actor=leader, code=code, fragments=[chosen.fragment_id], name="Wachten op een gesprek")
    assert change.other
    later = _apply(leader, version, change.other, 20, 24)

    actions.undo_split(actor=leader, change=change)

    assert _codings() == {
        (chosen.fragment_id, researcher.pk, code.pk),
        (later.fragment_id, leader.pk, change.other.pk),
    }
    assert Code.objects.get(pk=change.other_id).archived_at is None


def test_page_undoes_a_split(client: Client, leader: User, version: SourceVersion, code: Code) -> None:
    coding = _apply(leader, version, code)
    change = actions.split_code(actor=leader, code=code, fragments=[coding.fragment_id], name="Nieuw")
    history = client.get(reverse("coding:code_history", args=[code.evaluation_id, code.pk]))
    assert "Splitsen ongedaan maken" in history.content.decode()

    done = client.post(reverse("coding:undo_merge", args=[code.evaluation_id, code.pk, change.pk]), follow=True)

    assert "De passages hebben weer “Wachten”." in done.content.decode()


def test_refusals(
    leader: User, reader: User, version: SourceVersion, code: Code, other_code: Code, evaluation: Evaluation
) -> None:
    child = actions.add_code(actor=leader, evaluation=evaluation, name="Onder", parent=code)
    _apply(leader, version, code)

    for into, reason in [(code, "coding.code_in_itself"), (child, "coding.code_in_itself")]:
        with pytest.raises(InputError, match=reason):
            actions.merge_codes(actor=leader, code=code, into=into)
    with pytest.raises(InputError, match=r"coding\.nothing_chosen"):
        actions.split_code(actor=leader, code=code, fragments=[], name="Nieuw")
    with pytest.raises(NotAllowed):
        actions.merge_codes(actor=reader, code=code, into=other_code)
    with pytest.raises(NotAllowed):
        actions.split_code(actor=reader, code=code, fragments=[1], name="Nieuw")
    assert not CodeChange.objects.filter(kind__in=["merged", "split"]).exists()
    assert not CodingStep.objects.filter(code=other_code).exists()


def test_a_codebook_has_six_levels(leader: User, evaluation: Evaluation, code: Code) -> None:
    lowest = code
    for level in range(2, 7):
        lowest = actions.add_code(actor=leader, evaluation=evaluation, name=f"Niveau {level}", parent=lowest)

    with pytest.raises(InputError, match=r"coding\.code_too_deep"):
        actions.add_code(actor=leader, evaluation=evaluation, name="Niveau 7", parent=lowest)
    top = actions.add_code(actor=leader, evaluation=evaluation, name="Boven")
    with pytest.raises(InputError, match=r"coding\.code_too_deep"):
        actions.move_code(actor=leader, code=code, parent=top)


def test_two_people_who_change_a_code_at_once_do_not_overwrite_each_other(leader: User, code: Code) -> None:
    read = code.revision
    actions.change_code(actor=leader, code=code, name="Wachttijd", revision=read, definition="Langer dan de norm.")

    with pytest.raises(InputError, match=r"coding\.changed_meanwhile"):
        actions.change_code(actor=leader, code=code, name="Wachten", revision=read, definition="Iets anders.")

    change = queries.history_of_code_for(leader, code)[0]
    assert (change.before["name"], change.after["definition"]) == ("Wachten", "Langer dan de norm.")


@pytest.fixture
def client(client_of: Callable[[User], Client], leader: User) -> Client:
    return client_of(leader)


def test_pages_merge_tell_and_undo(
    client: Client, leader: User, version: SourceVersion, code: Code, other_code: Code
) -> None:
    _apply(leader, version, code)
    place = [code.evaluation_id, code.pk]
    page = client.get(reverse("coding:merge_code", args=place)).content.decode()
    assert "1 passage krijgt de andere code" in page

    done = client.post(reverse("coding:merge_code", args=place), {"into": other_code.pk}, follow=True)
    assert "“Wachten” hoort nu bij “Warme overdracht”. 1 code ging mee." in done.content.decode()
    history = client.get(reverse("coding:code_history", args=place)).content.decode()
    assert "Samenvoegen ongedaan maken" in history
    change = CodeChange.objects.get(kind="merged")
    back = client.post(reverse("coding:undo_merge", args=[*place, change.pk]), follow=True)
    assert "“Wachten” is weer een eigen code." in back.content.decode()
    again = client.post(reverse("coding:undo_merge", args=[*place, change.pk]), follow=True)
    assert "Dit samenvoegen is al ongedaan gemaakt." in again.content.decode()


def test_page_splits(client: Client, leader: User, version: SourceVersion, code: Code) -> None:
    coding = _apply(leader, version, code)
    address = reverse("coding:split_code", args=[code.evaluation_id, code.pk])
    assert "wachttijd" in client.get(address).content.decode()

    nothing = client.post(address, {"name": "Nieuw"})
    assert "Kies ten minste één passage met deze code." in nothing.content.decode()
    done = client.post(address, {"name": "Nieuw", "fragments": [coding.fragment.number]}, follow=True)

    assert "Passages van “Wachten” hebben nu “Nieuw”. 1 code ging mee." in done.content.decode()


def test_page_shows_what_somebody_else_wrote_meanwhile(client: Client, leader: User, code: Code) -> None:
    read = code.revision
    actions.change_code(actor=leader, code=code, name="Wachttijd", definition="Langer dan de norm.")
    address = reverse("coding:change_code", args=[code.evaluation_id, code.pk])

    page = client.post(address, {"name": "Wachten", "definition": "Van mij.", "revision": read, "colour": "1"})

    shown = page.content.decode()
    assert "Iemand anders heeft deze code gewijzigd terwijl u schreef." in shown
    assert "Langer dan de norm." in shown
    assert "Van mij." in shown
