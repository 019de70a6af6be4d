"""Real Dutch documents, against extractions that have nothing in common with ours."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from sluitend.formats import documents
from tests.formats.document_files import REAL
from tests.formats.test_documents import assert_invariants

pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="the real documents are not beside the repository")

FILES = sorted(path for path in REAL.rglob("*") if path.suffix in documents.KINDS) if REAL.is_dir() else []
# Cells are separated by bars and notes by numbers, which are ours.
WORD = re.compile(r"[^\W_]+")


def of_kind(suffix: str) -> list[Path]:
    return [path for path in FILES if path.suffix == suffix]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_real_document_is_read(path: Path) -> None:
    document = documents.read(path, filename=path.name)

    assert_invariants(document)
    assert len(document.text) > 1_000


@pytest.mark.parametrize("path", of_kind(".txt") + of_kind(".md"), ids=lambda path: path.name)
def test_text_equals_its_source_to_the_character(path: Path) -> None:
    source = path.read_bytes().decode().replace("\r\n", "\n").removeprefix("\ufeff")

    assert documents.read(path, filename=path.name).text == unicodedata.normalize("NFC", source).rstrip()


@pytest.mark.parametrize("path", of_kind(".docx"), ids=lambda path: path.name)
def test_docx_has_every_word_of_its_xml_in_order(path: Path) -> None:
    ours = iter(WORD.findall(documents.read(path, filename=path.name).text))

    missing = [word for word in words_in_xml(path) if word not in ours]  # `in` moves the iterator on

    assert missing == []


def words_in_xml(path: Path) -> Iterator[str]:
    """The words of w:t, paragraph by paragraph; text boxes and their doubles left out."""
    with zipfile.ZipFile(path) as package:
        xml = package.read("word/document.xml").decode()
    xml = re.sub(r"<mc:AlternateContent>.*?</mc:AlternateContent>", "", xml, flags=re.S)
    for paragraph in re.findall(r"<w:p[ >].*?</w:p>", xml, re.S):
        pieces = re.finditer(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|<w:(?:tab|br|noBreakHyphen)[ /]", paragraph)
        yield from WORD.findall(html.unescape("".join(piece[1] or " " for piece in pieces)))


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not installed")
@pytest.mark.parametrize("path", of_kind(".pdf"), ids=lambda path: path.name)
def test_pdf_has_the_words_that_pdftotext_finds(path: Path) -> None:
    ours = Counter(WORD.findall(documents.read(path, filename=path.name).text))
    theirs = Counter(WORD.findall(unicodedata.normalize("NFKC", without_running_lines(path))))

    assert (ours & theirs).total() / ours.total() >= 0.98
    assert (ours & theirs).total() / theirs.total() >= 0.98


def without_running_lines(path: Path) -> str:
    """What pdftotext finds, less lines that return on three pages or more (they differ in numbers only)."""
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True, text=True)
    lines = [(line, re.sub(r"\d+", "#", " ".join(line.split()))) for line in done.stdout.splitlines()]
    met = Counter(masked for _, masked in lines)
    kept, seen = [], set()
    for line, masked in lines:
        if met[masked] < 3 or masked not in seen or not re.search(r"#\s*/\s*#|^# \w|\w #$", masked):
            kept.append(line)
        seen.add(masked)
    return "\n".join(kept)
