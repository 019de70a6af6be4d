"""Who writes, what colleagues say, what the standards ask, and how a text changed. All of it is fictitious."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from sluitend.apps.people.models import User
from sluitend.apps.reporting import actions, queries
from sluitend.apps.reporting.models import ReportStatement, Section, SectionComment, StatementKey
from sluitend.apps.reporting.statement_help import HELP
from sluitend.errors import InputError, NotAllowed
from sluitend.web.wording import sentence
from tests.reporting.conftest import Chain

ClientOf = Callable[[User], Client]


def address(name: str, chain: Chain, *arguments: object) -> str:
    return reverse(f"reporting:{name}", args=[chain.evaluation.pk, *arguments])


def test_every_part_of_the_account_has_its_help_and_can_be_written(
    chain: Chain, leader: User, client_of: ClientOf
) -> None:
    page = client_of(leader)

    page.post(address("statement", chain, "limitations"), {"text": "Ouders hoorden wij weinig.", "revision": 0})
    shown = page.get(address("statements", chain)).content.decode()

    assert set(HELP) == set(StatementKey)
    assert "Ouders hoorden wij weinig." in shown
    assert "1 van 12 onderdelen geschreven" in shown
    assert "COREQ 22" in shown


def test_two_writers_of_one_statement_lose_nothing(chain: Chain, leader: User) -> None:
    actions.write_statement(actor=leader, report=chain.report, key="ethics", text="Eerst.")

    with pytest.raises(InputError) as refused:
        actions.write_statement(actor=leader, report=chain.report, key="ethics", text="Tegelijk.")
    actions.write_statement(actor=leader, report=chain.report, key="ethics", text="Daarna.", revision=1)

    assert refused.value.code == "reporting.changed_meanwhile"
    assert ReportStatement.objects.get().text == "Daarna."
    with pytest.raises(InputError, match="statement_unknown"):
        actions.write_statement(actor=leader, report=chain.report, key="iets", text="X")


def test_a_comment_is_anchored_answered_and_dealt_with(chain: Chain, leader: User, client_of: ClientOf) -> None:
    section = Section.objects.get(pk=chain.write(leader, "De regie ligt\nbij niemand."))
    page = client_of(leader)

    page.post(address("comments", chain, section.pk), {"new-text": "Klopt dit?", "new-anchor": "regie ligt bij"})
    made = SectionComment.objects.get()
    page.post(address("answer_comment", chain, section.pk, made.pk), {"text": "Ja."})
    before = queries.threads_for(leader, section)
    outline = page.get(address("report", chain)).content.decode()
    page.post(address("resolve_comment", chain, section.pk, made.pk))
    shown = page.get(address("comments", chain, section.pk)).content.decode()

    assert [(one.stands, len(one.answers)) for one in before] == [(True, 1)]
    assert "1 opmerking" in outline
    assert "Klopt dit?" in shown
    assert "Afgehandeld door" in shown
    assert queries.open_comments(leader, section) == 0


def test_a_comment_on_words_that_went_says_so(chain: Chain, leader: User) -> None:
    section = Section.objects.get(pk=chain.write(leader, "Oude woorden."))
    actions.comment(actor=leader, section=section, text="Hm.", anchor="Oude woorden")

    actions.change_section(actor=leader, section=section, revision=1, title="X", markdown="Nieuw.")

    assert [one.stands for one in queries.threads_for(leader, section)] == [False]


def test_an_empty_comment_is_refused_in_words(chain: Chain, leader: User, reader: User) -> None:
    section = Section.objects.get(pk=chain.write(leader, "Tekst."))

    with pytest.raises(InputError) as refused:
        actions.comment(actor=leader, section=section, text="  ")

    assert sentence(refused.value) == "Schrijf wat u wilt zeggen."
    with pytest.raises(NotAllowed):
        actions.comment(actor=reader, section=section, text="Ik lees mee.")


def test_only_the_team_can_be_asked_to_write(chain: Chain, leader: User, reader: User, client_of: ClientOf) -> None:
    section = Section.objects.get(pk=chain.write(leader, "Tekst."))

    client_of(leader).post(address("writer", chain, section.pk), {"writer": str(leader.pk)})
    with pytest.raises(InputError, match="writer_not_in_team"):
        actions.assign_writer(actor=leader, section=section, writer=reader)

    assert queries.states_for(leader, chain.evaluation)[section.pk].writer == leader


def test_what_changed_is_marked_in_words_and_not_only_in_colour(
    chain: Chain, leader: User, client_of: ClientOf
) -> None:
    section = Section.objects.get(pk=chain.write(leader, "De regie ligt bij niemand."))
    actions.change_section(actor=leader, section=section, revision=1, title="X", markdown="De regie ligt bij ons.")
    actions.change_section(actor=leader, section=section, revision=2, title="X", markdown="De regie ligt bij allen.")

    next_text = client_of(leader).get(address("difference", chain, section.pk, 1)).content.decode()
    until_now = client_of(leader).get(address("difference", chain, section.pk, 1) + "?tot=nu").content.decode()

    assert "<del" in next_text
    assert "<ins" in next_text
    assert "ons" in next_text
    assert "allen" not in next_text
    assert "allen" in until_now
