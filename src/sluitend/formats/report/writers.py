"""The tree to HTML and DOCX; the same tree gives the same bytes."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree import ElementTree as ET

from sluitend.formats.report import nodes, pandoc
from sluitend.formats.report.docx_finish import finished
from sluitend.formats.report.docx_house import STYLES, completed, identifiers, text_width
from sluitend.formats.report.docx_style import reference
from sluitend.formats.report.nodes import Node
from sluitend.formats.report.pictures import WIDE, Pictures
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
        case "Image" if nodes.DRAWN in node["c"][0][1]:
            return _inline_drawing(node["c"])
        case "Div":
            (identifier, classes, pairs), inside = node["c"]
            kept = [pair for pair in pairs if pair[0] != "custom-style"]  # is for Word
            return {"t": "Div", "c": [[identifier, classes, kept], for_html(inside)]}
    return {**node, "c": for_html(node["c"])}


def _inline_drawing(image: list[Any]) -> Any:
    """The drawing itself, in the page: it loads nothing, and its words are for who does not see it."""
    _attributes, words, (target, _title) = image
    svg = base64.b64decode(target.partition(",")[2]).decode()
    said = escape(plain_text(words))
    named = f'<svg role="img" aria-label="{said}" '
    return {"t": "RawInline", "c": ["html", svg.replace('role="img" ', "", 1).replace("<svg ", named, 1)]}


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


def to_docx(
    blocks: list[Node],
    *,
    title: str,
    subtitle: str,
    date: str,
    epoch: int,
    contents: bool = True,
    house_style: bytes | None = None,
) -> bytes:
    """A Word document in our style or in that of a house, with a table of contents or without.

    It names no author; `epoch` dates it. `house_style` is what ``formats.house_style.taken`` gave.
    """
    words = {"toc-title": "Inhoud", "lang": "nl-NL"}
    look = completed(house_style) if house_style else reference()
    pictures = Pictures(text_width(look) or WIDE)
    content = document(pictures.placed(for_word(blocks)), title=title, subtitle=subtitle, date=date, **words)
    with TemporaryDirectory() as folder:
        style = Path(folder, "reference.docx")
        style.write_bytes(look)
        arguments = ["--from", "json", "--to", "docx", f"--reference-doc={style}"]
        arguments += ["--toc", "--toc-depth=2"] if contents else []
        made = pandoc.run([*arguments, _PLAIN_CODE, "--output=-"], content)
    when = datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    changes = {"word/document.xml": finished(blocks, _styles(made)), "docProps/core.xml": _dated(when)}
    return _repacked(made, changes, pictures)


def _styles(made: bytes) -> dict[str, str]:
    """The identifier of every style by its name."""
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        return identifiers(ET.fromstring(package.read(STYLES)))  # noqa: S314 - pandoc's, from checked parts


def _dated(when: str) -> Callable[[str], str]:
    """In its sandbox pandoc knows no time: it writes the beginning of 1970."""
    return lambda content: content.replace("1970-01-01T00:00:00Z", when)


def _repacked(archive: bytes, changes: dict[str, Callable[[str], str]], pictures: Pictures) -> bytes:
    """The zip with some members changed, its pictures, and without its times: members in their order, dated 1980."""
    with zipfile.ZipFile(io.BytesIO(archive)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    for name, change in changes.items():
        parts[name] = change(parts[name].decode("utf-8")).encode("utf-8")
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name, content in pictures.added(parts).items():
            member = zipfile.ZipInfo(name, _EPOCH_OF_ZIP)
            member.compress_type = zipfile.ZIP_DEFLATED
            copy.writestr(member, content)
    return target.getvalue()
