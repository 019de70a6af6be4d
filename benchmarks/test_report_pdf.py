"""A report of eighty pages with three hundred references as PDF/UA; the budget for a whole build is ten seconds."""

from __future__ import annotations

import io

from pypdf import PdfReader

from benchmarks.measuring import Figure, measure
from sluitend.formats import report
from sluitend.formats.report import nodes

PAGES, REFERENCES, CHAPTERS = 80, 300, 16
SENTENCE = "De regio wil dat geen jeugdige tussen wal en schip valt, en daarom keek de fictieve stuurgroep mee. "


def big_report() -> list[nodes.Node]:
    """Chapters with paragraphs, quotes and links, and the annex to which the links lead. Everything is fictitious."""
    blocks: list[nodes.Node] = []
    for number in range(REFERENCES):
        if number % (REFERENCES // CHAPTERS) == 0:
            blocks.append(nodes.heading(1, nodes.text(f"Hoofdstuk {len(blocks)}")))
        label = f"F{number + 1}"
        link = nodes.link(nodes.text(label), f"#{label}")
        blocks += report.parse(SENTENCE * 8)
        blocks.append(nodes.quote(nodes.para(nodes.verbatim(f"Wij hoorden  het te laat, zei nummer {number}."))))
        blocks.append(nodes.para(*nodes.text(SENTENCE), link))
    annex = nodes.table(["Nr.", "Passage"], [_row(f"F{one + 1}") for one in range(REFERENCES)], "Bewijs", [0.1, 0.9])
    return [*blocks, nodes.heading(1, nodes.text("Bewijs")), annex]


def _row(label: str) -> list[list[nodes.Node]]:
    place = nodes.span(nodes.text(label), identifier=label)
    return [[nodes.plain(place)], [nodes.plain(*nodes.text(SENTENCE))]]


def test_eighty_pages_with_three_hundred_references(figures: list[Figure]) -> None:
    blocks = big_report()
    made: list[bytes] = []

    def act() -> None:
        made.append(report.to_pdf(blocks, title="Groot rapport (fictief)", subtitle="", date="", epoch=1_780_000_000))

    figure = measure("report to PDF, 80 pages", 10.0, act, rounds=3)
    pages = len(PdfReader(io.BytesIO(made[0])).pages)
    figures.append(Figure(figure.name, figure.budget, figure.rounds, f"{pages} pages, {len(made[0]) // 1024} kB"))

    assert pages >= PAGES
    assert len(set(made)) == 1
