"""Vectors come with a person's permission, follow the texts, and go with the words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from hashlib import sha256

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from numpy.typing import NDArray

from sluitend.apps.coding import actions
from sluitend.apps.coding.actions.meaning import keeping, starting, tasks, turns
from sluitend.apps.coding.meaning import searching
from sluitend.apps.coding.models import Code, MeaningUse, PassageVector, TextMeaning
from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork.destruction import Destruction
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.sources.models import Source, SourceVersion
from sluitend.engines.text.embedding import Purpose
from sluitend.errors import InputError, NotAllowed, NotFound
from sluitend.work import embedding_host, runs
from sluitend.work.models import Run, State
from tests.coding.conftest import MakeVersion, add_version
from tests.coding.meaning.conftest import MODEL, KnownModel, Read

WAITING = "Wij moesten maanden wachten op hulp voor ons kind."
SCHOOL = "De school zag als eerste dat het thuis misging."
TALK = f"{WAITING}\n\n{SCHOOL}\n\nJa, dat klopt.\n\nNiemand wist wie de regie had over het gezin."


class Clock:
    """Time stands still, but for what the model takes."""

    def __init__(self, model: KnownModel, monkeypatch: pytest.MonkeyPatch, *, seconds_a_passage: float) -> None:
        self.now = 0.0
        embed = model.embed

        def slow(texts: Sequence[str], purpose: Purpose) -> tuple[NDArray[np.float32], str]:
            self.now += seconds_a_passage * len(texts)
            return embed(texts, purpose)

        monkeypatch.setattr(model, "embed", slow)
        monkeypatch.setattr(turns, "monotonic", lambda: self.now)


@pytest.fixture
def talk(make_version: MakeVersion) -> SourceVersion:
    return make_version(TALK)


def test_nothing_is_read_before_somebody_asks(model: KnownModel, talk: SourceVersion, evaluation: Evaluation) -> None:
    keeping.ask_when_behind()

    assert keeping.read_on(evaluation.pk, lambda done, of: None)
    assert model.asked == []
    assert not Run.objects.exists()


def test_a_text_is_read_by_the_passage(read: Read, talk: SourceVersion, researcher: User) -> None:
    read()

    made = TextMeaning.objects.get(version=talk)
    assert made.passages == 3  # what is too short means nothing by itself
    assert PassageVector.objects.filter(text=made).count() == 3
    assert AuditEvent.objects.filter(action="coding.meaning_started", actor_id=researcher.pk).exists()


def test_the_nearest_comes_first(read: Read, talk: SourceVersion, evaluation: Evaluation, researcher: User) -> None:
    read()

    found = searching.search(researcher, evaluation, "maanden wachten op hulp")

    assert found[0].words == WAITING
    assert found[0].cosine > found[1].cosine


def test_more_like_a_fragment_leaves_out_the_fragment(
    read: Read, talk: SourceVersion, make_version: MakeVersion, evaluation: Evaluation, researcher: User
) -> None:
    other = make_version("Ook bij hen was het maanden wachten op hulp.", number=2)
    read()
    fragment = actions.ensure_fragment(actor=researcher, version=talk, start=0, end=len(WAITING))

    found = searching.similar(researcher, evaluation, fragment)

    assert found[0].version == other
    assert WAITING not in [one.words for one in found]


def test_who_is_no_member_finds_nothing(
    read: Read, talk: SourceVersion, evaluation: Evaluation, outsider: User, reader: User
) -> None:
    read()

    with pytest.raises(NotFound):
        searching.search(outsider, evaluation, "wachten")
    with pytest.raises(NotAllowed):
        searching.search(reader, evaluation, "wachten")


def test_a_question_of_another_evaluation_finds_nothing_of_this_one(
    read: Read, talk: SourceVersion, evaluation: Evaluation, researcher: User
) -> None:
    read()
    TextMeaning.objects.update(
        evaluation=Evaluation.objects.create(
            title="Andere evaluatie (fictief)", template_key="keten", wrapped_key=b"x", created_by=researcher
        )
    )

    assert searching.search(researcher, evaluation, "wachten") == []


def test_withdrawn_words_are_found_no_more(
    read: Read, talk: SourceVersion, make_version: MakeVersion, evaluation: Evaluation, researcher: User
) -> None:
    other = make_version(f"{SCHOOL} Dat zei de leraar later ook.", number=2)
    read()
    searching.search(researcher, evaluation, "school")  # in memory now
    destruction = Destruction(evaluation.pk, texts={talk.pk: ()})

    tasks.words_withdrawn(None, None, destruction)

    assert {one.version for one in searching.search(researcher, evaluation, "wachten op hulp")} == {other}
    assert not PassageVector.objects.filter(text__version=talk).exists()
    assert [(line.kind, line.count) for line in destruction.lines] == [("coding.vectors", 1)]


def test_a_text_whose_words_changed_is_read_again(
    read: Read, model: KnownModel, talk: SourceVersion, evaluation: Evaluation, researcher: User
) -> None:
    read()
    blanked = TALK.replace(WAITING, "–" * len(WAITING))
    SourceVersion.objects.filter(pk=talk.pk).update(text=blanked, text_sha256=sha256(blanked.encode()).hexdigest())

    assert WAITING not in [one.words for one in searching.search(researcher, evaluation, "maanden wachten op hulp")]

    model.asked.clear()
    assert keeping.read_on(evaluation.pk, lambda done, of: None)
    assert model.asked == [SCHOOL, "Niemand wist wie de regie had over het gezin."]


def test_of_a_corrected_text_only_the_newest_is_found(
    read: Read, talk: SourceVersion, evaluation: Evaluation, leader: User, researcher: User
) -> None:
    read()
    newest = add_version(talk.source, leader, TALK.replace("maanden", "drie maanden"))
    assert keeping.read_on(evaluation.pk, lambda done, of: None)

    found = searching.search(researcher, evaluation, "maanden wachten op hulp")

    assert {one.version for one in found} == {newest}


def test_work_that_was_broken_off_goes_on_with_the_next_text(
    model: KnownModel, make_version: MakeVersion, evaluation: Evaluation, researcher: User
) -> None:
    for number in range(1, 4):
        make_version(f"{WAITING} Dit is gesprek {number}.", number=number)
    starting.start_reading(actor=researcher, evaluation=evaluation)

    assert not keeping.read_on(evaluation.pk, lambda done, of: None, seconds=-1)
    assert keeping.progress_for(researcher, evaluation).waiting == 3

    done = runs.drain()
    assert [run.state for run in done] == [State.DONE]
    progress = keeping.progress_for(researcher, evaluation)
    assert (progress.waiting, progress.share, progress.can_ask) == (0, 100, True)


def test_a_text_that_is_too_long_for_one_turn_goes_on_in_the_next(
    model: KnownModel, talk: SourceVersion, evaluation: Evaluation, researcher: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    starting.start_reading(actor=researcher, evaluation=evaluation)
    Clock(model, monkeypatch, seconds_a_passage=6)

    turns_taken = [keeping.read_on(evaluation.pk, lambda done, of: None, seconds=10) for _turn in range(2)]

    assert turns_taken == [False, True]
    asked = [text for text in model.asked if text in TALK]
    assert len(asked) == len(set(asked)) == 3  # each passage once
    assert TextMeaning.objects.get().passages == 3


def test_a_turn_ends_when_other_work_waits(
    model: KnownModel, talk: SourceVersion, evaluation: Evaluation, researcher: User
) -> None:
    starting.start_reading(actor=researcher, evaluation=evaluation)
    runs.start("coding.forget_changes", {})

    assert not keeping.read_on(evaluation.pk, lambda done, of: None)
    assert not model.asked

    kinds = [run.kind for run in runs.drain()]
    assert kinds == [keeping.READ, "coding.forget_changes", keeping.READ]
    assert TextMeaning.objects.exists()


def test_reading_stands_behind_what_came_later(
    model: KnownModel, talk: SourceVersion, evaluation: Evaluation, researcher: User
) -> None:
    starting.start_reading(actor=researcher, evaluation=evaluation)
    later = runs.start("coding.forget_changes", {})

    assert DBTaskResult.objects.ready().values_list("pk", flat=True)[0] == later.task_id


def test_another_model_is_another_permission(
    read: Read, talk: SourceVersion, evaluation: Evaluation, researcher: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    read()
    monkeypatch.setattr(embedding_host, "model_name", lambda: "https://elders.invalid#ander")

    keeping.ask_when_behind()

    assert Run.objects.filter(kind=keeping.READ).count() == 1  # that of before
    progress = keeping.progress_for(researcher, evaluation)
    assert progress.is_other
    assert not progress.can_ask


def test_only_the_leader_lets_texts_leave_the_machine(
    model: KnownModel,
    talk: SourceVersion,
    evaluation: Evaluation,
    leader: User,
    researcher: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(embedding_host, "leaves_machine", lambda: True)

    with pytest.raises(NotAllowed):
        starting.start_reading(actor=researcher, evaluation=evaluation)

    assert starting.start_reading(actor=leader, evaluation=evaluation).leaves


def test_who_starts_it_anew_did_so_now(
    model: KnownModel, evaluation: Evaluation, leader: User, researcher: User
) -> None:
    long_ago = timezone.now() - timedelta(days=100)
    starting.start_reading(actor=researcher, evaluation=evaluation)
    MeaningUse.objects.update(started_at=long_ago)

    starting.start_reading(actor=leader, evaluation=evaluation)

    use = MeaningUse.objects.get()
    assert use.started_by == leader
    assert use.started_at > long_ago + timedelta(days=99)


def test_everything_can_be_destroyed_again(
    read: Read, talk: SourceVersion, evaluation: Evaluation, researcher: User
) -> None:
    read()

    starting.stop_reading(actor=researcher, evaluation=evaluation)

    assert not PassageVector.objects.exists()
    assert not TextMeaning.objects.exists()
    assert not MeaningUse.objects.exists()


def test_a_source_that_is_deleted_meanwhile_stops_nothing(
    model: KnownModel, talk: SourceVersion, make_version: MakeVersion, evaluation: Evaluation, researcher: User
) -> None:
    for number in (2, 3):
        make_version(f"{WAITING} Gesprek {number}.", number=number)
    starting.start_reading(actor=researcher, evaluation=evaluation)
    told: list[int] = []

    def delete(done: int, of: int) -> None:
        told.append(done)
        if told.count(2) == 2:
            Source.objects.filter(number=3).delete()  # while it is read
        Source.objects.filter(number=2).delete()  # before its turn

    assert keeping.read_on(evaluation.pk, delete)

    assert {made.version for made in TextMeaning.objects.all()} == {talk}


@pytest.mark.parametrize(("at", "read"), [(1, 0), (4, 3)], ids=["before the text", "at its last passage"])
def test_what_is_stopped_halfway_leaves_nothing(
    model: KnownModel,
    talk: SourceVersion,
    evaluation: Evaluation,
    researcher: User,
    monkeypatch: pytest.MonkeyPatch,
    at: int,
    read: int,
) -> None:
    starting.start_reading(actor=researcher, evaluation=evaluation)
    monkeypatch.setattr(turns, "AT_ONCE", 1)
    told: list[int] = []

    def stop(done: int, of: int) -> None:
        told.append(done)
        if len(told) == at:
            starting.stop_reading(actor=researcher, evaluation=evaluation)

    keeping.read_on(evaluation.pk, stop)

    assert sum(text in TALK for text in model.asked) == read
    assert not TextMeaning.objects.exists()


def test_nothing_is_asked_of_a_model_that_nobody_agreed_to(
    read: Read,
    model: KnownModel,
    talk: SourceVersion,
    evaluation: Evaluation,
    researcher: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read()
    fragment = actions.ensure_fragment(actor=researcher, version=talk, start=0, end=len(WAITING))
    monkeypatch.setattr(embedding_host, "model_name", lambda: "https://elders.example/v1#ander")
    asked = list(model.asked)

    with pytest.raises(InputError, match="meaning_not_started"):
        searching.search(researcher, evaluation, "wachten")
    with pytest.raises(InputError, match="meaning_not_started"):
        searching.similar(researcher, evaluation, fragment)

    assert model.asked == asked


def test_a_service_that_has_another_model_under_the_same_name_is_no_model(
    read: Read,
    model: KnownModel,
    talk: SourceVersion,
    make_version: MakeVersion,
    evaluation: Evaluation,
    researcher: User,
    client_of: Callable[[User], Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read()
    make_version(f"{WAITING} Gesprek 2.", number=2)
    monkeypatch.setattr(model, "embed", lambda texts, purpose: (np.ones((len(texts), 8), np.float32), MODEL))

    page = client_of(researcher).get(reverse("coding:search", args=[evaluation.pk]) + "?op=betekenis&vraag=wachten")
    assert page.status_code == 200
    assert "error" in page.context
    with pytest.raises(InputError, match="meaning_failed"):
        keeping.read_on(evaluation.pk, lambda done, of: None)


def test_without_a_model_nothing_starts(talk: SourceVersion, evaluation: Evaluation, researcher: User) -> None:
    with pytest.raises(InputError, match="meaning_missing"):
        starting.start_reading(actor=researcher, evaluation=evaluation)


def test_a_question_has_an_end(read: Read, talk: SourceVersion, evaluation: Evaluation, researcher: User) -> None:
    read()

    with pytest.raises(InputError, match="question_too_long"):
        searching.search(researcher, evaluation, "wachten " * 100)


def test_the_page_says_that_it_is_not_installed(
    talk: SourceVersion, evaluation: Evaluation, researcher: User, client_of: Callable[[User], Client]
) -> None:
    page = client_of(researcher).get(reverse("coding:search", args=[evaluation.pk]) + "?op=betekenis")

    assert "Zoeken op betekenis is hier niet geïnstalleerd" in page.content.decode()


def test_the_page_warns_when_texts_would_leave_the_machine(
    model: KnownModel,
    talk: SourceVersion,
    evaluation: Evaluation,
    researcher: User,
    client_of: Callable[[User], Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(embedding_host, "leaves_machine", lambda: True)

    page = client_of(researcher).get(reverse("coding:search", args=[evaluation.pk]) + "?op=betekenis").content.decode()

    assert "worden daarheen gestuurd" in page
    assert "De projectleider beslist" in page
    assert reverse("coding:start_meaning", args=[evaluation.pk]) not in page


def test_the_page_shows_what_lies_near_a_fragment(
    read: Read,
    talk: SourceVersion,
    code: Code,
    evaluation: Evaluation,
    researcher: User,
    client_of: Callable[[User], Client],
) -> None:
    read()
    coding = actions.apply_code(actor=researcher, version=talk, start=0, end=len(WAITING), code=code)
    address = reverse("coding:similar", args=[evaluation.pk]) + f"?fragment={coding.fragment}"

    page = client_of(researcher).get(address, follow=True).content.decode()

    assert f"Meer zoals {coding.fragment}" in page
    assert SCHOOL in page
