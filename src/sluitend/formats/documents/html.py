"""HTML: a page is first rewritten to the few tags that carry structure, balanced and not too deep.

So pandoc never meets a script, an attribute, a menu or ten thousand nested elements.
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

from sluitend.formats.documents import decoding

MAX_DEPTH = 40

_HEAD = 4096
_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]{0,100}encoding=["']([\w.:-]+)""", re.I
)
# A browser shows nothing of these.
_UNSEEN = {"script", "style", "template", "noscript", "iframe", "object", "svg", "canvas", "audio", "video"}
# A browser shows these, but they are the site's and not the document's.
_SITE = {"nav", "button", "select", "textarea"}
_KEPT = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "dl", "dt", "dd",
         "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "q"}  # fmt: skip
_AS_DIV = {"div", "section", "article", "main", "header", "footer", "aside", "figure", "figcaption", "address",
           "form", "fieldset", "details", "summary", "body", "hgroup"}  # fmt: skip
# An opening tag ends an open one of these, up to the nearest fence (HTML Living Standard, optional tags).
_ENDED_BY = {
    "li": ({"li"}, {"ul", "ol"}),
    "dt": ({"dt", "dd"}, {"dl"}),
    "dd": ({"dt", "dd"}, {"dl"}),
    "tr": ({"tr"}, {"table"}),
    "td": ({"td", "th"}, {"table", "tr"}),
    "th": ({"td", "th"}, {"table", "tr"}),
}
_ENDS_P = (_KEPT | _AS_DIV | {"div"}) - {"q", "td", "th", "tr"}


def decode(data: bytes) -> str:
    """The characters of a page: byte order mark, UTF-8, what the page declares, Windows-1252."""
    match = _CHARSET.search(data[:_HEAD])
    declared = (match[1] or match[2]).decode("ascii").lower() if match else None
    # Browsers read Latin-1 as Windows-1252 (WHATWG Encoding Standard); our own order tries that last.
    latin = declared in {"iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii", "windows-1252", "utf-8"}
    return decoding.decode(data, declared=None if latin else declared)


def rewritten(page: str) -> tuple[str, str | None]:
    """The page as plain balanced HTML, and its title."""
    writer = _Writer(_UNSEEN | _SITE)
    writer.take(page)
    if writer.is_swallowing:  # a menu that is never closed would take the rest of the page with it
        writer = _Writer(_UNSEEN)
        writer.take(page)
    return "".join(writer.out), writer.title.strip() or None


class _Writer(HTMLParser):
    def __init__(self, dropped: set[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.title = ""
        self._dropped = dropped
        self._inside: list[str] = []
        self._open: list[str] = []
        self._too_deep: list[str] = []

    def take(self, page: str) -> None:
        self.feed(page)
        self.close()
        while self._open:
            self._close_last()

    @property
    def is_swallowing(self) -> bool:
        return bool(set(self._inside) & _SITE)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._dropped or tag in ("title", "head"):
            self._enter(tag)
        elif tag == "body":
            self._inside.clear()
        elif self._inside:
            return
        elif tag == "br":
            self.out.append("<br>")
        elif tag in _KEPT or tag in _AS_DIV:
            self._start(tag, dict(attrs))

    def _enter(self, tag: str) -> None:
        if len(self._inside) < MAX_DEPTH or tag not in self._inside:
            self._inside.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.handle_starttag(tag, attrs)

    def _start(self, tag: str, attributes: dict[str, str | None]) -> None:
        written = "div" if tag in _AS_DIV else tag
        self._end_implied(written)
        if len(self._open) >= MAX_DEPTH:
            self.out.append(" ")
            return
        start = attributes.get("start") or ""
        self.out.append(f'<ol start="{start}">' if written == "ol" and start.isdecimal() else f"<{written}>")
        self._open.append(written)

    def _end_implied(self, tag: str) -> None:
        if tag in _ENDS_P and self._open and self._open[-1] == "p":
            self._close_last()
        ended, fences = _ENDED_BY.get(tag, (set(), set()))
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index] in fences:
                return
            if self._open[index] in ended:
                while len(self._open) > index:
                    self._close_last()
                return

    def handle_endtag(self, tag: str) -> None:
        if tag in self._inside:
            while self._inside.pop() != tag:
                pass
        elif not self._inside and (written := "div" if tag in _AS_DIV else tag) in self._open:
            while self._open[-1] != written:
                self._close_last()
            self._close_last()

    def _close_last(self) -> None:
        self.out.append(f"</{self._open.pop()}>")

    def handle_data(self, data: str) -> None:
        if "title" in self._inside and "svg" not in self._inside:
            self.title += data
        elif not self._inside:
            self.out.append(html.escape(data, quote=False))
