"""What stands in a report for the team, for the commissioner and for anybody."""

from __future__ import annotations

import html
import io
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sluitend.apps.coding import actions as coding
from sluitend.apps.design.models import Level, Perspective
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.people.models import User
from sluitend.apps.reporting import building, queries
from sluitend.apps.reporting.material import Audience, Material
from sluitend.apps.sources.models import Source, SourceKind, Speaker
from tests.formats.test_report import words_of
from tests.reporting.conftest import FORBIDDEN, PARAPHRASE, PUBLIC, RELEASED, SECRET, Chain, MakeFragment, make_question

EVERYTHING = """[[F1]]

Zin met [[F1]], [[F2]] en [[F4]].

[[F2]]

[[F3]]

[[F4]]

[[B1]]

[[C1]]

[[A1]]

[[V1]]

[[S1]]

{{conclusies}}

{{bevindingen V1}}

{{aanbevelingen}}

{{bijlage vragen}}

{{bijlage evaluatiematrix}}

{{bijlage bronnen}}

{{bijlage bewijs}}
"""


def material(user: User, chain: Chain, audience: Audience | None = None) -> Material:
    return queries.material_for(user, chain.evaluation, audience)


def text_of(file: bytes) -> str:
    return html.unescape(file.decode())


def test_the_team_reads_every_word_to_the_character(chain: Chain, leader: User) -> None:
    chain.write(leader, EVERYTHING)

    draft = building.assemble(material(leader, chain))

    shown = html.unescape(building.inside_html(draft))
    assert draft.lost == []
    for words in (SECRET, RELEASED, PUBLIC, PARAPHRASE):
        assert words in shown
    assert f"“{PARAPHRASE}" not in shown  # a paraphrase is nobody's own words
    assert 'style="' not in shown


def test_the_commissioner_reads_what_is_public_or_released(chain: Chain, leader: User, reader: User) -> None:
    chain.write(leader, EVERYTHING)

    shown = html.unescape(building.inside_html(building.assemble(material(reader, chain))))

    assert "GEHEIMEZIN" not in shown
    assert "TITEL van bron 1" not in shown
    assert "overdracht rommelig" not in shown
    assert "(alleen voor het team)" in shown
    assert RELEASED in shown
    assert PUBLIC in shown


def test_no_file_holds_what_was_not_released(chain: Chain, leader: User) -> None:
    chain.write(leader, EVERYTHING)
    draft = building.assemble(material(leader, chain, Audience.PUBLIC))

    page, document = building.public_html(draft), building.word(draft)

    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        members = b"".join(archive.read(name) for name in archive.namelist())
    for file in (page, members):
        assert b"GEHEIMEZIN" not in file
        assert b"TITEL van bron 1" not in file
        assert b"overdracht rommelig" not in file
    assert "(citaat niet vrijgegeven)" in text_of(page)
    for words in (RELEASED, PUBLIC):
        assert words in text_of(page)
        assert words in words_of(document)
    assert [one.label for one in draft.withheld] == ["F1", "F4"]


def test_a_paraphrase_that_was_released_is_told_as_one(chain: Chain, leader: User) -> None:
    coding.release_quote(actor=leader, fragment=chain.paraphrase)
    chain.write(leader, "[[F4]]")

    shown = text_of(building.public_html(building.assemble(material(leader, chain, Audience.PUBLIC))))

    assert PARAPHRASE in shown
    assert "volgens het verslag: " in shown
    assert f"“{PARAPHRASE}" not in shown


@pytest.mark.parametrize("audience", list(Audience))
def test_what_may_not_be_quoted_is_quoted_nowhere(
    chain: Chain, leader: User, make_fragment: MakeFragment, audience: Audience
) -> None:
    fragment = make_fragment(FORBIDDEN, 5, SourceKind.CASE_FILE_SCORE)
    chain.write(leader, f"[[{fragment}]]")

    draft = building.assemble(material(leader, chain, audience))

    shown = text_of(building.public_html(draft))
    assert "DOSSIERZIN" not in shown
    assert "mag niet worden geciteerd" in shown


def test_a_file_opens_every_label_within_itself(chain: Chain, leader: User) -> None:
    chain.write(leader, "Zie [[B1]], [[C1]] en [[A1]].")

    page = building.public_html(building.assemble(material(leader, chain, Audience.PUBLIC))).decode()

    for label in ("B1", "C1", "A1", "S2"):
        assert f'href="#{label}"' in page
    for label in ("B1", "C1", "A1", "F2", "S2"):
        assert page.count(f'id="{label}"') == 1
    assert "/evaluaties/" not in page
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")


