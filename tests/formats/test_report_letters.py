"""The PDF has its own letters or is not made: typst carries others, and would take them without a word."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader

from sluitend.errors import InputError
from sluitend.formats import report
from sluitend.formats.report import charts, letters, pictures
from sluitend.formats.report.charts import Bar
from sluitend.web import wording

TEXT = "Wij *hoorden* **het** te laat (fictief) → ☎."


def made() -> bytes:
    return report.to_pdf(report.parse(TEXT), title="Proef (fictief)", subtitle="", date="", epoch=1_780_000_000)


def fonts_in(pdf: bytes) -> set[str]:
    """The names of the fonts of all pages, without the mark of a subset."""
    found = set()
    for page in PdfReader(io.BytesIO(pdf)).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            found.add(str(font.get_object()["/BaseFont"]).rpartition("+")[2].lstrip("/"))
    return found


def test_only_the_report_s_own_letters_are_in_it() -> None:
    assert letters.missing() == []

    assert {name.split("-")[0] for name in fonts_in(made())} == {"SourceSans3", "DejaVuSans"}


@pytest.mark.parametrize("lost", [letters.FILES, letters.FILES[:1], letters.FILES[-1:]])
def test_without_its_letters_there_is_no_pdf(
    lost: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in set(letters.FILES) - set(lost):
        shutil.copy(letters.FOLDER / name, tmp_path)
    monkeypatch.setattr(letters, "FOLDER", tmp_path)

    with pytest.raises(InputError) as told:
        made()

    assert (told.value.code, told.value.data) == (
        "formats.report_letters_missing",
        {"count": len(lost), "first": lost[0]},
    )


def test_without_its_letters_there_is_no_picture_of_a_chart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (svg,) = charts.bars([Bar("gehouden", 4, "4")])
    monkeypatch.setattr(letters, "FOLDER", tmp_path)

    with pytest.raises(InputError, match="report_letters_missing"):
        pictures.png_of(svg)


@pytest.mark.parametrize(("ended", "told"), [(4, InputError), (-9, InputError), (3, RuntimeError)])
def test_a_picture_that_takes_too_much_is_told(
    ended: int, told: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    done = subprocess.CompletedProcess([], ended, b"", b"")
    monkeypatch.setattr(subprocess, "run", lambda *_args, **_named: done)

    with pytest.raises(told):
        pictures.png_of("<svg/>")


def test_the_sentence_says_who_can_mend_it() -> None:
    error = InputError("formats.report_letters_missing", count=8, first="SourceSans3_400Regular.ttf")

    assert wording.sentence(error) == (
        "Het bestand is niet gebouwd, omdat deze installatie de letters ervoor mist (8 bestanden, als eerste "
        "“SourceSans3_400Regular.ttf”). Vraag wie Sluitend beheert om “make setup” uit te voeren, en bouw opnieuw."
    )
