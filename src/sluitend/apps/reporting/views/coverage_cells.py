"""The cells of the coverage map as HTML, made here and not in a template: a map has hundreds of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from sluitend.apps.reporting.coverage import Cell, CoverageMap, State
from sluitend.apps.reporting.coverage.words import STATES
from sluitend.web import icons

SIGNS = {  # beside the word
    State.NOT_ASKED: "minus",
    State.SILENT: "alert-triangle",
    State.HEARD: "circle-dashed",
    State.CODED: "highlight",
    State.FOUND: "circle-check",
    State.SMALL: "lock",
}


class Cells:
    """Draws the cells of one map. `url` is the address of the map for who may look behind a cell, else empty."""

    def __init__(self, found: CoverageMap, url: str) -> None:
        self._url, self._query = url, f"?niveau={found.level}" if found.level else ""
        self._who = {one.pk: escape(str(one)) for one in found.perspectives}
        self._words = {state: escape(str(word)) for state, word in STATES.items()}
        self._look, self._known = escape(gettext("Look")), dict[Hashable, str]()

    def large(self, cells: Iterable[Cell]) -> SafeString:
        """With all figures: on the map's own page."""
        return _joined(self._large, cells)

    def small(self, cells: Iterable[Cell]) -> SafeString:
        """The state, with in how many sources somebody was heard: on the overview."""
        return _joined(self._small, cells)

    def _large(self, cell: Cell) -> str:
        who = self._who[cell.perspective.pk]
        return (
            f'<td class="v-cell v-cell--{cell.state.value}">'
            f'<span class="v-cell__who" aria-hidden="true">{who}</span> {self._told(cell)}{self._open(cell, who)}</td>'
        )

    def _open(self, cell: Cell, who: str) -> str:
        if not (url := self._to(cell)):
            return ""
        hidden = f'<span class="s-visually-hidden"> {escape(cell.question.label)}, {who}</span>'
        return f' <a class="nl-link v-cell__open" href="{url}">{self._look}{hidden}</a>'

    def _told(self, cell: Cell) -> str:
        """Sign, word and figures, made once for all cells that say the same."""
        counts = (cell.heard.sources, cell.coded.sources, cell.found.sources)
        key = (cell.state, cell.planned, counts, cell.missing)
        if key not in self._known:
            self._known[key] = " ".join(self._parts(cell))
        return self._known[key]

    def _parts(self, cell: Cell) -> Iterator[str]:
        sign = icons.icon(SIGNS[cell.state])
        yield f'<span class="v-cell__state">{sign} {self._words[cell.state]}</span>'
        if numbers := "".join(f"<span>{escape(words)}</span>" for words in _numbers(cell)):
            yield f'<span class="v-cell__numbers">{numbers}</span>'
        if cell.missing:
            words = gettext("not heard: %(levels)s") % {"levels": ", ".join(cell.missing)}
            yield f'<span class="v-cell__missing">{escape(words)}</span>'

    def _small(self, cell: Cell) -> str:
        was_heard = cell.state in (State.HEARD, State.CODED, State.FOUND)
        words = f"{self._words[cell.state]} {cell.heard.sources}" if was_heard else self._words[cell.state]
        url = self._to(cell)
        shown = f'<a class="v-cell__all" href="{url}">{words}</a>' if url else words
        return f'<td class="v-cell v-cell--{cell.state.value}">{shown}</td>'

    def _to(self, cell: Cell) -> str:
        if not self._url or cell.state is State.NOT_ASKED:
            return ""
        return f"{self._url}{escape(cell.question.label)}/{cell.perspective.pk}/{self._query}"


def _joined(draw: Callable[[Cell], str], cells: Iterable[Cell]) -> SafeString:
    return mark_safe("".join(map(draw, cells)))  # noqa: S308 - every word in it is escaped above


def _numbers(cell: Cell) -> Iterator[str]:
    if cell.state is State.NOT_ASKED or (cell.state is State.SMALL and not cell.planned):
        return
    yield gettext("planned %(n)s") % {"n": cell.planned}
    if cell.state is State.SMALL:
        return
    yield gettext("heard %(n)s") % {"n": cell.heard.sources}
    for count, few, words in (
        (cell.coded, gettext("coded: under 3 people"), gettext("coded %(n)s")),
        (cell.found, gettext("in findings: under 3 people"), gettext("in findings %(n)s")),
    ):
        yield few if count.sources is None else words % {"n": count.sources}
