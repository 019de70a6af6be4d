"""Word files with remarks, made by hand. Every person in them is fictitious."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MICROSOFT = "http://schemas.microsoft.com/office/2011/relationships"
TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


@dataclass
class Said:
    """A comment as a word processor keeps it; `answers` is the number of the comment that it answers."""

    text: str
    author: str = "M. Voorbeeld"
    date: str = "2026-10-05T09:30:00Z"
    answers: int | None = None
    done: bool = False


@dataclass
class WordFile:
    """A docx: `body` is XML within w:body, the comments are numbered from 0."""

    body: str
    comments: Sequence[Said] = ()
    threads: bool = True
    space: str = TRANSITIONAL
    main: str = "word/document.xml"
    parts: dict[str, str] = field(default_factory=dict)

    def bytes(self) -> bytes:
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in {**self._parts(), **self.parts}.items():
                package.writestr(name, content)
        return target.getvalue()

    def _parts(self) -> dict[str, str]:
        related = {"officeDocument": self.main}
        beside = {"comments": "comments.xml"} if self.comments else {}
        beside |= {name: f"{name}.xml" for name in ("footnotes",) if f"word/{name}.xml" in self.parts}
        parts = {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _relations(_OFFICE, related),
            self.main: f"<w:document {self._names()}><w:body>{self.body}</w:body></w:document>",
        }
        extended = _relations(_OFFICE, beside, {"commentsExtended": "commentsExtended.xml"} if self.threads else {})
        parts[f"word/_rels/{self.main.rpartition('/')[2]}.rels"] = extended
        if self.comments:
            parts["word/comments.xml"] = self._comments()
        if self.comments and self.threads:
            parts["word/commentsExtended.xml"] = self._threads()
        return parts

    def _names(self) -> str:
        return f'xmlns:w="{self.space}" xmlns:w14="{_W14}" xmlns:w15="{_W15}"'

    def _comments(self) -> str:
        return f"<w:comments {self._names()}>{''.join(map(self._comment, range(len(self.comments))))}</w:comments>"

    def _comment(self, number: int) -> str:
        one = self.comments[number]
        lines = one.text.split("\n")
        words = "".join(
            f'<w:p w14:paraId="{number:06X}{place:02X}"><w:r><w:annotationRef/></w:r>{run(line)}</w:p>'
            for place, line in enumerate(lines)
        )
        about = f"w:author={quoteattr(one.author)} w:date={quoteattr(one.date)}"
        return f'<w:comment w:id="{number}" {about}>{words}</w:comment>'

    def _threads(self) -> str:
        rows = []
        for number, one in enumerate(self.comments):
            parent = "" if one.answers is None else f' w15:paraIdParent="{self._last(one.answers)}"'
            rows.append(f'<w15:commentEx w15:paraId="{self._last(number)}"{parent} w15:done="{int(one.done)}"/>')
        return f"<w15:commentsEx {self._names()}>{''.join(rows)}</w15:commentsEx>"

    def _last(self, number: int) -> str:
        return f"{number:06X}{self.comments[number].text.count(chr(10)):02X}"


def _relations(space: str, targets: dict[str, str], microsoft: dict[str, str] | None = None) -> str:
    rows = [
        f'<Relationship Id="r{n}" Type="{space}/{kind}" Target="{to}"/>' for n, (kind, to) in enumerate(targets.items())
    ]
    rows += [
        f'<Relationship Id="m{n}" Type="{_MICROSOFT}/{k}" Target="{to}"/>'
        for n, (k, to) in enumerate((microsoft or {}).items())
    ]
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{"".join(rows)}</Relationships>'


def run(text: str) -> str:
    return f'<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def gone(text: str, author: str = "M. Voorbeeld", kind: str = "del") -> str:
    words = f'<w:r><w:delText xml:space="preserve">{escape(text)}</w:delText></w:r>'
    return f'<w:{kind} w:id="90" w:author="{author}" w:date="2026-10-05T09:31:00Z">{words}</w:{kind}>'


def come(text: str, author: str = "M. Voorbeeld", kind: str = "ins") -> str:
    return f'<w:{kind} w:id="91" w:author="{author}" w:date="2026-10-05T09:32:00Z">{run(text)}</w:{kind}>'


def para(*inside: str) -> str:
    return f"<w:p><w:pPr><w:rPr><w:ins w:id='1' w:author='x'/></w:rPr></w:pPr>{''.join(inside)}</w:p>"


def begin(number: int) -> str:
    return f'<w:commentRangeStart w:id="{number}"/>'


def end(number: int) -> str:
    return f'<w:commentRangeEnd w:id="{number}"/><w:r><w:commentReference w:id="{number}"/></w:r>'
