"""Results of analyses in a report: what may leave the team of them, and nothing else. Everything is fictitious."""

from __future__ import annotations

import html
import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from sluitend.apps.people.models import User
from sluitend.apps.reporting import building, queries
from sluitend.apps.reporting.material import Audience, Material
from sluitend.apps.reporting.outcomes import (
    ChartEntry,
    ColumnEntry,
    DatasetEntry,
    OutsideEntry,
    ResultEntry,
    ResultUse,
    TableEntry,
    VersionEntry,
)
from sluitend.formats import report
from tests.formats import pdf_structure as structure
from tests.reporting.conftest import Chain

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="120" viewBox="0 0 300 120">'
    '<clipPath id="clip0"><rect width="300" height="120"/></clipPath><g clip-path="url(#clip0)"><rect width="90" '
    'height="20"/></g></svg>'
)
CONTENT = OutsideEntry(
    n="120",
    has_n=True,
    smallest=40,
    sentences=("De helft wachtte langer dan 30 dagen.", "Een kwart wachtte langer dan 60 dagen."),
    charts=(ChartEntry("Wachttijd per gemeente", SVG, "Waterdam 40, Rietveen 80.", "wachten", is_wide=False),),
    tables=(
        TableEntry(
            "wachten",
            "Wachttijd",
            (ColumnEntry("Gemeente", is_number=False), ColumnEntry("Casussen", is_number=True)),
            (("Waterdam", "40"), ("Rietveen", "80"), ("Kleindorp", "–")),
            3,
        ),
        TableEntry("nog", "Nog een tabel", (ColumnEntry("Wat", is_number=False),), (("rij 1",),), 300),
        TableEntry("leeg", "Lege tabel", (ColumnEntry("Wat", is_number=False),), (), 0),
    ),
    caveats=("Aantallen onder de 10 staan er niet.",),
)
RESULT = ResultEntry(
    number=3,
    analysis="wachten",
    title="Wachttijd",
    question="Hoe lang wachten kinderen?",
    parameters=(("van", "melding"), ("tot", "start hulp")),
    dataset=2,
    version=1,
    data_hash="a" * 64,
    code_version="b" * 64,
    computed_at=datetime(2026, 11, 20, 23, 30, tzinfo=UTC),
    changed=(),
    is_destroyed=False,
    predecessor=None,
    content=CONTENT,
    url="",
)
DATA = DatasetEntry(
    2, "Ketengegevens (fictief)", "gebeurtenissenlog", "Regiebureau Waterrijk (fictief)", "Convenant 2024",
    date(2031, 1, 1), (VersionEntry(1, date(2026, 3, 4), "120", "a" * 64, is_destroyed=False),),
)  # fmt: skip


def with_results(chain: Chain, user: User, audience: Audience, *results: ResultEntry) -> Material:
    """The chain, with B1 resting on U3 too."""
    material = queries.material_for(user, chain.evaluation, audience)
    (finding,) = material.findings
    own = tuple(ResultUse(one.number, "supports", "", "Vijf van de zes klopten.") for one in results)
    return replace(material, results=results, datasets=(DATA,), findings=(replace(finding, results=own),))


def words(made: str) -> str:
    told = html.unescape(re.sub(r"<[^>]+>", " ", made.partition("<body>")[2] or made))
    return re.sub(r" ([,.)])", r"\1", re.sub(r"\s+", " ", told))


def written(chain: Chain, leader: User, markdown: str, *results: ResultEntry) -> str:
    """The public file of a report with this one chapter, as HTML."""
    material = with_results(chain, leader, Audience.PUBLIC, *results or (RESULT,))
    section = replace(material.sections[0], markdown=markdown) if material.sections else None
    assert section is not None
    draft = building.assemble(replace(material, sections=(section,)))
    assert draft.lost == []
    return building.public_html(draft).decode()


@pytest.fixture
def one_chapter(chain: Chain, leader: User) -> Chain:
    chain.write(leader, "Tekst (fictief).")
    return chain


