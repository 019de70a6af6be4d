"""Completed decisions that are opened again, and what is told of work of after them. Everything is fictitious."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sluitend.apps.coding import actions
from sluitend.apps.coding.actions import consensus
from sluitend.apps.coding.actions.reopening import reopen
from sluitend.apps.coding.models import (
    Code,
    Coding,
    CodingRound,
    ConsensusDecision,
    Fragment,
    Reopening,
    RoundAssignment,
)
from sluitend.apps.coding.queries.agreement import changed_since, compared_for
from sluitend.apps.coding.queries.material import material_of
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.sources.models import SourceVersion
from sluitend.errors import InputError, NotAllowed
from tests.coding.agreement.conftest import SENTENCES, TEXT, Give

pytestmark = pytest.mark.django_db

ClientOf = Callable[[User], Client]
REASON = "Er is daarna nog gecodeerd (fictief)."
SECOND = (TEXT.index(SENTENCES[1]), TEXT.index(SENTENCES[1]) + len(SENTENCES[1]))


@pytest.fixture
def complete(closed: CodingRound, anna: User, leader: User, code: Code) -> CodingRound:
    """Everything was decided: what all agreed on holds, the difference does not."""
    _decide(anna, closed, code, applies=False)
    consensus.take_over_agreed(actor=anna, round_=closed)
    return consensus.adjudicate(actor=leader, round_=closed)


def _decide(user: User, round_: CodingRound, code: Code, *, applies: bool) -> ConsensusDecision:
    said = {"place": SECOND, "span": SECOND, "applies": applies, "reason": "Zie de regel (fictief)."}
    return consensus.decide(actor=user, round_=round_, source=1, code=code.pk, **said)  # type: ignore[arg-type]


def _counted(round_: CodingRound) -> set[tuple[int, int]]:
    return {(one.start, one.end) for one in material_of(round_.evaluation).passages}


def test_decisions_stay_and_can_be_changed_and_completed_again(
    complete: CodingRound, leader: User, anna: User, code: Code
) -> None:
    agreed = _counted(complete)
    assert SECOND not in agreed

    made = reopen(actor=leader, round_=complete, reason=f" {REASON} ")

    complete.refresh_from_db()
    assert (complete.adjudicated_at, complete.adjudicated_by) == (None, None)
    assert (made.reason, made.decisions, made.completed_by) == (REASON, 3, leader)
    assert ConsensusDecision.objects.count() == 3
    assert SECOND in _counted(complete)  # everybody's own codes count meanwhile
    _decide(anna, complete, code, applies=True)
    consensus.adjudicate(actor=leader, round_=complete)
    assert _counted(complete) == agreed | {SECOND}
    event = AuditEvent.objects.get(action="coding.round_reopened")
    assert (event.actor_id, event.data) == (leader.pk, {"round": 1, "decisions": 3})


def test_only_who_leads_with_a_reason_and_only_what_is_complete(
    complete: CodingRound, leader: User, anna: User
) -> None:
    with pytest.raises(NotAllowed):
        reopen(actor=anna, round_=complete, reason=REASON)
    with pytest.raises(InputError, match="reason_empty"):
        reopen(actor=leader, round_=complete, reason="  ")
    reopen(actor=leader, round_=complete, reason=REASON)
    with pytest.raises(InputError, match="not_adjudicated"):
        reopen(actor=leader, round_=complete, reason=REASON)
    assert Reopening.objects.count() == 1


def test_the_pages_ask_why_and_tell_it(complete: CodingRound, leader: User, anna: User, client_of: ClientOf) -> None:
    at = f"/evaluaties/{complete.evaluation_id}/coderen/rondes/1/verschillen/"
    client = client_of(leader)
    assert f"{at}heropenen/" in client.get(at).content.decode()
    assert f"{at}heropenen/" not in client_of(anna).get(at).content.decode()

    asked = client.get(f"{at}heropenen/").content.decode()
    client.post(f"{at}heropenen/", {"reason": REASON})
    told = client_of(anna).get(at).content.decode()

    assert "Totdat u ze opnieuw voltooit, tellen ieders eigen codes" in asked
    assert REASON in told
    assert "Voltooid op" in told


def test_the_workbench_says_that_new_codes_do_not_count(
    complete: CodingRound, leader: User, anna: User, client_of: ClientOf
) -> None:
    url = f"/evaluaties/{complete.evaluation_id}/coderen/1/"
    words = "Over deze tekst is alles beslist in ronde 1: nieuwe codes van die ronde tellen niet mee"

    assert words in client_of(anna).get(url).content.decode()
    reopen(actor=leader, round_=complete, reason=REASON)
    assert words not in client_of(anna).get(url).content.decode()


def test_what_changed_the_figures_since_the_closing_stands_beside_them(
    closed: CodingRound, leader: User, anna: User, code: Code, other_code: Code, give: Give, client_of: ClientOf
) -> None:
    def page() -> str:
        url = f"/evaluaties/{closed.evaluation_id}/coderen/rondes/1/overeenstemming/"
        return client_of(anna).get(url).content.decode()

    assert "Na het sluiten" not in page()
    actions.remove_coding(actor=anna, coding=Coding.objects.get(coder=anna, fragment__start=SECOND[0]))
    assert "Na het sluiten van de ronde is 1 code weggehaald. De cijfers zijn zonder die code." in page()
    actions.merge_codes(actor=leader, code=other_code, into=code)

    assert "Na het sluiten van de ronde is 1 keer een code samengevoegd, gesplitst of verplaatst." in page()


def test_what_was_never_in_the_figures_was_not_taken_off(
    closed: CodingRound, anna: User, bram: User, code: Code, other_code: Code, give: Give
) -> None:
    def taken_off() -> int:
        return changed_since(compared_for(anna, closed)).taken_off

    actions.remove_coding(actor=bram, coding=give(bram, SENTENCES[3], code))
    assert taken_off() == 0  # it came after the closing

    actions.remove_coding(actor=anna, coding=Coding.objects.get(coder=anna, code=other_code))
    assert taken_off() == 1
    closed.codes.set([code])
    assert taken_off() == 0  # the round is about the other code

    actions.remove_coding(actor=bram, coding=Coding.objects.get(coder=bram, code=code))
    assert taken_off() == 1
    RoundAssignment.objects.filter(coder=bram).update(finished_at=None)
    assert taken_off() == 0  # who did not finish has no part in them


def test_what_is_put_back_by_an_undo_was_not_taken_off(
    closed: CodingRound, anna: User, client_of: ClientOf, text: SourceVersion
) -> None:
    actions.remove_coding(actor=anna, coding=Coding.objects.get(coder=anna, fragment__start=SECOND[0]))
    actions.undo(actor=anna, source=text.source)

    page = client_of(anna).get(f"/evaluaties/{closed.evaluation_id}/coderen/rondes/1/overeenstemming/")

    assert "weggehaald" not in page.content.decode()


def test_a_reason_is_as_long_as_the_browser_counts_it_and_a_text_that_is_none_is_not_all(
    closed: CodingRound, anna: User, code: Code, client_of: ClientOf
) -> None:
    at, client = f"/evaluaties/{closed.evaluation_id}/coderen/rondes/1", client_of(anna)
    about = {"code": code.pk, "place": f"{SECOND[0]}-{SECOND[1]}", "span": "", "applies": "yes"}

    client.post(reverse("coding:take_over", args=[closed.evaluation_id, 1]), {"source": "1x"})
    assert not ConsensusDecision.objects.exists()

    decide = reverse("coding:decide", args=[closed.evaluation_id, 1, 1])
    answer = client.post(decide, {**about, "reason": "a" * 2001, "back": f"{at}/verschillen/"}, follow=True)
    client.post(decide, {**about, "reason": "a\r\n" * 700})
    assert "Een reden heeft hoogstens 2000 tekens" in answer.content.decode()
    assert len(ConsensusDecision.objects.get().reason) == 1399


def test_taking_over_more_places_asks_no_more(
    closed: CodingRound, anna: User, bram: User, code: Code, give: Give
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert consensus.take_over_agreed(actor=anna, round_=closed) > 0
        return len(queries)

    few = cost()
    ConsensusDecision.objects.all().delete()
    Fragment.objects.filter(codings=None).delete()
    for words in ("Verder", "weet ik", "niets."):
        for coder in (anna, bram):
            give(coder, words, code)
    give(bram, SENTENCES[1], code)

    assert cost() == few