def test_an_answer_to_a_question_with_parts_stands_in_the_report(chain: Chain, leader: User) -> None:
    part = make_question(chain.evaluation, leader, "V1.1", "En hoe weten zij dat?")
    part.parent = chain.question
    part.save(update_fields=["parent"])
    chain.write(leader, "{{conclusies}}\n\nZie [[C1]] en verder.")

    made = building.public_html(building.assemble(material(leader, chain, Audience.PUBLIC))).decode()

    assert made.count("Meestal wel.") == 2  # in the chapter and in the evidence
    assert 'id="C1"' in made
    assert made.count('href="#C1"') >= 2


def test_inside_every_label_leads_to_its_evidence(chain: Chain, leader: User) -> None:
    chain.write(leader, "Zie [[B1]].")

    shown = building.inside_html(building.assemble(material(leader, chain)))

    assert f'href="/evaluaties/{chain.evaluation.pk}/rapport/bewijs/B1/"' in shown


def test_who_spoke_is_told_outside_only_as_one_of_three(
    chain: Chain, leader: User, make_fragment: MakeFragment
) -> None:
    chain.write(leader, "[[F2]]")
    perspective = Perspective.objects.create(evaluation=chain.evaluation, name="Ouders (fictief)")
    conversations = Source.objects.filter(evaluation=chain.evaluation, kind=SourceKind.TRANSCRIPT)
    conversations.update(perspective=perspective)

    with_two = text_of(building.public_html(building.assemble(material(leader, chain, Audience.PUBLIC))))
    make_fragment("Nog een gesprek.", 6)
    conversations.update(perspective=perspective)
    with_three = text_of(building.public_html(building.assemble(material(leader, chain, Audience.PUBLIC))))

    same = Respondent.objects.create(evaluation=chain.evaluation, number=1, created_by=leader)
    for source in conversations:
        Speaker.objects.create(source=source, number=1, label="Spreker 1", respondent=same)
    make_fragment("Een document.", 7, kind=SourceKind.DOCUMENT)  # lets what was kept be made again
    one_in_three = text_of(building.public_html(building.assemble(material(leader, chain, Audience.PUBLIC))))

    assert "Ouders (fictief)" not in with_two
    assert "Ouders (fictief)" in with_three
    assert "Ouders (fictief)" not in one_in_three


def test_a_level_of_one_does_not_follow_from_the_others(
    chain: Chain, leader: User, make_fragment: MakeFragment
) -> None:
    perspective = Perspective.objects.create(evaluation=chain.evaluation, name="Gemeente (fictief)")
    for number in range(6, 10):
        make_fragment("Nog een gesprek.", number)
    spoken = Source.objects.filter(evaluation=chain.evaluation, number__in=range(6, 10))
    spoken.update(perspective=perspective, level=Level.OFFICIAL)
    alike = {one.number: one.voice for one in material(leader, chain, Audience.PUBLIC).sources}
    spoken.filter(number=9).update(level=Level.EXECUTIVE)
    make_fragment("Een document.", 10, kind=SourceKind.DOCUMENT)  # lets what was kept be made again
    one_apart = {one.number: one.voice for one in material(leader, chain, Audience.PUBLIC).sources}

    assert {alike[number] for number in range(6, 10)} == {f"Gemeente (fictief) / {Level.OFFICIAL.label}"}
    assert {one_apart[number] for number in range(6, 10)} == {"Gemeente (fictief)"}


def test_the_same_state_gives_the_same_bytes_and_another_one_does_not(chain: Chain, leader: User) -> None:
    chain.write(leader, EVERYTHING)
    first, again = (building.assemble(material(leader, chain, Audience.PUBLIC)) for _ in range(2))

    chain.write(leader, "Meer.")
    later = material(leader, chain, Audience.PUBLIC)

    assert building.word(first) == building.word(again)
    assert building.public_html(first) == building.public_html(again)
    assert first.material.state == again.material.state != later.state


def test_gathering_takes_the_same_queries_however_much_there_is(
    chain: Chain, leader: User, make_fragment: MakeFragment
) -> None:
    chain.write(leader, "[[F1]]")
    with CaptureQueriesContext(connection) as few:
        material(leader, chain)
    for number in range(10, 16):
        chain.write(leader, f"[[{make_fragment('Woorden.', number)}]]")
    with CaptureQueriesContext(connection) as many:
        material(leader, chain)

    assert len(many) - len(few) <= 2  # the passages that only the text names


def test_chapters_without_a_text_stay_out(chain: Chain, leader: User) -> None:
    chain.write(leader, "> Schrijfhulp: schrijf hier iets.", "Leeg hoofdstuk")
    chain.write(leader, "Tekst.", "Vol hoofdstuk")

    shown = building.inside_html(building.assemble(material(leader, chain)))

    assert "Leeg hoofdstuk" not in shown
    assert "Vol hoofdstuk" in shown
