"""Charts: what stands in them, and how they come into HTML, Word and PDF."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree as ET

import pytest

from sluitend.formats import report
from sluitend.formats.report import charts, nodes, pictures
from sluitend.formats.report.charts import Bar, Disc
from tests.formats import pdf_structure as structure

GIVEN = {"title": "Rapport", "subtitle": "", "date": "", "epoch": 1_750_000_000}


def words_of(svg: str) -> list[str]:
    return [one.text or "" for one in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def test_bars_are_as_long_as_their_value_and_carry_it() -> None:
    (svg,) = charts.bars([Bar("gehouden", 4, "4"), Bar("niet <gehouden>", 2, "2"), Bar("niet beoordeeld", 0, "0")])

    lengths = [float(one.get("width", "0")) for one in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}rect")]
    assert words_of(svg) == ["gehouden", "4", "niet <gehouden>", "2", "niet beoordeeld", "0"]
    assert lengths[0] == pytest.approx(2 * lengths[1])
    assert lengths[2] == 1


def test_discs_are_filled_by_quarters_and_many_rows_take_more_drawings() -> None:
    rows = [(f"B{number}", [Disc(number % 5, "3"), None]) for number in range(charts.ROWS + 1)]

    first, second = charts.discs(["Ouders", "Scholen"], rows, [(0, "niemand"), (4, "de meeste")])

    assert words_of(second) == ["Ouders", "Scholen", "B12", "3", "–", "niemand", "de meeste"]
    assert first.count("<path") == sum(number % 5 in (1, 2, 3) for number in range(charts.ROWS))


def test_no_drawing_is_higher_than_a_page() -> None:
    long = "Een naam die zo lang is dat zij niet in de kolom past en dus over drie regels loopt, en dan nog verder."
    (svg,) = charts.discs(["Ouders"] * 8, [(long, [Disc(1, "3")] * 8)] * charts.ROWS, [(0, "niemand")])

    height = int(svg.partition('viewBox="0 0 640 ')[2].partition('"')[0])
    assert height / charts.WIDTH * 16 < 24  # centimetres, at the width of a page's text


def test_no_words_of_a_drawing_stay_in_memory() -> None:
    assert not hasattr(pictures.png_of, "cache_info")


def test_a_drawing_stands_in_every_file_with_its_words() -> None:
    (svg,) = charts.bars([Bar("gehouden", 4, "4")])
    blocks = [nodes.heading(1, nodes.text("Kop"), "kop"), nodes.drawing(svg, "Afspraken. Gehouden: 4.")]

    page = report.to_html(blocks)
    word = report.to_docx(blocks, **GIVEN)  # type: ignore[arg-type]
    again = report.to_docx(blocks, **GIVEN)  # type: ignore[arg-type]
    pdf = report.to_pdf(blocks, **GIVEN)  # type: ignore[arg-type]

    assert '<svg role="img" aria-label="Afspraken. Gehouden: 4." xmlns=' in page
    with zipfile.ZipFile(io.BytesIO(word)) as package:
        document = package.read("word/document.xml").decode()
        assert package.read("word/media/grafiek1.png").startswith(b"\x89PNG")
        assert 'descr="Afspraken. Gehouden: 4."' in document
        assert "rIdGrafiek1" in package.read("word/_rels/document.xml.rels").decode()
        assert 'Extension="png"' in package.read("[Content_Types].xml").decode()
    assert word == again
    assert [tag.alt for tag in structure.tags(pdf) if tag.kind == "Figure"] == ["Afspraken. Gehouden: 4."]
