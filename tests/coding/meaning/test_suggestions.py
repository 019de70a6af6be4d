"""The computer learns from people, says how well that goes, and is never counted as one of them."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from time import sleep
from typing import Any

import numpy as np
import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sluitend.apps.coding import actions
from sluitend.apps.coding.actions.meaning import keeping, starting, tasks
from sluitend.apps.coding.actions.suggestions import deciding, learning
from sluitend.apps.coding.models import (
    Code,
    Coding,
    CodingRound,
    Learning,
    RoundText,
    Suggestion,
    SuggestionDecision,
    ToPlace,
)
from sluitend.apps.coding.suggestions import queries
from sluitend.apps.coding.suggestions.material import known_of
from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork.destruction import Destruction
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.sources import actions as sources
from sluitend.apps.sources.models import SourceVersion
from sluitend.errors import InputError, NotFound
from sluitend.formats.documents import Block, BlockKind
from sluitend.work import embedding_host, runs
from tests.coding.conftest import MakeVersion
from tests.coding.meaning.conftest import WAITS, KnownModel, Read


def words(suggestion: Suggestion) -> str:
    return (suggestion.version.text or "")[suggestion.start : suggestion.end]


def test_it_suggests_the_code_where_people_would_put_it(learned: list[Suggestion], coded: list[SourceVersion]) -> None:
    assert {one.version_id for one in learned} == {coded[4].pk}
    assert {words(one) for one in learned} == {f"{line} Gesprek 5." for line in WAITS}


def test_each_suggestion_shows_what_people_coded_alike(
    learned: list[Suggestion], evaluation: Evaluation, researcher: User
) -> None:
    shown, _more = queries.suggestions_for(researcher, evaluation)

    assert len(shown) == 3
    for one in shown:
        assert 0 < len(one.reasons) <= learning.REASONS
        assert {reason.words for reason in one.reasons} <= set(WAITS)


def test_it_is_no_coder_among_people(learned: list[Suggestion], coded: list[SourceVersion]) -> None:
    assert Coding.objects.filter(fragment__version=coded[4]).count() == 0
    assert Coding.objects.count() == 12


def test_its_agreement_with_people_is_told_with_what_it_beats(
    learned: list[Suggestion], evaluation: Evaluation, researcher: User
) -> None:
    told = queries.learned_for(researcher, evaluation)

    (line,) = told.lines
    assert (line.examples, line.texts, line.suggested) == (12, 4, 3)
    assert line.f1 is not None  # planted: the words tell it
    assert line.f1 > 0.9
    assert line.alpha is not None
    assert line.alpha > 0.85
    assert line.always == pytest.approx(2 * 0.5 / 1.5)
    assert line.never == pytest.approx(2 / 3)


def test_each_source_that_was_held_out_is_named_with_what_was_found_there(
    learned: list[Suggestion],
    coded: list[SourceVersion],
    code: Code,
    evaluation: Evaluation,
    researcher: User,
    client_of: Callable[[User], Client],
) -> None:
    told = queries.learned_for(researcher, evaluation)

    assert [one.number for one in told.sources] == [1, 2, 3, 4]
    assert sum(one.given for one in told.sources) == told.lines[0].examples
    for one in told.sources:
        (line,) = one.codes
        assert (line.path, line.given) == (code.name, 3)
        assert one.computer == line.f1 == pytest.approx(2 * line.both / (line.given + line.said))
        assert one.usual == one.always == pytest.approx(2 / 3)  # half of the passages everywhere
    page = client_of(researcher).get(reverse("coding:suggestions", args=[evaluation.pk])).content.decode()
    assert "Eén code is gemeten: F1" in page
    assert "1 van de 1 gemeten codes staat op minder dan 20 passages." in page
    assert f"S1 {told.sources[0].title}" in page


def test_words_that_stand_in_one_source_are_not_known_while_it_is_held_out(
    read: Read, coded: list[SourceVersion], make_version: MakeVersion, code: Code, evaluation: Evaluation, leader: User
) -> None:
    """Three passages about a swallow have the code, in one conversation: nobody could know that from the others."""
    swallows = [f"De zwaluw vloog {where} voorbij." for where in ("laag", "traag", "vroeg")]
    odd = make_version("\n\n".join([*swallows, "Er was thee met een koekje.", "Buiten stond een auto."]), number=6)
    for line in swallows:
        start = (odd.text or "").index(line)
        actions.apply_code(actor=leader, version=odd, start=start, end=start + len(line), code=code)
    read()
    learning.start_learning(actor=leader, evaluation=evaluation)
    runs.drain()

    held = {one.number: one for one in queries.learned_for(leader, evaluation).sources}

    (line,) = held[6].codes
    assert (line.given, line.both) == (3, 0)
    assert all(one.codes[0].both == 3 for number, one in held.items() if number != 6)


def test_a_source_that_is_coded_blind_since_is_not_told_of(
    learned: list[Suggestion], coded: list[SourceVersion], evaluation: Evaluation, leader: User, researcher: User
) -> None:
    blind = CodingRound.objects.create(
        evaluation=evaluation, number=1, title="Blind", state="open", created_by=leader, opened_at=timezone.now()
    )
    RoundText.objects.create(round=blind, version=coded[1])

    assert [one.number for one in queries.learned_for(researcher, evaluation).sources] == [1, 3, 4]


def test_accepting_makes_it_ones_own_and_remembers(
    learned: list[Suggestion], leader: User, evaluation: Evaluation
) -> None:
    coding = deciding.accept_suggestion(actor=leader, suggestion=learned[0])

    assert coding.coder == leader
    assert coding.suggested.accepted
    assert AuditEvent.objects.filter(action="coding.suggestion_accepted", actor_id=leader.pk).exists()
    with pytest.raises(NotFound):
        deciding.accept_suggestion(actor=leader, suggestion=learned[0])


def test_rejecting_teaches_and_is_not_asked_again(
    learned: list[Suggestion], coded: list[SourceVersion], evaluation: Evaluation, leader: User, researcher: User
) -> None:
    place = (learned[0].start, learned[0].end)
    deciding.reject_suggestion(actor=leader, suggestion=learned[0])
    learning.start_learning(actor=researcher, evaluation=evaluation)
    runs.drain()

    again = {(one.start, one.end) for one in Suggestion.objects.filter(version=coded[4])}
    assert place not in again
    assert not SuggestionDecision.objects.get().accepted


def test_what_came_from_a_suggestion_does_not_prove_it_right(
    learned: list[Suggestion], evaluation: Evaluation, leader: User, researcher: User
) -> None:
    for one in learned:
        deciding.accept_suggestion(actor=leader, suggestion=one)
    learning.start_learning(actor=researcher, evaluation=evaluation)
    runs.drain()

    (line,) = queries.learned_for(researcher, evaluation).lines
    assert line.examples == 12  # the three that were taken over are not counted


def corrected(user: User, version: SourceVersion, text: str) -> SourceVersion:
    lines = [Block(one.start(), one.end(), BlockKind.PARAGRAPH) for one in re.finditer(r".+", text)]
    made = sources.publish_version(
        actor=user,
        source=version.source,
        text=text,
        blocks=lines,
        kind="corrected",
        reason="nageluisterd",
    )
    return sources.release_version(actor=user, version=made, ground="no_personal_data", title="Gesprek (fictief)")


def learn_again(evaluation: Evaluation, user: User) -> None:
    assert keeping.read_on(evaluation.pk, lambda done, of: None)
    learning.start_learning(actor=user, evaluation=evaluation)
    runs.drain()


def test_what_was_rejected_stays_so_when_the_text_is_corrected_elsewhere(
    learned: list[Suggestion], coded: list[SourceVersion], evaluation: Evaluation, leader: User, researcher: User
) -> None:
    said = words(learned[0])
    deciding.reject_suggestion(actor=leader, suggestion=learned[0])

    new = corrected(leader, coded[4], f"Inleiding (fictief).\n\n{coded[4].text}")
    learn_again(evaluation, researcher)

    again = Suggestion.objects.select_related("version")
    assert {one.version for one in again} == {new}
    assert len(again) == 2
    assert said not in [words(one) for one in again]


def test_what_came_from_a_suggestion_does_not_prove_it_right_after_a_correction(
    learned: list[Suggestion], coded: list[SourceVersion], evaluation: Evaluation, leader: User, researcher: User
) -> None:
    """Nor where the words changed, and a person placed the fragment."""
    for one in learned:
        deciding.accept_suggestion(actor=leader, suggestion=one)

    new = corrected(leader, coded[4], (coded[4].text or "").replace("maanden. Gesprek", "maanden lang. Gesprek"))
    waits = ToPlace.objects.get()
    assert waits.start is not None
    assert waits.end is not None
    actions.place_fragment(actor=leader, fragment=waits.fragment, version=new, start=waits.start, end=waits.end)
    learn_again(evaluation, researcher)

    (line,) = queries.learned_for(researcher, evaluation).lines
    assert line.examples == 12


def test_nothing_is_suggested_in_a_text_that_is_coded_blind(
    learned: list[Suggestion], coded: list[SourceVersion], evaluation: Evaluation, leader: User, researcher: User
) -> None:
    blind = CodingRound.objects.create(
        evaluation=evaluation,
        number=1,
        title="Ronde (fictief)",
        state="open",
        opened_at=timezone.now(),
        created_by=leader,
    )
    RoundText.objects.create(round=blind, version=coded[4])

    assert queries.suggestions_for(researcher, evaluation) == ([], False)
    assert queries.learned_for(researcher, evaluation).suggested == 0
    with pytest.raises(InputError, match="blind_text"):
        deciding.accept_suggestion(actor=leader, suggestion=learned[0])

    learning.start_learning(actor=researcher, evaluation=evaluation)
    runs.drain()
    assert not Suggestion.objects.exists()
    assert Learning.objects.get().left_out == 1


def test_withdrawn_words_leave_what_was_learned(
    learned: list[Suggestion], coded: list[SourceVersion], evaluation: Evaluation
) -> None:
    tasks.words_withdrawn(None, None, Destruction(evaluation.pk, texts={coded[0].pk: ()}))

    assert not Suggestion.objects.exists()
    assert not Learning.objects.exists()


def test_a_text_that_goes_while_it_learns_is_not_written(
    read: Read, coded: list[SourceVersion], evaluation: Evaluation
) -> None:
    read()

    def progress(percent: int, code: str = "", **numbers: float) -> None:
        if percent == 90:
            keeping.forget([coded[0].pk])

    learning.learn(evaluation.pk, progress)

    assert not Suggestion.objects.exists()
    assert not Learning.objects.exists()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_words_that_are_withdrawn_while_suggestions_are_written_leave_none(
    read: Read, coded: list[SourceVersion], evaluation: Evaluation, monkeypatch: pytest.MonkeyPatch
) -> None:
    read()
    withdrawing = threading.Thread(target=_withdraw, args=[evaluation.pk, coded[4].pk])
    told = learning._told

    def meanwhile(*given: Any) -> dict[str, Any]:
        withdrawing.start()
        while withdrawing.is_alive() and not _is_waited_for():
            sleep(0.01)
        return told(*given)

    monkeypatch.setattr(learning, "_told", meanwhile)

    learning.learn(evaluation.pk, lambda percent, code="", **numbers: None)
    withdrawing.join()

    assert not Suggestion.objects.exists()
    assert not Learning.objects.exists()


def _withdraw(evaluation_id: int, version_id: int) -> None:
    with transaction.atomic():
        tasks.words_withdrawn(None, None, Destruction(evaluation_id, texts={version_id: ()}))
    connection.close()


def _is_waited_for() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


def test_too_few_examples_are_said_to_be_so(
    read: Read, version: SourceVersion, code: Code, evaluation: Evaluation, researcher: User
) -> None:
    actions.apply_code(actor=researcher, version=version, start=0, end=21, code=code)
    read()
    learning.start_learning(actor=researcher, evaluation=evaluation)
    runs.drain()

    (line,) = queries.learned_for(researcher, evaluation).lines
    assert (line.examples, line.f1, line.alpha) == (1, None, None)


def test_it_cannot_learn_before_the_texts_were_read(
    coded: list[SourceVersion],
    model: KnownModel,
    evaluation: Evaluation,
    leader: User,
    client_of: Callable[[User], Client],
) -> None:
    with pytest.raises(InputError, match="meaning_not_started"):
        learning.start_learning(actor=leader, evaluation=evaluation)

    address = reverse("coding:suggestions", args=[evaluation.pk])
    first = client_of(leader).get(address).content.decode()
    assert "Voor suggesties moeten de teksten eerst op betekenis zijn gelezen." in first
    assert "De computer leest ze nu" not in first
    starting.start_reading(actor=leader, evaluation=evaluation)
    assert "De computer leest ze nu, achter ander werk." in client_of(leader).get(address).content.decode()


def test_it_does_not_learn_while_a_text_is_unread(
    learned: list[Suggestion],
    make_version: MakeVersion,
    evaluation: Evaluation,
    researcher: User,
    client_of: Callable[[User], Client],
) -> None:
    make_version("Een gesprek dat erbij kwam (fictief).", number=6)

    with pytest.raises(InputError, match="meaning_not_finished"):
        learning.start_learning(actor=researcher, evaluation=evaluation)

    page = client_of(researcher).get(reverse("coding:suggestions", args=[evaluation.pk])).content.decode()
    assert "De computer kan leren als dat klaar is." in page
    assert 'aria-describedby="why-not"' in page


def test_it_does_not_learn_from_nothing(
    read: Read, version: SourceVersion, evaluation: Evaluation, researcher: User, client_of: Callable[[User], Client]
) -> None:
    read()

    with pytest.raises(InputError, match="nothing_to_learn_from"):
        learning.start_learning(actor=researcher, evaluation=evaluation)

    page = client_of(researcher).get(reverse("coding:suggestions", args=[evaluation.pk])).content.decode()
    assert "Er is nog niets gecodeerd waarvan de computer mag leren." in page
    assert 'aria-describedby="why-not"' in page


def test_the_page_says_that_learning_waits(
    learned: list[Suggestion], evaluation: Evaluation, researcher: User, client_of: Callable[[User], Client]
) -> None:
    learning.start_learning(actor=researcher, evaluation=evaluation)

    page = client_of(researcher).get(reverse("coding:suggestions", args=[evaluation.pk])).content.decode()
    assert "Wacht tot ander werk klaar is" in page


def test_the_page_takes_an_answer_and_comes_back(
    learned: list[Suggestion], evaluation: Evaluation, researcher: User, client_of: Callable[[User], Client]
) -> None:
    client, one = client_of(researcher), learned[0]
    here = f"?code={one.code_id}"
    page = client.get(reverse("coding:suggestions", args=[evaluation.pk]) + here).content.decode()
    assert words(one) in page
    assert "computersuggestie" in page

    address = reverse("coding:accept_suggestion", args=[evaluation.pk, one.pk]) + here
    answer = client.post(address)

    assert answer.headers["Location"] == reverse("coding:suggestions", args=[evaluation.pk]) + here
    assert Coding.objects.filter(coder=researcher, fragment__version=one.version).count() == 1
    assert "Iemand heeft deze suggestie al beantwoord" in client.post(address, follow=True).content.decode()


def test_vectors_are_held_in_eight_bits_and_have_length_one_where_they_are_used(
    learned: list[Suggestion], evaluation: Evaluation
) -> None:
    known = known_of(evaluation, embedding_host.model_name())

    for text in known.texts:
        whole = text.compact.astype(np.float64)
        whole /= np.linalg.norm(whole, axis=1, keepdims=True)
        assert text.compact.dtype == np.int8
        assert np.array_equal(text.vectors(), whole)
        assert np.array_equal(text.vectors(text.spoken), whole[text.spoken])
        assert np.array_equal(text.vector(1), whole[1])
