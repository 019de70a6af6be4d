"""The tree to HTML and DOCX; the same tree gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sluitend.formats.report import nodes, pandoc
from sluitend.formats.report.docx_finish import finished
from sluitend.formats.report.docx_style import reference
from sluitend.formats.report.nodes import Node
from sluitend.formats.report.tree import document, plain_text

_PLAIN_CODE = "--syntax-highlighting=none"
_EPOCH_OF_ZIP = (1980, 1, 1, 0, 0, 0)


def to_html(blocks: list[Node], *, section_headings_from: int = 1) -> str:
    """An HTML fragment without styles. Headings move down so that the first level becomes `section_headings_from`."""
    shift = f"--shift-heading-level-by={section_headings_from - 1}"
    arguments = ["--from", "json", "--to", "html5", "--wrap=none", _PLAIN_CODE, "--email-obfuscation=none", shift]
    return pandoc.run(arguments, document(for_html(blocks))).decode("utf-8")


def for_html(node: Any) -> Any:
    """The tree as a browser needs it: exact words escaped by us, tables without inline styles."""
    if isinstance(node, list):
        return [for_html(one) for one in node]
    if not isinstance(node, dict) or "c" not in node:
        return {"t": "AlignDefault"} if isinstance(node, dict) and node["t"].startswith("Align") else node
    match node["t"]:
        case "ColWidth":
            return {"t": "ColWidthDefault"}
        case "Span" if nodes.VERBATIM in node["c"][0][1]:
            # Pandoc would add a variation selector behind some arrows, and a line end beside every <br>.
            words = {"t": "RawInline", "c": ["html", escape(plain_text(node["c"][1]))]}
            return {"t": "Span", "c": [node["c"][0], [words]]}
        case "Div":
            (identifier, classes, pairs), inside = node["c"]
            kept = [pair for pair in pairs if pair[0] != "custom-style"]  # is for Word
            return {"t": "Div", "c": [[identifier, classes, kept], for_html(inside)]}
    return {**node, "c": for_html(node["c"])}


_SOFT_HYPHEN = {"t": "RawInline", "c": ["openxml", "<w:r><w:softHyphen/></w:r>"]}


def for_word(node: Any) -> Any:
    """The tree as Word needs it: pandoc loses a soft hyphen that begins or ends a word."""
    if isinstance(node, list):
        return [part for one in node for part in _word_parts(one)]
    return {**node, "c": for_word(node["c"])} if isinstance(node, dict) and "c" in node else node


def _word_parts(node: Any) -> list[Any]:
    if not isinstance(node, dict) or node.get("t") != "Str" or "\u00ad" not in node["c"]:
        return [for_word(node)]
    parts: list[Any] = []
    for number, word in enumerate(node["c"].split("\u00ad")):
        parts += [_SOFT_HYPHEN] if number else []
        parts += [{"t": "Str", "c": word}] if word else []
    return parts


def to_docx(blocks: list[Node], *, title: str, subtitle: str, date: str, epoch: int, contents: bool = True) -> bytes:
    """A Word document in our style, with a table of contents or without. It names no author; `epoch` dates it."""
    words = {"toc-title": "Inhoud", "lang": "nl-NL"}
    content = document(for_word(blocks), title=title, subtitle=subtitle, date=date, **words)
    with TemporaryDirectory() as folder:
        style = Path(folder, "reference.docx")
        style.write_bytes(reference())
        arguments = ["--from", "json", "--to", "docx", f"--reference-doc={style}"]
        arguments += ["--toc", "--toc-depth=2"] if contents else []
        made = pandoc.run([*arguments, _PLAIN_CODE, "--output=-"], content)
    when = datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return _repacked(made, {"word/document.xml": finished(blocks), "docProps/core.xml": _dated(when)})


def _dated(when: str) -> Callable[[str], str]:
    """In its sandbox pandoc knows no time: it writes the beginning of 1970."""
    return lambda content: content.replace("1970-01-01T00:00:00Z", when)


def _repacked(archive: bytes, changes: dict[str, Callable[[str], str]]) -> bytes:
    """The zip with some members changed and without its times: members in their order, dated 1980."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, _EPOCH_OF_ZIP)
            member.compress_type = zipfile.ZIP_DEFLATED
            content = source.read(name)
            change = changes.get(name)
            copy.writestr(member, change(content.decode("utf-8")).encode("utf-8") if change else content)
    return target.getvalue()