def test_alone_on_a_line_it_is_laid_out_whole(one_chapter: Chain, leader: User) -> None:
    page = written(one_chapter, leader, "[[U3]]")
    told = words(page)

    assert "U3 Wachttijd" in told
    assert "De helft wachtte langer dan 30 dagen." in told
    assert 'role="img" aria-label="Wachttijd per gemeente. Waterdam 40, Rietveen 80."' in page
    assert "<caption>Wachttijd per gemeente, als tabel</caption>" in page
    assert "Kleindorp –" in told
    assert "n = 120 casussen." in told
    assert "Aantallen onder de 10 staan er niet." in told
    assert "Bron: D2 levering 1, berekend op 21 november 2026, versie van de methode bbbbbbbb." in told
    assert "De eerste 1 van 300 rijen." in told
    assert "Te weinig casussen om te tonen." in told
    assert "style=" not in page


def test_in_a_sentence_it_is_a_label_that_leads_to_the_annex(one_chapter: Chain, leader: User) -> None:
    page = written(one_chapter, leader, "Uit [[U3]] blijkt dat men wacht.")

    assert "Uit uitkomst U3 blijkt dat men wacht." in words(page)
    assert 'href="#U3"' in page
    assert page.count('id="U3"') == 1
    assert page.count('id="D2"') == 1
    assert 'href="#D2"' in page


def test_it_stands_among_the_evidence_of_its_finding(one_chapter: Chain, leader: User) -> None:
    told = words(written(one_chapter, leader, "[[B1]]\n\n{{bijlage evaluatiematrix}}\n\n{{bijlage methode}}"))

    assert "Rust op F1, F2, U3." in told
    assert "U3 (ondersteunt) Wachttijd. De helft wachtte langer dan 30 dagen. n = 120 casussen." in told
    assert "Getoetst bij de praktijk: Vijf van de zes klopten." in told
    assert "U3 +" in told
    assert "S4, D2" in told
    assert "Analyses" in told
    assert "Wachttijd Hoe lang wachten kinderen? U3" in told


def test_the_annexes_tell_what_was_computed_and_of_which_data(one_chapter: Chain, leader: User) -> None:
    told = words(written(one_chapter, leader, "{{bijlagen}}"))

    assert "van melding" in told
    assert "tot start hulp" in told
    assert " ".join(["a" * 16] * 4) in told
    assert "Regiebureau Waterrijk (fictief) Convenant 2024 1 januari 2031" in told
    assert f"1: in gebruik genomen op 4 maart 2026, 120 casussen, hash {'a' * 16}" in told


def test_without_results_there_is_no_annex_of_them(one_chapter: Chain, leader: User) -> None:
    material = queries.material_for(leader, one_chapter.evaluation, Audience.PUBLIC)

    page = building.public_html(building.assemble(material)).decode()

    assert "bijlage_uitkomsten" not in page
    assert "bijlage_datasets" not in page


def test_what_cannot_leave_the_team_is_not_there(one_chapter: Chain, leader: User) -> None:
    old = replace(RESULT, content=None, changed=("data",))
    gone = replace(RESULT, number=4, content=None, is_destroyed=True)

    told = words(written(one_chapter, leader, "[[U3]]", old, gone))

    assert "U3 Wachttijd Deze uitkomst is berekend voordat uitkomsten buiten het team konden komen." in told
    assert "U4 (ondersteunt) Wachttijd (vernietigd met de gegevens)" in told


def test_what_changed_since_is_told_with_it(one_chapter: Chain, leader: User) -> None:
    stale = replace(RESULT, changed=("data", "code", "norms"))

    told = words(written(one_chapter, leader, "[[U3]]", stale))

    assert "De gegevens zijn gewijzigd sinds dit is berekend." in told
    assert "De manier van berekenen is sindsdien gewijzigd." in told
    assert "(verouderd)" in told


def test_a_destroyed_result_cannot_be_referred_to(one_chapter: Chain, leader: User) -> None:
    gone = replace(RESULT, content=None, is_destroyed=True)
    material = with_results(one_chapter, leader, Audience.PUBLIC, gone)

    draft = building.assemble_section(material, "[[U3]] en [[U99]].")

    assert [str(one.reference) for one in draft.lost] == ["[[U3]]", "[[U99]]"]


