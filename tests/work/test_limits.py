"""Whatever a file does, reading it takes bounded memory and time, and leaves nothing behind."""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from sluitend.errors import InputError
from sluitend.formats import documents
from sluitend.formats.documents import codes
from sluitend.work import limits
from sluitend.work.limits import Limits, read_limited
from tests.formats.document_files import (
    MARKDOWN,
    REAL,
    W,
    by_pandoc,
    docx,
    paragraph,
    pdf_of,
    replaced,
)

MEGABYTE = 1024**2
SHORT = Limits(cpu_seconds=3, wall_seconds=8)


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary folder of this test alone, to see what stays behind in it."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def write(folder: Path, data: bytes | str) -> Path:
    path = folder / "upload"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def refused(path: Path, name: str, given: Limits = SHORT) -> InputError:
    """The refusal, which comes in time, from a child that held no more memory than it might."""
    # A child counts as large as this process until it has started its own program.
    before = max(most_memory(resource.RUSAGE_CHILDREN), most_memory(resource.RUSAGE_SELF))
    start = time.monotonic()
    with pytest.raises(InputError) as caught:
        read_limited(path, filename=name, limits=given)
    assert time.monotonic() - start < given.wall_seconds + 5
    assert most_memory(resource.RUSAGE_CHILDREN) <= max(before, given.memory_bytes)
    assert caught.value.where == name
    return caught.value


def most_memory(whose: int) -> int:
    """The most memory (bytes) that this process, or any child of it, has held so far."""
    return resource.getrusage(whose).ru_maxrss * 1024


@pytest.mark.parametrize("kind", ["docx", "odt", "html", "markdown"])
def test_the_same_document_as_in_this_process(tmp_path: Path, temporary: Path, kind: str) -> None:
    path = write(tmp_path, by_pandoc(MARKDOWN, kind))
    name = f"verslag.{'md' if kind == 'markdown' else kind}"

    assert read_limited(path, filename=name) == documents.read(path, filename=name)
    assert list(temporary.iterdir()) == []


def test_real_pdfs_read_the_same(tmp_path: Path) -> None:
    found = sorted(REAL.rglob("*.pdf"))
    if not found:
        pytest.skip("the real documents are not beside the repository")
    for path in found:
        assert read_limited(path, filename=path.name) == documents.read(path, filename=path.name)


def test_a_refusal_of_the_reader_comes_through_with_its_data(tmp_path: Path) -> None:
    error = refused(write(tmp_path, docx(paragraph("x"))), "brief van Fictief.txt")

    assert (error.code, error.data) == (codes.WRONG_EXTENSION, {"suffix": ".txt", "found": "docx"})


def test_a_text_of_200_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = write(tmp_path, b"")
    with path.open("r+b") as file:
        file.truncate(200 * MEGABYTE)

    assert refused(path, "groot.txt").data == {"megabytes": 200, "most": 100}


def test_a_text_of_90_megabytes_is_refused_in_little_memory(tmp_path: Path) -> None:
    path = write(tmp_path, b"")
    with path.open("wb") as file:
        for _ in range(15):
            file.write((b"woord " * 1000 + b"\n") * 1000)

    assert refused(path, "groot.txt", Limits(memory_bytes=256 * MEGABYTE)).code == codes.TOO_LONG


def test_a_zip_bomb_of_a_gigabyte(tmp_path: Path) -> None:
    path = tmp_path / "upload"
    write(tmp_path, docx(""))
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as package,
        package.open("word/footnotes.xml", "w") as part,
    ):
        for _ in range(1024):
            part.write(bytes(MEGABYTE))

    assert refused(path, "bom.docx", Limits(memory_bytes=256 * MEGABYTE)).code == codes.ZIP_BOMB


def test_a_zip_that_lies_about_its_size(tmp_path: Path) -> None:
    data = bytearray(docx("", document=bytes(64 * MEGABYTE)))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = _entry(data, signature, b"word/document.xml")
        data[at + offset : at + offset + 4] = (1000).to_bytes(4, "little")

    error = refused(write(tmp_path, bytes(data)), "bom.docx", Limits(memory_bytes=256 * MEGABYTE))

    assert error.code in (codes.DAMAGED, codes.BROKEN_XML)


