"""The tree to HTML and DOCX; the same tree gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from sluitend.formats.report import pandoc
from sluitend.formats.report.nodes import Node
from sluitend.formats.report.tree import document

_EPOCH_OF_ZIP = (1980, 1, 1, 0, 0, 0)


def to_html(blocks: list[Node], *, section_headings_from: int = 1) -> str:
    """An HTML fragment. Headings move down so that the first level becomes `section_headings_from`."""
    shift = f"--shift-heading-level-by={section_headings_from - 1}"
    arguments = ["--from", "json", "--to", "html5", "--wrap=none", "--no-highlight", "--email-obfuscation=none", shift]
    return pandoc.run(arguments, document(blocks)).decode("utf-8")


def to_docx(blocks: list[Node], *, title: str, subtitle: str, author: str, date: str, reference: bytes) -> bytes:
    """A Word document in the style of `reference` (a DOCX), with a table of contents."""
    content = document(blocks, title=title, subtitle=subtitle, author=author, date=date, lang="nl-NL")
    with TemporaryDirectory() as folder:
        style = Path(folder, "reference.docx")
        style.write_bytes(reference)
        arguments = ["--from", "json", "--to", "docx", "--toc", "--toc-depth=2", f"--reference-doc={style}"]
        return same_bytes(pandoc.run([*arguments, "--output=-"], content))


def same_bytes(archive: bytes) -> bytes:
    """The zip without its times: members in their order, dated 1980."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, _EPOCH_OF_ZIP)
            member.compress_type = zipfile.ZIP_DEFLATED
            copy.writestr(member, source.read(name))
    return target.getvalue()
