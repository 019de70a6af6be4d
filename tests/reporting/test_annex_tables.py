"""How the tables of the annexes look. Everything is fictitious."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sluitend.apps.people.models import User
from sluitend.apps.reporting import building, queries
from sluitend.apps.reporting.account import AgreementEntry, RespondentEntry, WaivedEntry
from sluitend.apps.reporting.building import annexes_account
from sluitend.apps.reporting.building.tables import cells, listing, short_day, widths_for
from sluitend.apps.reporting.material import Material
from sluitend.formats.report.nodes import Node
from sluitend.formats.report.tree import plain_text
from tests.reporting.conftest import Chain

LONG = "Wie er belt, is in deze maanden drie keer veranderd, en niemand schreef dat op. " * 3


def table_of(region: Node) -> list[object]:
    """What pandoc calls the content of the table in a region."""
    (made,) = region["c"][1]
    return list(made["c"])


def rows_of(region: Node) -> list[list[str]]:
    """The head, and every row below it."""
    _attributes, _caption, _columns, head, bodies, _foot = table_of(region)
    rows = [*head[1], *bodies[0][3]]  # type: ignore[index]
    return [[plain_text(cell[4]) for cell in row[1]] for row in rows]


def caption_of(region: Node) -> str:
    return plain_text(table_of(region)[1][1])  # type: ignore[index]


def told(material: Material, **account: object) -> Material:
    return replace(material, account=replace(material.account, **account))  # type: ignore[arg-type]


@pytest.fixture
def material(chain: Chain, leader: User) -> Material:
    return queries.material_for(leader, chain.evaluation)


def test_a_column_in_which_nothing_is_told_falls_away_and_the_name_stands_once() -> None:
    made = listing(
        "Afspraken", ["Nr.", "Reden", "Tekst"], [cells(["AF1", "", "Bel."]), cells(["AF2", "–", "Schrijf."])]
    )

    assert rows_of(made) == [["Nr.", "Tekst"], ["AF1", "Bel."], ["AF2", "Schrijf."]]
    assert caption_of(made) == ""
    assert ["aria-label", "Afspraken"] in [list(pair) for pair in made["c"][0][2]]


def test_the_first_column_stays_also_when_it_is_empty() -> None:
    assert rows_of(listing("Leeg", ["Nr.", "Reden"], [cells(["", ""])])) == [["Nr."], ["–"]]


def test_who_has_most_to_say_gets_the_room_and_no_short_text_is_broken() -> None:
    rows = [cells(["AF1", "artikel 2", "Wie regie heeft, belt.", LONG]), cells(["AF2", "", "Een naam.", LONG])]

    number, article, text, judgement = widths_for(["Nr.", "Artikel", "Afspraak", "Oordeel"], rows)

    assert number + article + text + judgement == pytest.approx(1, abs=0.01)
    assert number < article < text < judgement
    assert article * 100 >= len("artikel 2")
    assert judgement > 0.5


def test_eight_columns_of_long_words_fill_the_line_too() -> None:
    word = "kinderbeschermingsmaatregel"

    assert widths_for(["Kop"] * 8, [cells([word] * 8)]) == [0.125] * 8


def test_a_date_is_not_broken_however_long_the_other_words_are() -> None:
    day = short_day(date(2024, 9, 17))

    widths = widths_for(
        ["Nr."] * 6, [cells(["S1", "kinderbeschermingsmaatregel", "document" * 3, "x" * 40, day, LONG])]
    )

    assert widths[4] * 100 >= len(day) + 3


def test_rules_put_aside_alike_stand_in_one_row(material: Material) -> None:
    day = material.as_of.date()
    waived = [WaivedEntry("H01", "Wel gepland", name, "Niet gesproken.", day) for name in ("Aldorp", "Bedorp")]
    other = WaivedEntry("H01", "Wel gepland", "Cedorp", "Te klein.", day)

    _title, explained = annexes_account.waived(told(material, waived=(waived[0], other, waived[1])))
    rows = rows_of(explained["c"][1][-1])

    assert [row[:3] for row in rows[1:]] == [
        ["H01 Wel gepland", "Aldorp, Bedorp", "Niet gesproken."],
        ["H01 Wel gepland", "Cedorp", "Te klein."],
    ]


def test_respondents_of_whom_the_same_is_told_stand_in_one_row(material: Material) -> None:
    known = [RespondentEntry(number, "Ouders", "", "", "") for number in (1, 3)]
    lone = RespondentEntry(2, "Jeugdigen", "", "", "jongere")

    _title, explained = annexes_account.respondents(told(material, respondents=(known[0], lone, known[1])))

    assert rows_of(explained["c"][1][-1]) == [
        ["Nr.", "Perspectief", "Functie"], ["R1, R3", "Ouders", "–"], ["R2", "Jeugdigen", "jongere"]
    ]  # fmt: skip


def test_a_heading_is_not_said_again_above_its_table(chain: Chain, leader: User) -> None:
    chain.write(leader, "{{bijlagen}}")
    made = building.public_html(building.assemble(queries.material_for(leader, chain.evaluation))).decode()

    assert made.count("Evaluatiematrix</") == made.count("Evaluatiematrix</h")
    assert "<caption>" not in made


def test_an_agreement_leads_to_its_row(material: Material) -> None:
    agreed = AgreementEntry("AF1", "Bel.", "", "", None, None, "", "", "", "")

    _title, explained = annexes_account.agreements(told(material, agreements=(agreed,)))

    assert rows_of(explained["c"][1][-1]) == [["Nr.", "Afspraak"], ["AF1", "Bel."]]
    assert "['AF1', [], []]" in str(explained)