def _entry(data: bytearray, signature: bytes, name: bytes) -> int:
    at = data.find(signature)
    while name not in data[at : at + 80]:
        at = data.index(signature, at + 1)
    return at


def test_a_billion_laughs(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    main = f"<!DOCTYPE x [{laughs}]><w:document {W}><w:body>{paragraph('&l11;')}</w:body></w:document>"
    odt = replaced(by_pandoc("x", "odt"), {"content.xml": f"<!DOCTYPE x [{laughs}]><x>&l11;</x>"})

    assert refused(write(tmp_path, docx("", document=main.encode())), "a.docx").code == codes.XML_ENTITIES
    assert refused(write(tmp_path, odt), "a.odt").code == codes.XML_ENTITIES


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 50_000 + "diep",
        "<ul><li><table><tr><td><blockquote>" * 5_000 + "diep",
        "<b><i><a href='x'>" * 20_000 + "diep",
    ],
    ids=["div", "mixed", "inline"],
)
def test_deeply_nested_html_is_flattened(tmp_path: Path, page: str) -> None:
    document = read_limited(write(tmp_path, f"<html><body>{page}</body></html>"), filename="diep.html")

    assert document.text.removeprefix("• ") == "diep"


def test_a_page_that_would_keep_the_parser_busy_for_minutes(tmp_path: Path) -> None:
    error = refused(write(tmp_path, "<html><body>" + "<!--" * 1_000_000), "traag.html")

    assert error.code in (codes.TOOK_TOO_LONG, codes.NO_TEXT)  # newer versions of Python parse it at once


@pytest.mark.parametrize(
    ("unit", "filters"),
    [(b" " * 64, 1), (b"BT /F 9 Tf (abc) Tj ET\n", 1), (b"\x00" * 64, 2)],
    ids=["blanks", "text", "packed twice"],
)
def test_a_pdf_that_unpacks_to_600_megabytes(tmp_path: Path, unit: bytes, filters: int) -> None:
    packer = zlib.compressobj(9)
    block = unit * (MEGABYTE // len(unit))
    stream = b"".join(packer.compress(block) for _ in range(600)) + packer.flush()
    if filters == 2:
        stream = zlib.compress(stream, 9)
    path = write(tmp_path, pdf_of([stream], filters=b"[" + b"/FlateDecode " * filters + b"]"))

    error = refused(path, "bom.pdf", Limits(memory_bytes=384 * MEGABYTE, cpu_seconds=2, wall_seconds=10))

    assert error.code in (
        codes.TOO_MUCH_MEMORY,
        codes.TOOK_TOO_LONG,
        codes.UNREADABLE,
        codes.DAMAGED,
        codes.NO_TEXT,
        codes.TOO_LONG,
    )


def test_a_document_of_very_many_elements_takes_bounded_memory(tmp_path: Path) -> None:
    body = "".join(f'<w:p w:rsidR="{n * 7919:08X}"><w:r><w:t>{n}</w:t></w:r></w:p>' for n in range(900_000))

    error = refused(write(tmp_path, docx(body)), "veel.docx", Limits(cpu_seconds=10, wall_seconds=30))

    assert error.code in (codes.TOO_MUCH_MEMORY, codes.TOOK_TOO_LONG)


Child = Callable[[str], None]


@pytest.fixture
def child(monkeypatch: pytest.MonkeyPatch) -> Child:
    """Put other code in the place of the reader."""

    def put(code: str) -> None:
        monkeypatch.setattr(limits, "_command", lambda *_, **__: [sys.executable, "-c", code])

    return put


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import os; os.kill(os.getpid(), 11)", codes.UNREADABLE),
        ("import os; os.abort()", codes.TOO_MUCH_MEMORY),
        ("import os; os.kill(os.getpid(), 24)", codes.TOOK_TOO_LONG),
        ("import os; os.kill(os.getpid(), 9)", codes.TOO_MUCH_MEMORY),
        ("import time; time.sleep(60)", codes.TOOK_TOO_LONG),
        ("print('no json')", codes.UNREADABLE),
        ("raise SystemExit(3)", codes.UNREADABLE),
        ("while True: print('x' * 4096)", codes.TOO_MUCH_MEMORY),
    ],
)
def test_a_child_that_breaks_down(tmp_path: Path, child: Child, code: str, expected: str) -> None:
    child(code)

    error = refused(write(tmp_path, "x"), "a.txt", Limits(wall_seconds=4, answer_bytes=MEGABYTE))

    assert error.code == expected