def test_two_drawings_in_one_page_do_not_share_their_parts(one_chapter: Chain, leader: User) -> None:
    page = written(one_chapter, leader, "[[U3]]\n\n[[U4]]", RESULT, replace(RESULT, number=4))

    for label in ("U3", "U4"):
        assert page.count(f'id="{label}-1-clip0"') == page.count(f"url(#{label}-1-clip0)") == 1


def test_within_the_product_it_leads_to_its_page(one_chapter: Chain, leader: User) -> None:
    own = replace(RESULT, url="/evaluaties/1/analyses/uitkomsten/3/")
    material = with_results(one_chapter, leader, Audience.TEAM, own)

    page = report.to_html(building.assemble_section(material, "Uit [[U3]].").blocks)

    assert 'href="/evaluaties/1/analyses/uitkomsten/3/"' in page


def test_a_pdf_tells_a_screen_reader_of_its_chart_and_its_table(one_chapter: Chain, leader: User) -> None:
    material = with_results(one_chapter, leader, Audience.PUBLIC, RESULT)
    section = replace(material.sections[0], markdown="[[U3]]\n\n{{bijlage uitkomsten}}")
    draft = building.assemble(replace(material, sections=(section,)))

    made = building.pdf(draft)

    tags = structure.tags(made)
    assert [tag.alt for tag in tags if tag.kind == "Figure"] == ["Wachttijd per gemeente. Waterdam 40, Rietveen 80."]
    tables = [list(tag.all()) for tag in tags if tag.kind == "Table"]
    heads = [[tag.scope for tag in table if tag.kind == "TH"] for table in tables]
    rows = [sum(tag.kind == "TR" for tag in table) for table in tables]
    assert (["/Column", "/Column"], 4) in list(zip(heads, rows, strict=True))
    assert made == building.pdf(draft)


def test_the_text_has_the_chart_and_the_annex_has_the_table(one_chapter: Chain, leader: User) -> None:
    page = written(one_chapter, leader, "[[U3]]\n\nTot zover.\n\n{{bijlage uitkomsten}}")

    text, _sign, annex = page.partition("Tot zover.")
    assert "<svg" in text
    assert "<table" not in text
    assert "<table" in annex
    assert "Kleine aantallen staan er niet precies." in text


def test_word_has_the_chart_as_a_picture_with_its_words(one_chapter: Chain, leader: User) -> None:
    tall = replace(CONTENT.charts[0], svg=SVG.replace("300 120", "300.5 1200.5"))
    material = with_results(
        one_chapter, leader, Audience.PUBLIC, replace(RESULT, content=replace(CONTENT, charts=(tall,)))
    )
    section = replace(material.sections[0], markdown="[[U3]]")
    draft = building.assemble(replace(material, sections=(section,)))

    with zipfile.ZipFile(io.BytesIO(building.word(draft))) as package:
        document = package.read("word/document.xml").decode()

    assert 'descr="Wachttijd per gemeente. Waterdam 40, Rietveen 80."' in document
    width, height = map(int, re.search(r'wp:extent cx="(\d+)" cy="(\d+)"', document).groups())  # type: ignore[union-attr]
    assert height / width == pytest.approx(1200.5 / 300.5, rel=0.01)
    assert height <= 9070 * 635 * 1.31


def test_a_table_that_is_wide_and_low_lies_on_its_side(one_chapter: Chain, leader: User) -> None:
    columns = tuple(ColumnEntry(f"kolom {number}", number > 0) for number in range(12))
    wide = TableEntry("wide", "Breed", columns, (tuple(f"cel {number}" for number in range(12)),), 1)
    content = replace(CONTENT, charts=(), tables=(wide,))

    page = written(one_chapter, leader, "[[U3]]", replace(RESULT, content=content))

    told = page.partition("Breed</caption>")[2].partition("</table>")[0]
    assert told.count("<tr") == 12
    assert words(told).split() == [part for number in range(12) for part in f"kolom {number} cel {number}".split()]
