"""The words of a place with what was marked, on one line of HTML: a line end of a template would be seen."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sluitend.apps.coding.comparing_lines import Piece

register = template.Library()


@register.simple_tag
def marked(pieces: Iterable[Piece]) -> SafeString:
    """``{% marked passage.pieces %}``: what is marked is said and underlined, not only coloured."""
    return format_html_join("", "{}", ((_shown(piece),) for piece in pieces))


def _shown(piece: Piece) -> str | SafeString:
    if not piece.kind:
        return piece.words
    said = _("[marked by everybody]") if piece.kind == "shared" else _("[marked, not by everybody]")
    return format_html(
        '<mark class="v-mark v-mark--{0}"><span class="s-visually-hidden">{1} </span>{2}</mark>',
        piece.kind,
        said,
        piece.words,
    )