def test_a_reader_that_is_killed_from_outside_reads_once_more(tmp_path: Path, child: Child) -> None:
    seen = tmp_path / "seen"
    document = json.dumps({"code": "formats.read_at_last", "data": {}})
    child(
        f"import os, pathlib; seen = pathlib.Path({str(seen)!r}); first = not seen.exists(); seen.touch()\n"
        f"os.kill(os.getpid(), 9) if first else print({document!r})"
    )

    assert refused(write(tmp_path, "x"), "a.txt", Limits(wall_seconds=20)).code == "formats.read_at_last"


def test_who_takes_too_much_processor_time_is_told_so_at_once(tmp_path: Path, child: Child) -> None:
    starts = tmp_path / "starts"
    child(
        f"from sluitend.formats import limited; open({str(starts)!r}, 'a').write('x')\n"
        "given = limited.parser('x').parse_args(['--suffix=.txt', '--cpu=1', 'x'])\n"
        "limited.answer(given, 'document', lambda: sum(iter(int, 1)))"
    )

    error = refused(write(tmp_path, "x"), "a.txt", Limits(cpu_seconds=1, wall_seconds=30))

    assert (error.code, error.data) == (codes.TOOK_TOO_LONG, {"seconds": 1})
    assert starts.read_text() == "x"


def test_grandchildren_end_with_the_child(tmp_path: Path, temporary: Path, child: Child) -> None:
    note = tmp_path / "pid"
    child(
        "import subprocess, sys, time\n"
        "inner = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"open({str(note)!r}, 'w').write(str(inner.pid))\n"
        "time.sleep(60)"
    )

    assert refused(write(tmp_path, "x"), "a.txt", Limits(wall_seconds=4)).code == codes.TOOK_TOO_LONG
    assert is_gone(int(note.read_text()))
    assert list(temporary.iterdir()) == []


def is_gone(pid: int) -> bool:
    for _ in range(50):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":  # dead; whoever adopted it has not looked yet
            return True
        time.sleep(0.1)
    return False


def test_the_reader_has_an_empty_folder_and_environment(
    tmp_path: Path, child: Child, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLUITEND_CANARY", "geheim (fictief)")
    child(
        "import json, os\n"
        "seen = {'variables': sorted(os.environ), 'files': os.listdir(), 'group': os.getpgid(0) == os.getpid()}\n"
        "print(json.dumps({'code': 'seen', 'data': seen}))"
    )

    seen = refused(write(tmp_path, "x"), "a.txt").data

    assert set(seen["variables"]) <= {  # type: ignore[call-overload]
        *("HOME", "TMPDIR", "LANG", "LC_CTYPE", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE")
    }
    assert (seen["files"], seen["group"]) == ([], True)


def test_nothing_of_a_document_is_printed_or_seen_in_the_process_list(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, docx("", document=f"<w:document {W}><w:p>Canarie Fictief".encode()))

    error = refused(path, "Canarie.docx")

    assert capfd.readouterr() == ("", "")
    assert "Fictief" not in f"{error} {error.data}"
    assert not any("Canarie" in word for word in limits._command(path, ".docx", SHORT))


def test_an_unexpected_fault_tells_its_class_only(tmp_path: Path) -> None:
    folder = tmp_path / "a folder"
    folder.mkdir()

    error = refused(folder, "a.txt")

    assert (error.code, error.data) == (codes.UNREADABLE, {"cause": "IsADirectoryError"})
    assert list(folder.iterdir()) == []
